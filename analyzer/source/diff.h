/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Edits as a unified diff, with three lines of context. The edits say where lines
 * differ, so nothing has to be searched for; the bytes of each line stay as they
 * are, CRLF and a last line without a newline, too.
 */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "source/edit.h"

struct diff_stat {
	size_t files, added, removed;
};

/* The text with the edits made, added to b. The n edits are all of one file. */
void edit_apply(struct buf *b, struct str text, const struct edit *v, size_t n);

/*
 * Adds the diff of one file with that text, header and all, to b; nothing when
 * the edits change nothing. stat may be NULL, else is added to.
 */
void diff_file(struct buf *b, struct str text, const struct edit *v, size_t n,
	       struct diff_stat *stat);
/* The diff of all edits of the tree. Returns 0, or -1 with e set. */
int diff_tree(struct buf *b, const char *tree, const struct edit *v, size_t n,
	      struct diff_stat *stat, struct err *e);
/* How many of the edits, from the first one on, are of its file. */
size_t diff_same_file(const struct edit *v, size_t n);
