// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>

#include <cmocka.h>

#include "compare/stats.h"

static void near_to(double got, double want, double off)
{
	if (!(fabs(got - want) <= off))
		printf("# got %.12g, want %.12g\n", got, want);
	assert_true(fabs(got - want) <= off);
}

static void generator(void **state)
{
	double sum = 0, squares = 0;
	struct rng a, b;
	size_t hit[7] = { 0 };

	(void)state;
	rng_seed(&a, 1);
	rng_seed(&b, 1);
	for (int i = 0; i < 100; i++)
		assert_true(rng_next(&a) == rng_next(&b));
	rng_seed(&b, 2);
	assert_true(rng_next(&a) != rng_next(&b));
	for (int i = 0; i < 70000; i++) {
		double z = rng_normal(&a), u = rng_unit(&a);

		assert_true(u > 0 && u < 1);
		sum += z;
		squares += z * z;
		hit[rng_below(&a, 7)]++;
	}
	near_to(sum / 70000, 0, 0.015);
	near_to(squares / 70000, 1, 0.02);
	for (size_t i = 0; i < 7; i++)
		near_to((double)hit[i], 10000, 400);
}

static void medians(void **state)
{
	double odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 }, one[] = { 7 };
	double many[50];

	(void)state;
	near_to(stats_median(odd, 3), 2, 0);
	near_to(stats_median(even, 4), 2.5, 0);
	near_to(stats_median(one, 1), 7, 0);
	near_to(stats_quantile(even, 4, 0), 1, 0);
	near_to(stats_quantile(even, 4, 1), 4, 0);
	near_to(stats_quantile(even, 4, 0.5), 2.5, 1e-12);
	near_to(stats_quantile(one, 1, 0.3), 7, 0);
	for (size_t i = 0; i < 50; i++)
		many[i] = (double)((i * 37) % 50);
	stats_sort(many, 50);
	for (size_t i = 0; i < 50; i++)
		near_to(many[i], (double)i, 0);
	near_to(stats_squares(many, 50), 50 * (50 * 50 - 1) / 12.0, 1e-9);
}

/* Values from tables. */
static void distributions(void **state)
{
	(void)state;
	near_to(stats_normal_cdf(1.959963985), 0.975, 1e-9);
	near_to(stats_normal_quantile(0.975), 1.959963985, 1e-8);
	near_to(stats_normal_quantile(0.5), 0, 1e-8);
	near_to(stats_t_tail(2.228139, 10), 0.05, 1e-6);
	near_to(stats_t_tail(-12.7062, 1), 0.05, 1e-6);
	near_to(stats_t_tail(1.959963985, 1e9), 0.05, 1e-9);
	near_to(stats_t_quantile(0.975, 3), 3.182446, 1e-5);
	near_to(stats_t_quantile(0.025, 6), -2.446912, 1e-5);
	near_to(stats_f_tail(4.964603, 1, 10), 0.05, 1e-6);
	near_to(stats_f_tail(3.217, 6, 10), 0.05, 1e-4);
	near_to(stats_f_tail(0, 6, 10), 1, 0);
	near_to(stats_digamma(1), -0.5772156649, 1e-9);
	near_to(stats_trigamma(1), 1.6449340668, 1e-9);
	near_to(stats_trigamma_inverse(stats_trigamma(3.7)), 3.7, 1e-6);
	assert_true(isinf(stats_trigamma_inverse(-1)));
}

static void intervals(void **state)
{
	const double a[] = { 10, 12, 11, 13 }, b[] = { 20, 22, 21, 23 }, one[] = { 30 };
	const double same[] = { 5, 5, 5 };
	struct interval x = stats_t_interval(a, 4, b, 4, 0);

	(void)state;
	/* +-2.4469 * sqrt(2 * 1.6667 / 4) * 1.092 */
	near_to(x.low, 10 - 2.4392, 0.001);
	near_to(x.high, 10 + 2.4392, 0.001);
	x = stats_t_interval(a, 4, one, 1, 0);
	assert_true(x.low < 18.5 && x.high > 18.5 && x.low > 10);
	x = stats_t_interval(same, 3, same, 3, 1);
	assert_true(x.low < -1 && x.low > -6 && x.high == -x.low);
	x = stats_t_interval(same, 3, same, 3, 0);
	near_to(x.high, 0, 0);
}

/* How often the 95 % interval of two sides without a difference holds 0. */
static double coverage(size_t n, int boot)
{
	size_t in = 0, trials = boot ? 400 : 4000;
	struct rng r;

	rng_seed(&r, n);
	for (size_t t = 0; t < trials; t++) {
		double a[16], b[16];
		struct interval x;

		for (size_t i = 0; i < n; i++) {
			a[i] = exp(0.05 * rng_normal(&r));
			b[i] = exp(0.05 * rng_normal(&r));
		}
		x = boot ? stats_bootstrap(a, n, b, n, 499, t) : stats_t_interval(a, n, b, n, 0);
		in += x.low <= 0 && x.high >= 0;
	}
	return (double)in / (double)trials;
}

static void covers(void **state)
{
	double t3 = coverage(3, 0), t4 = coverage(4, 0), b8 = coverage(8, 1), b16 = coverage(16, 1);

	(void)state;
	printf("# coverage: t with 3 and 4 a side %.3f %.3f, bootstrap with 8 and 16 %.3f %.3f\n",
	       t3, t4, b8, b16);
	assert_true(t3 > 0.94 && t4 > 0.94 && b8 > 0.91 && b16 > 0.91);
	assert_true(t3 < 0.99 && t4 < 0.99);
}

static void bootstrap_is_repeatable(void **state)
{
	const double a[] = { 1, 2, 3, 4, 5, 6, 7, 8 }, b[] = { 3, 4, 5, 6, 7, 8, 9, 30 };
	struct interval x = stats_bootstrap(a, 8, b, 8, 999, 5);
	struct interval y = stats_bootstrap(a, 8, b, 8, 999, 5);

	(void)state;
	assert_true(x.low == y.low && x.high == y.high);
	assert_true(x.low < 2 && x.high > 2 && x.low < x.high);
}

static void permutations(void **state)
{
	const double a[] = { 1, 2, 3, 4 }, b[] = { 5, 6, 7, 8 }, c[] = { 4, 1, 8, 5 };
	double many_a[10], many_b[10], p;
	size_t at[3] = { 0, 1, 2 }, n = 1;

	(void)state;
	near_to(stats_permutation(a, 4, b, 4, 20000, 1), 2.0 / 70, 1e-12);
	near_to(stats_permutation_least(4, 4), 2.0 / 70, 1e-12);
	near_to(stats_permutation_least(3, 2), 1.0 / 10, 1e-12);
	assert_true(stats_permutation(a, 4, c, 4, 20000, 1) > 0.1);
	near_to(stats_permutation(a, 4, a, 4, 20000, 1), 1, 0);
	for (size_t i = 0; i < 10; i++) {
		many_a[i] = (double)i;
		many_b[i] = (double)i + 100;
	}
	p = stats_permutation(many_a, 10, many_b, 10, 999, 1);
	near_to(p, 1.0 / 1000, 1e-12);
	while (stats_next_choice(at, 6, 3))
		n++;
	assert_int_equal(n, 20);
	near_to(stats_choices(6, 3), 20, 1e-9);
}

static void false_discovery(void **state)
{
	const double p[] = { 0.01, NAN, 0.04, 0.03, 0.5 };
	double q[5];

	(void)state;
	stats_false_discovery(p, q, 5);
	near_to(q[0], 0.04, 1e-12);
	assert_true(isnan(q[1]));
	near_to(q[2], 0.04 * 4 / 3, 1e-12);
	near_to(q[3], 0.04 * 4 / 3, 1e-12);
	near_to(q[4], 0.5, 1e-12);
	stats_false_discovery(p, q, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generator),
		cmocka_unit_test(medians),
		cmocka_unit_test(distributions),
		cmocka_unit_test(intervals),
		cmocka_unit_test(covers),
		cmocka_unit_test(bootstrap_is_repeatable),
		cmocka_unit_test(permutations),
		cmocka_unit_test(false_discovery),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
