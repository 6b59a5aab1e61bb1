/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: any bytes as the code of a kernel, linked or not. They give functions and what these
 * refer to, or an error message; and facts of each initcall that is found in the table.
 */
#include "advice/facts.h"
#include "base/err.h"
#include "input/code_priv.h"
#include "replay.h"

#include <stdint.h>
#include <string.h>

static void check_refs(struct code *c)
{
	for (uint32_t i = 0; i < c->sym.n; i++) {
		const struct code_ref *ref;
		size_t n;

		MUST(c->sym.v[i].name);
		MUST(c->sym.v[i].owner == CODE_NONE || c->sym.v[i].owner < c->owner.n);
		ref = code_refs(c, i, &n);
		for (size_t k = 0; k < n; k++)
			MUST(ref[k].to < c->sym.n && ref[k].access <= CODE_POINTER);
	}
}

static void check_facts(struct code *c, const struct image *img)
{
	struct fact_finder f;
	struct arena a = { 0 };

	fact_finder_init(&f, c, img, NULL);
	for (uint32_t i = 0; i < img->n && i < 100; i++) {
		struct facts x;

		MUST(c->call[i] == CODE_NONE || c->call[i] < c->sym.n);
		facts_of(&x, &a, &f, i);
		for (size_t k = 0; k < x.n; k++) {
			MUST(x.v[k].code && x.v[k].text && x.v[k].evidence);
			MUST(x.v[k].weight <= x.worst && x.v[k].provider == DEP_NONE);
		}
	}
	fact_finder_release(&f);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct image_opts opts;
	struct image img = { .file = "fuzz" };
	struct err e = { "" };
	struct code c;
	bool is_image = image_read_memory(&img, "fuzz", data, size, &opts, &e) == 0;

	if (!is_image)
		img = (struct image){ .file = "fuzz" };
	if (code_open_memory(&c, &img, data, size, &e) == 0) {
		check_facts(&c, &img);
		check_refs(&c);
		code_close(&c);
	} else {
		MUST(strncmp(e.msg, "fuzz:", 5) == 0 && strchr(e.msg, ';'));
	}
	if (is_image)
		image_release(&img);
	return 0;
}
