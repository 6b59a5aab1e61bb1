/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The edits that make initcalls deferred ones, and those that take it back. An
 * initcall is either edited as it should be or refused with the reason; what a
 * revert gives is the text from before, byte by byte.
 */
#pragma once

#include "base/err.h"
#include "source/calls.h"
#include "source/edit.h"

struct defer_want {
	const char *name; /* of the function; NULL: whatever stands at the place */
	const char *module; /* or NULL */
	const char *file; /* relative to the tree, or NULL */
	uint32_t line; /* or 0 */
};

enum defer_status {
	DEFER_EDITED,
	DEFER_ALREADY, /* it is as it should be */
	DEFER_REFUSED,
};

struct defer_result {
	enum defer_status status;
	const char *file; /* NULL: no place was found */
	uint32_t line;
	const char *macro; /* in the source: "module_init" */
	const char *how; /* what takes its place: "deferred_module_init", "push_macro" */
	const char *reason; /* DEFER_REFUSED: why, and what to do */
};

struct defer_opts {
	const char *group; /* of the deferred calls, or NULL */
	const char *arch; /* folder below arch/ that counts, or NULL: all */
	bool revert;
	bool force_level; /* levels before that of drivers, too */
	bool force_twice; /* files that are compiled more than once, too */
	bool keep_going; /* edit what can be edited, though others are refused */
	struct defer_result *result; /* one per want; strings are in the arena of the edits */
};

/*
 * Fills out. Returns 0; or -1 with e set to the first refusal, and no edits,
 * unless keep_going.
 */
int defer_edits(struct edits *out, const char *tree, const struct defer_want *want, size_t n,
		const struct defer_opts *o, struct err *e);
/* The same with a tree that has been read. */
int defer_edits_of(struct edits *out, struct calls *c, const struct defer_want *want, size_t n,
		   const struct defer_opts *o, struct err *e);
/* Fills e with what is wrong with a call that was refused; returns -1. */
int defer_refused(struct err *e, const char *name, const struct defer_result *r);
