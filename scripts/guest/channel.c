// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hands over what was found, in lines of text:
 *
 *   @bc NAME NUMBER BASE64          bytes of a part; the number counts its lines from 0
 *   @bc NAME . LINES SIZE CRC HOW   its end: size and CRC-32 (as zlib's) of what it is unpacked;
 *                                   HOW: "plain", "lz", or "lz+NAME": packed with what that
 *                                   other part holds before it (lz.c)
 *
 * Parts: begin (empty), facts (lines "KEY VALUE"; may come again, and the last
 * one counts), log, status, inventory, first, and end (empty).
 * analyzer/trial/handover.c reads it.
 */
#include "guest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/klog.h>
#include <termios.h>
#include <unistd.h>

#define LINE_BYTES 384 /* a multiple of 3 */
#define WAIT (5 * SECOND)
#define CONSOLE_LEVEL 8 /* of syslog(2): what goes to the console */

static uint32_t crc32_of(const char *p, size_t n)
{
	static const uint32_t half[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
		0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t c = ~0u;

	while (n--) {
		c ^= (unsigned char)*p++;
		c = c >> 4 ^ half[c & 15];
		c = c >> 4 ^ half[c & 15];
	}
	return ~c;
}

static void base64(struct text *out, const unsigned char *p, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;
		char c[4];

		v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < n ? p[i + 2] : 0;
		c[0] = digits[v >> 18];
		c[1] = digits[v >> 12 & 63];
		c[2] = i + 1 < n ? digits[v >> 6 & 63] : '=';
		c[3] = i + 2 < n ? digits[v & 63] : '=';
		text_add(out, c, 4);
	}
}

/* Adds the lines of a part; with dict its bytes before t are known to the other side. */
static void part(struct text *out, const char *name, const struct text *t, const char *dict_name,
		 const struct text *dict)
{
	struct text packed = { 0 }, both = { 0 };
	const char *p = t->n ? t->p : "";
	size_t n = t->n, lines = 0;
	char how[32] = "plain";

	if (n > 200) {
		if (dict)
			text_add(&both, dict->n ? dict->p : "", dict->n);
		text_add(&both, p, n);
		lz_pack(&packed, both.p, both.n - n, both.n);
		snprintf(how, sizeof(how), "lz%s%s", dict ? "+" : "", dict ? dict_name : "");
		p = packed.p;
		n = packed.n;
	}
	for (size_t at = 0; at < n; at += LINE_BYTES, lines++) {
		text_printf(out, "@bc %s %zu ", name, lines);
		base64(out, (const unsigned char *)p + at,
		       n - at < LINE_BYTES ? n - at : LINE_BYTES);
		text_puts(out, "\n");
	}
	text_printf(out, "@bc %s . %zu %zu %08x %s\n", name, lines, t->n,
		    (unsigned)crc32_of(t->n ? t->p : "", t->n), how);
	text_free(&packed);
	text_free(&both);
}

/* A port of virtio by its name, as -device virtserialport,name= gives it */
static int open_port(const char *name)
{
	DIR *d = opendir("/sys/class/virtio-ports");
	struct dirent *e;
	char path[300];
	int fd = -1;

	while (d && fd < 0 && (e = readdir(d))) {
		struct text t = { 0 };

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", e->d_name);
		if (!text_load(&t, path, 256) && t.n && t.n - 1 == strlen(name) &&
		    !strncmp(t.p, name, t.n - 1)) {
			snprintf(path, sizeof(path), "/dev/%s", e->d_name);
			fd = open(path, O_WRONLY | O_CLOEXEC);
		}
		text_free(&t);
	}
	if (d)
		closedir(d);
	return fd;
}

/* Returns a descriptor, -1: it is not there. */
static int channel_open(const char *name)
{
	struct termios t;
	int fd;

	if (!strncmp(name, "port:", 5))
		return open_port(name + 5);
	node_need(name);
	/* (without O_NONBLOCK a serial port may wait for its other side) */
	fd = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (!tcgetattr(fd, &t)) {
		cfmakeraw(&t);
		t.c_cflag |= CLOCAL;
		tcsetattr(fd, TCSANOW, &t);
	}
	if (fcntl(fd, F_SETFL, O_WRONLY))
		return -1;
	return fd;
}

/* A line of others that was not ended does no harm behind the first line feed. */
static void begin(struct guest *g, struct text *out)
{
	struct text none = { 0 };

	text_puts(out, "\n");
	if (!g->announced)
		part(out, "begin", &none, NULL, NULL);
}

/* Sends if the channel is there already; if it is not, the end is early enough. */
static void send_now(struct guest *g, struct text *out)
{
	int fd = channel_open(g->job.channel);

	if (fd >= 0) {
		if (!write_all(fd, out->p, out->n))
			g->announced = true;
		close(fd);
	}
	text_free(out);
}

void channel_announce(struct guest *g)
{
	struct text out = { 0 };

	begin(g, &out);
	send_now(g, &out);
}

static void facts(struct guest *g, struct text *out)
{
	struct text t = { 0 };

	text_printf(&t, "job_status %d\n", g->job_status);
	text_printf(&t, "job_us %lld\n", (long long)g->job_us);
	text_printf(&t, "settled %d\n", g->settled);
	if (g->trigger_took_us >= 0) {
		text_printf(&t, "trigger %s\n", g->trigger);
		text_printf(&t, "trigger_us %lld\n", (long long)g->trigger_took_us);
	}
	if (*g->trouble)
		text_printf(&t, "trouble %s\n", g->trouble);
	part(out, "facts", &t, NULL, NULL);
	text_free(&t);
}

void channel_progress(struct guest *g)
{
	struct text out = { 0 };

	begin(g, &out);
	facts(g, &out);
	send_now(g, &out);
}

void channel_send(struct guest *g)
{
	struct text out = { 0 }, none = { 0 };
	int64_t until = now_us() + WAIT;
	int fd;

	klogctl(CONSOLE_LEVEL, NULL, 1);
	while ((fd = channel_open(g->job.channel)) < 0 && now_us() < until)
		sleep_us(SECOND / 10);
	if (fd < 0) {
		trouble(g, "open", g->job.channel, ENOENT);
		fd = channel_open("/dev/console");
	}
	begin(g, &out);
	facts(g, &out);
	part(&out, "status", &g->status, NULL, NULL);
	part(&out, "log", &g->log.text, NULL, NULL);
	if (g->inventory.n)
		part(&out, "inventory", &g->inventory, NULL, NULL);
	if (g->first.n)
		part(&out, "first", &g->first, g->inventory.n ? "inventory" : NULL,
		     g->inventory.n ? &g->inventory : NULL);
	part(&out, "end", &none, NULL, NULL);
	if (fd >= 0) {
		write_all(fd, out.p, out.n);
		tcdrain(fd);
		close(fd);
	}
	text_free(&out);
}
