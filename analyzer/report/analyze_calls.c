// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: the list of initcalls, and that of async functions. */
#include <string.h>

#include "input/image.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

/* Async functions are a side note. */
#define ASYNC_SHOWN 5

enum column {
	COL_DURATION,
	COL_MIN,
	COL_MAX,
	COL_SHARE,
	COL_START,
	COL_RUNS,
	COL_CLOCK,
	COL_STAMPS,
	COL_FIGURE,
	COL_RESULT,
	COL_NAME,
	COL_NOTES,
	COL_COUNT
};

static const struct table_column columns[COL_COUNT] = {
	[COL_DURATION] = { "duration", COL_RIGHT },
	[COL_MIN] = { "min", COL_RIGHT },
	[COL_MAX] = { "max", COL_RIGHT },
	[COL_SHARE] = { "share", COL_RIGHT },
	[COL_START] = { "start", COL_RIGHT },
	[COL_RUNS] = { "runs", COL_RIGHT },
	[COL_CLOCK] = { "clock", 0 },
	[COL_STAMPS] = { "printk", COL_RIGHT },
	[COL_FIGURE] = { "ktime", COL_RIGHT },
	[COL_RESULT] = { "ret", 0 },
	[COL_NAME] = { "initcall", COL_CUT },
	[COL_NOTES] = { "notes", COL_SPARE },
};

/* What a flag in the notes means, for those who meet it for the first time. */
static const struct {
	enum call_flag flag;
	const char *means;
} legend[] = {
	{ CALL_QUANTISED, "the kernel's figure is a multiple of its tick" },
	{ CALL_CONCURRENT, "ran beside another call, so the kernel's figure may be too small" },
	{ CALL_PRE_CLOCK, "before the clock of the stamps ran" },
	{ CALL_HUNG, "did not return in this log" },
	{ CALL_NO_START, "only its return is in the log" },
	{ CALL_BLACKLISTED, "kept from running by initcall_blacklist=" },
	{ CALL_NESTED, "ran within another call, whose time holds its own" },
	{ CALL_NO_RETURN, "its return is lost from the log" },
};

static bool waits_for_probes(const struct call *c)
{
	return strcmp(c->sym->name, "deferred_probe_initcall") == 0 ||
	       strcmp(c->sym->name, "wait_for_device_probe") == 0 ||
	       strcmp(c->sym->name, "wait_for_init_devices_probe") == 0;
}

static void note(struct buf *b, const char *text)
{
	buf_puts(b, b->n ? ", " : "");
	buf_puts(b, text);
}

/* ns-units holds for every call of a kernel, so it is said once, below the table. */
static void flag_notes(struct buf *b, uint32_t flags)
{
	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if ((flags & *f) && *f != CALL_NS_UNITS)
			note(b, call_flag_name(*f));
	}
}

static void probe_note(struct buf *b, const struct boot *boot, const struct call *c)
{
	uint32_t index = (uint32_t)(c - boot->calls);
	size_t n = 0;

	if (c->probes_us == TIME_NONE || c->probes_us <= 0)
		return;
	for (size_t i = 0; i < boot->nprobes; i++)
		n += boot->probes[i].call == index;
	buf_puts(b, b->n ? ", " : "");
	fmt_ms(b, c->probes_us);
	buf_puts(b, " in ");
	if (n)
		fmt_count(b, n, "probe");
	else
		buf_puts(b, "probes");
	if (waits_for_probes(c))
		buf_puts(b, " of other drivers");
}

static void take_ms(struct text_report *r, struct table *t, size_t col, int64_t us)
{
	if (us != TIME_NONE)
		fmt_ms(&r->b, us);
	table_take(t, col, &r->b);
}

/* What share of the time to init a call has; one after init has none. */
static void share(struct text_report *r, struct table *t, const struct row *row)
{
	if (r->total_us == TIME_NONE || row->async)
		return;
	if (row->call->phase == PHASE_KERNEL)
		fmt_share(&r->b, row->median_us, r->total_us);
	else
		buf_puts(&r->b, row->call->phase == PHASE_DEFERRED ? "deferred" : "after");
	table_take(t, COL_SHARE, &r->b);
}

static void result(struct text_report *r, struct table *t, const struct row *row)
{
	const struct call *c = row->call;

	fmt_result(&r->b, c);
	table_take(t, COL_RESULT, &r->b);
	if (call_failed(c) || (c->flags & (CALL_HUNG | CALL_NO_RETURN)))
		table_colour(t, COL_RESULT, CELL_RED);
	if (c->flags & CALL_HUNG)
		table_colour(t, COL_NAME, CELL_RED);
}

/* Where the call was declared, when the vmlinux says so. */
static void place_note(struct buf *b, const struct call *c)
{
	if (!c->image || !c->image->file)
		return;
	buf_puts(b, b->n ? ", " : "");
	fmt_text(b, c->image->file);
	if (c->image->line)
		buf_printf(b, ":%u", c->image->line);
}

static void one_row(struct text_report *r, struct table *t, const struct row *row)
{
	const struct call *c = row->call;

	table_row(t);
	fmt_ms(&r->b, row->median_us);
	table_take(t, COL_DURATION, &r->b);
	share(r, t, row);
	take_ms(r, t, COL_START, c->start_us);
	if (clock_name(c->clock))
		table_set(t, COL_CLOCK, clock_name(c->clock));
	if (r->o->verbose) {
		if (row->boot->stamps && c->start_us != TIME_NONE && c->end_us != TIME_NONE)
			take_ms(r, t, COL_STAMPS, add_us(c->end_us, -c->start_us));
		take_ms(r, t, COL_FIGURE, c->reported_us);
	}
	text_name(&r->b, c->sym);
	table_take(t, COL_NAME, &r->b);
	result(r, t, row);
	place_note(&r->b, c);
	flag_notes(&r->b, c->flags);
	if (c->trouble)
		note(&r->b, c->trouble);
	if (!row->async)
		probe_note(&r->b, row->boot, c);
	table_take(t, COL_NOTES, &r->b);
}

static void many_row(struct text_report *r, struct table *t, const struct row *row)
{
	table_row(t);
	fmt_ms(&r->b, row->median_us);
	table_take(t, COL_DURATION, &r->b);
	take_ms(r, t, COL_MIN, row->min_us);
	take_ms(r, t, COL_MAX, row->max_us);
	share(r, t, row);
	buf_printf(&r->b, "%zu", row->runs);
	table_take(t, COL_RUNS, &r->b);
	if (row->failed == row->runs || row->runs == 1)
		result(r, t, row);
	text_name(&r->b, row->sym);
	table_take(t, COL_NAME, &r->b);
	place_note(&r->b, row->call);
	flag_notes(&r->b, row->flags);
	if (row->failed && row->failed < row->runs)
		buf_printf(&r->b, "%sfailed in %zu", r->b.n ? ", " : "", row->failed);
	table_take(t, COL_NOTES, &r->b);
}

static void rows_table(struct text_report *r, const struct rows *rows, size_t n,
		       const char *what)
{
	struct table_column col[COL_COUNT];
	struct table t;

	memcpy(col, columns, sizeof(col));
	col[COL_NAME].head = what;
	if (r->several)
		col[COL_DURATION].head = "median";
	table_init(&t, col, COL_COUNT);
	for (size_t i = 0; i < n; i++) {
		if (r->several)
			many_row(r, &t, &rows->v[i]);
		else
			one_row(r, &t, &rows->v[i]);
	}
	text_table(r, &t);
	table_release(&t);
}

/* One line on the clock, then what the flags in the table mean. */
static void explain(struct text_report *r, const struct rows *rows, size_t n)
{
	bool printk = false, ktime = false, ns = false, after = false;
	uint32_t flags = 0;

	for (size_t i = 0; i < n; i++) {
		const struct row *row = &rows->v[i];

		printk |= row->call->clock == CLOCK_PRINTK;
		ktime |= row->call->clock == CLOCK_KTIME;
		after |= row->call->phase != PHASE_KERNEL;
		ns |= (row->flags & CALL_NS_UNITS) != 0;
		flags |= r->several ? row->flags : row->call->flags;
	}
	if (printk)
		buf_puts(&r->b, "printk: distance of the two lines' stamps");
	if (ktime)
		buf_printf(&r->b, "%sktime: the kernel's own figure%s", printk ? "; " : "",
			   ns ? " (this kernel counts 1.024 us as one; put right here)" : "");
	if (r->b.n)
		text_wrap(r, 2);
	if (after && r->total_us != TIME_NONE)
		buf_puts(&r->b, "after: started after init did (--before-init leaves these out)");
	if (r->b.n)
		text_wrap(r, 2);
	for (size_t i = 0; i < sizeof(legend) / sizeof(legend[0]); i++) {
		if (flags & legend[i].flag)
			buf_printf(&r->b, "%s%s: %s", r->b.n ? "; " : "",
				   call_flag_name(legend[i].flag), legend[i].means);
	}
	if (r->b.n)
		text_wrap(r, 2);
}

void text_calls(struct text_report *r)
{
	static const char *const order[] = {
		[SORT_DURATION] = "longest first",
		[SORT_START] = "in the order they started",
		[SORT_NAME] = "by name",
	};
	bool by_time = r->o->sort == SORT_DURATION;
	struct rows *rows = &r->rows;
	size_t n;

	rows_sort(rows, r->o->sort);
	n = text_rows(r, rows->n);
	if (n < rows->n)
		buf_printf(&r->b, "%s %zu of ", by_time ? "Top" : "First", n);
	fmt_count(&r->b, rows->n, "initcall");
	buf_puts(&r->b, r->o->before_init ? " before init" : "");
	if (r->several)
		buf_printf(&r->b, " in %zu boots", r->s->n);
	buf_printf(&r->b, ", %s", order[r->o->sort]);
	text_heading(r);
	rows_table(r, rows, n, "initcall");
	if (!r->o->quiet)
		explain(r, rows, n);
}

void text_async(struct text_report *r)
{
	struct rows rows;
	size_t n;

	rows_of_async(&rows, r->series);
	rows_sort(&rows, SORT_DURATION);
	n = r->o->all || rows.n < ASYNC_SHOWN ? rows.n : ASYNC_SHOWN;
	if (n) {
		if (n < rows.n)
			buf_printf(&r->b, "Top %zu of ", n);
		fmt_count(&r->b, rows.n, "async function");
		buf_puts(&r->b, ", longest first");
		text_heading(r);
		rows_table(r, &rows, n, "function");
	}
	rows_release(&rows);
}
