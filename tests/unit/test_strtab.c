// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strtab.h"

static void test_numbers(void **state)
{
	struct arena a = { 0 };
	struct strtab t;

	(void)state;
	strtab_init(&t, &a);
	assert_int_equal(strtab_intern(&t, STR("one")), 0);
	assert_int_equal(strtab_intern(&t, STR("two")), 1);
	assert_int_equal(strtab_intern(&t, STR("one")), 0);
	assert_int_equal(strtab_intern(&t, STR("")), 2);
	assert_string_equal(strtab_get(&t, 1), "two");
	assert_int_equal(t.n, 3);
	strtab_release(&t);
	arena_release(&a);
}

/* The key is all bytes, not only those up to a NUL; and prefixes differ. */
static void test_bytes(void **state)
{
	struct arena a = { 0 };
	struct strtab t;
	char s[40];

	(void)state;
	strtab_init(&t, &a);
	assert_int_equal(strtab_intern(&t, (struct str){ "a\0b", 3 }), 0);
	assert_int_equal(strtab_intern(&t, (struct str){ "a\0c", 3 }), 1);
	assert_int_equal(strtab_intern(&t, STR("a")), 2);
	memset(s, 'x', sizeof(s));
	for (uint32_t n = 1; n <= sizeof(s); n++)
		assert_int_equal(strtab_intern(&t, (struct str){ s, n }), n + 2);
	for (uint32_t n = 1; n <= sizeof(s); n++)
		assert_int_equal(strtab_intern(&t, (struct str){ s, n }), n + 2);
	strtab_release(&t);
	arena_release(&a);
}

/* Many, so that the table grows and slots are shared. */
static void test_grow(void **state)
{
	struct arena a = { 0 };
	struct strtab t;
	char s[32];

	(void)state;
	strtab_init(&t, &a);
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < 20000; i++) {
			sprintf(s, "name_%u_init", i);
			assert_int_equal(strtab_intern(&t, str_of(s)), i);
		}
	}
	assert_int_equal(t.n, 20000);
	assert_string_equal(strtab_get(&t, 12345), "name_12345_init");
	strtab_release(&t);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
