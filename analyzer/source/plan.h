/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The edits for a choice of initcalls: all at once, or a part for each driver. */
#pragma once

#include "base/err.h"
#include "base/vec.h"
#include "source/calls.h"
#include "source/choice.h"
#include "source/defer.h"
#include "source/edit.h"

/* What is edited together: calls and edits of these files, and of no others. */
struct plan_part {
	VEC(const struct chosen *) calls; /* those that are edited */
	const struct edit *edits;         /* of the plan's */
	size_t nedits;
	VEC(const char *) files;
};

struct plan {
	struct calls tree;
	const struct choice *choice;
	struct defer_result *results; /* of each call of the choice */
	size_t refused;               /* how many of them are */
	struct edits edits;
	VEC(struct plan_part) parts;
};

/* Reads the tree. Returns 0, or -1 with e set, as all of these. */
int plan_begin(struct plan *p, const char *tree, struct err *e);
void plan_release(struct plan *p);
/*
 * Adds the calls of one choice to another, which is to live no longer. Those that were chosen by
 * a place get the name that the tree has there; where there is none, or several, the place
 * stays, and is refused later.
 */
void plan_places(const struct plan *p, const struct choice *from, struct choice *c);
/*
 * Adds to c the calls of the tree that may be deferred and are compiled into the
 * kernel, in the order of the files; with o->revert, those that are deferred. Returns how many
 * are left out since they are compiled only into modules.
 */
size_t plan_all(const struct plan *p, struct choice *c, const struct defer_opts *o);
/* The edits of all calls of c, which must outlive p. */
int plan_edits(struct plan *p, const struct choice *c, const struct defer_opts *o, struct err *e);
/* After plan_edits(). One part with all of them. */
void plan_whole(struct plan *p);
/*
 * One part for each call that has edits; but those that edit the same file are one
 * part, so that each can be applied without the others.
 */
void plan_drivers(struct plan *p);
