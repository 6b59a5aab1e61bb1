/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows while boots are added, one after the other: which row a call belongs to. */
#pragma once

#include "model/group.h"
#include "model/pile.h"

struct growing_row {
	struct row row; /* but for the medians and ends */
	struct pile us, starts;
	uint32_t next; /* the row of the symbol's next occurrence */
};

struct row_fold {
	struct growing_row *v;
	size_t n, cap;
	struct seen {
		uint32_t first; /* the row of the first occurrence */
		uint32_t row;	/* of the latest occurrence ... */
		uint32_t boot;	/* ... in this boot (number + 1) */
	} * seen;		/* by symbol */
	size_t nseen;
};

/* Where calls are from, and whether they stay there when the boot was added. */
struct fold_boot {
	uint32_t nth;		 /* number of the boot, from 0 */
	const struct boot *boot; /* that stays */
	struct sym *const *syms; /* by number of the symbol: the one that stays */
	struct arena *arena;
	bool stays;
	bool before_init;
};

/* The call, or the copy of it that stays. */
const struct call *fold_keep_call(const struct fold_boot *from, const struct call *call);
/* nsyms: how many symbols there are by now. */
void row_fold_add(struct row_fold *f, const struct fold_boot *from, const struct call *v,
		  size_t n, size_t nsyms);
void row_fold_rows(const struct row_fold *f, bool async, struct rows *r);
void row_fold_release(struct row_fold *f);
