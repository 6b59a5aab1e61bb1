/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compressed input, told by its first bytes, one file per format. An unpacker
 * pulls raw bytes from a struct raw and hands out plain ones; its memory does
 * not grow with the input.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

/* Raw bytes of a file descriptor (fd >= 0) or of memory (fd < 0). */
struct raw {
	int fd;
	const char *name; /* for messages */
	unsigned char *buf;
	size_t cap, at, n; /* buf[at..n) is not used yet */
	bool eof;
};

/* Refills an empty buffer. Returns the bytes there, 0 at the end, -1 with e set. */
ssize_t raw_fill(struct raw *r, struct err *e);

struct unpack {
	const char *format; /* "gzip", ... */
	void *state;
	/* Up to n bytes into buf: their number, 0 at the end, -1 with e set. */
	ssize_t (*read)(struct unpack *u, struct raw *in, void *buf, size_t n, struct err *e);
	void (*free)(struct unpack *u);
};

/* The longest magic number, and whether p[0..n) starts with one of ours. */
#define UNPACK_MAGIC 6
/*
 * Chooses by magic. Returns 1 and fills u, 0 when the bytes are plain, -1 with
 * e set when the library fails or the format is one that is not read.
 */
int unpack_detect(struct unpack *u, const char *name, const unsigned char *p, size_t n,
		  struct err *e);

int unpack_gzip(struct unpack *u, const char *name, struct err *e);
int unpack_xz(struct unpack *u, const char *name, struct err *e);
int unpack_zstd(struct unpack *u, const char *name, struct err *e);
/* With the window that kernels need, which is more than any log does. */
int unpack_zstd_kernel(struct unpack *u, const char *name, struct err *e);

/* The two messages that every format shares. Both return -1. */
int unpack_cut(const struct unpack *u, const struct raw *in, struct err *e);
int unpack_broken(const struct unpack *u, const struct raw *in, const char *why, struct err *e);
