// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: the time to init as a sum of its parts, and the marks on the way. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

enum part {
	PART_BEFORE_FIRST,
	PART_INITCALLS,
	PART_ASYNC,
	PART_GAPS,
	PART_AFTER_LAST,
	PART_RESIDUAL,
	PART_TOTAL,
	PART_MAX
};

static const char *const part_names[] = {
	[PART_BEFORE_FIRST] = "before the first initcall",
	[PART_INITCALLS] = "in initcalls",
	[PART_ASYNC] = "waiting for async functions",
	[PART_GAPS] = "between initcalls",
	[PART_AFTER_LAST] = "from the last return to init",
	[PART_RESIDUAL] = "residual: cost of printing, steps of the clock, lost lines",
	[PART_TOTAL] = "time to init",
};

static int64_t part_us(const struct boot *b, size_t p)
{
	const struct accounting *a = &b->acc;
	int64_t first = a->before_first_us == TIME_NONE ? 0 : a->before_first_us;
	int64_t last = a->after_last_us == TIME_NONE ? 0 : a->after_last_us;

	switch ((enum part)p) {
	case PART_BEFORE_FIRST:
		return first;
	case PART_INITCALLS:
		return a->initcalls_us;
	case PART_ASYNC:
		return a->async_wait_us;
	case PART_GAPS:
		return a->gaps_us - first - last;
	case PART_AFTER_LAST:
		return last;
	case PART_RESIDUAL:
		return a->residual_us;
	default:
		return a->total_us;
	}
}

enum mark { MARK_FIRST, MARK_CLOCKSOURCE, MARK_FREE, MARK_INIT, MARK_LAST, MARK_MAX };

static const char *const mark_names[] = {
	[MARK_FIRST] = "first line",
	[MARK_CLOCKSOURCE] = "switch to a clocksource",
	[MARK_FREE] = "free of init memory",
	[MARK_INIT] = "start of init",
	[MARK_LAST] = "last line",
};

static int64_t mark_us(const struct boot *b, size_t m)
{
	const int64_t us[] = {
		[MARK_FIRST] = b->first_us,	 [MARK_CLOCKSOURCE] = b->clocksource_us,
		[MARK_FREE] = b->free_initmem_us, [MARK_INIT] = b->init_us,
		[MARK_LAST] = b->last_us,
	};

	return us[m];
}

/* Of the boots that know. */
static struct spread spread_of(const struct bootset *s,
			       int64_t (*us)(const struct boot *b, size_t i), size_t i)
{
	int64_t *v = xcalloc(s->n, sizeof(*v));
	struct spread x = { TIME_NONE, TIME_NONE, TIME_NONE, 0 };

	for (size_t k = 0; k < s->n; k++) {
		/* Parts of an unknown total are unknown. */
		if (us == part_us && s->v[k]->acc.total_us == TIME_NONE)
			continue;
		if (us(s->v[k], i) != TIME_NONE)
			v[x.n++] = us(s->v[k], i);
	}
	if (x.n) {
		sort_us(v, x.n);
		x = (struct spread){ median_of(v, x.n), v[0], v[x.n - 1], x.n };
	}
	free(v);
	return x;
}

static bool has_finding(const struct boot *b, enum finding_code code)
{
	for (size_t i = 0; i < b->nfindings; i++) {
		if (b->findings[i].code == code)
			return true;
	}
	return false;
}

/* The sum needs a clock and both ends of the boot: say which of them is missing. */
static const char *why_unknown(const struct boot *b)
{
	if (!b->stamps)
		return "the lines carry no time of the kernel's clock; boot with printk.time=1 and "
		       "save the log as plain dmesg prints it";
	if (b->init_us == TIME_NONE)
		return "the log does not reach the start of init (\"Run ... as init process\"); "
		       "save it after that line was printed";
	if (has_finding(b, FIND_HEAD_LOST))
		return "the log does not begin with the boot; boot with log_buf_len=16M, or save "
		       "it earlier";
	return "the clock of the log steps between its first line and init; see the findings";
}

static void time_line(struct text_report *r, int64_t us, int64_t whole_us)
{
	struct buf cell = { 0 };

	fmt_ms(&cell, us);
	buf_printf(&r->b, "  %14s", buf_str(&cell));
	buf_clear(&cell);
	fmt_share(&cell, us, whole_us);
	if (whole_us != TIME_NONE)
		buf_printf(&r->b, "  %7s", buf_str(&cell));
	buf_puts(&r->b, "  ");
	buf_release(&cell);
}

static void sum_of_one(struct text_report *r, const struct boot *b)
{
	size_t calls = 0;

	for (size_t i = 0; i < b->ncalls; i++)
		calls += b->calls[i].phase == PHASE_KERNEL;
	buf_puts(&r->b, "Time to init, and where it went");
	text_heading(r);
	for (size_t p = 0; p < PART_MAX; p++) {
		if (p == PART_TOTAL)
			fputs("  -----------------------\n", r->f);
		time_line(r, part_us(b, p), b->acc.total_us);
		buf_puts(&r->b, part_names[p]);
		if (p == PART_INITCALLS) {
			buf_puts(&r->b, " (");
			fmt_count(&r->b, calls, "call");
			buf_puts(&r->b, ", overlaps counted once)");
		} else if (p == PART_TOTAL && b->init_line) {
			buf_printf(&r->b, " (line %lu%s)", b->init_line,
				   b->init_is_free ? ": free of init memory, there is no line of "
						     "init itself" : "");
		}
		buf_addc(&r->b, '\n');
		text_flush(r);
	}
}

/* Without a sum there is still what the calls took, one by one. */
static void no_sum(struct text_report *r, const struct boot *b)
{
	int64_t us = 0;
	size_t n = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (c->duration_us == TIME_NONE || c->parent != CALL_NONE ||
		    c->phase != PHASE_KERNEL)
			continue;
		us = add_us(us, c->duration_us);
		n++;
	}
	buf_puts(&r->b, "Time to init: not known");
	text_heading(r);
	buf_puts(&r->b, why_unknown(b));
	text_wrap(r, 2);
	if (!n)
		return;
	time_line(r, us, TIME_NONE);
	buf_puts(&r->b, "in ");
	fmt_count(&r->b, n, "initcall");
	buf_puts(&r->b, ", each one's duration added up\n");
	text_flush(r);
}

static void spread_table(struct text_report *r, const char *const *names, size_t n,
			 int64_t (*us)(const struct boot *b, size_t i), int64_t whole_us)
{
	static const struct table_column columns[] = {
		{ "median", COL_RIGHT }, { "min", COL_RIGHT },   { "max", COL_RIGHT },
		{ "share", COL_RIGHT },  { "boots", COL_RIGHT }, { "", 0 },
	};
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		struct spread x = spread_of(r->s, us, i);
		int64_t v[] = { x.median_us, x.min_us, x.max_us };

		if (!x.n)
			continue;
		table_row(&t);
		for (size_t k = 0; k < 3; k++) {
			fmt_ms(&r->b, v[k]);
			table_take(&t, k, &r->b);
		}
		fmt_share(&r->b, x.median_us, whole_us);
		table_take(&t, 3, &r->b);
		if (x.n < r->s->n)
			buf_printf(&r->b, "%zu of %zu", x.n, r->s->n);
		table_take(&t, 4, &r->b);
		table_set(&t, 5, names[i]);
	}
	text_table(r, &t);
	table_release(&t);
}

static void sum_of_many(struct text_report *r)
{
	struct spread total = spread_of(r->s, part_us, PART_TOTAL);

	r->total_us = total.median_us;
	if (!total.n) {
		no_sum(r, r->s->v[0]);
		return;
	}
	buf_puts(&r->b, "Time to init, and where it went: ");
	fmt_count(&r->b, total.n, "boot");
	text_heading(r);
	spread_table(r, part_names, PART_MAX, part_us, r->total_us);
	buf_puts(&r->b, "Each row has a median of its own, so they need not add up; those of one "
			"boot do.");
	text_wrap(r, 2);
}

void text_sum(struct text_report *r)
{
	if (r->several) {
		sum_of_many(r);
		return;
	}
	r->total_us = r->s->v[0]->acc.total_us;
	if (r->total_us == TIME_NONE)
		no_sum(r, r->s->v[0]);
	else
		sum_of_one(r, r->s->v[0]);
}

/* In the order of time: a log may free its init memory late, or not say when. */
static void marks_of_one(struct text_report *r, const struct boot *b)
{
	size_t order[MARK_MAX], n = 0;

	for (size_t m = 0; m < MARK_MAX; m++) {
		size_t at = n;

		if (mark_us(b, m) == TIME_NONE)
			continue;
		for (; at && mark_us(b, order[at - 1]) > mark_us(b, m); at--)
			order[at] = order[at - 1];
		order[at] = m;
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		time_line(r, mark_us(b, order[i]), TIME_NONE);
		buf_printf(&r->b, "%s\n", mark_names[order[i]]);
		text_flush(r);
	}
}

void text_marks(struct text_report *r)
{
	bool any = false;

	for (size_t m = 0; m < MARK_MAX; m++)
		any |= spread_of(r->s, mark_us, m).n > 0;
	if (!any)
		return;
	buf_puts(&r->b, "Marks");
	text_heading(r);
	if (r->several) {
		spread_table(r, mark_names, MARK_MAX, mark_us, TIME_NONE);
		return;
	}
	marks_of_one(r, r->s->v[0]);
}

/* Gaps shorter than this part of the time to init are not worth a line. */
#define GAP_LEAST_PERCENT 1
#define GAPS_SHOWN 5

/* "after F, before G (log lines 12 to 34)" */
static void gap_place(struct buf *b, const struct boot *boot, const struct gap *g)
{
	const struct call *after = g->after == CALL_NONE ? NULL : &boot->calls[g->after];
	const struct call *before = g->before == CALL_NONE ? NULL : &boot->calls[g->before];
	unsigned long from = after ? after->line[1] : boot->first_line;
	unsigned long to = before ? before->line[0] : boot->init_line;

	if (after)
		buf_printf(b, "after %s, ", after->sym->name);
	if (before)
		buf_printf(b, "before %s", before->sym->name);
	else
		buf_puts(b, g->end_us == boot->init_us ? "before init" : "before a wait");
	if (from && to > from)
		buf_printf(b, " (log lines %lu to %lu)", from, to);
}

void text_gaps(struct text_report *r)
{
	const struct boot *b = r->s->v[0];
	bool headed = false;

	if (r->several || b->acc.total_us == TIME_NONE)
		return;
	for (size_t i = 0; i < b->ngaps && i < GAPS_SHOWN; i++) {
		const struct gap *g = &b->gaps[i];

		if ((g->end_us - g->start_us) * 100 < b->acc.total_us * GAP_LEAST_PERCENT)
			break;
		if (!headed) {
			buf_puts(&r->b, "Longest gaps, in which no initcall ran");
			text_heading(r);
			headed = true;
		}
		time_line(r, g->end_us - g->start_us, b->acc.total_us);
		gap_place(&r->b, b, g);
		buf_addc(&r->b, '\n');
		text_flush(r);
	}
}
