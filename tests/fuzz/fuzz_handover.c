/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what a trial's guest hands over (trial/guest.h), and the packing of it
 * (trial/unlz.h), which a sum keeps most inputs away from. Any bytes are read; what comes out is
 * whole and ends in a NUL, and comes out again.
 */
#include "replay.h"
#include "trial/guest.h"
#include "trial/unlz.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4096

static void look(struct str s)
{
	MUST(s.p || s.n == 0);
	MUST(!s.p || s.p[s.n] == '\0');
}

static void look_name(const char *s)
{
	MUST(!s || strlen(s) <= 200);
}

static void unpack(const uint8_t *data, size_t size)
{
	struct buf b = { 0 };

	/* with something before it, which the first bytes are */
	size_t before = size < 16 ? size : 16;

	buf_add(&b, data, before);
	if (unlz(&b, (struct str){ (const char *)data + before, size - before }, MOST) == 0)
		MUST(b.n <= before + MOST);
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct handover a, b;

	handover_read(&a, s);
	handover_read(&b, s);
	look(a.log);
	look(a.first);
	look(a.inventory);
	look(a.status);
	look_name(a.damaged);
	look_name(a.trigger);
	look_name(a.trouble);
	MUST(a.job_status >= -1 && a.job_us >= -1 && a.trigger_us >= -1);
	MUST(str_eq(a.log, b.log) && str_eq(a.inventory, b.inventory) && a.damaged == b.damaged);
	handover_release(&a);
	handover_release(&b);
	unpack(data, size);
	return 0;
}
