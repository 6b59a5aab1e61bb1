/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck history`; each writes onto a stream and changes nothing. */
#pragma once

#include <stdio.h>

#include "base/term.h"
#include "report/csv.h"
#include "report/json.h"
#include "report/trend.h"

struct history_view {
	bool quiet, verbose;
	enum colour colour;
};

/* Releases of one board, or a call of them. */
struct history_board {
	const char *name;
	struct trend trend;
	struct hist_items names; /* of the releases */
	struct movers calls;     /* those that were asked for by name; n is 0 when none were */
	bool by_call;            /* they were */
};

/* `list`. */
void history_list_text(const struct history_board *v, size_t n, const struct history_view *view,
		       FILE *f);
void history_list_json(const struct history_board *v, size_t n, bool pretty, FILE *f);
void history_list_csv(const struct history_board *v, size_t n, FILE *f);

/* A boot as `show` lists it; texts belong to the arena of the show. */
struct history_boot {
	int64_t id, init_us, calls;
	const char *file, *boot_id, *kernel;
	int64_t call_us; /* of the call that was asked for; TIME_NONE: it did not run, or none was */
};

struct history_show {
	struct arena arena;
	const char *release, *board, *before; /* before: the release before it, or NULL */
	const char *call;                     /* asked for, or NULL */
	struct trend_point point;
	struct {
		struct history_boot *v;
		size_t n, cap;
	} boots;
	const struct comparison *c; /* with the release before; NULL: there is none */
};

void history_show_text(const struct history_show *s, const struct history_view *view, size_t top,
		       FILE *f);
void history_show_json(const struct history_show *s, bool pretty, FILE *f);

/* `export`: rows for other databases. samples/fleet/ has their tables. */
enum history_rows {
	ROWS_CALLS, /* one for each call of each boot */
	ROWS_BOOTS, /* one for each boot */
};

struct history_export {
	enum history_rows rows;
	FILE *f;
	bool csv;
	struct csv w;
	struct json *j;
};

/* csv: else JSON, an object a line. */
void history_export_begin(struct history_export *x, enum history_rows rows, bool csv, FILE *f);
/* boot: whole, for ROWS_CALLS; release_no: 1 is the oldest of all. */
void history_export_boot(struct history_export *x, const char *release, int64_t release_no,
			 const char *board, const struct hist_boot *row, const struct boot *boot);
void history_export_end(struct history_export *x);

/* `chart`. */
struct history_chart {
	const struct history_board *board;
	const struct movers *movers;
	bool named;         /* the movers were asked for by name */
	unsigned int width; /* px */
};

void history_chart_svg(const struct history_chart *c, FILE *f);
