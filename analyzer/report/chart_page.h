/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole picture: lines of heading, panels below one another, a list, a legend. */
#pragma once

#include "base/vec.h"
#include "report/chart_priv.h"

struct page_text {
	const char *class, *text;
};

struct page {
	const struct chart_opts *o;
	struct arena arena;
	struct buf b;      /* for a line that is being made; empty between uses */
	double x0, x1;     /* of the panels' axes */
	bool beside;       /* the list is beside the panels, else below */
	const char *title; /* also of the document */
	VEC(struct page_text) head;
	struct panel panel[2];
	const char *panel_title[2]; /* NULL: none */
	size_t npanels;
	struct chart_list list[2];
	size_t nlists;
	const char *foot;
	/* Between two panels: what lies between two places on their axis. */
	const char *saving; /* NULL: nothing */
	int64_t saving_us[2];
};

void page_init(struct page *p, const struct chart_opts *o);
void page_release(struct page *p);
/* What is in p->b as the title, or as a line of the heading; clears it. Nothing: no line. */
void page_title(struct page *p);
void page_line(struct page *p, const char *class);
/* What is in p->b, for as long as the page; clears it. */
const char *page_keep(struct page *p);
struct panel *page_panel(struct page *p, const char *title);
/* A new list; rows are added to the last one. */
struct chart_list *page_list(struct page *p, const char *title);
struct list_row *page_row(struct page *p);
void page_draw(struct page *p, FILE *f);

/* "Linux 6.12.1 x86_64, machine" */
void chart_say_system(struct buf *b, const struct boot *boot);
/* The time to init of a boot, and how it varies over the boots s->v[from..to). */
void chart_say_init(struct buf *b, const struct boot *boot, const struct bootset *s, size_t from,
		    size_t to);
