/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: any bytes as a kernel. They give a table of initcalls or an error message, and the
 * table keeps what input/image.h promises. Debug information is left alone: reading it is libdw's
 * work, of which this program is given whole files only.
 */
#include "base/err.h"
#include "input/image.h"
#include "model/imagediff.h"
#include "replay.h"

#include <stdint.h>
#include <string.h>

static void check_call(const struct image *img, size_t i)
{
	const struct initcall *c = &img->v[i];

	MUST(c->index == i);
	MUST(c->name && c->name[0]);
	MUST(!c->alias || strcmp(c->alias, c->name) != 0);
	MUST(!c->module || c->module[0]);
	MUST(!c->level || c->level[0]);
	MUST(!c->file && !c->subsystem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct image_opts opts;
	struct image_diff d;
	struct image img;
	struct err e = { "" };
	size_t i;

	if (image_read_memory(&img, "fuzz", data, size, &opts, &e)) {
		MUST(strncmp(e.msg, "fuzz:", 5) == 0 && strchr(e.msg, ';'));
		return 0;
	}
	MUST(img.n > 0 && img.format);
	for (i = 0; i < img.n; i++)
		check_call(&img, i);
	for (i = 0; i < img.nlsm; i++)
		MUST(img.lsm[i].name && img.lsm[i].lsm && img.lsm[i].level);
	image_diff(&d, &img, &img);
	MUST(d.added == 0 && d.removed == 0 && d.same + d.n == img.n);
	image_diff_release(&d);
	image_release(&img);
	return 0;
}
