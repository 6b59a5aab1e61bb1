// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/note.h"

/* Longer words are no names of drivers and devices. */
#define WORD_MAX 64

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
	       (c && strchr("_-.:@,+/", c));
}

static bool name_like(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!name_char(s.p[i]))
			return false;
	}
	return s.n > 0 && s.n <= WORD_MAX;
}

/* Takes the word up to `end` off the rest; false: there is no such end, or it is no name. */
static bool take_word(struct str *rest, char end, struct str *word)
{
	size_t at = str_chr(str_head(*rest, WORD_MAX + 1), end, 0);

	if (at >= rest->n || at > WORD_MAX)
		return false;
	*word = str_head(*rest, at);
	*rest = str_from(*rest, at + 1);
	return name_like(*word);
}

static bool skip(struct str *rest, struct str word)
{
	if (!str_starts(*rest, word))
		return false;
	*rest = str_from(*rest, word.n);
	return true;
}

/* The word up to a blank, comma or the end, without a last '.' or ':'. */
static struct str word_of(struct str s)
{
	size_t n = 0;

	while (n < s.n && name_char(s.p[n]) && s.p[n] != ',')
		n++;
	while (n && strchr(".:", s.p[n - 1]))
		n--;
	return str_head(s, n < WORD_MAX ? n : WORD_MAX);
}

static bool has(struct str s, struct str what)
{
	return str_find(s, what) < s.n;
}

static bool watchdog_like(struct str s)
{
	return has(s, STR("wdt")) || has(s, STR("watchdog")) || has(s, STR("wdog")) ||
	       has(s, STR("softdog"));
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i]))
			return true;
	}
	return false;
}

/* "[sda] 250069680 512-byte logical blocks" */
static bool disk_in_brackets(struct str rest, struct said *s)
{
	struct str name;

	if (!skip(&rest, STR("[")) || !take_word(&rest, ']', &name))
		return false;
	s->kind = NOTE_DISK;
	s->by = s->name;
	s->name = name;
	return true;
}

/* The ends of clocks: "registered as rtc0", "setting system clock to 2026-..." */
static bool clock_of(struct str rest, struct said *s)
{
	struct str name = STR_NONE;

	if (skip(&rest, STR("registered as rtc")))
		name = (struct str){ rest.p - 3, rest.n + 3 };
	else if (!str_starts(rest, STR("setting system clock to ")))
		return false;
	s->kind = NOTE_RTC;
	s->by = s->name;
	s->name = word_of(name);
	return true;
}

/* What follows "DRIVER DEVICE: ". */
static bool of_device(struct str rest, struct said *s)
{
	if (str_eq(s->with, STR("scsi")) && str_starts(s->name, STR("host"))) {
		s->kind = NOTE_HOST;
		s->with = str_trim(str_head(rest, WORD_MAX));
		return s->with.n != 0;
	}
	if (disk_in_brackets(rest, s) || clock_of(rest, s))
		return true;
	if (skip(&rest, STR("new USB bus registered, assigned bus number "))) {
		s->kind = NOTE_USB_BUS;
		s->by = s->name;
		s->name = word_of(rest);
		return true;
	}
	if (skip(&rest, STR("PCI host bridge to bus "))) {
		s->kind = NOTE_PCI_BUS;
		s->by = s->name;
		s->name = word_of(rest);
		return true;
	}
	if (watchdog_like(s->with)) {
		s->kind = NOTE_WATCHDOG;
		s->by = s->name;
		s->name = s->with;
		return true;
	}
	if (skip(&rest, STR("pci function ")))
		s->by = word_of(rest);
	s->kind = NOTE_DEVICE;
	return true;
}

/* "DRIVER DEVICE: text" and "DRIVER DEVICE eth0: text", of dev_info() and netdev_info(). */
static bool device_line(struct str msg, struct said *s)
{
	struct str rest = msg, second, third;
	size_t end;

	if (!take_word(&rest, ' ', &s->with) || !take_word(&rest, ' ', &second))
		return false;
	if (str_ends(s->with, STR(":")) || is_digit(s->with.p[0]))
		return false;
	if (str_ends(second, STR(":"))) {
		s->name = str_head(second, second.n - 1);
		/* Prose has colons too: "Memory policy: " */
		if (!has_digit(s->name) && !str_eq(s->name, s->with) && !watchdog_like(s->with) &&
		    !str_starts(rest, STR("registered as rtc")) &&
		    !str_starts(rest, STR("setting system clock")))
			return false;
		return of_device(rest, s);
	}
	end = str_chr(str_head(rest, WORD_MAX), ' ', 0);
	third = str_head(rest, end);
	if (!has_digit(second) || !name_like(third) || !str_ends(third, STR(":")) || third.n < 3 ||
	    is_digit(third.p[0]) || !(has_digit(third) || str_eq(third, STR("wan:"))))
		return false;
	s->kind = NOTE_NETDEV;
	s->by = second;
	s->name = str_head(third, third.n - 1);
	rest = str_trim(str_from(rest, end));
	if (skip(&rest, STR("renamed from ")))
		s->also = word_of(rest);
	return true;
}

/* "00:05: ttyS0 at I/O 0x3f8 (irq = 4, base_baud = 115200) is a 16550A" */
static bool tty_line(struct str msg, struct said *s)
{
	size_t at = str_find(str_head(msg, 2 * WORD_MAX), STR(": tty")), is;
	struct str rest;

	if (at >= msg.n || at > WORD_MAX)
		return false;
	rest = str_from(msg, at + 2);
	s->by = str_head(msg, at);
	if (!name_like(s->by) || !take_word(&rest, ' ', &s->name) || !skip(&rest, STR("at ")))
		return false;
	is = str_find(rest, STR(") is a "));
	s->with = word_of(str_from(rest, is + 7));
	s->kind = NOTE_TTY;
	return true;
}

/* "console [ttyS0] enabled", with what kernels have put before it over the years. */
static bool console_line(struct str msg, bool cut, struct said *s)
{
	skip(&msg, STR("printk: "));
	skip(&msg, STR("legacy "));
	skip(&msg, STR("nbcon "));
	s->kind = NOTE_CONSOLE;
	if (skip(&msg, STR("bootconsole [")))
		s->kind = NOTE_BOOTCON;
	else if (!skip(&msg, STR("console [")))
		return false;
	return take_word(&msg, ']', &s->name) && !cut && str_starts(msg, STR(" enabled"));
}

/* Before 3.18: "scsi0 : ahci" */
static bool scsi_line(struct str msg, struct said *s)
{
	s->kind = NOTE_HOST;
	if (!take_word(&msg, ' ', &s->name) || !skip(&msg, STR(": ")) || !has_digit(s->name))
		return false;
	s->with = str_trim(str_head(msg, WORD_MAX));
	return s->with.n != 0;
}

static bool mmc_line(struct str msg, struct said *s)
{
	struct str rest = msg;
	size_t open;

	if (!take_word(&rest, ' ', &s->name) || !str_ends(s->name, STR(":")))
		return false;
	s->name.n--;
	if (str_starts(s->name, STR("mmcblk"))) {
		s->kind = NOTE_DISK;
		if (!str_starts(rest, STR("mmc")))
			return false;
		s->by = str_head(rest, str_chr(rest, ':', 0));
		return name_like(s->by);
	}
	s->kind = NOTE_HOST;
	if (str_starts(rest, STR("new "))) {
		s->with = STR("card");
		return true;
	}
	if (!skip(&rest, STR("SDHCI controller on ")))
		return false;
	s->with = STR("SDHCI");
	open = str_chr(rest, '[', 0);
	rest = str_from(rest, open + 1);
	return take_word(&rest, ']', &s->by);
}

/* " sda: sda1 sda2", or without the blank where a tool took it away */
static bool partitions(struct str msg, struct said *s)
{
	struct str rest = str_trim(msg), first;

	if (!take_word(&rest, ':', &s->name) || !skip(&rest, STR(" ")))
		return false;
	first = str_head(rest, str_chr(rest, ' ', 0));
	if (first.n < 2 || first.n > WORD_MAX)
		return false;
	/* p1, or the disk's own name and a number */
	if (first.p[0] != 'p' && !(str_starts(first, s->name) && first.n > s->name.n))
		return false;
	s->kind = NOTE_DISK;
	return is_digit(first.p[first.n - 1]);
}

/* "VFS: Mounted root (ext4 filesystem) readonly on device 259:11." */
static bool vfs_line(struct str msg, bool cut, struct said *s)
{
	size_t on;

	if (!skip(&msg, STR("VFS: Mounted root (")) || !take_word(&msg, ' ', &s->name))
		return false;
	on = str_find(msg, STR(" on device "));
	s->with = cut ? STR_NONE : word_of(str_from(msg, on + 11));
	s->kind = NOTE_ROOT;
	return true;
}

struct mount_line {
	struct str begins, then, type;
};

#define MOUNT(b, t, type) { { b, sizeof(b) - 1 }, { t, sizeof(t) - 1 }, { type, sizeof(type) - 1 } }

/* What file systems print as they are mounted; the device is between the two. */
static const struct mount_line mount_lines[] = {
	MOUNT("EXT4-fs (", "): mounted", "ext4"),
	MOUNT("EXT4-fs (", "): mounting ext", "ext4"),
	MOUNT("EXT3-fs (", "): mounted", "ext3"),
	MOUNT("EXT2-fs (", "): mounted", "ext2"),
	MOUNT("XFS (", "): Mounting", "xfs"),
	MOUNT("XFS (", "): Ending clean mount", "xfs"),
	MOUNT("BTRFS info (device ", "): ", "btrfs"),
	MOUNT("F2FS-fs (", "): Mounted", "f2fs"),
	MOUNT("erofs (device ", "): mounted", "erofs"),
	MOUNT("erofs: (device ", "): mounted", "erofs"),
	MOUNT("UBIFS (", "): UBIFS: mounted", "ubifs"),
	MOUNT("NILFS (", "): mounting", "nilfs2"),
};

static bool mount_of(struct str msg, struct said *s)
{
	for (size_t i = 0; i < sizeof(mount_lines) / sizeof(mount_lines[0]); i++) {
		const struct mount_line *m = &mount_lines[i];
		struct str rest = msg;
		size_t end;

		if (!skip(&rest, m->begins))
			continue;
		end = str_chr(str_head(rest, WORD_MAX), ')', 0);
		s->name = word_of(str_head(rest, end));
		rest = str_from(rest, end);
		if (!s->name.n || !skip(&rest, m->then))
			continue;
		s->kind = NOTE_MOUNT;
		s->with = m->type;
		return true;
	}
	return false;
}

struct plain_line {
	struct str begins;
	enum note_kind kind;
	bool word; /* the name is the word that follows */
};

#define PLAIN(b, kind, word) { { b, sizeof(b) - 1 }, kind, word }

/* Messages whose beginning says it all. */
static const struct plain_line plain_lines[] = {
	PLAIN("Waiting for root device ", NOTE_WAIT_ROOT, true),
	PLAIN("Trying to unpack rootfs image as initramfs", NOTE_INITRAMFS, false),
	PLAIN("Unpacking initramfs", NOTE_INITRAMFS, false),
	PLAIN("checking if image is initramfs", NOTE_INITRAMFS, false),
	PLAIN("IP-Config: Complete", NOTE_NET_SETUP, false),
	PLAIN("PM: Checking hibernation image", NOTE_RESUME, false),
	PLAIN("PM: hibernation: resume", NOTE_RESUME, false),
	PLAIN("PM: Image loading", NOTE_RESUME, false),
	PLAIN("PM: Image signature found", NOTE_RESUME, false),
};

static bool plain_of(struct str msg, struct said *s)
{
	for (size_t i = 0; i < sizeof(plain_lines) / sizeof(plain_lines[0]); i++) {
		const struct plain_line *p = &plain_lines[i];
		struct str rest = msg;

		if (msg.p[0] != p->begins.p[0] || !skip(&rest, p->begins))
			continue;
		s->kind = p->kind;
		if (p->word) {
			/* Any bytes may be in what a command line gave: root=PARTUUID=... */
			size_t n = str_chr(rest, ' ', 0);

			s->name = str_head(rest, n);
			while (s->name.n && s->name.p[s->name.n - 1] == '.')
				s->name.n--;
		}
		return true;
	}
	return false;
}

/* "Creating 2 MTD partitions on "atmel_nand":" */
static bool mtd_line(struct str msg, struct said *s)
{
	size_t at = str_find(msg, STR(" MTD partitions on \""));

	msg = str_from(msg, at + 20);
	s->kind = NOTE_MTD;
	return take_word(&msg, '"', &s->name);
}

/* "UBI: attached mtd1 to ubi0"; since 3.19 "ubi0: attached mtd1 (name ...)" */
static bool ubi_line(struct str msg, struct said *s)
{
	struct str rest = msg;

	s->kind = NOTE_UBI;
	if (skip(&rest, STR("UBI: attached ")))
		return take_word(&rest, ' ', &s->with) && skip(&rest, STR("to ")) &&
		       (s->name = word_of(rest)).n != 0;
	return take_word(&rest, ':', &s->name) && skip(&rest, STR(" attached ")) &&
	       (s->with = word_of(rest)).n != 0;
}

static bool lsm_line(struct str msg, bool cut, struct said *s)
{
	s->kind = NOTE_LSM;
	if (skip(&msg, STR("LSM: initializing lsm="))) {
		s->name = cut ? STR_NONE : str_head(msg, str_chr(msg, ' ', 0));
		return s->name.n != 0;
	}
	if (str_starts(msg, STR("SELinux:  Initializing")))
		s->name = STR("selinux");
	else if (str_starts(msg, STR("AppArmor: AppArmor initialized")))
		s->name = STR("apparmor");
	else if (str_starts(msg, STR("TOMOYO Linux initialized")))
		s->name = STR("tomoyo");
	else if (str_starts(msg, STR("Smack:  Initializing")))
		s->name = STR("smack");
	else if (str_starts(msg, STR("Yama: becoming mindful")))
		s->name = STR("yama");
	return s->name.n != 0;
}

/* "md/raid1:md0: active with 2 out of 2 mirrors"; "device-mapper: init: dm-0 (root) is ready" */
static bool array_line(struct str msg, struct said *s)
{
	s->kind = NOTE_ARRAY;
	if (skip(&msg, STR("md/")))
		return take_word(&msg, ':', &s->with) && take_word(&msg, ':', &s->name);
	if (!skip(&msg, STR("device-mapper: init: ")))
		return false;
	s->with = STR("dm");
	s->name = word_of(msg);
	return s->name.n != 0;
}

/* "omap_wdt: OMAP Watchdog Timer Rev 0x01: initial timeout 60 sec" */
static bool watchdog_line(struct str msg, struct said *s)
{
	s->kind = NOTE_WATCHDOG;
	return take_word(&msg, ' ', &s->name) && str_ends(s->name, STR(":")) &&
	       !str_starts(s->name, STR("watchdog")) && watchdog_like(s->name) && s->name.n-- > 1;
}

/* The line after "IP-Config: Complete:". */
static bool net_line(struct str msg, struct said *s)
{
	msg = str_trim(msg);
	s->kind = NOTE_NET_SETUP;
	if (!skip(&msg, STR("device=")) || !take_word(&msg, ',', &s->name))
		return false;
	return str_starts(msg, STR(" hwaddr=")) || str_starts(msg, STR(" addr="));
}

/* Those that begin with a byte that few messages begin with. */
static bool distinct(struct str msg, bool cut, struct said *s)
{
	switch (msg.p[0]) {
	case 'p':
	case 'c':
	case 'b':
		return console_line(msg, cut, s) || plain_of(msg, s);
	case 'V':
		return vfs_line(msg, cut, s);
	case ' ':
		return net_line(msg, s) || partitions(msg, s);
	case 'm':
		return (str_starts(msg, STR("mmc")) && mmc_line(msg, s)) ||
		       (str_starts(msg, STR("md/")) && array_line(msg, s));
	case 'E':
	case 'X':
	case 'B':
	case 'F':
	case 'e':
	case 'N':
		return mount_of(msg, s);
	case 'U':
		return ubi_line(msg, s) || mount_of(msg, s) || plain_of(msg, s);
	case 'u':
		return str_starts(msg, STR("ubi")) && ubi_line(msg, s);
	case 's':
		return str_starts(msg, STR("scsi")) && scsi_line(msg, s);
	case 'L':
	case 'S':
	case 'A':
	case 'Y':
		return lsm_line(msg, cut, s);
	case 'T':
		return lsm_line(msg, cut, s) || plain_of(msg, s);
	case 'C':
		return str_starts(msg, STR("Creating ")) && mtd_line(msg, s);
	case 'W':
	case 'I':
	case 'P':
		return plain_of(msg, s);
	case 'd':
		return (str_starts(msg, STR("device=")) && net_line(msg, s)) ||
		       (str_starts(msg, STR("device-mapper: ")) && array_line(msg, s));
	default:
		return false;
	}
}

static bool parse(struct str msg, bool cut, struct said *s)
{
	bool (*const any[])(struct str, struct said *) = { tty_line, device_line, partitions,
							   watchdog_line };

	if (msg.n < 8)
		return false;
	*s = (struct said){ 0 };
	if (distinct(msg, cut, s))
		return true;
	/* All others have a name and a colon near the beginning. */
	if (str_chr(str_head(msg, 2 * WORD_MAX), ':', 0) >= msg.n ||
	    str_chr(str_head(msg, 2 * WORD_MAX), ':', 0) == 2 * WORD_MAX)
		return false;
	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++) {
		*s = (struct said){ 0 };
		if (any[i](msg, s))
			return true;
	}
	return false;
}

/* Those that say what something is have a name, and those of drivers a driver. */
static bool whole(const struct said *s)
{
	switch (s->kind) {
	case NOTE_INITRAMFS:
	case NOTE_NET_SETUP:
	case NOTE_RESUME:
		return true;
	case NOTE_RTC:
		return s->with.n && s->by.n;
	case NOTE_NETDEV:
	case NOTE_USB_BUS:
	case NOTE_PCI_BUS:
		return s->name.n && s->with.n && s->by.n;
	case NOTE_DEVICE:
	case NOTE_HOST:
	case NOTE_MOUNT:
	case NOTE_ARRAY:
	case NOTE_UBI:
		return s->name.n && s->with.n;
	case NOTE_TTY:
		return s->name.n && s->by.n;
	default:
		return s->name.n != 0;
	}
}

bool note_parse(struct str msg, bool cut, struct said *s)
{
	return parse(msg, cut, s) && whole(s);
}
