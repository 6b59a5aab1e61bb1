// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How often a call is called changed that is not, and how small a change is
 * found: on boots that were made up from a real sample, and on eight real boots
 * of one kernel on a busy host (the A/A set). With --table, as in the man page;
 * --verify: whether a row of it holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "compare/compare.h"
#include "compare/stats.h"

#define SAMPLE "samples/good-6.12-amd64-cloud-1.txt.xz"
#define BOOTS_MOST 32
/* Noise of a call, and of the few that are wild (as on a Raspberry Pi 4). */
#define QUIET 0.01
#define WILD_EACH 60
#define WILD_SD(k) ((k) / WILD_EACH % 2 ? 0.68 : 0.12)

static double *base;
static size_t ncalls;

static const char *from_env(const char *name, const char *or_else)
{
	const char *v = getenv(name);

	return v && *v ? v : or_else;
}

/* The lengths of the calls of a real boot. */
static int read_base(void **state)
{
	struct bootset s;
	struct err e;

	(void)state;
	bootset_init(&s);
	if (bootset_read(&s, SAMPLE, &e) != 0) {
		printf("# %s\n", e.msg);
		return -1;
	}
	base = xmalloc(s.v[0]->ncalls * sizeof(*base));
	for (size_t i = 0; i < s.v[0]->ncalls; i++) {
		if (s.v[0]->calls[i].duration_us > 0)
			base[ncalls++] = (double)s.v[0]->calls[i].duration_us;
	}
	bootset_release(&s);
	return ncalls > 100 ? 0 : -1;
}

static int free_base(void **state)
{
	(void)state;
	free(base);
	return 0;
}

static bool is_wild(size_t call)
{
	return call % WILD_EACH == 7;
}

/*
 * Boots of a quiet machine: 1 % a call, wild ones, and a speed of each boot; and
 * a share of calls that something else holds up, to 1.5 to 6 times their length.
 */
static void make_boots(double *us, size_t nboots, double stalls, struct rng *r)
{
	for (size_t b = 0; b < nboots; b++) {
		double speed = 0.005 * rng_normal(r);

		for (size_t c = 0; c < ncalls; c++) {
			double sd = is_wild(c) ? WILD_SD(c) : QUIET;

			us[c * nboots + b] = round(base[c] * exp(speed + sd * rng_normal(r)));
			if (stalls > 0 && rng_unit(r) < stalls)
				us[c * nboots + b] *= 1.5 + 4.5 * rng_unit(r);
		}
	}
}

/* A call of at least that length that is not wild. */
static size_t pick(double least, struct rng *r)
{
	size_t c;

	do
		c = rng_below(r, ncalls);
	while (base[c] < least || is_wild(c));
	return c;
}

static bool named(const struct noise *n, size_t c)
{
	return noise_says_changed(&n->call[c], LEAST_US, LEAST_SHARE);
}

struct outcome {
	double found;  /* share of the trials in which the slowed call was */
	double alarms; /* share of the other calls that were called changed */
};

/* In each of many trials one call of that length or more is slower by a share, and that least. */
struct planted {
	double share, least, length, stalls;
};

static struct outcome plant(size_t a_side, struct planted w, size_t trials, uint64_t seed)
{
	size_t nboots = 2 * a_side, found = 0, alarms = 0;
	double *us = xmalloc(ncalls * nboots * sizeof(*us));
	struct rng r;

	rng_seed(&r, seed);
	for (size_t t = 0; t < trials; t++) {
		size_t slow = pick(w.length, &r);
		double more = fmax(base[slow] * w.share, w.least);
		struct noise n;

		make_boots(us, nboots, w.stalls, &r);
		for (size_t b = a_side; b < nboots; b++)
			us[slow * nboots + b] += more;
		noise_fit(&n, us, ncalls, a_side, a_side, 1, LEAST_US);
		for (size_t c = 0; c < ncalls; c++) {
			if (c == slow)
				found += named(&n, c) && n.call[c].effect > 0;
			else
				alarms += named(&n, c);
		}
		noise_release(&n);
	}
	free(us);
	return (struct outcome){ (double)found / (double)trials,
				 (double)alarms / (double)(trials * (ncalls - 1)) };
}

static void planted_slowdown(void **state)
{
	/* 5 % of a call of any length, and at least 1 ms; of one where 5 % is the most. */
	struct outcome any = plant(8, (struct planted){ 0.05, 1000, 1, 0 }, 300, 1);
	struct outcome large = plant(8, (struct planted){ 0.05, 1000, 20000, 0 }, 300, 2);

	(void)state;
	printf("# 8 a side, 5 %% and 1 ms: found %.1f %% (calls above 20 ms: %.1f %%), false "
	       "alarms %.4f %%\n", any.found * 100, large.found * 100, any.alarms * 100);
	assert_true(any.found >= 0.9);
	/* The man page says so. */
	assert_true(large.found > 0.99);
	assert_true(any.alarms <= 0.001);
}

static void nothing_planted(void **state)
{
	struct outcome x = plant(4, (struct planted){ 0, 0, 1, 0 }, 300, 3);

	(void)state;
	printf("# 4 a side, nothing changed: false alarms %.4f %%\n", x.alarms * 100);
	assert_true(x.alarms <= 0.001);
}

static void stalls(void **state)
{
	struct outcome four = plant(4, (struct planted){ 0, 0, 1, 0.02 }, 300, 4);
	struct outcome eight = plant(8, (struct planted){ 0.05, 1000, 20000, 0.02 }, 300, 5);

	(void)state;
	printf("# 2 %% of all calls held up: false alarms with 4 a side %.4f %%, with 8 %.4f %%; "
	       "5 %% found with 8 in calls above 20 ms: %.1f %%\n", four.alarms * 100,
	       eight.alarms * 100, eight.found * 100);
	assert_true(four.alarms <= 0.001 && eight.alarms <= 0.001);
	/* 72 %, the man page says. */
	assert_int_equal(lround(100 * eight.found), 72);
}

/* --- The A/A set --- */

struct aa {
	struct bootset s;
	struct comparison c; /* matches the calls once */
	double *us;          /* by call and boot */
	size_t *long_call;   /* calls of 1 ms and more in every boot */
	size_t nlong;
};

static bool read_aa(struct aa *a)
{
	const char *dir = from_env("BOOTCHECK_LOGS", "../shared/logs");
	const struct compare_opts o = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
					.margin_us = LEAST_US, .margin_share = MARGIN_SHARE };

	bootset_init(&a->s);
	for (int i = 1; i <= 8; i++) {
		char name[512];
		struct err e;

		snprintf(name, sizeof(name), "%s/aa-6.12-cloud-amd64-tcg-%d.txt", dir, i);
		if (bootset_read(&a->s, name, &e) != 0) {
			bootset_release(&a->s);
			return false;
		}
	}
	compare_boots(&a->c, &a->s, 4, &o);
	a->us = xmalloc(a->c.n * 8 * sizeof(*a->us));
	a->long_call = xmalloc(a->c.n * sizeof(*a->long_call));
	a->nlong = 0;
	for (size_t i = 0; i < a->c.n; i++) {
		bool is_long = true;

		for (size_t b = 0; b < 8; b++) {
			const struct call *call = a->c.v[i].call[b];
			bool known = call && call->duration_us != TIME_NONE;

			a->us[i * 8 + b] = known ? (double)call->duration_us : -1;
			is_long &= known && call->duration_us >= 1000;
		}
		if (is_long)
			a->long_call[a->nlong++] = i;
	}
	return true;
}

static void free_aa(struct aa *a)
{
	comparison_release(&a->c);
	bootset_release(&a->s);
	free(a->us);
	free(a->long_call);
}

/* The next split of eight boots in four and four, the first boot always before. */
static bool next_split(unsigned int *mask, size_t at[8])
{
	size_t n = 0;

	for (++*mask; *mask < 256; ++*mask) {
		if (__builtin_popcount(*mask) == 4 && (*mask & 1))
			break;
	}
	for (size_t want = 1; want < 2; want--) {
		for (size_t i = 0; i < 8; i++) {
			if ((*mask >> i & 1) == want)
				at[n++] = i;
		}
	}
	return *mask < 256;
}

/* All 35 splits through the whole of compare, both ways round. */
static void aa_splits(void **state)
{
	size_t splits = 0, wrong = 0, calls = 0, changed = 0, at[8];
	unsigned int mask = 0;
	struct boot *was[8];
	struct aa a;

	(void)state;
	if (!read_aa(&a))
		skip();
	memcpy(was, a.s.v, sizeof(was));
	while (next_split(&mask, at)) {
		for (size_t turn = 0; turn < 2; turn++) {
			struct comparison c;

			for (size_t i = 0; i < 8; i++)
				a.s.v[i] = was[at[(i + 4 * turn) % 8]];
			compare_boots(&c, &a.s, 4, &a.c.o);
			splits++;
			wrong += c.verdict == VERDICT_FASTER || c.verdict == VERDICT_SLOWER;
			calls += c.n;
			changed += c.n - comparison_count(&c, CHANGE_SAME) -
				   comparison_count(&c, CHANGE_UNKNOWN);
			comparison_release(&c);
		}
	}
	memcpy(a.s.v, was, sizeof(was));
	printf("# A/A, %zu splits 4 against 4: %.4f %% of the calls called changed, %zu verdicts "
	       "faster or slower\n", splits, 100 * (double)changed / (double)calls, wrong);
	assert_int_equal(splits, 70);
	assert_true((double)changed <= 0.05 * (double)calls);
	assert_true((double)wrong <= 0.05 * (double)splits);
	/* 0.009 % and two, the man page says. */
	assert_true((double)changed <= 0.000095 * (double)calls);
	assert_true(wrong <= 2);
	free_aa(&a);
}

/* In each split, one call at a time slower by the factor. */
static double aa_power(struct aa *a, double factor, size_t step)
{
	double *us = xmalloc(a->c.n * 8 * sizeof(*us));
	size_t found = 0, tried = 0, at[8], k = 0;
	unsigned int mask = 0;

	while (next_split(&mask, at)) {
		for (; k < a->nlong; k += step) {
			size_t slow = a->long_call[k];
			struct noise n;

			for (size_t i = 0; i < a->c.n; i++) {
				for (size_t b = 0; b < 8; b++)
					us[i * 8 + b] = a->us[i * 8 + at[b]];
			}
			for (size_t b = 4; b < 8; b++)
				us[slow * 8 + b] *= factor;
			noise_fit(&n, us, a->c.n, 4, 4, 1, LEAST_US);
			tried++;
			found += named(&n, slow) && n.call[slow].effect > 0;
			noise_release(&n);
		}
		k -= a->nlong;
	}
	free(us);
	return (double)found / (double)tried;
}

static void aa_smallest(void **state)
{
	static const double factors[] = { 3, 10, 30, 100 };
	double share = 0;
	struct aa a;

	(void)state;
	if (!read_aa(&a))
		skip();
	printf("# A/A, 4 a side, one of %zu calls of 1 ms and more slowed:", a.nlong);
	for (size_t i = 0; i < 4; i++) {
		share = aa_power(&a, factors[i], 29);
		printf(" times %.0f found %.0f %%,", factors[i], 100 * share);
	}
	puts("");
	assert_true(share >= 0.9);
	free_aa(&a);
}

/* --- The table --- */

/* Its steps. */
#define SHARE_STEP 0.0025
#define FACTOR_STEP 1.1

static double quiet_found(size_t a_side, double share)
{
	return plant(a_side, (struct planted){ share, 0, 50000, 0 }, 200, 9).found;
}

static double smallest(size_t a_side)
{
	double share = 0.01;

	while (share < 1 && quiet_found(a_side, share) < 0.9)
		share += SHARE_STEP;
	return share;
}

/* Boots drawn from the eight of the A/A set, each call by itself. */
static struct outcome draw(const struct aa *a, size_t a_side, double factor, size_t trials)
{
	size_t nboots = 2 * a_side, found = 0, alarms = 0;
	double *us = xmalloc(a->c.n * nboots * sizeof(*us));
	struct rng r;

	rng_seed(&r, a_side);
	for (size_t t = 0; t < trials; t++) {
		size_t slow = a->long_call[rng_below(&r, a->nlong)];
		struct noise n;

		for (size_t i = 0; i < a->c.n * nboots; i++)
			us[i] = a->us[i / nboots * 8 + rng_below(&r, 8)];
		for (size_t b = a_side; b < nboots; b++)
			us[slow * nboots + b] *= factor;
		noise_fit(&n, us, a->c.n, a_side, a_side, 1, LEAST_US);
		found += named(&n, slow) && n.call[slow].effect > 0;
		for (size_t c = 0; c < a->c.n; c++)
			alarms += c != slow && named(&n, c);
		noise_release(&n);
	}
	free(us);
	return (struct outcome){ (double)found / (double)trials,
				 (double)alarms / (double)(trials * (a->c.n - 1)) };
}

/* A row of the table holds: "found" is the first step that is found in nine of ten trials. */
static bool quiet_row(size_t a_side, double percent, double *alarms)
{
	double share = round(percent / 100 / SHARE_STEP) * SHARE_STEP;

	*alarms = plant(a_side, (struct planted){ 0, 0, 1, 0 }, 1000, a_side).alarms;
	return quiet_found(a_side, share) >= 0.9 && quiet_found(a_side, share - SHARE_STEP) < 0.9;
}

static bool busy_row(const struct aa *a, size_t a_side, double times, double *alarms)
{
	double factor = 1.25;
	bool below; /* the step before was not found */

	while (round(factor) < times)
		factor *= FACTOR_STEP;
	*alarms = draw(a, a_side, 1, 300).alarms;
	do {
		below = draw(a, a_side, factor / FACTOR_STEP, 200).found < 0.9;
		if (below && draw(a, a_side, factor, 200).found >= 0.9)
			return true;
		factor *= FACTOR_STEP;
	} while (below && round(factor) <= times);
	return false;
}

/* KIND BOOTS ALARMS FOUND, as in the man page: exit status 0 if that is what comes out, 77: skip. */
static int verify(char **word)
{
	size_t a_side = strtoul(word[1], NULL, 10);
	bool quiet = strcmp(word[0], "quiet") == 0, found;
	double alarms, claim = strtod(word[3], NULL);
	char text[32];
	struct aa a;

	if (read_base(NULL) != 0)
		return 1;
	if (!quiet && !read_aa(&a))
		return 77;
	found = quiet ? quiet_row(a_side, claim, &alarms) : busy_row(&a, a_side, claim, &alarms);
	if (!quiet)
		free_aa(&a);
	free_base(NULL);
	snprintf(text, sizeof(text), "%.3f", 100 * alarms);
	if (strcmp(text, word[2]) != 0)
		printf("false alarms are %s %%, not %s %%\n", text, word[2]);
	if (!found)
		printf("%s is not the smallest step that is found\n", word[3]);
	return found && strcmp(text, word[2]) == 0 ? 0 : 1;
}

static int table(void)
{
	struct aa a;

	if (read_base(NULL) != 0)
		return 1;
	for (size_t n = 4; n <= 16; n *= 2)
		printf("quiet, %2zu a side: false alarms %.4f %%, found: %.2f %% slower\n", n,
		       100 * plant(n, (struct planted){ 0, 0, 1, 0 }, 1000, n).alarms,
		       100 * smallest(n));
	if (!read_aa(&a))
		return 0;
	for (size_t n = 4; n <= 16; n *= 2) {
		double factor = 1.25;

		while (factor < 1000 && draw(&a, n, factor, 200).found < 0.9)
			factor *= FACTOR_STEP;
		printf("busy, %2zu a side: false alarms %.4f %%, found: %.1f times slower\n", n,
		       100 * draw(&a, n, 1, 300).alarms, factor);
	}
	free_aa(&a);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(planted_slowdown),
		cmocka_unit_test(nothing_planted),
		cmocka_unit_test(stalls),
		cmocka_unit_test(aa_splits),
		cmocka_unit_test(aa_smallest),
	};

	if (argc > 1 && strcmp(argv[1], "--table") == 0)
		return table();
	if (argc == 6 && strcmp(argv[1], "--verify") == 0)
		return verify(argv + 2);
	return cmocka_run_group_tests(tests, read_base, free_base);
}
