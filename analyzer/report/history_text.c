// SPDX-License-Identifier: GPL-2.0-or-later
/* Text of `bootcheck history list` and `show`. */
#include <stdlib.h>

#include "report/compare_text.h"
#include "report/fmt.h"
#include "report/history.h"
#include "report/table.h"

static void take_ms(struct table *t, size_t col, struct buf *b, int64_t us)
{
	if (us != TIME_NONE)
		fmt_ms(b, us);
	table_take(t, col, b);
}

static void take_range(struct table *t, size_t col, struct buf *b, int64_t low, int64_t high)
{
	if (low != TIME_NONE)
		buf_printf(b, "%.3f to %.3f", (double)low / 1000, (double)high / 1000);
	table_take(t, col, b);
}

static void take_text(struct table *t, size_t col, struct buf *b, const char *s)
{
	if (s)
		fmt_text(b, s);
	table_take(t, col, b);
}

static void take_verdict(struct table *t, size_t col, const struct trend_point *p)
{
	if (p->delta_us == TIME_NONE)
		return;
	table_set(t, col, verdict_name(p->verdict));
	if (p->verdict == VERDICT_SLOWER)
		table_colour(t, col, CELL_RED);
}

static void print(struct table *t, const struct history_view *view, FILE *f)
{
	table_print(t, f, 2, term_width(f), term_colour(view->colour, f));
	table_release(t);
}

static void release_rows(const struct history_board *v, const struct history_view *view, FILE *f)
{
	static const struct table_column columns[] = {
		{ "release", COL_CUT },	  { "boots", COL_RIGHT },
		{ "time to init", COL_RIGHT }, { "95 % interval, ms", COL_RIGHT | COL_SPARE },
		{ "change", COL_RIGHT },  { "verdict", 0 },
	};
	struct buf b = { 0 };
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < v->trend.n; i++) {
		const struct trend_point *p = &v->trend.v[i];

		table_row(&t);
		take_text(&t, 0, &b, p->name);
		buf_printf(&b, "%zu", p->boots);
		table_take(&t, 1, &b);
		take_ms(&t, 2, &b, p->init.median_us);
		take_range(&t, 3, &b, p->init.low_us, p->init.high_us);
		if (p->delta_us != TIME_NONE)
			say_change(&b, p->delta_us);
		table_take(&t, 4, &b);
		take_verdict(&t, 5, p);
	}
	print(&t, view, f);
	buf_release(&b);
}

static void call_rows(const struct history_board *v, const struct mover *m,
		      const struct history_view *view, FILE *f)
{
	static const struct table_column columns[] = {
		{ "release", COL_CUT }, { "boots", COL_RIGHT }, { "median", COL_RIGHT },
		{ "95 % interval, ms", COL_RIGHT }, { "minimum", COL_RIGHT | COL_SPARE },
		{ "maximum", COL_RIGHT | COL_SPARE }, { "", 0 },
	};
	struct buf b = { 0 };
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < v->trend.n; i++) {
		const struct trend_value *x = &m->at[i];

		table_row(&t);
		take_text(&t, 0, &b, v->trend.v[i].name);
		buf_printf(&b, "%zu", x->runs);
		table_take(&t, 1, &b);
		if (!x->runs)
			continue;
		take_ms(&t, 2, &b, x->median_us);
		take_range(&t, 3, &b, x->low_us, x->high_us);
		take_ms(&t, 4, &b, x->min_us);
		take_ms(&t, 5, &b, x->max_us);
		if (m->step_us && i == m->step) {
			say_change(&b, m->step_us);
			buf_puts(&b, m->sure ? ": its largest step" : ": its largest, maybe chance");
			table_take(&t, 6, &b);
		}
	}
	print(&t, view, f);
	buf_release(&b);
}

static void call_name(struct buf *b, const struct mover *m)
{
	fmt_text(b, m->name);
	if (m->module) {
		buf_puts(b, " [");
		fmt_text(b, m->module);
		buf_addc(b, ']');
	}
	if (m->ordinal > 1)
		buf_printf(b, " (%lld)", (long long)m->ordinal);
}

void history_list_text(const struct history_board *v, size_t n, const struct history_view *view,
		       FILE *f)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (i)
			putc('\n', f);
		fmt_text(&b, v[i].name);
		if (v[i].by_call && !v[i].calls.n)
			buf_puts(&b, ": no such call");
		fprintf(f, "%s\n", buf_str(&b));
		buf_clear(&b);
		if (!v[i].by_call)
			release_rows(&v[i], view, f);
		for (size_t k = 0; k < v[i].calls.n; k++) {
			call_name(&b, &v[i].calls.v[k]);
			fprintf(f, "%s  %s\n", k ? "\n" : "", buf_str(&b));
			buf_clear(&b);
			call_rows(&v[i], &v[i].calls.v[k], view, f);
		}
	}
	buf_release(&b);
}

static void boot_rows(const struct history_show *s, const struct history_view *view, FILE *f)
{
	static const struct table_column columns[] = {
		{ "boot", COL_RIGHT }, { "time to init", COL_RIGHT }, { "calls", COL_RIGHT },
		{ "the call", COL_RIGHT }, { "kernel", COL_SPARE }, { "log", COL_CUT },
		{ "boot id", COL_SPARE },
	};
	struct buf b = { 0 };
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < s->boots.n; i++) {
		const struct history_boot *x = &s->boots.v[i];

		table_row(&t);
		buf_printf(&b, "%lld", (long long)x->id);
		table_take(&t, 0, &b);
		take_ms(&t, 1, &b, x->init_us);
		buf_printf(&b, "%lld", (long long)x->calls);
		table_take(&t, 2, &b);
		if (s->call)
			take_ms(&t, 3, &b, x->call_us);
		take_text(&t, 4, &b, x->kernel);
		take_text(&t, 5, &b, x->file);
		take_text(&t, 6, &b, x->boot_id);
	}
	print(&t, view, f);
	buf_release(&b);
}

static void say_init(struct buf *b, const struct history_show *s)
{
	const struct trend_value *v = &s->point.init;

	buf_puts(b, "  time to init ");
	fmt_ms(b, v->median_us);
	if (v->low_us != TIME_NONE)
		buf_printf(b, "  (95 %%: %.3f to %.3f ms; %.3f to %.3f ms in %zu boots)",
			   (double)v->low_us / 1000, (double)v->high_us / 1000,
			   (double)v->min_us / 1000, (double)v->max_us / 1000, v->runs);
	buf_addc(b, '\n');
}

void history_show_text(const struct history_show *s, const struct history_view *view, size_t top,
		       FILE *f)
{
	const struct compare_view v = { .top = top, .quiet = true, .verbose = view->verbose,
					.colour = view->colour };
	struct buf b = { 0 };

	buf_puts(&b, "Release ");
	fmt_text(&b, s->release);
	buf_puts(&b, " on ");
	fmt_text(&b, s->board);
	buf_addc(&b, '\n');
	say_init(&b, s);
	fputs(buf_str(&b), f);
	buf_clear(&b);
	if (!view->quiet)
		boot_rows(s, view, f);
	if (s->c) {
		buf_puts(&b, "Compared with the release before it, ");
		fmt_text(&b, s->before);
		fprintf(f, "\n%s\n", buf_str(&b));
		compare_text(s->c, NULL, &v, f);
	} else if (!view->quiet) {
		fputs("\nIt is the first release of this board: nothing to compare it with.\n", f);
	}
	buf_release(&b);
}
