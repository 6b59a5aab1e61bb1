// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/buf.h"
#include "model/build.h"

#define SWITCH "[    0.000000] clocksource: Switched to clocksource tsc\n"
#define ONE CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491")

static void expect_finding(const char *log, enum finding_code code, enum severity sev,
			   unsigned long line, const char *what)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, log);
	const struct finding *f = finding_of(b, code);

	if (f->severity != sev || f->line != line || !strstr(f->message, what))
		fail_msg("line %lu: %s: %s", f->line, severity_name(f->severity), f->message);
	assert_int_equal(count_findings(b, code), 1);
	bootset_release(&s);
}

static void expect_none(const char *log, enum finding_code code)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, log);

	if (count_findings(b, code))
		fail_msg("%s", finding_of(b, code)->message);
	bootset_release(&s);
}

static void test_head(void **state)
{
	(void)state;
	expect_none(HEAD ONE INIT("0.200003"), FIND_HEAD_LOST);
	expect_finding(RETURNED("5.000003", "a", "7") INIT("5.200003"), FIND_HEAD_LOST, SEV_ERROR,
		       1, "in the middle of the boot, in a");
	expect_finding(ONE INIT("0.200003"), FIND_HEAD_LOST, SEV_WARNING, 1, "an excerpt");
	expect_finding("[    0.000003] text\n" ONE INIT("0.200003"), FIND_HEAD_LOST, SEV_NOTE, 1,
		       "no initcall seems to be lost");
	expect_finding("[    0.049999] text\n" ONE INIT("0.200003"), FIND_HEAD_LOST, SEV_NOTE,
		       1, "");
	expect_finding("[    0.050000] text\n" ONE INIT("0.200003"), FIND_HEAD_LOST, SEV_WARNING,
		       1, "");
}

/* `dmesg | grep returned`: nothing is lost but the starts. */
static void test_filtered(void **state)
{
	struct buf log = { 0 };

	(void)state;
	for (int i = 0; i < 30; i++)
		buf_printf(&log, "[    0.0%05d] initcall f%d+0x0/0x10 returned 0 after %d usecs\n",
			   3 + i * 1001, i, 101 + i);
	expect_finding(log.p, FIND_HEAD_LOST, SEV_WARNING, 1, "this log was filtered");
	buf_release(&log);
}

static void test_tail(void **state)
{
	(void)state;
	expect_none(HEAD ONE INIT("0.200003"), FIND_TAIL_LOST);
	expect_finding(HEAD ONE "[    0.200003] text\n", FIND_TAIL_LOST, SEV_WARNING, 4,
		       "ends before the start of init");
	expect_finding(HEAD ONE INIT("0.200003") "[    0.300003] calling  b+0x0/0x1",
		       FIND_TAIL_LOST, SEV_WARNING, 5, "the last line is cut off");
}

/* A text of ftrace has no lines but those of the calls. */
static void test_ftrace(void **state)
{
	static const char log[] =
		"# tracer: nop\n"
		"  swapper/0-1     [000] .....     0.123456: initcall_level: level=early\n"
		"  swapper/0-1     [000] .....     0.123459: initcall_start: func=a+0x0/0x10\n"
		"  swapper/0-1     [000] .....     0.123959: initcall_finish: func=a+0x0/0x10 "
		"ret=0\n";
	struct bootset s;
	const struct boot *b;

	(void)state;
	expect_finding(log, FIND_TAIL_LOST, SEV_NOTE, 4, "tracepoints do not tell");
	expect_none(log, FIND_HEAD_LOST);
	b = read_boot(&s, log);
	assert_int_equal(b->form, FORM_FTRACE);
	assert_int_equal(b->calls[0].pid, 1);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_string_equal(call_level(b, &b->calls[0]), "early");
	bootset_release(&s);
}

static void test_dropped(void **state)
{
	(void)state;
	expect_none(HEAD ONE, FIND_DROPPED_MESSAGES);
	expect_finding(HEAD "** 12 printk messages dropped **\n" ONE, FIND_DROPPED_MESSAGES,
		       SEV_WARNING, 2, "dropped 12 messages here");
	expect_finding(HEAD ONE "[    0.200003] printk: 12 messages dropped\n",
		       FIND_DROPPED_MESSAGES, SEV_WARNING, 4, "dropped 12 messages here");
}

/* Up to 4.14 the next message follows in the same line. */
static void test_dropped_in_line(void **state)
{
	static const char log[] = HEAD
		"** 12 printk messages dropped ** [    0.090003] calling  b+0x0/0x10 @ 1\n"
		RETURNED("0.090503", "b", "491") ONE;
	struct bootset s;
	const struct boot *b = read_boot(&s, log);

	(void)state;
	assert_int_equal(b->ncalls, 2);
	expect_duration(call_of(b, "b"), CLOCK_PRINTK, 500);
	bootset_release(&s);
	expect_finding(log, FIND_DROPPED_MESSAGES, SEV_WARNING, 2, "dropped 12 messages here");
}

static void test_concurrent(void **state)
{
	(void)state;
	expect_none(HEAD ONE, FIND_CONCURRENT_CALLS);
	/* a is wrong by 98.5 ms, b by nothing. */
	expect_finding(HEAD SWITCH INIT("0.100003")
		       "[    1.000003] calling  a+0x0/0x10 [m] @ 44\n"
		       "[    1.098503] calling  b+0x0/0x10 [n] @ 45\n"
		       "[    1.100003] initcall a+0x0/0x10 [m] returned 0 after 1499 usecs\n"
		       "[    1.110003] initcall b+0x0/0x10 [n] returned 0 after 11499 usecs\n",
		       FIND_CONCURRENT_CALLS, SEV_NOTE, 4,
		       "2 calls overlapped another one; the kernel keeps one start "
		       "time for all, and 1 of the figures it printed is too small");
	/* More than 1 ms, less than 10 %. */
	expect_finding(HEAD SWITCH INIT("0.100003")
		       "[    1.000003] calling  a+0x0/0x10 [m] @ 44\n"
		       "[    1.002003] calling  b+0x0/0x10 [n] @ 45\n"
		       "[    1.100003] initcall a+0x0/0x10 [m] returned 0 after 97991 usecs\n"
		       "[    1.110003] initcall b+0x0/0x10 [n] returned 0 after 107991 usecs\n",
		       FIND_CONCURRENT_CALLS, SEV_NOTE, 4, "and 0 of the figures");
}

static void test_names(void **state)
{
	struct buf log = { 0 };

	(void)state;
	expect_none(HEAD ONE, FIND_DUPLICATE_NAME);
	buf_puts(&log, HEAD);
	for (int i = 0; i < 18; i++)
		buf_printf(&log, "[    0.1%05d] calling  f%d+0x0/0x10 @ 1\n"
			   "[    0.1%05d] initcall f%d+0x0/0x10 returned 0 after 6 usecs\n",
			   i * 100, i % 6, i * 100 + 7, i % 6);
	expect_finding(log.p, FIND_DUPLICATE_NAME, SEV_NOTE, 14,
		       "6 names occur more than once (f0, f1, f2, f3, ...)");
	buf_release(&log);
}

/* Some of each code are kept, and one that counts the others. */
static void test_limit(void **state)
{
	const int extra = 7;
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;
	size_t last = 0;

	(void)state;
	buf_puts(&log, HEAD ONE);
	for (int i = 0; i < FINDINGS_PER_CODE + extra; i++)
		buf_printf(&log, "[    0.2%05d] initcall x+0x0/0x10 retu\n", i);
	for (int i = 0; i < FINDINGS_PER_CODE; i++)
		buf_puts(&log, "** 12 printk messages dropped **\n");
	b = read_boot(&s, log.p);
	assert_int_equal(count_findings(b, FIND_UNPARSED_LINE), FINDINGS_PER_CODE + 1);
	assert_int_equal(finding_of(b, FIND_UNPARSED_LINE)->line, 0);
	assert_int_equal(finding_of(b, FIND_UNPARSED_LINE)->severity, SEV_WARNING);
	assert_string_equal(finding_of(b, FIND_UNPARSED_LINE)->message,
			    "7 more of these are not listed");
	assert_int_equal(count_findings(b, FIND_DROPPED_MESSAGES), FINDINGS_PER_CODE);
	/* The first ones are kept; all are in the order of their lines. */
	for (size_t i = 0; i < b->nfindings; i++) {
		assert_true(b->findings[i].line >= last);
		last = b->findings[i].line;
		if (b->findings[i].code == FIND_UNPARSED_LINE)
			assert_true(last < 4 + FINDINGS_PER_CODE);
	}
	bootset_release(&s);
	buf_release(&log);
}

/* The sum of what is not listed is as severe as the worst that is. */
static void test_limit_severity(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, HEAD ONE);
	for (int i = 0; i < 30; i++)
		buf_printf(&log, "[    0.2%05d] calling  f%d+0x0/0x10 @ %d\n", i, i, 100 + i);
	b = read_boot(&s, log.p);
	assert_int_equal(count_findings(b, FIND_HUNG_INITCALL), FINDINGS_PER_CODE + 1);
	assert_int_equal(finding_of(b, FIND_HUNG_INITCALL)->line, 0);
	assert_int_equal(finding_of(b, FIND_HUNG_INITCALL)->severity, SEV_ERROR);
	bootset_release(&s);
	buf_release(&log);
}

/* A finding that a command adds goes where its line belongs. */
static void test_add(void **state)
{
	struct bootset s;
	struct boot *b = read_boot(&s, HEAD "** 1 printk messages dropped **\n" ONE);
	char msg[] = "a text of mine";
	size_t n = b->nfindings;

	(void)state;
	boot_add_finding(&s, b, FIND_VMLINUX_MISMATCH, SEV_WARNING, 1, msg);
	msg[0] = 'x';
	assert_int_equal(b->nfindings, n + 1);
	assert_int_equal(b->findings[0].code, FIND_VMLINUX_MISMATCH);
	assert_string_equal(b->findings[0].message, "a text of mine");
	assert_int_equal(b->findings[1].code, FIND_DROPPED_MESSAGES);
	bootset_release(&s);
}

/* The names are what JSON has: all there, all different. */
static void test_code_names(void **state)
{
	(void)state;
	for (enum finding_code c = 0; c < FIND_MAX; c++) {
		assert_non_null(finding_name(c));
		for (enum finding_code d = 0; d < c; d++)
			assert_string_not_equal(finding_name(c), finding_name(d));
	}
	for (size_t i = 0; call_flags_shown[i]; i++) {
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(call_flag_name(call_flags_shown[i]),
						call_flag_name(call_flags_shown[k]));
		assert_string_not_equal(call_flag_name(call_flags_shown[i]), "unknown");
	}
	assert_string_equal(severity_name(SEV_NOTE), "note");
	assert_string_equal(severity_name(SEV_ERROR), "error");
	assert_string_equal(phase_name(PHASE_DEFERRED), "deferred");
	assert_string_equal(clock_name(CLOCK_KTIME), "ktime");
	assert_null(clock_name(CLOCK_NONE));
}

/* A healthy log has nothing to say. */
static void test_quiet(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD SWITCH ONE INIT("0.200003"));

	(void)state;
	if (b->nfindings)
		fail_msg("%s", b->findings[0].message);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_head),       cmocka_unit_test(test_filtered),
		cmocka_unit_test(test_tail),       cmocka_unit_test(test_ftrace),
		cmocka_unit_test(test_dropped),    cmocka_unit_test(test_dropped_in_line),
		cmocka_unit_test(test_concurrent), cmocka_unit_test(test_names),
		cmocka_unit_test(test_limit),      cmocka_unit_test(test_limit_severity),
		cmocka_unit_test(test_add),        cmocka_unit_test(test_code_names),
		cmocka_unit_test(test_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
