/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: bytes to lines, plain or packed (gzip, xz, zstd by their magic). Holds input/text.h
 * to its word: lines are numbered one by one, hold no newline, are not longer than the limit, and
 * the same bytes give the same lines again.
 */
#include "base/err.h"
#include "input/text.h"
#include "replay.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PLAIN (8u << 20)	/* enough of what a small archive may hold */

static uint64_t mix(uint64_t sum, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		sum = (sum ^ (unsigned char)s.p[i]) * 1099511628211u;
	return sum * 31 + s.n;
}

/* Reads all lines and returns a checksum of them; *end is how it ended. */
static uint64_t read_all(const uint8_t *data, size_t size, int *end)
{
	struct text_line l;
	unsigned long no = 0;
	uint64_t sum = 1;
	struct text *t;
	struct err e;

	*end = text_open_memory(&t, "fuzz", data, size, &e);
	if (*end) {
		MUST(strlen(e.msg) > 0);
		return sum;
	}
	while ((*end = text_next(t, &l, &e)) == 1) {
		MUST(l.no == ++no);
		MUST(l.s.n <= TEXT_LINE_MAX);
		MUST(l.s.n == 0 || !memchr(l.s.p, '\n', l.s.n));
		sum = mix(sum, l.s);
		if (text_bytes(t) > MAX_PLAIN)
			break;
	}
	MUST(*end != -1 || strlen(e.msg) > 0);
	text_packed(t);
	text_binary(t);
	text_close(t);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int end, end_again;
	uint64_t sum = read_all(data, size, &end);

	MUST(read_all(data, size, &end_again) == sum);
	MUST(end == end_again);
	return 0;
}
