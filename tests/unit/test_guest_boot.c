// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Boots machines with the guest in them; tests/kernel/guest.sh gives the kernel
 * (GUEST_KERNEL) and an initramfs with a shell (GUEST_INITRD), without which
 * there is nothing to do here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/proc.h"
#include "base/slurp.h"
#include "trial/guest.h"

#define MOST ((size_t)256 << 20)
#define DEFERRED "deferred_initcalls=ehci_hcd_init,uhci_hcd_init"

struct machine {
	char folder[64], initrd[128], channel[128], console[128], rom[128];
};

static struct str file(struct buf *b, const char *name)
{
	struct err e;

	if (slurp(b, name, MOST, &e))
		fail_msg("%s", e.msg);
	return (struct str){ buf_str(b), b->n };
}

static void machine_begin(struct machine *m)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(m->folder, sizeof(m->folder), "%.40s/guest-XXXXXX", tmp ? tmp : P_tmpdir);
	assert_non_null(mkdtemp(m->folder));
	snprintf(m->initrd, sizeof(m->initrd), "%s/initrd", m->folder);
	snprintf(m->channel, sizeof(m->channel), "file:%s/channel", m->folder);
	snprintf(m->console, sizeof(m->console), "file:%s/console", m->folder);
	snprintf(m->rom, sizeof(m->rom), "%s/rom", m->folder);
}

static void machine_end(struct machine *m)
{
	unlink(m->initrd);
	unlink(m->rom);
	unlink(m->channel + strlen("file:"));
	unlink(m->console + strlen("file:"));
	rmdir(m->folder);
}

/* The end of what the kernel said */
static void tell(const struct machine *m)
{
	struct buf b = { 0 };
	struct str s = file(&b, m->console + strlen("file:"));

	s = str_from(s, s.n > 2000 ? s.n - 2000 : 0);
	print_error("%.*s\n", STR_ARG(s));
	buf_release(&b);
}

/* A ROM of one block that does nothing but return; the sum of its bytes is 0. */
static void write_rom(const char *path)
{
	unsigned char rom[512] = { 0x55, 0xaa, 1, 0xcb, [511] = 0x35 };
	FILE *f = fopen(path, "wb");

	assert_true(f && fwrite(rom, 1, sizeof(rom), f) == sizeof(rom) && fclose(f) == 0);
}

/* Boots, and reads what is handed over. */
static void boot(struct handover *h, const struct guest_job *job, const char *append)
{
	char line[512];
	struct machine m;
	const char *argv[] = {
		"qemu-system-x86_64", "-accel", "tcg", "-cpu", "max,cx16=off", "-m", "256M",
		"-nodefaults", "-display", "none", "-no-reboot", "-kernel",
		getenv("GUEST_KERNEL"), "-initrd", m.initrd, "-serial",
		m.console, "-serial", m.channel, "-append", line,
		/* a host that is deferred, with something behind it */
		"-device", "piix3-usb-uhci,id=uhci", "-device", "usb-tablet,bus=uhci.0",
		"-device", "virtio-serial-pci", "-chardev", "null,id=port",
		"-device", "virtserialport,chardev=port,name=bootcheck",
		"-option-rom", m.rom, NULL,
	};
	struct proc p = { .argv = argv, .package = "qemu-system-x86", .output = stderr,
			  .seconds = 180 };
	struct buf b = { 0 };
	struct err e;
	FILE *f;

	machine_begin(&m);
	write_rom(m.rom);
	file(&b, getenv("GUEST_INITRD"));
	if (guest_pack(&b, job, "x86_64", NULL, &e))
		fail_msg("%s", e.msg);
	f = fopen(m.initrd, "wb");
	assert_true(f && fwrite(b.p, 1, b.n, f) == b.n && fclose(f) == 0);
	snprintf(line, sizeof(line),
		 "console=ttyS0 quiet log_buf_len=16M panic=-1 no_timer_check rdinit=" GUEST_INIT " %s",
		 append);
	if (proc_run(&p, &e))
		fail_msg("%s", e.msg);
	buf_clear(&b);
	handover_read(h, file(&b, m.channel + strlen("file:")));
	buf_release(&b);
	if (!h->ended)
		tell(&m);
	machine_end(&m);
	assert_true(h->began && h->ended);
	assert_null(h->damaged);
}

static const struct guest_job plain = {
	.channel = "/dev/ttyS1", .job_seconds = 20, .trigger_seconds = 30, .settle_seconds = 30,
};

static bool has(struct str s, const char *what)
{
	return s.p && str_find(s, str_of(what)) < s.n;
}

static void test_trigger(void **state)
{
	struct guest_job job = plain;
	struct handover h;

	(void)state;
	job.trigger = true;
	boot(&h, &job, DEFERRED);
	assert_null(h.trouble);
	assert_true(h.settled);
	assert_int_equal(h.job_status, 0);
	assert_true(h.job_us > 0 && h.trigger_us > 0);
	assert_string_equal(h.trigger, "0");
	assert_false(has(h.first, "pci uhci_hcd\n"));
	assert_true(has(h.inventory, "pci uhci_hcd\n"));
	assert_true(has(h.inventory, " usb usbhid\n"));
	/* which is there in one boot and not in another, whatever the drivers do */
	assert_true(has(h.inventory, "iomem "));
	assert_false(has(h.inventory, "Video"));
	assert_true(has(h.status, "uhci_hcd_init\t"));
	assert_true(has(h.log, "] Linux version "));
	assert_true(has(h.log, "bootcheck: user space\n"));
	assert_true(has(h.log, "bootcheck: first job done\n"));
	handover_release(&h);
}

static void test_command(void **state)
{
	struct guest_job job = plain;
	struct handover h;

	(void)state;
	job.command = "echo 'from\nthe job' >/dev/kmsg; [ $$ != 1 ] && exit 3";
	boot(&h, &job, DEFERRED);
	assert_null(h.trouble);
	assert_null(h.trigger);
	assert_null(h.first.p);
	assert_int_equal(h.job_status, 3);
	assert_true(has(h.log, "] from\n"));
	assert_true(has(h.log, "] the job\n"));
	assert_false(has(h.inventory, "pci uhci_hcd\n"));
	handover_release(&h);

	job.command = "sleep 1000";
	job.job_seconds = 1;
	boot(&h, &job, "");
	assert_int_equal(h.job_status, -1);
	assert_int_equal(h.job_us, -1);
	assert_true(has(h.inventory, "pci uhci_hcd\n"));
	handover_release(&h);
}

/* The user's init goes on to another root and deletes the first; the guest sees nothing of it. */
static void test_init(void **state)
{
	struct guest_job job = plain;
	struct handover h;

	(void)state;
	job.init = "/init";
	job.trigger = true;
	boot(&h, &job, DEFERRED " single");
	assert_null(h.trouble);
	assert_true(h.settled);
	assert_true(has(h.log, "] start: process 1, single\n"));
	assert_true(has(h.log, "] second root\n"));
	assert_int_equal(h.job_status, 0);
	assert_true(h.job_us > 0);
	assert_false(has(h.first, "pci uhci_hcd\n"));
	assert_true(has(h.inventory, "pci uhci_hcd\n"));
	handover_release(&h);
}

static void trouble(const struct guest_job *job, const char *what)
{
	struct handover h;

	boot(&h, job, "");
	assert_non_null(h.trouble);
	assert_string_equal(h.trouble, what);
	assert_true(h.inventory.n > 0);
	handover_release(&h);
}

static void test_trouble(void **state)
{
	struct guest_job job = plain;

	(void)state;
	job.init = "/nothing";
	trouble(&job, "run /nothing: ENOENT");
	job.init = NULL;
	job.job_seconds = 1;
	job.root = "/dev/nothing";
	trouble(&job, "mount /dev/nothing: ENOENT");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trigger),
		cmocka_unit_test(test_command),
		cmocka_unit_test(test_init),
		cmocka_unit_test(test_trouble),
	};

	if (!getenv("GUEST_KERNEL") || !getenv("GUEST_INITRD")) {
		puts("1..0 # SKIP no kernel to boot; see tests/kernel/guest.sh");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
