// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "input/line.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MSG "calling  a+0x0/0x1 @ 1"

static bool give(struct line_parser *lp, struct str s, unsigned long no, struct line *l)
{
	struct text_line t = { s, no, false };

	return line_first(lp, &t, l);
}

static void expect_msg(const struct line *l, const char *want)
{
	if (!str_eq(l->msg, str_of(want)))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(l->msg), want);
}

/* Each form with a message behind it: always the same message. */
static void test_forms(void **state)
{
	static const struct {
		const char *prefix;
		enum form form;
		int64_t us;
		int32_t pid;
	} cases[] = {
		{ "", FORM_NONE, TIME_NONE, -1 },
		{ "[    0.123456] ", FORM_PLAIN, 123456, -1 },
		{ "[   70.682351] ", FORM_PLAIN, 70682351, -1 },
		{ "[12345.678901] ", FORM_PLAIN, 12345678901, -1 },
		{ "[123456.789012] ", FORM_PLAIN, 123456789012, -1 },
		{ "[    0.123456 <    0.000016>] ", FORM_PLAIN, 123456, -1 },
		{ "[    0.123456 <   -0.000016>] ", FORM_PLAIN, 123456, -1 },
		{ "[    0.123456][    T1] ", FORM_CALLER, 123456, 1 },
		{ "[    0.123456] [    T1] ", FORM_CALLER, 123456, 1 },
		{ "[    0.123456][   C0] ", FORM_CALLER, 123456, -1 },
		{ "[    0.123456] [2: swapper/0: 1] ", FORM_VENDOR, 123456, 1 },
		{ "[    0.123456] (0)[1:swapper/0]", FORM_VENDOR, 123456, 1 },
		{ "[    0.123456] -(0)[1:swapper/0]", FORM_VENDOR, 123456, 1 },
		{ "<7>[    0.123456] ", FORM_RAW, 123456, -1 },
		{ "<7>[    0.123456][    T1] ", FORM_RAW, 123456, 1 },
		{ "<7>", FORM_RAW, TIME_NONE, -1 },
		{ "kern  :debug : [    0.123456] ", FORM_DMESG_X, 123456, -1 },
		{ "kern  :debug : ", FORM_DMESG_X, TIME_NONE, -1 },
		{ "[Tue Feb  4 14:55:36 2025] ", FORM_CTIME, TIME_NONE, -1 },
		{ "kern  :debug : [Tue Feb  4 14:55:36 2025] ", FORM_CTIME, TIME_NONE, -1 },
		{ "7,123,95642,-;", FORM_KMSG, 95642, -1 },
		{ "7,123,95642,-,caller=T1;", FORM_KMSG, 95642, 1 },
		{ "7,123,95642,c,caller=C1;", FORM_KMSG, 95642, -1 },
		{ "[    0.123456] host kernel: ", FORM_JOURNAL, 123456, -1 },
		{ "[123456.123456] host kernel: ", FORM_JOURNAL, 123456123456, -1 },
		{ "Feb 04 14:55:36 host kernel: [    0.123456] ", FORM_SYSLOG, 123456, -1 },
		{ "Feb  4 14:55:36 host kernel: [    0.123456][    T1] ", FORM_SYSLOG, 123456, 1 },
		{ "Feb 04 14:55:36 host kernel: ", FORM_SYSLOG, TIME_NONE, -1 },
		{ "<30>Feb 04 14:55:36 host kernel: ", FORM_SYSLOG, TIME_NONE, -1 },
		{ "2025-02-04T14:55:36+01:00 host kernel: ", FORM_SYSLOG, TIME_NONE, -1 },
		{ "daemon.info host kernel: ", FORM_SYSLOG, TIME_NONE, -1 },
		{ "2025-02-04T14:55:36+01:00 ", FORM_ISO, TIME_NONE, -1 },
		{ "[1.295642 0.000010] [    0.123456] ", FORM_SERIAL, 123456, -1 },
		{ "[2024-12-13 10:00:00.123] [    0.123456] ", FORM_SERIAL, 123456, -1 },
		{ "[2024-12-13 10:00:00] [    0.123456] ", FORM_SERIAL, 123456, -1 },
		{ "console | [    0.123456] ", FORM_SERIAL, 123456, -1 },
		{ "2025-02-04T14:55:36.123456Z [    0.123456] ", FORM_ISO, 123456, -1 },
	};
	struct line_parser lp;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line l;
		char text[200];

		line_parser_init(&lp);
		snprintf(text, sizeof(text), "%s" MSG, cases[i].prefix);
		assert_true(give(&lp, str_of(text), 7, &l));
		expect_msg(&l, MSG);
		if (l.form != cases[i].form || l.us != cases[i].us || l.pid != cases[i].pid)
			fail_msg("\"%s\": %s, %lld us, pid %d", text, form_name(l.form),
				 (long long)l.us, (int)l.pid);
		assert_false(l.relative);
		assert_false(l.lost);
		assert_int_equal(l.no, 7);
		assert_false(line_again(&lp, &l));
		line_parser_release(&lp);
	}
}

/* Clocks that are not the kernel's: only differences count. */
static void test_relative(void **state)
{
	static const struct {
		const char *prefix[2];
		enum form form;
		int64_t us;
	} cases[] = {
		{ { "[  +0.000000] ", "[  +0.000016] " }, FORM_DELTA, 16 },
		{ { "[<    0.000000>] ", "[<    0.000016>] " }, FORM_DELTA, 16 },
		{ { "[  +0.000020] ", "[  -0.000016] " }, FORM_DELTA, -16 },
		{ { "[<    0.000020>] ", "[<   -0.000016>] " }, FORM_DELTA, -16 },
		{ { "2025-02-04T14:55:36,123456+01:00 ", "2025-02-04T14:55:36,123457+01:00 " },
		  FORM_ISO, 1 },
		{ { "Feb 04 14:55:36.123456 host kernel: ",
		    "Feb 04 14:55:37.123456 host kernel: " },
		  FORM_SYSLOG, 1000000 },
		{ { "2025-02-04T14:55:36.123456+0100 host kernel: ",
		    "2025-02-04T14:55:36.123459+0100 host kernel: " }, FORM_SYSLOG, 3 },
		{ { "[1.295642 0.000010] ", "[1.395642 0.100000] " }, FORM_SERIAL, 100000 },
		{ { "[2024-12-13 10:00:00.123] ", "[2024-12-13 10:00:00.124] " },
		  FORM_SERIAL, 1000 },
		{ { "02-04 14:55:36.123     0     0 D : ", "02-04 14:55:36.124     0     0 D : " },
		  FORM_LOGCAT, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line_parser lp;
		struct line l[2];
		char text[200];

		line_parser_init(&lp);
		for (int k = 0; k < 2; k++) {
			snprintf(text, sizeof(text), "%s" MSG, cases[i].prefix[k]);
			assert_true(give(&lp, str_of(text), 1, &l[k]));
			expect_msg(&l[k], MSG);
			assert_int_equal(l[k].form, cases[i].form);
			assert_true(l[k].relative);
		}
		assert_int_equal(l[1].us - l[0].us, cases[i].us);
		line_parser_release(&lp);
	}
}

/* dmesg -e: a minute begins, and with it the step to this line is hidden. */
static void test_minute(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("[  +0.500000] " MSG), 1, &l));
	assert_false(l.lost);
	assert_true(give(&lp, STR("[Feb 4 14:56] " MSG), 2, &l));
	expect_msg(&l, MSG);
	assert_true(l.lost);
	assert_int_equal(l.us, 500000);
	assert_true(give(&lp, STR("[  +0.000003] " MSG), 3, &l));
	assert_false(l.lost);
	assert_int_equal(l.us, 500003);
	line_parser_release(&lp);
}

static void test_ftrace(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("       swapper/0-1     [000] .....     "
				  "0.123456: initcall_start: "
				  "func=a+0x0/0x1"), 1, &l));
	expect_msg(&l, "initcall_start: func=a+0x0/0x1");
	assert_int_equal(l.form, FORM_FTRACE);
	assert_int_equal(l.us, 123456);
	assert_int_equal(l.pid, 1);
	assert_true(give(&lp, STR("  kworker/u8:2-45 [001] d..1 1.5: initcall_finish: "
				  "func=a ret=0"),
			 2, &l));
	expect_msg(&l, "initcall_finish: func=a ret=0");
	assert_int_equal(l.us, 1500000);
	assert_int_equal(l.pid, 45);
	/* tp_printk: the same words behind a printk stamp */
	assert_true(give(&lp, STR("[    0.123456] initcall_start: func=a+0x0/0x1"), 3, &l));
	expect_msg(&l, "initcall_start: func=a+0x0/0x1");
	assert_int_equal(l.form, FORM_PLAIN);
	line_parser_release(&lp);
}

/* What terminals and serial lines add. */
static void test_dirt(void **state)
{
	static const struct {
		struct str text;
		enum form form;
	} cases[] = {
		{ { "[    0.123456] " MSG "\r", 38 }, FORM_PLAIN },
		{ { "[    0.123456] " MSG "\r\r", 39 }, FORM_PLAIN },
		{ { "[    0.123456] " MSG "\0\0", 39 }, FORM_PLAIN },
		{ { "[    0.123456] " MSG "  ", 39 }, FORM_PLAIN },
		{ { "\r[    0.123456] " MSG, 38 }, FORM_PLAIN },
		{ { "\0\0[    0.123456] " MSG, 39 }, FORM_PLAIN },
		{ { "\033[32m[    0.123456] \033[0m" MSG, 46 }, FORM_PLAIN },
		{ { "[    0.123456] \033[33m" MSG "\033[0m", 46 }, FORM_PLAIN },
		{ { "\033[0;1;31m[    0.123456] " MSG "\033[0m\r", 51 }, FORM_PLAIN },
		{ { "\033(B\033[m[    0.123456] " MSG, 43 }, FORM_PLAIN },
		{ { "\033[32m[    0.123456][    T1] \033[0m" MSG, 54 }, FORM_CALLER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line_parser lp;
		struct line l;

		line_parser_init(&lp);
		assert_true(give(&lp, cases[i].text, 1, &l));
		expect_msg(&l, MSG);
		assert_int_equal(l.us, 123456);
		assert_int_equal(l.form, cases[i].form);
		line_parser_release(&lp);
	}
}

/* journalctl shows debug messages in grey, and so does a terminal that was recorded. */
static void test_journal_colour(void **state)
{
	static const char *const cases[] = {
		"[    0.123456] host kernel: \033[0;38;5;245m" MSG "\033[0m",
		"\033[32m[    0.123456] \033[0mhost kernel: " MSG,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line_parser lp;
		struct line l;

		line_parser_init(&lp);
		assert_true(give(&lp, str_of(cases[i]), 1, &l));
		expect_msg(&l, MSG);
		assert_int_equal(l.us, 123456);
		assert_int_equal(l.form, FORM_JOURNAL);
		line_parser_release(&lp);
	}
}

/* MediaTek: a blank where the dash stands when interrupts are off. */
static void test_mediatek(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("[    0.123456]  (0)[1:swapper/0]" MSG), 1, &l));
	expect_msg(&l, MSG);
	assert_int_equal(l.us, 123456);
	assert_int_equal(l.pid, 1);
	assert_int_equal(l.form, FORM_VENDOR);
	line_parser_release(&lp);
}

/* An escape sequence that does not end must not be read past the line. */
static void test_escapes_cut(void **state)
{
	static const char *const cases[] = { "ab\033", "ab\033[", "ab\033[0", "ab\033[0;3",
					  "ab\033(" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line_parser lp;
		struct line l;

		line_parser_init(&lp);
		assert_true(give(&lp, str_of(cases[i]), 1, &l));
		expect_msg(&l, "ab");
		line_parser_release(&lp);
	}
}

static void test_blank(void **state)
{
	static const struct str cases[] = { { "", 0 }, { "\r", 1 }, { "   ", 3 }, { "\0\0\r", 3 } };
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_false(give(&lp, cases[i], i + 1, &l));
	/* They are no messages and are not counted as ones. */
	assert_true(give(&lp, STR(MSG), 5, &l));
	assert_int_equal(l.at, 1);
	line_parser_release(&lp);
}

/* What only looks like a prefix is a part of the message. */
static void test_bad_prefixes(void **state)
{
	static const char *const cases[] = {
		"[    0.12345 " MSG,   "[abc] " MSG,          "[0x10] " MSG,         "<x>" MSG,
		"<7" MSG,              "7,123;" MSG,          "7,x,1,-;" MSG,        "7,1,x,-;" MSG,
		"77777,1,1,-;" MSG,    "7,1,1,-" MSG,         "kern  :what : " MSG,
		"14:55:36 " MSG,
		"Feb  4 14:55 " MSG,   "[1234567890123.0] x", "[] " MSG,             "[T1] " MSG,
		"7,99999999999999999999,1,-;" MSG,            "7,1,99999999999999999999,-;" MSG,
	};
	struct line_parser lp;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line l;

		line_parser_init(&lp);
		assert_true(give(&lp, str_of(cases[i]), 1, &l));
		expect_msg(&l, cases[i]);
		assert_int_equal(l.form, FORM_NONE);
		assert_true(l.us == TIME_NONE);
		assert_int_equal(l.pid, -1);
		line_parser_release(&lp);
	}
}

/* A time of day that is a part of the message names no task. */
static void test_clock_is_no_task(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("[    0.123456] [ 10:11:12] " MSG), 1, &l));
	assert_int_equal(l.us, 123456);
	assert_int_equal(l.pid, -1);
	assert_int_equal(l.form, FORM_PLAIN);
	expect_msg(&l, "[ 10:11:12] " MSG);
	line_parser_release(&lp);
}

static void test_buried(void **state)
{
	struct line_parser lp;
	struct line l;
	char far[400];

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("Starting udev... [    0.123456] " MSG), 1, &l));
	expect_msg(&l, MSG);
	assert_true(l.buried);
	assert_int_equal(l.us, 123456);
	assert_true(give(&lp, STR("Feb 04 14:55:36 host kernel: [    0.123456] " MSG), 2, &l));
	assert_false(l.buried);
	/* Only the beginning of a line is searched. */
	snprintf(far, sizeof(far), "%250s [    0.123456] " MSG, "x");
	assert_true(give(&lp, str_of(far), 3, &l));
	assert_true(l.us == TIME_NONE);
	assert_false(l.buried);
	line_parser_release(&lp);
}

static void test_kmsg(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(give(&lp, STR("6,0,0,-;a\\x09b\\x5cx41 \\xzz \\x4"), 1, &l));
	expect_msg(&l, "a\tb\\x41 \\xzz \\x4");
	assert_int_equal(l.seq, 1);
	assert_int_equal(l.us, 0);
	assert_true(give(&lp, STR(" SUBSYSTEM=pci"), 2, &l));
	assert_int_equal(l.form, FORM_NONE);
	assert_int_equal(l.seq, 0);
	assert_true(give(&lp, STR("7,123,95642,-,caller=T99999999999;x"), 3, &l));
	assert_int_equal(l.pid, -1);
	assert_int_equal(l.seq, 124);
	line_parser_release(&lp);
}

/* short-monotonic is looked for at the start of a log, so that a message cannot pose as it. */
static void test_journal_late(void **state)
{
	struct line_parser lp;
	struct line l;

	(void)state;
	line_parser_init(&lp);
	for (unsigned long i = 0; i < 1000; i++)
		assert_true(give(&lp, STR("[    0.123456] some message"), i, &l));
	assert_true(give(&lp, STR("[    0.123456] loading kernel: done"), 1000, &l));
	expect_msg(&l, "loading kernel: done");
	line_parser_release(&lp);
	line_parser_init(&lp);
	for (unsigned long i = 0; i < 1000; i++)
		assert_true(give(&lp, STR("[    0.123456] host kernel: " MSG), i, &l));
	expect_msg(&l, MSG);
	line_parser_release(&lp);
}

static void test_numbers(void **state)
{
	struct line_parser lp;
	struct text_line t = { STR("[    0.123456] " MSG), 41, true };
	struct line l;

	(void)state;
	line_parser_init(&lp);
	assert_true(line_first(&lp, &t, &l));
	assert_true(l.cut);
	assert_int_equal(l.no, 41);
	assert_int_equal(l.at, 1);
	t.cut = false;
	assert_true(line_first(&lp, &t, &l));
	assert_false(l.cut);
	assert_int_equal(l.at, 2);
	line_parser_release(&lp);
}

static void test_stamp_before(void **state)
{
	struct str s = STR("text[    1.500000] calling  a @ 1");

	(void)state;
	assert_int_equal(line_stamp_before(s, 19), 1500000);
	assert_int_equal(line_stamp_before(s, 18), 1500000);
	assert_true(line_stamp_before(s, 17) == TIME_NONE);
	assert_true(line_stamp_before(s, 4) == TIME_NONE);
	assert_true(line_stamp_before(s, 0) == TIME_NONE);
	assert_true(line_stamp_before(STR("[    T1] calling"), 9) == TIME_NONE);
	assert_true(line_stamp_before(STR("x] calling"), 3) == TIME_NONE);
}

static void test_form_names(void **state)
{
	(void)state;
	for (enum form f = 0; f < FORM_MAX; f++) {
		assert_non_null(form_name(f));
		for (enum form g = 0; g < f; g++)
			assert_string_not_equal(form_name(f), form_name(g));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),        cmocka_unit_test(test_relative),
		cmocka_unit_test(test_minute),       cmocka_unit_test(test_ftrace),
		cmocka_unit_test(test_dirt),         cmocka_unit_test(test_escapes_cut),
		cmocka_unit_test(test_blank),        cmocka_unit_test(test_bad_prefixes),
		cmocka_unit_test(test_clock_is_no_task), cmocka_unit_test(test_buried),
		cmocka_unit_test(test_kmsg),         cmocka_unit_test(test_journal_late),
		cmocka_unit_test(test_numbers),      cmocka_unit_test(test_stamp_before),
		cmocka_unit_test(test_journal_colour), cmocka_unit_test(test_mediatek),
		cmocka_unit_test(test_form_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
