/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages that are no initcall lines and yet tell what a boot needs: which
 * driver serves a device, where the root file system came from, which console
 * was enabled. A note is a typed fact with up to three words of the message.
 */
#pragma once

#include <stdbool.h>

#include "base/str.h"

enum note_kind {
	NOTE_DEVICE,	/* name: device; with: its driver; by: what that is on, for some */
	NOTE_NETDEV,	/* name: eth0; with: driver; by: device */
	NOTE_DISK,	/* name: sda; with: driver or NULL; by: 0:0:0:0, mmc0, virtio2 or NULL */
	NOTE_HOST,	/* name: host0, mmc0; with: what it says it is; by: device or NULL */
	NOTE_USB_BUS,	/* name: number; with: driver of the controller; by: its device */
	NOTE_PCI_BUS,	/* name: 0002:00; with: driver of the host bridge; by: its device */
	NOTE_TTY,	/* name: ttyS0; with: type of the port; by: device or driver */
	NOTE_CONSOLE,	/* name: ttyS0 */
	NOTE_BOOTCON,	/* name: of a console that goes when the real one comes */
	NOTE_ROOT,	/* name: ext4; with: 8:1 */
	NOTE_WAIT_ROOT, /* name: /dev/mmcblk0p2 */
	NOTE_MOUNT,	/* name: sda1; with: ext4 */
	NOTE_INITRAMFS, /* it is unpacked */
	NOTE_NET_SETUP, /* the kernel itself configured a network device; name: eth0 or NULL */
	NOTE_LSM,	/* name: list or name of security modules */
	NOTE_ARRAY,	/* name: md0, dm-0; with: raid1, ... */
	NOTE_UBI,	/* name: ubi0; with: mtd1 */
	NOTE_MTD,	/* name: chip that has partitions */
	NOTE_WATCHDOG,	/* name: as it calls itself; by: device or NULL */
	NOTE_RTC,	/* name: rtc0 or NULL: it set the clock; with: driver; by: device */
	NOTE_RESUME,	/* an image of memory was looked for */
	NOTE_KINDS
};

struct said {
	enum note_kind kind;
	struct str name, with, by; /* views of the message; n is 0: not told */
	struct str also;	   /* another name of the same device */
};

/* Looks at a message; cut: its end is missing. False: it tells nothing of these. */
bool note_parse(struct str msg, bool cut, struct said *s);
