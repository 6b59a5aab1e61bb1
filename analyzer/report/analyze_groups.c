// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: failed calls by error, and sums by module or level. */
#include <stdlib.h>

#include "base/errname.h"
#include "base/xalloc.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

/* Names after an error number, unless -v or --all. ENODEV is what a driver without a device says. */
#define NAMES_SHOWN 24
#define ENODEV_SHOWN 8
#define KERNEL_ENODEV (-19)

struct failure {
	int32_t ret;
	const struct row *row;
};

/* By error number, ENODEV last; the order of the rows within one. */
static int by_error(const void *pa, const void *pb)
{
	const struct failure *a = pa, *b = pb;
	bool none_a = a->ret == KERNEL_ENODEV, none_b = b->ret == KERNEL_ENODEV;

	if (none_a != none_b)
		return none_a - none_b;
	if (a->ret != b->ret)
		return a->ret > b->ret ? -1 : 1;
	return a->row->nth < b->row->nth ? -1 : 1;
}

static void one_error(struct text_report *r, const struct failure *v, size_t n)
{
	size_t limit = v->ret == KERNEL_ENODEV ? ENODEV_SHOWN : NAMES_SHOWN;
	size_t shown = r->o->all || r->o->verbose || n <= limit + 1 ? n : limit;
	const char *name = errname(v->ret);

	if (name)
		buf_puts(&r->b, name);
	else
		buf_printf(&r->b, "%d", (int)v->ret);
	buf_printf(&r->b, " (%zu): ", n);
	for (size_t i = 0; i < shown; i++) {
		const struct row *row = v[i].row;

		buf_puts(&r->b, i ? ", " : "");
		text_name(&r->b, row->sym);
		if (row->failed < row->runs)
			buf_printf(&r->b, " in %zu of %zu boots", row->failed, row->runs);
	}
	if (shown < n)
		buf_printf(&r->b, " and %zu more (-v lists all)", n - shown);
	text_wrap(r, 2);
}

/* The error that a row's first failed call returned. */
static int32_t error_of(const struct bootset *s, const struct row *row)
{
	if (call_failed(row->call))
		return row->call->ret;
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < s->v[i]->ncalls; k++) {
			const struct call *c = &s->v[i]->calls[k];

			if (c->sym == row->sym && c->nth == row->call->nth && call_failed(c))
				return c->ret;
		}
	}
	return 0;
}

void text_failed(struct text_report *r)
{
	struct failure *v;
	struct rows rows;
	size_t n = 0, end;

	rows_of(&rows, r->s, r->o->before_init);
	v = xmalloc(rows.n * sizeof(*v));
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].failed)
			v[n++] = (struct failure){ error_of(r->s, &rows.v[i]), &rows.v[i] };
	}
	if (n) {
		qsort(v, n, sizeof(*v), by_error);
		fmt_count(&r->b, n, "failed initcall");
		text_heading(r);
	}
	for (size_t i = 0; i < n; i = end) {
		for (end = i; end < n && v[end].ret == v[i].ret; end++)
			;
		one_error(r, &v[i], end - i);
	}
	free(v);
	rows_release(&rows);
}

enum column { COL_TIME, COL_MIN, COL_MAX, COL_RUNS, COL_CALLS, COL_FAILED, COL_NAME, COL_COUNT };

static void group_row(struct text_report *r, struct table *t, const struct sum *sum)
{
	size_t count[] = { sum->runs, sum->calls, sum->failed };
	int64_t us[] = { sum->us, sum->min_us, sum->max_us };

	table_row(t);
	for (size_t i = 0; i < (r->several ? 3 : 1); i++) {
		fmt_ms(&r->b, us[i]);
		table_take(t, COL_TIME + i, &r->b);
	}
	for (size_t i = r->several ? 0 : 1; i < 3; i++) {
		if (i == 2 && !sum->failed)
			continue;
		buf_printf(&r->b, "%zu", count[i]);
		table_take(t, COL_RUNS + i, &r->b);
	}
	table_set(t, COL_NAME, sum->name);
}

void text_groups(struct text_report *r)
{
	const char *what = r->o->by == BY_LEVEL ? "level" : "module";
	struct table_column columns[COL_COUNT] = {
		{ r->several ? "median" : "time", COL_RIGHT }, { "min", COL_RIGHT },
		{ "max", COL_RIGHT }, { "runs", COL_RIGHT }, { "calls", COL_RIGHT },
		{ "failed", COL_RIGHT }, { what, COL_CUT },
	};
	struct sums sums;
	struct table t;
	size_t n;

	if (r->o->by != BY_MODULE && r->o->by != BY_LEVEL)
		return;
	sums_of(&sums, r->s, r->o->by, r->o->before_init);
	n = text_rows(r, sums.n);
	buf_printf(&r->b, "Initcalls by %s: %zu of %zu, largest sum first", what, n, sums.n);
	text_heading(r);
	table_init(&t, columns, COL_COUNT);
	for (size_t i = 0; i < n; i++)
		group_row(r, &t, &sums.v[i]);
	text_table(r, &t);
	table_release(&t);
	buf_puts(&r->b, "Durations added up: calls that overlap or ran within another count in full.");
	text_wrap(r, 2);
	if (r->o->by == BY_LEVEL && sums.n == 1 && !r->s->v[0]->nlevels) {
		buf_puts(&r->b, "The log does not name levels; Linux 6.16 and later do (\"entering "
				"initcall level: ...\").");
		text_wrap(r, 2);
	}
	sums_release(&sums);
}
