/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A boot as bytes, all of it but its notes and what an image told: column by column, each figure as
 * its distance from the one that it is near to, so that it compresses well. Texts that boots have in
 * common (names of calls, levels, devices, drivers) are numbers; who keeps the texts gives them.
 */
#pragma once

#include "base/buf.h"
#include "model/boot.h"

/* Gives the number of a text, from 1; 0 when it cannot. */
struct text_numbers {
	uint64_t (*number)(void *ctx, struct str text);
	void *ctx;
};

/* The text with a number; p NULL when there is none. */
struct text_values {
	struct str (*text)(void *ctx, uint64_t number);
	void *ctx;
};

/* Adds b to `to`. */
void boot_pack(struct buf *to, const struct boot *b, const struct text_numbers *t);
/*
 * The boot as a new one of the set, with `file` as where it is from (it must outlive the set). The
 * bytes may be anything. Returns NULL when they are no boot; the set then holds what it held before.
 */
struct boot *boot_unpack(struct bootset *s, struct str bytes, const char *file,
			 const struct text_values *t);
/*
 * 16 bytes that tell boots apart, to `to`: from the kernel, and from what the log says of each call.
 * The same boot has the same ones whatever form its log is in, so long as it has the same stamps.
 */
#define BOOT_MARK 16
void boot_mark(unsigned char to[BOOT_MARK], const struct boot *b);
