/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report of `bootcheck analyze`: where the time of a boot, or of several
 * boots of the same system, goes. One writer for each format; all of them only
 * read. A set has at least one boot.
 */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "input/image.h"
#include "model/group.h"

struct analyze_opts {
	size_t top;          /* rows of a list */
	bool top_given;      /* asked for, not the default */
	enum row_sort sort;
	bool sort_given;
	enum row_by by;
	bool before_init;    /* only up to the start of init */
	bool all;            /* no limit to a list */
	bool quiet, verbose; /* text only */
	enum colour colour;  /* text only */
	const struct image *image; /* that the boots were joined with, or NULL */
};

void analyze_text(const struct bootset *s, const struct analyze_opts *o, FILE *f);
void analyze_json(const struct bootset *s, const struct analyze_opts *o, bool pretty, FILE *f);
/* Lines end in CR LF, as RFC 4180 has it. */
void analyze_csv(const struct bootset *s, const struct analyze_opts *o, FILE *f);
