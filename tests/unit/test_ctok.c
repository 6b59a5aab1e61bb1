// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/ctok.h"

/* The words and punctuation of a text, with a blank behind each. */
static const char *tokens(const char *text)
{
	static char out[512];
	struct ctok_reader r;
	struct ctok t;
	size_t n = 0;

	ctok_start(&r, str_of(text));
	out[0] = '\0';
	while (ctok_next(&r, &t) && n + t.s.n + 2 < sizeof(out))
		n += (size_t)sprintf(out + n, "%.*s ", STR_ARG(t.s));
	return out;
}

static void test_tokens(void **state)
{
	(void)state;
	assert_string_equal(tokens("a(b, c2);"), "a ( b , c2 ) ; ");
	assert_string_equal(tokens("a/* x( */(b)// c\nd"), "a ( b ) d ");
	assert_string_equal(tokens("f(\"a)\\\"b\", ')');"), "f ( \"a)\\\"b\" , ')' ) ; ");
	assert_string_equal(tokens("a##b #c"), "a ## b # c ");
	assert_string_equal(tokens("a \\\n b \\\r\n c"), "a b c ");
	assert_string_equal(tokens("// a \\\n b\nc"), "c ");
	assert_string_equal(tokens("/* never closed"), "");
	assert_string_equal(tokens("\"never closed\nx"), "\"never closed x ");
	assert_string_equal(tokens("\\"), "\\ ");
	assert_string_equal(tokens("'\\"), "'\\ ");
}

/* The first token of each line, with the depth that it leaves. */
static const char *firsts(const char *text)
{
	static char out[256];
	struct ctok_reader r;
	struct ctok t;
	size_t n = 0;

	out[0] = '\0';
	for (ctok_start(&r, str_of(text)); ctok_next(&r, &t); ctok_skip_line(&r))
		n += (size_t)sprintf(out + n, "%u:%.*s:%d ", t.line, STR_ARG(t.s), r.depth);
	return out;
}

static void test_skip(void **state)
{
	(void)state;
	assert_string_equal(firsts("a b c\n\n\td;e\nf"), "1:a:0 3:d:0 4:f:0 ");
	assert_string_equal(firsts("a { b {\n}c\nd }"), "1:a:0 2:}:1 3:d:1 ");
	assert_string_equal(firsts("a \"{\" '{' // {\nb"), "1:a:0 2:b:0 ");
	assert_string_equal(firsts("a / b /* {\n c */ d\ne"), "1:a:0 3:e:0 ");
	assert_string_equal(firsts("a \\\n b \\x {\nc"), "1:a:0 3:c:1 ");
	assert_string_equal(firsts("a \"no end {\nb"), "1:a:0 2:b:0 ");
	assert_string_equal(firsts("#if x {\na\n#endif"), "1:#if x {:0 2:a:0 3:#endif:0 ");
}

static void test_directive(void **state)
{
	struct ctok_reader r;
	struct str rest;
	struct ctok t;

	(void)state;
	assert_string_equal(tokens("#define a b \\\n c\nd"), "#define a b \\\n c d ");
	assert_string_equal(tokens("#define a /* x\n y */ b\nd"), "#define a /* x\n y */ b d ");
	ctok_start(&r, STR("  #  define  x y\n"));
	assert_true(ctok_next(&r, &t));
	assert_int_equal(t.kind, CTOK_DIRECTIVE);
	assert_true(str_eq(ctok_directive(t.s, &rest), STR("define")));
	assert_true(str_eq(rest, STR("x y")));
}

static void test_lines(void **state)
{
	struct ctok_reader r;
	struct ctok t;

	(void)state;
	ctok_start(&r, STR("/*\n*/ a\r\n#if 1 \\\n\nb c"));
	assert_true(ctok_next(&r, &t));
	assert_int_equal(t.line, 2);
	assert_true(t.first);
	assert_true(ctok_next(&r, &t));
	assert_int_equal(t.line, 3);
	assert_true(ctok_next(&r, &t));
	assert_int_equal(t.line, 5);
	assert_true(t.first);
	assert_true(ctok_next(&r, &t));
	assert_false(t.first);
	assert_false(ctok_next(&r, &t));
}

/* The reader, where the word x was read. */
static struct ctok_reader at_x(const char *text)
{
	struct ctok_reader r;
	struct ctok t;

	ctok_start(&r, str_of(text));
	while (ctok_next(&r, &t) && !str_eq(t.s, STR("x")))
		;
	return r;
}

static void test_when(void **state)
{
	static const struct {
		const char *text;
		enum ctok_when when;
	} rows[] = {
		{ "#ifdef MODULE\nx", WHEN_MODULE },
		{ "#ifdef MODULE\n#else\nx", WHEN_BUILTIN },
		{ "#ifndef MODULE /* why */\nx", WHEN_BUILTIN },
		{ "#if defined(MODULE)\nx", WHEN_MODULE },
		{ "#if !defined(MODULE)\n#else // it is\nx", WHEN_MODULE },
		{ "#if defined(MODULE) || A\nx", WHEN_ANY },
		{ "#if 0\nx", WHEN_NEVER },
		{ "#if 0\n#else\nx", WHEN_ANY },
		{ "#ifdef CONFIG_A\nx", WHEN_ANY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ctok_reader r = at_x(rows[i].text);

		assert_int_equal(r.nlevels, 1);
		assert_int_equal(r.level[0].when, rows[i].when);
	}
}

static void test_depth(void **state)
{
	(void)state;
	assert_int_equal(at_x("a { b } x").depth, 0);
	assert_int_equal(at_x("a { x").depth, 1);
	/* A brace in each branch is one brace. */
	assert_int_equal(at_x("#if A\nf {\n#else\ng {\n#endif\n} x").depth, 0);
	assert_int_equal(at_x("#if A\n#endif\nx").nlevels, 0);
	assert_true(at_x("#endif\nx").lost);
}

static void test_args(void **state)
{
	struct ctok_reader r;
	struct ctok_args a;

	(void)state;
	ctok_start(&r, STR(" ( a , f(b, c),\n\t&(d) /* , */ ) ;"));
	assert_true(ctok_args(&r, &a));
	assert_int_equal(a.n, 3);
	assert_true(str_eq(a.v[0], STR("a")));
	assert_true(str_eq(a.v[1], STR("f(b, c)")));
	assert_true(str_starts(a.v[2], STR("&(d)")));
	assert_int_equal(a.line, 2);
	ctok_start(&r, STR("(a, b"));
	assert_false(ctok_args(&r, &a));
	ctok_start(&r, STR("a)"));
	assert_false(ctok_args(&r, &a));
	ctok_start(&r, STR("(1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7)"));
	assert_false(ctok_args(&r, &a));
	ctok_start(&r, STR("(a]"));
	assert_false(ctok_args(&r, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens), cmocka_unit_test(test_directive),
		cmocka_unit_test(test_skip),
		cmocka_unit_test(test_lines),  cmocka_unit_test(test_when),
		cmocka_unit_test(test_depth),  cmocka_unit_test(test_args),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
