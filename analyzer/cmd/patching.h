/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `bootcheck patch` writes, once it is known what to edit. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/opts.h"
#include "source/plan.h"

enum patch_as { AS_EDITS, AS_CONFIG, AS_CMDLINE };

struct patching {
	struct choice choice;
	const char *source;
	struct defer_opts opts;
	enum patch_as as;
	const char *author; /* for mails, else NULL */
	const char *series; /* folder, else NULL */
	bool all;           /* those of the tree, besides the choice */
	bool mail, list;
	const struct common *common;
};

/*
 * Plans, and writes when all of it is known to be right. Returns 0, or -1 with e set. *refused is
 * how many initcalls could not be edited though the others were.
 */
int patching_write(const struct patching *p, size_t *refused, struct err *e);

/* --- patching_say.c: what it tells on standard error meanwhile --- */

/* With --verbose: what was read, by the time since `start_us`, and what is chosen of it. */
void patching_say_read(const struct patching *p, const struct calls *c, int64_t start_us);
void patching_say_chosen(const struct patching *p, const struct plan *plan, size_t modules);
/* Each initcall that the patch is without, and how many. */
void patching_say_refused(const struct plan *plan);
/* There was nothing to do. */
void patching_say_done(const struct patching *p, const struct plan *plan);
int64_t patching_now_us(void);
