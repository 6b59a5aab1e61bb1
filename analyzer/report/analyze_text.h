/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of the text report of `bootcheck analyze`, in their order. */
#pragma once

#include "base/buf.h"
#include "report/analyze.h"
#include "report/table.h"

struct text_report {
	const struct series *series;
	const struct bootset *s; /* its boots */
	const struct analyze_opts *o;
	FILE *f;
	struct buf b;     /* for a cell or a line; empty between uses */
	int width;        /* of the terminal, 0: none, nothing is cut */
	bool colour;
	bool headed;      /* there was a heading already */
	bool several;     /* more than one boot */
	int64_t total_us; /* time to init, of several boots the median; or TIME_NONE */
	struct rows rows; /* of the initcalls, in the order they ran until text_calls() sorts them */
};

/* Where running text is broken when there is no terminal. */
#define TEXT_WIDTH 90

/* Writes what r->b holds, and clears it. */
void text_flush(struct text_report *r);
/* What r->b holds as a heading, after a blank line; clears it. */
void text_heading(struct text_report *r);
/* What r->b holds as running text, broken where a line is full; clears it. */
void text_wrap(struct text_report *r, size_t indent);
void text_table(struct text_report *r, struct table *t);
/* How many of n rows are shown; --all shows all. */
size_t text_rows(const struct text_report *r, size_t n);
/* "name [module]" */
void text_name(struct buf *b, const struct sym *sym);
/* The file a boot is from, and which of its boots. */
void text_file(struct buf *b, const struct boot *boot);

void text_sum(struct text_report *r);      /* analyze_sum.c */
void text_marks(struct text_report *r);    /* analyze_sum.c */
void text_gaps(struct text_report *r);      /* analyze_sum.c */
void text_hung(struct text_report *r);     /* analyze_failed.c */
void text_calls(struct text_report *r);    /* analyze_calls.c */
void text_async(struct text_report *r);    /* analyze_calls.c */
void text_probes(struct text_report *r);   /* analyze_probes.c */
void text_failed(struct text_report *r);   /* analyze_failed.c */
void text_groups(struct text_report *r);   /* analyze_groups.c */
void text_findings(struct text_report *r); /* analyze_findings.c */
