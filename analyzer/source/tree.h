/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a kernel's source tree that can hold initcalls. */
#pragma once

#include <fts.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct tree {
	struct arena arena;
	const char *dir;
	VEC(const char *) c, h, rust; /* relative paths, by folder and name */
};

/* Returns 0, or -1 with e set when dir is no kernel tree. dir must outlive t. */
int tree_list(struct tree *t, const char *dir, struct err *e);
void tree_release(struct tree *t);
/* The text of dir/file; false when it cannot be read or is too large for a source file. */
bool tree_read(const char *dir, const char *file, struct buf *text);
/* For who walks the folders otherwise: those of the top that hold nothing of a kernel, ... */
bool tree_is_other(const FTSENT *f);
/* ... and the order of names. */
int tree_by_name(const FTSENT **a, const FTSENT **b);
