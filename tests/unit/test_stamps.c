// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/buf.h"
#include "model/build.h"

#define ONE CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491")

/* The kernel changed its clock: the stamps go on from there. */
static void test_step_back(void **state)
{
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;
	const struct finding *f;

	(void)state;
	buf_puts(&log, HEAD CALLING("0.500003", "a", "1") RETURNED("0.500503", "a", "491"));
	for (int i = 0; i < 40; i++)
		buf_printf(&log, "[    0.2%05d] text\n", i);
	buf_puts(&log, CALLING("0.300003", "b", "1") RETURNED("0.300503", "b", "491")
		 INIT("0.400003"));
	b = read_boot(&s, log.p);
	assert_int_equal(count_findings(b, FIND_CLOCK_BACKWARDS), 1);
	f = finding_of(b, FIND_CLOCK_BACKWARDS);
	assert_int_equal(f->line, 4);
	assert_int_equal(f->severity, SEV_NOTE);
	assert_non_null(strstr(f->message, "from 500503 us to 200000 us: the kernel changed"));
	expect_duration(call_of(b, "a"), CLOCK_PRINTK, 500);
	expect_duration(call_of(b, "b"), CLOCK_PRINTK, 500);
	assert_int_equal(b->init_us, 400003);
	bootset_release(&s);
	buf_release(&log);
}

/* Lines of another processor whose clock is behind: the old one comes again soon. */
static void test_stray(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.500003", "a", "1") "[    0.200000] smpboot\n"
			  "[    0.200100] smpboot\n" RETURNED("0.500503", "a", "491")
			  "[    0.100000] smpboot\n" "[    0.510000] text\n" INIT("0.600003"));
	const struct finding *f = finding_of(b, FIND_CLOCK_BACKWARDS);

	(void)state;
	assert_int_equal(count_findings(b, FIND_CLOCK_BACKWARDS), 1);
	assert_int_equal(f->line, 3);
	assert_non_null(strstr(f->message, "2 times the log shows another processor's clock"));
	assert_non_null(strstr(f->message, "up to 400503 us behind"));
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_int_equal(b->acc.residual_us, 0);
	bootset_release(&s);
}

/* As many lines as may be stray, and one more. */
static void test_stray_or_step(void **state)
{
	(void)state;
	for (int n = STRAY_LINES - 1; n <= STRAY_LINES + 1; n++) {
		struct buf log = { 0 };
		struct bootset s;
		const struct boot *b;
		bool step;

		buf_puts(&log, HEAD CALLING("0.500003", "a", "1") RETURNED("0.500503", "a", "491"));
		for (int i = 0; i < n; i++)
			buf_printf(&log, "[    0.2%05d] text\n", i);
		buf_puts(&log, "[    0.510000] text\n" INIT("0.600003"));
		b = read_boot(&s, log.p);
		step = strstr(finding_of(b, FIND_CLOCK_BACKWARDS)->message, "changed its clock");
		assert_int_equal(step, n > STRAY_LINES);
		bootset_release(&s);
		buf_release(&log);
	}
}

/* A step back just before the log ends is one. */
static void test_step_at_end(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD CALLING("0.500003", "a", "1")
					 RETURNED("0.500503", "a", "491") "[    0.200000] text\n");

	(void)state;
	assert_non_null(strstr(finding_of(b, FIND_CLOCK_BACKWARDS)->message, "changed its clock"));
	bootset_release(&s);
}

/* Lines overtake one another by less than a millisecond. */
static void test_small_step(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE "[    0.099504] text\n" INIT("0.200003"));

	(void)state;
	assert_int_equal(count_findings(b, FIND_CLOCK_BACKWARDS), 0);
	bootset_release(&s);
	b = read_boot(&s, HEAD ONE "[    0.099502] text\n" INIT("0.200003"));
	assert_int_equal(count_findings(b, FIND_CLOCK_BACKWARDS), 1);
	bootset_release(&s);
}

/* A capturing tool's clock counts from its first line, until the kernel's own is seen. */
static void test_relative(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Feb  4 14:55:36.500000 host kernel: Linux version 6.12.0\n"
			  "Feb  4 14:55:36.600003 host kernel: calling  a+0x0/0x10 @ 1\n"
			  "Feb  4 14:55:36.600503 host kernel: initcall a+0x0/0x10 "
			  "returned 0 after 491 usecs\n"
			  "Feb  4 14:55:36.700003 host kernel: Run /init as init process\n");

	(void)state;
	assert_int_equal(b->form, FORM_SYSLOG);
	assert_true(b->stamps);
	assert_int_equal(b->first_us, 0);
	assert_int_equal(b->init_us, 200003);
	assert_int_equal(b->calls[0].start_us, 100003);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	bootset_release(&s);
	b = read_boot(&s, "[1000.500000 0.100000] U-Boot\n"
		      "[1001.500000 1.000000] [    0.000000] Linux version 6.12.0\n"
		      "[1001.700000 0.200000] [    0.100003] calling  a+0x0/0x10 @ 1\n"
		      "[1001.800000 0.100000] text\n"
		      "[1001.900000 0.100000] [    0.100503] initcall a+0x0/0x10 "
		      "returned 0 after 491 usecs\n"
		      "[1002.000000 0.100000] [    0.200003] Run /init as init process\n");
	assert_int_equal(b->first_us, 0);
	assert_int_equal(b->calls[0].start_us, 100003);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_int_equal(b->init_us, 200003);
	assert_int_equal(b->last_us, 200003);
	assert_int_equal(count_findings(b, FIND_CLOCK_BACKWARDS), 0);
	bootset_release(&s);
}

/* Two tools, two clocks: only the first one's count. */
static void test_two_relative(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Feb  4 14:55:36.500000 host kernel: Linux version 6.12.0\n"
			  "[1000.500000 0.100000] calling  z+0x0/0x10 @ 1\n"
			  "[1000.600000 0.100000] initcall z+0x0/0x10 returned 0 after 77 usecs\n"
			  "Feb  4 14:55:36.600003 host kernel: calling  a+0x0/0x10 @ 1\n"
			  "Feb  4 14:55:36.600503 host kernel: initcall a+0x0/0x10 "
			  "returned 0 after 491 usecs\n");

	(void)state;
	expect_duration(call_of(b, "z"), CLOCK_KTIME, 77);
	expect_duration(call_of(b, "a"), CLOCK_PRINTK, 500);
	bootset_release(&s);
}

/* The tool's clock was set while it ran: it is no clock for this boot. */
static void test_wall_jump(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Jan  1 00:00:01.500000 host kernel: Linux version 6.12.0\n"
			  "Jan  1 00:00:01.600003 host kernel: calling  a+0x0/0x10 @ 1\n"
			  "Jan  9 14:55:36.600503 host kernel: initcall a+0x0/0x10 "
			  "returned 0 after 491 usecs\n"
			  "Jan  9 14:55:36.700003 host kernel: Run /init as init process\n");

	(void)state;
	assert_false(b->stamps);
	assert_true(b->init_us == TIME_NONE);
	assert_true(b->calls[0].start_us == TIME_NONE);
	expect_duration(&b->calls[0], CLOCK_KTIME, 491);
	assert_non_null(strstr(finding_of(b, FIND_NO_TIMESTAMPS)->message, "delivery"));
	bootset_release(&s);
}

/* Numbers of /dev/kmsg that are missing at the start and in between. */
static void test_kmsg_numbers(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "6,0,0,-;Linux version 6.12.0\n"
			  "7,1,100003,-;calling  a+0x0/0x10 @ 1\n SUBSYSTEM=x\n"
			  "7,5,100503,-;initcall a+0x0/0x10 returned 0 after 491 usecs\n"
			  "6,6,200003,-;Run /init as init process\n");
	const struct finding *f = finding_of(b, FIND_DROPPED_MESSAGES);

	(void)state;
	assert_int_equal(count_findings(b, FIND_DROPPED_MESSAGES), 1);
	assert_int_equal(f->line, 4);
	assert_int_equal(f->severity, SEV_WARNING);
	assert_non_null(strstr(f->message, "3 messages are missing"));
	assert_int_equal(count_findings(b, FIND_HEAD_LOST), 0);
	bootset_release(&s);

	b = read_boot(&s, "7,120,100003,-;calling  a+0x0/0x10 @ 1\n"
		      "7,121,100503,-;initcall a+0x0/0x10 returned 0 after 491 usecs\n"
		      "6,122,200003,-;Run /init as init process\n");
	assert_int_equal(count_findings(b, FIND_DROPPED_MESSAGES), 0);
	f = finding_of(b, FIND_HEAD_LOST);
	assert_int_equal(f->severity, SEV_ERROR);
	assert_non_null(strstr(f->message, "the first 120 messages"));
	bootset_release(&s);
}

/* dmesg -e: once is the start of the log, more than once is time that is hidden. */
static void test_hidden_steps(void **state)
{
	static const char *const head = "[Feb 4 14:55] Linux version 6.12.0\n"
		"[  +0.100003] calling  a+0x0/0x10 @ 1\n"
		"[  +0.000500] initcall a+0x0/0x10 returned 0 after 491 usecs\n";
	struct bootset s;
	const struct boot *b = read_boot(&s, head);
	char log[400];

	(void)state;
	assert_true(b->stamps);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_int_equal(count_findings(b, FIND_NO_TIMESTAMPS), 0);
	bootset_release(&s);
	snprintf(log, sizeof(log), "%s[Feb 4 14:56] text\n[  +0.000003] text\n", head);
	b = read_boot(&s, log);
	assert_int_equal(finding_of(b, FIND_NO_TIMESTAMPS)->severity, SEV_NOTE);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_step_back),    cmocka_unit_test(test_stray),
		cmocka_unit_test(test_stray_or_step), cmocka_unit_test(test_step_at_end),
		cmocka_unit_test(test_small_step),   cmocka_unit_test(test_relative),
		cmocka_unit_test(test_two_relative), cmocka_unit_test(test_wall_jump),
		cmocka_unit_test(test_kmsg_numbers), cmocka_unit_test(test_hidden_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
