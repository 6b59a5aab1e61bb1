/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was demanded of boots, and how each demand came out: the answer of a
 * gate. A demand that cannot be judged is unsure, never passed.
 */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum check_status { CHECK_PASS, CHECK_FAIL, CHECK_UNSURE };

struct check {
	enum check_status status;
	const char *name; /* "time to init", "call foo_init" */
	const char *text; /* a sentence without a full stop: what is, what may be */
};

struct checks {
	struct arena arena;
	struct check *v;
	size_t n, cap;
};

void checks_release(struct checks *c);
void checks_add(struct checks *c, enum check_status status, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
size_t checks_count(const struct checks *c, enum check_status status);
/* Failed if any is, else inconclusive if any is unsure, else done. */
enum exit_status checks_exit(const struct checks *c);
/* The first check that decides the exit status, NULL when all passed. */
const struct check *checks_reason(const struct checks *c);
const char *check_status_name(enum check_status s);
