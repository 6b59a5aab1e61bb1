// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of figures, and the legend. */
#include <string.h>

#include "report/chart_priv.h"

#define HEADING 22
#define REMARK_WIDTH 64
#define FIGURE_WIDTH 92
#define LEGEND_COLUMN 236

void chart_fit(struct buf *b, const char *s, double w, double size)
{
	struct buf cut = { 0 };
	size_t n = strlen(s);

	if (svg_text_width(s, size) <= w) {
		buf_puts(b, s);
		return;
	}
	do {
		n--;
		while (n && ((unsigned char)s[n] & 0xc0) == 0x80) /* not within a character */
			n--;
		buf_clear(&cut);
		buf_add(&cut, s, n);
		buf_puts(&cut, "...");
	} while (n && svg_text_width(cut.p, size) > w);
	buf_puts(b, cut.p);
	buf_release(&cut);
}

double chart_list_height(const struct chart_list *l)
{
	return HEADING + (double)(l->rows.n + (l->more ? 1 : 0)) * LIST_ROW + 8;
}

static void list_row(FILE *f, double x, double y, double w, const struct list_row *r)
{
	struct buf b = { 0 };
	char class[48];

	if (r->kind != KIND_MAX) {
		snprintf(class, sizeof(class), "%s c%u", chart_class(r->kind), r->colour);
		svg_rect(f, class, x + 1, y + 3, 10, 10, NULL);
	}
	chart_fit(&b, r->name, w - 18 - FIGURE_WIDTH - REMARK_WIDTH, FONT_TEXT);
	svg_text(f, r->total ? "list total" : "list", SVG_START, x + 18, y + 12, buf_str(&b));
	svg_text(f, r->total ? "list total" : "list", SVG_END, x + w - REMARK_WIDTH, y + 12,
		 r->figure);
	if (r->remark)
		svg_text(f, "list sub", SVG_END, x + w, y + 12, r->remark);
	buf_release(&b);
}

double chart_list(FILE *f, double x, double y, double w, const struct chart_list *l)
{
	svg_text(f, "list-title", SVG_START, x, y + 14, l->title);
	y += HEADING;
	for (size_t i = 0; i < l->rows.n; i++, y += LIST_ROW)
		list_row(f, x, y, w, &l->rows.v[i]);
	if (l->more) {
		svg_text(f, "sub", SVG_START, x + 18, y + 12, l->more);
		y += LIST_ROW;
	}
	return y + 8;
}

static const char *const legend[KIND_MAX] = {
	[KIND_CALL] = "initcall, colour by its name",
	[KIND_MANY] = "short ones side by side",
	[KIND_PROBE] = "probe of a device",
	[KIND_PROBE_DEFERRED] = "probe put off (EPROBE_DEFER)",
	[KIND_ASYNC] = "async function",
	[KIND_WAIT] = "wait for async functions",
	[KIND_GAP] = "no initcall runs",
	[KIND_FAILED] = "initcall that returned an error",
	[KIND_OPEN] = "did not return in this log",
	[KIND_DEFERRED] = "deferred",
	[KIND_REMOVED] = "not run after the change",
	[KIND_ADDED] = "not run before the change",
	[KIND_SLOWER] = "slower",
	[KIND_FASTER] = "faster",
};

static size_t legend_rows(const bool kinds[KIND_MAX], double w)
{
	size_t n = 0, columns = w < 2 * LEGEND_COLUMN ? 1 : (size_t)(w / LEGEND_COLUMN);

	for (size_t i = 0; i < KIND_MAX; i++)
		n += kinds[i];
	return (n + columns - 1) / columns;
}

double chart_legend_height(const bool kinds[KIND_MAX], double w)
{
	return HEADING + (double)legend_rows(kinds, w) * LIST_ROW + 8;
}

double chart_legend(FILE *f, double x, double y, double w, const bool kinds[KIND_MAX])
{
	size_t rows = legend_rows(kinds, w), at = 0;
	double top = y + HEADING;
	char class[48];

	svg_text(f, "list-title", SVG_START, x, y + 14, "Legend");
	for (int k = 0; k < KIND_MAX; k++) {
		double lx, ly;

		if (!kinds[k])
			continue;
		lx = x + (double)(at / rows) * LEGEND_COLUMN;
		ly = top + (double)(at % rows) * LIST_ROW;
		at++;
		snprintf(class, sizeof(class), "%s%s", chart_class((enum chart_kind)k),
			 k == KIND_GAP || k == KIND_WAIT || k == KIND_MANY ? "" : " c0");
		svg_rect(f, class, lx + 1, ly + 3, 22, 10, NULL);
		svg_text(f, "list", SVG_START, lx + 30, ly + 12, legend[k]);
	}
	return top + (double)rows * LIST_ROW + 8;
}
