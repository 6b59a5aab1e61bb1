// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table, and that the two files which draw it give the same bytes: the one
 * that is linked is table_scols.c, table_plain.c is compiled in here under
 * another name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/table.h"

#define table_draw table_draw_plain
char *table_draw(const struct table *t, const size_t *show, size_t nshow, bool colour);
#include "../../analyzer/report/table_plain.c"
#undef table_draw

static const struct table_column columns[] = {
	{ "number", COL_RIGHT }, { "word", 0 }, { "empty", 0 }, { "name", COL_CUT }, { "notes", COL_SPARE },
};

#define NCOL (sizeof(columns) / sizeof(columns[0]))

static void row(struct table *t, const char *number, const char *word, const char *name,
		const char *notes)
{
	table_row(t);
	table_set(t, 0, number);
	table_set(t, 1, word);
	table_set(t, 3, name);
	table_set(t, 4, notes);
}

static void three_rows(struct table *t)
{
	table_init(t, columns, NCOL);
	row(t, "1", "a", "first_init [module]", "concurrent, nested");
	row(t, "12345.678 ms", "", "a_very_long_name_of_an_initcall_that_is_cut", "");
	row(t, "-", "abc", "x", "note");
}

static void expect(struct table *t, size_t indent, int width, bool colour, const char *want)
{
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	table_print(t, f, indent, width, colour);
	fclose(f);
	assert_string_equal(text, want);
	free(text);
	table_release(t);
}

static void test_plain(void **state)
{
	struct table t;

	(void)state;
	three_rows(&t);
	expect(&t, 2, 0, false,
	       "        number  word  name                                         notes\n"
	       "             1  a     first_init [module]                          concurrent, nested\n"
	       "  12345.678 ms        a_very_long_name_of_an_initcall_that_is_cut\n"
	       "             -  abc   x                                            note\n");
}

static void test_cut(void **state)
{
	struct table t;

	(void)state;
	three_rows(&t);
	expect(&t, 0, 78, false,
	       "      number  word  name                                         notes\n"
	       "           1  a     first_init [module]                          concurrent, +\n"
	       "12345.678 ms        a_very_long_name_of_an_initcall_that_is_cut\n"
	       "           -  abc   x                                            note\n");
	three_rows(&t);
	expect(&t, 0, 50, false,
	       "      number  word  name\n"
	       "           1  a     first_init [module]\n"
	       "12345.678 ms        a_very_long_name_of_an_initca+\n"
	       "           -  abc   x\n");
	/* Too narrow for anything: the name keeps what can be read. */
	three_rows(&t);
	expect(&t, 2, 3, false,
	       "        number  word  name\n"
	       "             1  a     first_init [module]\n"
	       "  12345.678 ms        a_very_long_name_of+\n"
	       "             -  abc   x\n");
}

static void test_colour(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, columns, NCOL);
	row(&t, "1", "a", "b", "");
	table_colour(&t, 0, CELL_RED);
	table_colour(&t, 1, CELL_BOLD);
	row(&t, "22", "bb", "c", "");
	table_colour(&t, 1, CELL_YELLOW);
	expect(&t, 0, 0, true,
	       "number  word  name\n"
	       "\033[31m     1\033[0m  \033[1ma   \033[0m  b\n"
	       "    22  \033[33mbb  \033[0m  c\n");
}

static void test_no_colour(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, columns, NCOL);
	row(&t, "1", "a", "b", "");
	table_colour(&t, 0, CELL_RED);
	expect(&t, 0, 0, false, "number  word  name\n     1  a     b\n");
}

static void test_hostile(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, columns, NCOL);
	row(&t, "\033[2J", "a\nb", "\xc2\xae\xff\\x41 %s", "\t\x7f");
	expect(&t, 0, 0, false, "number  word  name        notes\n"
				"  ?[2J  a?b   ???\\x41 %s  ??\n");
}

static void test_nothing(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, columns, NCOL);
	expect(&t, 0, 0, false, "");
	table_init(&t, columns, NCOL);
	table_row(&t);
	expect(&t, 0, 0, false, "");
}

static void test_take(void **state)
{
	struct table t;
	struct buf b = { 0 };

	(void)state;
	table_init(&t, columns, NCOL);
	table_row(&t);
	table_take(&t, 0, &b);
	buf_puts(&b, "text");
	table_take(&t, 3, &b);
	assert_int_equal(b.n, 0);
	buf_release(&b);
	expect(&t, 0, 0, false, "name\ntext\n");
}

/* Takes the blanks before each end of a line away, as table_print() does. */
static void trim(char *s)
{
	char *to = s;

	for (; *s; *to++ = *s++) {
		char *end = s + strspn(s, " ");

		if (!*end || *end == '\n')
			s = end;
		if (!*s)
			break;
	}
	while (*to = '\0', to[-1] == '\n')
		to--;
}

/* Tables of chance content: what the two drawers give differs in no byte. */
static void test_same(void **state)
{
	static const size_t show[] = { 0, 1, 3, 4 };
	static const enum table_colour colours[] = { CELL_PLAIN, CELL_BOLD, CELL_RED, CELL_YELLOW };
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct table t;
		bool colour = round & 1;
		char *a, *b;

		table_init(&t, columns, NCOL);
		for (int i = 0; i < 1 + round % 7; i++) {
			table_row(&t);
			for (size_t c = 0; c < NCOL; c++) {
				char s[40];
				size_t n;

				seed = seed * 1664525u + 1013904223u;
				n = (seed >> 8) % 30;
				for (size_t k = 0; k < n; k++)
					s[k] = (char)(' ' + ((seed >> 4) + k * 7) % 95);
				s[n] = '\0';
				table_set(&t, c, s);
				table_colour(&t, c, colours[seed >> 30]);
			}
		}
		a = table_draw(&t, show, 4, colour);
		b = table_draw_plain(&t, show, 4, colour);
		trim(a);
		trim(b);
		assert_string_equal(a, b);
		free(a);
		free(b);
		table_release(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),   cmocka_unit_test(test_cut),
		cmocka_unit_test(test_colour),  cmocka_unit_test(test_no_colour),
		cmocka_unit_test(test_hostile), cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_take),    cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
