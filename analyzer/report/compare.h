/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck compare`; each writes onto a stream and changes nothing. */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "compare/budget.h"
#include "compare/checks.h"
#include "compare/compare.h"
#include "report/json.h"

struct compare_view {
	size_t top; /* rows of a list */
	bool all, quiet, verbose;
	enum colour colour;
};

/* checks: of the gate, or NULL when there is none. */
void compare_text(const struct comparison *c, const struct checks *checks,
		  const struct compare_view *v, FILE *f);
/* budget: that the gate judged by, or NULL. */
void compare_json(const struct comparison *c, const struct checks *checks,
		  const struct budget *budget, bool pretty, FILE *f);
/* Keys of a document that has those of compare, and others. */
struct compare_more {
	const char *schema;
	void (*write)(struct json *j, void *ctx);
	void *ctx;
};

/* The same with more keys, or NULL. */
void compare_json_more(const struct comparison *c, const struct checks *checks,
		       const struct budget *budget, const struct compare_more *more, bool pretty,
		       FILE *f);
/* The key "gate". */
void compare_json_gate(struct json *j, const struct checks *checks);
void compare_markdown(const struct comparison *c, const struct checks *checks,
		      const struct compare_view *v, FILE *f);
/* For CI; without checks there is one of the verdict alone. */
void compare_junit(const struct comparison *c, const struct checks *checks, FILE *f);
void compare_ktap(const struct comparison *c, const struct checks *checks, FILE *f);
