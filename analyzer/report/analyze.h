/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report of `bootcheck analyze`: where the time of a boot, or of several
 * boots of the same system, goes. One writer for each format; all of them only
 * read. A set has at least one boot.
 */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "compare/budget.h"
#include "input/image.h"
#include "model/series.h"

struct analyze_opts {
	size_t top;          /* rows of a list */
	bool top_given;      /* asked for, not the default */
	enum row_sort sort;
	bool sort_given;
	enum row_by by;
	bool before_init;    /* only up to the start of init */
	bool all;            /* no limit to a list */
	bool summary;        /* JSON only: boots without their lists */
	bool quiet, verbose; /* text only */
	enum colour colour;  /* text only */
	const struct image *image; /* that the boots were joined with, or NULL */
};

/* before_init and by are those of the series. */
void analyze_text(const struct series *s, const struct analyze_opts *o, FILE *f);
/* Lines end in CR LF, as RFC 4180 has it. */
void analyze_csv(const struct series *s, const struct analyze_opts *o, FILE *f);

/*
 * JSON is written boot by boot, so that it can be while boots come by: begin, each
 * boot with all its lists, end. Ends free it.
 */
struct analyze_json;
struct analyze_json *analyze_json_begin(const struct analyze_opts *o, bool pretty, FILE *f);
void analyze_json_boot(struct analyze_json *w, const struct boot *b);
void analyze_json_end(struct analyze_json *w, const struct series *s, const struct budget *budget);
/* Ends nothing: of a document that is given up, or NULL. */
void analyze_json_free(struct analyze_json *w);
