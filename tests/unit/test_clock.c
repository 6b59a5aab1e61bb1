// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/buf.h"

#define SWITCH(t) "[    " t "] clocksource: Switched to clocksource tsc\n"

static void test_stamps_first(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD SWITCH("0.050007") CALLING("0.100003", "a", "1")
					 RETURNED("0.100503", "a", "491"));

	(void)state;
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_int_equal(b->calls[0].flags, 0);
	assert_int_equal(b->calls[0].reported_us, 491);
	assert_int_equal(count_findings(b, FIND_QUANTISED_CLOCK), 0);
	bootset_release(&s);
}

/* A log without stamps; the figure is 2.4 % low before 5.18. */
static void expect_units(const char *release, bool ns)
{
	char log[400];
	struct bootset s;
	const struct boot *b;

	snprintf(log, sizeof(log), "Linux version %s\ncalling  a+0x0/0x10 @ 1\n"
		 "initcall a+0x0/0x10 returned 0 after 10001 usecs\n", release);
	b = read_boot(&s, log);
	assert_int_equal(b->ns_units, ns);
	assert_int_equal(b->calls[0].reported_us, 10001);
	expect_duration(&b->calls[0], CLOCK_KTIME, ns ? 10241 : 10001);
	assert_int_equal(b->calls[0].flags, ns ? CALL_NS_UNITS : 0);
	assert_int_equal(count_findings(b, FIND_NO_TIMESTAMPS), 1);
	bootset_release(&s);
}

static void test_units_by_release(void **state)
{
	(void)state;
	expect_units("5.17.15-x", true);
	expect_units("5.18.0", false);
	expect_units("5.18", false);
	expect_units("6.0.1", false);
	expect_units("4.19.0", true);
	expect_units("3.2", true);
	expect_units("10.1.0", false);
}

/* Without a banner: three long calls whose figure is 1000/1024 of their stamps. */
static void test_units_by_ratio(void **state)
{
	(void)state;
	for (int ns = 0; ns < 2; ns++) {
		struct buf log = { 0 };
		struct bootset s;
		const struct boot *b;

		for (int i = 0; i < 3; i++) {
			int64_t start = 100003 + i * 200000, us = 50000 + i * 30011;

			buf_printf(&log, "[    0.%06lld] calling  f%d+0x0/0x10 @ 1\n",
				   (long long)start, i);
			buf_printf(&log, "[    0.%06lld] initcall f%d+0x0/0x10 returned "
				   "0 after %lld usecs\n",
				   (long long)(start + us), i,
				   (long long)(ns ? us * 1000 / 1024 : us - 7));
		}
		/* One without its stamps shows what the figure is taken for. */
		buf_puts(&log, "[    0.900000] initcall z+0x0/0x10 returned 0 after 10001 usecs\n");
		b = read_boot(&s, log.p);
		assert_int_equal(b->ns_units, ns);
		expect_duration(call_of(b, "z"), CLOCK_KTIME, ns ? 10241 : 10001);
		bootset_release(&s);
		buf_release(&log);
	}
}

/* A jiffy of 10 ms is 9765 of these units. */
static void test_units_by_jiffy(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "calling  a+0x0/0x10 @ 1\n"
			  "initcall a+0x0/0x10 returned 0 after 0 usecs\n"
			  "calling  b+0x0/0x10 @ 1\ninitcall b+0x0/0x10 "
			  "returned 0 after 19531 usecs\n"
			  "calling  c+0x0/0x10 @ 1\ninitcall c+0x0/0x10 "
			  "returned 0 after 9765 usecs\n"
			  "calling  d+0x0/0x10 @ 1\ninitcall d+0x0/0x10 "
			  "returned 0 after 133 usecs\n");

	(void)state;
	assert_true(b->ns_units);
	assert_int_equal(b->tick_us, 9765);
	assert_int_equal(call_of(b, "b")->flags, CALL_QUANTISED | CALL_NS_UNITS);
	assert_int_equal(call_of(b, "d")->flags, CALL_NS_UNITS);
	bootset_release(&s);
	b = read_boot(&s, "calling  a+0x0/0x10 @ 1\ninitcall a+0x0/0x10 returned 0 after 0 usecs\n"
		      "calling  b+0x0/0x10 @ 1\ninitcall b+0x0/0x10 returned 0 after 10000 usecs\n"
		      "calling  d+0x0/0x10 @ 1\ninitcall d+0x0/0x10 returned 0 after 133 usecs\n");
	assert_false(b->ns_units);
	assert_int_equal(b->tick_us, 10000);
	bootset_release(&s);
}

/* 2.6.27 counts in milliseconds, which are no units of 1,024 ns. */
static void test_msecs(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Linux version 2.6.27\ncalling  a+0x0/0x10\n"
			  "initcall a+0x0/0x10 returned 0 after 12 msecs\n");

	(void)state;
	assert_false(b->ns_units);
	assert_int_equal(b->calls[0].reported_us, 12000);
	assert_int_equal(b->calls[0].duration_us, 12000);
	bootset_release(&s);
}

/* Up to the clocksource the figures tick in jiffies; the stamps do not. */
static void test_quantised_by_line(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.010003", "a", "1") RETURNED("0.010503", "a", "0")
			  CALLING("0.020003", "b", "1") RETURNED("0.023903", "b", "4000")
			  CALLING("0.030003", "c", "1") SWITCH("0.030100")
			  RETURNED("0.030503", "c", "123")
			  CALLING("0.040003", "d", "1") RETURNED("0.041003", "d", "1000"));
	const struct finding *f = finding_of(b, FIND_QUANTISED_CLOCK);

	(void)state;
	assert_int_equal(call_of(b, "a")->flags, CALL_QUANTISED);
	assert_int_equal(call_of(b, "b")->flags, CALL_QUANTISED);
	/* It began before. */
	assert_int_equal(call_of(b, "c")->flags, CALL_QUANTISED);
	assert_int_equal(call_of(b, "d")->flags, 0);
	expect_duration(call_of(b, "a"), CLOCK_PRINTK, 500);
	expect_duration(call_of(b, "b"), CLOCK_PRINTK, 3900);
	assert_int_equal(b->tick_us, 4000);
	assert_int_equal(f->line, 7);
	assert_non_null(strstr(f->message, "3 calls ran before"));
	assert_non_null(strstr(f->message, "(1 are 0)"));
	assert_non_null(strstr(f->message, "stamps are used instead"));
	bootset_release(&s);
}

/* A filtered log: up to the first figure that is no multiple of a jiffy. */
static void test_quantised_by_figures(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Linux version 6.12.0\n"
			  "initcall a+0x0/0x10 returned 0 after 0 usecs\n"
			  "initcall b+0x0/0x10 returned 0 after 4000 usecs\n"
			  "initcall c+0x0/0x10 returned 0 after 123 usecs\n"
			  "initcall d+0x0/0x10 returned 0 after 0 usecs\n"
			  "initcall e+0x0/0x10 returned 0 after 8000 usecs\n");

	(void)state;
	assert_true(call_of(b, "a")->flags & CALL_QUANTISED);
	assert_true(call_of(b, "b")->flags & CALL_QUANTISED);
	assert_false(call_of(b, "c")->flags & CALL_QUANTISED);
	assert_false(call_of(b, "d")->flags & CALL_QUANTISED);
	assert_false(call_of(b, "e")->flags & CALL_QUANTISED);
	/* There is nothing better. */
	expect_duration(call_of(b, "b"), CLOCK_KTIME, 4000);
	assert_int_equal(finding_of(b, FIND_QUANTISED_CLOCK)->line, 2);
	bootset_release(&s);
}

/* Stamps of a printk clock that ticks in jiffies: the kernel's figure is the better one. */
static void test_coarse(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, HEAD SWITCH("0.000000"));
	for (int i = 0; i < 30; i++)
		buf_printf(&log, "[    0.%03d250] calling  f%d+0x0/0x10 @ 1\n"
			   "[    0.%03d250] initcall f%d+0x0/0x10 returned 0 after 1%03d usecs\n",
			   100 + i * 8, i, 104 + i * 8, i, i);
	buf_puts(&log, CALLING("0.500250", "x", "1") CALLING("0.504250", "y", "1")
		 RETURNED("0.508250", "y", "3777") RETURNED("0.512250", "x", "7777"));
	b = read_boot(&s, log.p);
	assert_true(b->coarse);
	assert_true(b->stamps);
	expect_duration(call_of(b, "f7"), CLOCK_KTIME, 1007);
	expect_duration(call_of(b, "y"), CLOCK_KTIME, 3777);
	/* The figure of x is not its own: the stamps then, for what they are worth. */
	expect_duration(call_of(b, "x"), CLOCK_PRINTK, 12000);
	assert_true(call_of(b, "x")->flags & CALL_QUANTISED);
	assert_non_null(strstr(finding_of(b, FIND_QUANTISED_CLOCK)->message, "steps of 4000 us"));
	bootset_release(&s);
	buf_release(&log);
}

/* One call in whole milliseconds, in a log that is finer after it. */
static void test_jiffies_stamps(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD SWITCH("0.000000")
			  CALLING("0.100000", "a", "1") RETURNED("0.104000", "a", "371")
			  CALLING("0.200003", "b", "1") RETURNED("0.200503", "b", "491"));

	(void)state;
	expect_duration(&b->calls[0], CLOCK_KTIME, 371);
	expect_duration(&b->calls[1], CLOCK_PRINTK, 500);
	bootset_release(&s);
}

/* Before any clock runs, a printed 0 is not a measurement. */
static void test_pre_clock(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.000000", "a", "1") RETURNED("0.000000", "a", "0")
			  CALLING("0.000000", "b", "1") RETURNED("0.000000", "b", "4000")
			  SWITCH("0.000000") CALLING("0.100003", "c", "1")
			  RETURNED("0.100003", "c", "0"));

	(void)state;
	expect_duration(&b->calls[0], CLOCK_NONE, TIME_NONE);
	assert_true(b->calls[0].flags & CALL_PRE_CLOCK);
	expect_duration(&b->calls[1], CLOCK_KTIME, 4000);
	assert_true(b->calls[1].flags & CALL_PRE_CLOCK);
	expect_duration(&b->calls[2], CLOCK_PRINTK, 0);
	assert_int_equal(b->calls[2].flags, 0);
	bootset_release(&s);
}

/* Each line costs 5 ms on the console; the figure is without it. */
static void test_slow_console(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, HEAD SWITCH("0.000000"));
	for (int i = 0; i < 9; i++)
		buf_printf(&log, "[    0.%d00007] calling  f%d+0x0/0x10 @ 1\n"
			   "[    0.%d05020] initcall f%d+0x0/0x10 returned 0 after 13 usecs\n",
			   i + 1, i,
			   i + 1, i);
	buf_puts(&log, CALLING("1.000007", "x", "1") CALLING("1.005007", "y", "1")
		 RETURNED("1.015007", "y", "5013") RETURNED("1.025007", "x", "15013"));
	b = read_boot(&s, log.p);
	assert_int_equal(b->line_cost_us, 5000);
	expect_duration(call_of(b, "f3"), CLOCK_KTIME, 13);
	expect_duration(call_of(b, "y"), CLOCK_KTIME, 5013);
	expect_duration(call_of(b, "x"), CLOCK_PRINTK, 25000);
	assert_int_equal(finding_of(b, FIND_CONSOLE_SLOW)->severity, SEV_WARNING);
	assert_non_null(strstr(finding_of(b, FIND_CONSOLE_SLOW)->message, "about 5000 us"));
	bootset_release(&s);
	buf_release(&log);
}

/* The limit itself: 100 us is slow, 99 us is not. */
static void test_line_cost(void **state)
{
	(void)state;
	for (int cost = 99; cost <= 100; cost++) {
		struct buf log = { 0 };
		struct bootset s;
		const struct boot *b;

		buf_puts(&log, HEAD SWITCH("0.000000"));
		for (int i = 0; i < 5; i++)
			buf_printf(&log, "[    0.%d00007] calling  f%d+0x0/0x10 @ 1\n"
				   "[    0.%d00%03d] initcall f%d+0x0/0x10 "
				   "returned 0 after 13 usecs\n",
				   i + 1, i, i + 1, 7 + 13 + cost, i);
		b = read_boot(&s, log.p);
		assert_int_equal(b->line_cost_us, cost);
		assert_int_equal(b->calls[0].clock, cost < 100 ? CLOCK_PRINTK : CLOCK_KTIME);
		assert_int_equal(count_findings(b, FIND_CONSOLE_SLOW), cost == 100);
		bootset_release(&s);
		buf_release(&log);
	}
}

/* Stamps of receipt: a burst in which long calls look short. */
static void expect_delivery(const char *before, const char *after, bool believed)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;
	int us = 100003;

	buf_printf(&log, "%s%06d%s", before, 0, after);
	buf_puts(&log, "Linux version 6.12.0\n");
	for (int i = 0; i < 4; i++) {
		buf_printf(&log, "%s%06d%s", before, us, after);
		buf_printf(&log, "calling  f%d+0x0/0x10 @ 1\n", i);
		us += believed ? 20100 : 37;
		buf_printf(&log, "%s%06d%s", before, us, after);
		buf_printf(&log, "initcall f%d+0x0/0x10 returned 0 after 20001 usecs\n", i);
		us += 41;
	}
	buf_printf(&log, "%s%06d%s", before, us, after);
	buf_puts(&log, "Run /init as init process\n");
	b = read_boot(&s, log.p);
	assert_int_equal(b->stamps, believed);
	assert_int_equal(b->init_us != TIME_NONE, believed);
	assert_int_equal(b->calls[2].start_us != TIME_NONE, believed);
	if (believed)
		expect_duration(&b->calls[2], CLOCK_PRINTK, 20100);
	else
		expect_duration(&b->calls[2], CLOCK_KTIME, 20001);
	assert_int_equal(count_findings(b, FIND_NO_TIMESTAMPS), !believed);
	if (!believed)
		assert_non_null(strstr(finding_of(b, FIND_NO_TIMESTAMPS)->message, "delivery"));
	/* The mark stays, though its time is not known. */
	assert_int_equal(b->init_line, 10);
	bootset_release(&s);
	buf_release(&log);
}

static void test_delivery(void **state)
{
	(void)state;
	for (int believed = 0; believed < 2; believed++) {
		expect_delivery("Feb  4 14:55:36.", " host kernel: ", believed);
		expect_delivery("2025-02-04T14:55:36.", "+0100 host kernel: ", believed);
		expect_delivery("[2024-12-13 10:00:00.", "] ", believed);
	}
}

/* systemd 257 puts it where the kernel's own belongs. */
static void test_delivery_journal(void **state)
{
	(void)state;
	expect_delivery("[    1.", "] host kernel: ", true);
	expect_delivery("[    1.", "] host kernel: ", false);
}

/* Stamps that do not go on are none. */
static void test_no_stamps(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.000000", "a", "1") RETURNED("0.000000", "a", "491")
			  INIT("0.000000"));

	(void)state;
	assert_false(b->stamps);
	assert_true(b->init_us == TIME_NONE);
	expect_duration(&b->calls[0], CLOCK_KTIME, 491);
	assert_non_null(strstr(finding_of(b, FIND_NO_TIMESTAMPS)->message,
				       "all stamps are the same"));
	bootset_release(&s);
	b = read_boot(&s, "[Tue Feb  4 14:55:36 2025] Linux version 6.12.0\n"
		      "[Tue Feb  4 14:55:36 2025] calling  a+0x0/0x10 @ 1\n"
		      "[Tue Feb  4 14:55:37 2025] initcall a+0x0/0x10 "
		      "returned 0 after 491 usecs\n");
	assert_false(b->stamps);
	expect_duration(&b->calls[0], CLOCK_KTIME, 491);
	assert_non_null(strstr(finding_of(b, FIND_NO_TIMESTAMPS)->message,
				       "no usable time stamps"));
	bootset_release(&s);
}

/* The clock stepped back within a call: its stamps have no distance. */
static void test_step_within(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD SWITCH("0.050007") CALLING("0.500003", "a", "1")
					 RETURNED("0.100503", "a", "491") INIT("0.200003"));

	(void)state;
	expect_duration(&b->calls[0], CLOCK_KTIME, 491);
	bootset_release(&s);
}

/* A figure that no call can have is none; one at the end of what can be has its unit. */
static void test_huge_figures(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Linux version 5.4.0\n"
			  "initcall a+0x0/0x10 returned 0 after 1000000000000001 usecs\n"
			  "initcall b+0x0/0x10 returned 0 after 1000000000000000 usecs\n");

	(void)state;
	assert_true(b->calls[0].duration_us == TIME_NONE);
	assert_int_equal(b->calls[1].duration_us, 1000000000000000 * 1024 / 1000);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stamps_first),     cmocka_unit_test(test_units_by_release),
		cmocka_unit_test(test_units_by_ratio),   cmocka_unit_test(test_units_by_jiffy),
		cmocka_unit_test(test_msecs),            cmocka_unit_test(test_quantised_by_line),
		cmocka_unit_test(test_quantised_by_figures), cmocka_unit_test(test_coarse),
		cmocka_unit_test(test_jiffies_stamps),   cmocka_unit_test(test_pre_clock),
		cmocka_unit_test(test_slow_console),     cmocka_unit_test(test_line_cost),
		cmocka_unit_test(test_delivery),         cmocka_unit_test(test_no_stamps),
		cmocka_unit_test(test_step_within),      cmocka_unit_test(test_huge_figures),
		cmocka_unit_test(test_delivery_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
