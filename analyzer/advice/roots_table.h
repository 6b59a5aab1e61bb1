/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What serves which device, file system, console: knowledge of the kernel's
 * drivers as const data, the only place of it. See roots_table.c for how to
 * add a row.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"

/* Where else to look for what serves a device: what its bus or its parts need. */
enum row_host {
	HOST_NONE,
	HOST_MMC,    /* the driver of mmcN */
	HOST_SCSI,   /* the driver of hostN */
	HOST_NVME,   /* a PCI device */
	HOST_VIRTIO, /* a device of a virtio transport */
	HOST_MTD,    /* a flash chip */
	HOST_UBI,    /* on an MTD device */
	HOST_STACK,  /* md, dm: on other block devices */
	HOST_USB,
	HOST_ASK,    /* a driver that no name tells */
};

/*
 * serves: groups, separated by ','. A group is words by blanks, each another
 * way to name the same thing: MODULE, FUNCTION() of an initcall, or FOLDER/ and
 * FILE.c of the source. The first that is there counts. A group whose first
 * byte is '?' may be missing; of the others each has to be there.
 */
struct root_row {
	const char *name;   /* what the device's name begins with, or the whole word */
	const char *serves;
	enum row_host host;
};

/* Block devices and terminals: the longest name that `s` begins with. */
const struct root_row *row_of_disk(struct str s);
const struct root_row *row_of_tty(struct str s);
/* Other device nodes and classes of them: "video0" of /dev/video0, "snd/" of /dev/snd/... */
const struct root_row *row_of_node(struct str s);
/* File system types and drivers: the whole word; NULL: not in the table. */
const struct root_row *row_of_fs(struct str s);
/* What a driver calls itself and what its module is called, where these differ. */
const struct root_row *row_of_driver(struct str s);
/* The block driver of a major number of the kernel's list; NULL: dynamic. */
const char *disk_of_major(unsigned int major);
