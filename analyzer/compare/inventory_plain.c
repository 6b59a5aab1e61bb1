// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which numbers in the names of things tell only who came first. Most do (the
 * kernel's ida_alloc() and the like), so a number behind a name is taken for one
 * unless it is known to be a place.
 */
#include "compare/inventory.h"

/* Longer than this is an address or a model (fe340000.mmc, ath10k aside). */
#define ORDER_DIGITS 4

/* Kinds whose lines hold names that somebody chose: sha256, ext4, e1000, 8250. */
static const char *const raw_kinds[] = { "driver", "filesystem", "crypto", "protocol", "param" };

/* Kinds in which a number by itself is one that was given away, not a size. */
static const char *const number_kinds[] = { "major", "misc", "interrupt" };

/*
 * Names whose number is a place: of a processor, a cache, a slot of the
 * firmware, a terminal that the command line may name.
 */
static const char *const places[] = {
	"cpu", "index", "node", "memory", "state", "policy", "machinecheck", "thread", "hvc",
	"vcs", "vcsa", "vcsu", "pcie", "pci", "pnp", "ep_", "BAT", "AC", "ADP", "serial", "isa",
	"ipv",
};

/* Folders whose entries are numbers of places. */
static const char *const place_folders[] = { "cpu", "pci", "irq" };

/* Network devices that were named by place: enp0s3, wlo1. */
static const char *const net_places[] = { "enp", "ens", "eno", "enx", "wlp", "wls", "wlo", "wlx" };

static bool among(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(s, str_of(list[i])))
			return true;
	}
	return false;
}

#define AMONG(s, list) among(s, list, sizeof(list) / sizeof((list)[0]))

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_name(char c)
{
	return is_small(c) || is_capital(c) || c == '_';
}

static void add(struct buf *out, struct str s)
{
	buf_add(out, s.p, s.n);
}

/* How many digits there are at the front. */
static size_t digits(struct str s, size_t from)
{
	size_t i = from;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	return i - from;
}

static bool all_digits(struct str s)
{
	return s.n && digits(s, 0) == s.n;
}

static size_t hex_digits(struct str s, size_t from)
{
	size_t i = from;

	while (i < s.n && hex_value(s.p[i]) >= 0)
		i++;
	return i - from;
}

/* A decimal number as the kernel prints it: no zeros in front. */
static bool is_decimal(struct str s)
{
	return all_digits(s) && (s.n == 1 || s.p[0] != '0');
}

/* What follows "2-" in 2-1, 2-1.4, 2-0:1.0 (USB) and 0-0050 (I2C). */
static bool is_bus_place(struct str s)
{
	bool colon = false;
	size_t n = 0;

	if (s.n == 4 && hex_digits(s, 0) == 4)
		return true;
	for (size_t i = 0; i < s.n; i += n + 1) {
		n = digits(s, i);
		if (!n)
			return false;
		if (i + n == s.n)
			return true;
		if (s.p[i + n] == ':' && !colon)
			colon = true;
		else if (s.p[i + n] != '.')
			return false;
	}
	return false;
}

/* 0003:0627:0001.0002: of HID the number behind the point counts devices. */
static bool is_hid(struct str s)
{
	return s.n > 15 && hex_digits(s, 0) == 4 && s.p[4] == ':' && hex_digits(s, 5) == 4 &&
	       s.p[9] == ':' && hex_digits(s, 10) == 4 && s.p[14] == '.' &&
	       hex_digits(s, 15) == s.n - 15;
}

/* 6:0:0:0: host, channel, target, unit */
static bool is_scsi(struct str s)
{
	size_t i = 0, n;

	for (int k = 0; k < 4; k++) {
		n = digits(s, i);
		if (!n || (k < 3 && (i + n == s.n || s.p[i + n] != ':')))
			return false;
		i += n + (k < 3);
	}
	return i == s.n;
}

/* A part that begins with a digit. False: its numbers stay. */
static bool plain_place(struct buf *out, struct str s)
{
	size_t n = digits(s, 0);
	struct str rest = str_from(s, n + 1);

	if (n == s.n)
		return false;
	if (s.p[n] == '-' && is_bus_place(rest)) {
		buf_puts(out, "N-");
		add(out, rest);
	} else if (is_hid(s)) {
		add(out, str_head(s, 15));
		buf_addc(out, 'N');
	} else if (is_scsi(s)) {
		buf_puts(out, "N:");
		add(out, rest);
	} else if (s.p[n] == ':' && is_decimal(str_head(s, n)) && is_decimal(rest)) {
		buf_puts(out, "N:N"); /* a device number */
	} else {
		return false;
	}
	return true;
}

/* sda, sdb2, vdc: the letters are a number; what follows is the partition */
static bool plain_disk(struct buf *out, struct str s)
{
	size_t i = 2;

	if (!str_starts(s, STR("sd")) && !str_starts(s, STR("vd")))
		return false;
	while (i < s.n && is_small(s.p[i]))
		i++;
	if (i == 2 || i > 4 || i + digits(s, i) != s.n)
		return false;
	add(out, str_head(s, 2));
	buf_addc(out, 'N');
	add(out, str_from(s, i));
	return true;
}

/* Whether the number behind a name stays. */
static bool is_place(struct str part, size_t at, struct str token, struct str name)
{
	size_t end = at + token.n;

	/* usb2-port1, card0-DP-1, eth0-rx-3: the first number is that of the thing itself */
	if (at && part.p[at - 1] == '-')
		return true;
	if (name.n < 2 || AMONG(name, places))
		return true;
	if (str_starts(name, STR("tty")))
		return !str_eq(name, STR("ttyUSB")) && !str_eq(name, STR("ttyACM"));
	if (name.n == 3 && AMONG(name, net_places))
		return true;
	/* PNP0A03:00: the firmware's */
	for (size_t i = 0; i < token.n; i++) {
		if (!is_capital(token.p[i]) && !is_digit(token.p[i]))
			return false;
	}
	return token.n >= 7 && end < part.n && part.p[end] == ':';
}

/* A token is letters, digits and "_"; the first number in it is the one that counts. */
static void plain_token(struct buf *out, struct str part, size_t at, struct str token)
{
	size_t n = 0, len;
	struct str name, rest;

	while (n < token.n && is_name(token.p[n]))
		n++;
	len = digits(token, n);
	name = str_head(token, n);
	if (!n || !len || len > ORDER_DIGITS || is_place(part, at, token, name)) {
		add(out, token);
		return;
	}
	add(out, name);
	buf_addc(out, 'N');
	rest = str_from(token, n + len);
	/* nvme0c1n1: disk 0 by way of controller 1 */
	if (str_eq(name, STR("nvme")) && rest.n > 1 && rest.p[0] == 'c' && digits(rest, 1)) {
		buf_puts(out, "cN");
		rest = str_from(rest, 1 + digits(rest, 1));
	}
	add(out, rest);
}

/* A number by itself within a name: i2c-0, dm-1, regulator.3, iTCO_wdt.1.auto; not serial8250.0 */
static bool plain_number(struct str part, size_t at, struct str token)
{
	struct str before = str_head(part, at), after = str_from(part, at + token.n);

	if (!at || !all_digits(token))
		return false;
	if (part.p[at - 1] == '.')
		return str_eq(after, STR(".auto")) ||
		       (!after.n && str_eq(before, STR("regulator.")));
	return part.p[at - 1] == '-' && !after.n && !str_starts(before, STR("usb-")) &&
	       str_chr(before, '-', 0) == at - 1 && str_chr(before, ':', 0) == at &&
	       str_chr(before, '.', 0) == at && is_name(part.p[0]);
}

static void plain_part(struct buf *out, struct str s);

/* A link of devices, ":ata1--scsi:0:0:0:0": two times BUS:NAME */
static bool plain_link(struct buf *out, struct str s)
{
	size_t mid = str_find(s, STR("--"));
	struct str side[2] = { str_head(s, mid), str_from(s, mid + 2) };

	if (mid == s.n || str_chr(side[0], ':', 0) == mid ||
	    str_chr(side[1], ':', 0) == side[1].n || str_find(side[1], STR("--")) < side[1].n)
		return false;
	for (int i = 0; i < 2; i++) {
		size_t bus = str_chr(side[i], ':', 0) + 1;

		if (i)
			buf_puts(out, "--");
		add(out, str_head(side[i], bus));
		plain_part(out, str_from(side[i], bus));
	}
	return true;
}

/* One name: a part of a path, or a word. */
static void plain_part(struct buf *out, struct str s)
{
	size_t i = 0, end;

	if (plain_link(out, s))
		return;
	if (s.n && is_digit(s.p[0]) ? plain_place(out, s) : plain_disk(out, s))
		return;
	if (is_hid(s)) {
		add(out, str_head(s, 15));
		buf_addc(out, 'N');
		return;
	}
	while (i < s.n) {
		for (end = i; end < s.n && (is_name(s.p[end]) || is_digit(s.p[end])); end++)
			;
		if (end == i) {
			buf_addc(out, s.p[i++]);
			continue;
		}
		if (plain_number(s, i, (struct str){ s.p + i, end - i }))
			buf_addc(out, 'N');
		else
			plain_token(out, s, i, (struct str){ s.p + i, end - i });
		i = end;
	}
}

static void plain_path(struct buf *out, struct str path)
{
	struct str last = STR_NONE, part;
	size_t i = 0, end;

	for (;; i = end + 1) {
		end = str_chr(path, '/', i);
		part = (struct str){ path.p + i, end - i };
		if (!all_digits(part))
			plain_part(out, part);
		else if (AMONG(last, place_folders))
			add(out, part);
		else
			buf_addc(out, 'N');
		if (end == path.n)
			return;
		buf_addc(out, '/');
		last = part;
	}
}

/* The n-th word of a line, from 0. */
static void plain_word(struct buf *out, struct str kind, size_t n, struct str w)
{
	bool range = str_eq(kind, STR("iomem")) || str_eq(kind, STR("ioport"));

	/* of a device the kind, a range of addresses, subsystem and driver of a device */
	if (n == 0 || (n == 1 && range) || (n > 1 && str_eq(kind, STR("device")))) {
		add(out, w);
		return;
	}
	/* a device number of a node, as stat(1) prints it, too */
	if (str_eq(kind, STR("node")) && n > (w.n > 1 ? 1 : 2)) {
		size_t len = hex_digits(w, 0);

		if (len == w.n || (len && w.p[len] == ':' &&
				   len + 1 + hex_digits(w, len + 1) == w.n)) {
			buf_addc(out, 'N');
			return;
		}
	}
	if (str_chr(w, '/', 0) < w.n)
		plain_path(out, w);
	else if (!all_digits(w))
		plain_part(out, w);
	else if (AMONG(kind, number_kinds))
		buf_addc(out, 'N');
	else
		add(out, w);
}

void inventory_plain(struct buf *out, struct str line)
{
	struct str kind = str_head(line, str_chr(line, ' ', 0));
	size_t n = 0, i = 0, end;

	if (AMONG(kind, raw_kinds) || str_starts(line, STR("kernel /sys/module/"))) {
		add(out, line);
		return;
	}
	for (;; i = end + 1) {
		end = str_chr(line, ' ', i);
		if (end > i)
			plain_word(out, kind, n++, (struct str){ line.p + i, end - i });
		if (end == line.n)
			return;
		buf_addc(out, ' ');
	}
}
