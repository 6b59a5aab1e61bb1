// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void test_aligned(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t size = 1; size < 3000; size += 7) {
		char *p = arena_alloc(&a, size);

		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		memset(p, 0xa5, size);
	}
	arena_release(&a);
	assert_null(a.head);
	arena_release(&a);
}

/* Nothing overlaps, small and big in turn. */
static void test_apart(void **state)
{
	struct arena a = { 0 };
	unsigned char *p[300];
	size_t n[300];

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		n[i] = i % 10 == 9 ? 100000 + i : 1 + i * 13 % 1000;
		p[i] = arena_alloc(&a, n[i]);
		memset(p[i], (int)(i & 0xff), n[i]);
	}
	for (size_t i = 0; i < 300; i++) {
		for (size_t k = 0; k < n[i]; k++)
			assert_int_equal(p[i][k], i & 0xff);
	}
	arena_release(&a);
}

static void test_strdup(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(arena_strdup(&a, STR("text")), "text");
	assert_string_equal(arena_strdup(&a, str_head(STR("text"), 2)), "te");
	assert_string_equal(arena_strdup(&a, STR_NONE), "");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_strdup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
