// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "input/line.h"
#include "input/stamp.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void test_brackets(void **state)
{
	static const struct {
		const char *text;
		enum bracket_kind kind;
		int64_t us;
		int32_t pid;
	} cases[] = {
		{ "[    0.123456]", BRACKET_STAMP, 123456, -1 },
		{ "[12345.000001]", BRACKET_STAMP, 12345000001, -1 },
		{ "[123456789.000001]", BRACKET_STAMP, 123456789000001, -1 },
		{ "[    0.123456 <    0.000016>]", BRACKET_STAMP, 123456, -1 },
		{ "[    0.123456 <   -0.000003>]", BRACKET_STAMP, 123456, -1 },
		{ "[  +0.000016]", BRACKET_DELTA, 16, -1 },
		{ "[  -0.000016]", BRACKET_DELTA, -16, -1 },
		{ "[<    0.000016>]", BRACKET_DELTA, 16, -1 },
		{ "[<   -0.000003>]", BRACKET_DELTA, -3, -1 },
		{ "[Feb 4 14:55]", BRACKET_MINUTE, TIME_NONE, -1 },
		{ "[Feb  4 14:55]", BRACKET_MINUTE, TIME_NONE, -1 },
		{ "[Tue Feb  4 14:55:36 2025]", BRACKET_CTIME, TIME_NONE, -1 },
		{ "[2024-12-13 10:00:00]", BRACKET_ISO, TIME_NONE, -1 },
		{ "[1.295642 0.000010]", BRACKET_CAPTURE, 1295642, -1 },
		{ "[    T1]", BRACKET_CALLER, TIME_NONE, 1 },
		{ "[T12345]", BRACKET_CALLER, TIME_NONE, 12345 },
		{ "[   C0]", BRACKET_CALLER, TIME_NONE, -1 },
		{ "[2: swapper/0: 1]", BRACKET_TASK, TIME_NONE, 1 },
		{ "[2:    kworker/2:1:   45]", BRACKET_TASK, TIME_NONE, 45 },
		{ "[1:swapper/0]", BRACKET_TASK, TIME_NONE, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bracket b;
		char line[200];
		size_t n = strlen(cases[i].text);

		snprintf(line, sizeof(line), "%s msg [x]", cases[i].text);
		if (scan_bracket(str_of(line), &b) != n || b.kind != cases[i].kind ||
		    b.us != cases[i].us || b.pid != cases[i].pid)
			fail_msg("%s: kind %d, %lld us, pid %d", cases[i].text, (int)b.kind,
				 (long long)b.us, (int)b.pid);
		/* The bracket that closes it is a part of it. */
		assert_int_equal(scan_bracket(str_head(str_of(line), n - 1), &b), 0);
	}
}

static void test_bracket_iso(void **state)
{
	struct bracket a, b;

	(void)state;
	assert_true(scan_bracket(STR("[2024-12-13 10:00:00.123]"), &a));
	assert_true(scan_bracket(STR("[2024-12-13T10:00:01.124456Z]"), &b));
	assert_int_equal(a.kind, BRACKET_ISO);
	assert_int_equal(b.kind, BRACKET_ISO);
	assert_int_equal(b.us - a.us, 1001456);
}

static void test_no_brackets(void **state)
{
	static const char *const cases[] = {
		"", "[", "[]", "[ ]", "x[    0.123456]", "[abc]", "[    0.12345", "[    0.]",
		"[.5]",
		"[0x10]", "[0.123456x]", "[0.123456 x]", "[1.295642 0.000010 x]", "[    T]",
		"[ Tx]",
		"[T1x]", "[T4294967296]", "[4294967296:swapper]", "[2: swapper/0: 4294967296]",
		"[1234567890.000000]", "[99999999999999999999.1]", "[+0.000016 x]",
		"[<0.000016]",
		"[-]", "[+]", "[<>]", "[+16]", "[Feb 4]", "[drm:foo]", "[mem 0x0-0x1]", "[1]",
		"[0.1 <0.2]",
	};
	char far[200];
	struct bracket b;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (scan_bracket(str_of(cases[i]), &b))
			fail_msg("%s was taken", cases[i]);
	}
	snprintf(far, sizeof(far), "[%120s]", "0.123456");
	assert_int_equal(scan_bracket(str_of(far), &b), 0);
}

/* A time of day has colons as well. */
static void test_clock_is_no_task(void **state)
{
	static const char *const cases[] = { "[ 10:11:12]", "[10:11:12]", "[00:00:01]" };
	struct bracket b;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (scan_bracket(str_of(cases[i]), &b) && b.kind == BRACKET_TASK)
			fail_msg("%s is a task, pid %d", cases[i], (int)b.pid);
	}
}

static void test_seconds(void **state)
{
	static const struct {
		const char *text, *rest;
		int64_t us;
		int decimals;
	} good[] = {
		{ "1.5", "", 1500000, 1 },
		{ "0.000001 x", " x", 1, 6 },
		{ "0.123456789x", "x", 123456, 9 },
		{ "0.1234567890", "0", 123456, 9 },
		{ "1,25", "", 1250000, 2 },
		{ "999999999.999999", "", 999999999999999, 6 },
	};
	static const char *const bad[] = { "", "1", "1.", ".5", "x", "1.x", "-1.5", " 1.5",
					   "1234567890.0", "18446744073709551617.0" };
	int64_t us;
	int decimals;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		size_t n = scan_seconds(str_of(good[i].text), &us, &decimals);

		assert_string_equal(good[i].text + n, good[i].rest);
		assert_int_equal(us, good[i].us);
		assert_int_equal(decimals, good[i].decimals);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (scan_seconds(str_of(bad[i]), &us, NULL))
			fail_msg("%s was taken", bad[i]);
	}
}

static void test_number(void **state)
{
	int64_t v;

	(void)state;
	assert_int_equal(scan_number(STR("120x"), &v), 3);
	assert_int_equal(v, 120);
	assert_int_equal(scan_number(STR("x"), &v), 0);
	assert_int_equal(scan_number(STR("-1"), &v), 0);
	assert_int_equal(scan_number(STR("1000000000000000000"), &v), 19);
	assert_int_equal(v, 1000000000000000000);
	assert_int_equal(scan_number(STR("9223372036854775808"), &v), 0);
	assert_int_equal(scan_number(STR("18446744073709551617"), &v), 0);
	assert_int_equal(scan_number(STR("99999999999999999999999999"), &v), 0);
}

static void test_dates(void **state)
{
	static const struct {
		const char *text;
		enum date_kind kind;
		bool fine; /* finer than a second */
	} cases[] = {
		{ "2025-02-04T14:55:36,123456+01:00 msg", DATE_ISO, true },
		{ "2025-02-04T14:55:36.123456Z msg", DATE_ISO, true },
		{ "2025-02-04T14:55:36+0100 msg", DATE_ISO, false },
		{ "2025-02-04 14:55:36 msg", DATE_ISO, false },
		{ "2025-02-04T14:55:36.5-08:00\tmsg", DATE_ISO, true },
		{ "Feb  4 14:55:36.123456 msg", DATE_SYSLOG, true },
		{ "Feb 04 14:55:36 msg", DATE_SYSLOG, false },
		{ "f\xc3\xa9vr. 04 14:55:36.5 msg", DATE_SYSLOG, true },
		{ "02-04 14:55:36.123 msg", DATE_LOGCAT, true },
	};
	enum date_kind kind;
	int64_t us;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = scan_date(str_of(cases[i].text), &us, &kind);

		assert_string_equal(cases[i].text + n, "msg");
		assert_int_equal(kind, cases[i].kind);
		assert_int_equal(us != TIME_NONE, cases[i].fine);
	}
}

static int64_t date_us(const char *text)
{
	enum date_kind kind;
	int64_t us;

	assert_int_not_equal(scan_date(str_of(text), &us, &kind), 0);
	assert_true(us != TIME_NONE);
	return us;
}

/* Only differences count; they hold over midnight. */
static void test_date_differences(void **state)
{
	(void)state;
	assert_int_equal(date_us("Feb  4 14:55:37.000001 x") - date_us("Feb  4 14:55:36.500000 x"),
			 500001);
	assert_int_equal(date_us("Feb  5 00:00:00.100000 x") - date_us("Feb  4 23:59:59.900000 x"),
			 200000);
	assert_int_equal(date_us("2025-02-05T00:00:00.1Z x") - date_us("2025-02-04T23:59:59.9Z x"),
			 200000);
	assert_int_equal(date_us("02-05 00:00:00.100 x") - date_us("02-04 23:59:59.900 x"), 200000);
	assert_int_equal(date_us("2025-02-01T00:00:00.1Z x") - date_us("2025-01-31T23:59:59.9Z x"),
			 200000);
	assert_int_equal(date_us("Feb  4 15:00:00.000000 x") - date_us("Feb  4 14:59:59.999999 x"),
			 1);
}

static void test_no_dates(void **state)
{
	static const char *const cases[] = {
		"", "Feb  4 14:55 host x", "14:55:36 host kernel: x", "2025-02-04 host x",
		"2025/02/04 14:55:36 x", "Feb  4 25:00:00 x", "Feb  4 14:60:00 x",
		"Feb 444 14:55:36 x", "Feb x4 14:55:36 x", "Fe  4 14:55:36 x",
		"2025-02-04T14:55:36x",
		"[Feb  4 14:55:36 x", "2025-02-04T14:55:36.123456Zx", "4eb  4 14:55:36 x",
		"averyveryverylongword 4 14:55:36 x", "00-04 14:55:36.123 x",
		"02-04T14:55:36.123 x",
		"02-04 14:55-36.123 x", "2025-02-04T14.55.36 xx",
	};
	enum date_kind kind;
	int64_t us;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (scan_date(str_of(cases[i]), &us, &kind))
			fail_msg("%s was taken", cases[i]);
	}
}

typedef size_t scan_fn(struct str s);

static void expect_rest(scan_fn *scan, const char *const (*cases)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_string_equal(cases[i][0] + scan(str_of(cases[i][0])), cases[i][1]);
}

static void expect_none(scan_fn *scan, const char *const *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (scan(str_of(cases[i])))
			fail_msg("%s was taken", cases[i]);
	}
}

static void test_host(void **state)
{
	static const char *const good[][2] = {
		{ "host kernel: msg", "msg" }, { "host.example.org kernel: msg", "msg" },
		{ "host kernel[1]: msg", "msg" }, { "kernel: msg", "msg" },
		{ "host kernel:msg", "msg" }, { "host kernel:", "" },
	};
	static const char *const bad[] = {
		"", "kernel", "kernel msg", "host kern: msg", "kernelx: msg", " kernel: msg",
		"host kernel[1 msg", "host  kernel: msg", "a b kernel: msg",
		"0123456789012345678901234567890123456789012345678901234567890123456789 kernel: x",
	};

	(void)state;
	expect_rest(scan_host, good, COUNT(good));
	expect_none(scan_host, bad, COUNT(bad));
}

static void test_logcat(void **state)
{
	static const char *const good[][2] = {
		{ "    0     0 D : msg", "msg" }, { "    0     0 D         : msg", "msg" },
		{ " 1234  5678 I kernel  : msg", "msg" }, { "0 0 E :msg", "msg" },
	};
	static const char *const bad[] = {
		"", "    0 D : msg", "    0     0 X : msg", "    0     0 D msg", "    0     0 D",
		"    0     0 DD : msg", "x 0 D : msg",
		"  0  0 D a text that is much longer than any tag would be : msg",
	};

	(void)state;
	expect_rest(scan_logcat, good, COUNT(good));
	expect_none(scan_logcat, bad, COUNT(bad));
}

static void test_facility(void **state)
{
	static const char *const good[][2] = {
		{ "kern  :debug : [x", "[x" }, { "user  :info  : x", "x" },
		{ "kern:debug: x", "x" }, { "local0", "local0" }, { "daemon:err   : x", "x" },
	};
	static const char *const bad[] = {
		"", "ke :debug : x", "kern  :what : x", "kern  :debug x", "KERN  :debug : x",
		"kern  debug : x", "kern  :debugging : x", "abcdefghijk:debug : x",
	};

	(void)state;
	expect_rest(scan_facility, good, COUNT(good));
	expect_none(scan_facility, bad, COUNT(bad));
}

static void test_priority(void **state)
{
	static const char *const good[][2] = {
		{ "<7>x", "x" }, { "<30>x", "x" }, { "<1234>x", "x" }, { "<0>", "" },
	};
	static const char *const bad[] = { "", "<>x", "<7", "<x>x", "<-1>x", "<12345>x", "7>x" };

	(void)state;
	expect_rest(scan_priority, good, COUNT(good));
	expect_none(scan_priority, bad, COUNT(bad));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brackets),    cmocka_unit_test(test_bracket_iso),
		cmocka_unit_test(test_no_brackets), cmocka_unit_test(test_clock_is_no_task),
		cmocka_unit_test(test_seconds),     cmocka_unit_test(test_number),
		cmocka_unit_test(test_dates),       cmocka_unit_test(test_date_differences),
		cmocka_unit_test(test_no_dates),    cmocka_unit_test(test_host),
		cmocka_unit_test(test_logcat),      cmocka_unit_test(test_facility),
		cmocka_unit_test(test_priority),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
