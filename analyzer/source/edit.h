/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of source files: what the planner says and the writer of patches writes. */
#pragma once

#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/vec.h"

struct edit {
	const char *file; /* relative to the tree */
	size_t off, len;
	const char *with; /* replaces len bytes at off */
};

struct edits {
	struct arena arena;
	VEC(struct edit) v; /* by file, off; never overlapping */
};

static inline void edits_release(struct edits *e)
{
	free(e->v.v);
	arena_release(&e->arena);
	*e = (struct edits){ .v = { .v = NULL } };
}
