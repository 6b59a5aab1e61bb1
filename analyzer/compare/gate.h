/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate: may this change pass? */
#pragma once

#include "compare/budget.h"
#include "compare/checks.h"
#include "compare/compare.h"
#include "compare/limit.h"
#include "compare/pattern.h"

/* Calls whose name fits may get slower by up to us; that is forgiven in the time to init. */
struct allowed {
	struct pattern *pattern;
	const char *text;
	int64_t us;
};

struct gate_opts {
	bool has_limit;
	struct limit limit; /* by how much the time to init may grow */
	struct allowed *allow;
	size_t nallow;
	struct budget *budget;       /* NULL: none */
	bool force;                  /* also across machines */
};

static inline bool gate_wanted(const struct gate_opts *o)
{
	return o->has_limit || o->nallow || o->budget;
}

void gate_check(const struct comparison *c, const struct gate_opts *o, struct checks *out);
