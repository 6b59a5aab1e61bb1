// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ordered.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#define PIECES 200

struct test {
	atomic_size_t made, alive, most;
	size_t taken, stop_at;
	int at[PIECES];
};

static void *make(void *ctx, size_t i)
{
	struct test *t = ctx;
	size_t alive = atomic_fetch_add(&t->alive, 1) + 1;

	if (alive > atomic_load(&t->most))
		atomic_store(&t->most, alive);
	/* Some take longer, so that they come out of order. */
	if (i % 7 == 0)
		nanosleep(&(struct timespec){ .tv_nsec = 300000 }, NULL);
	atomic_fetch_add(&t->made, 1);
	t->at[i] = (int)i;
	return &t->at[i];
}

static int take(void *ctx, size_t i, void *result)
{
	struct test *t = ctx;

	assert_int_equal(i, t->taken);
	assert_int_equal(*(int *)result, i);
	atomic_fetch_sub(&t->alive, 1);
	t->taken++;
	return t->taken == t->stop_at ? 5 : 0;
}

static void drop(void *ctx, void *result)
{
	struct test *t = ctx;

	(void)result;
	atomic_fetch_sub(&t->alive, 1);
}

static int run(struct test *t, size_t n, unsigned int jobs)
{
	struct ordered o = {
		.n = n, .jobs = jobs, .ctx = t, .make = make, .take = take, .drop = drop};

	return ordered_run(&o);
}

static void test_order(void **state)
{
	static const unsigned int jobs[] = { 1, 2, 3, 8, PIECES + 5 };

	(void)state;
	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++) {
		struct test t = { 0 };

		assert_int_equal(run(&t, PIECES, jobs[i]), 0);
		assert_int_equal(t.taken, PIECES);
		assert_int_equal(t.made, PIECES);
		assert_int_equal(t.alive, 0);
	}
}

/* Memory is bounded: results that wait, and pieces under way, are a few a thread. */
static void test_bound(void **state)
{
	struct test t = { 0 };

	(void)state;
	assert_int_equal(run(&t, PIECES, 2), 0);
	assert_true(t.most <= 9);
}

/* The first error ends it; what was made and not taken is dropped. */
static void test_stop(void **state)
{
	static const unsigned int jobs[] = { 1, 4 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct test t = { .stop_at = 20 };

		assert_int_equal(run(&t, PIECES, jobs[i]), 5);
		assert_int_equal(t.taken, 20);
		assert_int_equal(t.alive, 0);
		assert_true(t.made < PIECES);
	}
}

static void test_none(void **state)
{
	struct test t = { 0 };

	(void)state;
	assert_int_equal(run(&t, 0, 4), 0);
	assert_int_equal(t.made, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
