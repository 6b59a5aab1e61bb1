/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the calls of two sides of boots have in common in their noise, and which
 * calls changed by more than that. Four boots a side say next to nothing about
 * the noise of one call; six hundred calls say a lot about that of calls of its
 * length.
 *
 * On the logarithms of the durations: a call's own value on each side, plus the
 * speed of the boot that it ran in, plus noise. A boot's speed is the median over
 * its calls, so it is known well; it is taken out. The variance of a call is
 * drawn towards that of calls of its length (a moderated t statistic), the more
 * so the more alike the variances of all calls are. Last, the bulk of all
 * statistics must look like no change: where it is wider, all are scaled down.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The effect of a call in us, from its length and an effect below. */
double noise_us(double length_us, double effect);

/* One call. Effects are logarithms of after / before, at the same speed of boot. */
struct call_test {
	double length;    /* in us: median of the before side, at the speed of the middle */
	double effect;    /* NAN: no value on one of the sides */
	double se;        /* standard error of it, drawn towards the common one; NAN: not known */
	double df;
	double p;         /* NAN: not tested */
	double q;         /* share of false alarms when this is called changed */
};

struct noise {
	size_t ncalls, nboots, nbefore;
	struct call_test *call;
	double *speed;    /* by boot: logarithm of how slow its calls were, 0 in the middle */
	double *sd;       /* by call: noise of one boot, as calls of that length have it */
	double prior_df;  /* what the common noise is worth, in boots */
	double width;     /* of the bulk of the statistics; at least 1 */
	bool levelled;    /* the speeds of boots differ, and were taken out */
};

/*
 * us[call * (nbefore + nafter) + boot] is a duration, negative where it is not
 * known; boots before come first. `resolution` is that of the clock in us. Calls
 * that do not get as long as least_us are not tested.
 */
void noise_fit(struct noise *n, const double *us, size_t ncalls, size_t nbefore, size_t nafter,
	       double resolution, double least_us);
void noise_release(struct noise *n);
/* 95 % of the effect of a call whose se is known. */
void noise_interval(const struct call_test *t, double *low, double *high);
/*
 * Whether to call a call changed: rarely by chance (at most 5 % of those that
 * are called), and by no less than that much.
 */
bool noise_says_changed(const struct call_test *t, double least_us, double least_share);
/* ln(after / before) of the speeds: by how much all calls changed alike. */
double noise_common(const struct noise *n);
