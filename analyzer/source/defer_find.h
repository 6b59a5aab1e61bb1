/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the name of an initcall to the one place that declares it. */
#pragma once

#include "source/defer.h"

/* Calls by the name of their function. */
struct defer_index {
	struct call **v;
	size_t n;
	bool headers; /* those of headers are among them */
};

void defer_index_make(struct defer_index *x, struct calls *c);
void defer_index_release(struct defer_index *x);

#define DEFER_PLACES 8

/* The branches of one #if can each have the call: several places, one initcall. */
struct defer_places {
	struct call *v[DEFER_PLACES];
	unsigned n;
};

/* NULL; or why there is no such place, in the arena. */
const char *defer_find(struct defer_places *p, struct defer_index *x, struct calls *c,
		       const struct defer_want *w, const struct defer_opts *o, struct arena *a);
/* The file is below arch/, and not below arch/NAME; false when arch is NULL. */
bool defer_other_arch(const char *file, const char *arch);
