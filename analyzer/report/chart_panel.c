// SPDX-License-Identifier: GPL-2.0-or-later
/* Lanes under a time axis, and the marks across them. */
#include <string.h>

#include "report/chart_priv.h"
#include "report/fmt.h"

#define MARK_LINE 13

static bool wanted(const struct tl_lane *l, enum panel_part part)
{
	if (part & PANEL_COMPARE)
		return l->section == TL_KERNEL || l->kind == TL_LANE_DEFERRED;
	return part & 1u << l->section;
}

static bool any_seen(const struct tl_lane *l, const struct axis *a)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].end_us >= a->from_us && l->v[i].start_us < a->to_us)
			return true;
	}
	return false;
}

/* "Run init 690.102 ms" */
static void mark_label(struct buf *b, const struct tl_mark *m)
{
	buf_printf(b, "%s ", m->label);
	fmt_ms(b, m->us);
}

/* Labels stand beside their line, on the first line of text where there is room. */
static void plan_marks(struct panel *p)
{
	double end[TL_MARK_MAX][2]; /* where the text of a line of text is, from and to */
	struct buf b = { 0 };

	for (size_t i = 0; i < p->t->nmarks; i++) {
		const struct tl_mark *m = &p->t->marks[i];
		struct mark_plan *x = &p->marks[p->nmarks];
		double w, from;

		if (m->us < p->axis.from_us || m->us > p->axis.to_us)
			continue;
		mark_label(&b, m);
		w = svg_text_width(b.p, FONT_BAR) * (m->kind == TL_MARK_INIT ? 1.1 : 1);
		buf_clear(&b);
		*x = (struct mark_plan){ .mark = m, .x = axis_x(&p->axis, m->us) };
		x->anchor = x->x + 4 + w > p->axis.x1 + MARGIN ? SVG_END : SVG_START;
		x->text_x = x->anchor == SVG_END ? x->x - 4 : x->x + 4;
		from = x->anchor == SVG_END ? x->text_x - w : x->text_x;
		while (x->line < p->mark_lines && from < end[x->line][1] + 8 &&
		       end[x->line][0] < from + w + 8)
			x->line++;
		if (x->line == p->mark_lines) {
			end[x->line][0] = from;
			p->mark_lines++;
		}
		end[x->line][1] = from + w;
		p->nmarks++;
	}
	buf_release(&b);
}

void panel_plan(struct panel *p, enum panel_part part, struct arena *a)
{
	size_t n = 0;

	p->lanes = arena_alloc(a, (p->t->nlanes + 1) * sizeof(p->lanes[0]));
	for (size_t i = 0; i < p->t->nlanes; i++)
		n += wanted(&p->t->lanes[i], part) && any_seen(&p->t->lanes[i], &p->axis);
	p->strips = n <= LANES_FEW ? STRIPS_MAX_FEW : STRIPS_MAX;
	for (size_t i = 0; i < p->t->nlanes; i++) {
		const struct tl_lane *l = &p->t->lanes[i];

		if (!wanted(l, part) || !any_seen(l, &p->axis))
			continue;
		lane_plan(&p->lanes[p->nlanes], l, p, a);
		p->height += p->lanes[p->nlanes++].height;
	}
	plan_marks(p);
	p->height += p->mark_lines * MARK_LINE + AXIS_HEIGHT;
}

static void draw_marks(const struct panel *p, FILE *f, double y)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < p->nmarks; i++) {
		const struct mark_plan *m = &p->marks[i];

		svg_line(f, m->mark->kind == TL_MARK_INIT ? "mark mark-init" : "mark", m->x,
			 y + m->line * MARK_LINE + 1, m->x, y + p->height);
	}
	for (size_t i = 0; i < p->nmarks; i++) {
		const struct mark_plan *m = &p->marks[i];
		double base = y + m->line * MARK_LINE + 10;

		mark_label(&b, m->mark);
		svg_text(f, m->mark->kind == TL_MARK_INIT ? "mark-label mark-init" : "mark-label",
			 m->anchor, m->text_x, base, b.p);
		buf_clear(&b);
	}
	buf_release(&b);
}

void panel_draw(const struct panel *p, FILE *f, double y)
{
	double top = y + p->mark_lines * MARK_LINE + AXIS_HEIGHT, lane = top;
	double left = p->axis.x0 - GUTTER, width = p->axis.x1 - left;
	struct buf b = { 0 };

	for (size_t i = 0; i < p->nlanes; i++) {
		if (i % 2 == 0)
			svg_rect(f, "stripe", left, lane, width, p->lanes[i].height, NULL);
		lane += p->lanes[i].height;
	}
	axis_draw(f, &p->axis, top, lane);
	draw_marks(p, f, y);
	lane = top;
	for (size_t i = 0; i < p->nlanes; i++) {
		chart_fit(&b, p->lanes[i].lane->label, GUTTER - 10, FONT_TEXT);
		svg_text(f, "lane-label", SVG_END, p->axis.x0 - 6, lane + LANE_PAD + 11, b.p);
		buf_clear(&b);
		lane_draw(&p->lanes[i], p, f, lane);
		lane += p->lanes[i].height;
	}
	buf_release(&b);
}
