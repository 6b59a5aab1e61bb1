// SPDX-License-Identifier: GPL-2.0-or-later
/* What a picture promises, on real logs: names are over no name, and nothing leaves its place. */
#include "logs.h"

#include <stdlib.h>

#include "report/chart_page.h"

static const char *const samples[] = {
	"samples/good-6.12-amd64-dmesg.txt",
	"samples/good-7.2-arm64-kmsg-modules.txt.xz",
	"samples/good-6.12-amd64-modules.txt.xz",
	"samples/good-6.12-amd64-patched-after.txt.xz",
	"samples/bad-6.12-amd64-panic.txt.xz",
};
static const unsigned int widths[] = { CHART_WIDTH_MIN, 1000, CHART_WIDTH, CHART_WIDTH_MAX };

#define N(x) (sizeof(x) / sizeof((x)[0]))

/* Where a name is: y grows downwards. */
static void box(const struct lane_plan *l, const struct chart_name *n, double *top, double *bottom)
{
	*top = n->beside ? l->row_y[n->row] : l->bars + n->strip * STRIP;
	*bottom = n->beside ? l->row_y[n->row + 1] - ROW_GAP : *top + STRIP;
}

static void check_names(const struct panel *p, const struct lane_plan *l)
{
	for (size_t i = 0; i < l->nnames; i++) {
		const struct chart_name *a = &l->names[i];
		double top, bottom;

		box(l, a, &top, &bottom);
		assert_true(a->x >= p->axis.x0 && a->x + a->w <= p->axis.x1 + 0.01);
		assert_true(top >= 0 && bottom <= l->height);
		for (size_t j = 0; j < i; j++) {
			const struct chart_name *b = &l->names[j];
			double t, m;

			box(l, b, &t, &m);
			if (top < m && t < bottom)
				assert_true(a->x + a->w <= b->x || b->x + b->w <= a->x);
		}
		/* A name beside a bar is over no other bar. */
		for (size_t j = 0; a->beside && j < l->lane->n; j++) {
			const struct tl_item *x = &l->lane->v[j];

			if (x->row == a->row && x->end_us >= p->axis.from_us &&
			    x->start_us < p->axis.to_us)
				assert_true(axis_x(&p->axis, x->end_us) <= a->x ||
					    axis_x(&p->axis, x->start_us) >= a->x + a->w);
		}
	}
}

static void check_panel(const struct timeline *t, unsigned int width, int64_t from, int64_t to,
			enum panel_part part)
{
	struct arena a = { 0 };
	struct panel p = { .t = t };
	double lanes = 0;

	axis_init(&p.axis, from, to, MARGIN + GUTTER, width - MARGIN);
	panel_plan(&p, part, &a);
	for (size_t i = 0; i < p.nlanes; i++) {
		check_names(&p, &p.lanes[i]);
		lanes += p.lanes[i].height;
	}
	assert_true(p.height >= lanes);
	arena_release(&a);
}

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(samples); i++) {
		struct bootset s;
		struct timeline t;
		struct err e;

		bootset_init(&s);
		if (bootset_read(&s, samples[i], &e) != 0 ||
		    timeline_build(&t, s.v[0], false, &e) != 0)
			fail_msg("%s", e.msg);
		for (size_t w = 0; w < N(widths); w++) {
			check_panel(&t, widths[w], t.from_us, t.init_us, PANEL_KERNEL);
			check_panel(&t, widths[w], t.from_us, t.to_us, PANEL_ALL);
		}
		timeline_release(&t);
		bootset_release(&s);
	}
}

static void test_axis(void **state)
{
	struct buf b = { 0 };
	struct axis a;

	(void)state;
	axis_init(&a, 0, 1000000, 100, 1100);
	assert_int_equal(a.step_us, 100000);
	assert_true(axis_x(&a, 500000) == 600);
	assert_true(axis_x(&a, -5) == 100 && axis_x(&a, 2000000) == 1100);
	axis_init(&a, 0, INT64_MAX, 100, 200);
	assert_true(a.step_us > 0);
	axis_init(&a, 7, 7, 100, 200);
	assert_true(a.to_us > a.from_us && a.step_us == 1);
	axis_figure(&b, 200000, 100000);
	assert_string_equal(b.p, "200 ms");
	buf_clear(&b);
	axis_figure(&b, 12500000, 500000);
	assert_string_equal(b.p, "12.500 s");
	buf_clear(&b);
	axis_figure(&b, 1250, 250);
	assert_string_equal(b.p, "1.250 ms");
	buf_clear(&b);
	axis_figure(&b, 4000000, 2000000);
	assert_string_equal(b.p, "4 s");
	buf_release(&b);
}

static void test_fit(void **state)
{
	struct buf b = { 0 };

	(void)state;
	chart_fit(&b, "usb_init", 500, 10);
	assert_string_equal(b.p, "usb_init");
	buf_clear(&b);
	chart_fit(&b, "of_platform_default_populate_init", 60, 10);
	assert_true(svg_text_width(b.p, 10) <= 60);
	assert_non_null(strstr(b.p, "..."));
	buf_clear(&b);
	/* not within a character */
	chart_fit(&b, "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", 25, 10);
	assert_string_equal(b.p, "\xe2\x82\xac...");
	buf_release(&b);
}

/* The boot in the middle; of an even number the faster of the two. */
static void test_pick(void **state)
{
	struct boot boots[5] = {
		{ .init_us = 500, .stamps = true }, { .init_us = 100, .stamps = true },
		{ .init_us = TIME_NONE, .stamps = true }, { .init_us = 300, .stamps = true },
		{ .init_us = 200, .stamps = true },
	};
	struct boot *v[5] = { &boots[0], &boots[1], &boots[2], &boots[3], &boots[4] };
	struct bootset s = { .v = v, .n = 5 };

	(void)state;
	assert_ptr_equal(chart_pick(&s, 0, 5), &boots[4]);
	assert_ptr_equal(chart_pick(&s, 0, 4), &boots[3]);
	assert_ptr_equal(chart_pick(&s, 2, 3), &boots[2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_axis),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_pick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
