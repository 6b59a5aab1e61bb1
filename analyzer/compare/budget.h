/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A budget: what the time to init, an initcall level, or a call may take. A
 * file of lines `init TIME`, `level NAME TIME`, `call NAME TIME` with NAME a
 * function or module:function; '#' begins a comment.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "compare/checks.h"
#include "model/boot.h"

enum budget_kind { BUDGET_INIT, BUDGET_LEVEL, BUDGET_CALL };

struct budget_line {
	enum budget_kind kind;
	const char *name;   /* of a level or function */
	const char *module; /* NULL: any */
	int64_t us;
	unsigned long line;
};

struct budget {
	struct arena arena;
	const char *file;
	struct budget_line *v;
	size_t n, cap;
};

/* Returns 0, or -1 with e set. */
int budget_read(struct budget *b, const char *file, struct err *e);
void budget_release(struct budget *b);
/* Adds a check for each line; the median of the boots v[0..n) counts. */
void budget_check(const struct budget *b, struct boot *const *v, size_t n, struct checks *out);
