/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck compare`; each writes onto a stream and changes nothing. */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "compare/budget.h"
#include "compare/checks.h"
#include "compare/compare.h"

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
void compare_markdown(const struct comparison *c, const struct checks *checks,
		      const struct compare_view *v, FILE *f);
/* For CI; without checks there is one of the verdict alone. */
void compare_junit(const struct comparison *c, const struct checks *checks, FILE *f);
void compare_ktap(const struct comparison *c, const struct checks *checks, FILE *f);
