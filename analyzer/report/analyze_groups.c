// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: sums by module or level. */
#include "report/analyze_text.h"
#include "report/fmt.h"

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
	const char *what = row_by_name(r->o->by);
	struct table_column columns[COL_COUNT] = {
		{ r->several ? "median" : "time", COL_RIGHT }, { "min", COL_RIGHT },
		{ "max", COL_RIGHT }, { "runs", COL_RIGHT }, { "calls", COL_RIGHT },
		{ "failed", COL_RIGHT }, { what, COL_CUT },
	};
	struct sums sums;
	struct table t;
	size_t n;

	if (r->o->by == BY_INITCALL)
		return;
	sums_of(&sums, r->series);
	n = text_rows(r, sums.n);
	buf_puts(&r->b, "Initcalls by ");
	if (n < sums.n)
		buf_printf(&r->b, "%s, top %zu of %zu", what, n, sums.n);
	else
		buf_puts(&r->b, what);
	buf_puts(&r->b, ", largest sum first");
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
