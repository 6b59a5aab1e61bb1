// SPDX-License-Identifier: GPL-2.0-or-later
/* HTML: the figures of one boot, and its calls and probes. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/group.h"
#include "model/join.h"
#include "report/analyze_text.h"
#include "report/fmt.h"
#include "report/html_parts.h"

static void figure(struct html *p, const char *what)
{
	html_put(p, "<li><b>");
	html_flush(p);
	html_put(p, "</b> ");
	html_put(p, what);
	html_put(p, "</li>\n");
}

static void figures(struct html *p, const struct boot *b)
{
	size_t calls = 0, failed = 0, hung = 0, probes = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		calls += b->calls[i].phase == PHASE_KERNEL;
		failed += call_failed(&b->calls[i]);
		hung += (b->calls[i].flags & CALL_HUNG) != 0;
	}
	for (size_t i = 0; i < b->nprobes; i++)
		probes += b->probes[i].ret && !probe_deferred(&b->probes[i]);
	html_put(p, "<ul class=\"figures\">\n");
	if (b->acc.total_us == TIME_NONE)
		buf_puts(&p->b, "not known");
	else
		fmt_ms(&p->b, b->acc.total_us);
	figure(p, "time to init");
	buf_printf(&p->b, "%zu", b->ncalls);
	figure(p, b->ncalls == 1 ? "initcall" : "initcalls");
	if (calls < b->ncalls) {
		buf_printf(&p->b, "%zu", b->ncalls - calls);
		figure(p, "of them after init");
	}
	buf_printf(&p->b, "%zu", failed);
	figure(p, failed == 1 ? "failed call" : "failed calls");
	if (hung) {
		buf_printf(&p->b, "%zu", hung);
		figure(p, "did not return");
	}
	buf_printf(&p->b, "%zu", b->nprobes);
	figure(p, b->nprobes == 1 ? "probe" : "probes");
	buf_printf(&p->b, "%zu", probes);
	figure(p, probes == 1 ? "failed probe" : "failed probes");
	html_put(p, "</ul>\n");
}

static void sum_row(struct html *p, const struct boot *b, const char *what, int64_t us)
{
	html_row(p, NULL);
	html_cell_text(p, what);
	html_cell_ms(p, us);
	fmt_share(&p->b, us, b->acc.total_us);
	html_cell(p, true);
	html_row_end(p);
}

static void sum(struct html *p, const struct boot *b)
{
	static const struct html_column columns[] = { { .head = "part" },
						      { .head = "time", .number = true },
						      { .head = "share", .number = true } };
	const struct accounting *a = &b->acc;
	int64_t first = a->before_first_us == TIME_NONE ? 0 : a->before_first_us;
	int64_t last = a->after_last_us == TIME_NONE ? 0 : a->after_last_us;

	if (a->total_us == TIME_NONE) {
		buf_puts(&p->b, "The log does not tell the time to init, so there is no sum of its "
				"parts; the findings say why.");
		html_paragraph(p, "warning");
		return;
	}
	html_table(p, NULL, "Time to init, and where it went", columns, 3);
	sum_row(p, b, "before the first initcall", first);
	sum_row(p, b, "in initcalls, overlaps counted once", a->initcalls_us);
	sum_row(p, b, "waiting for async functions", a->async_wait_us);
	sum_row(p, b, "between initcalls", a->gaps_us - first - last);
	sum_row(p, b, "from the last return to init", last);
	sum_row(p, b, "residual: cost of printing, steps of the clock, lost lines",
		a->residual_us);
	html_put(p, "</tbody><tbody class=\"total\">\n");
	sum_row(p, b, b->init_is_free ? "time to init (free of init memory, there is no line of "
					"init itself)" : "time to init", a->total_us);
	html_table_end(p);
}

static void marks(struct html *p, const struct boot *b)
{
	static const struct html_column columns[] = { { .head = "mark" },
						      { .head = "at", .number = true } };
	struct {
		const char *what;
		int64_t us;
	} v[] = {
		{ "first line", b->first_us },
		{ "switch to a clocksource", b->clocksource_us },
		{ "free of init memory", b->free_initmem_us },
		{ "start of init", b->init_us },
		{ "last line", b->last_us },
	};
	size_t n = sizeof(v) / sizeof(v[0]);
	bool done[sizeof(v) / sizeof(v[0])] = { false };

	html_table(p, NULL, "Marks", columns, 2);
	/* In the order of time; a log may free its init memory late. */
	for (size_t k = 0; k < n; k++) {
		size_t next = n;

		for (size_t i = 0; i < n; i++) {
			if (!done[i] && v[i].us != TIME_NONE &&
			    (next == n || v[i].us < v[next].us))
				next = i;
		}
		if (next == n)
			break;
		done[next] = true;
		html_row(p, NULL);
		html_cell_text(p, v[next].what);
		html_cell_ms(p, v[next].us);
		html_row_end(p);
	}
	html_table_end(p);
}

/* What is drawn is one of several boots: how far they are apart. */
static void several(struct html *p, const struct chart_of *what)
{
	size_t n = what->to - what->from, known = 0;
	int64_t *v;

	if (n < 2)
		return;
	v = xmalloc(n * sizeof(*v));
	for (size_t i = what->from; i < what->to; i++) {
		if (what->s->v[i]->acc.total_us != TIME_NONE)
			v[known++] = what->s->v[i]->acc.total_us;
	}
	sort_us(v, known);
	buf_printf(&p->b, "Of %zu boots this is the one in the middle", n);
	if (known) {
		buf_puts(&p->b, ". Their time to init: median ");
		fmt_ms(&p->b, median_of(v, known));
		buf_puts(&p->b, ", ");
		fmt_ms(&p->b, v[0]);
		buf_puts(&p->b, " to ");
		fmt_ms(&p->b, v[known - 1]);
	}
	buf_puts(&p->b, ". What is below is of this boot; `bootcheck analyze` has the figures of "
			"all of them side by side.");
	html_paragraph(p, NULL);
	free(v);
}

void html_figures(struct html *p, const struct chart_of *what)
{
	const struct boot *b = what->t->boot;

	html_section(p, "summary", "Summary");
	figures(p, b);
	several(p, what);
	html_put(p, "<div class=\"pair\">\n");
	sum(p, b);
	marks(p, b);
	html_put(p, "</div>\n");
	html_section_end(p);
}

/* --- Calls --- */

static int longest_first(int64_t a, int64_t b, bool earlier)
{
	/* Unknown is TIME_NONE, which must come last whatever its value is. */
	if ((a == TIME_NONE) != (b == TIME_NONE))
		return a == TIME_NONE ? 1 : -1;
	return a != b ? (a < b) - (a > b) : earlier ? -1 : 1;
}

static int by_call(const void *pa, const void *pb)
{
	const struct call *a = *(const struct call *const *)pa;
	const struct call *b = *(const struct call *const *)pb;

	return longest_first(a->duration_us, b->duration_us, a < b);
}

static int by_probe(const void *pa, const void *pb)
{
	const struct probe *a = *(const struct probe *const *)pa;
	const struct probe *b = *(const struct probe *const *)pb;

	return longest_first(a->duration_us, b->duration_us, a < b);
}

static void flags_cell(struct html *p, const struct call *c)
{
	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (c->flags & *f)
			buf_printf(&p->b, "%s%s", p->b.n ? ", " : "", call_flag_name(*f));
	}
	if (c->trouble) {
		buf_puts(&p->b, p->b.n ? ", " : "");
		fmt_text(&p->b, c->trouble);
	}
	html_cell(p, false);
}

static void call_row(struct html *p, const struct boot *b, const struct call *c, size_t rank)
{
	html_row(p, call_failed(c) ? "bad" : c->phase == PHASE_DEFERRED ? "late" : NULL);
	buf_printf(&p->b, "%zu", rank);
	html_cell(p, true);
	html_cell_text(p, c->sym->name);
	html_cell_text(p, call_module(c));
	html_cell_text(p, call_level(b, c));
	if (c->pid >= 0)
		buf_printf(&p->b, "%d", (int)c->pid);
	html_cell(p, true);
	html_cell_ms(p, c->start_us);
	html_cell_ms(p, c->duration_us);
	html_cell_text(p, clock_name(c->clock));
	fmt_result(&p->b, c);
	html_cell(p, false);
	flags_cell(p, c);
	html_row_end(p);
}

static void calls(struct html *p, const struct boot *b)
{
	static const struct html_column columns[] = {
		{ "#", "rank", true },	       { "name", "name", false },
		{ "module", "module", false }, { "level", "level", false },
		{ "pid", "pid", true },	       { "start", "start", true },
		{ "duration", "duration", true }, { "clock", "clock", false },
		{ "result", "result", false }, { "flags", "flags", false },
	};
	const struct call **v = xmalloc(b->ncalls * sizeof(*v));
	size_t n = b->ncalls < HTML_ROWS ? b->ncalls : HTML_ROWS;

	for (size_t i = 0; i < b->ncalls; i++)
		v[i] = &b->calls[i];
	if (b->ncalls)
		qsort(v, b->ncalls, sizeof(const struct call *), by_call);
	html_section(p, "initcalls", "Initcalls");
	fmt_count(&p->b, b->ncalls, "initcall");
	buf_puts(&p->b, ", longest first");
	html_paragraph(p, "count static");
	html_table(p, "calls", "Initcalls, longest first", columns,
		   sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++)
		call_row(p, b, v[i], i + 1);
	html_table_end(p);
	html_more(p, b->ncalls, n, "`bootcheck analyze --all --csv`");
	html_section_end(p);
	free(v);
}

/* --- Probes --- */

static void probe_row(struct html *p, const struct boot *b, const struct probe *x, size_t rank)
{
	html_row(p, x->ret && !probe_deferred(x) ? "bad" : NULL);
	buf_printf(&p->b, "%zu", rank);
	html_cell(p, true);
	html_cell_text(p, x->device);
	html_cell_text(p, x->driver);
	if (x->call != CALL_NONE)
		text_name(&p->b, b->calls[x->call].sym);
	html_cell(p, false);
	html_cell_ms(p, x->start_us);
	html_cell_ms(p, x->duration_us);
	fmt_probe_result(&p->b, x->ret);
	html_cell(p, false);
	html_row_end(p);
}

static void probes(struct html *p, const struct boot *b)
{
	static const struct html_column columns[] = {
		{ "#", "rank", true },		  { "device", "name", false },
		{ "driver", "driver", false },	  { "in initcall", "within", false },
		{ "start", "start", true },	  { "duration", "duration", true },
		{ "result", "result", false },
	};
	const struct probe **v = xmalloc(b->nprobes * sizeof(*v));
	size_t n = b->nprobes < HTML_ROWS ? b->nprobes : HTML_ROWS;

	for (size_t i = 0; i < b->nprobes; i++)
		v[i] = &b->probes[i];
	if (b->nprobes)
		qsort(v, b->nprobes, sizeof(const struct probe *), by_probe);
	html_section(p, "probes", "Probes");
	if (!n)
		html_put(p, "<p>The log holds no probes of devices.</p>\n");
	if (n) {
		fmt_count(&p->b, b->nprobes, "probe");
		buf_puts(&p->b, ", longest first. A probe that adds devices holds the time of "
				"their probes.");
		html_paragraph(p, NULL);
		html_table(p, "probed", "Probes, longest first", columns,
			   sizeof(columns) / sizeof(columns[0]));
		for (size_t i = 0; i < n; i++)
			probe_row(p, b, v[i], i + 1);
		html_table_end(p);
		html_more(p, b->nprobes, n, "`bootcheck analyze --json`");
	}
	html_section_end(p);
	free(v);
}

/* --- Calls that failed, or did not return --- */

static bool troubled(const struct call *c)
{
	return call_failed(c) || (c->flags & CALL_HUNG) || c->trouble;
}

static void failed(struct html *p, const struct boot *b)
{
	static const struct html_column columns[] = {
		{ .head = "name" },   { .head = "module" }, { .head = "level" },
		{ .head = "result" }, { .head = "start", .number = true },
		{ .head = "duration", .number = true },	    { .head = "flags" },
	};
	size_t n = 0, shown = 0;

	for (size_t i = 0; i < b->ncalls; i++)
		n += troubled(&b->calls[i]);
	html_section(p, "failed", "Failed calls");
	if (!n) {
		html_put(p, "<p>No call failed.</p>\n");
		html_section_end(p);
		return;
	}
	buf_puts(&p->b, "ENODEV is what a driver says that finds no device of its own: mostly no "
			"error.");
	html_paragraph(p, NULL);
	html_table(p, NULL, "Calls that failed or did not return, in the order they ran", columns,
		   sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < b->ncalls && shown < HTML_ROWS; i++) {
		const struct call *c = &b->calls[i];

		if (!troubled(c))
			continue;
		shown++;
		html_row(p, "bad");
		html_cell_text(p, c->sym->name);
		html_cell_text(p, call_module(c));
		html_cell_text(p, call_level(b, c));
		fmt_result(&p->b, c);
		html_cell(p, false);
		html_cell_ms(p, c->start_us);
		html_cell_ms(p, c->duration_us);
		flags_cell(p, c);
		html_row_end(p);
	}
	html_table_end(p);
	if (shown < n)
		html_put(p, "<p class=\"more\">There are more; `bootcheck analyze --json` has "
			    "all of them.</p>\n");
	html_section_end(p);
}

void html_boot_tables(struct html *p, const struct boot *b)
{
	calls(p, b);
	probes(p, b);
	failed(p, b);
}
