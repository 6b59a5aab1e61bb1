/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of the HTML reports, and the data for their script. */
#pragma once

#include "report/html.h"
#include "report/html_page.h"

/* Sections of one boot; html_boot.c */
void html_figures(struct html *p, const struct chart_of *what);
void html_boot_tables(struct html *p, const struct boot *b);
/* Its place in the log, and how its times came about; heading NULL: none. html_method.c */
void html_method(struct html *p, const struct boot *b, const char *heading);
/* The findings of the boots, a table; before and after are told apart when n is 2. */
void html_findings(struct html *p, const struct boot *const *b, size_t n);

/* Sections of two sides; html_compare.c */
void html_changes(struct html *p, const struct comparison *c);
void html_calls(struct html *p, const struct comparison *c);
/* Calls with a row of their own, in the order of the table; the caller frees it. */
const struct delta **html_order(const struct comparison *c);

/*
 * The controls above a timeline, and what its bars look like; hidden until the script shows them.
 * html_controls.c
 */
void html_controls(struct html *p);
void html_legend(struct html *p, bool compared);

/* The data block for the script; html_data.c */
void html_data_boot(const struct timeline *t, FILE *f);
/* side: NULL when there are no timelines. */
void html_data_compare(const struct comparison *c, const struct timeline side[SIDES], FILE *f);
