/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which lines of a text some edits change: for diff.c. */
#pragma once

#include <stddef.h>

#include "base/str.h"
#include "base/vec.h"
#include "source/edit.h"

/* A text in lines, each with its newline; the last one may have none. */
struct lines {
	struct str text;
	size_t *at; /* n + 1: where each begins, and the end */
	size_t n;
};

/* Lines old..old+nold became lines new..new+nnew. */
struct change {
	size_t old, nold, new, nnew;
};

struct changes {
	struct change *v;
	size_t n, cap;
};

static inline struct str line_of(const struct lines *l, size_t i)
{
	return (struct str){ l->text.p + l->at[i], l->at[i + 1] - l->at[i] };
}

void lines_split(struct lines *l, struct str text);
/*
 * The changed lines, as few as the edits allow, in order, with at least one line
 * between two changes. Where a line that comes or goes is the same as those after
 * it, it is the last of them, as diff(1) has it.
 */
void changes_find(struct changes *all, const struct lines *old, const struct lines *new,
		  const struct edit *v, size_t n);
