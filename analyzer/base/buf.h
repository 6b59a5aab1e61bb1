/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct buf: a growing string. `p` is never NULL after the first addition
 * and always NUL-terminated at p[n]; a zeroed struct is an empty buffer.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
	char *p;
	size_t n;
	size_t cap;
};

void buf_release(struct buf *b);
static inline void buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}
/* Makes room for `more` bytes after n (and a NUL). */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_addc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

static inline const char *buf_str(const struct buf *b)
{
	return b->p ? b->p : "";
}
