// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/buf.h"
#include "model/build.h"

static void test_pair(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD "some text\n" CALLING("0.100000", "a", "1")
					 "[    0.100400] [mod] text\n"
					 "[    0.100500] initcall a+0x0/0x10 "
					 "returned -19 after 490 usecs\n"
					 INIT("0.200000"));
	const struct call *c = &b->calls[0];

	(void)state;
	assert_int_equal(b->ncalls, 1);
	assert_string_equal(c->sym->name, "a");
	assert_int_equal(c->sym->size, 0x10);
	assert_int_equal(c->start_us, 100000);
	assert_int_equal(c->end_us, 100500);
	assert_int_equal(c->reported_us, 490);
	assert_int_equal(c->line[0], 3);
	assert_int_equal(c->line[1], 5);
	assert_true(c->at[0] < c->at[1]);
	assert_int_equal(c->pid, 1);
	assert_true(c->has_ret);
	assert_int_equal(c->ret, -19);
	assert_true(call_failed(c));
	assert_int_equal(c->parent, CALL_NONE);
	assert_int_equal(c->flags, 0);
	expect_duration(c, CLOCK_PRINTK, 500);
	bootset_release(&s);
}

/*
 * The same name twice in flight. By its figure the first return would be that
 * of the second call, but the task that printed it is known.
 */
static void test_same_name_by_task(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    1.000000][   T10] calling  a+0x0/0x10 [m] @ 10\n"
			  "[    1.001000][   T11] calling  a+0x0/0x10 [m] @ 11\n"
			  "[    1.005000][   T10] initcall a+0x0/0x10 [m] "
			  "returned 1 after 4000 usecs\n"
			  "[    1.009000][   T11] initcall a+0x0/0x10 [m] "
			  "returned 2 after 8000 usecs\n");

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_int_equal(b->calls[0].pid, 10);
	assert_int_equal(b->calls[0].ret, 1);
	assert_int_equal(b->calls[0].end_us, 1005000);
	assert_int_equal(b->calls[1].ret, 2);
	assert_int_equal(b->calls[1].end_us, 1009000);
	assert_int_equal(b->calls[0].ordinal, 1);
	assert_int_equal(b->calls[1].ordinal, 2);
	bootset_release(&s);
}

/* Without the task: the one whose stamps fit the figure. */
static void test_same_name_by_fit(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    1.000000] calling  a+0x0/0x10 [m] @ 10\n"
			  "[    1.003000] calling  a+0x0/0x10 [m] @ 11\n"
			  "[    1.005000] initcall a+0x0/0x10 [m] returned 1 after 5000 usecs\n"
			  "[    1.006000] initcall a+0x0/0x10 [m] returned 2 after 3000 usecs\n");

	(void)state;
	assert_int_equal(b->calls[0].ret, 1);
	assert_int_equal(b->calls[1].ret, 2);
	bootset_release(&s);
	b = read_boot(&s, HEAD
		      "[    1.000000] calling  a+0x0/0x10 [m] @ 10\n"
		      "[    1.003000] calling  a+0x0/0x10 [m] @ 11\n"
		      "[    1.005000] initcall a+0x0/0x10 [m] returned 1 after 2000 usecs\n"
		      "[    1.006000] initcall a+0x0/0x10 [m] returned 2 after 6000 usecs\n");
	assert_int_equal(b->calls[0].ret, 2);
	assert_int_equal(b->calls[1].ret, 1);
	bootset_release(&s);
}

/* Another module or another size is another symbol. */
static void test_same_name_other_symbol(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    1.000000] calling  a+0x0/0x10 [m1] @ 10\n"
			  "[    1.001000] calling  a+0x0/0x10 [m2] @ 11\n"
			  "[    1.002000] calling  a+0x0/0x20 [m2] @ 12\n"
			  "[    1.003000] initcall a+0x0/0x20 [m2] returned 3 after 1 usecs\n"
			  "[    1.004000] initcall a+0x0/0x10 [m1] returned 1 after 2 usecs\n"
			  "[    1.005000] initcall a+0x0/0x10 [m2] returned 2 after 3 usecs\n");

	(void)state;
	assert_int_equal(b->ncalls, 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(b->calls[i].ret, i + 1);
		assert_int_equal(b->calls[i].ordinal, i + 1);
		assert_int_equal(b->calls[i].nth, 1);
	}
	bootset_release(&s);
}

static void test_no_start(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, RETURNED("5.000000", "a", "700")
					 CALLING("5.000100", "b", "1")
					 RETURNED("5.000300", "b", "200"));
	const struct call *c = &b->calls[0];

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_int_equal(c->flags, CALL_NO_START);
	assert_true(c->start_us == TIME_NONE);
	assert_int_equal(c->line[0], 0);
	assert_int_equal(c->line[1], 1);
	expect_duration(c, CLOCK_KTIME, 700);
	assert_int_equal(b->calls[1].flags, 0);
	bootset_release(&s);
}

static void test_blacklisted(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD "[    0.050000] blacklisting initcall bad_init\n"
					 "[    0.100000] initcall bad_init blacklisted\n"
					 CALLING("0.100100", "b", "1")
					 RETURNED("0.100300", "b", "200"));

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_string_equal(b->calls[0].sym->name, "bad_init");
	assert_int_equal(b->calls[0].flags, CALL_BLACKLISTED);
	assert_false(b->calls[0].has_ret);
	expect_duration(&b->calls[0], CLOCK_NONE, TIME_NONE);
	assert_int_equal(b->calls[0].line[0], 3);
	assert_int_equal(b->calls[1].flags, 0);
	bootset_release(&s);
}

/* "returned with" is said after the line that ends the call. */
static void test_trouble(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100000", "a", "1") RETURNED("0.100300", "a", "300")
			  "[    0.100310] initcall a+0x0/0x10 returned with preemption imbalance \n"
			  CALLING("0.200000", "b", "1") RETURNED("0.200300", "b", "300"));

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_string_equal(b->calls[0].trouble, "preemption imbalance");
	assert_null(b->calls[1].trouble);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 300);
	assert_int_equal(finding_of(b, FIND_INITCALL_TROUBLE)->line, 4);
	bootset_release(&s);
}

/* 2.6.25 says it in three lines. */
static void test_three_lines(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "[    0.000000] Linux version 2.6.25\n"
			  "Calling initcall 0xc0398a2c: foo()\n"
			  "initcall 0xc0398a2c: foo() returned -19.\n"
			  "initcall 0xc0398a2c ran for 3 msecs: foo()\n"
			  "Calling initcall 0xc0398a30: bar()\n"
			  "initcall 0xc0398a30: bar() returned 0.\n"
			  "initcall 0xc0398a30 ran for 0 msecs: bar()\n");

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_string_equal(b->calls[0].sym->name, "foo");
	assert_int_equal(b->calls[0].ret, -19);
	assert_int_equal(b->calls[0].reported_us, 3000);
	expect_duration(&b->calls[0], CLOCK_KTIME, 3000);
	assert_int_equal(b->calls[1].ret, 0);
	assert_int_equal(b->calls[1].reported_us, 0);
	bootset_release(&s);
}

static void test_async(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100000", "a", "1")
			  "[    0.100100] calling  1_scan+0x0/0x20 @ 45\n"
			  RETURNED("0.100300", "a", "300")
			  "[    0.100400] async_waiting @ 1\n"
			  "[    0.100450] async_waiting @ 7\n"
			  "[    0.100500] initcall 1_scan+0x0/0x20 returned 0 after 390 usecs\n"
			  "[    0.100600] async_continuing @ 1 after 201 usec\n"
			  "[    0.100700] calling  2_scan+0x0/0x20 @ 46\n" INIT("0.200000"));

	(void)state;
	assert_int_equal(b->ncalls, 1);
	/* What is asynchronous overlaps without harm: it has a start of its own. */
	assert_int_equal(b->calls[0].flags, 0);
	assert_int_equal(b->nasyncs, 2);
	assert_string_equal(b->asyncs[0].sym->name, "1_scan");
	assert_int_equal(b->asyncs[0].pid, 45);
	expect_duration(&b->asyncs[0], CLOCK_PRINTK, 400);
	assert_int_equal(b->asyncs[1].flags, CALL_HUNG);
	assert_int_equal(b->nwaits, 2);
	assert_int_equal(b->waits[0].start_us, 100400);
	assert_int_equal(b->waits[0].end_us, 100600);
	assert_int_equal(b->waits[0].reported_us, 201);
	assert_int_equal(b->waits[0].pid, 1);
	assert_true(b->waits[1].end_us == TIME_NONE);
	bootset_release(&s);
}

/* Each call is told by the tracepoint (tp_printk) and by initcall_debug, in either order. */
static void test_told_twice(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    0.100000] initcall_start: func=a+0x0/0x10\n"
			  CALLING("0.100010", "a", "1")
			  "[    0.100200] initcall_finish: func=a+0x0/0x10 ret=-5\n"
			  "[    0.100210] initcall a+0x0/0x10 returned -5 after 190 usecs\n"
			  CALLING("0.200000", "a", "1")
			  "[    0.200010] initcall_start: func=a+0x0/0x10\n"
			  RETURNED("0.200400", "a", "390")
			  "[    0.200410] initcall_finish: func=a+0x0/0x10 ret=0\n");

	(void)state;
	assert_int_equal(b->ncalls, 2);
	assert_int_equal(b->calls[0].pid, 1);
	assert_int_equal(b->calls[0].ret, -5);
	assert_int_equal(b->calls[0].reported_us, 190);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 200);
	expect_duration(&b->calls[1], CLOCK_PRINTK, 400);
	assert_int_equal(b->calls[1].reported_us, 390);
	bootset_release(&s);
}

/* The same from dmesg --json, where a message takes several lines. */
static void test_told_twice_json(void **state)
{
	static const char *const msgs[] = {
		"initcall_start: func=a+0x0/0x10", "calling  a+0x0/0x10 @ 1",
		"initcall_finish: func=a+0x0/0x10 ret=0",
		"initcall a+0x0/0x10 returned 0 after 9 usecs",
	};
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;

	(void)state;
	buf_puts(&log, "{\n   \"dmesg\": [\n      {\n");
	for (int i = 0; i < 4; i++)
		buf_printf(&log, "%s         \"pri\": 7,\n         \"time\":     0.10000%d,\n"
			   "         \"msg\": \"%s\"\n", i ? "      },{\n" : "", i, msgs[i]);
	buf_puts(&log, "      }\n   ]\n}\n");
	b = read_boot(&s, log.p);
	assert_int_equal(b->ncalls, 1);
	assert_int_equal(b->calls[0].pid, 1);
	assert_int_equal(b->calls[0].reported_us, 9);
	bootset_release(&s);
	buf_release(&log);
}

/* More calls in flight than are kept track of: the oldest are given up, the others are right. */
static void test_many_in_flight(void **state)
{
	const int n = 300;
	struct buf log = { 0 };
	struct bootset s;
	const struct boot *b;
	size_t pairs = 0, lost = 0, bare = 0;

	(void)state;
	buf_puts(&log, HEAD);
	for (int i = 0; i < n; i++)
		buf_printf(&log, "[    1.%06d] calling  f%d+0x0/0x10 [m] @ %d\n", i * 10,
			   i, 100 + i);
	for (int i = 0; i < n; i++)
		buf_printf(&log, "[    2.%06d] initcall f%d+0x0/0x10 [m] "
			   "returned %d after 1 usecs\n",
			   i * 10, i, i);
	b = read_boot(&s, log.p);
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (c->line[0] && c->line[1]) {
			pairs++;
			assert_int_equal(c->pid, 100 + c->ret);
			assert_int_equal(c->end_us - c->start_us, 1000000);
		} else if (c->flags & CALL_NO_RETURN) {
			lost++;
		} else {
			assert_true(c->flags & CALL_NO_START);
			bare++;
		}
	}
	assert_int_equal(pairs, OPEN_MAX);
	assert_int_equal(lost, n - OPEN_MAX);
	assert_int_equal(bare, n - OPEN_MAX);
	bootset_release(&s);
	buf_release(&log);
}

/* A figure that no call can have: the stamps tell, and without them nothing does. */
static void test_wild(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD CALLING("0.100003", "a", "1")
		"[    0.100503] initcall a+0x0/0x10 returned -19 after 18446744073709551614 usecs\n"
		INIT("0.200003"));

	(void)state;
	assert_int_equal(b->ncalls, 1);
	assert_int_equal(b->calls[0].ret, -19);
	assert_true(b->calls[0].reported_us == TIME_NONE);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 500);
	assert_int_equal(count_findings(b, FIND_UNPARSED_LINE), 1);
	bootset_release(&s);
}

static void test_levels(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100000", "z", "1") RETURNED("0.100001", "z", "1")
			  "[    0.110000] entering initcall level: pure\n"
			  CALLING("0.120000", "a", "1") RETURNED("0.120001", "a", "1")
			  "[    0.130000] initcall_level: level=core\n"
			  CALLING("0.140000", "b", "1")
			  "[    0.140100] calling  m+0x0/0x10 [mod] @ 45\n"
			  "[    0.140200] initcall m+0x0/0x10 [mod] returned 0 after 1 usecs\n"
			  RETURNED("0.140300", "b", "1")
			  "[    0.150000] entering initcall level: pure\n"
			  CALLING("0.160000", "c", "1") RETURNED("0.160001", "c", "1")
			  INIT("0.200000") CALLING("0.300000", "d", "9")
			  RETURNED("0.300001", "d", "1"));

	(void)state;
	assert_int_equal(b->nlevels, 2);
	assert_null(call_level(b, call_of(b, "z")));
	assert_string_equal(call_level(b, call_of(b, "a")), "pure");
	assert_string_equal(call_level(b, call_of(b, "b")), "core");
	assert_string_equal(call_level(b, call_of(b, "c")), "pure");
	assert_null(call_level(b, call_of(b, "m")));
	assert_null(call_level(b, call_of(b, "d")));
	bootset_release(&s);
}

/* Two lines that became one: both count, each with its own stamp. */
static void test_merged(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    0.050003] text without its end calling  z+0x0/0x10 @ 1\n"
			  RETURNED("0.060003", "z", "10000")
			  "[    0.100003] calling  a+0x0/0x10 @ 1[    0.200003] initcall "
			  "a+0x0/0x10 returned 0 after 100000 usecs\n"
			  "[    0.300003] calling  b+0x0/0x10 @ 1initcall b+0x0/0x10 "
			  "returned 0 after 3 usecs"
			  "calling  c+0x0/0x10 @ 1\n"
			  RETURNED("0.400003", "c", "100000") INIT("0.500003"));

	(void)state;
	assert_int_equal(b->ncalls, 4);
	expect_duration(call_of(b, "z"), CLOCK_PRINTK, 10000);
	expect_duration(call_of(b, "a"), CLOCK_PRINTK, 100000);
	assert_int_equal(call_of(b, "b")->reported_us, 3);
	assert_true(call_of(b, "b")->has_ret);
	expect_duration(call_of(b, "c"), CLOCK_PRINTK, 100000);
	assert_int_equal(count_findings(b, FIND_MERGED_LINE), 4);
	assert_int_equal(finding_of(b, FIND_MERGED_LINE)->line, 2);
	bootset_release(&s);
}

/* Garbage is no call; it is said where it stands. */
static void test_unparsed(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD "[    0.050000] calling  foo-bar+0x0/0x10 @ 1\n"
			  "[    0.060000] initcall c+0x0/0x10 returned 0 aft\n"
			  "[    0.070000] calling  c+0x0/0x10 @ 99999999999\n"
			  "[    0.080000] initcall 12 blacklisted\n"
			  CALLING("0.100000", "a", "1") RETURNED("0.100001", "a", "1")
			  INIT("0.200000"));

	(void)state;
	assert_int_equal(b->ncalls, 1);
	assert_int_equal(count_findings(b, FIND_UNPARSED_LINE), 3);
	assert_int_equal(finding_of(b, FIND_UNPARSED_LINE)->line, 2);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pair),
		cmocka_unit_test(test_same_name_by_task),
		cmocka_unit_test(test_same_name_by_fit),
		cmocka_unit_test(test_same_name_other_symbol),
		cmocka_unit_test(test_no_start),
		cmocka_unit_test(test_blacklisted),
		cmocka_unit_test(test_trouble),
		cmocka_unit_test(test_three_lines),
		cmocka_unit_test(test_async),
		cmocka_unit_test(test_told_twice),
		cmocka_unit_test(test_told_twice_json),
		cmocka_unit_test(test_many_in_flight),
		cmocka_unit_test(test_levels), cmocka_unit_test(test_wild),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_unparsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
