// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/pile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/group.h"

static void test_empty(void **state)
{
	struct pile p = { 0 };
	struct spread s = pile_spread(&p);

	(void)state;
	assert_int_equal(s.n, 0);
	assert_true(s.median_us == TIME_NONE && s.min_us == TIME_NONE &&
		    s.max_us == TIME_NONE);
}

/* Against the sorted values, of any number and order, the rare wide ones and all. */
static void test_spread(void **state)
{
	static const int64_t wide[] = {-1, (int64_t)UINT32_MAX + 1, INT64_MAX,
				       INT64_MIN + 1, UINT32_MAX};
	uint32_t seed = 3;
	int64_t v[700];

	(void)state;
	for (size_t n = 1; n < sizeof(v) / sizeof(v[0]); n += 1 + n / 5) {
		struct arena a = { 0 };
		struct pile p = { 0 };
		struct spread s;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			v[i] = seed % 17 ? (int64_t)(seed >> 22) : wide[seed / 17 % 5];
			pile_add(&p, &a, v[i]);
		}
		sort_us(v, n);
		s = pile_spread(&p);
		assert_int_equal(s.n, n);
		assert_true(s.min_us == v[0]);
		assert_true(s.max_us == v[n - 1]);
		assert_true(s.median_us == median_of(v, n));
		arena_release(&a);
	}
}

/* What thousands of boots have by the million takes little more than four bytes. */
static void test_size(void **state)
{
	struct arena a = { 0 };
	struct pile p = { 0 };
	char *before = arena_alloc(&a, 1), *after;
	size_t n = 0;

	(void)state;
	/* The block that is open ends within it: less than 64 KiB are looked at. */
	while (n < 10000) {
		pile_add(&p, &a, 1000);
		n++;
	}
	after = arena_alloc(&a, 1);
	assert_true(after - before < 5 * 10000);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_spread),
		cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
