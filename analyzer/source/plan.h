/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The edits for a choice of initcalls: all at once, or a part for each driver. */
#pragma once

#include "base/err.h"
#include "base/vec.h"
#include "source/calls.h"
#include "source/choice.h"
#include "source/defer.h"
#include "source/edit.h"

struct plan_part {
	VEC(const struct chosen *) calls;
	struct defer_result *results; /* of each */
	struct edits edits;           /* none: that is how it is already */
	VEC(const char *) files;
};

struct plan {
	struct calls tree;
	VEC(struct plan_part) parts;
};

/* Reads the tree. Returns 0, or -1 with e set, as all of these. */
int plan_begin(struct plan *p, const char *tree, struct err *e);
void plan_release(struct plan *p);
/* One part with all of them. */
int plan_whole(struct plan *p, const struct choice *c, const struct defer_opts *o, struct err *e);
/*
 * One part for each call that has edits; but those that edit the same file are one
 * part, so that each can be applied without the others.
 */
int plan_drivers(struct plan *p, const struct choice *c, const struct defer_opts *o,
		 struct err *e);
