// SPDX-License-Identifier: GPL-2.0-or-later
/* From devices to their drivers: probes, what drivers print, and the calls that ran. */
#include "advice/roots_priv.h"

#include <string.h>

/* Of the kernel alone: no errno.h has it. */
#define EPROBE_DEFER 517

const struct note *note_next(const struct boot *b, enum note_kind kind, size_t *at)
{
	while (*at < b->nnotes) {
		const struct note *n = &b->notes[(*at)++];

		if (n->kind == kind)
			return n;
	}
	return NULL;
}

const struct note *note_of(const struct boot *b, enum note_kind kind, const char *name)
{
	const struct note *n;
	size_t at = 0;

	while ((n = note_next(b, kind, &at))) {
		if (n->name && strcmp(n->name, name) == 0)
			return n;
	}
	return NULL;
}

/* What stands before a device that no driver has yet: its bus or class. */
static bool is_bus(const char *driver)
{
	static const char *const names[] = {
		"pci", "usb", "platform", "acpi", "pnp", "scsi", "virtio", "amba", "i2c", "spi",
		"of", "net", "input", "mmc", "system", "cpu", "tty", "misc", "block", "rtc",
		"hwmon", "pci_bus", "hub", "serial", "mdio_bus", "clk", "gpio", "workqueue",
		"sd", "ata",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(driver, names[i]) == 0)
			return true;
	}
	return false;
}

static void because(struct draft *d, enum root_sure sure, const char *evidence, unsigned long line)
{
	draft_because(d, sure, d->why, evidence, line);
}

/*
 * The call in which the device was probed: with success, or put off (-517), which shows the
 * driver just as well. After that a worker tries again, whatever call runs meanwhile.
 */
static bool by_probe(struct draft *d, const char *device, const char **driver)
{
	const struct boot *b = d->f->b;
	bool got = false, put_off = false;

	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];
		bool off = p->ret == -EPROBE_DEFER || p->ret == EPROBE_DEFER, sure;

		if ((p->ret != 0 && !off) || strcmp(p->device, device) != 0)
			continue;
		if (!*driver)
			*driver = p->driver;
		if (p->call == CALL_NONE || call_is_of_others(b, p->call) ||
		    (put_off && p->pid < 0)) {
			put_off |= off;
			continue;
		}
		put_off |= off;
		sure = p->pid >= 0 || (*driver && call_named_as(b->calls[p->call].sym->name,
								 str_of(*driver)));
		because(d, sure ? ROOT_EXACT : ROOT_LIKELY,
			text(d->f, off ? "probe of %s, put off" : "probe of %s", device), p->line);
		got |= select_call(d, p->call);
	}
	return got;
}

/* A line that names both. */
static const struct note *driver_line(const struct boot *b, const char *device, const char *driver)
{
	for (size_t i = 0; i < b->nnotes; i++) {
		const struct note *n = &b->notes[i];
		const char *name = n->kind == NOTE_DEVICE ? n->name : n->by;

		if (n->kind == NOTE_HOST || n->kind == NOTE_TTY || n->kind == NOTE_UBI ||
		    !n->with || !name)
			continue;
		if (device && strcmp(name, device) != 0)
			continue;
		if (driver ? strcmp(n->with, driver) == 0 : device && !is_bus(n->with))
			return n;
	}
	return NULL;
}

/* "0000:00:1f.2": is there a driver of the bridge that its bus is behind? */
static void pci_host(struct draft *d, const char *device)
{
	const struct boot *b = d->f->b;
	struct str s = str_of(device);
	const struct note *n;
	size_t at = 0, colon = str_chr(s, ':', 0);

	/* Domains of controllers within others (VMD) have five digits. */
	if (colon < 4 || colon > 5 || s.n < colon + 8 || s.p[colon + 3] != ':')
		return;
	while ((n = note_next(b, NOTE_PCI_BUS, &at))) {
		if (!n->name || strncmp(n->name, device, colon + 1) != 0)
			continue;
		draft_because(d, ROOT_EXACT, text(d->f, "host bridge of %s", device),
			      text(d->f, "%s %s: PCI host bridge", n->with, n->by), n->line);
		find_driver(d, n->by, n->with, NULL);
		return;
	}
}

/* "1-1.2:1.0": the controller of bus 1. */
static void usb_host(struct draft *d, const char *device)
{
	struct str s = str_of(device);
	size_t dash = str_chr(s, '-', 0), fit;
	const struct note *n;

	if (!dash || dash >= s.n || dash > 3 || !is_digit(s.p[0]) || !is_digit(s.p[dash - 1]))
		return;
	n = note_of(d->f->b, NOTE_USB_BUS, text_of(d->f, str_head(s, dash)));
	if (!n)
		return;
	draft_because(d, ROOT_EXACT, text(d->f, "USB controller of %s", device),
		      text(d->f, "%s %s: new USB bus registered", n->with, n->by), n->line);
	select_groups(d, "usbcore usb_init()", &fit);
	find_driver(d, n->by, n->with, NULL);
}

static bool by_line(struct draft *d, const struct note *n)
{
	const struct boot *b = d->f->b;

	if (n->call == CALL_NONE || call_is_of_others(b, n->call))
		return false;
	if (b->calls[n->call].phase != PHASE_KERNEL && !b->calls[n->call].sym->module)
		return false;
	if (d->sure == ROOT_EXACT &&
	    !(n->with && call_named_as(b->calls[n->call].sym->name, str_of(n->with))))
		d->sure = ROOT_LIKELY;
	return select_call(d, n->call);
}

bool find_driver(struct draft *d, const char *device, const char *driver, const char *what)
{
	const struct draft before = *d;
	const struct note *n;
	bool got = false;

	if (device)
		got = by_probe(d, device, &driver);
	n = driver_line(d->f->b, device, driver);
	if (!driver && n)
		driver = n->with;
	if (driver) {
		because(d, ROOT_EXACT,
			n ? text(d->f, "%s %s:", n->with, n->by ? n->by : n->name) : NULL,
			n ? n->line : 0);
		if (!n)
			d->sure = ROOT_LIKELY;
		got |= select_driver_name(d, str_of(driver));
		if (!got && n)
			got = by_line(d, n);
		if (!device && n)
			device = n->kind == NOTE_DEVICE ? n->name : n->by;
	}
	/* A bus may be that of another device in turn; in a log that lies, of this one. */
	if (device && d->depth < STACK_MAX) {
		d->depth++;
		draft_because(d, before.sure, before.why, before.evidence, before.line);
		pci_host(d, device);
		usb_host(d, device);
		d->depth--;
	}
	draft_because(d, before.sure, before.why, before.evidence, before.line);
	if (got || !what)
		return got;
	if (driver)
		draft_unknown(d, text(d->f, "%s: which initcall driver %s has", what, driver));
	else if (device)
		draft_unknown(d, text(d->f, "%s: which driver it has", what));
	else
		draft_unknown(d, text(d->f, "%s: its driver", what));
	return false;
}

/* Devices of that sort that were probed, when no line names the very one. */
static bool by_sort(struct draft *d, const char *const *parts, size_t nparts)
{
	const struct boot *b = d->f->b;
	bool got = false;

	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];

		for (size_t k = 0; k < nparts && p->ret == 0; k++) {
			const char *driver = NULL;

			if (!strstr(p->device, parts[k]))
				continue;
			got |= by_probe(d, p->device, &driver);
			if (driver)
				got |= select_driver_name(d, str_of(driver));
			break;
		}
	}
	return got;
}

void find_netdev(struct draft *d, const char *name)
{
	static const char *const sorts[] = { ".ethernet", ".eth", ".mac",   ".gmac",
					     ".emac",	  ".fec", ".switch" };
	const char *what = text(d->f, "network device %s", name ? name : "(any)");
	const struct boot *b = d->f->b;
	bool got = false, any = false;
	const struct note *n;
	size_t at = 0, fit;

	while ((n = note_next(b, NOTE_NETDEV, &at))) {
		if (name && (!n->name || strcmp(n->name, name) != 0))
			continue;
		any = true;
		draft_because(d, ROOT_EXACT, text(d->f, "driver of %s", n->name),
			      text(d->f, "%s %s %s:", n->with, n->by, n->name), n->line);
		got |= find_driver(d, n->by, n->with, what);
	}
	if (!got) {
		draft_because(d, ROOT_MAYBE, what, NULL, 0);
		if (by_sort(d, sorts, sizeof(sorts) / sizeof(sorts[0])))
			draft_unknown(d, text(d->f, "%s: guessed by the names of devices", what));
		else if (!any)
		draft_unknown(d, text(d->f, "%s: which driver it has", what));
	}
	/* The link comes up by a PHY, and its driver is a leaf that no symbol leads to. */
	draft_because(d, ROOT_MAYBE, text(d->f, "PHY of %s", what), NULL, 0);
	select_groups(d, "?drivers/net/phy/, ?drivers/net/mdio/, ?libphy phy_init()", &fit);
}

#define TTY_DRIVERS "?drivers/tty/serial/8250/, ?8250_omap omap8250_platform_driver_init(), " \
		    "?8250_dw dw8250_platform_driver_init(), ?8250_of of_serial " \
		    "of_platform_serial_driver_init(), ?8250_pnp serial_pnp_init()"

bool find_tty(struct draft *d, const char *name)
{
	const struct root_row *row = row_of_tty(str_of(name));
	const struct boot *b = d->f->b;
	const struct note *con = note_of(b, NOTE_CONSOLE, name), *tty = note_of(b, NOTE_TTY, name);
	const char *what = text(d->f, "console %s", name);
	bool got = false;

	if (tty) {
		const char *said = text(d->f, "%s: %s at ...", tty->by, name);

		draft_because(d, ROOT_EXACT, text(d->f, "port of %s", name), said, tty->line);
		got = find_driver(d, tty->by, NULL, NULL);
		if (!got && tty->call != CALL_NONE) {
			draft_because(d, ROOT_LIKELY, d->why, said, tty->line);
			got = by_line(d, tty);
		}
	}
	if (con && con->call != CALL_NONE && !call_is_of_others(b, con->call)) {
		draft_because(d, ROOT_EXACT, text(d->f, "enables console %s", name),
			      text(d->f, "console [%s] enabled", name), con->line);
		got |= select_call(d, con->call);
	}
	draft_because(d, ROOT_LIKELY, text(d->f, "driver of %s", name), NULL, 0);
	if (row) {
		size_t fit;

		select_groups(d, row->serves, &fit);
		/* 8250 is many drivers: the table has the common part alone. */
		got |= fit && (row->host == HOST_NONE || !tty);
	}
	if (!got) {
		draft_unknown(d, text(d->f, "%s: which driver it has", what));
		/* Drivers for one port each; to keep all of them costs next to nothing. */
		draft_because(d, ROOT_MAYBE, text(d->f, "may be the driver of %s", name), NULL, 0);
		if (row && row->host == HOST_ASK)
			select_groups(d, TTY_DRIVERS, &(size_t){ 0 });
	}
	return row || tty || con;
}
