/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the history share. */
#pragma once

#include "base/vec.h"
#include "history/bootpack.h"
#include "history/hist.h"
#include "history/sql.h"

struct hist {
	struct db *db;
	struct query *q[SQL_MAX]; /* those that were needed so far */
	struct arena arena;       /* texts */
	struct str *text;         /* by number, those that were needed so far */
	size_t ntext;
	bool failed;              /* within a callback of boot_pack() or boot_unpack(): e has why */
	struct err e;
};

/* The statement, ready for values; NULL with e set. It belongs to h. */
struct query *hist_query(struct hist *h, enum hist_sql n, struct err *e);
/* Runs a statement that looks for one number by the values that were given: 0 when it is not there. */
int hist_lookup(struct query *q, int64_t *id, struct err *e);
/* The texts of the file, for boot_unpack(). */
struct text_values hist_texts(struct hist *h);
/* Adds a boot out of bytes of the file; file: lives as long as the set. NULL with e set. */
struct boot *hist_unpack(struct hist *h, struct str data, const char *file, struct bootset *s,
			 struct err *e);
/* Works out what figure holds of a release and board, anew from all boots. */
int hist_refigure(struct hist *h, int64_t board, int64_t release, struct err *e);
