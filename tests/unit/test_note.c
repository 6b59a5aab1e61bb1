// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include <stdlib.h>

#include "input/note.h"

static bool is(struct str s, const char *want)
{
	return want ? str_eq(s, str_of(want)) : s.n == 0;
}

static void expect(const char *msg, enum note_kind kind, const char *name, const char *with,
		   const char *by)
{
	struct said s;

	if (!note_parse(str_of(msg), false, &s))
		fail_msg("nothing said: %s", msg);
	if (s.kind != kind || !is(s.name, name) || !is(s.with, with) || !is(s.by, by))
		fail_msg("%s: kind %d, \"%.*s\", \"%.*s\", \"%.*s\"", msg, s.kind, STR_ARG(s.name),
			 STR_ARG(s.with), STR_ARG(s.by));
}

static void nothing(const char *msg)
{
	struct said s;

	if (note_parse(str_of(msg), false, &s))
		fail_msg("%s: kind %d, \"%.*s\"", msg, s.kind, STR_ARG(s.name));
}

static void test_devices(void **state)
{
	(void)state;
	expect("ahci 0000:00:1f.2: version 3.0", NOTE_DEVICE, "0000:00:1f.2", "ahci", NULL);
	expect("nvme nvme0: pci function 0000:39:00.0", NOTE_DEVICE, "nvme0", "nvme",
	       "0000:39:00.0");
	expect("e1000e 0000:00:19.0 eth0: MAC: 10, PHY: 11", NOTE_NETDEV, "eth0", "e1000e",
	       "0000:00:19.0");
	expect("bnx2x 0001:01:00.0 enP1p1s0f0: renamed from eth0", NOTE_NETDEV, "enP1p1s0f0",
	       "bnx2x", "0001:01:00.0");
	expect("qcom-pcie 1c20000.pcie: PCI host bridge to bus 0002:00", NOTE_PCI_BUS, "0002:00",
	       "qcom-pcie", "1c20000.pcie");
	expect("xhci_hcd 0000:00:14.0: new USB bus registered, assigned bus number 3", NOTE_USB_BUS,
	       "3", "xhci_hcd", "0000:00:14.0");
	expect("scsi host0: ahci", NOTE_HOST, "host0", "ahci", NULL);
	expect("scsi host6: usb-storage 1-1:1.0", NOTE_HOST, "host6", "usb-storage 1-1:1.0", NULL);
	expect("scsi0 : ata_piix", NOTE_HOST, "scsi0", "ata_piix", NULL);
	expect("rtc_cmos 00:04: registered as rtc0", NOTE_RTC, "rtc0", "rtc_cmos", "00:04");
	expect("rtc-opal opal-rtc: setting system clock to 2022-01-29T17:26:26 UTC (1643477186)",
	       NOTE_RTC, NULL, "rtc-opal", "opal-rtc");
	expect("imx2-wdt 20bc000.wdog: timeout 60 sec (nowayout=0)", NOTE_WATCHDOG, "imx2-wdt",
	       "imx2-wdt", "20bc000.wdog");
	expect("iTCO_wdt iTCO_wdt: initialized. heartbeat=30 sec", NOTE_WATCHDOG, "iTCO_wdt",
	       "iTCO_wdt", "iTCO_wdt");
	expect("omap_wdt: OMAP Watchdog Timer Rev 0x01: initial timeout 60 sec", NOTE_WATCHDOG,
	       "omap_wdt", NULL, NULL);
	nothing("Memory policy: Data cache writeback");
	nothing("Spectre V2 : Mitigation: Retpolines");
	nothing("Register r12 information: NULL pointer");
	nothing("NMI watchdog: Perf NMI watchdog permanently disabled");
	nothing("watchdog: Delayed init of the lockup detector failed: -19");
	nothing("Freeing initrd memory: 1044K");
}

static void test_disks(void **state)
{
	(void)state;
	expect("sd 0:0:0:0: [sda] 250069680 512-byte logical blocks", NOTE_DISK, "sda", "sd",
	       "0:0:0:0");
	expect("virtio_blk virtio2: [vda] 32768 512-byte logical blocks", NOTE_DISK, "vda",
	       "virtio_blk", "virtio2");
	expect("mmcblk1: mmc1:0001 MMC04G 3.60 GiB", NOTE_DISK, "mmcblk1", NULL, "mmc1");
	expect(" nvme0n1: p1 p2 p3", NOTE_DISK, "nvme0n1", NULL, NULL);
	expect(" sda: sda1 sda2 < sda5 >", NOTE_DISK, "sda", NULL, NULL);
	expect("mmc0: SDHCI controller on fe340000.mmc [fe340000.mmc] using ADMA", NOTE_HOST,
	       "mmc0", "SDHCI", "fe340000.mmc");
	expect("mmc0: new high speed SD card at address 0001", NOTE_HOST, "mmc0", "card", NULL);
	expect("md/raid1:md0: active with 2 out of 2 mirrors", NOTE_ARRAY, "md0", "raid1", NULL);
	expect("device-mapper: init: dm-0 (root) is ready", NOTE_ARRAY, "dm-0", "dm", NULL);
	expect("UBI: attached mtd1 to ubi0", NOTE_UBI, "ubi0", "mtd1", NULL);
	expect("ubi0: attached mtd5 (name \"rootfs\", size 128 MiB)", NOTE_UBI, "ubi0", "mtd5",
	       NULL);
	expect("Creating 2 MTD partitions on \"atmel_nand\":", NOTE_MTD, "atmel_nand", NULL, NULL);
	nothing(" sda: unknown partition table");
	nothing("device-mapper: uevent: version 1.0.3");
}

static void test_consoles(void **state)
{
	struct said s;

	(void)state;
	expect("console [ttyS0] enabled", NOTE_CONSOLE, "ttyS0", NULL, NULL);
	expect("printk: console [tty0] enabled", NOTE_CONSOLE, "tty0", NULL, NULL);
	expect("printk: legacy console [ttyAMA0] enabled", NOTE_CONSOLE, "ttyAMA0", NULL, NULL);
	expect("printk: legacy bootconsole [udbg0] enabled", NOTE_BOOTCON, "udbg0", NULL, NULL);
	expect("bootconsole [earlyser0] enabled", NOTE_BOOTCON, "earlyser0", NULL, NULL);
	expect("00:05: ttyS0 at I/O 0x3f8 (irq = 4, base_baud = 115200) is a 16550A", NOTE_TTY,
	       "ttyS0", "16550A", "00:05");
	expect("ffffee00.serial: ttyS0 at MMIO 0xffffee00 (irq = 36) is a ATMEL_SERIAL", NOTE_TTY,
	       "ttyS0", "ATMEL_SERIAL", "ffffee00.serial");
	nothing("printk: bootconsole [udbg0] disabled");
	nothing("printk: console [ttyS0] printing thread started");
	assert_false(note_parse(STR("printk: console [ttyS0] enabled"), true, &s));
}

static void test_root(void **state)
{
	(void)state;
	expect("VFS: Mounted root (ext4 filesystem) readonly on device 259:11.", NOTE_ROOT, "ext4",
	       "259:11", NULL);
	expect("VFS: Mounted root (ubifs filesystem) on device 0:11.", NOTE_ROOT, "ubifs", "0:11",
	       NULL);
	expect("Waiting for root device /dev/mmcblk0p2...", NOTE_WAIT_ROOT, "/dev/mmcblk0p2", NULL,
	       NULL);
	expect("Waiting for root device PARTUUID=6c-02...", NOTE_WAIT_ROOT, "PARTUUID=6c-02", NULL,
	       NULL);
	expect("EXT4-fs (mmcblk0p2): mounted filesystem c8e2-78 r/w", NOTE_MOUNT, "mmcblk0p2",
	       "ext4", NULL);
	expect("BTRFS info (device nvme0n1p3): first mount of filesystem 66ed", NOTE_MOUNT,
	       "nvme0n1p3", "btrfs", NULL);
	expect("XFS (dm-0): Mounting V5 Filesystem", NOTE_MOUNT, "dm-0", "xfs", NULL);
	expect("F2FS-fs (mmcblk0p3): Mounted with checkpoint version = 1", NOTE_MOUNT, "mmcblk0p3",
	       "f2fs", NULL);
	expect("Trying to unpack rootfs image as initramfs...", NOTE_INITRAMFS, NULL, NULL, NULL);
	expect("Unpacking initramfs...", NOTE_INITRAMFS, NULL, NULL, NULL);
	expect("IP-Config: Complete:", NOTE_NET_SETUP, NULL, NULL, NULL);
	expect("     device=eth0, hwaddr=52:54:00:12:34:56, ipaddr=10.0.2.15", NOTE_NET_SETUP,
	       "eth0", NULL, NULL);
	expect("LSM: initializing lsm=lockdown,capability", NOTE_LSM, "lockdown,capability", NULL,
	       NULL);
	expect("SELinux:  Initializing.", NOTE_LSM, "selinux", NULL, NULL);
	nothing("EXT4-fs (dm-0): re-mounted. Quota mode: none.");
	nothing("LSM: Security Framework initializing");
}

/* Every beginning of every one of these, and none of them reads on. */
static void test_cut(void **state)
{
	static const char *const lines[] = {
		"xhci_hcd 0000:00:14.0: new USB bus registered, assigned bus number 3",
		"mmc0: SDHCI controller on fe340000.mmc [fe340000.mmc] using ADMA",
		"VFS: Mounted root (ext4 filesystem) readonly on device 259:11.",
		"     device=eth0, hwaddr=52:54:00:12:34:56, ipaddr=10.0.2.15",
		"md/raid1:md0: active with 2 out of 2 mirrors",
		"Creating 2 MTD partitions on \"atmel_nand\":",
		"00:05: ttyS0 at I/O 0x3f8 (irq = 4, base_baud = 115200) is a 16550A",
		"bnx2x 0001:01:00.0 enP1p1s0f0: renamed from eth0",
		"EXT4-fs (mmcblk0p2): mounted filesystem c8e2-78 r/w",
	};
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		for (size_t n = 0; n <= strlen(lines[i]); n++) {
			char *copy = strndup(lines[i], n);

			note_parse((struct str){ copy, n }, true, &s);
			free(copy);
		}
	}
}

/* Notes of a boot: who ran, what is told twice, and whose they are after a restart. */
static void test_of_boot(void **state)
{
	struct bootset s;
	const struct boot *b = read_notes(
		&s,
		HEAD CALLING("0.1", "a", "1") "[    0.11] console [ttyS0] enabled\n[    0.11] ahci 0000:00:1f.2: x\n[    0.11] ahci 0000:00:1f.2: y\n" RETURNED(
			"0.12", "a", "1") "[    0.13] scsi host0: ahci\n" INIT("0.2"));

	(void)state;
	assert_int_equal(b->nnotes, 3);
	assert_int_equal(b->notes[0].kind, NOTE_CONSOLE);
	assert_int_equal(b->notes[0].call, 0);
	assert_int_equal(b->notes[0].line, 3);
	assert_string_equal(b->notes[1].name, "0000:00:1f.2");
	assert_int_equal(b->notes[2].call, CALL_NONE);
	assert_string_equal(b->init_path, "/init");
	bootset_release(&s);

	/* Nobody asked for them. */
	assert_int_equal(
		read_boot(&s, HEAD CALLING("0.1", "a", "1") "[    0.11] console [ttyS0] enabled\n")
			->nnotes,
		0);
	bootset_release(&s);
}

static void test_next_boot(void **state)
{
	struct bootset s;

	(void)state;
	/* No banner: that it is another boot shows only when the calls begin anew. */
	read_notes(
		&s,
		CALLING("9.1", "a", "1") RETURNED("9.2", "a", "1") CALLING("9.3", "b", "1")
			RETURNED("9.4", "b", "1") "[    9.5] console [ttyS0] enabled\n[    0.01] console [ttyS1] enabled\n" CALLING(
				"0.1", "a", "1") RETURNED("0.2", "a", "1") CALLING("0.3", "b", "1")
				RETURNED("0.4", "b", "1"));
	assert_int_equal(s.n, 2);
	assert_int_equal(s.v[0]->nnotes, 1);
	assert_string_equal(s.v[0]->notes[0].name, "ttyS0");
	assert_int_equal(s.v[1]->nnotes, 1);
	assert_string_equal(s.v[1]->notes[0].name, "ttyS1");
	assert_int_equal(s.v[1]->notes[0].call, CALL_NONE);
	bootset_release(&s);
}

/* However many lines there are, the notes have an end. */
static void test_limit(void **state)
{
	const size_t lines = 20000;
	struct bootset s;
	char *log = malloc(lines * 128 + 1024), *p = log;
	const struct boot *b;

	(void)state;
	p += sprintf(p, HEAD CALLING("0.1", "a", "1"));
	for (size_t i = 0; i < lines; i++)
		p += sprintf(
			p,
			"[    0.2] drv%zu dev%zu: hello\n[    0.2] printk: console [t%zu] enabled\n",
			i, i, i);
	b = read_notes(&s, log);
	assert_true(b->nnotes > 1000 && b->nnotes < 2000);
	bootset_release(&s);
	free(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_devices),	  cmocka_unit_test(test_disks),
		cmocka_unit_test(test_consoles),  cmocka_unit_test(test_root),
		cmocka_unit_test(test_cut),	  cmocka_unit_test(test_of_boot),
		cmocka_unit_test(test_next_boot), cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
