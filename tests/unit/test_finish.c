// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#define ONE CALLING("0.100003", "a", "1") RETURNED("0.100503", "a", "491")

/* Before init; after it, modules are user space's, and the rest the kernel put off. */
static void test_phases(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE
			  "[    0.150003] calling  m+0x0/0x10 [m] @ 45\n"
			  "[    0.160003] calling  late+0x0/0x10 @ 1\n" INIT("0.200003")
			  "[    0.210003] initcall late+0x0/0x10 returned 0 after 50001 usecs\n"
			  "[    0.220003] initcall m+0x0/0x10 [m] returned 0 after 50001 usecs\n"
			  CALLING("1.100003", "d", "50") RETURNED("1.100503", "d", "491")
			  "[    1.200003] calling  n+0x0/0x10 [n] @ 51\n"
			  "[    1.200503] initcall n+0x0/0x10 [n] returned 0 after 491 usecs\n"
			  "[    1.300503] initcall o+0x0/0x10 [o] returned 0 after 491 usecs\n");

	(void)state;
	assert_int_equal(call_of(b, "a")->phase, PHASE_KERNEL);
	assert_int_equal(call_of(b, "m")->phase, PHASE_KERNEL);
	assert_int_equal(call_of(b, "late")->phase, PHASE_KERNEL);
	assert_int_equal(call_of(b, "d")->phase, PHASE_DEFERRED);
	assert_int_equal(call_of(b, "n")->phase, PHASE_USER);
	assert_int_equal(call_of(b, "o")->phase, PHASE_USER);
	bootset_release(&s);
}

/* No line of init: all of it is the kernel's. */
static void test_no_init(void **state)
{
	struct bootset s;
	const struct boot *b = read_boot(&s, HEAD ONE "[    9.000000] text\n");

	(void)state;
	assert_true(b->init_us == TIME_NONE);
	assert_int_equal(b->init_at, 0);
	assert_int_equal(b->calls[0].phase, PHASE_KERNEL);
	assert_int_equal(count_findings(b, FIND_TAIL_LOST), 1);
	bootset_release(&s);
}

/* Old kernels do not say that they run init: the free of its memory is near it. */
static void test_init_by_free(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE "[    0.300003] Freeing unused kernel memory: 1K\n"
			  "[    0.310003] Freeing unused kernel memory: 2K\n"
			  "[    0.400003] calling  n+0x0/0x10 [n] @ 51\n"
			  "[    0.400503] initcall n+0x0/0x10 [n] returned 0 after 491 usecs\n");

	(void)state;
	assert_true(b->init_is_free);
	assert_int_equal(b->init_us, 300003);
	assert_int_equal(b->init_line, 4);
	assert_int_equal(call_of(b, "n")->phase, PHASE_USER);
	assert_int_equal(b->acc.total_us, 300003);
	assert_int_equal(count_findings(b, FIND_TAIL_LOST), 0);
	bootset_release(&s);
	b = read_boot(&s, HEAD ONE "[    0.300003] Freeing unused kernel memory: 1K\n"
		      INIT("0.500003"));
	assert_false(b->init_is_free);
	assert_int_equal(b->init_us, 500003);
	assert_int_equal(b->free_initmem_us, 300003);
	bootset_release(&s);
}

/* The kernel tries one program after the other. */
static void test_failed_init(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE INIT("0.200003")
			  "[    0.210003] Failed to execute /init (error -2)\n"
			  "[    0.220003] Run /sbin/init as init process\n"
			  "[    5.000003] Run /not/the/kernel as init process\n");

	(void)state;
	assert_int_equal(b->init_us, 220003);
	assert_int_equal(b->init_line, 6);
	bootset_release(&s);
	/* None of them starts. */
	b = read_boot(&s, HEAD ONE INIT("0.200003")
		      "[    0.210003] Failed to execute /init (error -2)\n"
		      "[    0.220003] Kernel panic - not syncing: No working init found.\n");
	assert_true(b->init_us == TIME_NONE);
	assert_int_equal(count_findings(b, FIND_TAIL_LOST), 1);
	bootset_release(&s);
}

static void test_failed_default_init(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE "[    0.200003] Run /sbin/init as init process\n"
			  "[    0.210003] Starting init: /sbin/init exists but couldn't execute it "
			  "(error -8)\n"
			  "[    0.220003] Run /bin/sh as init process\n");

	(void)state;
	assert_int_equal(b->init_us, 220003);
	bootset_release(&s);
}

/* The n-th call of a name, and the n-th of the very symbol. */
static void test_ordinals(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD ONE
			  "[    0.150003] calling  a+0x0/0x10 [m] @ 45\n"
			  "[    0.150503] initcall a+0x0/0x10 [m] returned 0 after 491 usecs\n"
			  CALLING("0.200003", "b", "1") RETURNED("0.200503", "b", "491")
			  CALLING("0.300003", "a", "1") RETURNED("0.300503", "a", "491"));
	const struct finding *f = finding_of(b, FIND_DUPLICATE_NAME);

	(void)state;
	assert_int_equal(b->calls[1].ordinal, 2);
	assert_int_equal(b->calls[1].nth, 1);
	assert_int_equal(b->calls[2].ordinal, 1);
	assert_int_equal(b->calls[3].ordinal, 3);
	assert_int_equal(b->calls[3].nth, 2);
	assert_int_equal(f->line, 4);
	assert_non_null(strstr(f->message, "1 name occurs more than once (a)"));
	bootset_release(&s);
}

#define PROBE(t, d, n) "[    " t "] probe of " d " returned 0 after " n " usecs\n"

/* A probe belongs to the call that runs, if only one does. */
static void test_probes(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD PROBE("0.090000", "early", "5")
			  CALLING("0.100003", "a", "1")
			  "[    0.100010] bus: 'platform': really_probe: probing driver drv with "
			  "device d1\n"
			  PROBE("0.100203", "d1", "150")
			  PROBE("0.100303", "1-1:1.0", "50") PROBE("0.100304", "serio1", "1")
			  PROBE("0.100305", "2:0:0:0", "1") PROBE("0.100306", "1-0050", "1")
			  RETURNED("0.100503", "a", "491")
			  "[    0.200003] calling  m+0x0/0x10 [m] @ 45\n"
			  "[    0.200103] calling  n+0x0/0x10 [n] @ 46\n"
			  PROBE("0.200203", "d2", "5")
			  "[    0.200303] initcall m+0x0/0x10 [m] returned 0 after 200 usecs\n"
			  "[    0.200403] probe of d3 returned -517 after 7 usecs\n"
			  "[    0.200503] initcall n+0x0/0x10 [n] returned 0 after 399 usecs\n");

	(void)state;
	assert_int_equal(b->nprobes, 8);
	assert_int_equal(b->probes[0].call, CALL_NONE);
	assert_string_equal(b->probes[1].device, "d1");
	assert_string_equal(b->probes[1].driver, "drv");
	assert_int_equal(b->probes[1].call, 0);
	assert_int_equal(b->probes[1].start_us, 100053);
	assert_int_equal(b->probes[1].end_us, 100203);
	assert_int_equal(b->probes[1].duration_us, 150);
	assert_int_equal(b->probes[1].line, 5);
	/* USB, serio and SCSI devices are found by threads of their own. */
	assert_int_equal(b->probes[2].call, CALL_NONE);
	assert_int_equal(b->probes[3].call, CALL_NONE);
	assert_int_equal(b->probes[4].call, CALL_NONE);
	/* This one is on I2C. */
	assert_int_equal(b->probes[5].call, 0);
	assert_null(b->probes[5].driver);
	/* Two calls run: no telling. */
	assert_int_equal(b->probes[6].call, CALL_NONE);
	assert_int_equal(b->probes[7].call, 2);
	assert_int_equal(b->probes[7].ret, -517);
	bootset_release(&s);
}

/* PRINTK_CALLER names the task, and with it the call. */
static void test_probes_by_task(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD
			  "[    0.200003][   T45] calling  m+0x0/0x10 [m] @ 45\n"
			  "[    0.200103][   T46] calling  n+0x0/0x10 [n] @ 46\n"
			  "[    0.200203][   T45] probe of d1 returned 0 after 5 usecs\n"
			  "[    0.200213][   T46] probe of 1-1 returned 0 after 5 usecs\n"
			  "[    0.200223][    T9] probe of d3 returned 0 after 5 usecs\n"
			  "[    0.200303][   T45] initcall m+0x0/0x10 [m] "
			  "returned 0 after 200 usecs\n"
			  "[    0.200403][    T9] probe of d4 returned 0 after 5 usecs\n"
			  "[    0.200503][   T46] initcall n+0x0/0x10 [n] "
			  "returned 0 after 399 usecs\n");

	(void)state;
	assert_int_equal(b->probes[0].call, 0);
	assert_int_equal(b->probes[0].pid, 45);
	assert_int_equal(b->probes[1].call, 1);
	assert_int_equal(b->probes[2].call, CALL_NONE);
	assert_int_equal(b->probes[3].call, CALL_NONE);
	bootset_release(&s);
}

/* A probe that began long before the call did not run in it. */
static void test_probe_before_call(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1") PROBE("0.100203", "d1", "50000")
			  PROBE("0.100303", "d2", "400") RETURNED("0.100503", "a", "491"));

	(void)state;
	assert_int_equal(b->probes[0].call, CALL_NONE);
	assert_int_equal(b->probes[1].call, 0);
	assert_int_equal(b->calls[0].probes_us, 300);
	bootset_release(&s);
}

/* Probes within probes: each moment counts once. */
static void test_probes_union(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1")
			  PROBE("0.101000", "c1", "100")  /* 900 to 1000 */
			  PROBE("0.101500", "c2", "300")  /* 1200 to 1500 */
			  PROBE("0.102000", "bus", "1200") /* 800 to 2000, both of them in it */
			  PROBE("0.103000", "d", "500")   /* 2500 to 3000 */
			  RETURNED("0.104003", "a", "3991")
			  CALLING("0.200003", "b", "1") PROBE("0.200103", "e", "77")
			  RETURNED("0.200503", "b", "491"));

	(void)state;
	assert_int_equal(b->calls[0].probes_us, 1700);
	assert_int_equal(b->calls[1].probes_us, 77);
	bootset_release(&s);
}

/* One that reaches over the start of the other, as stamps are not exact. */
static void test_probes_overlap(void **state)
{
	struct bootset s;
	const struct boot *b =
		read_boot(&s, HEAD CALLING("0.100003", "a", "1") PROBE("0.101000", "d1", "500")
			  PROBE("0.101300", "d2", "400") RETURNED("0.104003", "a", "3991"));

	(void)state;
	assert_int_equal(b->calls[0].probes_us, 800);
	bootset_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phases),      cmocka_unit_test(test_no_init),
		cmocka_unit_test(test_init_by_free), cmocka_unit_test(test_failed_init),
		cmocka_unit_test(test_failed_default_init), cmocka_unit_test(test_ordinals),
		cmocka_unit_test(test_probes),      cmocka_unit_test(test_probes_by_task),
		cmocka_unit_test(test_probe_before_call), cmocka_unit_test(test_probes_union),
		cmocka_unit_test(test_probes_overlap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
