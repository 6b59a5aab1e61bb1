// SPDX-License-Identifier: GPL-2.0-or-later
#include "history/pack.h"

#include <zstd.h>

/* Higher levels gain 3 % on boots, and take five times as long. */
#define LEVEL 9

void pack_uint(struct buf *b, uint64_t v)
{
	while (v >= 0x80) {
		buf_addc(b, (char)(v | 0x80));
		v >>= 7;
	}
	buf_addc(b, (char)v);
}

void pack_int(struct buf *b, int64_t v)
{
	uint64_t u = (uint64_t)v;

	pack_uint(b, v < 0 ? ~(u << 1) : u << 1);
}

void pack_diff(struct buf *b, int64_t v, int64_t from)
{
	pack_int(b, (int64_t)((uint64_t)v - (uint64_t)from));
}

void pack_str(struct buf *b, struct str s)
{
	pack_uint(b, s.p ? (uint64_t)s.n + 1 : 0);
	if (s.n)
		buf_add(b, s.p, s.n);
}

static uint64_t bad(struct unpacker *u)
{
	u->bad = true;
	u->p = u->end;
	return 0;
}

uint64_t unpack_uint(struct unpacker *u)
{
	uint64_t v = 0;

	for (unsigned int shift = 0; u->p < u->end && shift < 64; shift += 7) {
		unsigned char c = *u->p++;

		if (shift == 63 && c > 1)
			return bad(u);
		v |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return v;
	}
	return bad(u);
}

uint64_t unpack_upto(struct unpacker *u, uint64_t most)
{
	uint64_t v = unpack_uint(u);

	return v > most ? bad(u) : v;
}

int64_t unpack_int(struct unpacker *u)
{
	uint64_t v = unpack_uint(u);

	return (int64_t)(v & 1 ? ~(v >> 1) : v >> 1);
}

int64_t unpack_diff(struct unpacker *u, int64_t from)
{
	return (int64_t)((uint64_t)unpack_int(u) + (uint64_t)from);
}

struct str unpack_str(struct unpacker *u)
{
	uint64_t n = unpack_uint(u);
	struct str s = { (const char *)u->p, (size_t)n - 1 };

	if (!n)
		return STR_NONE;
	if (n - 1 > (uint64_t)(u->end - u->p)) {
		bad(u);
		return STR_NONE;
	}
	u->p += n - 1;
	return s;
}

size_t unpack_count(struct unpacker *u, size_t least)
{
	uint64_t n = unpack_uint(u);

	return n > (uint64_t)(u->end - u->p) / least ? (size_t)bad(u) : (size_t)n;
}

int squeeze(struct buf *b, struct str s)
{
	size_t bound = ZSTD_compressBound(s.n), n;

	buf_reserve(b, bound);
	n = ZSTD_compress(b->p + b->n, bound, s.p, s.n, LEVEL);
	if (ZSTD_isError(n))
		return -1;
	b->n += n;
	b->p[b->n] = '\0';
	return 0;
}

int unsqueeze(struct buf *b, struct str s, size_t most)
{
	unsigned long long size = ZSTD_getFrameContentSize(s.p, s.n);
	size_t n;

	if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most)
		return -1;
	buf_reserve(b, (size_t)size);
	n = ZSTD_decompress(b->p + b->n, (size_t)size, s.p, s.n);
	if (ZSTD_isError(n) || n != size)
		return -1;
	b->n += n;
	b->p[b->n] = '\0';
	return 0;
}
