// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/deps_log.h"

#include <stdlib.h>

/* A log that names more is no boot. */
#define MAX_DEVICES 65536u
#define MAX_LINKS 65536u
#define MAX_NAME 128

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f)
			return false;
	}
	return s.n > 0 && s.n <= MAX_NAME;
}

/* "DRIVER DEVICE: rest", as dev_printk() writes. Devices have ':' in their names, but no ": ". */
static bool split(struct str msg, struct str *driver, struct str *device, struct str *rest)
{
	size_t space = str_chr(msg, ' ', 0), end;

	if (space == msg.n || !space)
		return false;
	*driver = str_head(msg, space);
	*rest = str_from(msg, space + 1);
	end = str_find(*rest, STR(": "));
	if (end == rest->n)
		return false;
	*device = str_head(*rest, end);
	*rest = str_from(*rest, end + 2);
	return is_name(*driver) && is_name(*device) && driver->p[driver->n - 1] != ':';
}

/* The word after `mark`, which `end` follows (n 0: the line's end or a space). */
static struct str word_after(struct str s, struct str mark, struct str end)
{
	size_t at = str_find(s, mark);
	struct str word = str_from(s, at == s.n ? at : at + mark.n);

	word = str_head(word, str_chr(word, ' ', 0));
	if (end.n && !str_starts(str_from(s, (size_t)(word.p - s.p) + word.n), end))
		return STR_NONE;
	return word;
}

bool devlink_parse(struct devlink *l, struct str msg)
{
	struct str rest;

	if (!split(msg, &l->driver, &l->consumer, &rest))
		return false;
	l->supplier = STR_NONE;
	if (str_starts(rest, STR("Linked as a consumer to ")))
		l->supplier = word_after(rest, STR("consumer to "), STR_NONE);
	else if (str_find(rest, STR(" not ready")) < rest.n)
		l->supplier = word_after(rest, STR("supplier "), STR(" not ready"));
	else if (str_find(rest, STR("wait for supplier ")) < rest.n)
		l->supplier = word_after(rest, STR("wait for supplier "), STR_NONE);
	return is_name(l->supplier) && !str_eq(l->supplier, l->consumer);
}

/* What stands for the driver of a device that has none yet. */
static bool is_bus(struct str s)
{
	static const char *const buses[] = {
		"acpi", "amba", "auxiliary", "dax", "hid", "hdaudio", "i2c", "i3c", "mdio_bus", "mmc",
		"nvmem", "of_platform", "pci", "pci_express", "platform", "pnp", "regulator",
		"scmi_protocol", "sdio", "serial", "serial-base", "soc", "spi", "spmi", "thermal",
		"usb", "virtio", "vio", "w1", "workqueue",
	};

	for (size_t i = 0; i < sizeof(buses) / sizeof(*buses); i++) {
		if (str_eq(s, str_of(buses[i])))
			return true;
	}
	return false;
}

static uint32_t device_id(struct devlinks *l, struct str name)
{
	uint32_t id = strtab_intern(&l->devices, name);

	while (l->driver_of.n <= id)
		*VEC_PUSH(&l->driver_of) = 0;
	return id;
}

void devlinks_init(struct devlinks *l)
{
	*l = (struct devlinks){ .v = { 0 } };
	strtab_init(&l->devices, &l->arena);
	strtab_init(&l->drivers, &l->arena);
}

void devlinks_message(struct devlinks *l, struct str msg)
{
	struct str driver, device, rest;
	struct devlink link;
	uint32_t id;

	if (l->devices.n >= MAX_DEVICES || !split(msg, &driver, &device, &rest))
		return;
	if (!is_bus(driver)) {
		id = device_id(l, device);
		if (!l->driver_of.v[id])
			l->driver_of.v[id] = strtab_intern(&l->drivers, driver) + 1;
	}
	if (l->v.n < MAX_LINKS && devlink_parse(&link, msg)) {
		uint32_t consumer = device_id(l, link.consumer);
		uint32_t supplier = device_id(l, link.supplier);

		*VEC_PUSH(&l->v) = (struct devlink_seen){
			consumer, supplier, arena_strdup(&l->arena, msg),
		};
	}
}

size_t devlinks_hints(struct devlinks *l, const struct dep_hint **v)
{
	l->hints.n = 0;
	for (size_t i = 0; i < l->v.n; i++) {
		const struct devlink_seen *s = &l->v.v[i];
		uint32_t from = l->driver_of.v[s->consumer], to = l->driver_of.v[s->supplier];

		if (from && to && from != to)
			*VEC_PUSH(&l->hints) = (struct dep_hint){
				strtab_get(&l->drivers, from - 1), strtab_get(&l->drivers, to - 1),
				s->what,
			};
	}
	*v = l->hints.v;
	return l->hints.n;
}

void devlinks_release(struct devlinks *l)
{
	strtab_release(&l->devices);
	strtab_release(&l->drivers);
	free(l->driver_of.v);
	free(l->v.v);
	free(l->hints.v);
	arena_release(&l->arena);
}
