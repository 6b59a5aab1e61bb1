// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/unpack.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct magic {
	const char *bytes;
	size_t n;
	int (*open)(struct unpack *u, const char *name, struct err *e);
	const char *unread; /* a format that is known and not read: what to run */
};

static const struct magic magics[] = {
	{ "\x1f\x8b", 2, unpack_gzip, NULL },
	{ "\xfd" "7zXZ\0", 6, unpack_xz, NULL },
	{ "\x28\xb5\x2f\xfd", 4, unpack_zstd, NULL },
	{ "BZh", 3, NULL, "bzip2 data; unpack it first: bzip2 -dc" },
	{ "\x04\x22\x4d\x18", 4, NULL, "lz4 data; unpack it first: lz4 -dc" },
	{ "PK\x03\x04", 4, NULL, "a zip archive; unpack it first: unzip" },
	{ "\xff\xfe", 2, NULL, "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8" },
	{ "\xfe\xff", 2, NULL, "UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8" },
	{ "\x7f" "ELF", 4, NULL, "an ELF file, not a boot log; give the output of dmesg" },
	{ "\x89PNG", 4, NULL, "a picture, not a boot log; give the output of dmesg" },
};

ssize_t raw_fill(struct raw *r, struct err *e)
{
	ssize_t got;

	if (r->at < r->n)
		return (ssize_t)(r->n - r->at);
	if (r->eof || r->fd < 0)
		return 0;
	do
		got = read(r->fd, r->buf, r->cap);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_set(e, r->name, 0, "cannot read: %s; give a readable file",
			       strerror(errno));
	if (got == 0)
		r->eof = true;
	r->at = 0;
	r->n = (size_t)got;
	return got;
}

int unpack_detect(struct unpack *u, const char *name, const unsigned char *p, size_t n,
		  struct err *e)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		const struct magic *m = &magics[i];

		if (n < m->n || memcmp(p, m->bytes, m->n) != 0)
			continue;
		if (!m->open)
			return err_set(e, name, 0, "this is %s", m->unread);
		return m->open(u, name, e) < 0 ? -1 : 1;
	}
	return 0;
}

int unpack_cut(const struct unpack *u, const struct raw *in, struct err *e)
{
	return err_set(e, in->name, 0, "the %s data ends too early; copy the file again", u->format);
}

int unpack_broken(const struct unpack *u, const struct raw *in, const char *why, struct err *e)
{
	return err_set(e, in->name, 0, "broken %s data (%s); copy the file again", u->format, why);
}
