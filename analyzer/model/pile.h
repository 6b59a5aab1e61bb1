/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many times of which only the median and the two ends are asked for: four
 * bytes each, as thousands of boots have them by the million; eight for those
 * that do not fit.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct pile_chunk;

struct pile {
	int64_t first; /* of most piles the only one: one boot has one time a call */
	struct pile_chunk *head; /* the latest of the others; in an arena */
	size_t n;
};

struct spread {
	int64_t median_us, min_us, max_us; /* TIME_NONE when there are none */
	size_t n;
};

/* A zeroed struct pile is an empty pile. Its memory is the arena's. */
void pile_add(struct pile *p, struct arena *a, int64_t us);
struct spread pile_spread(const struct pile *p);
