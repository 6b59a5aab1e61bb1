/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `bootcheck trial` does with its options. */
#pragma once

#include "base/opts.h"
#include "report/trial.h"
#include "source/choice.h"
#include "trial/trial.h"

struct trying {
	struct trial_opts o;
	struct choice choice;     /* what is to be deferred; none: what the kernel was built to */
	const char *vmlinux;      /* for the prediction, or NULL */
	const char *keep;         /* folder for all that the boots said, or NULL */
	const char *html;         /* file, or NULL */
	struct trial_view view;
	const struct common *common;
};

/* Boots, judges, writes. Returns the exit status. */
int trying_run(struct trying *t);
