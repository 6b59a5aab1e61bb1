/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The largest set of candidates that can be deferred together: the plan of
 * search.h, boots of trial.h and the judgement of compare/proof.h.
 */
#pragma once

#include "compare/proof.h"
#include "trial/search.h"
#include "trial/search_state.h"
#include "trial/trial.h"

struct searching_opts {
	const char *state;         /* file */
	unsigned jobs;             /* boots at the same time */
	const struct proof_opts *proof; /* how a boot is judged, but for what is deferred */
	/* Called after each boot, with what the judge says (NULL: of a boot without deferral). */
	int (*done)(void *ctx, const struct trial_boot *b, size_t deferred, const char *why, bool passed,
		    struct err *e);
	void *ctx;
};

struct searching {
	struct trial trial;    /* boots: those without deferral, and those of the final set, if it has any */
	struct search plan;
	struct search_state state;
	VEC(const char *) names;  /* candidates, in the order of their calls */
	VEC(const char *) kept;   /* of them, the final set */
	struct trial_boot best;   /* that passed with the most calls */
	bool *best_set;
	size_t known;          /* boots that an earlier run made */
	size_t booted;         /* in this one, all sides */
};

/*
 * Searches among the calls o->defer. Returns 0 with kept filled and, if there is
 * one, with trial->views to judge; or -1 with e set: no boot without deferral, the
 * lab failed, the state cannot be written. It goes on where it stopped when it is
 * called again. To be released either way.
 */
int searching_run(struct searching *s, const struct trial_opts *o, const struct searching_opts *so,
		  struct err *e);
void searching_release(struct searching *s);
