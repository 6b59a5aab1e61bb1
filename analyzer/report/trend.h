/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the time to init, and calls, went over the releases of a board. Only of stored figures. */
#pragma once

#include "compare/compare.h"
#include "history/hist.h"

/* A figure of a release, and how sure it is. */
struct trend_value {
	size_t runs;        /* 0: it is not known */
	int64_t median_us, min_us, max_us;
	int64_t low_us, high_us; /* 95 %; TIME_NONE with one boot */
};

struct trend_point {
	int64_t release;
	const char *name;   /* of the release */
	size_t boots;
	struct trend_value init;
	/* Against the release before it, as compare would say it; TIME_NONE: not known. */
	int64_t delta_us, delta_low_us, delta_high_us;
	enum verdict verdict;
};

struct trend {
	struct trend_point *v; /* oldest first */
	size_t n;
};

/*
 * The points of the releases; names, which must outlive it, and figures are those of the same board.
 */
void trend_init(struct trend *t, const struct hist_items *names, const struct hist_series *s);
void trend_release(struct trend *t);

/* A call that changed from one release to another. */
struct mover {
	int64_t initcall;
	const char *name, *module;
	int64_t ordinal;
	size_t step;            /* the release where it changed most: its number in the trend */
	int64_t step_us;        /* by how much, there */
	bool sure;              /* by more than the intervals of both releases */
	struct trend_value *at; /* by release; where it did not run before init, runs is 0 */
};

struct movers {
	struct mover *v; /* the largest sure steps first */
	size_t n;
	struct hist_calls calls;
};

/* The calls before init with the largest steps, at most `top`. Returns 0, or -1 with e set. */
int movers_find(struct movers *m, struct hist *h, int64_t board, const struct trend *t, size_t top,
		struct err *e);
/* The same of the calls with that name, whatever they did; m->n is 0 when there is none. */
int movers_named(struct movers *m, struct hist *h, int64_t board, const struct trend *t,
		 const char *name, struct err *e);
void movers_release(struct movers *m);
