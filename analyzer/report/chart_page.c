// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/chart_page.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_HEIGHT 30
#define LINE_HEIGHT 18
#define PANEL_TITLE 22
#define PANEL_GAP 14
#define SAVING_HEIGHT 44
#define FOOT_HEIGHT 22

void page_init(struct page *p, const struct chart_opts *o)
{
	memset(p, 0, sizeof(*p));
	p->o = o;
	p->beside = o->width >= LIST_BESIDE_MIN;
	p->x0 = MARGIN + GUTTER;
	p->x1 = o->width - MARGIN - (p->beside ? LIST_WIDTH + 2 * MARGIN : MARGIN);
}

void page_release(struct page *p)
{
	free(p->head.v);
	for (size_t i = 0; i < p->nlists; i++)
		free(p->list[i].rows.v);
	buf_release(&p->b);
	arena_release(&p->arena);
}

const char *page_keep(struct page *p)
{
	const char *r = arena_strdup(&p->arena, str_of(buf_str(&p->b)));

	buf_clear(&p->b);
	return r;
}

void page_title(struct page *p)
{
	p->title = page_keep(p);
}

/* The beginning of s that fits into w px, up to a space where there is one. */
static size_t line_length(const char *s, double w, double size)
{
	size_t n = strlen(s), cut = n;
	struct buf b = { 0 };

	for (; cut; cut--) {
		if (cut < n && s[cut] != ' ')
			continue;
		buf_clear(&b);
		buf_add(&b, s, cut);
		if (svg_text_width(b.p, size) <= w)
			break;
	}
	buf_release(&b);
	return cut ? cut : n;
}

void page_line(struct page *p, const char *class)
{
	double size = strcmp(class, "verdict") == 0 ? 17 : FONT_TEXT; /* (bold is wider) */
	const char *s = page_keep(p);

	while (*s) {
		size_t n = line_length(s, p->o->width - 2 * MARGIN, size);

		*VEC_PUSH(&p->head) = (struct page_text){
			class, arena_strdup(&p->arena, (struct str){ s, n }) };
		s += n;
		while (*s == ' ')
			s++;
	}
}

struct panel *page_panel(struct page *p, const char *title)
{
	struct panel *r = &p->panel[p->npanels];

	p->panel_title[p->npanels++] = title;
	return r;
}

struct chart_list *page_list(struct page *p, const char *title)
{
	p->list[p->nlists].title = title;
	return &p->list[p->nlists++];
}

struct list_row *page_row(struct page *p)
{
	struct list_row *r = VEC_PUSH(&p->list[p->nlists - 1].rows);

	memset(r, 0, sizeof(*r));
	return r;
}

static double panel_height(const struct page *p, size_t i)
{
	return p->panel[i].height + (p->panel_title[i] ? PANEL_TITLE : 0);
}

static double panels_height(const struct page *p)
{
	double h = p->saving ? SAVING_HEIGHT : 0;

	for (size_t i = 0; i < p->npanels; i++)
		h += panel_height(p, i) + PANEL_GAP;
	return h;
}

static double side_width(const struct page *p)
{
	return p->beside ? LIST_WIDTH : p->o->width - 2 * MARGIN;
}

static double side_height(const struct page *p, const bool kinds[KIND_MAX])
{
	double h = chart_legend_height(kinds, side_width(p));

	for (size_t i = 0; i < p->nlists; i++)
		h += chart_list_height(&p->list[i]);
	return h;
}

static void draw_head(const struct page *p, FILE *f)
{
	double w = p->o->width - 2 * MARGIN, y = MARGIN + 14;
	struct buf b = { 0 };

	/* (bold is a tenth wider) */
	chart_fit(&b, p->title, w, 20);
	svg_text(f, "title", SVG_START, MARGIN, y, buf_str(&b));
	y += TITLE_HEIGHT - LINE_HEIGHT;
	for (size_t i = 0; i < p->head.n; i++) {
		const struct page_text *t = &p->head.v[i];

		buf_clear(&b);
		chart_fit(&b, t->text, w, strcmp(t->class, "verdict") == 0 ? 17 : FONT_TEXT);
		y += LINE_HEIGHT;
		svg_text(f, t->class, SVG_START, MARGIN, y, buf_str(&b));
	}
	buf_release(&b);
}

/* From the one mark down, from the other up, and an arrow from the first to the second. */
static void draw_saving(const struct page *p, FILE *f, double y)
{
	const struct axis *a = &p->panel[0].axis;
	double x[2], mid = y + SAVING_HEIGHT / 2.0, w = svg_text_width(p->saving, 14), left, right;
	char d[128];

	for (int i = 0; i < 2; i++)
		x[i] = axis_x(a, p->saving_us[i]);
	left = x[0] < x[1] ? x[0] : x[1];
	right = x[0] < x[1] ? x[1] : x[0];
	svg_line(f, "saving-line", x[0], y - PANEL_GAP, x[0], mid + 4);
	svg_line(f, "saving-line", x[1], mid - 4, x[1], y + SAVING_HEIGHT - 2);
	svg_line(f, "saving-line", x[0], mid, x[1], mid);
	if (right - left > 10) {
		double back = x[1] < x[0] ? 7 : -7;

		snprintf(d, sizeof(d), "M%.1f %.1fl%.1f -4v8z", x[1], mid, back);
		svg_path(f, "saving-arrow", d);
	}
	if (left - w - 10 > p->x0)
		svg_text(f, "verdict", SVG_END, left - 8, mid + 5, p->saving);
	else if (right + w + 10 < p->x1)
		svg_text(f, "verdict", SVG_START, right + 8, mid + 5, p->saving);
	else
		svg_text(f, "verdict", SVG_START, p->x0, mid - 6, p->saving);
}

static double draw_panels(const struct page *p, FILE *f, double y)
{
	for (size_t i = 0; i < p->npanels; i++) {
		if (p->panel_title[i]) {
			struct buf b = { 0 };

			chart_fit(&b, p->panel_title[i], p->x1 - MARGIN, 14.5);
			svg_text(f, "panel-title", SVG_START, MARGIN, y + 14, buf_str(&b));
			buf_release(&b);
			y += PANEL_TITLE;
		}
		panel_draw(&p->panel[i], f, y);
		y += p->panel[i].height + PANEL_GAP;
		if (i == 0 && p->saving) {
			draw_saving(p, f, y);
			y += SAVING_HEIGHT;
		}
	}
	return y;
}

static void draw_foot(const struct page *p, FILE *f, double y)
{
	struct buf b = { 0 };

	chart_fit(&b, p->foot, p->o->width - 2 * MARGIN, FONT_BAR);
	svg_text(f, "foot", SVG_START, MARGIN, y, buf_str(&b));
	buf_release(&b);
}

void page_draw(struct page *p, FILE *f)
{
	bool kinds[KIND_MAX] = { [KIND_CALL] = true, [KIND_MANY] = true };
	double head = MARGIN + TITLE_HEIGHT + (double)p->head.n * LINE_HEIGHT + 6;
	double panels = panels_height(p), side, x, y, height;

	for (size_t i = 0; i < p->npanels; i++) {
		for (size_t k = 0; k < KIND_MAX; k++)
			kinds[k] |= p->panel[i].kinds[k];
	}
	side = side_height(p, kinds);
	height = head + FOOT_HEIGHT +
		 (!p->beside ? panels + side : panels > side ? panels : side);
	svg_begin(f, p->o->width, height, p->title, p->o->embedded ? NULL : chart_css,
		  p->o->embedded);
	chart_defs(f);
	svg_rect(f, "page", 0, 0, p->o->width, height, NULL);
	draw_head(p, f);
	y = draw_panels(p, f, head);
	x = p->beside ? p->o->width - MARGIN - LIST_WIDTH : MARGIN;
	y = p->beside ? head : y;
	for (size_t i = 0; i < p->nlists; i++)
		y = chart_list(f, x, y, side_width(p), &p->list[i]);
	chart_legend(f, x, y, side_width(p), kinds);
	if (p->foot)
		draw_foot(p, f, height - 8);
	svg_end(f);
}
