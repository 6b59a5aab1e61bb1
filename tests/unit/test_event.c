// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "input/event.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void expect_str(const char *msg, struct str got, const char *want)
{
	if (!str_eq(got, want ? str_of(want) : STR_NONE))
		fail_msg("%s: \"%.*s\" is not \"%s\"", msg, STR_ARG(got), want ? want : "");
}

static void expect_kind(const char *msg, bool cut, enum event_kind kind)
{
	struct event ev;

	if (event_parse(str_of(msg), cut, &ev) != kind)
		fail_msg("%s: kind %d", msg, (int)ev.kind);
	if (kind != EV_NONE)
		assert_int_equal(ev.kind, kind);
}

static void test_calling(void **state)
{
	static const struct {
		const char *msg, *sym;
		int32_t pid;
	} cases[] = {
		{ "calling  foo_init+0x0/0x1c @ 1", "foo_init+0x0/0x1c", 1 },
		{ "calling  foo_init+0x0/0x1c [mod] @ 45", "foo_init+0x0/0x1c [mod]", 45 },
		{ "calling  foo_init+0x0/0x1c [mod-x 0123abcd] @ 45",
		  "foo_init+0x0/0x1c [mod-x 0123abcd]", 45 },
		{ "calling  foo_init+0x0/0x1c", "foo_init+0x0/0x1c", -1 },
		{ "calling  foo_init+0x0/0x1c @ 2147483647", "foo_init+0x0/0x1c", 2147483647 },
		{ "calling  1_do_scan_async+0x0/0x1c @ 45", "1_do_scan_async+0x0/0x1c", 45 },
		{ "calling  0xffffffff81234567 @ 1", "0xffffffff81234567", 1 },
		{ "calling  .foo_init+0x0/0x1c @ 1", ".foo_init+0x0/0x1c", 1 },
		{ "calling  foo.cfi_jt+0x0/0x8 @ 1", "foo.cfi_jt+0x0/0x8", 1 },
		{ "calling foo_init+0x0/0x1c @ 1", "foo_init+0x0/0x1c", 1 },
		{ "calling  foo_init @ 1", "foo_init", 1 },
		{ "Calling initcall 0xc0398a2c: foo_init()", "foo_init", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		expect_kind(cases[i].msg, false, EV_CALLING);
		event_parse(str_of(cases[i].msg), false, &ev);
		expect_str(cases[i].msg, ev.sym, cases[i].sym);
		assert_int_equal(ev.pid, cases[i].pid);
		assert_int_equal(ev.n_us, N_NONE);
		assert_int_equal(ev.at, 0);
		assert_int_equal(ev.end, strlen(cases[i].msg));
	}
}

static void test_returned(void **state)
{
	static const struct {
		const char *msg, *sym;
		int32_t ret;
		int64_t n_us;
	} cases[] = {
		{ "initcall foo+0x0/0x1c returned 0 after 12 usecs", "foo+0x0/0x1c", 0, 12 },
		{ "initcall foo+0x0/0x1c [mod] returned -19 after 0 usecs",
		  "foo+0x0/0x1c [mod]", -19, 0 },
		{ "initcall foo+0x0/0x1c returned 1 after 3 usecs ", "foo+0x0/0x1c", 1, 3 },
		{ "initcall foo+0x0/0x1c returned 0 after 12 msecs", "foo+0x0/0x1c", 0, 12000 },
		{ "initcall foo+0x0/0x1c returned -2147483647 after 1 usecs", "foo+0x0/0x1c",
		  -2147483647, 1 },
		{ "initcall foo+0x0/0x1c returned 0 after 1000000000000000 usecs",
		  "foo+0x0/0x1c", 0,
		  1000000000000000 },
		{ "initcall 0xffffffff81234567 returned 0 after 5 usecs",
		  "0xffffffff81234567", 0, 5 },
		{ "initcall 3_foo+0x0/0x94 returned 0 after 3 usecs", "3_foo+0x0/0x94", 0, 3 },
		{ "initcall 0xc0398a2c: foo() returned 0.", "foo", 0, N_NONE },
		{ "initcall 0xc0398a2c: foo() returned -19.", "foo", -19, N_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		expect_kind(cases[i].msg, false, EV_RETURNED);
		event_parse(str_of(cases[i].msg), false, &ev);
		expect_str(cases[i].msg, ev.sym, cases[i].sym);
		assert_int_equal(ev.ret, cases[i].ret);
		assert_int_equal(ev.n_us, cases[i].n_us);
		assert_int_equal(ev.pid, -1);
	}
}

/* kernel/async.c since 5.14: there is no value that it could have returned. */
static void test_async_returned(void **state)
{
	const char *msg = "initcall 3_foo+0x0/0x94 returned after 124 usecs";
	struct event ev;

	(void)state;
	expect_kind(msg, false, EV_RETURNED);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.sym, "3_foo+0x0/0x94");
	assert_int_equal(ev.ret, 0);
	assert_int_equal(ev.n_us, 124);
}

static void test_ran_for(void **state)
{
	const char *msg = "initcall 0xc0398a2c ran for 3 msecs: foo()";
	struct event ev;

	(void)state;
	expect_kind(msg, false, EV_RAN_FOR);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.sym, "foo");
	assert_int_equal(ev.n_us, 3000);
}

static void test_remarks(void **state)
{
	struct event ev;
	const char *msg = "initcall foo+0x0/0x1c [mod] returned with preemption imbalance ";

	(void)state;
	expect_kind(msg, false, EV_TROUBLE);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.sym, "foo+0x0/0x1c [mod]");
	expect_str(msg, ev.text, "preemption imbalance");
	msg = "initcall foo+0x0/0x1c returned with disabled interrupts";
	expect_kind(msg, false, EV_TROUBLE);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.text, "disabled interrupts");
	msg = "initcall foo_init blacklisted";
	expect_kind(msg, false, EV_BLACKLISTED);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.sym, "foo_init");
	/* The kernel reads its command line: nothing was skipped yet. */
	expect_kind("blacklisting initcall foo_init", false, EV_NONE);
}

static void test_probes(void **state)
{
	static const struct {
		const char *msg, *device;
		int32_t ret;
		int64_t n_us;
	} cases[] = {
		{ "probe of 1c00000.pcie returned -517 after 4 usecs", "1c00000.pcie", -517, 4 },
		{ "probe of 1c00000.pcie returned 517 after 4 usecs", "1c00000.pcie", 517, 4 },
		{ "probe of 1-1:1.0 returned 0 after 1234 usecs", "1-1:1.0", 0, 1234 },
		{ "probe of Fixed MDIO bus returned 1 after 7 usecs", "Fixed MDIO bus", 1, 7 },
		{ "probe of x returned y returned 1 after 7 usecs", NULL, 0, 0 },
		{ "probe of 1c00000.pcie returned 0 after 4 msecs", "1c00000.pcie", 0, 4000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		if (!cases[i].device) {
			expect_kind(cases[i].msg, false, EV_NONE);
			continue;
		}
		expect_kind(cases[i].msg, false, EV_PROBE);
		event_parse(str_of(cases[i].msg), false, &ev);
		expect_str(cases[i].msg, ev.sym, cases[i].device);
		assert_int_equal(ev.ret, cases[i].ret);
		assert_int_equal(ev.n_us, cases[i].n_us);
	}
	expect_kind("probe of  returned 0 after 4 usecs", false, EV_NONE);
	expect_kind("probe of x returned 0", false, EV_NONE);
	expect_kind("probe of x failed with error -22", false, EV_NONE);
}

static void test_probing(void **state)
{
	const char *msg = "bus: 'platform': really_probe: probing driver "
			  "uart-pl011 with device 9000.uart";
	struct event ev;

	(void)state;
	expect_kind(msg, false, EV_PROBING);
	event_parse(str_of(msg), false, &ev);
	expect_str(msg, ev.sym, "9000.uart");
	expect_str(msg, ev.text, "uart-pl011");
	expect_kind("bus: 'platform': really_probe: probing driver uart-pl011", false, EV_NONE);
	expect_kind("bus: 'platform': add driver uart-pl011", false, EV_NONE);
}

static void test_waits(void **state)
{
	struct event ev;

	(void)state;
	expect_kind("async_waiting @ 1", false, EV_ASYNC_WAIT);
	event_parse(STR("async_waiting @ 1"), false, &ev);
	assert_int_equal(ev.pid, 1);
	expect_kind("async_continuing @ 45 after 124 usec", false, EV_ASYNC_GO);
	event_parse(STR("async_continuing @ 45 after 124 usec"), false, &ev);
	assert_int_equal(ev.pid, 45);
	assert_int_equal(ev.n_us, 124);
	expect_kind("async_continuing @ 45", false, EV_NONE);
	expect_kind("async_waiting @ x", false, EV_NONE);
	expect_kind("async_tx: api initialized (async)", false, EV_NONE);
}

static void test_trace(void **state)
{
	struct event ev;

	(void)state;
	expect_kind("initcall_start: func=foo+0x0/0x1c", false, EV_TRACE_START);
	event_parse(STR("initcall_start: func=foo+0x0/0x1c [mod]"), false, &ev);
	expect_str("start", ev.sym, "foo+0x0/0x1c [mod]");
	expect_kind("initcall_finish: func=foo+0x0/0x1c ret=-19", false, EV_TRACE_FINISH);
	event_parse(STR("initcall_finish: func=foo+0x0/0x1c ret=-19"), false, &ev);
	expect_str("finish", ev.sym, "foo+0x0/0x1c");
	assert_int_equal(ev.ret, -19);
	assert_int_equal(ev.n_us, N_NONE);
	expect_kind("initcall_level: level=pure", false, EV_LEVEL);
	event_parse(STR("initcall_level: level=pure "), false, &ev);
	expect_str("level", ev.text, "pure");
	expect_kind("initcall_finish: func=foo+0x0/0x1c", false, EV_BROKEN);
	expect_kind("initcall_finish: func=foo+0x0/0x1c ret=x", false, EV_BROKEN);
}

static void test_marks(void **state)
{
	static const struct {
		const char *msg;
		enum event_kind kind;
		const char *text;
	} cases[] = {
		{ "Linux version 6.12.0 (x@y) (gcc)", EV_BANNER, "6.12.0 (x@y) (gcc)" },
		{ "Kernel command line: quiet initcall_debug", EV_CMDLINE, "quiet initcall_debug" },
		{ "Command line: quiet ", EV_CMDLINE, "quiet" },
		{ "Machine model: A board", EV_MACHINE, "A board" },
		{ "OF: fdt: Machine model: A board", EV_MACHINE, "A board" },
		{ "OF: fdt:Machine model: A board", EV_MACHINE, "A board" },
		{ "DMI: QEMU Standard PC", EV_MACHINE, "QEMU Standard PC" },
		{ "Machine: A board", EV_MACHINE, "A board" },
		{ "Run /sbin/init as init process", EV_RUN_INIT, "/sbin/init" },
		{ "Run /opt/my init as init process", EV_RUN_INIT, "/opt/my init" },
		{ "Failed to execute /init (error -2)", EV_INIT_FAILED, "/init (error -2)" },
		{ "Freeing unused kernel image (initmem) memory: 2688K", EV_FREE_INITMEM,
		  ": 2688K" },
		{ "Freeing unused kernel memory: 2688K", EV_FREE_INITMEM, ": 2688K" },
		{ "Freeing init memory: 200K", EV_FREE_INITMEM, ": 200K" },
		{ "clocksource: Switched to clocksource tsc", EV_CLOCKSOURCE, "tsc" },
		{ "Switched to clocksource tsc", EV_CLOCKSOURCE, "tsc" },
		{ "Switching to clocksource hpet", EV_CLOCKSOURCE, "hpet" },
		{ "entering initcall level: postcore", EV_LEVEL, "postcore" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		expect_kind(cases[i].msg, false, cases[i].kind);
		event_parse(str_of(cases[i].msg), false, &ev);
		expect_str(cases[i].msg, ev.text, cases[i].text);
	}
}

static void test_cpus(void **state)
{
	static const struct {
		const char *msg;
		enum event_kind kind;
		int64_t n;
	} cases[] = {
		{ "smp: Brought up 1 node, 1 CPU", EV_CPUS, 1 },
		{ "smp: Brought up 2 nodes, 160 CPUs", EV_CPUS, 160 },
		{ "Brought up 4 CPUs", EV_CPUS, 4 },
		{ "SMP: Total of 8 processors activated.", EV_CPUS, 8 },
		{ "SMP: Total of 1 processors activated (996.14 BogoMIPS).", EV_CPUS, 1 },
		{ "smpboot: Total of 96 processors activated (403523.23 BogoMIPS)", EV_CPUS, 96 },
		{ "smpboot: Allowing 8 CPUs, 4 hotplug CPUs", EV_CPUS_POSSIBLE, 8 },
		{ "CPU topo: Allowing 2 present CPUs plus 6 hotplug CPUs", EV_CPUS_POSSIBLE, 8 },
		{ "rcu: \tRCU restricting CPUs from NR_CPUS=8192 to nr_cpu_ids=2.", EV_CPUS_POSSIBLE, 2 },
		{ "setup_percpu: NR_CPUS:8192 nr_cpumask_bits:2 nr_cpu_ids:16 nr_node_ids:1",
		  EV_CPUS_POSSIBLE, 16 },
		/* Others that begin so, and numbers that are none, or may be cut. */
		{ "rcu: Hierarchical RCU implementation.", EV_NONE, N_NONE },
		{ "CPU topo: Max. threads per core:   1", EV_NONE, N_NONE },
		{ "rcu: RCU restricting CPUs to nr_cpu_ids=2", EV_NONE, N_NONE },
		{ "smp: Brought up 1 node, 0 CPUs", EV_NONE, N_NONE },
		{ "smp: Brought up 1 node, 99999999999999999999 CPUs", EV_NONE, N_NONE },
		{ "smp: Brought up one node, many CPUs", EV_NONE, N_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		expect_kind(cases[i].msg, false, cases[i].kind);
		event_parse(str_of(cases[i].msg), false, &ev);
		assert_int_equal(ev.n_us, cases[i].n);
	}
}

/* try_to_run_init_process() has another way to say it. */
static void test_init_did_not_start(void **state)
{
	(void)state;
	expect_kind("Starting init: /sbin/init exists but couldn't execute it (error -8)", false,
		    EV_INIT_FAILED);
}

static void test_dropped(void **state)
{
	static const struct {
		const char *msg;
		int64_t n;
	} cases[] = {
		{ "** 12 printk messages dropped **", 12 },
		{ "** 1234 printk messages dropped ** ", 1234 },
		{ "printk: 12 messages dropped", 12 },
		{ "** printk messages dropped **", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		expect_kind(cases[i].msg, false, EV_DROPPED);
		event_parse(str_of(cases[i].msg), false, &ev);
		assert_int_equal(ev.n_us, cases[i].n);
	}
	expect_kind("** 12 printk messages suppressed **", false, EV_NONE);
	expect_kind("printk: console [ttyS0] enabled", false, EV_NONE);
}

/* They look like initcall lines and are none. */
static void test_others(void **state)
{
	static const char *const cases[] = {
		"",
		"calling",
		"calling ",
		"initcall ",
		"calling  input1+ @ 1231, parent: serio0",
		"calling  0000:00:1f.2+ @ 45, parent: pci0000:00",
		"call 0000:00:1f.2+ returned 0 after 12 usecs",
		"usb usb1: calling  usb_dev_suspend+0x0/0x10 @ 45, parent: 0000:00:14.0",
		"usb usb1: usb_dev_suspend+0x0/0x10 returned 0 after 5 usecs",
		"pci 0000:00:1d.0: calling  quirk_usb_early_handoff+0x0/0x1f0 @ 1",
		"pci 0000:00:1d.0: calling quirk_usb_early_handoff+0x0/0x1f0",
		"pci 0000:00:1d.0: quirk_usb_early_handoff+0x0/0x1f0 took 12 usecs",
		"calling the BIOS did not help",
		"initcall lines are not for this",
		"initcall debugging is on",
		"amba 1000.uart: Linked as a consumer to 2000.clock",
		"x: error -EPROBE_DEFER: supplier y not ready",
		"RIP: 0010:foo+0x12/0x1c",
		" foo_calling bar+0x0/0x1c @ 1",
		"recalling  bar+0x0/0x1c @ 1",
		"Running as init process",
		"Run  as init process",
		"Runaway",
		"Linux versions",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_kind(cases[i], false, EV_NONE);
}

/* Whole lines, and still no figure can be had from them. */
static void test_broken(void **state)
{
	static const char *const cases[] = {
		"calling  foo+0x0/0x1c @ ",
		"calling  foo+0x0/0x1c @ x",
		"calling  foo+0x0/0x1c [mod",
		"calling  foo+0x0/0x1c @ 2147483648",
		"calling  foo+0x0/0x1c @ 99999999999999999999",
		"initcall foo+0x0/0x1c returned",
		"initcall foo+0x0/0x1c returned x after 1 usecs",
		"initcall foo+0x0/0x1c returned 0 after usecs",
		"initcall foo+0x0/0x1c returned 0 after 5",
		"initcall foo+0x0/0x1c returned 0 after -5 usecs",
		"initcall foo+0x0/0x1c returned 2147483648 after 1 usecs",
		"initcall foo+0x0/0x1c retu",
		"Calling initcall 0xc0398a2c: foo_init(",
		"Calling initcall 0xc0398a2c",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_kind(cases[i], false, EV_BROKEN);
	expect_kind("probe of x returned 0 after 99999999999999999999999 usecs", false, EV_NONE);
	expect_kind("probe of x returned 0 after 1000000000000001 usecs", false, EV_NONE);
	expect_kind("async_continuing @ 1 after 99999999999999999999999 usec", false, EV_NONE);
	expect_kind("async_waiting @ 99999999999", false, EV_NONE);
}

/* The clock stepped back within the call: that it returned, and what, is known all the same. */
static void test_wild(void **state)
{
	static const char *const cases[] = {
		"initcall foo+0x0/0x1c returned -19 after 18446744073709551615 usecs",
		"initcall foo+0x0/0x1c returned -19 after 18014398509481983 usecs",
		"initcall foo+0x0/0x1c returned -19 after 99999999999999999999999 usecs",
		"initcall foo+0x0/0x1c returned -19 after 1000000000000001 usecs",
		"initcall foo+0x0/0x1c returned -19 after 1000000000001 msecs",
	};
	struct event ev;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(event_parse(str_of(cases[i]), false, &ev), EV_RETURNED);
		assert_int_equal(ev.ret, -19);
		assert_int_equal(ev.n_us, N_WILD);
	}
	event_parse(STR("initcall foo+0x0/0x1c returned 0 after 1000000000000 msecs"), false, &ev);
	assert_int_equal(ev.n_us, 1000000000000000);
}

/*
 * A line cut anywhere: what it then says is what the whole line says, or
 * nothing.
 */
static void test_cut(void **state)
{
	static const char *const cases[] = {
		"calling  foo_init+0x0/0x1c @ 123",
		"calling  foo_init+0x0/0x1c [mod] @ 123",
		"initcall foo_init+0x0/0x1c returned -19 after 1234 usecs",
		"initcall foo_init+0x0/0x1c [mod] returned 0 after 1234 msecs",
		"initcall foo_init+0x0/0x1c returned with preemption imbalance",
		"initcall 0xc0398a2c: foo_init() returned -19.",
		"initcall 0xc0398a2c ran for 35 msecs: foo_init()",
		"Calling initcall 0xc0398a2c: foo_init()",
		"probe of 1c00000.pcie returned -517 after 421 usecs",
		"async_waiting @ 123",
		"async_continuing @ 123 after 124 usec",
		"initcall_start: func=foo+0x0/0x1c",
		"initcall_finish: func=foo+0x0/0x1c ret=-19",
		"** 123 printk messages dropped **",
		"text calling  foo_init+0x0/0x1c @ 123",
		"text initcall foo_init+0x0/0x1c returned -19 after 1234 usecs",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str whole = str_of(cases[i]);
		struct event want, ev;

		event_parse(whole, false, &want);
		for (size_t n = 0; n < whole.n; n++) {
			event_parse(str_head(whole, n), true, &ev);
			if (ev.kind == EV_NONE || ev.kind == EV_BROKEN)
				continue;
			if (ev.kind != want.kind || !str_eq(ev.sym, want.sym) ||
			    ev.ret != want.ret ||
			    (ev.n_us != N_NONE && ev.n_us != want.n_us) ||
			    (ev.pid != -1 && ev.pid != want.pid) || !str_eq(ev.text, want.text))
				fail_msg("\"%.*s\" says kind %d, %lld us, ret %d, pid %d", (int)n,
					 cases[i], (int)ev.kind, (long long)ev.n_us, (int)ev.ret,
					 (int)ev.pid);
		}
		/* At its very end it may have lost a digit. */
		event_parse(whole, true, &ev);
		if (ev.kind == EV_CALLING)
			assert_int_equal(ev.pid, -1);
	}
}

/* The release and the level: 6.1 is not what is left of 6.12. */
static void test_cut_marks(void **state)
{
	static const char *const cases[] = {
		"Linux version 6.1", "entering initcall level: post", "initcall_level: level=post",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct event ev;

		event_parse(str_of(cases[i]), true, &ev);
		if (ev.kind != EV_NONE && ev.kind != EV_BROKEN && ev.text.n)
			fail_msg("\"%s\" cut: \"%.*s\"", cases[i], STR_ARG(ev.text));
	}
}

static void test_merged(void **state)
{
	struct str s = STR("some driver: calling  a+0x0/0x1 @ 1");
	struct event ev;

	(void)state;
	expect_kind("text without its end calling  a+0x0/0x1c @ 1", false, EV_CALLING);
	event_parse(STR("text calling  a+0x0/0x1c @ 1"), false, &ev);
	assert_int_equal(ev.at, 5);
	assert_int_equal(ev.pid, 1);
	expect_str("merged", ev.sym, "a+0x0/0x1c");
	event_parse(STR("text (initcall a+0x0/0x1c returned -5 after 3 usecs"), false, &ev);
	assert_int_equal(ev.kind, EV_RETURNED);
	assert_int_equal(ev.at, 6);
	assert_int_equal(ev.ret, -5);
	assert_int_equal(ev.n_us, 3);
	/* ": " is how devices begin, see test_others() */
	assert_int_equal(event_parse(s, false, &ev), EV_NONE);

	/* What follows is left for another look. */
	s = STR("initcall a+0x0/0x1c returned 0 after 3 usecscalling  b+0x0/0x1c @ 1");
	assert_int_equal(event_parse(s, false, &ev), EV_RETURNED);
	assert_int_equal(ev.end, 44);
	assert_int_equal(event_parse(str_from(s, ev.end), false, &ev), EV_CALLING);
	expect_str("second", ev.sym, "b+0x0/0x1c");
	s = STR("calling  a+0x0/0x1c @ 1initcall a+0x0/0x1c returned 0 after 3 usecs");
	assert_int_equal(event_parse(s, false, &ev), EV_CALLING);
	assert_int_equal(ev.pid, 1);
	assert_int_equal(ev.end, 23);
	assert_int_equal(event_parse(str_from(s, ev.end), false, &ev), EV_RETURNED);
}

/* The usual text that waits for its end. */
static void test_merged_after_dots(void **state)
{
	struct event ev;

	(void)state;
	event_parse(STR("Testing it...calling  a+0x0/0x1c @ 1"), false, &ev);
	assert_int_equal(ev.kind, EV_CALLING);
	assert_int_equal(ev.at, 13);
	event_parse(STR("Testing it...initcall a+0x0/0x1c returned 0 after 3 usecs"), false, &ev);
	assert_int_equal(ev.kind, EV_RETURNED);
}

/* Any byte, and no byte after the end. */
static void test_any_byte(void **state)
{
	static const char *const heads[] = { "calling ", "calling  a+0x", "initcall ", "probe of ",
					     "initcall a+0x0/0x1 returned ", "async_waiting @ ",
					     "initcall 0x", "Calling initcall 0x", "** ",
					     "initcall_start: func=", "bus: '", "Run " };
	struct event ev;

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		for (int c = 0; c < 256; c++) {
			size_t n = strlen(heads[i]);
			char *p = test_malloc(n + 3);

			memcpy(p, heads[i], n);
			memset(p + n, c, 3);
			for (size_t k = 0; k <= 3; k++) {
				event_parse((struct str){ p, n + k }, k & 1, &ev);
				assert_true(ev.at <= n + k && ev.end <= n + k);
			}
			test_free(p);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calling),  cmocka_unit_test(test_returned),
		cmocka_unit_test(test_async_returned), cmocka_unit_test(test_ran_for),
		cmocka_unit_test(test_remarks),  cmocka_unit_test(test_probes),
		cmocka_unit_test(test_probing),  cmocka_unit_test(test_waits),
		cmocka_unit_test(test_trace),    cmocka_unit_test(test_marks),
		cmocka_unit_test(test_cpus),
		cmocka_unit_test(test_init_did_not_start), cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_others),   cmocka_unit_test(test_broken),
		cmocka_unit_test(test_wild),
		cmocka_unit_test(test_cut),      cmocka_unit_test(test_cut_marks),
		cmocka_unit_test(test_merged),   cmocka_unit_test(test_any_byte),
		cmocka_unit_test(test_merged_after_dots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
