// SPDX-License-Identifier: GPL-2.0-or-later
/* Roots that the log shows, beyond what the command line asked for. */
#include "advice/roots_priv.h"

#include <string.h>

/* Consoles, watchdogs, clocks that are looked at. */
#define OF_A_KIND 16

/* On the way to init, not later on behalf of user space. */
static bool before_init(const struct boot *b, uint32_t at)
{
	return !b->init_at || at <= b->init_at;
}

static bool on_cmdline(const struct finder *f, const char *tty)
{
	size_t n = strlen(tty);

	for (size_t i = 0; i < f->roots.n; i++) {
		const struct root *r = &f->roots.v[i];
		struct str s = str_of(r->what);

		if (r->kind == ROOT_CONSOLE && str_starts(s, STR("console=")) && s.n >= 8 + n &&
		    memcmp(s.p + 8, tty, n) == 0 && (s.n == 8 + n || s.p[8 + n] == ','))
			return true;
	}
	return false;
}

static void consoles(struct finder *f)
{
	const struct note *n;
	size_t at = 0, k = 0;

	while (k < OF_A_KIND && (n = note_next(f->b, NOTE_CONSOLE, &at))) {
		const char *what = text(f, "console %s", n->name);
		struct draft d;

		if (on_cmdline(f, n->name) || root_there(f, ROOT_CONSOLE, what))
			continue;
		d = draft(f, ROOT_CONSOLE, ROOT_EXACT, what,
			  text(f, "console [%s] enabled", n->name), n->line);
		find_tty(&d, n->name);
		draft_done(&d);
		k++;
	}
}

static bool any_root(const struct finder *f, enum root_kind kind)
{
	for (size_t i = 0; i < f->roots.n; i++) {
		if (f->roots.v[i].kind == kind)
			return true;
	}
	return false;
}

static void filesystem(struct finder *f, const char *type, const char *said, unsigned long line,
		       enum root_sure sure)
{
	const char *what = text(f, "file system %s", type);
	struct draft d;

	if (root_there(f, ROOT_FILESYSTEM, what) ||
	    root_there(f, ROOT_FILESYSTEM, text(f, "rootfstype=%s", type)))
		return;
	d = draft(f, ROOT_FILESYSTEM, sure, what, said, line);
	draft_because(&d, sure, what, said, line);
	find_fs(&d, str_of(type));
	draft_done(&d);
}

/* The mount of root: by the kernel, or the first one that the initramfs makes. */
static void mounted(struct finder *f)
{
	const struct note *vfs, *m = root_mount(f->b, &vfs);
	const struct note *from = vfs ? vfs : m;
	const char *said, *device;
	struct draft d;

	if (!from)
		return;
	if (vfs) {
		said = text(f, "VFS: Mounted root (%s filesystem) on device %s", vfs->name,
			    vfs->with ? vfs->with : "?");
		filesystem(f, vfs->name, said, vfs->line, ROOT_EXACT);
	} else {
		said = text(f, "%s (%s): mounted", m->with, m->name);
		filesystem(f, m->with, said, m->line, ROOT_LIKELY);
	}
	device = m ? m->name : vfs->with;
	if (!device || any_root(f, ROOT_DEVICE))
		return;
	d = draft(f, ROOT_DEVICE, vfs ? ROOT_EXACT : ROOT_LIKELY, text(f, "mounted %s", device),
		  said, from->line);
	find_device_value(&d, str_of(device));
	draft_done(&d);
}

/* No mount, but the kernel waited for a device. */
static void waited(struct finder *f)
{
	const struct note *n;
	struct draft d;
	size_t at = 0;

	if (any_root(f, ROOT_DEVICE) || !(n = note_next(f->b, NOTE_WAIT_ROOT, &at)) || !n->name)
		return;
	d = draft(f, ROOT_DEVICE, ROOT_EXACT, text(f, "root device %s", n->name),
		  text(f, "Waiting for root device %s", n->name), n->line);
	find_device_value(&d, str_of(n->name));
	draft_done(&d);
}

static void initramfs(struct finder *f)
{
	const struct note *n;
	struct draft d;
	size_t at = 0, fit;

	if (!(n = note_next(f->b, NOTE_INITRAMFS, &at)))
		return;
	d = draft(f, ROOT_INITRAMFS, ROOT_EXACT, "initramfs", "the log: it is unpacked", n->line);
	draft_because(&d, ROOT_EXACT, "unpacks it", d.root.evidence, n->line);
	if (!select_groups(&d, "populate_rootfs() initramfs", &fit))
		draft_unknown(&d, "which initcall unpacks it");
	draft_done(&d);
}

static void network(struct finder *f)
{
	const struct note *n;
	size_t at = 0, fit;
	struct draft d;

	if (any_root(f, ROOT_NETWORK))
		return;
	while ((n = note_next(f->b, NOTE_NET_SETUP, &at))) {
		if (!n->name || !before_init(f->b, n->at))
			continue;
		d = draft(f, ROOT_NETWORK, ROOT_EXACT,
			  text(f, "network by the kernel on %s", n->name),
			  text(f, "IP-Config: device=%s", n->name), n->line);
		draft_because(&d, ROOT_EXACT, "configures the network", d.root.evidence, n->line);
		select_groups(&d, "?ip_auto_config()", &fit);
		find_netdev(&d, n->name);
		draft_done(&d);
		return;
	}
}

static void init(struct finder *f)
{
	struct draft d;
	size_t fit;

	if (!f->b->init_path)
		return;
	d = draft(f, ROOT_INIT, ROOT_EXACT, text(f, "first program %s", f->b->init_path),
		  text(f, "Run %s as init process", f->b->init_path), f->b->init_line);
	draft_because(&d, ROOT_LIKELY, "runs programs", NULL, 0);
	select_groups(&d, "?init_elf_binfmt(), ?init_script_binfmt(), ?init_flat_binfmt(), "
			  "?compat_elf init_compat_elf_binfmt()", &fit);
	draft_done(&d);
}

static void watchdog(struct finder *f, const char *name, const char *device, const char *said,
		     unsigned long line)
{
	const char *what = text(f, "watchdog %s", name);
	struct draft d;

	if (root_there(f, ROOT_WATCHDOG, what))
		return;
	d = draft(f, ROOT_WATCHDOG, ROOT_EXACT, what, said, line);
	draft_because(&d, ROOT_EXACT, text(f, "driver of %s", what), said, line);
	find_driver(&d, device, device && strcmp(name, device) == 0 ? NULL : name, what);
	draft_done(&d);
}

static bool watchdog_device(const char *s)
{
	return strstr(s, "watchdog") || strstr(s, "wdt") || strstr(s, "wdog");
}

static void watchdogs(struct finder *f)
{
	const struct boot *b = f->b;
	const struct note *n;
	size_t at = 0, k = 0;

	while (k < OF_A_KIND && (n = note_next(b, NOTE_WATCHDOG, &at))) {
		if (!n->name || !before_init(b, n->at))
			continue;
		watchdog(f, n->name, n->by, text(f, "%s%s%s: ...", n->name, n->by ? " " : "",
						 n->by ? n->by : ""), n->line);
		k++;
	}
	for (size_t i = 0; i < b->nprobes && k < OF_A_KIND; i++) {
		const struct probe *p = &b->probes[i];
		bool told = false;

		if (p->ret != 0 || !watchdog_device(p->device) || !before_init(b, p->at))
			continue;
		at = 0;
		while ((n = note_next(b, NOTE_WATCHDOG, &at)))
			told |= n->by && strcmp(n->by, p->device) == 0;
		if (told)
			continue;
		watchdog(f, p->device, p->device, text(f, "probe of %s", p->device), p->line);
		k++;
	}
}

/* The clock that sets the time; else the first that there is. */
static void rtc(struct finder *f)
{
	const struct note *n, *first = NULL;
	const char *what, *said;
	struct draft d;
	size_t at = 0;

	while ((n = note_next(f->b, NOTE_RTC, &at))) {
		if (!before_init(f->b, n->at))
			continue;
		if (!first || (first->name && !n->name))
			first = n;
	}
	if (!first)
		return;
	what = text(f, "clock %s", first->by);
	said = first->name ?
		       text(f, "%s %s: registered as %s", first->with, first->by, first->name) :
		       text(f, "%s %s: setting system clock", first->with, first->by);
	d = draft(f, ROOT_RTC, ROOT_EXACT, what, said, first->line);
	draft_because(&d, ROOT_EXACT, text(f, "driver of %s", what), said, first->line);
	find_driver(&d, first->by, first->with, what);
	draft_done(&d);
}

/* Their first calls cannot be deferred at all; their later ones are found by their folders. */
static void security(struct finder *f)
{
	const struct note *n, *list = NULL;
	size_t at = 0;

	while (!list && (n = note_next(f->b, NOTE_LSM, &at)))
		list = strchr(n->name, ',') ? n : NULL;
	at = 0;
	while ((n = note_next(f->b, NOTE_LSM, &at))) {
		struct str rest = str_of(n->name);
		const char *what = text(f, "security modules %s", n->name);
		struct draft d;

		/* Those that a list has named say it again as they begin. */
		if (root_there(f, ROOT_SECURITY, what) || (list && n != list))
			continue;
		d = draft(f, ROOT_SECURITY, ROOT_EXACT, what, "the log: they are initialised",
			  n->line);
		for (int i = 0; rest.n && i < OF_A_KIND; i++) {
			size_t end = str_chr(rest, ',', 0), fit;
			struct str lsm = str_head(rest, end);
			int len = (int)(lsm.n < 64 ? lsm.n : 64);

			draft_because(&d, ROOT_EXACT, text(f, "security module %.*s", len, lsm.p),
				      d.root.evidence, n->line);
			select_groups(&d,
				      text(f, "?security/%.*s/ security/integrity/%.*s/ %.*s", len,
					   lsm.p, len, lsm.p, len, lsm.p),
				      &fit);
			rest = str_from(rest, end + 1);
		}
		draft_done(&d);
	}
}

static void arrays(struct finder *f)
{
	const struct note *n;
	size_t at = 0, k = 0;

	while (k < OF_A_KIND && (n = note_next(f->b, NOTE_ARRAY, &at))) {
		const char *what = text(f, "array %s", n->name ? n->name : "?");
		struct draft d;

		if (!n->name || !before_init(f->b, n->at) || root_there(f, ROOT_ARRAY, what))
			continue;
		d = draft(f, ROOT_ARRAY, ROOT_EXACT, what, text(f, "%s is assembled", n->name),
			  n->line);
		if (!find_disk(&d, n->name, 0))
			draft_unknown(&d, text(f, "what %s is", n->name));
		draft_done(&d);
		k++;
	}
}

static void resume(struct finder *f)
{
	const struct note *n;
	size_t at = 0, fit;
	struct draft d;

	if (any_root(f, ROOT_RESUME) || !(n = note_next(f->b, NOTE_RESUME, &at)) ||
	    !before_init(f->b, n->at))
		return;
	d = draft(f, ROOT_RESUME, ROOT_EXACT, "image of memory", "the log: it is looked for",
		  n->line);
	draft_because(&d, ROOT_EXACT, "looks for the image", d.root.evidence, n->line);
	select_groups(&d, "?hibernate software_resume_initcall() software_resume()", &fit);
	draft_unknown(&d, "which device the image is on");
	draft_done(&d);
}

void roots_of_log(struct finder *f)
{
	consoles(f);
	mounted(f);
	waited(f);
	arrays(f);
	network(f);
	resume(f);
	initramfs(f);
	init(f);
	watchdogs(f);
	rtc(f);
	security(f);
}
