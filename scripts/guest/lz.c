// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A small packer, as each byte on the wire is dear. What it makes is a row of
 *
 *   TOKEN [LITERALS' LENGTH...] LITERALS [DISTANCE [MATCH'S LENGTH...]]
 *
 * The token has the number of literals in its upper four bits and the match's
 * length less 4 in the lower; 15 goes on in bytes that are added up, until one is
 * not 255. The distance back is in groups of 7 bits, the least first, with bit 7
 * where another follows. The last one ends after its literals. There is no limit
 * to the distance: a match may lie in what was sent before.
 */
#include "guest.h"

#include <stdlib.h>
#include <string.h>

#define MIN_MATCH 4
#define HASH_BITS 16

static uint32_t load(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint32_t hash(uint32_t v)
{
	return v * 2654435761u >> (32 - HASH_BITS);
}

static void byte(struct text *out, size_t v)
{
	char c = (char)v;

	text_add(out, &c, 1);
}

static void more(struct text *out, size_t v)
{
	if (v < 15)
		return;
	for (v -= 15; v >= 255; v -= 255)
		byte(out, 255);
	byte(out, v);
}

static void sequence(struct text *out, const char *literals, size_t n, size_t distance,
		     size_t match)
{
	size_t m = match ? match - MIN_MATCH : 0;

	byte(out, (n < 15 ? n : 15) << 4 | (m < 15 ? m : 15));
	more(out, n);
	text_add(out, literals, n);
	if (!match)
		return;
	for (; distance >= 128; distance >>= 7)
		byte(out, 128 | (distance & 127));
	byte(out, distance);
	more(out, m);
}

void lz_pack(struct text *out, const char *p, size_t from, size_t to)
{
	uint32_t *last = calloc((size_t)1 << HASH_BITS, sizeof(*last)); /* position + 1 */
	size_t at = 0, begin = from;

	while (last && at + MIN_MATCH <= to) {
		uint32_t *slot = &last[hash(load(p + at))];
		size_t was = *slot, n = 0;

		*slot = (uint32_t)at + 1;
		if (at >= from && was) {
			was--;
			while (at + n < to && p[was + n] == p[at + n])
				n++;
		}
		if (n < MIN_MATCH) {
			at++;
			continue;
		}
		sequence(out, p + begin, at - begin, at - was, n);
		/* (a match that is entered at its begin only is found again nearly as often) */
		at += n;
		begin = at;
	}
	sequence(out, p + begin, to - begin, 0, 0);
	free(last);
}
