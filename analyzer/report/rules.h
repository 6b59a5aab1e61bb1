/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report of `bootcheck rules`: the rules, what they fit, what is wrong with them. */
#pragma once

#include <stdio.h>

#include "advice/rule_check.h"
#include "advice/rule_image.h"
#include "base/term.h"

struct rules_report {
	const struct rulebook *book;
	const struct rule_problems *problems; /* of --check, or NULL */
	const struct rule_image *image;       /* of --vmlinux, or NULL */
	bool list;                            /* the rules themselves */
	bool quiet, verbose;                  /* text only */
	enum colour colour;                   /* text only */
};

void rules_text(const struct rules_report *r, FILE *f);
void rules_json(const struct rules_report *r, bool pretty, FILE *f);
