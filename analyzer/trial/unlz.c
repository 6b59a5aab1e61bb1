// SPDX-License-Identifier: GPL-2.0-or-later
/* The format is described in scripts/guest/lz.c. */
#include "trial/unlz.h"

#include <stdbool.h>

#define MIN_MATCH 4

struct reader {
	const unsigned char *p, *end;
	bool bad;
};

static size_t byte(struct reader *r)
{
	if (r->p == r->end) {
		r->bad = true;
		return 0;
	}
	return *r->p++;
}

/* A length of which the token had these four bits; more than `most` is bad. */
static size_t length(struct reader *r, size_t bits, size_t most)
{
	size_t n = bits, c = 255;

	while (bits == 15 && c == 255 && !r->bad) {
		c = byte(r);
		n += c;
		if (n > most)
			r->bad = true;
	}
	return n;
}

static size_t distance(struct reader *r)
{
	size_t d = 0, c;
	unsigned shift = 0;

	do {
		c = byte(r);
		if (shift > 28) {
			r->bad = true;
			return 0;
		}
		d |= (c & 127) << shift;
		shift += 7;
	} while (c & 128 && !r->bad);
	return d;
}

int unlz(struct buf *out, struct str packed, size_t most)
{
	struct reader r = { (const unsigned char *)packed.p, NULL, false };
	size_t end = out->n + most;

	if (!packed.n)
		return -1;
	r.end = r.p + packed.n;
	while (r.p < r.end) {
		size_t token = byte(&r), back, n = length(&r, token >> 4, most);

		if (r.bad || n > (size_t)(r.end - r.p) || n > end - out->n)
			return -1;
		buf_add(out, r.p, n);
		r.p += n;
		if (r.p == r.end)
			return 0;
		back = distance(&r);
		n = length(&r, token & 15, most) + MIN_MATCH;
		if (r.bad || back == 0 || back > out->n || n > end - out->n)
			return -1;
		buf_reserve(out, n);
		/* byte by byte: it may overlap with what it makes */
		for (; n; n--, out->n++)
			out->p[out->n] = out->p[out->n - back];
		out->p[out->n] = '\0';
	}
	/* the last one ends after its literals, and this one went on */
	return -1;
}
