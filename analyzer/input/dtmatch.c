// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Match tables in data. An entry is char name[32], type[32], compatible[128] and a
 * pointer; name and type mostly are empty. It is told by the zeros.
 */
#include "input/dtb.h"

#include <stdbool.h>
#include <string.h>

#define FIELD 32
#define COMPATIBLE 128

/* A string, and nothing but zeros after it. */
static bool is_text(const unsigned char *p, size_t size, size_t min)
{
	size_t n = 0;

	while (n < size && p[n] > ' ' && p[n] < 0x7f)
		n++;
	if (n < min || n == size)
		return false;
	for (size_t i = n; i < size; i++) {
		if (p[i])
			return false;
	}
	return true;
}

void dtb_matches(const unsigned char *p, size_t n, unsigned int word, dtb_match_fn *fn, void *own)
{
	const size_t head = 2 * FIELD;

	for (size_t at = head; at + COMPATIBLE <= n; at += word) {
		const unsigned char *s = p + at;

		/* Most places fail the first of these. */
		if (s[0] <= ' ' || s[0] >= 0x7f || s[-1] || s[-FIELD - 1] || s[COMPATIBLE - 1] ||
		    !is_text(s, COMPATIBLE, 3) || !is_text(s - FIELD, FIELD, 0) ||
		    !is_text(s - head, FIELD, 0))
			continue;
		fn(own, at, (const char *)s);
		at += COMPATIBLE;
		at -= at % word;
	}
}
