// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void test_empty(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_string_equal(buf_str(&b), "");
	buf_clear(&b);
	buf_add(&b, NULL, 0);
	assert_int_equal(b.n, 0);
	assert_string_equal(b.p, "");
	buf_release(&b);
	assert_null(b.p);
	buf_release(&b);
}

static void test_add(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_puts(&b, "abc");
	buf_addc(&b, 'd');
	buf_add(&b, "e\0f", 3);
	assert_int_equal(b.n, 7);
	assert_memory_equal(b.p, "abcde\0f", 8);
	buf_clear(&b);
	assert_int_equal(b.n, 0);
	assert_string_equal(b.p, "");
	buf_release(&b);
}

static void test_printf(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_printf(&b, "%s", "");
	buf_printf(&b, "%s-%d", "x", 5);
	buf_printf(&b, "%300s|", "y");
	assert_int_equal(b.n, 3 + 301);
	assert_memory_equal(b.p, "x-5 ", 4);
	assert_string_equal(b.p + 302, "y|");
	buf_release(&b);
}

/* However it grows, the NUL is at p[n]. */
static void test_grow(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		buf_addc(&b, (char)('a' + i % 26));
		assert_int_equal(b.p[b.n], 0);
		assert_true(b.cap > b.n);
	}
	assert_int_equal(strlen(b.p), 100000);
	buf_reserve(&b, 1000000);
	assert_true(b.cap > 1100000);
	assert_int_equal(b.p[99999], 'a' + 99999 % 26);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_printf),
		cmocka_unit_test(test_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
