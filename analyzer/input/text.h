/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A text file, standard input or a piece of memory, plain or packed, line by
 * line through a window whose size does not depend on the input.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct text;

/* The longest line that is read whole; of a longer one the rest is passed over. */
#define TEXT_LINE_MAX ((size_t)128 * 1024)

struct text_line {
	struct str s;     /* without the newline; valid until the next call */
	unsigned long no; /* in the file, from 1 */
	bool cut;         /* no newline at the end of the file, or line too long */
};

/*
 * Opens a file, "-" is standard input. Returns 0 and an open text, or -1 with
 * e set. The name must outlive the text.
 */
int text_open(struct text **t, const char *name, struct err *e);
/* The same for memory, which must outlive the text. */
int text_open_memory(struct text **t, const char *name, const void *p, size_t n, struct err *e);
/* Returns 1 and a line, 0 at the end, -1 with e set. */
int text_next(struct text *t, struct text_line *l, struct err *e);
void text_close(struct text *t);

/* What the input was packed with, NULL for plain text. */
const char *text_packed(const struct text *t);
/* The first window held bytes that no log has: worth another message. */
bool text_binary(const struct text *t);
/* Plain bytes read so far. */
unsigned long long text_bytes(const struct text *t);
