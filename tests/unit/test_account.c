// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/buf.h"

#define SWITCH "[    0.000000] clocksource: Switched to clocksource tsc\n"

/* Whatever the log: the parts and the residual are the total. */
static void expect_closed(const struct boot *b)
{
	const struct accounting *a = &b->acc;
	int64_t longest = INT64_MAX;

	assert_int_equal(a->total_us, b->init_us);
	assert_int_equal(a->initcalls_us + a->async_wait_us + a->gaps_us + a->residual_us,
			 a->total_us);
	assert_true(a->initcalls_us >= 0 && a->async_wait_us >= 0 && a->gaps_us >= 0);
	assert_true(a->before_first_us + a->after_last_us <= a->gaps_us);
	for (size_t i = 0; i < b->ngaps; i++) {
		const struct gap *g = &b->gaps[i];

		assert_true(g->end_us > g->start_us);
		assert_true(g->end_us - g->start_us <= longest);
		longest = g->end_us - g->start_us;
		assert_true(g->after == CALL_NONE || g->after < b->ncalls);
		assert_true(g->before == CALL_NONE || g->before < b->ncalls);
	}
}

static void expect_sum(const struct boot *b, int64_t calls, int64_t waits, int64_t gaps,
		       int64_t residual)
{
	expect_closed(b);
	assert_int_equal(b->acc.initcalls_us, calls);
	assert_int_equal(b->acc.async_wait_us, waits);
	assert_int_equal(b->acc.gaps_us, gaps);
	assert_int_equal(b->acc.residual_us, residual);
}

static void test_sum(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD SWITCH CALLING("0.100003", "a", "1")
			  RETURNED("0.100503", "a", "491")
			  CALLING("0.200003", "b", "1") RETURNED("0.203003", "b", "2991")
			  "[    0.210003] async_waiting @ 1\n"
			  "[    0.214003] async_continuing @ 1 after 3999 usec\n" INIT("0.300003")
			  "[    1.000003] calling  m+0x0/0x10 [m] @ 45\n"
			  "[    1.900003] initcall m+0x0/0x10 [m] returned 0 after 899990 usecs\n");

	(void)state;
	expect_sum(b, 3500, 4000, 292503, 0);
	assert_int_equal(b->acc.before_first_us, 100003);
	assert_int_equal(b->acc.after_last_us, 86000);
	assert_int_equal(b->ngaps, 4);
	assert_int_equal(b->gaps[0].start_us, 0);
	assert_int_equal(b->gaps[0].end_us, 100003);
	assert_int_equal(b->gaps[0].after, CALL_NONE);
	assert_int_equal(b->gaps[0].before, 0);
	assert_int_equal(b->gaps[1].start_us, 100503);
	assert_int_equal(b->gaps[1].after, 0);
	assert_int_equal(b->gaps[1].before, 1);
	assert_int_equal(b->gaps[2].start_us, 214003);
	assert_int_equal(b->gaps[2].after, 1);
	assert_int_equal(b->gaps[2].before, CALL_NONE);
	assert_int_equal(b->gaps[3].end_us, 210003);
	bootset_release(&s);
}

/* A wait within a call is a part of the call. */
static void test_wait_within(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD SWITCH CALLING("0.100003", "a", "1")
			  "[    0.110003] async_waiting @ 1\n"
			  "[    0.114003] async_continuing @ 1 after 3999 usec\n"
			  RETURNED("0.120003", "a", "19991") "[    0.130003] async_waiting @ 9\n"
			  INIT("0.200003"));

	(void)state;
	expect_sum(b, 20000, 0, 180003, 0);
	bootset_release(&s);
}

/* Calls side by side and within one another: each moment counts once. */
static void test_overlap(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD SWITCH CALLING("0.100003", "a", "1")
			  "[    0.110003] calling  m+0x0/0x10 [m] @ 45\n"
			  RETURNED("0.120003", "a", "9991")
			  "[    0.125003] initcall m+0x0/0x10 [m] returned 0 after 14991 usecs\n"
			  CALLING("0.130003", "b", "1") CALLING("0.131003", "c", "1")
			  RETURNED("0.132003", "c", "991") RETURNED("0.140003", "b", "8991")
			  INIT("0.200003"));

	(void)state;
	expect_sum(b, 35000, 0, 165003, 0);
	bootset_release(&s);
}

/* Where the kernel's figure is the better one, what the stamps show more is the residual. */
static void test_ktime(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, HEAD SWITCH);
	for (int i = 0; i < 5; i++)
		buf_printf(&log, "[    0.%d00007] calling  f%d+0x0/0x10 @ 1\n"
			   "[    0.%d05020] initcall f%d+0x0/0x10 returned 0 after 13 usecs\n",
			   i + 1, i,
			   i + 1, i);
	buf_puts(&log, INIT("0.600007"));
	b = read_boot(&s, log.p);
	assert_int_equal(b->calls[0].clock, CLOCK_KTIME);
	expect_sum(b, 5 * 13, 0, 600007 - 5 * 5013, 5 * 5000);
	bootset_release(&s);
	buf_release(&log);
}

/* What came before the first line that is left is nobody's. */
static void test_head_lost(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, RETURNED("0.100003", "z", "1007") CALLING("0.110003", "a", "1")
			  RETURNED("0.110503", "a", "491") INIT("0.200003"));

	(void)state;
	expect_sum(b, 500, 0, 99500, 100003);
	bootset_release(&s);
	/* The figure of a call whose start is lost reaches back before the first line. */
	b = read_boot(&s, "[    0.099003] text\n" RETURNED("0.100003", "z", "1007")
		      INIT("0.200003"));
	expect_sum(b, 1000, 0, 100000, 99003);
	bootset_release(&s);
}

/* The clock steps back: the stretch that it goes through twice is in the residual. */
static void test_step_back(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, HEAD SWITCH CALLING("0.500003", "a", "1") RETURNED("0.500503", "a", "491"));
	for (int i = 0; i < 40; i++)
		buf_printf(&log, "[    0.2%05d] text\n", i);
	buf_puts(&log, CALLING("0.300003", "b", "1") RETURNED("0.300503", "b", "491")
		 INIT("0.600003"));
	b = read_boot(&s, log.p);
	expect_closed(b);
	assert_int_equal(b->acc.initcalls_us, 1000);
	assert_true(b->acc.residual_us < 0);
	bootset_release(&s);
	buf_release(&log);
}

/* A call that init cut short, or that hangs: up to init, or not at all. */
static void test_over_init(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD SWITCH CALLING("0.100003", "h", "7")
			  CALLING("0.150003", "a", "1")
			  INIT("0.200003") RETURNED("0.300003", "a", "149991"));

	(void)state;
	expect_sum(b, 50000, 0, 150003, 0);
	assert_int_equal(b->acc.after_last_us, 0);
	bootset_release(&s);
}

static void test_unknown(void **state)
{
	static const char *const logs[] = {
		HEAD CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491"),
		"Linux version 6.12.0\ncalling  a+0x0/0x10 @ 1\n"
		"initcall a+0x0/0x10 returned 0 after 12 usecs\nRun /init as init process\n",
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct bootset s;
		const struct boot *b = read_boot(&s, logs[i]);

		assert_true(b->acc.total_us == TIME_NONE);
		assert_true(b->acc.initcalls_us == TIME_NONE);
		assert_true(b->acc.async_wait_us == TIME_NONE);
		assert_true(b->acc.gaps_us == TIME_NONE);
		assert_true(b->acc.residual_us == TIME_NONE);
		assert_true(b->acc.before_first_us == TIME_NONE);
		assert_true(b->acc.after_last_us == TIME_NONE);
		assert_int_equal(b->ngaps, 0);
		bootset_release(&s);
	}
}

/* Of many gaps the longest are kept, in order, and with what stands at their ends. */
static void test_gaps(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;
	int64_t at = 1003, gap[30];

	(void)state;
	buf_puts(&log, HEAD SWITCH);
	for (int i = 0; i < 30; i++) {
		gap[i] = 101 + i * 7919 % 31 * 100;
		if (i)
			at += gap[i];
		buf_printf(&log, "[    0.%06lld] calling  f%d+0x0/0x10 @ 1\n", (long long)at, i);
		at += 11;
		buf_printf(&log, "[    0.%06lld] initcall f%d+0x0/0x10 returned 0 after 10 usecs\n",
			   (long long)at, i);
	}
	buf_printf(&log, "[    0.%06lld] Run /init as init process\n", (long long)at + 7);
	b = read_boot(&s, log.p);
	expect_closed(b);
	assert_int_equal(b->acc.initcalls_us, 30 * 11);
	assert_int_equal(b->acc.residual_us, 0);
	assert_int_equal(b->ngaps, GAPS_MAX);
	for (size_t i = 0; i < b->ngaps; i++) {
		const struct gap *g = &b->gaps[i];
		size_t longer = 0;

		for (int k = 1; k < 30; k++)
			longer += gap[k] > g->end_us - g->start_us;
		longer += 1003 > g->end_us - g->start_us;
		assert_int_equal(longer, i);
		if (g->after == CALL_NONE)
			continue;
		assert_int_equal(g->before, g->after + 1);
		assert_int_equal(g->start_us, b->calls[g->after].end_us);
		assert_int_equal(g->end_us, b->calls[g->before].start_us);
	}
	bootset_release(&s);
	buf_release(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sum),      cmocka_unit_test(test_wait_within),
		cmocka_unit_test(test_overlap),  cmocka_unit_test(test_ktime),
		cmocka_unit_test(test_head_lost), cmocka_unit_test(test_step_back),
		cmocka_unit_test(test_over_init), cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
