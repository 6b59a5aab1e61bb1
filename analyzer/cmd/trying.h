/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `bootcheck trial` does with its options. */
#pragma once

#include "base/opts.h"
#include "base/vec.h"
#include "report/trial.h"
#include "source/choice.h"
#include "trial/lab.h"
#include "trial/trial.h"

struct trying {
	struct trial_opts o;
	struct choice choice;     /* what is to be deferred; none: what the kernel was built to */
	const char *vmlinux;      /* for the prediction, or NULL */
	const char *keep;         /* folder for all that the boots said, or NULL */
	const char *html;         /* file, or NULL */
	struct executor executor;
	struct lab lab;           /* of the executor */
	bool dry_run;             /* print the jobs of a lab, boot nothing */
	bool search;              /* for the largest set of the choice that passes */
	unsigned jobs;            /* boots of a search at the same time */
	const char *state;        /* file of a search: it goes on from there */
	const char *proved;       /* file for what a search found, or NULL */
	VEC(struct str) advice;   /* texts that the choice came from */
	struct trial_view view;
	const struct common *common;
};

/* Boots, judges, writes. Returns the exit status. */
int trying_run(struct trying *t);
