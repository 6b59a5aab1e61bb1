/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a kernel's source tree declares, by reading it as text: initcalls with
 * file and level, exported symbols, object files. For checking rules; macros
 * that stand in other macros are not seen.
 */
#pragma once

#include "advice/rule.h"
#include "advice/rule_check.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct declared_call {
	const char *name, *file, *level;
};

struct declared {
	struct arena arena;
	VEC(struct declared_call) calls;
	VEC(const char *) symbols; /* of EXPORT_SYMBOL() and its kind */
	VEC(const char *) objects; /* names of modules, without ".o" and with '_' for '-' */
};

/* Returns 0, or -1 with e set when dir is no kernel tree. */
int declared_read(struct declared *d, const char *dir, struct err *e);
void declared_release(struct declared *d);

/* Patterns of the book that fit nothing there. */
void declared_check(const struct declared *d, const struct rulebook *b, struct rule_problems *p);
