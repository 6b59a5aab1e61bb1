/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a rule book though every file of it could be read. */
#pragma once

#include "advice/rule.h"

struct rule_problem {
	const char *file;
	unsigned long line;
	const char *text;
};

/* Owns the texts; files are the book's. */
struct rule_problems {
	struct arena arena;
	VEC(struct rule_problem) list;
};

/* Names and patterns that come twice, contradictions, reasons that are no sentence. */
void rulebook_check(const struct rulebook *b, struct rule_problems *p);
void rule_problem_add(struct rule_problems *p, const struct rule *r, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* By file and line. */
void rule_problems_sort(struct rule_problems *p);
void rule_problems_release(struct rule_problems *p);
