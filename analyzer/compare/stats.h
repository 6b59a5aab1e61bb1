/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statistics that know nothing about booting: a generator of its own, so that
 * the same input gives the same figures everywhere; medians and quantiles; the
 * distributions that a test needs; intervals, permutation tests, and the
 * control of many tests at once. Nothing here allocates what the caller frees.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* xoshiro256++, seeded by splitmix64. */
struct rng {
	uint64_t s[4];
};

void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
/* Uniform in (0, 1). */
double rng_unit(struct rng *r);
/* Uniform in 0..n-1, without bias; n > 0. */
size_t rng_below(struct rng *r, size_t n);
double rng_normal(struct rng *r);

/* Ascending, in place. */
void stats_sort(double *v, size_t n);
double stats_mean(const double *v, size_t n);
/* Sum of squared distances from the mean. */
double stats_squares(const double *v, size_t n);
/* Of n > 0 values, which are reordered. */
double stats_median(double *v, size_t n);
/* Of n > 0 sorted values, between neighbours in proportion; q from 0 to 1. */
double stats_quantile(const double *sorted, size_t n, double q);

double stats_normal_cdf(double z);
double stats_normal_quantile(double p);
/* P(|T| >= |t|) for Student's t; df may be any positive number, or infinite. */
double stats_t_tail(double t, double df);
/* P(F >= f) with df and df2 degrees of freedom. */
double stats_f_tail(double f, double df, double df2);
/* The t with P(T <= t) = p. */
double stats_t_quantile(double p, double df);
double stats_digamma(double x);
double stats_trigamma(double x);
/* The x > 0 with trigamma(x) = y; infinite for y <= 0. */
double stats_trigamma_inverse(double y);

struct interval {
	double low, high;
};

/*
 * 95 % for the difference of medians (b less a) by Student's t with the
 * variances of both sides apart (Welch), or pooled where a side has fewer than
 * 3 values; for few values whose noise is near to normal. `floor` is the least
 * standard deviation believed. Needs na + nb > 2.
 */
struct interval stats_t_interval(const double *a, size_t na, const double *b, size_t nb,
				 double floor);
/* The same from `times` resamples, corrected for bias and acceleration (BCa). */
struct interval stats_bootstrap(const double *a, size_t na, const double *b, size_t nb,
				size_t times, uint64_t seed);

/*
 * Half of the 95 % interval of the median of n > 1 values with that standard deviation, by Student's
 * t; for noise that is near to normal.
 */
double stats_median_half(double sd, size_t n);

/* n over k, held at 1e15. */
double stats_choices(size_t n, size_t k);
/* The next choice of k out of n places, ascending in at[0..k); false after the last. */
bool stats_next_choice(size_t *at, size_t n, size_t k);

/*
 * How often relabelling the values gives a difference of means at least as far
 * from 0: exact where there are at most `most` ways to do it, else from `most`
 * random ones.
 */
double stats_permutation(const double *a, size_t na, const double *b, size_t nb, size_t most,
			 uint64_t seed);
/* The least that stats_permutation() can return. */
double stats_permutation_least(size_t na, size_t nb);

/*
 * Benjamini and Hochberg: q[i] is the share of false alarms among all that are
 * called when i just is. p that are not a number take no part and stay so.
 */
void stats_false_discovery(const double *p, double *q, size_t n);
