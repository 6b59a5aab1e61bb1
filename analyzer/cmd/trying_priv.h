/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of `bootcheck trial` share; trying.h is for others. */
#pragma once

#include "base/progress.h"
#include "cmd/trying.h"
#include "trial/searching.h"

struct run {
	struct trying *t;
	struct trial own;
	struct trial *trial;  /* own, or that of the search */
	struct proof proof;
	struct buf list, machine, unseen;
	VEC(const char *) all;  /* the choice, as the kernel takes it */
	const char *const *names; /* of it, what is deferred */
	size_t nnames;
	struct searching searching;
	struct search_report report;
	struct arena arena;      /* of the report */
	struct progress progress;
	size_t begun;
};

/* Keeps what a boot said, if the user wants that. Returns 0, or -1 with e set. */
int trying_keep(struct run *r, const struct trial_boot *b, struct err *e);
/* How boots are judged, but for the choice. */
struct proof_opts trying_proof(const struct run *r);

/* Searches; then r->trial has the boots of the final set and r->names that set. */
int trying_search(struct run *r, struct err *e);
/* Writes the file of --proved, once r->proof is made. */
int trying_search_write(struct run *r, struct err *e);
