// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/record.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The next message of a text, through the parser of lines. */
struct feed {
	struct line_parser lp;
	const char *at;
	unsigned long no;
};

static void feed_init(struct feed *f, const char *text)
{
	line_parser_init(&f->lp);
	f->at = text;
	f->no = 0;
}

static bool feed_next(struct feed *f, struct line *l)
{
	if (f->no && line_again(&f->lp, l))
		return true;
	while (*f->at) {
		size_t n = strcspn(f->at, "\n");
		struct text_line t = { { f->at, n }, ++f->no, false };

		f->at += n + (f->at[n] == '\n');
		if (line_first(&f->lp, &t, l))
			return true;
	}
	return false;
}

static void expect(struct feed *f, const char *msg, int64_t us, unsigned long no, struct line *l)
{
	if (!feed_next(f, l))
		fail_msg("no \"%s\"", msg);
	if (!str_eq(l->msg, str_of(msg)))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(l->msg), msg);
	assert_int_equal(l->us, us);
	assert_int_equal(l->no, no);
}

static void expect_end(struct feed *f)
{
	struct line l;

	if (feed_next(f, &l))
		fail_msg("\"%.*s\" is one too many", STR_ARG(l.msg));
	line_parser_release(&f->lp);
}

/* dmesg --json */
static void test_many_lines(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\n"
		      "   \"dmesg\": [\n"
		      "      {\n"
		      "         \"pri\": 5,\n"
		      "         \"time\":     0.000000,\n"
		      "         \"msg\": \"Linux version 6.12\"\n"
		      "      },{\n"
		      "         \"pri\": 7,\n"
		      "         \"time\":     0.123456,\n"
		      "         \"caller\": \"T1\",\n"
		      "         \"msg\": \"calling  a+0x0/0x1 @ 1\"\n"
		      "      },{\n"
		      "         \"pri\": 7,\n"
		      "         \"time\":    12.000001,\n"
		      "         \"caller\": \"C1\",\n"
		      "         \"msg\": \"} ] { , \\\"x\\\": \\\\\"\n"
		      "      }\n"
		      "   ]\n"
		      "}\n");
	expect(&f, "Linux version 6.12", 0, 6, &l);
	assert_int_equal(l.form, FORM_JSON);
	assert_int_equal(l.pid, -1);
	assert_false(l.relative);
	expect(&f, "calling  a+0x0/0x1 @ 1", 123456, 11, &l);
	assert_int_equal(l.pid, 1);
	expect(&f, "} ] { , \"x\": \\", 12000001, 16, &l);
	assert_int_equal(l.pid, -1);
	expect_end(&f);
}

static void test_one_line(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\"dmesg\":[{\"pri\":5,\"time\":0.5,\"msg\":\"one\"},"
		      "{\"msg\":\"two\",\"time\":0.6,\"seq\":41},{\"pri\":7},"
		      "{\"time\":0.7,\"msg\":\"three\"}]}\n"
		      "{\"msg\":\"four\"}\n");
	expect(&f, "one", 500000, 1, &l);
	assert_int_equal(l.seq, 0);
	expect(&f, "two", 600000, 1, &l);
	assert_int_equal(l.seq, 42);
	expect(&f, "three", 700000, 1, &l);
	assert_int_equal(l.seq, 0);
	/* Nothing of a record is left for the next. */
	expect(&f, "four", TIME_NONE, 2, &l);
	expect_end(&f);
}

/* Messages are counted, not the lines that a record takes. */
static void test_message_numbers(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\n\"dmesg\": [\n{\n\"time\": 0.1,\n\"msg\": \"one\"\n},{\n"
		      "\"time\": 0.2,\n\"msg\": \"two\"\n}\n]\n}\n"
		      "{\"msg\":\"three\"}\n");
	expect(&f, "one", 100000, 5, &l);
	assert_int_equal(l.at, 1);
	expect(&f, "two", 200000, 8, &l);
	assert_int_equal(l.at, 2);
	expect(&f, "three", TIME_NONE, 12, &l);
	assert_int_equal(l.at, 3);
	expect_end(&f);
}

/* journalctl -o json: one record a line. */
static void test_journal(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f,
		  "{\"__REALTIME_TIMESTAMP\":\"1738677336000000\",\"_TRANSPORT\":\"kernel\","
		  "\"_SOURCE_MONOTONIC_TIMESTAMP\":\"123456\",\"MESSAGE\":\"calling  a+0x0/0x1 @ "
		  "1\"}\n"
		  "{\"MESSAGE\":\"x\",\"_SOURCE_MONOTONIC_TIMESTAMP\":\"99999999999999999999\"}\n");
	expect(&f, "calling  a+0x0/0x1 @ 1", 123456, 1, &l);
	assert_int_equal(l.form, FORM_JSON);
	assert_false(l.relative);
	expect(&f, "x", TIME_NONE, 2, &l);
	expect_end(&f);
}

/* LAVA and KernelCI: the message has the prefix of the console, the record another clock. */
static void test_lava(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f,
		  "- {\"dt\": \"2025-02-04T14:55:36.123456\", \"lvl\": \"target\", "
		  "\"msg\": \"[    0.123456] calling  a+0x0/0x1 @ 1\"}\n"
		  "- { dt: 2025-02-04T14:55:36.2, lvl: target, "
		  "msg: '[    0.200000][    T1] it''s \"so\" \\n' }\n"
		  "- {dt: '2025-02-04T14:55:37', lvl: info, msg: \"\\e[0m\\u00b5s\\t\\/\"}\n");
	expect(&f, "calling  a+0x0/0x1 @ 1", 123456, 1, &l);
	assert_int_equal(l.form, FORM_JSON);
	expect(&f, "it's \"so\" \\n", 200000, 2, &l);
	assert_int_equal(l.pid, 1);
	if (!feed_next(&f, &l) || str_find(l.msg, STR("\xc2\xb5s\t/")) == l.msg.n)
		fail_msg("\"%.*s\"", STR_ARG(l.msg));
	expect_end(&f);
}

/* A colour in a JSON string is written as an escape. */
static void test_colour(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\"msg\":\"\\u001b[32m[    0.123456] \\u001b[0mtext\\u001b[0m\\r\"}\n");
	expect(&f, "text", 123456, 1, &l);
	expect_end(&f);
}

static void test_time(void **state)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{ "0", 0 }, { "1", 1000000 }, { "12.5", 12500000 }, { "1.5e-05", 15 },
		{ "1E-1", 100000 }, { "1.5e+01", 15000000 }, { "  0.000001", 1 },
		{ "\"0.123456\"", 123456 }, { "\"    0.123456\"", 123456 }, { "0.1234567", 123456 },
		{ "4.2", 4200000 }, { "null", TIME_NONE }, { "\"\"", TIME_NONE },
		{ "\"x\"", TIME_NONE },
		{ "1e300", TIME_NONE }, { "-1e300", TIME_NONE }, { "true", TIME_NONE },
		{ "1234567890123456789012345678901234567890123", TIME_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct feed f;
		struct line l;
		char text[200];

		snprintf(text, sizeof(text), "{\"time\": %s, \"msg\": \"text\"}", cases[i].text);
		feed_init(&f, text);
		assert_true(feed_next(&f, &l));
		if (l.us != cases[i].us)
			fail_msg("%s: %lld us", cases[i].text, (long long)l.us);
		expect_end(&f);
	}
}

/* A date is no number, though it begins with one. */
static void test_time_is_date(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\"time\":\"2025-02-04T14:55:36Z\",\"level\":\"INFO\",\"msg\":\"text\"}\n");
	expect(&f, "text", TIME_NONE, 1, &l);
	expect_end(&f);
}

/* Records that are cut or mixed with other lines: those that are whole come out. */
static void test_mixed(void **state)
{
	struct feed f;
	struct line l;

	(void)state;
	feed_init(&f, "{\n"
		      "\"time\": 0.1,\n"
		      "\"msg\": \"lost\n"
		      "[    0.200000] plain\n"
		      "{\"time\":0.3,\"msg\":\"whole\"}\n"
		      "[    0.400000] plain\n"
		      "{\"time\":0.5,\"msg\":\"lost");
	expect(&f, "plain", 200000, 4, &l);
	expect(&f, "whole", 300000, 5, &l);
	expect(&f, "plain", 400000, 6, &l);
	expect_end(&f);
}

static void test_begins(void **state)
{
	static const char *const yes[] = { "{", "  {", "- {dt: x}", "{\"a\":1}", "[{\"a\":1}]",
					   "[ {",
					   "{ " };
	static const char *const no[] = { "", "-", "x", "{x}", "[    0.123456] {", "[", "[]",
					  "- x: y",
					  "}" };
	static const char *const on[] = { "}", "},{", "  \"a\": 1", "]", "{", ", {" };
	static const char *const off[] = { "", "   ", "x", "[    0.123456] x", "a: b" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_true(record_begins(str_of(yes[i])));
	for (size_t i = 0; i < COUNT(no); i++)
		assert_false(record_begins(str_of(no[i])));
	for (size_t i = 0; i < COUNT(on); i++)
		assert_true(record_goes_on(str_of(on[i])));
	for (size_t i = 0; i < COUNT(off); i++)
		assert_false(record_goes_on(str_of(off[i])));
}

/* What is behind a record stays in the text. */
static void test_scan(void **state)
{
	struct json_record rec = { .us = TIME_NONE, .pid = -1 };
	struct str s = STR("{\"msg\":\"a\",\"caller\":\"T45\"},"
			   "{\"caller\":\"T4x\",\"msg\":\"b\"} tail");

	(void)state;
	assert_true(record_scan(&rec, &s, 3));
	assert_string_equal(buf_str(&rec.msg), "a");
	assert_int_equal(rec.pid, 45);
	assert_int_equal(rec.no, 3);
	assert_true(record_scan(&rec, &s, 4));
	assert_string_equal(buf_str(&rec.msg), "b");
	assert_int_equal(rec.pid, -1);
	assert_true(str_eq(s, STR(" tail")));
	assert_false(record_scan(&rec, &s, 5));
	assert_int_equal(s.n, 0);
	buf_release(&rec.msg);
	buf_release(&rec.key);
}

/* A message has a limit, and its record still ends where it does. */
static void test_long_message(void **state)
{
	size_t n = 100000;
	char *text = malloc(n + 100);
	struct json_record rec = { .us = TIME_NONE, .pid = -1 };
	struct str s;

	(void)state;
	snprintf(text, n + 100, "{\"msg\":\"");
	for (size_t i = 0; i < n; i += 2)
		memcpy(text + 8 + i, "\\n", 2);
	snprintf(text + 8 + n, 92, "\",\"time\":1.5}");
	s = str_of(text);
	assert_true(record_scan(&rec, &s, 1));
	assert_int_equal(rec.us, 1500000);
	assert_true(rec.msg.n < 20000);
	assert_int_equal(s.n, 0);
	buf_release(&rec.msg);
	buf_release(&rec.key);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_lines),  cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_journal),     cmocka_unit_test(test_lava),
		cmocka_unit_test(test_colour),      cmocka_unit_test(test_time),
		cmocka_unit_test(test_time_is_date), cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_message_numbers),
		cmocka_unit_test(test_begins),      cmocka_unit_test(test_scan),
		cmocka_unit_test(test_long_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
