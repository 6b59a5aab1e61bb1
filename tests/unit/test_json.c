// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/json.h"

/* A writer into memory; text() ends the document and gives what it wrote. */
struct memory {
	struct json j;
	char *text;
	size_t n;
};

static int set_up(void **state)
{
	struct memory *m = calloc(1, sizeof(*m));

	jw_init(&m->j, open_memstream(&m->text, &m->n), false);
	*state = m;
	return 0;
}

static int tear_down(void **state)
{
	struct memory *m = *state;

	fclose(m->j.f);
	free(m->text);
	free(m);
	return 0;
}

static const char *text(struct memory *m)
{
	jw_finish(&m->j);
	fflush(m->j.f);
	return m->text;
}

static void test_short(void **state)
{
	struct memory *m = *state;
	struct json *j = &m->j;

	jw_object(j, NULL);
	jw_string(j, "s", "x");
	jw_int(j, "i", -5);
	jw_bool(j, "t", true);
	jw_bool(j, "f", false);
	jw_null(j, "n");
	jw_string(j, "none", NULL);
	jw_array(j, "a");
	jw_int(j, NULL, 1);
	jw_int(j, NULL, 2);
	jw_end(j);
	jw_array(j, "empty");
	jw_end(j);
	jw_end(j);
	assert_string_equal(text(m), "{\"s\":\"x\",\"i\":-5,\"t\":true,\"f\":false,\"n\":null,"
				     "\"none\":null,\"a\":[1,2],\"empty\":[]}\n");
}

static void test_pretty(void **state)
{
	struct memory *m = *state;
	struct json *j = &m->j;

	j->pretty = true;
	jw_object(j, NULL);
	jw_array(j, "a");
	jw_object(j, NULL);
	jw_int(j, "k", 1);
	jw_int(j, "l", 2);
	jw_end(j);
	jw_end(j);
	jw_object(j, "empty");
	jw_end(j);
	jw_end(j);
	assert_string_equal(text(m), "{\n"
				     "  \"a\": [\n"
				     "    {\n"
				     "      \"k\": 1,\n"
				     "      \"l\": 2\n"
				     "    }\n"
				     "  ],\n"
				     "  \"empty\": {}\n"
				     "}\n");
}

static void test_numbers(void **state)
{
	struct memory *m = *state;

	jw_array(&m->j, NULL);
	jw_int(&m->j, NULL, 0);
	jw_int(&m->j, NULL, INT64_MAX);
	jw_int(&m->j, NULL, INT64_MIN);
	jw_end(&m->j);
	assert_string_equal(text(m), "[0,9223372036854775807,-9223372036854775808]\n");
}

static void test_escapes(void **state)
{
	struct memory *m = *state;

	jw_array(&m->j, NULL);
	jw_string(&m->j, NULL, "a\"b\\c/");
	jw_string(&m->j, NULL, "\t\n\033[0m\x7f");
	jw_stringn(&m->j, NULL, "a\0b", 3);
	jw_end(&m->j);
	assert_string_equal(text(m), "[\"a\\\"b\\\\c/\",\"\\u0009\\u000a\\u001b[0m\\u007f\","
				     "\"a\\u0000b\"]\n");
}

#define BAD "\xef\xbf\xbd"

static void test_utf8(void **state)
{
	static const struct {
		const char *in, *out;
	} t[] = {
		{ "\xc2\xae \xe2\x82\xac \xf0\x9f\x90\xa7", "\xc2\xae \xe2\x82\xac \xf0\x9f\x90\xa7" },
		{ "\xff", BAD },
		{ "\x80", BAD },
		{ "\xc0\xaf", BAD BAD },                 /* overlong */
		{ "\xe0\x80\xaf", BAD BAD BAD },         /* overlong */
		{ "\xf0\x80\x80\xaf", BAD BAD BAD BAD }, /* overlong */
		{ "\xed\xa0\x80", BAD BAD BAD },         /* surrogate */
		{ "\xf4\x90\x80\x80", BAD BAD BAD BAD }, /* above U+10FFFF */
		{ "\xf5\x80\x80\x80", BAD BAD BAD BAD },
		{ "a\xe2\x82", "a" BAD BAD },            /* cut off */
		{ "\xe2\x82x", BAD BAD "x" },
		{ "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf" },
	};
	struct memory *m = *state;
	char want[256] = "[", *at = want + 1;

	jw_array(&m->j, NULL);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		jw_string(&m->j, NULL, t[i].in);
		at += sprintf(at, "%s\"%s\"", i ? "," : "", t[i].out);
	}
	jw_end(&m->j);
	strcpy(at, "]\n");
	assert_string_equal(text(m), want);
}

/* Longer than the writer's buffer, by strings of every length around its end. */
static void test_buffer(void **state)
{
	static char big[3 * JSON_BUFFER];
	struct memory *m = *state;
	const char *s;

	memset(big, 'x', sizeof(big) - 1);
	jw_array(&m->j, NULL);
	jw_string(&m->j, NULL, big);
	for (size_t i = JSON_BUFFER - 40; i < JSON_BUFFER + 40; i++)
		jw_stringn(&m->j, NULL, big, i);
	jw_end(&m->j);
	s = text(m);
	assert_int_equal(strspn(s + 2, "x"), sizeof(big) - 1);
	s += 2 + sizeof(big) - 1 + 3;
	for (size_t i = JSON_BUFFER - 40; i < JSON_BUFFER + 40; i++) {
		assert_int_equal(strspn(s, "x"), i);
		s += i + 3;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pretty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_escapes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_utf8, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_buffer, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
