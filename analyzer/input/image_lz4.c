// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The old LZ4 format, which kernels are packed with: a magic number, then
 * blocks of up to 8 MiB of plain data, each behind its packed length.
 */
#include "input/image_priv.h"

#define BLOCK_BYTES ((size_t)8 << 20)

struct lz4 {
	const unsigned char *p, *end;
	unsigned char *out;
	size_t n;
};

/* A length of 15 goes on in the bytes that follow, as long as they are 255. */
static bool length(struct lz4 *z, size_t *n)
{
	unsigned char c;

	if (*n < 15)
		return true;
	do {
		if (z->p == z->end)
			return false;
		c = *z->p++;
		*n += c;
	} while (c == 255 && *n <= BLOCK_BYTES);
	return true;
}

static bool literals(struct lz4 *z, size_t n)
{
	if (!length(z, &n) || n > (size_t)(z->end - z->p) || n > BLOCK_BYTES - z->n)
		return false;
	memcpy(z->out + z->n, z->p, n);
	z->p += n;
	z->n += n;
	return true;
}

/* A piece of what is there already; it may overlap what it makes. */
static bool match(struct lz4 *z, size_t n)
{
	size_t back;

	if (z->end - z->p < 2)
		return false;
	back = (size_t)z->p[0] | (size_t)z->p[1] << 8;
	z->p += 2;
	if (!length(z, &n))
		return false;
	n += 4;
	if (!back || back > z->n || n > BLOCK_BYTES - z->n)
		return false;
	for (; n; n--, z->n++)
		z->out[z->n] = z->out[z->n - back];
	return true;
}

static bool block(struct lz4 *z)
{
	while (z->p < z->end) {
		unsigned char token = *z->p++;

		if (!literals(z, token >> 4))
			return false;
		/* The last piece of a block has literals only. */
		if (z->p < z->end && !match(z, token & 15))
			return false;
	}
	return true;
}

void image_unlz4(struct buf *out, const unsigned char *p, size_t n)
{
	size_t at = 4;

	while (n - at >= 4 && out->n <= IMAGE_MAX_BYTES) {
		size_t len = (size_t)p[at] | (size_t)p[at + 1] << 8 | (size_t)p[at + 2] << 16 |
			     (size_t)p[at + 3] << 24;
		struct lz4 z = { .p = p + at + 4 };

		/* What follows the last block is no length. */
		if (!len || len > n - at - 4)
			return;
		buf_reserve(out, BLOCK_BYTES);
		z.end = z.p + len;
		z.out = (unsigned char *)out->p + out->n;
		if (!block(&z))
			return;
		out->n += z.n;
		at += 4 + len;
		if (z.n < BLOCK_BYTES)
			return;
	}
}
