// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * To add a device: put a row into the table of its kind with the beginning of
 * its node's name (the name below /dev, without a number), and what has to be
 * there for it, as roots_table.h says: the module as Kbuild calls it, then the
 * function as a log without a vmlinux shows it. A function or module that no
 * kernel has does no harm: it fits nothing. Only what is the device's own
 * belongs here; whom that needs, the dependency graph knows.
 */
#include "advice/roots_table.h"

#define VIRTIO "virtio virtio_init(), ?virtio_pci virtio_pci_driver_init(), " \
	       "?virtio_mmio virtio_mmio_init(), ?virtio_ccw virtio_ccw_init()"
#define MTD "mtd init_mtd(), ?cmdlinepart cmdline_parser_init(), ?ofpart ofpart_parser_init()"
#define SCSI_DISK "sd_mod init_sd(), scsi_mod init_scsi()"
#define U8250 "8250 serial8250_init(), ?univ8250_console_init(), ?8250_pnp serial_pnp_init(), " \
	      "?8250_pci serial_pci_driver_init(), ?sclp_vt220_con_init(), ?sclp_console_init()"

static const struct root_row disks[] = {
	{ "mmcblk", "mmc_block mmc_blk_init(), mmc_core mmc_init()", HOST_MMC },
	{ "sd", SCSI_DISK, HOST_SCSI },
	{ "sr", "sr_mod init_sr(), scsi_mod init_scsi()", HOST_SCSI },
	{ "nvme", "nvme nvme_init(), ?nvme_core nvme_core_init()", HOST_NVME },
	{ "vd", "virtio_blk virtio_blk_init() init(), " VIRTIO, HOST_VIRTIO },
	{ "xvd", "xen_blkfront xlblk_init()", HOST_NONE },
	{ "md", "md_mod md_init()", HOST_STACK },
	{ "dm-", "dm_mod dm_init()", HOST_STACK },
	{ "mapper/", "dm_mod dm_init()", HOST_STACK },
	{ "mtdblock", "mtdblock mtdblock_tr_init() init_mtdblock(), " MTD, HOST_MTD },
	{ "mtd", MTD, HOST_MTD },
	{ "ubiblock", "ubi ubi_init(), " MTD, HOST_UBI },
	{ "ubi", "ubi ubi_init(), " MTD, HOST_UBI },
	{ "ram", "brd brd_init()", HOST_NONE },
	{ "zram", "zram zram_init()", HOST_NONE },
	{ "loop", "loop loop_init()", HOST_ASK },
	{ "nbd", "nbd nbd_init()", HOST_NONE },
	{ "rbd", "rbd rbd_init()", HOST_NONE },
	{ "dasd", "dasd_mod dasd_init(), ?dasd_eckd_mod dasd_eckd_init(), "
		  "?dasd_fba_mod dasd_fba_init()", HOST_NONE },
	{ "pmem", "nd_pmem nd_pmem_driver_init(), ?libnvdimm libnvdimm_init()", HOST_ASK },
	{ "ubd", "ubd_driver_init() ubd_init()", HOST_NONE },
	{ "fd", "floppy floppy_module_init()", HOST_NONE },
	{ "hd", "ide_core ide_init()", HOST_ASK },
};

static const struct root_row ttys[] = {
	{ "ttyS", U8250, HOST_ASK },
	{ "ttyAMA", "amba_pl011 pl011_init()", HOST_NONE },
	{ "ttymxc", "imx imx_uart_init() imx_serial_init()", HOST_NONE },
	{ "ttyO", "8250_omap omap8250_platform_driver_init() omap_serial serial_omap_init()",
	  HOST_NONE },
	{ "ttyMSM", "?msm_serial msm_serial_init(), ?qcom_geni_serial qcom_geni_serial_init()",
	  HOST_ASK },
	{ "ttyHS", "qcom_geni_serial qcom_geni_serial_init()", HOST_NONE },
	{ "ttySAC", "samsung_tty samsung_serial_driver_init()", HOST_NONE },
	{ "ttyPS", "xilinx_uartps cdns_uart_init() xuartps_init()", HOST_NONE },
	{ "ttyUL", "uartlite ulite_init()", HOST_NONE },
	{ "ttyLP", "fsl_lpuart lpuart_serial_init()", HOST_NONE },
	{ "ttyLF", "fsl_linflexuart linflex_serial_init()", HOST_NONE },
	{ "ttySTM", "stm32_usart stm32_usart_init() usart_init()", HOST_NONE },
	{ "ttyAML", "meson_uart meson_uart_platform_driver_init() meson_uart_init()", HOST_NONE },
	{ "ttySC", "sh_sci sci_init()", HOST_NONE },
	{ "ttySIF", "sifive sifive_serial_init()", HOST_NONE },
	{ "ttyTHS", "serial_tegra tegra_uart_init()", HOST_NONE },
	{ "ttyTCU", "tegra_tcu tegra_tcu_driver_init()", HOST_NONE },
	{ "ttyAT", "atmel_serial atmel_serial_init()", HOST_NONE },
	{ "ttyGS", "u_serial userial_init()", HOST_ASK },
	{ "ttyUSB", "usbserial usb_serial_init()", HOST_ASK },
	{ "ttyACM", "cdc_acm acm_init()", HOST_USB },
	{ "ttysclp", "sclp_tty sclp_tty_init() sclp_console_init(), ?sclp_vt220_con_init()",
	  HOST_NONE },
	{ "ttynull", "ttynull ttynull_init()", HOST_NONE },
	/* tty_init() is called by chr_dev_init(). */
	{ "tty", "con_init() chr_dev_init(), ?chr_dev_init(), ?vtconsole_class_init()", HOST_NONE },
	{ "hvc",
	  "hvc_console hvc_console_init(), ?virtio_console virtio_console_init(), "
	  "?hvc_opal hvc_opal_init(), ?hvc_vio hvc_vio_init(), ?hvc_xen xen_hvc_init(), "
	  "?hvc_rtas hvc_rtas_init(), ?hvc_sbi hvc_sbi_init() hvc_sbi_console_init(), "
	  "?hvc_iucv hvc_iucv_init()",
	  HOST_NONE },
	{ "netcon", "netconsole init_netconsole()", HOST_NONE },
	{ "ramoops", "ramoops ramoops_init()", HOST_NONE },
	{ "pstore", "pstore pstore_init()", HOST_NONE },
	{ "lp", "lp lp_init_module() lp_init()", HOST_ASK },
	{ "mei", "mei mei_init()", HOST_ASK },
};

static const struct root_row nodes[] = {
	{ "snd", "soundcore init_soundcore(), snd alsa_sound_init(), "
		 "?snd_pcm alsa_pcm_init(), ?sound/", HOST_ASK },
	{ "dsp", "soundcore init_soundcore(), ?sound/", HOST_ASK },
	{ "video", "videodev videodev_init(), ?drivers/media/", HOST_ASK },
	{ "v4l", "videodev videodev_init(), ?drivers/media/", HOST_ASK },
	{ "media", "mc media_devnode_init(), ?drivers/media/", HOST_ASK },
	{ "dvb", "dvb_core init_dvbdev(), ?drivers/media/", HOST_ASK },
	{ "cec", "cec cec_devnode_init(), ?drivers/media/cec/", HOST_ASK },
	{ "dri", "drm drm_core_init(), ?drivers/gpu/drm/", HOST_ASK },
	{ "accel", "drm drm_core_init(), ?drivers/accel/", HOST_ASK },
	{ "fb", "fb fbmem_init(), ?drivers/video/fbdev/, ?drivers/gpu/drm/", HOST_ASK },
	{ "input", "input_core input_init(), ?evdev evdev_init()", HOST_ASK },
	{ "uinput", "uinput uinput_misc_init() uinput_init()", HOST_NONE },
	{ "hidraw", "hid hid_init()", HOST_ASK },
	{ "i2c-", "i2c_dev i2c_dev_init()", HOST_ASK },
	{ "spidev", "spidev spidev_init()", HOST_ASK },
	{ "gpiochip", "gpiolib_dev_init()", HOST_ASK },
	{ "watchdog", "watchdog watchdog_init()", HOST_ASK },
	{ "rtc", "rtc_core rtc_init()", HOST_ASK },
	{ "tpm", "tpm tpm_init(), ?drivers/char/tpm/", HOST_ASK },
	{ "hwrng", "rng_core hwrng_modinit(), ?drivers/char/hw_random/", HOST_ASK },
	{ "fuse", "fuse fuse_init()", HOST_NONE },
	{ "net/tun", "tun tun_init()", HOST_NONE },
	{ "kvm", "kvm drivers/virt/ vmx_init() svm_init() kvm_arm_init()", HOST_NONE },
	{ "bus/usb", "usbcore usb_init()", HOST_ASK },
	{ "ptp", "ptp ptp_init()", HOST_ASK },
	{ "pps", "pps_core pps_init()", HOST_ASK },
	{ "iio:device", "industrialio iio_init(), ?drivers/iio/", HOST_ASK },
	{ "uio", "uio uio_init()", HOST_ASK },
	{ "vfio", "vfio vfio_init()", HOST_ASK },
	{ "mem", "chr_dev_init()", HOST_NONE },
	{ "null", "chr_dev_init()", HOST_NONE },
	{ "zero", "chr_dev_init()", HOST_NONE },
	{ "random", "chr_dev_init()", HOST_NONE },
	{ "urandom", "chr_dev_init()", HOST_NONE },
	{ "sg", "sg init_sg()", HOST_ASK },
	{ "usb", "usbcore usb_init()", HOST_ASK },
};

static const struct root_row filesystems[] = {
	{ "ext4", "ext4 fs/ext4/ ext4_init_fs() init_ext4_fs()", HOST_NONE },
	{ "ext3", "ext4 fs/ext4/ ext4_init_fs() init_ext4_fs() ext3 init_ext3_fs()", HOST_NONE },
	{ "ext2", "ext2 fs/ext2/ init_ext2_fs() ext4 ext4_init_fs() init_ext4_fs()", HOST_NONE },
	{ "btrfs", "btrfs fs/btrfs/ init_btrfs_fs()", HOST_NONE },
	{ "xfs", "xfs fs/xfs/ init_xfs_fs()", HOST_NONE },
	{ "f2fs", "f2fs fs/f2fs/ init_f2fs_fs()", HOST_NONE },
	{ "squashfs", "squashfs fs/squashfs/ init_squashfs_fs()", HOST_NONE },
	{ "erofs", "erofs fs/erofs/ erofs_module_init()", HOST_NONE },
	{ "cramfs", "cramfs fs/cramfs/ init_cramfs_fs()", HOST_NONE },
	{ "romfs", "romfs fs/romfs/ init_romfs_fs()", HOST_NONE },
	{ "ubifs", "ubifs fs/ubifs/ ubifs_init()", HOST_NONE },
	{ "jffs2", "jffs2 fs/jffs2/ init_jffs2_fs()", HOST_NONE },
	{ "nfs", "nfs fs/nfs/ init_nfs_fs(), ?nfsv3 nfs3_init() init_nfs_v3(), "
		 "?nfsv2 init_nfs_v2(), ?nfsv4 init_nfs_v4(), ?lockd init_nlm(), "
		 "sunrpc init_sunrpc()", HOST_NONE },
	{ "cifs", "cifs init_cifs()", HOST_NONE },
	{ "9p", "9p fs/9p/ init_v9fs(), 9pnet init_p9(), ?9pnet_virtio p9_virtio_init(), "
		"?9pnet_fd p9_trans_fd_init(), ?" VIRTIO, HOST_NONE },
	{ "virtiofs", "virtiofs virtio_fs_init(), fuse fuse_init(), ?" VIRTIO, HOST_NONE },
	{ "vfat", "vfat init_vfat_fs(), fat init_fat_fs(), ?nls_cp437 init_nls_cp437(), "
		  "?nls_ascii init_nls_ascii(), ?nls_iso8859_1 init_nls_iso8859_1()", HOST_NONE },
	{ "msdos", "msdos init_msdos_fs(), fat init_fat_fs()", HOST_NONE },
	{ "exfat", "exfat init_exfat_fs()", HOST_NONE },
	{ "ntfs3", "ntfs3 init_ntfs_fs()", HOST_NONE },
	{ "iso9660", "isofs init_iso9660_fs()", HOST_NONE },
	{ "overlay", "overlay ovl_init()", HOST_NONE },
	{ "reiserfs", "reiserfs init_reiserfs_fs()", HOST_NONE },
	{ "jfs", "jfs init_jfs_fs()", HOST_NONE },
	{ "minix", "minix init_minix_fs()", HOST_NONE },
	{ "nilfs2", "nilfs2 init_nilfs_fs()", HOST_NONE },
	{ "bcachefs", "bcachefs bcachefs_init()", HOST_NONE },
	{ "ceph", "ceph init_ceph()", HOST_NONE },
	/* In every kernel, and without an initcall of its own that could wait. */
	{ "tmpfs", "", HOST_NONE },
	{ "ramfs", "", HOST_NONE },
	{ "rootfs", "", HOST_NONE },
};

static const struct root_row drivers[] = {
	{ "ahci", "ahci ahci_pci_driver_init()", HOST_NONE },
	{ "e1000", "e1000 e1000_init_module()", HOST_NONE },
	{ "e1000e", "e1000e e1000_init_module()", HOST_NONE },
	{ "igb", "igb igb_init_module()", HOST_NONE },
	{ "ata_piix", "ata_piix piix_init()", HOST_NONE },
	{ "Virtio SCSI HBA", "virtio_scsi virtio_scsi_init() init(), " VIRTIO, HOST_NONE },
	{ "virtio_net", "virtio_net virtio_net_driver_init(), " VIRTIO, HOST_NONE },
	{ "virtio_blk", "virtio_blk virtio_blk_init() init(), " VIRTIO, HOST_NONE },
	{ "virtio_scsi", "virtio_scsi virtio_scsi_init() init(), " VIRTIO, HOST_NONE },
	{ "usb-storage", "usb_storage usb_storage_driver_init()", HOST_NONE },
	{ "uas", "uas uas_init() uas_driver_init()", HOST_NONE },
	{ "xhci_hcd", "xhci_hcd xhci_hcd_init(), ?xhci_pci xhci_pci_init()", HOST_NONE },
	{ "xhci-hcd", "xhci_hcd xhci_hcd_init(), ?xhci_plat_hcd xhci_plat_init()", HOST_NONE },
	{ "ehci_hcd", "ehci_hcd ehci_hcd_init(), ?ehci_pci ehci_pci_init()", HOST_NONE },
	{ "ehci-pci", "ehci_hcd ehci_hcd_init(), ehci_pci ehci_pci_init()", HOST_NONE },
	{ "ufshcd", "ufshcd_core ufshcd_core_init(), ?drivers/ufs/host/", HOST_ASK },
	{ "rtc_cmos", "rtc_cmos cmos_init()", HOST_NONE },
	{ "rtc-efi", "rtc_efi efi_rtc_driver_init()", HOST_NONE },
	{ "rtc-pl031", "rtc_pl031 pl031_driver_init()", HOST_NONE },
	{ "rtc-generic", "rtc_generic generic_rtc_driver_init()", HOST_NONE },
	{ "goldfish_rtc", "rtc_goldfish goldfish_rtc_driver_init() goldfish_rtc_init()",
	  HOST_NONE },
	{ "macb", "macb macb_driver_init()", HOST_NONE },
	{ "fec", "fec fec_driver_init()", HOST_NONE },
	{ "cpsw-switch", "ti_cpsw_new cpsw_driver_init(), ?drivers/net/ethernet/ti/", HOST_NONE },
	{ "cpsw", "ti_cpsw cpsw_driver_init(), ?drivers/net/ethernet/ti/", HOST_NONE },
};

#define ROWS(t) (sizeof(t) / sizeof((t)[0]))

/* What follows the name: a number or a letter, not the rest of another word. */
static bool node_ends(struct str s, size_t n)
{
	const char *known = "abcdefghijklmnopqrstuvwxyz";

	if (n >= s.n || is_digit(s.p[n]) || s.p[n] == '/' || (n && strchr("-/", s.p[n - 1])))
		return true;
	/* sda, vdb, hdc: at most two letters, then numbers */
	for (size_t i = n; i < s.n && i < n + 2; i++) {
		if (!strchr(known, s.p[i]))
			return i > n && is_digit(s.p[i]);
	}
	return s.n <= n + 2 || is_digit(s.p[n + 2]);
}

static const struct root_row *longest(const struct root_row *v, size_t n, struct str s)
{
	const struct root_row *best = NULL;

	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(v[i].name);

		if (str_starts(s, name) && node_ends(s, name.n) &&
		    (!best || name.n > strlen(best->name)))
			best = &v[i];
	}
	return best;
}

static const struct root_row *whole(const struct root_row *v, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(s, str_of(v[i].name)))
			return &v[i];
	}
	return NULL;
}

const struct root_row *row_of_disk(struct str s)
{
	return longest(disks, ROWS(disks), s);
}

const struct root_row *row_of_tty(struct str s)
{
	return longest(ttys, ROWS(ttys), s);
}

const struct root_row *row_of_node(struct str s)
{
	return longest(nodes, ROWS(nodes), s);
}

const struct root_row *row_of_fs(struct str s)
{
	return whole(filesystems, ROWS(filesystems), s);
}

const struct root_row *row_of_driver(struct str s)
{
	return whole(drivers, ROWS(drivers), s);
}

const char *disk_of_major(unsigned int major)
{
	static const struct {
		unsigned int major;
		const char *name;
	} majors[] = {
		{ 1, "ram0" }, { 3, "hda" }, { 7, "loop0" }, { 8, "sda" }, { 9, "md0" },
		{ 11, "sr0" }, { 31, "mtdblock0" }, { 43, "nbd0" }, { 65, "sdq" }, { 66, "sdag" },
		{ 94, "dasda" }, { 179, "mmcblk0" }, { 202, "xvda" },
	};

	for (size_t i = 0; i < ROWS(majors); i++) {
		if (majors[i].major == major)
			return majors[i].name;
	}
	return NULL;
}
