// SPDX-License-Identifier: GPL-2.0-or-later
/* Roots by the kernel's command line. */
#include "advice/roots_priv.h"

#include <string.h>

/* The next word of the line, quotes taken into account; p is NULL at the end or at "--". */
static struct str next_word(struct str *rest)
{
	bool quoted = false;
	struct str word;
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && (quoted || (rest->p[n] != ' ' && rest->p[n] != '\t'))) {
		if (rest->p[n] == '"')
			quoted = !quoted;
		n++;
	}
	word = str_head(*rest, n);
	*rest = str_from(*rest, n);
	if (!n || str_eq(word, STR("--")))
		return STR_NONE;
	return word;
}

/* NAME="a b" and "NAME=a b" alike: what is behind '='. */
static struct str value_of(struct str word)
{
	struct str v = str_from(word, str_chr(word, '=', 0) + 1);

	if (v.n && v.p[0] == '"')
		v = str_from(v, 1);
	if (v.n && v.p[v.n - 1] == '"')
		v.n--;
	return v;
}

static struct str plain_word(struct str word)
{
	return word.n && word.p[0] == '"' ? str_from(word, 1) : word;
}

struct str cmdline_value(const struct finder *f, const char *name)
{
	struct str rest = str_of(f->cmdline ? f->cmdline : ""), word, v = STR_NONE;
	size_t n = strlen(name);

	while ((word = plain_word(next_word(&rest))).n) {
		if (word.n > n && word.p[n] == '=' && memcmp(word.p, name, n) == 0)
			v = value_of(word);
	}
	return v;
}

/*
 * A message holds less than 1000 bytes (LOG_LINE_MAX): what is behind them on a longer command
 * line is lost, and the last word that is there may be half of one.
 */
#define CMDLINE_CUT 940

static bool may_be_half(const struct finder *f, struct str rest)
{
	return f->cmdline == f->b->cmdline && !str_trim(rest).n &&
	       strlen(f->cmdline) >= CMDLINE_CUT;
}

static struct draft of_word(struct finder *f, enum root_kind kind, struct str word)
{
	const char *what = text_of(f, word);

	return draft(f, kind, ROOT_EXACT, what, "command line", f->cmdline_line);
}

static void on_console(struct finder *f, struct str word, struct str value)
{
	struct str name = str_head(value, str_chr(value, ',', 0));
	const char *tty = text_of(f, name);
	struct draft d;

	if (!name.n || str_eq(name, STR("null")) || root_there(f, ROOT_CONSOLE, text_of(f, word)))
		return;
	d = of_word(f, ROOT_CONSOLE, word);
	if (str_starts(name, STR("uart")))
		tty = "ttyS0";
	/* Of several, those that no driver served are only asked for. */
	find_tty(&d, tty);
	draft_done(&d);
}

static void on_early(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_CONSOLE, word);

	/* It runs before any initcall: there is nothing to keep. */
	(void)value;
	draft_done(&d);
}

static bool is_ram(struct str v)
{
	return str_starts(v, STR("/dev/ram"));
}

/* Was the first program one of the initramfs? Then the kernel itself has mounted nothing. */
static bool init_of_initramfs(const struct finder *f)
{
	const struct note *vfs;
	size_t at = 0;

	if (f->b->init_path && str_eq(cmdline_value(f, "rdinit"), str_of(f->b->init_path)))
		return true;
	root_mount(f->b, &vfs);
	return !vfs && note_next(f->b, NOTE_INITRAMFS, &at);
}

static void on_root(struct finder *f, struct str word, struct str value)
{
	struct str type = cmdline_value(f, "rootfstype");
	struct draft d;

	/* The last one counts. */
	if (!str_eq(cmdline_value(f, "root"), value) ||
	    root_there(f, ROOT_DEVICE, text_of(f, word)))
		return;
	d = of_word(f, ROOT_DEVICE, word);
	if (is_ram(value) && init_of_initramfs(f)) {
		size_t fit;

		draft_because(&d, ROOT_EXACT, "the initramfs is the root", NULL, 0);
		select_groups(&d, "initramfs populate_rootfs()", &fit);
	} else if (str_starts(value, STR("/dev/nfs")) || str_starts(value, STR("nfs"))) {
		draft_because(&d, ROOT_EXACT, "root by NFS", NULL, 0);
		find_fs(&d, STR("nfs"));
		find_netdev(&d, NULL);
	} else if (str_starts(value, STR("/dev/cifs"))) {
		find_fs(&d, STR("cifs"));
		find_netdev(&d, NULL);
	} else if (str_eq(type, STR("9p")) || str_eq(type, STR("virtiofs"))) {
		find_fs(&d, type);
	} else {
		find_device_value(&d, value);
	}
	draft_done(&d);
}

static void on_fstype(struct finder *f, struct str word, struct str value)
{
	const struct note *vfs;
	struct draft d;

	root_mount(f->b, &vfs);
	/* What was mounted says it better. */
	if ((vfs && vfs->name && str_eq(str_of(vfs->name), value)) ||
	    root_there(f, ROOT_FILESYSTEM, text_of(f, word)))
		return;
	d = of_word(f, ROOT_FILESYSTEM, word);
	while (value.n) {
		size_t end = str_chr(value, ',', 0);

		find_fs(&d, str_head(value, end));
		value = str_from(value, end + 1);
	}
	draft_done(&d);
}

static void on_resume(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_RESUME, word);
	size_t fit;

	draft_because(&d, ROOT_EXACT, "looks for the image", NULL, 0);
	select_groups(&d, "?hibernate software_resume_initcall() software_resume()", &fit);
	find_device_value(&d, value);
	draft_done(&d);
}

/* ip=CLIENT:SERVER:GATEWAY:MASK:HOST:DEVICE:HOW, or only HOW. */
static void on_ip(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_NETWORK, word);
	struct str field = value;
	const struct note *n;
	size_t at = 0, fit;
	bool done = false;

	if (str_eq(value, STR("off")) || str_eq(value, STR("none")) || !value.n)
		return;
	draft_because(&d, ROOT_EXACT, "configures the network", NULL, 0);
	select_groups(&d, "?ip_auto_config()", &fit);
	for (int i = 0; i < 5; i++)
		field = str_from(field, str_chr(field, ':', 0) + 1);
	field = str_head(field, str_chr(field, ':', 0));
	while (!done && (n = note_next(f->b, NOTE_NET_SETUP, &at))) {
		if (!n->name)
			continue;
		d.root.evidence = text(f, "IP-Config: device=%s", n->name);
		d.root.line = n->line;
		find_netdev(&d, n->name);
		done = true;
	}
	if (!done)
		find_netdev(&d, field.n ? text_of(f, field) : NULL);
	draft_done(&d);
}

static void on_nfsroot(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_NETWORK, word);

	(void)value;
	draft_because(&d, ROOT_EXACT, "root by NFS", NULL, 0);
	find_fs(&d, STR("nfs"));
	draft_done(&d);
}

/* "md=0,/dev/sda1,/dev/sdb1" and the tables of dm-mod.create= name devices in their text. */
static void devices_within(struct draft *d, struct str value)
{
	size_t at;

	while ((at = str_find(value, STR("/dev/"))) < value.n) {
		size_t n = 0;

		value = str_from(value, at + 5);
		while (n < value.n && !strchr(" ,;:\t\"", value.p[n]))
			n++;
		find_disk(d, text_of(d->f, str_head(value, n)), 0);
		value = str_from(value, n);
	}
}

static void on_md(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_ARRAY, word);
	size_t fit;

	draft_because(&d, ROOT_EXACT, "arrays", NULL, 0);
	if (!select_groups(&d, "md_mod md_init()", &fit))
		draft_unknown(&d, "no initcall of md is built in or in the log");
	draft_because(&d, ROOT_LIKELY, "RAID levels", NULL, 0);
	select_groups(&d, "?linear linear_init(), ?raid0 raid0_init(), ?raid1, ?raid10, "
			  "?raid456 raid5_init(), ?raid_init()", &fit);
	devices_within(&d, value);
	draft_done(&d);
}

/* dm-mod.create="root,,,ro,0 131072 verity 1 /dev/mmcblk0p5 ..." */
static void on_dm(struct finder *f, struct str word, struct str value)
{
	static const char *const targets[] = { "verity", "crypt", "integrity", "snapshot", "thin",
					       "cache", "mirror", "raid", "delay", "flakey" };
	struct draft d = of_word(f, ROOT_ARRAY, word);
	size_t fit;

	draft_because(&d, ROOT_EXACT, "device mapper", NULL, 0);
	if (!select_groups(&d, "dm_mod dm_init()", &fit))
		draft_unknown(&d, "no initcall of the device mapper is built in or in the log");
	select_groups(&d, "?dm_init_init()", &fit);
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		const char *t = targets[i];

		if (str_find(value, str_of(text(f, " %s ", t))) == value.n)
			continue;
		draft_because(&d, ROOT_EXACT, text(f, "target %s", t), NULL, 0);
		if (!select_groups(&d, text(f, "dm_%s dm_%s_init() dm_%s_module_init()", t, t, t),
				   &fit))
			draft_unknown(&d, text(f, "which initcall target %s has", t));
	}
	devices_within(&d, value);
	draft_done(&d);
}

static void on_crypt(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_CRYPT, word);
	size_t fit;

	draft_because(&d, ROOT_LIKELY, "unlocks the root", NULL, 0);
	select_groups(&d, "?dm_mod dm_init(), ?dm_crypt dm_crypt_init()", &fit);
	devices_within(&d, value);
	draft_unknown(&d, "which algorithms it is encrypted with (cryptsetup status tells)");
	draft_done(&d);
}

static void on_lvm(struct finder *f, struct str word, struct str value)
{
	struct draft d = of_word(f, ROOT_ARRAY, word);
	size_t fit;

	(void)value;
	draft_because(&d, ROOT_LIKELY, "device mapper", NULL, 0);
	select_groups(&d, "?dm_mod dm_init()", &fit);
	draft_done(&d);
}

static void on_init(struct finder *f, struct str word, struct str value)
{
	struct draft d;
	size_t fit;

	/* The log says which one ran. */
	(void)value;
	if (f->b->init_path)
		return;
	d = of_word(f, ROOT_INIT, word);
	draft_because(&d, ROOT_LIKELY, "runs programs", NULL, 0);
	select_groups(&d, "?init_elf_binfmt(), ?init_script_binfmt(), ?init_flat_binfmt()", &fit);
	draft_done(&d);
}

static const struct {
	const char *name;
	void (*on)(struct finder *f, struct str word, struct str value);
} words[] = {
	{ "console", on_console }, { "earlycon", on_early },   { "earlyprintk", on_early },
	{ "root", on_root },	   { "rootfstype", on_fstype }, { "resume", on_resume },
	{ "ip", on_ip },	   { "nfsroot", on_nfsroot },  { "md", on_md },
	{ "dm-mod.create", on_dm }, { "dm", on_dm },	       { "cryptdevice", on_crypt },
	{ "cryptopts", on_crypt }, { "rd.luks.uuid", on_crypt }, { "rd.luks.name", on_crypt },
	{ "rd.lvm.lv", on_lvm },   { "rd.md.uuid", on_md },    { "init", on_init },
	{ "rdinit", on_init },
};

void roots_of_cmdline(struct finder *f)
{
	struct str rest = str_of(f->cmdline ? f->cmdline : ""), word;

	while ((word = plain_word(next_word(&rest))).n) {
		struct str name = str_head(word, str_chr(word, '=', 0));

		if (may_be_half(f, rest))
			return;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (str_eq(name, str_of(words[i].name)) && f->roots.n < ROOTS_MAX)
				words[i].on(f, word, value_of(word));
		}
	}
}
