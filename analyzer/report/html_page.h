/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The frame of the HTML reports, and their tables. What is said is put into
 * p->b by the helpers that all reports share, and written from there with what
 * means something in HTML escaped: nothing of a log becomes markup.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

/* Rows of a table that are there without JavaScript. */
#define HTML_ROWS 2000

struct html {
	FILE *f;
	struct buf b; /* empty between uses */
};

struct html_column {
	const char *head;
	const char *key; /* by which the script knows the column; NULL in tables it leaves alone */
	bool number;     /* right-aligned */
};

/* Up to <main>. title: what the browser calls the page. */
void html_begin(struct html *p, FILE *f, const char *title);
/* Ends <main>. */
void html_main_end(struct html *p);
/* Script and end of the page; releases p. */
void html_end(struct html *p);

/* Markup of our own. */
void html_put(struct html *p, const char *markup);
/* What is in p->b, escaped; clears it. */
void html_flush(struct html *p);
/* <element class="class">p->b</element>; class may be NULL. */
void html_element(struct html *p, const char *element, const char *class);
/* A paragraph that holds p->b; nothing when that is empty. */
void html_paragraph(struct html *p, const char *class);
void html_section(struct html *p, const char *id, const char *heading);
void html_section_end(struct html *p);

/*
 * A table that scrolls sideways within the page. With an id the script shows it
 * in another form, with all rows, that can be sorted.
 */
void html_table(struct html *p, const char *id, const char *caption,
		const struct html_column *columns, size_t n);
void html_table_end(struct html *p);
void html_row(struct html *p, const char *class);
void html_row_end(struct html *p);
/* p->b as a cell; clears it. */
void html_cell(struct html *p, bool number);
void html_cell_ms(struct html *p, int64_t us);
void html_cell_change(struct html *p, int64_t us);
void html_cell_text(struct html *p, const char *s); /* NULL: an empty one */
/* After a table of which only `shown` of n rows are there; nothing when all are. */
void html_more(struct html *p, size_t n, size_t shown, const char *how);
