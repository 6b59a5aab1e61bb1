// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compare/inventory.h"

#define PCI "/sys/devices/pci0000:00/0000:00:"
#define VIRTUAL "/sys/devices/virtual/"

/*
 * Of two boots of Linux 6.12: as it is, and with the drivers of AHCI, OHCI, i8042 and virtio
 * deferred and then triggered. Disks, USB buses, input and network devices got other numbers.
 */
static const char normal[] =
	"device " PCI "01.1/ata7 - -\n"
	"device " PCI "01.1/ata7/host6 scsi -\n"
	"device " PCI "01.1/ata7/host6/target6:0:0 scsi -\n"
	"device " PCI "01.1/ata7/host6/target6:0:0/6:0:0:0 scsi sd\n"
	"device " PCI "01.1/ata7/host6/target6:0:0/6:0:0:0/block/sdb block -\n"
	"device " PCI "01.1/ata7/host6/target6:0:0/6:0:0:0/bsg/6:0:0:0 bsg -\n"
	"device " PCI "01.1/ata8 - -\n"
	"device " PCI "02.0/usb2/2-0:1.0 usb hub\n"
	"device " PCI "02.0/usb2/2-0:1.0/usb2-port1 - -\n"
	"device " PCI "02.0/usb2/2-1 usb usb\n"
	"device " PCI "02.0/usb2/2-1/2-1:1.0 usb usbhid\n"
	"device " PCI "02.0/usb2/2-1/2-1:1.0/0003:0627:0001.0001/input/input3 input -\n"
	"device " PCI "02.0/usb2/2-1/2-1:1.0/0003:0627:0001.0001/input/input3/event1 input -\n"
	"device " PCI "06.0/ata1/host0/target0:0:0/0:0:0:0 scsi sd\n"
	"device " PCI "06.0/ata1/host0/target0:0:0/0:0:0:0/block/sda block -\n"
	"device " PCI "08.0/sound/card0/pcmC0D0c sound -\n"
	"device " PCI "08.0/sound/card0/pcmC0D0p sound -\n"
	"device " PCI "09.0/net/eth1 net -\n"
	"device " PCI "0a.0/virtio1/net/eth0 net -\n"
	"device /sys/devices/platform/i8042/serio0/input/input0 input -\n"
	"device /sys/devices/platform/i8042/serio0/input/input0/event0 input -\n"
	"device " VIRTUAL "bdi/8:0 bdi -\n"
	"device " VIRTUAL "bdi/8:16 bdi -\n"
	"device " VIRTUAL "bdi/8:32 bdi -\n"
	"device " VIRTUAL "devlink/:ata1--scsi:0:0:0:0 devlink -\n"
	"device " VIRTUAL "devlink/:ata7--scsi:6:0:0:0 devlink -\n"
	"device " VIRTUAL "devlink/:ata8--scsi:7:0:0:0 devlink -\n"
	"interrupt ehci_hcd:usb3\n"
	"interrupt ohci_hcd:usb1\n"
	"interrupt uhci_hcd:usb2\n"
	"netdev eth0:\n"
	"netdev eth1:\n"
	"netdev lo:\n"
	"node /dev/bsg/0:0:0:0 character fb\n"
	"node /dev/bsg/6:0:0:0 character fb\n"
	"node /dev/bsg/7:0:0:0 character fb\n"
	"node /dev/bsg/8:0:0:0 character fb\n"
	"node /dev/bus/usb/001/001 character bd\n"
	"node /dev/bus/usb/001/002 character bd\n"
	"node /dev/bus/usb/002/001 character bd\n"
	"node /dev/bus/usb/002/002 character bd\n"
	"node /dev/bus/usb/003/001 character bd\n"
	"node /dev/input/event0 character d\n"
	"node /dev/input/event1 character d\n"
	"node /dev/input/event2 character d\n"
	"node /dev/sda block 8\n"
	"node /dev/sdb block 8\n"
	"node /dev/sdc block 8\n";

static const char deferred[] =
	"device " PCI "01.1/ata1 - -\n"
	"device " PCI "01.1/ata1/host0 scsi -\n"
	"device " PCI "01.1/ata1/host0/target0:0:0 scsi -\n"
	"device " PCI "01.1/ata1/host0/target0:0:0/0:0:0:0 scsi sd\n"
	"device " PCI "01.1/ata1/host0/target0:0:0/0:0:0:0/block/sda block -\n"
	"device " PCI "01.1/ata1/host0/target0:0:0/0:0:0:0/bsg/0:0:0:0 bsg -\n"
	"device " PCI "01.1/ata2 - -\n"
	"device " PCI "02.0/usb1/1-0:1.0 usb hub\n"
	"device " PCI "02.0/usb1/1-0:1.0/usb1-port1 - -\n"
	"device " PCI "02.0/usb1/1-1 usb usb\n"
	"device " PCI "02.0/usb1/1-1/1-1:1.0 usb usbhid\n"
	"device " PCI "02.0/usb1/1-1/1-1:1.0/0003:0627:0001.0001/input/input0 input -\n"
	"device " PCI "02.0/usb1/1-1/1-1:1.0/0003:0627:0001.0001/input/input0/event0 input -\n"
	"device " PCI "06.0/ata3/host3/target3:0:0/3:0:0:0 scsi sd\n"
	"device " PCI "06.0/ata3/host3/target3:0:0/3:0:0:0/block/sdb block -\n"
	"device " PCI "08.0/sound/card0/pcmC0D0c sound -\n"
	"device " PCI "08.0/sound/card0/pcmC0D0p sound -\n"
	"device " PCI "09.0/net/eth0 net -\n"
	"device " PCI "0a.0/virtio1/net/eth1 net -\n"
	"device /sys/devices/platform/i8042/serio0/input/input1 input -\n"
	"device /sys/devices/platform/i8042/serio0/input/input1/event1 input -\n"
	"device " VIRTUAL "bdi/8:0 bdi -\n"
	"device " VIRTUAL "bdi/8:16 bdi -\n"
	"device " VIRTUAL "bdi/8:32 bdi -\n"
	"device " VIRTUAL "devlink/:ata1--scsi:0:0:0:0 devlink -\n"
	"device " VIRTUAL "devlink/:ata2--scsi:1:0:0:0 devlink -\n"
	"device " VIRTUAL "devlink/:ata3--scsi:3:0:0:0 devlink -\n"
	"interrupt ehci_hcd:usb4\n"
	"interrupt ohci_hcd:usb5\n"
	"interrupt uhci_hcd:usb1\n"
	"netdev eth0:\n"
	"netdev eth1:\n"
	"netdev lo:\n"
	"node /dev/bsg/0:0:0:0 character fb\n"
	"node /dev/bsg/1:0:0:0 character fb\n"
	"node /dev/bsg/2:0:0:0 character fb\n"
	"node /dev/bsg/3:0:0:0 character fb\n"
	"node /dev/bus/usb/001/001 character bd\n"
	"node /dev/bus/usb/001/002 character bd\n"
	"node /dev/bus/usb/002/001 character bd\n"
	"node /dev/bus/usb/003/001 character bd\n"
	"node /dev/bus/usb/003/002 character bd\n"
	"node /dev/input/event0 character d\n"
	"node /dev/input/event1 character d\n"
	"node /dev/input/event2 character d\n"
	"node /dev/sda block 8\n"
	"node /dev/sdb block 8\n"
	"node /dev/sdc block 8\n";

static void plain(const char *line, const char *want)
{
	struct buf b = { 0 };

	inventory_plain(&b, str_of(line));
	if (strcmp(buf_str(&b), want) != 0)
		fail_msg("%s\n gives %s\n  want %s", line, buf_str(&b), want);
	buf_release(&b);
}

static void stays(const char *line)
{
	plain(line, line);
}

static void test_order(void **state)
{
	(void)state;
	plain("node /dev/sda block 8", "node /dev/sdN block N");
	plain("node /dev/sdb3 b 8:19", "node /dev/sdN3 b N");
	plain("node /dev/null character 1", "node /dev/null character N");
	plain("node /dev/bus/usb/001/002 c 189:1", "node /dev/bus/usb/N/N c N");
	plain("node /dev/snd/pcmC0D0p c 116:2", "node /dev/snd/pcmCND0p c N");
	plain("node /dev/i2c-0 c 89:0", "node /dev/i2c-N c N");
	plain("block sda 8:0 2048", "block sdN N:N 2048");
	plain("block nvme0n1 512", "block nvmeNn1 512");
	plain("block nvme0c1n1p2 512", "block nvmeNcNn1p2 512");
	plain("block mmcblk1boot0 512", "block mmcblkNboot0 512");
	plain("block dm-3 512", "block dm-N 512");
	plain("device /sys/devices/x/6:0:0:1 scsi sd", "device /sys/devices/x/N:0:0:1 scsi sd");
	plain("device /sys/devices/x/target6:0:1 scsi -",
	      "device /sys/devices/x/targetN:0:1 scsi -");
	plain("device /sys/devices/x/0-0050 i2c at24", "device /sys/devices/x/N-0050 i2c at24");
	plain("device /sys/devices/x/2-1.4/2-1.4:1.0 usb hub",
	      "device /sys/devices/x/N-1.4/N-1.4:1.0 usb hub");
	plain("device /sys/devices/x/usb2/2-0:1.0/usb2-port1 - -",
	      "device /sys/devices/x/usbN/N-0:1.0/usbN-port1 - -");
	plain("device /sys/devices/x/0003:0627:0001.001A hid -",
	      "device /sys/devices/x/0003:0627:0001.N hid -");
	plain("device /sys/devices/x/input3::capslock leds -",
	      "device /sys/devices/x/inputN::capslock leds -");
	plain("device /sys/devices/x/iTCO_wdt.1.auto platform -",
	      "device /sys/devices/x/iTCO_wdt.N.auto platform -");
	plain("device /sys/devices/platform/regulator.3 platform -",
	      "device /sys/devices/platform/regulator.N platform -");
	plain("device " VIRTUAL "bdi/8:16 bdi -", "device " VIRTUAL "bdi/N:N bdi -");
	plain("device " VIRTUAL "thermal/thermal_zone0 thermal -",
	      "device " VIRTUAL "thermal/thermal_zoneN thermal -");
	plain("device " VIRTUAL "devlink/:ata7--scsi:6:0:0:0 devlink -",
	      "device " VIRTUAL "devlink/:ataN--scsi:N:0:0:0 devlink -");
	plain("device /sys/devices/x/drm/card0/card0-HDMI-A-1 drm -",
	      "device /sys/devices/x/drm/cardN/cardN-HDMI-A-1 drm -");
	plain("interrupt snd_hda_intel:card0", "interrupt snd_hda_intel:cardN");
	plain("interrupt virtio1-input.0", "interrupt virtioN-input.0");
	plain("netdev eth0:", "netdev ethN:");
	plain("major 253 virtblk", "major N virtblk");
	plain("proc /proc/scsi/usb-storage/8", "proc /proc/scsi/usb-storage/N");
	plain("node /dev/ttyUSB0 c 188:0", "node /dev/ttyUSBN c N");
}

static void test_place(void **state)
{
	(void)state;
	stays("device " PCI "1d.7 pci ehci-pci");
	stays("device /sys/devices/pci0000:00/pci_bus/0000:00 pci_bus -");
	stays("device " PCI "1c.0/0000:00:1c.0:pcie001 pci_express -");
	stays("device /sys/devices/LNXSYSTM:00/LNXSYBUS:00/PNP0A03:00 acpi -");
	stays("device /sys/devices/pnp0/00:01 pnp rtc_cmos");
	stays("device /sys/devices/system/cpu/cpu3/cache/index2 - -");
	stays("device /sys/devices/platform/serial8250/serial8250:0.1/tty/ttyS1 tty -");
	stays("device /sys/devices/platform/soc/fe340000.mmc platform sdhci");
	stays("device /sys/devices/platform/coretemp.0 platform coretemp");
	stays("device /sys/devices/platform/i8042 platform i8042");
	stays("driver /sys/bus/pci/drivers/8250_pci1");
	stays("iomem febe0000-febe3fff xhci-hcd");
	stays("ioport 0060-0060 keyboard");
	stays("ioport 02f8-02ff serial");
	stays("iomem febea000-febeafff 0000:00:06.0");
	stays("crypto sha256-generic");
	stays("filesystem ext4");
	stays("kernel /sys/module/8250_core/parameters");
	stays("param loop.max_loop 8");
	stays("proc /proc/bus/pci/00/01.0");
	stays("netdev enp0s3:");
	stays("");
	stays("device");
	stays("a  b ");
	stays("device /");
}

static void compare(struct inventory_diff *d, const char *before, const char *after)
{
	inventory_compare(d, str_of(before), str_of(after));
}

static size_t count_lines(const char *s)
{
	size_t n = 0;

	for (; (s = strchr(s, '\n')); s++)
		n++;
	return n;
}

static void expect(struct inventory_diff *d, size_t same, size_t missing, size_t extra,
		   size_t renumbered)
{
	for (size_t i = 0; i < d->missing.n && d->missing.n != missing; i++)
		print_message("missing: %s\n", d->missing.v[i]);
	for (size_t i = 0; i < d->extra.n && d->extra.n != extra; i++)
		print_message("extra: %s\n", d->extra.v[i]);
	assert_int_equal(d->missing.n, missing);
	assert_int_equal(d->extra.n, extra);
	assert_int_equal(d->renumbered.n, renumbered);
	assert_int_equal(d->same, same);
	inventory_diff_release(d);
}

static void test_same(void **state)
{
	struct inventory_diff d;

	(void)state;
	compare(&d, normal, normal);
	expect(&d, count_lines(normal), 0, 0, 0);
	compare(&d, "", "");
	expect(&d, 0, 0, 0, 0);
	compare(&d, "misc a\nmisc b\n", "\n\nmisc b\r\nmisc a");
	expect(&d, 2, 0, 0, 0);
}

static void test_renumbered(void **state)
{
	struct inventory_diff d;
	bool disk = false;

	(void)state;
	compare(&d, normal, deferred);
	for (size_t i = 0; i < d.renumbered.n; i++)
		disk = disk || (strstr(d.renumbered.v[i].before, "01.1/ata7/host6/") &&
				strstr(d.renumbered.v[i].before, "/block/sdb ") &&
				strstr(d.renumbered.v[i].after, "01.1/ata1/host0/") &&
				strstr(d.renumbered.v[i].after, "/block/sda "));
	assert_true(disk);
	expect(&d, count_lines(normal), 0, 0, 28);
}

/* usb_init is deferred, the drivers of the hosts are not: all return 0, and nothing works. */
static void test_missing(void **state)
{
	struct inventory_diff d;

	(void)state;
	compare(&d,
		"device " PCI "02.0 pci uhci_hcd\n"
		"device " PCI "02.0/usb2 usb usb\n"
		"device " PCI "02.0/usb2/2-1 usb usb\n"
		"node /dev/bus/usb/002/001 character bd\n"
		"node /dev/bus/usb/003/001 character bd\n"
		"node /dev/sda block 8\nnode /dev/sdb block 8\nnode /dev/sdc block 8\n",
		"device " PCI "02.0 pci -\n"
		"node /dev/bus/usb/001/001 character bd\n"
		"node /dev/sda block 8\nnode /dev/sdb block 8\n");
	assert_string_equal(d.missing.v[0], "device " PCI "02.0 pci uhci_hcd");
	assert_string_equal(d.missing.v[1], "device " PCI "02.0/usb2 usb usb");
	assert_string_equal(d.missing.v[3], "node /dev/bus/usb/003/001 character bd");
	assert_string_equal(d.missing.v[4], "node /dev/sdc block 8");
	assert_string_equal(d.extra.v[0], "device " PCI "02.0 pci -");
	assert_string_equal(d.renumbered.v[0].before, "node /dev/bus/usb/002/001 character bd");
	expect(&d, 3, 5, 1, 1);
}

/* What stays the same keeps its number; the rest is paired in the order of numbers. */
static void test_pairs(void **state)
{
	struct inventory_diff d;

	(void)state;
	compare(&d, "node /dev/loop9 b 7:9\nnode /dev/loop10 b 7:10\nnode /dev/loop1 b 7:1\n",
		"node /dev/loop11 b 7:11\nnode /dev/loop1 b 7:1\nnode /dev/loop10 b 7:10\n");
	assert_string_equal(d.renumbered.v[0].before, "node /dev/loop9 b 7:9");
	assert_string_equal(d.renumbered.v[0].after, "node /dev/loop11 b 7:11");
	expect(&d, 3, 0, 0, 1);
	/* a line that is there twice is two things */
	compare(&d, "interrupt ata_piix\ninterrupt ata_piix\n", "interrupt ata_piix\n");
	expect(&d, 1, 1, 0, 0);
	compare(&d, "x a\n", "x a\nx b\nx a\n");
	expect(&d, 1, 0, 2, 0);
}

/* Pages that boot took for itself (arm64, riscv) move with the length of the command line. */
static void test_reserved(void **state)
{
	struct inventory_diff d;

	(void)state;
	compare(&d,
		"iomem 09000000-09000fff pl011@9000000\n"
		"iomem 5ad80000-5fe01fff reserved\niomem 5fec3000-5fee0fff reserved\n",
		"iomem 09000000-09000fff pl011@9000000\niomem 5ad80000-5fdfffff reserved\n");
	expect(&d, 1, 0, 0, 0);
	compare(&d, "iomem 9fff1000-9fff1fff Reserved\nmisc reserved\niomem 0-fff Unreserved\n", "");
	expect(&d, 0, 2, 0, 0);
}

static void test_hostile(void **state)
{
	const size_t n = 300000;
	struct inventory_diff d;
	char *big = malloc(n);

	(void)state;
	memset(big, 'a', n);
	inventory_compare(&d, (struct str){ big, n }, (struct str){ big, n });
	assert_int_equal(strlen(d.missing.n ? d.missing.v[0] : ""), 0);
	expect(&d, 1, 0, 0, 0);
	for (size_t i = 0; i < n; i++)
		big[i] = i % 3 ? (char)(i * 7) : '\n';
	inventory_compare(&d, (struct str){ big, n }, (struct str){ big, n });
	assert_int_equal(d.missing.n + d.extra.n + d.renumbered.n, 0);
	inventory_diff_release(&d);
	inventory_compare(&d, (struct str){ "a\0b\na\0c", 7 }, (struct str){ "a\0b", 3 });
	assert_string_equal(d.missing.v[0], "a?c");
	expect(&d, 1, 1, 0, 0);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),	   cmocka_unit_test(test_place),
		cmocka_unit_test(test_same),	   cmocka_unit_test(test_renumbered),
		cmocka_unit_test(test_missing),	   cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_reserved),   cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
