// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/limit.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"

/* A day: longer limits are mistakes. */
#define LIMIT_MOST 86400e6

int limit_parse(struct limit *l, const char *text)
{
	static const struct {
		const char *name;
		double us;
	} units[] = { { "", 1 }, { "us", 1 }, { "ms", 1e3 }, { "s", 1e6 } };
	double v = 0, place = 1;
	const char *p = text;

	for (; is_digit(*p) && v < 1e15; p++)
		v = v * 10 + (*p - '0');
	if (p == text)
		return -1;
	if (*p == '.' && is_digit(p[1])) {
		for (p++; is_digit(*p); p++)
			v += (place /= 10) * (*p - '0');
	}
	if (strcmp(p, "%") == 0) {
		*l = (struct limit){ .is_share = true, .share = v / 100 };
		return v <= 1e6 ? 0 : -1;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(p, units[i].name) == 0 && v * units[i].us <= LIMIT_MOST) {
			*l = (struct limit){ .us = (int64_t)llround(v * units[i].us) };
			return 0;
		}
	}
	return -1;
}

int64_t limit_of(const struct limit *l, int64_t whole_us)
{
	return l->is_share ? (int64_t)llround(l->share * (double)whole_us) : l->us;
}
