/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A budget: what the time to init, an initcall level, or a call may take. A
 * file of lines `init TIME`, `level NAME TIME`, `call NAME TIME` with NAME a
 * function or module:function; '#' begins a comment.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare/checks.h"
#include "model/boot.h"
#include "model/pile.h"

enum budget_kind { BUDGET_INIT, BUDGET_LEVEL, BUDGET_CALL };

struct budget_line {
	enum budget_kind kind;
	const char *name;   /* of a level or function */
	const char *module; /* NULL: any */
	int64_t us;
	unsigned long line;
	/* What the boots spent, by boot that says; filled by budget_see() and budget_judge(). */
	struct pile seen;
	int64_t measured_us; /* the median; TIME_NONE: not known, or not judged */
};

struct budget {
	struct arena arena;
	const char *file;
	struct budget_line *v;
	size_t n, cap;
	size_t boots; /* seen */
};

/* Returns 0, or -1 with e set. */
int budget_read(struct budget *b, const char *file, struct err *e);
void budget_release(struct budget *b);
/* Takes note of what a boot spent. */
void budget_see(struct budget *b, const struct boot *boot);
/* Adds a check for each line; the median of the boots that were seen counts. */
void budget_judge(struct budget *b, struct checks *out);

static inline bool budget_exceeded(const struct budget_line *l)
{
	return l->measured_us > l->us;
}

const char *budget_kind_name(enum budget_kind k);
