// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compare/message_kind.h"
#include "compare/messages.h"

/* Of boots of Linux 6.12, as "dmesg -r" has them, shortened. */
#define START \
	"<5>[    0.000000] Linux version 6.12.117 (gcc 12.2.0) #1 SMP\n" \
	"<3>[    0.002000] tsc: Unable to calibrate against PIT\n" \
	"<6>[    0.586032] Freeing SMP alternatives memory: 20K\n" \
	"<7>[    1.100000] calling  BUG_init+0x0/0x10 @ 1\n" \
	"<7>[    1.110000] initcall BUG_init+0x0/0x10 returned -19 after 30 usecs\n"
#define PROTECT \
	"<6>[    2.226636] Write protecting the kernel read-only data: 14336k\n" \
	"<6>[    2.228098] Freeing unused kernel image (rodata/data gap) memory: 1564K\n" \
	"<6>[    2.232998] x86/mm: Checked W+X mappings: passed, no W+X pages found.\n" \
	"<6>[    2.233464] rodata_test: all tests were successful\n"
#define FREE "<6>[    2.226293] Freeing unused kernel image (initmem) memory: 1772K\n"
#define NORMAL START FREE PROTECT

/* With deferral: protected as far as it goes, then the rest. */
static const char deferred[] = START PROTECT
	"<6>[    2.500000] deferred_initcalls: entering initcall level: deferred\n"
	"<6>[    2.640369] x86/mm: Checked W+X mappings: passed, no W+X pages found.\n"
	"<6>[    2.613536] Freeing unused kernel image (initmem) memory: 900K\n"
	"<6>[    2.613600] Freeing unused kernel image (initmem) memory: 872K\n"
	"<6>[    2.617758] x86/mm: Checked W+X mappings: passed, no W+X pages found.\n";

#define OOPS \
	"<1>[    0.932566] BUG: kernel NULL pointer dereference, address: 0000000000000014\n" \
	"<1>[    0.933153] #PF: supervisor read access in kernel mode\n" \
	"<1>[    0.933153] #PF: error_code(0x0000) - not-present page\n" \
	"<6>[    0.933153] PGD 0 P4D 0 \n" \
	"<4>[    0.933153] Oops: Oops: 0000 [#1] SMP NOPTI\n" \
	"<4>[    0.933153] RIP: 0010:kmem_cache_alloc_node_noprof+0x16/0x80\n" \
	"<4>[    0.933153] RAX: 0000000000000000 RBX: ffff8926804efe00 RCX: 0000000000000090\n" \
	"<4>[    0.933153] Call Trace:\n" \
	"<4>[    0.933153]  <TASK>\n" \
	"<4>[    0.933153]  blk_alloc_queue+0x29/0x260\n" \
	"<4>[    0.933153]  </TASK>\n" \
	"<4>[    0.933153] ---[ end trace 0000000000000000 ]---\n" \
	"<1>[    0.933153] RIP: 0010:kmem_cache_alloc_node_noprof+0x16/0x80\n" \
	"<6>[    0.933153] note: swapper/0[1] exited with irqs disabled\n"

static void compare(struct message_diff *d, const char *before, const char *after)
{
	messages_compare(d, str_of(before), str_of(after));
}

/* The texts that are new, one a line with "!" before reports. */
static void added(const char *before, const char *after, const char *want)
{
	struct message_diff d;
	struct buf b = { 0 };

	compare(&d, before, after);
	for (size_t i = 0; i < d.added.n; i++)
		buf_printf(&b, "%s%s\n", d.added.v[i].report ? "!" : "", d.added.v[i].text);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
	message_diff_release(&d);
}

static void test_same(void **state)
{
	struct message_diff d;

	(void)state;
	compare(&d, NORMAL, NORMAL);
	assert_int_equal(d.added.n + d.protection.n, 0);
	assert_int_equal(d.read_before, 10);
	assert_int_equal(d.read_after, 10);
	message_diff_release(&d);
	compare(&d, NORMAL, deferred);
	assert_int_equal(d.added.n + d.protection.n, 0);
	message_diff_release(&d);
	compare(&d, "", "");
	assert_int_equal(d.read_before + d.read_after, 0);
	message_diff_release(&d);
}

static void test_errors(void **state)
{
	struct message_diff d;

	(void)state;
	/* usb_init is deferred, the drivers of its hosts are not */
	compare(&d, "<3>[    1.0] usb 1-1: device descriptor read/64, error -110\n" NORMAL,
		NORMAL
		"<3>[    1.7] bus_add_device: cannot add device 'usb1' to unregistered bus 'usb'\n"
		"<3>[    1.7] usb usb1: can't device_add, error -22\n"
		"<3>[    1.8] bus_add_device: cannot add device 'usb2' to unregistered bus 'usb'\n"
		"<3>[    1.9] usb 2-1.4: device descriptor read/64, error -110\n"
		"<4>[    1.9] a warning\n");
	assert_int_equal(d.added.n, 2);
	assert_string_equal(d.added.v[0].text,
			    "bus_add_device: cannot add device 'usb1' to unregistered bus 'usb'");
	assert_int_equal(d.added.v[0].times, 2);
	assert_int_equal(d.added.v[0].level, 3);
	assert_int_equal(d.added.v[0].line, 11);
	assert_false(d.added.v[0].report);
	assert_int_equal(d.added.v[1].times, 1);
	message_diff_release(&d);
	/* more often than before; facilities do not matter; other errors are other messages */
	added("<3>[ 1.0] sda: gone\n",
	      "<27>[ 1.0] sdb: gone\n<27>[ 1.1] sdc: gone\n", "sdc: gone\n");
	added("<3>[    1.0] probe failed with error -22\n",
	      "<3>[    1.0] probe failed with error -110\n", "probe failed with error -110\n");
	/* other forms */
	added("", "3,1,1000,-;foo: bad\n SUBSYSTEM=pci\n6,2,1000,-;good\n", "foo: bad\n");
	added("", "[    1.000000] foo: bad\n", "");
}

static void test_reports(void **state)
{
	(void)state;
	added(NORMAL, NORMAL OOPS, "!BUG: kernel NULL pointer dereference, address: "
				   "0000000000000014\n");
	added(NORMAL, NORMAL OOPS "<0>[    0.947985] Kernel panic - not syncing: Attempted to kill "
				  "init! exitcode=0x00000009\n<0>[ 0.948] Kernel Offset: 1\n",
	      "!BUG: kernel NULL pointer dereference, address: 0000000000000014\n"
	      "!Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009\n");
	added(NORMAL OOPS, NORMAL OOPS, "");
	/* 6.1: no word of "Oops" */
	added(NORMAL, "<4>[    2.550461] invalid opcode: 0000 [#1] SMP NOPTI\n"
		      "<4>[    2.551107] CPU: 0 PID: 51 Comm: deferred_init Not tainted 6.1.192\n",
	      "!invalid opcode: 0000 [#1] SMP NOPTI\n");
	/* what comes after the end of a report is no part of it */
	added("", OOPS "<3>[    0.933154] foo: bad\n",
	      "!BUG: kernel NULL pointer dereference, address: 0000000000000014\nfoo: bad\n");
}

static void test_warnings(void **state)
{
#define CUT "<4>[    5.021834] ------------[ cut here ]------------\n"
#define END "<4>[    5.221182] ---[ end trace 0000000000000000 ]---\n"
	(void)state;
	added("",
	      CUT "<4>[    5.032583] WARNING: CPU: 0 PID: 11 at clk/clk.c:1254 f+0xb4/0x1b0\n"
		      "<4>[    5.040945] Enabling unprepared l4-wkup-clkctrl:0008:18\n"
		      "<3>[    5.046321] Modules linked in:\n" END
		      "<3>[    5.226091] ti-sysc 44e07000.target-module: clocks failed: -108\n",
	      "!WARNING: CPU: 0 PID: 11 at clk/clk.c:1254 f+0xb4/0x1b0\n"
	      "ti-sysc 44e07000.target-module: clocks failed: -108\n");
	added("",
	      CUT "<4>[    5.03] initcall foo_init+0x0/0x10 returned with preemption imbalance \n"
		      "<4>[    5.04] WARNING: CPU: 0 PID: 1 at init/main.c:1286 f+0x1/0x2\n" END,
	      "!initcall foo_init+0x0/0x10 returned with preemption imbalance\n");
	/* another processor, task and address: the same */
	added(CUT "<4>[    5.1] WARNING: CPU: 0 PID: 11 at a.c:1 f+0xb4/0x1b0\n" END,
	      CUT "<4>[    6.1] WARNING: CPU: 1 PID: 99 at a.c:1 f+0xb8/0x1b0\n" END, "");
	added("", "<3>[    5.1] INFO: task kworker/u9:1:379 blocked for more than 120 seconds.\n"
		  "<3>[    5.2]       Not tainted 6.12.0 #1\n"
		  "<3>[    5.3] \"echo 0 > /proc/sys/kernel/hung_task\" disables\n"
		  "<3>[   99.3] foo: bad\n",
	      "!INFO: task kworker/u9:1:379 blocked for more than 120 seconds.\nfoo: bad\n");
	added("", "<3>[    1.7] ====================================\n"
		  "<3>[    1.7] BUG: KASAN: slab-out-of-bounds in f+0x17f/0x1d0\n"
		  "<3>[    1.7] Read of size 1 at addr ffff888106016e0c by task swapper/0/1\n"
		  "<3>[    1.7] Allocated by task 1:\n"
		  "<3>[    1.7] ====================================\n",
	      "!BUG: KASAN: slab-out-of-bounds in f+0x17f/0x1d0\n");
	/* two that nobody ends */
	added("", "<4>[    1.7] WARNING: possible circular locking dependency detected\n"
		  "<4>[    1.7] Call Trace:\n<4>[    1.7]  </TASK>\n"
		  "<3>[    1.7] BUG: sleeping function called from invalid context at a.c:1\n",
	      "!WARNING: possible circular locking dependency detected\n"
	      "!BUG: sleeping function called from invalid context at a.c:1\n");
	/* a stack of which nobody says why */
	added("", "<4>[    1.7] foo: strange\n<4>[    1.7] Call Trace:\n<4>[    1.7]  </TASK>\n",
	      "!Call Trace:\n");
}

static void test_report_texts(void **state)
{
	static const char *const yes[] = {
		"rcu: INFO: rcu_preempt self-detected stall on CPU",
		"rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
		"watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [swapper/0:1]",
		"Oops: general protection fault, probably for non-canonical address",
		"Unable to handle kernel NULL pointer dereference",
		"Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP",
		"kernel BUG at mm/slub.c:1!",
		"UBSAN: array-index-out-of-bounds in a.c:1:2",
		"refcount_t: underflow; use-after-free.",
		"list_del corruption. next->prev should be x, but was y",
		"BUG kmalloc-64 (Not tainted): Redzone overwritten",
		"INFO: trying to register non-static key.",
		"[ BUG: Invalid wait context ]",
		"x86/mm: Checked W+X mappings: FAILED, 12 W+X pages found.",
		"unregister_netdevice: waiting for eth0 to become free. Usage count = 2",
		"irq 16: nobody cared (try booting with the \"irqpoll\" option)",
		"Kernel memory protection disabled.",
	};
	static const char *const no[] = {
		"calling  WARNING: CPU: +0x0/0x10 @ 1",
		"initcall foo+0x0/0x10 returned -19 after 0 usecs",
		"INFO: lockdep is turned off.",
		"traps: foo[123] general protection fault ip:1 sp:2 error:0 in foo[1+2]",
		"DEBUG: nothing",
		"Scanning for low memory corruption every 60 seconds",
		"clocksource: Switched to clocksource tsc",
		"nice [#] and [#x]",
		"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (message_report(str_of(yes[i])) == REPORT_NONE)
			fail_msg("no report: %s", yes[i]);
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		if (message_report(str_of(no[i])) != REPORT_NONE)
			fail_msg("a report: %s", no[i]);
	}
}

static void plain(const char *msg, const char *want)
{
	struct buf b = { 0 };

	message_plain(&b, str_of(msg));
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_plain(void **state)
{
	(void)state;
	plain("usb 1-1.2: new device number 3 at 0x12/0xffff", "usb #: new device number # at #");
	plain("ahci 0000:00:1f.2: took 1.5 ms, error -22", "ahci #: took # ms, error -22");
	plain("f+0x10/0x20 ffff888106016e0c 10ms", "f+# # #ms");
	plain("task kworker/u8:3-events, kworker/0:1H[12]", "task kworker, kworker[#]");
	plain("  sda  sdb1 sdio ", "sd# sd# sdio");
	plain("ata7.00: failed (-5)", "ata#: failed (-5)");
	plain("range 10-20, 1:2", "range #, #");
	plain("", "");
}

static void test_protection(void **state)
{
	struct message_diff d;

	(void)state;
	/* a call that crashes ends the run: init memory stays */
	compare(&d, NORMAL, START PROTECT);
	assert_int_equal(d.protection.n, 1);
	assert_string_equal(d.protection.v[0].text,
			    "Freeing unused kernel image (initmem) memory: 1772K");
	assert_int_equal(d.protection.v[0].line, 6);
	assert_int_equal(d.protection.v[0].times, 1);
	message_diff_release(&d);
	compare(&d, NORMAL, START FREE);
	assert_int_equal(d.protection.n, 4);
	message_diff_release(&d);
	/* "failed" is news, and no "passed" */
	compare(&d, "<6>[ 1.0] x86/mm: Checked W+X mappings: passed, no W+X pages found.\n",
		"<6>[ 1.0] x86/mm: Checked W+X mappings: FAILED, 3 W+X pages found.\n");
	assert_int_equal(d.protection.n, 1);
	assert_int_equal(d.added.n, 1);
	assert_true(d.added.v[0].report);
	message_diff_release(&d);
	/* with debug_pagealloc only the number of lines tells */
#define UNMAP "<6>[ 1.0] debug: unmapping init [mem 0xffffffff977c6000-0xffffffff977cafff]\n"
	compare(&d, UNMAP UNMAP UNMAP, UNMAP UNMAP);
	assert_int_equal(d.protection.n, 1);
	message_diff_release(&d);
	compare(&d, UNMAP UNMAP, UNMAP UNMAP UNMAP);
	assert_int_equal(d.protection.n, 0);
	message_diff_release(&d);
}

static void test_hostile(void **state)
{
	const size_t n = 400000;
	struct message_diff d;
	char *big = malloc(n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		big[i] = i % 50 ? (char)(i * 7 + i / 50) : '\n';
	messages_compare(&d, (struct str){ big, n }, (struct str){ big, n });
	assert_int_equal(d.added.n + d.protection.n, 0);
	message_diff_release(&d);
	memset(big, '[', n);
	memcpy(big, "<3>", 3);
	messages_compare(&d, STR_NONE, (struct str){ big, n });
	assert_int_equal(d.added.n, 1);
	message_diff_release(&d);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),	     cmocka_unit_test(test_errors),
		cmocka_unit_test(test_reports),	     cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_report_texts), cmocka_unit_test(test_plain),
		cmocka_unit_test(test_protection),   cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
