/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A limit as people write it: a time ("500us", "20ms", "1.5s", "500": us) or a share ("3%"). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct limit {
	bool is_share;
	double share; /* 0.03 for "3%" */
	int64_t us;
};

/* Returns 0, or -1 when the text is no limit. */
int limit_parse(struct limit *l, const char *text);
/* In us, of a whole. */
int64_t limit_of(const struct limit *l, int64_t whole_us);
