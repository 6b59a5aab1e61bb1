// SPDX-License-Identifier: GPL-2.0-or-later
/* A lane: its bars, and the names that fit under them. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/chart_priv.h"
#include "report/fmt.h"
#include "model/group.h"

/* Bars below this are drawn together where they touch. */
#define BAR_LEAST 1.2
/* Names wanted under the bars of a lane, longest first; more would not fit. */
#define WANTED_MAX 400
/* Characters of a name in a chart. */
#define NAME_MAX_PX 260.0
/* Probes at least so wide have the beginning of their name. */
#define PROBE_CUT_LEAST 56
/* Bars nearer than that touch; a name after others that touch its bar is at most so far away. */
#define TOUCH 3
#define NEAR 6

static bool is_call(const struct tl_item *i)
{
	return i->kind == TL_CALL || i->kind == TL_ASYNC;
}

static enum chart_kind kind_of_change(const struct chart_change *x)
{
	switch (x->change) {
	case CHANGE_DEFERRED:
		return KIND_DEFERRED;
	case CHANGE_REMOVED:
	case CHANGE_BLACKLISTED:
		return KIND_REMOVED;
	case CHANGE_ADDED:
	case CHANGE_UNDEFERRED:
		return KIND_ADDED;
	default:
		break;
	}
	return x->slower ? KIND_SLOWER : x->faster ? KIND_FASTER : KIND_CALL;
}

enum chart_kind chart_kind_of(const struct panel *p, const struct tl_item *i)
{
	const struct boot *b = p->t->boot;
	enum chart_kind k = KIND_CALL;

	switch ((enum tl_kind)i->kind) {
	case TL_GAP:
		return KIND_GAP;
	case TL_WAIT:
		return KIND_WAIT;
	case TL_PROBE:
		return probe_deferred(&b->probes[i->index]) ? KIND_PROBE_DEFERRED : KIND_PROBE;
	case TL_ASYNC:
		return i->open ? KIND_OPEN : KIND_ASYNC;
	case TL_CALL:
		break;
	}
	if (i->open)
		return KIND_OPEN;
	if (p->changes)
		k = kind_of_change(&p->changes[i->index]);
	if (k == KIND_CALL && b->calls[i->index].phase == PHASE_DEFERRED)
		return KIND_DEFERRED;
	if (k == KIND_CALL && call_failed(&b->calls[i->index]))
		return KIND_FAILED;
	return k;
}

const char *chart_class(enum chart_kind k)
{
	static const char *const names[KIND_MAX] = {
		[KIND_CALL] = "bar",
		[KIND_MANY] = "many",
		[KIND_PROBE] = "probe",
		[KIND_PROBE_DEFERRED] = "probe again",
		[KIND_ASYNC] = "bar async",
		[KIND_WAIT] = "wait",
		[KIND_GAP] = "gap",
		[KIND_FAILED] = "bar failed",
		[KIND_OPEN] = "bar open",
		[KIND_DEFERRED] = "bar deferred",
		[KIND_REMOVED] = "bar removed",
		[KIND_ADDED] = "bar added",
		[KIND_SLOWER] = "bar slower",
		[KIND_FASTER] = "bar faster",
	};

	return names[k];
}

static bool seen(const struct panel *p, const struct tl_item *i)
{
	return i->end_us >= p->axis.from_us && i->start_us < p->axis.to_us;
}

/* The rows' places: those of calls are higher than those of probes. */
static void plan_rows(struct lane_plan *l, struct arena *a)
{
	const struct tl_lane *lane = l->lane;
	double y = LANE_PAD;

	l->row_y = arena_alloc(a, (lane->rows + 1) * sizeof(l->row_y[0]));
	for (size_t r = 0; r < lane->rows; r++)
		l->row_y[r] = ROW_PROBE;
	for (size_t j = 0; j < lane->n; j++) {
		if (lane->v[j].kind != TL_PROBE)
			l->row_y[lane->v[j].row] = ROW_CALL;
	}
	for (size_t r = 0; r < lane->rows; r++) {
		double h = l->row_y[r];

		l->row_y[r] = y;
		y += h + ROW_GAP;
	}
	l->row_y[lane->rows] = y;
	l->bars = y;
}

static double row_height(const struct lane_plan *l, size_t row)
{
	return l->row_y[row + 1] - l->row_y[row] - ROW_GAP;
}

static double width_of(const struct panel *p, const struct tl_item *i)
{
	return axis_x(&p->axis, i->end_us) - axis_x(&p->axis, i->start_us);
}

static bool fits_inside(double bar, const char *name, double size)
{
	return bar >= svg_text_width(name, size) + 6;
}

/* The name of an item for a place of at most NAME_MAX_PX. */
static const char *short_name(const struct panel *p, const struct tl_item *i, struct arena *a)
{
	const char *name = timeline_name(p->t, i);
	struct buf b = { 0 };
	const char *r;

	if (svg_text_width(name, FONT_BAR) <= NAME_MAX_PX)
		return name;
	chart_fit(&b, name, NAME_MAX_PX, FONT_BAR);
	r = arena_strdup(a, (struct str){ b.p, b.n });
	buf_release(&b);
	return r;
}

static int longest(const void *x, const void *y)
{
	const struct tl_item *const *a = x, *const *b = y;
	int64_t la = (*a)->end_us - (*a)->start_us, lb = (*b)->end_us - (*b)->start_us;

	if (la != lb)
		return la > lb ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

static bool within(double x, const struct chart_name *n)
{
	return x > n->x - 2 && x < n->x + n->w + 2;
}

/* Whether no line to a name under the bars goes through one beside its bar. */
static bool beside_is_free(const struct lane_plan *l, const struct chart_name *n)
{
	for (size_t i = 0; i < l->nnames; i++) {
		const struct chart_name *o = &l->names[i];

		if (!o->beside && o->row < n->row && within(o->tip, n))
			return false;
		if (o->beside && o->row == n->row && n->x < o->x + o->w + 5 &&
		    o->x < n->x + n->w + 5)
			return false;
	}
	return true;
}

/* Whether a name may stand there: over no name, and no line goes through a name. */
static bool is_free(const struct lane_plan *l, const struct chart_name *n)
{
	for (size_t i = 0; i < l->nnames; i++) {
		const struct chart_name *o = &l->names[i];

		if (o->beside) {
			if (o->row > n->row && within(n->tip, o))
				return false;
			continue;
		}
		if (o->strip == n->strip && n->x < o->x + o->w + 5 && o->x < n->x + n->w + 5)
			return false;
		if (o->strip > n->strip && within(o->tip, n))
			return false;
		if (o->strip < n->strip && within(n->tip, o))
			return false;
	}
	return true;
}

static bool place_name(struct lane_plan *l, const struct panel *p, struct chart_name *n)
{
	const double at[] = { n->tip - n->w / 2, n->tip - 3, n->tip - n->w + 3 };

	for (n->strip = 0; n->strip < p->strips; n->strip++) {
		for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
			n->x = at[i];
			if (n->x < p->axis.x0)
				n->x = p->axis.x0;
			if (n->x + n->w > p->axis.x1)
				n->x = p->axis.x1 - n->w;
			if (is_free(l, n))
				return true;
		}
	}
	return false;
}

/* Free room in a row after an item and what touches it. */
struct room {
	double from, to;
};

static struct room *rooms_of(const struct panel *p, const struct tl_lane *lane)
{
	struct room *room = xcalloc(lane->n + 1, sizeof(room[0]));
	size_t *next = xcalloc(lane->rows + 1, sizeof(next[0])); /* in the row, + 1 */

	for (size_t j = lane->n; j-- > 0;) {
		const struct tl_item *i = &lane->v[j];
		size_t k = next[i->row];

		room[j].from = axis_x(&p->axis, i->end_us);
		room[j].to = k ? axis_x(&p->axis, lane->v[k - 1].start_us) : p->axis.x1;
		if (k && room[j].to - room[j].from < TOUCH) {
			room[j].to = room[k - 1].to;
			if (room[k - 1].from > room[j].from)
				room[j].from = room[k - 1].from;
		}
		next[i->row] = j + 1;
	}
	free(next);
	return room;
}

static void keep_name(struct lane_plan *l, const struct chart_name *n)
{
	l->names[l->nnames++] = *n;
	if (!n->beside && n->strip + 1 > l->strips)
		l->strips = n->strip + 1;
}

static void plan_names(struct lane_plan *l, struct panel *p, struct arena *a)
{
	const struct tl_lane *lane = l->lane;
	const struct tl_item **want = xcalloc(lane->n + 1, sizeof(*want));
	struct room *room = rooms_of(p, lane);
	size_t n = 0;

	for (size_t j = 0; j < lane->n; j++) {
		const struct tl_item *i = &lane->v[j];
		double w = width_of(p, i);

		if (seen(p, i) && is_call(i) && w >= BAR_LEAST &&
		    !fits_inside(w, short_name(p, i, a), FONT_BAR))
			want[n++] = i;
	}
	qsort(want, n, sizeof(*want), longest);
	n = n < WANTED_MAX ? n : WANTED_MAX;
	l->names = arena_alloc(a, (n + 1) * sizeof(l->names[0]));
	for (size_t j = 0; j < n; j++) {
		struct chart_name name = { .text = short_name(p, want[j], a), .row = want[j]->row };
		const struct room *r = &room[want[j] - lane->v];

		name.w = svg_text_width(name.text, FONT_BAR);
		name.tip = axis_x(&p->axis, want[j]->start_us) + width_of(p, want[j]) / 2;
		name.x = r->from + 3;
		name.beside = r->from - axis_x(&p->axis, want[j]->end_us) < NEAR &&
			      name.x + name.w + 4 <= r->to && beside_is_free(l, &name);
		if (name.beside || (name.w <= p->axis.x1 - p->axis.x0 && place_name(l, p, &name)))
			keep_name(l, &name);
	}
	free(room);
	free(want);
}

void lane_plan(struct lane_plan *l, const struct tl_lane *lane, struct panel *p, struct arena *a)
{
	*l = (struct lane_plan){ .lane = lane };
	plan_rows(l, a);
	plan_names(l, p, a);
	for (size_t j = 0; j < lane->n; j++) {
		if (seen(p, &lane->v[j]))
			p->kinds[chart_kind_of(p, &lane->v[j])] = true;
	}
	l->height = l->bars + l->strips * STRIP + LANE_PAD;
}

/* Short ones that touch, as one. */
struct heap {
	const struct tl_item *first;
	size_t n;
	int64_t from_us, to_us, sum_us;
	double x0, x1;
};

struct lane_pen {
	const struct lane_plan *l;
	const struct panel *p;
	FILE *f;
	double y;
	struct buf b;
	struct heap *heap; /* by row */
};

static void draw_bar(struct lane_pen *pen, const struct tl_item *i, double x, double w)
{
	const char *name = timeline_name(pen->p->t, i);
	enum chart_kind k = chart_kind_of(pen->p, i);
	double y = pen->y + pen->l->row_y[i->row];
	char class[48];

	if (k == KIND_GAP || k == KIND_WAIT)
		snprintf(class, sizeof(class), "%s", chart_class(k));
	else
		snprintf(class, sizeof(class), "%s c%u", chart_class(k), timeline_colour(name));
	chart_tip(&pen->b, pen->p, i);
	svg_rect(pen->f, class, x, y, w < 0.8 ? 0.8 : w, row_height(pen->l, i->row),
		 buf_str(&pen->b));
	buf_clear(&pen->b);
}

static void flush_heap(struct lane_pen *pen, size_t row)
{
	struct heap *h = &pen->heap[row];

	if (h->n == 1) {
		draw_bar(pen, h->first, h->x0, h->x1 - h->x0);
	} else if (h->n) {
		chart_tip_many(&pen->b, h->n, h->sum_us, h->from_us, h->to_us);
		svg_rect(pen->f, chart_class(KIND_MANY), h->x0, pen->y + pen->l->row_y[row],
			 h->x1 - h->x0 < 1 ? 1 : h->x1 - h->x0, row_height(pen->l, row),
			 buf_str(&pen->b));
		buf_clear(&pen->b);
	}
	h->n = 0;
}

static void add_to_heap(struct lane_pen *pen, const struct tl_item *i, double x, double w)
{
	struct heap *h = &pen->heap[i->row];

	if (h->n && x - h->x1 > 0.8)
		flush_heap(pen, i->row);
	if (!h->n++)
		*h = (struct heap){ .first = i, .n = 1, .from_us = i->start_us, .x0 = x, .x1 = x };
	h->sum_us += i->end_us - i->start_us;
	h->to_us = h->n == 1 || i->end_us > h->to_us ? i->end_us : h->to_us;
	h->x1 = x + w > h->x1 ? x + w : h->x1;
}

static void draw_inside(struct lane_pen *pen, const struct tl_item *i, double x, double w)
{
	double size = i->kind == TL_PROBE ? FONT_PROBE : FONT_BAR;
	double y = pen->y + pen->l->row_y[i->row];
	const char *class = i->kind == TL_PROBE ? "label probe-label" : "label";

	if (i->kind == TL_GAP || i->kind == TL_WAIT) {
		fmt_ms(&pen->b, i->end_us - i->start_us);
		class = "label gap-label";
	} else if (i->kind == TL_PROBE && w >= PROBE_CUT_LEAST) {
		/* It has no other place: the head of a long name is better than nothing. */
		chart_fit(&pen->b, timeline_name(pen->p->t, i), w - 6, size);
	} else {
		buf_puts(&pen->b, timeline_name(pen->p->t, i));
	}
	if (fits_inside(w, buf_str(&pen->b), size) &&
	    svg_text_width(buf_str(&pen->b), size) <= NAME_MAX_PX)
		svg_text(pen->f, class, SVG_START, x + 3,
			 y + row_height(pen->l, i->row) - (i->kind == TL_PROBE ? 2.5 : 4),
			 buf_str(&pen->b));
	buf_clear(&pen->b);
}

static void draw_names(const struct lane_pen *pen)
{
	const struct lane_plan *l = pen->l;

	for (size_t i = 0; i < l->nnames; i++) {
		const struct chart_name *n = &l->names[i];
		double top = pen->y + l->bars + n->strip * STRIP;

		if (n->beside) {
			svg_text(pen->f, "label name", SVG_START, n->x,
				 pen->y + l->row_y[n->row] + row_height(l, n->row) - 4, n->text);
			continue;
		}
		svg_line(pen->f, "leader", n->tip, pen->y + l->row_y[n->row + 1] - ROW_GAP, n->tip,
			 top + 2);
		svg_text(pen->f, "label name", SVG_START, n->x, top + STRIP - 2, n->text);
	}
}

void lane_draw(const struct lane_plan *l, const struct panel *p, FILE *f, double y)
{
	struct lane_pen pen = { .l = l, .p = p, .f = f, .y = y };
	const struct tl_lane *lane = l->lane;

	pen.heap = xcalloc(lane->rows + 1, sizeof(pen.heap[0]));
	for (size_t j = 0; j < lane->n; j++) {
		const struct tl_item *i = &lane->v[j];
		double x = axis_x(&p->axis, i->start_us), w = width_of(p, i);

		if (!seen(p, i))
			continue;
		if (w < BAR_LEAST) {
			add_to_heap(&pen, i, x, w);
			continue;
		}
		flush_heap(&pen, i->row);
		draw_bar(&pen, i, x, w);
		draw_inside(&pen, i, x, w);
	}
	for (size_t r = 0; r < lane->rows; r++)
		flush_heap(&pen, r);
	draw_names(&pen);
	free(pen.heap);
	buf_release(&pen.b);
}
