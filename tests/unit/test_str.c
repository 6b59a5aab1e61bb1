// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void test_parts(void **state)
{
	struct str s = STR("calling  x");

	(void)state;
	assert_true(str_eq(str_from(s, 9), STR("x")));
	assert_true(str_eq(str_from(s, 10), STR("")));
	assert_int_equal(str_from(s, 11).n, 0);
	assert_true(str_eq(str_head(s, 4), STR("call")));
	assert_int_equal(str_head(s, 100).n, 10);
	assert_true(str_eq(str_trim(STR(" \ta b \r")), STR("a b")));
	assert_int_equal(str_trim(STR(" \t ")).n, 0);
	assert_int_equal(str_trim(STR_NONE).n, 0);
}

static void test_compare(void **state)
{
	(void)state;
	assert_true(str_eq(STR_NONE, STR("")));
	assert_false(str_eq(STR("a"), STR("b")));
	assert_false(str_eq(STR("a"), STR("ab")));
	assert_true(str_starts(STR("abc"), STR("ab")));
	assert_false(str_starts(STR("ab"), STR("abc")));
	assert_true(str_ends(STR("abc"), STR("bc")));
	assert_false(str_ends(STR("bc"), STR("abc")));
	assert_true(str_starts(STR("a"), STR("")));
	assert_true(str_ends(STR("a"), STR("")));
}

static void test_search(void **state)
{
	(void)state;
	assert_int_equal(str_chr(STR("a b c"), ' ', 0), 1);
	assert_int_equal(str_chr(STR("a b c"), ' ', 2), 3);
	assert_int_equal(str_chr(STR("a b c"), ' ', 4), 5);
	assert_int_equal(str_chr(STR("a b c"), ' ', 99), 5);
	assert_int_equal(str_chr(STR_NONE, ' ', 0), 0);
	assert_int_equal(str_find(STR("one two"), STR("two")), 4);
	assert_int_equal(str_find(STR("one two"), STR("three")), 7);
	assert_int_equal(str_find(STR_NONE, STR("x")), 0);
}

static void test_digits(void **state)
{
	(void)state;
	assert_true(is_digit('0') && is_digit('9'));
	assert_false(is_digit('/') || is_digit(':') || is_digit('\0'));
	assert_int_equal(hex_value('7'), 7);
	assert_int_equal(hex_value('a'), 10);
	assert_int_equal(hex_value('F'), 15);
	assert_int_equal(hex_value('g'), -1);
	assert_int_equal(hex_value('@'), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
