/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a running system has: devices, drivers, who is bound to whom, nodes,
 * file systems, ... as lines "KIND NAME [DETAIL]...", in any order; and what
 * differs between two. Numbers that depend on who came first (sda, usb2,
 * input5, event3, a device number) are no difference: such a thing is the same
 * one, renumbered. What stands for a place on a bus (0000:00:1d.7, the port in
 * 2-1:1.0, a processor, ttyS0) is one.
 * Pages that the kernel took for itself before it had an allocator ("iomem RANGE
 * reserved", as arm64 lists them) are left out.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

/* What is longer is cut; no path in sysfs is. */
#define INVENTORY_LINE_MAX ((size_t)8192)

struct renumbered {
	const char *before, *after; /* the lines */
};

struct inventory_diff {
	struct arena arena;
	VEC(const char *) missing;        /* lines that are only before; by text */
	VEC(const char *) extra;          /* lines that are only after; by text */
	VEC(struct renumbered) renumbered; /* by the text before */
	size_t same;                      /* lines that are on both sides, renumbered or not */
};

/* A line that occurs twice is two things. Blank lines are none. */
void inventory_compare(struct inventory_diff *d, struct str before, struct str after);
void inventory_diff_release(struct inventory_diff *d);
/* Appends a line with "N" for the numbers that depend on order (inventory_plain.c). */
void inventory_plain(struct buf *out, struct str line);
