/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What joining one boot with an image found; used by join.c and join_check.c. */
#pragma once

#include "input/image.h"
#include "model/boot.h"

struct joined {
	struct bootset *set;
	struct boot *b;
	const struct image *img;
	bool *used;              /* by entry of the image: some call has it */
	size_t ncalls, nfound;   /* built-in calls, and those that are in the image */
	size_t nsizes;           /* found by name only */
	const struct call *size; /* the first of these */
};

/* Adds the findings to the boot. */
void join_check(struct joined *j);
