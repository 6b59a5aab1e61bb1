// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The picture of a history: the time to init over the releases, and below it, on the same places,
 * the calls that changed most. A figure is a mark with its 95 % interval; marks of releases that
 * are surely slower or faster than the one before differ in shape as well as in colour.
 */
#include <math.h>
#include <stdlib.h>

#include "report/chart_priv.h"
#include "report/fmt.h"
#include "report/history.h"

#define LEFT 236.0  /* names of the calls, figures of the scale */
#define RIGHT 126.0 /* figures of the last release */
#define HEAD 58.0
#define INIT_HEIGHT 250.0
#define CALL_HEIGHT 76.0
#define PANEL_GAP 14.0
#define LABELS 20.0 /* names of the releases */
#define FOOT 36.0
#define LABEL_GAP 10.0
/* More marks than that would run together: a line and a band are drawn instead. */
#define MARK_LEAST_PX 5.0

static const char css[] =
	".line { fill: none; stroke: #4477aa; stroke-width: 1.3 }\n"
	".band { fill: #77aadd; fill-opacity: .45 }\n"
	".whisker { stroke: #4477aa; stroke-width: 1.2 }\n"
	".mark-plain { fill: #fff; stroke: #4477aa; stroke-width: 1.4 }\n"
	".mark-slower { fill: #c1121f }\n"
	".mark-faster { fill: #0a7d3c }\n"
	".text-slower { fill: #c1121f; font-weight: bold }\n"
	".text-faster { fill: #0a7d3c; font-weight: bold }\n"
	".step-slower { fill: #c1121f; fill-opacity: .13 }\n"
	".step-faster { fill: #0a7d3c; fill-opacity: .13 }\n"
	".hit { fill-opacity: 0 }\n"
	".call { font-size: 11px; font-weight: bold }\n";

/* A panel: values from bottom_us to top_us between y1 and y0. */
struct plot {
	const struct history_chart *c;
	FILE *f;
	double x0, x1, y0, y1;
	double bottom_us, top_us;
};

static const struct trend *trend_of(const struct plot *p)
{
	return &p->c->board->trend;
}

static double slot_width(const struct plot *p)
{
	return (p->x1 - p->x0) / (double)trend_of(p)->n;
}

static double place(const struct plot *p, size_t i)
{
	return p->x0 + ((double)i + .5) * slot_width(p);
}

static double height(const struct plot *p, int64_t us)
{
	double share = ((double)us - p->bottom_us) / (p->top_us - p->bottom_us);

	return p->y1 - fmin(fmax(share, 0), 1) * (p->y1 - p->y0);
}

static int64_t round_step(double range, int most)
{
	static const int heads[] = { 1, 2, 5 };
	int64_t ten = 1;

	for (;;) {
		for (size_t i = 0; i < 3; i++) {
			if ((double)(heads[i] * ten) * most >= range)
				return heads[i] * ten;
		}
		if (ten > INT64_MAX / 1000)
			return ten;
		ten *= 10;
	}
}

static void draw_scale(const struct plot *p, int most)
{
	int64_t step = round_step(p->top_us - p->bottom_us, most);
	int64_t us = (int64_t)ceil(p->bottom_us / (double)step) * step;
	struct buf b = { 0 };

	svg_rect(p->f, "stripe", p->x0, p->y0, p->x1 - p->x0, p->y1 - p->y0, NULL);
	for (; (double)us <= p->top_us; us += step) {
		double y = height(p, us);

		svg_line(p->f, "grid-heavy", p->x0, y, p->x1, y);
		axis_figure(&b, us, step);
		svg_text(p->f, "axis", SVG_END, p->x0 - 5, y + 3.5, buf_str(&b));
		buf_clear(&b);
	}
	svg_line(p->f, "axis-line", p->x0, p->y1, p->x1, p->y1);
	buf_release(&b);
}

/* A part of the line, and of the band, where the values are known without a gap. */
static void draw_run(const struct plot *p, const struct trend_value *(*value)(const void *, size_t),
		     const void *ctx, size_t from, size_t to)
{
	bool marks = slot_width(p) >= MARK_LEAST_PX;
	struct buf b = { 0 };

	for (size_t i = from; i < to && !marks; i++)
		buf_printf(&b, "%c%.2f %.2f", i == from ? 'M' : 'L', place(p, i),
			   height(p, value(ctx, i)->low_us == TIME_NONE ?
					     value(ctx, i)->median_us : value(ctx, i)->high_us));
	for (size_t i = to; i-- > from && !marks;)
		buf_printf(&b, "L%.2f %.2f", place(p, i),
			   height(p, value(ctx, i)->low_us == TIME_NONE ?
					     value(ctx, i)->median_us : value(ctx, i)->low_us));
	if (b.n) {
		buf_addc(&b, 'z');
		svg_path(p->f, "band", buf_str(&b));
	}
	buf_clear(&b);
	for (size_t i = from; i < to; i++)
		buf_printf(&b, "%c%.2f %.2f", i == from ? 'M' : 'L', place(p, i),
			   height(p, value(ctx, i)->median_us));
	svg_path(p->f, "line", buf_str(&b));
	buf_release(&b);
}

static void draw_line(const struct plot *p, const struct trend_value *(*value)(const void *, size_t),
		      const void *ctx)
{
	size_t n = trend_of(p)->n, from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && value(ctx, i)->runs)
			continue;
		if (i > from)
			draw_run(p, value, ctx, from, i);
		from = i + 1;
	}
}

/* The interval, and the median: up for slower, down for faster, round for neither. */
static void draw_mark(const struct plot *p, size_t i, const struct trend_value *v, int way)
{
	double x = place(p, i), y = height(p, v->median_us);
	char d[96];

	if (slot_width(p) < MARK_LEAST_PX && !way)
		return;
	if (v->low_us != TIME_NONE) {
		double top = height(p, v->high_us), bottom = height(p, v->low_us);

		svg_line(p->f, "whisker", x, top, x, bottom);
		svg_line(p->f, "whisker", x - 3, top, x + 3, top);
		svg_line(p->f, "whisker", x - 3, bottom, x + 3, bottom);
	}
	if (way > 0)
		snprintf(d, sizeof(d), "M%.2f %.2fl5 9h-10z", x, y - 5);
	else if (way < 0)
		snprintf(d, sizeof(d), "M%.2f %.2fl5 -9h-10z", x, y + 5);
	else
		snprintf(d, sizeof(d), "M%.2f %.2fa3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", x - 3, y);
	svg_path(p->f, way > 0 ? "mark-slower" : way < 0 ? "mark-faster" : "mark-plain", d);
}

static int way_of(const struct trend_point *p)
{
	return p->verdict == VERDICT_SLOWER ? 1 : p->verdict == VERDICT_FASTER ? -1 : 0;
}

static void say_value(struct buf *b, const struct trend_value *v)
{
	fmt_ms(b, v->median_us);
	if (v->low_us != TIME_NONE)
		buf_printf(b, " (95 %%: %.3f to %.3f ms, %zu boots)", (double)v->low_us / 1000,
			   (double)v->high_us / 1000, v->runs);
}

static void say_signed(struct buf *b, int64_t us)
{
	if (us > 0)
		buf_addc(b, '+');
	fmt_ms(b, us);
}

static const struct trend_value *init_value(const void *ctx, size_t i)
{
	const struct trend *t = ctx;

	return &t->v[i].init;
}

static const struct trend_value *call_value(const void *ctx, size_t i)
{
	const struct mover *m = ctx;

	return &m->at[i];
}

/* A pane over the place of each release, whose tip has the figures. */
static void draw_tips(const struct plot *p, const struct trend_value *(*value)(const void *, size_t),
		      const void *ctx, bool init)
{
	const struct trend *t = trend_of(p);
	struct buf b = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct trend_value *v = value(ctx, i);

		buf_printf(&b, "%s: ", t->v[i].name);
		if (v->runs)
			say_value(&b, v);
		else
			buf_puts(&b, init ? "not known" : "did not run before init");
		if (init && t->v[i].delta_us != TIME_NONE) {
			buf_puts(&b, ", ");
			say_signed(&b, t->v[i].delta_us);
			buf_printf(&b, " to the release before: %s", verdict_name(t->v[i].verdict));
		}
		svg_rect(p->f, "hit", place(p, i) - slot_width(p) / 2, p->y0, slot_width(p),
			 p->y1 - p->y0, buf_str(&b));
		buf_clear(&b);
	}
	buf_release(&b);
}

/* The scale of the time to init: what is there, and some room; it need not begin at 0. */
static void scale_init(struct plot *p)
{
	const struct trend *t = trend_of(p);
	double low = INFINITY, high = -INFINITY, room;

	for (size_t i = 0; i < t->n; i++) {
		const struct trend_value *v = &t->v[i].init;
		bool range = v->low_us != TIME_NONE;

		if (!v->runs)
			continue;
		low = fmin(low, (double)(range ? v->low_us : v->median_us));
		high = fmax(high, (double)(range ? v->high_us : v->median_us));
	}
	if (!(low <= high))
		low = high = 0;
	room = fmax((high - low) * .06, fmax(high * .001, 50));
	p->bottom_us = fmax(low - room, 0);
	p->top_us = high + room;
}

static void scale_call(struct plot *p, const struct mover *m)
{
	double high = 0;

	for (size_t i = 0; i < trend_of(p)->n; i++) {
		const struct trend_value *v = &m->at[i];

		if (v->runs)
			high = fmax(high, (double)(v->low_us == TIME_NONE ? v->median_us :
								    v->high_us));
	}
	p->bottom_us = 0;
	p->top_us = fmax(high * 1.08, 10);
}

static void draw_init(struct plot *p)
{
	const struct trend *t = trend_of(p);
	const struct trend_value *last = &t->v[t->n - 1].init;
	struct buf b = { 0 };

	scale_init(p);
	draw_scale(p, 6);
	svg_text(p->f, "panel-title", SVG_START, MARGIN, p->y0 + 12, "Time to init");
	draw_line(p, init_value, t);
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].init.runs)
			draw_mark(p, i, &t->v[i].init, way_of(&t->v[i]));
	}
	draw_tips(p, init_value, t, true);
	if (last->runs) {
		fmt_ms(&b, last->median_us);
		svg_text(p->f, "total", SVG_START, p->x1 + 8, height(p, last->median_us) + 4,
			 buf_str(&b));
	}
	buf_release(&b);
}

static void draw_call_name(const struct plot *p, const struct mover *m)
{
	struct buf b = { 0 }, cut = { 0 };

	buf_puts(&b, m->name);
	if (m->module)
		buf_printf(&b, " [%s]", m->module);
	if (m->ordinal > 1)
		buf_printf(&b, " (%lld)", (long long)m->ordinal);
	chart_fit(&cut, buf_str(&b), LEFT - MARGIN - 58, 12);
	svg_text(p->f, "call", SVG_START, MARGIN, p->y0 + 14, buf_str(&cut));
	buf_clear(&b);
	buf_clear(&cut);
	if (m->step_us) {
		say_signed(&b, m->step_us);
		svg_text(p->f, m->step_us > 0 ? "text-slower" : "text-faster", SVG_START, MARGIN,
			 p->y0 + 32, buf_str(&b));
		buf_clear(&b);
		buf_printf(&b, "in %s%s", trend_of(p)->v[m->step].name,
			   m->sure ? "" : ", maybe chance");
		chart_fit(&cut, buf_str(&b), LEFT - MARGIN - 58, 12);
		svg_text(p->f, "sub", SVG_START, MARGIN, p->y0 + 48, buf_str(&cut));
	}
	buf_release(&b);
	buf_release(&cut);
}

static void draw_call(struct plot *p, const struct mover *m)
{
	size_t n = trend_of(p)->n;
	struct buf b = { 0 };

	scale_call(p, m);
	draw_scale(p, 3);
	if (m->step_us)
		svg_rect(p->f, m->step_us > 0 ? "step-slower" : "step-faster",
			 place(p, m->step) - fmax(slot_width(p), 3) / 2, p->y0,
			 fmax(slot_width(p), 3), p->y1 - p->y0, NULL);
	draw_call_name(p, m);
	draw_line(p, call_value, m);
	for (size_t i = 0; i < n; i++) {
		int way = m->step_us && i == m->step && m->sure ? (m->step_us > 0 ? 1 : -1) : 0;

		if (m->at[i].runs)
			draw_mark(p, i, &m->at[i], way);
	}
	draw_tips(p, call_value, m, false);
	if (m->at[n - 1].runs) {
		fmt_ms(&b, m->at[n - 1].median_us);
		svg_text(p->f, "axis", SVG_START, p->x1 + 8, height(p, m->at[n - 1].median_us) + 4,
			 buf_str(&b));
	} else {
		svg_text(p->f, "axis", SVG_START, p->x1 + 8, p->y1, "not before init");
	}
	buf_release(&b);
}

/* A name of a release where there is room for it; taken: by release, what is used already. */
static bool draw_label(const struct plot *p, size_t i, double y, double *right, double limit)
{
	const char *name = trend_of(p)->v[i].name;
	struct buf b = { 0 };
	double w, x = place(p, i);

	chart_fit(&b, name, 120, FONT_BAR);
	w = svg_text_width(buf_str(&b), FONT_BAR);
	if (x - w / 2 < *right || x + w / 2 > limit) {
		buf_release(&b);
		return false;
	}
	svg_text(p->f, "axis", SVG_MIDDLE, x, y, buf_str(&b));
	*right = x + w / 2 + LABEL_GAP;
	buf_release(&b);
	return true;
}

static void draw_labels(const struct plot *p, double y)
{
	size_t n = trend_of(p)->n;
	double right = MARGIN, end = p->x1 + RIGHT, last = 0;
	struct buf b = { 0 };

	/* The last one has its place; what comes before must leave it. */
	chart_fit(&b, trend_of(p)->v[n - 1].name, 120, FONT_BAR);
	last = place(p, n - 1) - svg_text_width(buf_str(&b), FONT_BAR) / 2;
	for (size_t i = 0; i + 1 < n; i++)
		draw_label(p, i, y, &right, last - LABEL_GAP);
	draw_label(p, n - 1, y, &(double){ 0 }, end);
	buf_release(&b);
}

static void draw_head(const struct history_chart *c, FILE *f)
{
	const struct trend *t = &c->board->trend;
	struct buf b = { 0 }, cut = { 0 };
	size_t boots = 0;

	for (size_t i = 0; i < t->n; i++)
		boots += t->v[i].boots;
	buf_printf(&b, "Time to init by release: %s", c->board->name);
	chart_fit(&cut, buf_str(&b), c->width - 2 * MARGIN, 18);
	svg_text(f, "title", SVG_START, MARGIN, 26, buf_str(&cut));
	buf_clear(&b);
	buf_clear(&cut);
	fmt_count(&b, t->n, "release");
	buf_puts(&b, ", ");
	fmt_count(&b, boots, "boot");
	if (c->movers->n)
		buf_puts(&b, c->named ? "; below, the calls that were asked for" :
					"; below, the calls before init that changed most from one "
					"release to the next");
	chart_fit(&cut, buf_str(&b), c->width - 2 * MARGIN, FONT_TEXT);
	svg_text(f, "sub", SVG_START, MARGIN, 44, buf_str(&cut));
	buf_release(&b);
	buf_release(&cut);
}

static void draw_foot(const struct history_chart *c, FILE *f, double y)
{
	static const char *const lines[] = {
		"Medians with 95 % intervals (Student's t; none with one boot). Triangle: surely "
		"slower (up, red) or faster (down, green) than the release before; circle: neither.",
		"A tinted column is the release in which the call changed most. Each panel has its "
		"own scale; that of the time to init need not begin at 0.",
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		chart_fit(&b, lines[i], c->width - 2 * MARGIN, FONT_BAR);
		svg_text(f, "foot", SVG_START, MARGIN, y + (double)i * 13, buf_str(&b));
		buf_clear(&b);
	}
	buf_release(&b);
}

void history_chart_svg(const struct history_chart *c, FILE *f)
{
	struct plot p = { .c = c, .f = f, .x0 = LEFT, .x1 = c->width - RIGHT };
	double total = HEAD + INIT_HEIGHT + LABELS +
		       (double)c->movers->n * (CALL_HEIGHT + PANEL_GAP) + LABELS + FOOT;
	struct buf style = { 0 }, title = { 0 };

	buf_printf(&style, "%s%s", chart_css, css);
	buf_printf(&title, "Time to init by release: %s", c->board->name);
	svg_begin(f, c->width, total, buf_str(&title), buf_str(&style), false);
	svg_rect(f, "page", 0, 0, c->width, total, NULL);
	draw_head(c, f);
	p.y0 = HEAD;
	p.y1 = HEAD + INIT_HEIGHT;
	draw_init(&p);
	draw_labels(&p, p.y1 + 14);
	p.y1 += LABELS;
	for (size_t i = 0; i < c->movers->n; i++) {
		p.y0 = p.y1 + PANEL_GAP;
		p.y1 = p.y0 + CALL_HEIGHT;
		draw_call(&p, &c->movers->v[i]);
	}
	if (c->movers->n)
		draw_labels(&p, p.y1 + 14);
	draw_foot(c, f, total - 20);
	svg_end(f);
	buf_release(&style);
	buf_release(&title);
}
