// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "advice/roots.h"

#define CMDLINE(s)   "[    0.000000] Kernel command line: " s "\n"
/* A call that begins and ends, and one with a message in it. */
#define RAN(f)	     CALLING("0.1", f, "1") RETURNED("0.1", f, "1")
#define WITH(f, msg) CALLING("0.1", f, "1") "[    0.1] " msg "\n" RETURNED("0.1", f, "1")
#define SAID(msg)    "[    0.2] " msg "\n"

struct found {
	struct bootset s;
	struct roots r;
};

static void find(struct found *f, const char *log, const char *cmdline, const char *need,
		 const struct image *img)
{
	const struct boot *b = read_notes(&f->s, log);

	roots_find(&f->r, b, cmdline, &need, need != NULL, img);
}

static void done(struct found *f)
{
	roots_release(&f->r);
	bootset_release(&f->s);
}

static const struct root *root_of(const struct found *f, enum root_kind kind, const char *what)
{
	for (size_t i = 0; i < f->r.n; i++) {
		const struct root *r = &f->r.v[i];

		if (r->kind == kind && (!what || strcmp(r->what, what) == 0))
			return r;
	}
	return NULL;
}

static const struct root *need_root(const struct found *f, enum root_kind kind, const char *what)
{
	const struct root *r = root_of(f, kind, what);

	if (!r)
		fail_msg("no root %s %s", root_kind_name(kind), what ? what : "");
	return r;
}

/* The names of a root's selectors, by blanks. */
static void expect_names(const struct root *r, const char *want)
{
	char got[1024] = "";

	for (size_t i = 0; i < r->n; i++) {
		strcat(got, i ? " " : "");
		strcat(got, r->v[i].name);
	}
	assert_string_equal(got, want);
}

/* A log of one kind of root, all of whose selectors are known. */
static void expect(const char *log, enum root_kind kind, const char *what, const char *names)
{
	const struct root *r;
	struct found f;

	find(&f, log, NULL, NULL, NULL);
	r = need_root(&f, kind, what);
	expect_names(r, names);
	if (r->unknown)
		fail_msg("%s: %s", what, r->unknown);
	done(&f);
}

/* One of which something is not known. */
static void expect_ask(const char *log, enum root_kind kind, const char *what, const char *names,
		       const char *unknown)
{
	const struct root *r;
	struct found f;

	find(&f, log, NULL, NULL, NULL);
	r = need_root(&f, kind, what);
	expect_names(r, names);
	assert_non_null(r->unknown);
	if (!strstr(r->unknown, unknown))
		fail_msg("%s: %s", what, r->unknown);
	done(&f);
}

static void test_console(void **state)
{
	(void)state;
	expect(HEAD CMDLINE("console=ttyS0,115200")
		       WITH("univ8250_console_init", "printk: console [ttyS0] enabled")
			       RAN("serial8250_init"),
	       ROOT_CONSOLE, "console=ttyS0,115200", "univ8250_console_init serial8250_init");
	/* ttyS0 of a driver that is not 8250 */
	expect(HEAD WITH(
		       "atmel_serial_init",
		       "ffffee00.serial: ttyS0 at MMIO 0x1 (irq = 3) is a X") "[    0.2] console [ttyS0] enabled\n",
	       ROOT_CONSOLE, "console ttyS0", "atmel_serial_init");
	/* Put off at first; what comes later runs in a worker, whatever call is open. */
	expect(HEAD CMDLINE("console=ttyMY0") WITH(
		       "my_uart_init", "probe of 1000.serial returned -517 after 4 usecs")
		       WITH("other_init",
			    "probe of 1000.serial returned 0 after 4 usecs") "[    0.2] 1000.serial: ttyMY0 at MMIO 0x1000 (irq = 3) is a X\n",
	       ROOT_CONSOLE, "console=ttyMY0", "my_uart_init");
	expect_ask(HEAD CMDLINE("console=ttyXX3") RAN("a"), ROOT_CONSOLE, "console=ttyXX3", "",
		   "which driver");
	/* Nothing has to be kept for what is there before any initcall. */
	expect(HEAD CMDLINE("earlycon=uart8250,mmio32,0x1") RAN("a"), ROOT_CONSOLE,
	       "earlycon=uart8250,mmio32,0x1", "");
}

static void test_mmc(void **state)
{
#define MMC                                                                               \
	RAN("mmc_init")                                                                   \
	RAN("mmc_blk_init")                                                               \
	WITH("sdhci_iproc_driver_init", "probe of fe340000.mmc returned 0 after 4 usecs") \
	SAID("mmc0: SDHCI controller on fe340000.mmc [fe340000.mmc] using ADMA")          \
	SAID("mmcblk0: mmc0:0001 MMC04G 3.60 GiB")
	(void)state;
	expect(HEAD CMDLINE("root=/dev/mmcblk0p2 rootwait") MMC, ROOT_DEVICE, "root=/dev/mmcblk0p2",
	       "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	/* The same by its number, and by what was mounted. */
	expect(HEAD CMDLINE("root=b302") MMC, ROOT_DEVICE, "root=b302",
	       "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	expect(HEAD CMDLINE("root=179:2") MMC, ROOT_DEVICE, "root=179:2",
	       "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	expect(HEAD CMDLINE("root=PARTUUID=6c586e13-02") MMC SAID(
		       "EXT4-fs (mmcblk0p2): mounted filesystem with ordered data mode.")
		       SAID("VFS: Mounted root (ext4 filesystem) readonly on device 179:2."),
	       ROOT_DEVICE, "root=PARTUUID=6c586e13-02",
	       "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	/* Nothing was mounted: there is one disk. */
	expect(HEAD CMDLINE("root=LABEL=x") MMC, ROOT_DEVICE, "root=LABEL=x",
	       "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	expect(HEAD MMC SAID("Waiting for root device /dev/mmcblk0p7..."), ROOT_DEVICE,
	       "root device /dev/mmcblk0p7", "mmc_blk_init mmc_init sdhci_iproc_driver_init");
	expect_ask(HEAD CMDLINE("root=/dev/mmcblk0p2") RAN("mmc_init") RAN("mmc_blk_init"),
		   ROOT_DEVICE, "root=/dev/mmcblk0p2", "mmc_blk_init mmc_init",
		   "which driver mmc0 has");
	expect_ask(HEAD CMDLINE("root=/dev/mmcblk0p2") RAN("mmc_init"), ROOT_DEVICE, NULL,
		   "mmc_init", "mmc_block");
}

static void test_scsi(void **state)
{
#define SCSI RAN("init_scsi") RAN("init_sd")
	(void)state;
	expect(HEAD CMDLINE("root=/dev/sda2") SCSI WITH(
		       "ahci_pci_driver_init", "ahci 0000:00:1f.2: AHCI 0001.0300 32 slots")
		       SAID("scsi host0: ahci")
			       SAID("sd 0:0:0:0: [sda] 250069680 512-byte logical blocks"),
	       ROOT_DEVICE, "root=/dev/sda2", "init_sd init_scsi ahci_pci_driver_init");
	/* On a USB stick: the driver of the stick and the controller of its bus. */
	expect(HEAD CMDLINE("root=/dev/sda1") SCSI RAN("usb_init") RAN("xhci_hcd_init")
		       WITH("xhci_pci_init",
			    "xhci_hcd 0000:00:14.0: new USB bus registered, assigned bus number 2")
			       RAN("usb_storage_driver_init")
				       SAID("scsi host6: usb-storage 2-1:1.0")
					       SAID("sd 6:0:0:0: [sda] 1 512-byte logical blocks"),
	       ROOT_DEVICE, "root=/dev/sda1",
	       "init_sd init_scsi usb_storage_driver_init usb_init xhci_hcd_init xhci_pci_init");
	expect_ask(HEAD CMDLINE("root=/dev/sda1") SCSI, ROOT_DEVICE, NULL, "init_sd init_scsi",
		   "which SCSI host sda is on");
}

static void test_other_disks(void **state)
{
	(void)state;
	expect(HEAD CMDLINE("root=/dev/nvme0n1p3") RAN("nvme_core_init") RAN("nvme_init")
		       WITH("rc_driver_init", "probe of fd500000.pcie returned 0 after 4 usecs")
			       SAID("rc-pcie fd500000.pcie: PCI host bridge to bus 0000:00")
				       SAID("nvme nvme0: pci function 0000:01:00.0"),
	       ROOT_DEVICE, "root=/dev/nvme0n1p3", "nvme_init nvme_core_init rc_driver_init");
	expect(HEAD CMDLINE("root=/dev/vda") RAN("virtio_init") RAN("virtio_pci_driver_init") WITH(
		       "virtio_blk_init", "virtio_blk virtio2: [vda] 1 512-byte logical blocks"),
	       ROOT_DEVICE, "root=/dev/vda", "virtio_blk_init virtio_init virtio_pci_driver_init");
	expect(HEAD CMDLINE("root=ubi0:rootfs ubi.mtd=1 rootfstype=ubifs") RAN("init_mtd")
		       WITH("atmel_nand_init", "Creating 2 MTD partitions on \"atmel_nand\":")
			       RAN("ubi_init"),
	       ROOT_DEVICE, "root=ubi0:rootfs", "ubi_init init_mtd atmel_nand_init");
	/* Every disk may be below an array, and that is said. */
	expect_ask(HEAD CMDLINE("root=/dev/mapper/vg-root") RAN("dm_init") RAN("nvme_init")
			   SAID(" nvme0n1: p1 p2") SAID(" nvme1n1: p1 p2"),
		   ROOT_DEVICE, "root=/dev/mapper/vg-root", "dm_init nvme_init", "lies on");
	expect(HEAD CMDLINE("root=/dev/ram0") WITH("populate_rootfs", "Unpacking initramfs...")
		       INIT("0.3"),
	       ROOT_DEVICE, "root=/dev/ram0", "populate_rootfs");
	expect(HEAD CMDLINE("root=/dev/ram0") RAN("brd_init"), ROOT_DEVICE, "root=/dev/ram0",
	       "brd_init");
	expect_ask(HEAD CMDLINE("root=/dev/strange3") RAN("a"), ROOT_DEVICE, NULL, "",
		   "which device /dev/strange3 is");
}

static void test_filesystem(void **state)
{
	(void)state;
	expect(HEAD RAN("ext4_init_fs") SAID("VFS: Mounted root (ext4 filesystem) on device 8:1."),
	       ROOT_FILESYSTEM, "file system ext4", "ext4_init_fs");
	expect(HEAD CMDLINE("rootfstype=squashfs") RAN("init_squashfs_fs"), ROOT_FILESYSTEM,
	       "rootfstype=squashfs", "init_squashfs_fs");
	expect(HEAD CMDLINE("rootfstype=myfs") RAN("init_myfs_fs"), ROOT_FILESYSTEM,
	       "rootfstype=myfs", "init_myfs_fs");
	/* That of an initramfs' init: the first mount after it. */
	expect(HEAD RAN("init_btrfs_fs") INIT(
		       "0.3") "[    0.4] BTRFS info (device sda3): first mount of filesystem 66\n",
	       ROOT_FILESYSTEM, "file system btrfs", "init_btrfs_fs");
	expect_ask(HEAD CMDLINE("rootfstype=erofs") RAN("a"), ROOT_FILESYSTEM, NULL, "",
		   "no initcall of file system erofs");
}

static void test_network(void **state)
{
	(void)state;
	expect(HEAD CMDLINE("ip=dhcp") WITH("e1000_init_module",
					    "e1000 0000:00:03.0 eth0: (PCI:33MHz:32-bit) 52:54")
		       RAN("other_init") WITH("ip_auto_config", "     device=eth0, hwaddr=52:54"),
	       ROOT_NETWORK, "ip=dhcp", "ip_auto_config e1000_init_module");
	/* The one that is named, of two. */
	expect(HEAD CMDLINE("ip=10.0.0.2:::::eth1:off")
		       WITH("fec_driver_init", "fec 2188000.ethernet eth1: registered PHC device 0")
			       WITH("macb_driver_init", "macb f802c000.ethernet eth0: Cadence GEM"),
	       ROOT_NETWORK, "ip=10.0.0.2:::::eth1:off", "fec_driver_init");
	expect(HEAD CMDLINE("root=/dev/nfs nfsroot=1.2.3.4:/x ip=dhcp") RAN("init_sunrpc")
		       RAN("init_nfs_fs")
			       WITH("fec_driver_init", "fec 2188000.ethernet eth0: registered PHC"),
	       ROOT_DEVICE, "root=/dev/nfs", "init_nfs_fs init_sunrpc fec_driver_init");
	expect_ask(HEAD CMDLINE("ip=dhcp") RAN("ip_auto_config"), ROOT_NETWORK, "ip=dhcp",
		   "ip_auto_config", "which driver it has");
}

static void test_arrays(void **state)
{
	(void)state;
	expect(HEAD CMDLINE("md=0,/dev/nvme0n1p1") RAN("md_init") RAN("raid0_init")
		       RAN("nvme_init"),
	       ROOT_ARRAY, "md=0,/dev/nvme0n1p1", "md_init raid0_init nvme_init");
	expect(HEAD CMDLINE(
		       "dm-mod.create=\"root,,,ro,0 99 verity 1 /dev/nvme0n1p5 /dev/nvme0n1p6\"")
		       RAN("dm_init") RAN("dm_verity_init") RAN("nvme_init"),
	       ROOT_ARRAY, NULL, "dm_init dm_verity_init nvme_init");
	expect_ask(HEAD CMDLINE("cryptdevice=/dev/nvme0n1p2:root") RAN("dm_init") RAN("nvme_init"),
		   ROOT_CRYPT, NULL, "dm_init nvme_init", "algorithms");
	expect(HEAD CMDLINE("resume=/dev/nvme0n1p9") RAN("nvme_init")
		       RAN("software_resume_initcall"),
	       ROOT_RESUME, "resume=/dev/nvme0n1p9", "software_resume_initcall nvme_init");
}

static void test_safety(void **state)
{
	struct found f;

	(void)state;
	expect(HEAD WITH("imx2_wdt_driver_init",
			 "imx2-wdt 20bc000.wdog: timeout 60 sec (nowayout=0)"),
	       ROOT_WATCHDOG, "watchdog imx2-wdt", "imx2_wdt_driver_init");
	expect(HEAD WITH("dw_wdt_driver_init", "probe of 1000.watchdog returned 0 after 4 usecs"),
	       ROOT_WATCHDOG, "watchdog 1000.watchdog", "dw_wdt_driver_init");
	expect(HEAD WITH("cmos_init", "rtc_cmos 00:04: registered as rtc0") SAID(
		       "rtc_cmos 00:04: setting system clock to 2026-11-22T21:36:35 UTC (1795383395)"),
	       ROOT_RTC, "clock 00:04", "cmos_init");
	/* Those of user space's modules are no roots. */
	find(&f, HEAD INIT("0.1") "[    0.2] imx2-wdt 20bc000.wdog: timeout 60 sec\n" RAN("a"),
	     NULL, NULL, NULL);
	assert_null(root_of(&f, ROOT_WATCHDOG, NULL));
	need_root(&f, ROOT_INIT, "first program /init");
	done(&f);
	find(&f,
	     HEAD RAN("a") SAID("LSM: initializing lsm=lockdown,yama")
		     SAID("Yama: becoming mindful."),
	     NULL, NULL, NULL);
	need_root(&f, ROOT_SECURITY, "security modules lockdown,yama");
	assert_null(root_of(&f, ROOT_SECURITY, "security modules yama"));
	done(&f);
}

/* --need, without an image. */
static void expect_need(const char *log, const char *need, const char *names, const char *unknown)
{
	const struct root *r;
	struct found f;

	find(&f, log, NULL, need, NULL);
	r = need_root(&f, ROOT_NEED, need);
	expect_names(r, names);
	if (unknown)
		assert_true(r->unknown && strstr(r->unknown, unknown));
	else
		assert_null(r->unknown);
	done(&f);
}

static void test_need(void **state)
{
	static const char log[] = HEAD RAN("usb_storage_driver_init") RAN("videodev_init") RAN(
		"nvme_init") WITH("leds_driver_init",
				  "probe of leds-gpio.0 returned 0 after 4 usecs")
		WITH("e1000_init_module", "e1000 0000:00:03.0 eth0: (PCI:33MHz:32-bit) 52:54") INIT(
			"0.3") "[    0.4] calling  m_init+0x0/0x10 [my_mod] @ 45\n[    0.5] initcall m_init+0x0/0x10 [my_mod] returned 0 after 1001 usecs\n";
	struct found f;

	(void)state;
	expect_need(log, "videodev_init", "videodev_init", NULL);
	expect_need(log, "usb-storage", "usb_storage_driver_init", NULL);
	expect_need(log, "leds-gpio.0", "leds_driver_init", NULL);
	expect_need(log, "eth0", "e1000_init_module", NULL);
	expect_need(log, "/sys/class/net/eth0", "e1000_init_module", NULL);
	expect_need(log, "0000:00:03.0", "e1000_init_module", NULL);
	expect_need(log, "/sys/bus/pci/devices/0000:00:03.0/", "e1000_init_module", NULL);
	expect_need(log, "/dev/nvme0n1", "nvme_init", NULL);
	expect_need(log, "/dev/video0", "videodev_init", "which driver makes /dev/video0");
	expect_need(log, "my_mod", "my_mod", NULL);
	expect_need(log, "nosuchthing", "", "nothing in the log is called nosuchthing");
	expect_need(log, "drivers/usb/", "", "no source files are known");
	expect_need(log, "/dev/nosuch", "", "nothing in the log");
	/* A module that is loaded later keeps no initcall of the kernel. */
	find(&f, log, NULL, "my_mod", NULL);
	assert_true(need_root(&f, ROOT_NEED, NULL)->v[0].loaded);
	done(&f);
}

/* Another command line than that of the log. */
static void test_cmdline(void **state)
{
	const struct root *r;
	struct found f;

	(void)state;
	find(&f, HEAD CMDLINE("root=/dev/sda1") RAN("nvme_init"), "root=/dev/sdb root=/dev/nvme0n1",
	     NULL, NULL);
	assert_null(root_of(&f, ROOT_DEVICE, "root=/dev/sda1"));
	assert_null(root_of(&f, ROOT_DEVICE, "root=/dev/sdb"));
	r = need_root(&f, ROOT_DEVICE, "root=/dev/nvme0n1");
	assert_int_equal(r->line, 0);
	done(&f);
	/* What is behind "--" is for init. */
	find(&f, HEAD RAN("a"), "quiet -- root=/dev/sda", NULL, NULL);
	assert_null(root_of(&f, ROOT_DEVICE, NULL));
	done(&f);
}

static void test_image(void **state)
{
	struct initcall v[] = {
		{ .name = "mmc_blk_init",
		  .module = "mmc_block",
		  .file = "drivers/mmc/core/block.c" },
		{ .name = "mmc_init", .module = "mmc_core", .file = "drivers/mmc/core/core.c" },
		{ .name = "bcm_driver_init",
		  .module = "sdhci_bcm",
		  .file = "drivers/mmc/host/bcm.c" },
		{ .name = "init", .module = "other", .file = "drivers/usb/other.c" },
	};
	const struct image img = { .v = v, .n = sizeof(v) / sizeof(v[0]) };
	const struct root_selector *s = NULL;
	const struct root *r;
	struct found f;
	size_t at = 0, n = 0;

	(void)state;
	find(&f,
	     HEAD CMDLINE("root=/dev/mmcblk0p2") RAN("a") SAID("sdhci-bcm fe340000.mmc: hello")
		     SAID("mmc0: SDHCI controller on fe340000.mmc [fe340000.mmc] using ADMA"),
	     NULL, "drivers/usb", &img);
	r = need_root(&f, ROOT_DEVICE, NULL);
	expect_names(r, "mmc_block mmc_core sdhci_bcm");
	assert_null(r->unknown);
	assert_int_equal(r->v[0].how, ROOT_BY_MODULE);
	assert_int_equal(r->v[0].fits, 1);
	expect_names(need_root(&f, ROOT_NEED, NULL), "drivers/usb/");

	r = roots_next(&f.r, &at, v[2].name, v[2].module, v[2].file, &s);
	assert_non_null(r);
	assert_int_equal(r->kind, ROOT_DEVICE);
	assert_string_equal(s->why, "driver of mmc0");
	assert_null(roots_next(&f.r, &at, v[2].name, v[2].module, v[2].file, &s));
	at = 0;
	while (roots_next(&f.r, &at, "init", "other", "drivers/usb/other.c", NULL))
		n++;
	assert_int_equal(n, 1);
	at = 0;
	assert_null(roots_next(&f.r, &at, "init", NULL, NULL, NULL));
	done(&f);
}

/* Any two adjacent kinds of evidence may be missing: the lines of each, and who says so. */
static void test_evidence(void **state)
{
	const struct root *r;
	struct found f;

	(void)state;
	find(&f,
	     HEAD CMDLINE("root=/dev/vda") RAN("virtio_init")
		     WITH("virtio_blk_init", "virtio_blk virtio2: [vda] 1 512-byte logical blocks"),
	     NULL, NULL, NULL);
	r = need_root(&f, ROOT_DEVICE, NULL);
	assert_string_equal(r->evidence, "command line");
	assert_int_equal(r->line, 2);
	assert_string_equal(r->v[0].evidence, "virtio2 vda: found");
	assert_int_equal(r->v[0].line, 6);
	for (size_t i = 1; i < f.r.n; i++)
		assert_true(f.r.v[i - 1].kind <= f.r.v[i].kind);
	done(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_console),	   cmocka_unit_test(test_mmc),
		cmocka_unit_test(test_scsi),	   cmocka_unit_test(test_other_disks),
		cmocka_unit_test(test_filesystem), cmocka_unit_test(test_network),
		cmocka_unit_test(test_arrays),	   cmocka_unit_test(test_safety),
		cmocka_unit_test(test_need),	   cmocka_unit_test(test_cmdline),
		cmocka_unit_test(test_image),	   cmocka_unit_test(test_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
