// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls within calls, calls beside calls, and calls that did not come back. */
#include "logs.h"

/* An initcall that calls another one in its own task. */
static void test_same_task(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1") CALLING("0.101003", "b", "1")
			  RETURNED("0.102003", "b", "1001") RETURNED("0.109003", "a", "8001")
			  CALLING("0.110003", "c", "1") RETURNED("0.111003", "c", "1001"));

	(void)state;
	assert_int_equal(b->calls[1].parent, 0);
	assert_int_equal(b->calls[1].flags, CALL_NESTED);
	assert_int_equal(b->calls[0].parent, CALL_NONE);
	assert_int_equal(b->calls[0].flags, CALL_OVERWRITTEN);
	/* The figure of a is since b began; its stamps are its own. */
	expect_duration(&b->calls[0], CLOCK_PRINTK, 9000);
	assert_int_equal(b->calls[2].parent, CALL_NONE);
	assert_int_equal(b->calls[2].flags, 0);
	assert_int_equal(count_findings(b, FIND_HUNG_INITCALL), 0);
	bootset_release(&s);
}

/* Before init, a module that another task loads is loaded for the call of task 1. */
static void test_module_within(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1")
			  "[    0.101003] calling  m+0x0/0x10 [mod] @ 45\n"
			  "[    0.102003] initcall m+0x0/0x10 [mod] returned 0 after 1001 usecs\n"
			  RETURNED("0.109003", "a", "8001") INIT("0.200003"));

	(void)state;
	assert_int_equal(b->calls[1].parent, 0);
	assert_int_equal(b->calls[1].flags, CALL_NESTED | CALL_CONCURRENT);
	assert_int_equal(b->calls[0].flags, CALL_OVERWRITTEN | CALL_CONCURRENT);
	bootset_release(&s);
}

/* It ends after the call in which it began: beside it, not within. */
static void test_overlap(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1")
			  "[    0.101003] calling  m+0x0/0x10 [mod] @ 45\n"
			  RETURNED("0.105003", "a", "4001")
			  "[    0.109003] initcall m+0x0/0x10 [mod] returned 0 after 8001 usecs\n"
			  INIT("0.200003"));

	(void)state;
	assert_int_equal(b->calls[1].parent, CALL_NONE);
	assert_int_equal(b->calls[1].flags, CALL_CONCURRENT);
	assert_int_equal(b->calls[0].flags, CALL_OVERWRITTEN | CALL_CONCURRENT);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 5000);
	expect_duration(&b->calls[1], CLOCK_PRINTK, 8000);
	bootset_release(&s);
}

/* After init, tasks load modules side by side: none is within another. */
static void test_after_init(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD INIT("0.200003")
			  "[    1.000003] calling  m+0x0/0x10 [m1] @ 44\n"
			  "[    1.001003] calling  n+0x0/0x10 [m2] @ 45\n"
			  "[    1.002003] initcall n+0x0/0x10 [m2] returned 0 after 1001 usecs\n"
			  "[    1.150003] initcall m+0x0/0x10 [m1] "
			  "returned 0 after 149001 usecs\n");

	(void)state;
	assert_int_equal(b->calls[1].parent, CALL_NONE);
	assert_int_equal(b->calls[1].flags, CALL_CONCURRENT);
	expect_duration(&b->calls[0], CLOCK_PRINTK, 150000);
	assert_int_equal(finding_of(b, FIND_CONCURRENT_CALLS)->severity, SEV_NOTE);
	bootset_release(&s);
}

/* Without stamps there is only the overwritten figure: it stays, with its flags. */
static void test_overlap_without_stamps(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, "Linux version 6.12.0\n"
			  "calling  a+0x0/0x10 [m1] @ 44\n"
			  "calling  b+0x0/0x10 [m2] @ 45\n"
			  "initcall b+0x0/0x10 [m2] returned 0 after 1003 usecs\n"
			  "initcall a+0x0/0x10 [m1] returned 0 after 2001 usecs\n");

	(void)state;
	expect_duration(&b->calls[0], CLOCK_KTIME, 2001);
	assert_int_equal(b->calls[0].flags, CALL_OVERWRITTEN | CALL_CONCURRENT);
	assert_int_equal(finding_of(b, FIND_CONCURRENT_CALLS)->severity, SEV_WARNING);
	bootset_release(&s);
}

/* The task of a went on: its return is only missing in the log. */
static void test_lost_return(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1") CALLING("0.101003", "b", "1")
			  RETURNED("0.102003", "b", "1001") CALLING("0.103003", "c", "1")
			  RETURNED("0.104003", "c", "1001") INIT("0.200003"));
	const struct finding *f = finding_of(b, FIND_HUNG_INITCALL);

	(void)state;
	assert_true(b->calls[0].flags & CALL_NO_RETURN);
	assert_false(b->calls[0].flags & CALL_HUNG);
	expect_duration(&b->calls[0], CLOCK_NONE, TIME_NONE);
	assert_false(b->calls[0].has_ret);
	/* So b and c did not run in it. */
	assert_int_equal(b->calls[1].parent, CALL_NONE);
	assert_int_equal(b->calls[1].flags, 0);
	assert_int_equal(b->calls[2].parent, CALL_NONE);
	assert_int_equal(b->calls[2].flags, 0);
	assert_int_equal(count_findings(b, FIND_HUNG_INITCALL), 1);
	assert_int_equal(f->severity, SEV_WARNING);
	assert_int_equal(f->line, 2);
	assert_non_null(strstr(f->message, "no return of a"));
	bootset_release(&s);
}

/* Other tasks go on, this one does not. */
static void test_hung(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1")
			  "[    0.101003] calling  m+0x0/0x10 [mod] @ 45\n"
			  "[    0.102003] initcall m+0x0/0x10 [mod] returned 0 after 1001 usecs\n"
			  "[    9.100003] text\n");
	const struct finding *f = finding_of(b, FIND_HUNG_INITCALL);

	(void)state;
	assert_true(b->calls[0].flags & CALL_HUNG);
	assert_false(b->calls[0].flags & CALL_NO_RETURN);
	expect_duration(&b->calls[0], CLOCK_NONE, TIME_NONE);
	/* m did run in it, as it is not over. */
	assert_int_equal(b->calls[1].parent, 0);
	assert_int_equal(f->severity, SEV_ERROR);
	assert_int_equal(f->line, 2);
	assert_non_null(strstr(f->message, "a was called at 100003 us"));
	assert_non_null(strstr(f->message, "9000000 us"));
	bootset_release(&s);
}

/* After init a line is more likely lost than a task. */
static void test_hung_later(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD INIT("0.200003")
					 "[    1.000003] calling  m+0x0/0x10 [mod] @ 45\n"
					 "[    1.100003] text\n");

	(void)state;
	assert_true(b->calls[0].flags & CALL_HUNG);
	assert_int_equal(finding_of(b, FIND_HUNG_INITCALL)->severity, SEV_WARNING);
	bootset_release(&s);
}

/* A lost return must not make all later calls of other tasks run beside it. */
static void test_lost_return_is_not_beside(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD INIT("0.050003")
			  "[    0.100003] calling  l+0x0/0x10 [m1] @ 44\n"
			  "[    0.200003] calling  m+0x0/0x10 [m2] @ 44\n"
			  "[    0.201003] initcall m+0x0/0x10 [m2] returned 0 after 999 usecs\n"
			  "[    0.300003] calling  n+0x0/0x10 [m3] @ 45\n"
			  "[    0.301003] initcall n+0x0/0x10 [m3] returned 0 after 999 usecs\n");

	(void)state;
	assert_true(call_of(b, "l")->flags & CALL_NO_RETURN);
	assert_int_equal(call_of(b, "m")->flags, 0);
	assert_int_equal(call_of(b, "n")->flags, 0);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_task),
		cmocka_unit_test(test_module_within),
		cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_after_init),
		cmocka_unit_test(test_overlap_without_stamps),
		cmocka_unit_test(test_lost_return),
		cmocka_unit_test(test_hung),
		cmocka_unit_test(test_hung_later),
		cmocka_unit_test(test_lost_return_is_not_beside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
