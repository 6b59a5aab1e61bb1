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
	bool mail, list;
	const struct common *common;
};

/* Plans, and writes when all of it is known to be right. Returns 0, or -1 with e set. */
int patching_write(const struct patching *p, struct err *e);
