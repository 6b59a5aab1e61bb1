/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came after the stamps stepped back, of a boot that turns out to be another one. */
#pragma once

#include "model/build.h"

struct late {
	/* marks that one of these lines has set; 0, NULL, TIME_NONE: none did */
	int64_t clocksource_us, free_us, init_us;
	unsigned long clocksource_line, free_line, init_line;
	uint32_t clocksource_at, free_at, init_at;
	const char *init_path, *cmdline;
	unsigned long cmdline_line;

	const char *level; /* told last; NULL: none */
	/* the last one first */
	struct {
		struct note *v;
		size_t n, cap;
	} notes;
	struct {
		struct probe *v;
		size_t n, cap;
	} probes;
	struct {
		struct wait *v;
		size_t n, cap;
	} waits;
};

/*
 * Takes what lines from `from` on told out of a boot that ends, into *to. No initcall began or
 * returned since that line. To be followed by late_give().
 */
void late_take(struct late *to, struct builder *w, unsigned long from);
/* Gives it to the boot that has begun, and releases it. */
void late_give(struct late *l, struct builder *w);
