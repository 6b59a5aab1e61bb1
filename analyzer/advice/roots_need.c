// SPDX-License-Identifier: GPL-2.0-or-later
/* --need NAME: an initcall, module, driver, device, source file or path that the user names. */
#include "advice/roots_priv.h"

#include <string.h>

static bool is_netdev(const struct boot *b, const char *name)
{
	return note_of(b, NOTE_NETDEV, name) || note_of(b, NOTE_NET_SETUP, name);
}

/* Names that the kernel gives network devices, and udev after it. */
static bool netdev_like(struct str s)
{
	return (str_starts(s, STR("eth")) || str_starts(s, STR("wlan")) ||
		str_starts(s, STR("can")) || str_starts(s, STR("usb")) ||
		str_starts(s, STR("wwan"))) &&
	       is_digit(s.p[s.n - 1]);
}

/* Which of the drivers makes such a node: where the log shows it. */
static bool node_driver(struct draft *d, const char *name)
{
	const struct boot *b = d->f->b;
	const struct note *n;
	bool got = false;
	size_t at = 0;

	if (str_starts(str_of(name), STR("rtc"))) {
		while ((n = note_next(b, NOTE_RTC, &at))) {
			if (n->name && strcmp(n->name, name) != 0 && strcmp(name, "rtc") != 0)
				continue;
			draft_because(d, ROOT_EXACT, text(d->f, "driver of %s", name),
				      text(d->f, "%s %s:", n->with, n->by), n->line);
			got |= find_driver(d, n->by, n->with, NULL);
		}
	} else if (str_starts(str_of(name), STR("watchdog"))) {
		while ((n = note_next(b, NOTE_WATCHDOG, &at))) {
			draft_because(d, ROOT_EXACT, text(d->f, "driver of %s", name),
				      text(d->f, "%s: ...", n->name), n->line);
			got |= find_driver(d, n->by, n->name, NULL);
		}
	}
	return got;
}

static bool any_folder(const struct finder *f)
{
	for (size_t i = 0; i < f->sel.n; i++) {
		if (f->sel.v[i].how == ROOT_BY_PATH)
			return true;
	}
	return false;
}

/* A node below /dev, with or without "/dev/". */
static bool by_node(struct draft *d, const char *name, bool told)
{
	struct finder *f = d->f;
	const struct root_row *row;
	bool got;
	size_t fit;

	if (find_disk(d, name, 0))
		return true;
	if (row_of_tty(str_of(name)) || note_of(f->b, NOTE_TTY, name) ||
	    note_of(f->b, NOTE_CONSOLE, name))
		return find_tty(d, name);
	row = row_of_node(str_of(name));
	if (!row)
		return false;
	draft_because(d, ROOT_LIKELY, text(f, "%s%s", told ? "/dev/" : "", name), NULL, 0);
	got = node_driver(d, name);
	draft_because(d, ROOT_LIKELY, text(f, "makes /dev/%s", name), NULL, 0);
	select_groups(d, row->serves, &fit);
	if (!fit && !got)
		draft_unknown(d, text(f, "no initcall of /dev/%s is built in or in the log", name));
	else if (row->host == HOST_ASK && !got && !any_folder(f))
		draft_unknown(d, text(f, "which driver makes /dev/%s; name it with --need", name));
	return true;
}

static bool by_sysfs(struct draft *d, const char *path)
{
	struct str s = str_of(path), class;
	const char *name;
	size_t slash;

	if (str_starts(s, STR("/sys/class/net/"))) {
		name = path + strlen("/sys/class/net/");
		if (*name)
			find_netdev(d, name);
		return *name != '\0';
	}
	if (str_starts(s, STR("/sys/class/"))) {
		class = str_from(s, strlen("/sys/class/"));
		slash = str_chr(class, '/', 0);
		if (slash + 1 < class.n)
			return by_node(d, text_of(d->f, str_from(class, slash + 1)), false);
		return by_node(d, text_of(d->f, str_head(class, slash)), false);
	}
	if (!str_starts(s, STR("/sys/")))
		return false;
	while (s.n && s.p[s.n - 1] == '/')
		s.n--;
	/* .../devices/DEVICE */
	name = text_of(d->f, s);
	name = strrchr(name, '/') + 1;
	return find_driver(d, name, NULL, name);
}

/* "drivers/usb/", "drivers/usb", "drivers/usb/host/xhci-pci.c" */
static bool by_source(struct draft *d, const char *need)
{
	struct str s = str_of(need);

	if (s.p[0] == '/' || (str_chr(s, '/', 0) == s.n && !str_ends(s, STR(".c"))))
		return false;
	if (str_ends(s, STR(".c")) || str_ends(s, STR("/")))
		return select_by(d, ROOT_BY_PATH, s);
	return select_by(d, ROOT_BY_PATH, str_of(text(d->f, "%s/", need))) ||
	       select_by(d, ROOT_BY_PATH, str_of(text(d->f, "%s.c", need)));
}

/* Without debug information no initcall of the image has a file: say so. */
static bool no_files(const struct image *img)
{
	for (size_t i = 0; img && i < img->n; i++) {
		if (img->v[i].file)
			return false;
	}
	return true;
}

/* "MODULE:FUNCTION", as the kernel's own list of deferred calls has it. */
static bool by_pair(struct draft *d, const char *need)
{
	struct str s = str_of(need), module;
	size_t colon = str_chr(s, ':', 0);
	const struct image *img = d->f->img;

	module = str_head(s, colon);
	for (size_t i = 0; img && colon < s.n && i < img->n; i++) {
		const struct initcall *c = &img->v[i];

		if (c->module && str_same_module(str_of(c->module), module) &&
		    str_eq(str_of(c->name), str_from(s, colon + 1)))
			return select_by(d, ROOT_BY_INITCALL, str_of(c->name));
	}
	return false;
}

static bool device_in_log(const struct boot *b, const char *name)
{
	for (size_t i = 0; i < b->nprobes; i++) {
		if (strcmp(b->probes[i].device, name) == 0)
			return true;
	}
	for (size_t i = 0; i < b->nnotes; i++) {
		const struct note *n = &b->notes[i];

		if ((n->kind == NOTE_DEVICE && n->name && strcmp(n->name, name) == 0) ||
		    (n->kind != NOTE_HOST && n->by && strcmp(n->by, name) == 0))
			return true;
	}
	return false;
}

static bool by_name(struct draft *d, const char *need)
{
	const struct boot *b = d->f->b;
	struct str s = str_of(need);

	if (select_by(d, ROOT_BY_INITCALL, s) || select_by(d, ROOT_BY_MODULE, s) ||
	    by_pair(d, need) || by_source(d, need))
		return true;
	if (is_netdev(b, need)) {
		find_netdev(d, need);
		return true;
	}
	if (device_in_log(b, need)) {
		find_driver(d, need, NULL, text(d->f, "device %s", need));
		return true;
	}
	if (row_of_fs(s)) {
		find_fs(d, s);
		return true;
	}
	if (select_driver_name(d, s) || find_driver(d, NULL, need, NULL))
		return true;
	if (netdev_like(s)) {
		find_netdev(d, need);
		return true;
	}
	return by_node(d, need, false);
}

void roots_of_need(struct finder *f, const char *need)
{
	struct draft d = draft(f, ROOT_NEED, ROOT_EXACT, need, "--need", 0);
	bool got;

	if (!need[0] || f->roots.n >= ROOTS_MAX + 1024u)
		return;
	draft_because(&d, ROOT_EXACT, text(f, "--need %s", need), NULL, 0);
	if (strncmp(need, "/dev/", 5) == 0 && need[5])
		got = by_node(&d, need + 5, true) || find_driver(&d, need + 5, NULL, NULL);
	else if (strncmp(need, "/sys/", 5) == 0)
		got = by_sysfs(&d, need);
	else
		got = by_name(&d, need);
	if (!got && !d.root.unknown && need[0] != '/' && strchr(need, '/') && no_files(f->img))
		draft_unknown(&d,
			      text(f,
				   "where %s is: no source files are known, for want of a vmlinux "
				   "with debug information",
				   need));
	else if (!got && !d.root.unknown)
		draft_unknown(&d, text(f, "nothing in the log%s is called %s, and no table has it",
				       f->img ? " or the vmlinux" : "", need));
	draft_done(&d);
}
