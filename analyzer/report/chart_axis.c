// SPDX-License-Identifier: GPL-2.0-or-later
/* A time axis with round steps. */
#include "report/chart_priv.h"

/* Figures nearer than this run together. */
#define STEP_PX 84

static const struct {
	int heavy, minor;
} steps[] = { { 1, 5 }, { 2, 4 }, { 5, 5 } };

void axis_init(struct axis *a, int64_t from_us, int64_t to_us, double x0, double x1)
{
	double per_px;
	int64_t ten = 1;
	size_t i = 0;

	*a = (struct axis){ .from_us = from_us, .to_us = to_us > from_us ? to_us : from_us + 1,
			    .x0 = x0, .x1 = x1 };
	per_px = (double)(a->to_us - a->from_us) / (x1 - x0);
	while ((double)(steps[i].heavy * ten) < per_px * STEP_PX && ten < INT64_MAX / 100) {
		if (++i == sizeof(steps) / sizeof(steps[0])) {
			i = 0;
			ten *= 10;
		}
	}
	a->step_us = steps[i].heavy * ten;
	a->minor = a->step_us >= steps[i].minor ? steps[i].minor : 1;
}

double axis_x(const struct axis *a, int64_t us)
{
	if (us <= a->from_us)
		return a->x0;
	if (us >= a->to_us)
		return a->x1;
	return a->x0 + (double)(us - a->from_us) * (a->x1 - a->x0) /
			       (double)(a->to_us - a->from_us);
}

void axis_figure(struct buf *b, int64_t us, int64_t step_us)
{
	if (us == 0)
		buf_puts(b, "0");
	else if (step_us % 1000)
		buf_printf(b, "%lld.%03lld ms", (long long)(us / 1000), (long long)(us % 1000));
	else if (step_us >= 1000000)
		buf_printf(b, "%lld s", (long long)(us / 1000000));
	else if (us >= 10000000)
		buf_printf(b, "%lld.%03lld s", (long long)(us / 1000000),
			   (long long)(us / 1000 % 1000));
	else
		buf_printf(b, "%lld ms", (long long)(us / 1000));
}

void axis_draw(FILE *f, const struct axis *a, double y, double bottom)
{
	int64_t light = a->step_us / a->minor;
	int64_t us = a->from_us / light * light;
	struct buf b = { 0 };

	if (us < a->from_us)
		us += light;
	for (; us <= a->to_us && us <= INT64_MAX - light; us += light) {
		double x = axis_x(a, us);
		bool heavy = us % a->step_us == 0;

		svg_line(f, heavy ? "grid-heavy" : "grid", x, y, x, bottom);
		if (!heavy)
			continue;
		axis_figure(&b, us, a->step_us);
		/* The last one stays inside of the panel. */
		if (x + svg_text_width(b.p, FONT_BAR) / 2 > a->x1 + MARGIN)
			svg_text(f, "axis", SVG_END, a->x1 + 2, y - 4, b.p);
		else
			svg_text(f, "axis", SVG_MIDDLE, x, y - 4, b.p);
		buf_clear(&b);
	}
	svg_line(f, "axis-line", a->x0, y, a->x1, y);
	buf_release(&b);
}
