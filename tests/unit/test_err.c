// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void test_forms(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_set(&e, "a.log", 12, "no %s", "stamp"), -1);
	assert_string_equal(e.msg, "a.log:12: no stamp");
	err_set(&e, "a.log", 0, "empty");
	assert_string_equal(e.msg, "a.log: empty");
	err_set(&e, NULL, 12, "alone");
	assert_string_equal(e.msg, "alone");
}

/* A message is one line and cannot talk to the terminal. */
static void test_hostile(void **state)
{
	struct err e;

	(void)state;
	err_set(&e, "a\nb", 0, "\033[2J%s", "\r\x7f");
	assert_string_equal(e.msg, "a?b: ?[2J??");
}

static void test_long(void **state)
{
	char name[2000];
	struct err e;

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	err_set(&e, name, 1, "%s", name);
	assert_int_equal(strlen(e.msg), sizeof(e.msg) - 1);
	assert_non_null(strstr(e.msg, ":1: x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
