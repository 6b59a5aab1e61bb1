/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers in few bytes: seven bits a byte, the low ones first. And bytes in fewer bytes. What is
 * read back may be anything: a reader never leaves its bytes, and says at the end whether all was
 * well.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

void pack_uint(struct buf *b, uint64_t v);
/* Near to 0 is short, on both sides of it. */
void pack_int(struct buf *b, int64_t v);
/* v as its distance from `from`; any two numbers will do. */
void pack_diff(struct buf *b, int64_t v, int64_t from);
/* The length, and the bytes; p NULL is kept apart from "". */
void pack_str(struct buf *b, struct str s);

struct unpacker {
	const unsigned char *p, *end;
	bool bad; /* something was not as it should be; all that is read from then on is 0 */
};

uint64_t unpack_uint(struct unpacker *u);
/* At most `most`, else bad. */
uint64_t unpack_upto(struct unpacker *u, uint64_t most);
int64_t unpack_int(struct unpacker *u);
int64_t unpack_diff(struct unpacker *u, int64_t from);
/* A view. */
struct str unpack_str(struct unpacker *u);
/*
 * How many elements follow, of which each takes `least` bytes or more: no more than there is room
 * for, else bad.
 */
size_t unpack_count(struct unpacker *u, size_t least);

/* Adds s to b, compressed. Returns 0, or -1 when that fails. */
int squeeze(struct buf *b, struct str s);
/* Adds what s was to b; -1 when s is not from squeeze(), or more than `most` bytes come of it. */
int unsqueeze(struct buf *b, struct str s, size_t most);
