// SPDX-License-Identifier: GPL-2.0-or-later
/* What the reports of `bootcheck suggest` share. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/fmt.h"
#include "report/suggest.h"

static int by_saving(const void *x, const void *y)
{
	const struct advised *const *a = x, *const *b = y;

	if ((*a)->saving_us != (*b)->saving_us)
		return (*a)->saving_us > (*b)->saving_us ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

size_t suggest_pick(const struct advice *a, enum advice_verdict verdict, const struct advised ***v)
{
	size_t n = 0;

	*v = xcalloc(a->n + 1, sizeof(**v));
	for (size_t i = 0; i < a->n; i++) {
		if (a->v[i].verdict == verdict)
			(*v)[n++] = &a->v[i];
	}
	qsort(*v, n, sizeof(**v), by_saving);
	return n;
}

void suggest_name(struct buf *b, const struct advised *x)
{
	fmt_text(b, x->call->name);
	if (x->call->module) {
		buf_puts(b, " [");
		fmt_text(b, x->call->module);
		buf_addc(b, ']');
	}
}

void suggest_place(struct buf *b, const struct advised *x)
{
	if (!x->file)
		return;
	fmt_text(b, x->file);
	if (x->call->file && x->call->line)
		buf_printf(b, ":%u", x->call->line);
}

void suggest_saving(struct buf *b, const struct advised *x)
{
	if (!x->waits_us && !x->overlap_us)
		return;
	fmt_ms(b, x->row->median_us);
	if (x->waits_us) {
		buf_puts(b, " less ");
		fmt_ms(b, x->waits_us);
		buf_puts(b, " in which it waited for async functions, as somebody would later");
	}
	if (x->overlap_us) {
		buf_puts(b, x->waits_us ? ", and " : " less ");
		fmt_ms(b, x->overlap_us);
		buf_puts(b, " in which other calls ran as well");
	}
}

static const struct suggest_step steps[] = {
	{ "drivers/net/wireless", "Wi-Fi: start the supplicant after the trigger, and let the driver find "
				  "its firmware: the root file system has to be mounted" },
	{ "drivers/net", "network: bring the interfaces up after the trigger (ip link, DHCP client); what "
			 "waits for the network in the init system has to wait for that" },
	{ "drivers/bluetooth", "Bluetooth: start bluetoothd, or attach the UART, after the trigger" },
	{ "drivers/usb", "USB: devices are found a second or so after the trigger returns; mount and open "
			 "them from udev or mdev rules, not by a fixed delay" },
	{ "sound", "sound: restore the mixer (alsactl restore) and start audio servers after the trigger" },
	{ "drivers/gpu", "display: start what draws after the trigger; the boot logo and the console on "
			 "the screen come later, too" },
	{ "drivers/media", "cameras and tuners: open /dev/video* after the trigger; media drivers may "
			   "load firmware" },
	{ "drivers/input", "input: programs that list /dev/input once, at their start, have to start "
			   "after the trigger" },
	{ "drivers/hid", "input: programs that list /dev/input once, at their start, have to start "
			 "after the trigger" },
	{ "drivers/ata", "disks: mount what is on them after the trigger, by UUID or label; sdX names may "
			 "change" },
	{ "drivers/scsi", "disks: mount what is on them after the trigger, by UUID or label; sdX names may "
			  "change" },
	{ "drivers/nvme", "NVMe: mount what is on it after the trigger, by UUID or label" },
	{ "drivers/md", "arrays: assemble and mount them after the trigger" },
	{ "drivers/mmc", "cards: mount what is on them after the trigger; mmcblkN may change" },
	{ "drivers/mtd", "flash: mount what is on it after the trigger; mtdN may change" },
	{ "fs", "file systems: mount those of the deferred types after the trigger" },
	{ "crypto", "crypto: what opens encrypted volumes or AF_ALG sockets waits for the trigger" },
	{ "drivers/i2c", "I2C: programs that open /dev/i2c-* wait for the trigger" },
	{ "drivers/iio", "sensors: programs that open /sys/bus/iio wait for the trigger" },
	{ "drivers/hwmon", "sensors: fan and temperature daemons start after the trigger" },
	{ "drivers/leds", "LEDs: set triggers after the trigger of the deferred calls" },
	{ NULL, NULL },
};

static bool below(const char *file, const char *part)
{
	size_t n = strlen(part);

	return file && strncmp(file, part, n) == 0 && file[n] == '/';
}

/* The step for a file is the first that fits: special ones stand before general ones. */
static const struct suggest_step *step_of(const char *file)
{
	for (const struct suggest_step *s = steps; s->part; s++) {
		if (below(file, s->part))
			return s;
	}
	return NULL;
}

static bool wanted(const struct advice *a, const struct suggest_step *s)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct suggest_step *own;

		if (a->v[i].verdict != ADVICE_DEFER)
			continue;
		own = step_of(a->v[i].file);
		if (own && strcmp(own->text, s->text) == 0)
			return true;
	}
	return false;
}

static bool said_before(const struct suggest_step *s)
{
	for (const struct suggest_step *o = steps; o < s; o++) {
		if (strcmp(o->text, s->text) == 0)
			return true;
	}
	return false;
}

const struct suggest_step *suggest_next_step(const struct advice *a, size_t *at)
{
	while (steps[*at].part) {
		const struct suggest_step *s = &steps[(*at)++];

		if (!said_before(s) && wanted(a, s))
			return s;
	}
	return NULL;
}
