// SPDX-License-Identifier: GPL-2.0-or-later
/* Block devices: which drivers stand between a name like mmcblk0p2 and the hardware. */
#include "advice/roots_priv.h"

#include <string.h>

#include "input/stamp.h"

/* Messages between a file system's own line and the one of the VFS. */
#define MOUNT_LINES 64

/* "mmcblk0p2" is on mmcblk0, "sda3" on sda, "nvme0n1p1" on nvme0n1, "mmcblk0boot1" on mmcblk0. */
static struct str whole_disk(struct str s)
{
	size_t n = s.n, boot = str_find(s, STR("boot"));

	if (str_starts(s, STR("mmcblk")) && boot < s.n)
		return str_head(s, boot);
	while (n && is_digit(s.p[n - 1]))
		n--;
	if (n == s.n)
		return s;
	if (n > 1 && s.p[n - 1] == 'p' && is_digit(s.p[n - 2]))
		return str_head(s, n - 1);
	/* vda3: letters before the number; mmcblk0, nvme0n1, md0: the number is its own */
	if (str_starts(s, STR("sd")) || str_starts(s, STR("hd")) || str_starts(s, STR("vd")) ||
	    str_starts(s, STR("xvd")) || str_starts(s, STR("ubd")) || str_starts(s, STR("dasd")))
		return str_head(s, n);
	return s;
}

static void mmc_host(struct draft *d, const char *host)
{
	static const char *const sorts[] = {
		".mmc", ".sdhci", ".emmc", ".sdmmc", ".sdhc", ".usdhc"
	};
	const struct boot *b = d->f->b;
	const struct note *n;
	const char *what = text(d->f, "driver of %s", host);
	bool got = false;
	size_t at = 0;

	while ((n = note_next(b, NOTE_HOST, &at))) {
		if (!n->by || strcmp(n->name, host) != 0)
			continue;
		draft_because(d, ROOT_EXACT, what,
			      text(d->f, "%s: %s controller on %s", host, n->with, n->by), n->line);
		got |= find_driver(d, n->by, NULL, what);
	}
	for (size_t i = 0; !n && !got && i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];

		for (size_t k = 0; k < sizeof(sorts) / sizeof(sorts[0]); k++) {
			if (p->ret != 0 || !strstr(p->device, sorts[k]) || strstr(p->device, ":"))
				continue;
			draft_because(d, ROOT_MAYBE, what, text(d->f, "probe of %s", p->device),
				      p->line);
			got |= find_driver(d, p->device, NULL, NULL);
			break;
		}
	}
	if (!got)
		draft_unknown(d, text(d->f, "which driver %s has", host));
}

/* "0:0:0:0" is on host0, and the log says what that is: "ahci", "usb-storage 1-1:1.0". */
static void scsi_host(struct draft *d, const char *address)
{
	struct finder *f = d->f;
	size_t colon = strcspn(address, ":");
	const char *num = text_of(f, str_head(str_of(address), colon));
	const struct note *n = note_of(f->b, NOTE_HOST, text(f, "host%s", num));
	const char *what = text(f, "driver of SCSI host %s", num);
	struct str driver;
	const char *device = NULL;
	size_t blank;

	if (!n)
		n = note_of(f->b, NOTE_HOST, text(f, "scsi%s", num));
	if (!n || !n->with) {
		draft_unknown(d, text(f, "which driver SCSI host %s has", num));
		return;
	}
	driver = str_of(n->with);
	blank = str_chr(driver, ' ', 0);
	if (blank < driver.n && !row_of_driver(driver)) {
		device = text_of(f, str_from(driver, blank + 1));
		driver = str_head(driver, blank);
	}
	draft_because(d, ROOT_EXACT, what, text(f, "scsi host%s: %s", num, n->with), n->line);
	if (find_driver(d, device, text_of(f, driver), NULL))
		return;
	if (n->call != CALL_NONE && !call_is_of_others(f->b, n->call)) {
		d->sure = ROOT_LIKELY;
		select_call(d, n->call);
	} else {
		draft_unknown(d, text(f, "which initcall driver %.*s has", STR_ARG(driver)));
	}
}

/* Flash chips: the driver that told its partitions, or that UBI came to. */
static void flash(struct draft *d)
{
	const struct boot *b = d->f->b;
	const struct note *n;
	bool got = false;
	size_t at = 0;

	while ((n = note_next(b, NOTE_MTD, &at))) {
		const char *said = text(d->f, "MTD partitions on \"%s\"", n->name);
		bool here = false;

		draft_because(d, ROOT_EXACT, text(d->f, "driver of flash %s", n->name), said,
			      n->line);
		if (n->call != CALL_NONE && !call_is_of_others(b, n->call))
			here = select_call(d, n->call);
		got |= find_driver(d, n->name, NULL, NULL) || here;
	}
	draft_because(d, ROOT_LIKELY, "flash", NULL, 0);
	if (!got)
		draft_unknown(d, "which driver the flash has");
}

size_t find_any_disk(struct draft *d, unsigned int depth)
{
	const struct boot *b = d->f->b;
	const struct note *n;
	size_t at = 0, found = 0;

	while (depth < STACK_MAX && (n = note_next(b, NOTE_DISK, &at))) {
		struct str whole = n->name ? whole_disk(str_of(n->name)) : STR_NONE;

		if (!whole.n || str_starts(whole, STR("loop")) || str_starts(whole, STR("ram")) ||
		    str_starts(whole, STR("md")) || str_starts(whole, STR("dm-")) ||
		    str_starts(whole, STR("sr")) || str_starts(whole, STR("zram")))
			continue;
		found += find_disk(d, text_of(d->f, whole), depth);
		if (found >= 8)
			break;
	}
	return found;
}

/* An array or mapping: its own code, and what it lies on, which no log tells. */
static void stack(struct draft *d, struct str name, unsigned int depth)
{
	const struct boot *b = d->f->b;
	const struct note *n;
	size_t at = 0, fit, below;
	bool dm = !str_starts(name, STR("md"));

	while ((n = note_next(b, NOTE_ARRAY, &at))) {
		if (!n->with || !n->name || dm || !str_eq(str_of(n->name), name))
			continue;
		draft_because(d, ROOT_EXACT, text(d->f, "%s of %s", n->with, n->name),
			      text(d->f, "md/%s:%s:", n->with, n->name), n->line);
		if (str_starts(str_of(n->with), STR("raid")) &&
		    !select_by(d, ROOT_BY_MODULE, str_of(n->with)))
			select_groups(d,
				      "raid1 raid_init(), ?raid10, ?raid456 raid5_init(), ?raid0",
				      &fit);
	}
	below = find_any_disk(d, depth + 1);
	if (below != 1)
		draft_unknown(d, text(d->f, "what %.*s lies on%s", STR_ARG(name),
				      below ? " (all disks are taken)" : ""));
	if (dm) {
		draft_because(d, ROOT_LIKELY, "targets of the device mapper", NULL, 0);
		select_groups(d, "?dm_crypt dm_crypt_init(), ?dm_verity dm_verity_init()", &fit);
	}
}

/* "nvme nvme0: pci function 0000:39:00.0" tells the device of nvme0n1; old kernels do not say. */
static void nvme_host(struct draft *d, struct str whole, const char *disk)
{
	const char *name = text_of(d->f, str_head(whole, 4 + strcspn(disk + 4, "n")));
	const struct note *n = note_of(d->f->b, NOTE_DEVICE, name);
	const char *why = text(d->f, "controller of %s", disk);
	size_t at = 0;

	if (n && n->by) {
		draft_because(d, ROOT_EXACT, why,
			      text(d->f, "nvme %s: pci function %s", name, n->by), n->line);
		find_driver(d, n->by, "nvme", NULL);
		return;
	}
	draft_because(d, ROOT_MAYBE, why, NULL, 0);
	find_driver(d, NULL, "nvme", NULL);
	while ((n = note_next(d->f->b, NOTE_PCI_BUS, &at)))
		find_driver(d, n->by, n->with, NULL);
}

static void disk_host(struct draft *d, const struct root_row *row, struct str whole,
		      const struct note *n, unsigned int depth)
{
	const char *name = text_of(d->f, whole);

	switch (row->host) {
	case HOST_MMC:
		mmc_host(d, n && n->by ? n->by : text(d->f, "mmc%s", name + strlen("mmcblk")));
		break;
	case HOST_SCSI:
		if (n && n->by)
			scsi_host(d, n->by);
		else
			draft_unknown(d, text(d->f, "which SCSI host %s is on", name));
		break;
	case HOST_NVME:
		nvme_host(d, whole, name);
		break;
	case HOST_VIRTIO:
		if (n && n->by) {
			draft_because(d, ROOT_EXACT, text(d->f, "driver of %s", name),
				      text(d->f, "%s %s: [%s]", n->with, n->by, name), n->line);
			find_driver(d, n->by, n->with, NULL);
		}
		break;
	case HOST_MTD:
	case HOST_UBI:
		flash(d);
		break;
	case HOST_STACK:
		stack(d, whole, depth);
		break;
	case HOST_ASK:
		draft_unknown(d, text(d->f, "which driver is behind %s", name));
		break;
	case HOST_USB:
	case HOST_NONE:
		break;
	}
}

bool find_disk(struct draft *d, const char *name, unsigned int depth)
{
	const struct draft before = *d;
	struct str s = str_of(name), whole;
	const struct root_row *row = row_of_disk(s);
	const struct note *n;

	if (!row)
		return false;
	if (depth >= STACK_MAX)
		return true;
	whole = whole_disk(s);
	n = note_of(d->f->b, NOTE_DISK, text_of(d->f, whole));
	draft_because(d, depth ? ROOT_MAYBE : ROOT_LIKELY,
		      text(d->f, "block device %.*s", STR_ARG(whole)),
		      n ? text(d->f, "%s%s%.*s: found", n->by ? n->by : "", n->by ? " " : "",
			       STR_ARG(whole)) :
			  NULL,
		      n ? n->line : 0);
	select_row(d, row, text(d->f, "%.*s", STR_ARG(whole)));
	disk_host(d, row, whole, n, depth);
	draft_because(d, before.sure, before.why, before.evidence, before.line);
	return true;
}

const struct note *root_mount(const struct boot *b, const struct note **vfs)
{
	const struct note *last = NULL;

	*vfs = NULL;
	for (size_t i = 0; i < b->nnotes; i++) {
		const struct note *n = &b->notes[i];

		if (n->kind == NOTE_ROOT) {
			*vfs = n;
			return last && n->at - last->at <= MOUNT_LINES ? last : NULL;
		}
		if (n->kind != NOTE_MOUNT)
			continue;
		/* Without a line of the VFS it is the init of an initramfs that mounts. */
		if (!b->init_at || n->at < b->init_at)
			last = n;
		else
			return n;
	}
	return NULL;
}

/* "8:1", "0801", "b302": numbers of a device. */
static const char *by_number(struct str v)
{
	size_t colon = str_chr(v, ':', 0), digits = 0;
	int64_t major;
	const char *name;

	if (colon < v.n) {
		if (!colon || scan_number(v, &major) != colon || major > 4095 || colon + 1 == v.n ||
		    !is_digit(v.p[colon + 1]))
			return NULL;
		name = disk_of_major((unsigned int)major);
		return name ? name : "";
	}
	major = 0;
	while (digits < v.n && digits < 8 && hex_value(v.p[digits]) >= 0)
		major = major * 16 + hex_value(v.p[digits++]);
	if (digits < v.n || digits < 3)
		return NULL;
	major >>= 8;
	name = major < 4096 ? disk_of_major((unsigned int)major) : NULL;
	return name ? name : "";
}

/* A name that says nothing of the driver: the mount tells, or else every disk may be it. */
static void by_mount(struct draft *d, struct str v)
{
	const struct note *vfs, *m = root_mount(d->f->b, &vfs);
	const char *name = NULL;

	if (d->root.kind == ROOT_RESUME)
		m = vfs = NULL;
	if (m) {
		name = m->name;
		draft_because(d, ROOT_EXACT, text(d->f, "root was mounted from %s", m->name),
			      text(d->f, "%s (%s): mounted", m->with, m->name), m->line);
		if (!d->root.line || d->root.line == d->f->cmdline_line)
			d->root.evidence = d->evidence;
		d->root.line = m->line;
	} else if (vfs && vfs->with) {
		name = by_number(str_of(vfs->with));
	}
	if (name && name[0] && find_disk(d, name, 0))
		return;
	draft_because(d, ROOT_MAYBE, "one of the disks", NULL, 0);
	if (find_any_disk(d, 1) != 1)
		draft_unknown(d, text(d->f, "which device %.*s is", STR_ARG(v)));
}

void find_device_value(struct draft *d, struct str v)
{
	const char *name;
	struct str s = v;

	if (str_starts(s, STR("/dev/")))
		s = str_from(s, 5);
	if (str_starts(s, STR("mtd:")) || str_starts(s, STR("mtd")) || str_starts(s, STR("ubi"))) {
		find_disk(d, str_starts(s, STR("ubi")) ? "ubi0" : "mtdblock0", 0);
		return;
	}
	if (str_find(s, STR("=")) < s.n || str_starts(s, STR("disk/by-")) ||
	    str_starts(s, STR("root"))) {
		by_mount(d, v);
		return;
	}
	name = s.p != v.p ? NULL : by_number(s);
	if (name && name[0])
		find_disk(d, name, 0);
	else if (name || !find_disk(d, text_of(d->f, s), 0))
		by_mount(d, v);
}

void find_fs(struct draft *d, struct str type)
{
	const struct root_row *row = row_of_fs(type);
	const char *name = text_of(d->f, type);

	if (row) {
		select_row(d, row, text(d->f, "file system %s", name));
		return;
	}
	if (!select_by(d, ROOT_BY_MODULE, type) &&
	    !select_by(d, ROOT_BY_INITCALL, str_of(text(d->f, "init_%s_fs", name))))
		draft_unknown(d, text(d->f, "which initcall file system %s has", name));
}
