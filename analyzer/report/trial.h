/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck trial`; each writes onto a stream and changes nothing. */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "compare/proof.h"
#include "report/search.h"

struct trial_view {
	const char *machine; /* what it was: "qemu-system-x86_64 pc+usb, 1 processor" */
	const struct search_report *search; /* among candidates, or NULL */
	size_t top;          /* rows of a list */
	bool all, quiet, verbose;
	enum colour colour;
};

void trial_text(const struct proof *p, const struct trial_view *v, FILE *f);
void trial_json(const struct proof *p, const struct trial_view *v, bool pretty, FILE *f);
