/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a chart. A panel is a time axis with lanes under it; everything
 * is planned first (what fits where), since the height of the picture stands
 * at its beginning, and then drawn.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "report/chart.h"
#include "report/svg.h"

/* px */
#define ROW_CALL 15
#define ROW_PROBE 11
#define ROW_GAP 1
#define LANE_PAD 4
#define STRIP 12      /* a line of names under the bars */
#define STRIPS_MAX 3
#define STRIPS_MAX_FEW 8 /* where there are few lanes */
#define LANES_FEW 4
#define FONT_BAR 10   /* names */
#define FONT_PROBE 9
#define FONT_TEXT 12
#define GUTTER 96     /* labels of the lanes */
#define MARGIN 14
#define AXIS_HEIGHT 20
#define LIST_WIDTH 372
#define LIST_ROW 16
/* Narrower pictures have their lists below the panels. */
#define LIST_BESIDE_MIN 1000

/* Time to px. */
struct axis {
	int64_t from_us, to_us;
	double x0, x1;
	int64_t step_us; /* of the heavy grid, which has the figures */
	int minor;       /* light steps to one of these */
};

void axis_init(struct axis *a, int64_t from_us, int64_t to_us, double x0, double x1);
double axis_x(const struct axis *a, int64_t us);
/* The grid, and the figures above it at y; the lines go down to bottom. */
void axis_draw(FILE *f, const struct axis *a, double y, double bottom);
/* "1.5 s", "200 ms", "50 us": us is a multiple of step. */
void axis_figure(struct buf *b, int64_t us, int64_t step_us);

/* What became of a call by a comparison; by index of the boot's calls. */
struct chart_change {
	enum change change;
	bool slower, faster;
};

/* A name under the bars of a lane. */
struct chart_name {
	const char *text;
	double x, w;  /* of its beginning, in px */
	double tip;   /* the middle of its bar */
	bool beside;  /* in the row of its bar, after it; else in a strip under the bars */
	unsigned int strip, row;
};

struct lane_plan {
	const struct tl_lane *lane;
	struct chart_name *names;
	size_t nnames;
	unsigned int strips;
	double *row_y; /* of each row, from the top of the lane */
	double bars;   /* height of the rows */
	double height;
};

/* A mark and the line of text that its label is in. */
struct mark_plan {
	const struct tl_mark *mark;
	double x, text_x;
	enum svg_anchor anchor;
	unsigned int line;
};

struct panel {
	const struct timeline *t;
	struct axis axis;
	const struct chart_change *changes; /* NULL: none */
	struct lane_plan *lanes;
	size_t nlanes;
	struct mark_plan marks[TL_MARK_MAX];
	size_t nmarks;
	unsigned int mark_lines;
	unsigned int strips; /* lines of names under a lane, at most */
	double height;
	bool kinds[16]; /* enum chart_kind: what occurs, for the legend */
};

enum chart_kind {
	KIND_CALL,
	KIND_MANY,
	KIND_PROBE,
	KIND_PROBE_DEFERRED,
	KIND_ASYNC,
	KIND_WAIT,
	KIND_GAP,
	KIND_FAILED,
	KIND_OPEN,
	KIND_DEFERRED,
	KIND_REMOVED,
	KIND_ADDED,
	KIND_SLOWER,
	KIND_FASTER,
	KIND_MAX
};

enum panel_part {
	PANEL_KERNEL = 1 << TL_KERNEL,
	PANEL_USER = 1 << TL_USER,
	PANEL_ALL = PANEL_KERNEL | PANEL_USER,
	PANEL_COMPARE = 1 << 2, /* up to init, and deferred calls */
};

/* Plans the lanes of `part` of a timeline on p->axis; p->t, axis and changes are set. */
void panel_plan(struct panel *p, enum panel_part part, struct arena *a);
/* Draws it with its top at y. */
void panel_draw(const struct panel *p, FILE *f, double y);

/* chart_lane.c */
void lane_plan(struct lane_plan *l, const struct tl_lane *lane, struct panel *p, struct arena *a);
void lane_draw(const struct lane_plan *l, const struct panel *p, FILE *f, double y);
/* What an item is, as a legend tells it apart. */
enum chart_kind chart_kind_of(const struct panel *p, const struct tl_item *i);
const char *chart_class(enum chart_kind k);

/* chart_tip.c: what a tooltip says. */
void chart_tip(struct buf *b, const struct panel *p, const struct tl_item *i);
void chart_tip_many(struct buf *b, size_t n, int64_t sum_us, int64_t from_us, int64_t to_us);

/* chart_list.c: lists beside or below; each returns the y under it. */
struct list_row {
	const char *name;
	const char *figure; /* a time, aligned right */
	const char *remark; /* at the right end: a share, a word; NULL */
	unsigned int colour;
	enum chart_kind kind; /* KIND_MAX: it has no colour */
	bool total; /* of the rows above */
};
struct chart_list {
	const char *title;
	VEC(struct list_row) rows;
	const char *more; /* under it, or NULL */
};
double chart_list_height(const struct chart_list *l);
double chart_list(FILE *f, double x, double y, double w, const struct chart_list *l);
double chart_legend_height(const bool kinds[KIND_MAX], double w);
double chart_legend(FILE *f, double x, double y, double w, const bool kinds[KIND_MAX]);

/* A text cut to fit into w px, with an ellipsis. */
void chart_fit(struct buf *b, const char *s, double w, double size);
/* The patterns that classes refer to. */
void chart_defs(FILE *f);
