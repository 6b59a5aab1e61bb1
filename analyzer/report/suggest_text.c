// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "report/analyze_text.h"
#include "report/fmt.h"
#include "report/suggest.h"

/* x86 has 2048 bytes for the command line; others have less. */
#define CMDLINE_SAFE 1024

struct suggest_report {
	struct text_report t;
	struct analyze_opts o;
	const struct advice *a;
	const struct suggest_view *v;
	bool stepped;
};

static void heading(struct suggest_report *r, const char *text)
{
	buf_puts(&r->t.b, text);
	text_heading(&r->t);
}

static void identify(struct suggest_report *r)
{
	const struct advice *a = r->a;

	buf_puts(&r->t.b, "log: ");
	text_file(&r->t.b, a->boot);
	if (a->series->set.n > 1)
		buf_printf(&r->t.b, " and %zu more boots (durations are medians)",
			   a->series->set.n - 1);
	text_wrap(&r->t, 0);
	buf_puts(&r->t.b, "kernel: ");
	fmt_text(&r->t.b, a->img->file);
	if (a->img->kernel) {
		buf_puts(&r->t.b, ", ");
		fmt_text(&r->t.b, a->img->kernel);
	}
	text_wrap(&r->t, 0);
	buf_puts(&r->t.b, "dependencies: ");
	if (a->deps->source == DEPS_NOTHING) {
		buf_puts(&r->t.b, "none known, so nothing is surely safe: give --build DIR (the object "
				  "tree of this kernel), or a vmlinux with debug information");
	} else {
		fmt_text(&r->t.b, a->deps->from);
		buf_printf(&r->t.b, "; %zu edges between %zu parts of the kernel", a->deps->n,
			   a->deps->nnodes);
	}
	text_wrap(&r->t, 0);
}

/* What was read of the code: less of it means more questions. */
static void identify_code(struct suggest_report *r)
{
	const struct code *c = r->a->code;

	buf_puts(&r->t.b, "code: ");
	if (c && (c->exact || c->partial))
		fmt_text(&r->t.b, c->from);
	else
		buf_puts(&r->t.b, "not read; --build DIR (the object tree of this kernel) would answer "
				  "questions below");
	text_wrap(&r->t, 0);
}

static void sum_up(struct suggest_report *r)
{
	const struct advised **v;
	size_t n = suggest_pick(r->a, ADVICE_DEFER, &v);

	free(v);
	putc('\n', r->t.f);
	fmt_count(&r->t.b, n, "initcall");
	buf_puts(&r->t.b, " may wait: ");
	fmt_ms(&r->t.b, r->a->total_us);
	if (r->a->init_us != TIME_NONE) {
		buf_puts(&r->t.b, " of the ");
		fmt_ms(&r->t.b, r->a->init_us);
		buf_puts(&r->t.b, " to init (");
		fmt_share(&r->t.b, r->a->total_us, r->a->init_us);
		buf_addc(&r->t.b, ')');
	}
	buf_puts(&r->t.b, ". It is a prediction; prove it with `bootcheck trial`.");
	text_wrap(&r->t, 0);
	if (r->a->held_by) {
		buf_puts(&r->t.b, "They take ");
		fmt_ms(&r->t.b, r->a->sum_us);
		buf_puts(&r->t.b, ", but init would wait for ");
		fmt_text(&r->t.b, r->a->held_by);
		buf_puts(&r->t.b, ", in the background until ");
		fmt_ms(&r->t.b, r->a->held_until_us);
		if (r->a->holder) {
			buf_puts(&r->t.b, ", which ");
			fmt_text(&r->t.b, r->a->holder->call->name);
			buf_puts(&r->t.b, " starts. More is saved only if that may wait, too (--may-wait ");
			fmt_text(&r->t.b, r->a->holder->call->module ? r->a->holder->call->module :
								       r->a->holder->call->name);
			buf_addc(&r->t.b, ')');
		} else {
			buf_puts(&r->t.b, ", whose initcall is not known");
		}
		buf_addc(&r->t.b, '.');
		text_wrap(&r->t, 0);
	}
	if (r->a->unseen) {
		buf_puts(&r->t.b, "It may be less: ");
		fmt_text(&r->t.b, r->a->unseen->call->name);
		buf_puts(&r->t.b, " stays, its ports look for disks in the background, and the log does not tell when "
				  "those without one are done.");
		text_wrap(&r->t, 0);
	}
}

static void take(struct suggest_report *r, struct table *t, size_t col)
{
	table_take(t, col, &r->t.b);
}

static const struct reason *deciding(const struct advised *x)
{
	for (size_t i = 0; i < x->reasons.n; i++) {
		if (x->reasons.v[i].says == x->verdict)
			return &x->reasons.v[i];
	}
	return NULL;
}

/* Rows of savings from small_us on; the rest is one line. */
static void calls(struct suggest_report *r, enum advice_verdict verdict, const char *title)
{
	static const struct table_column columns[] = {
		{ "saving", COL_RIGHT }, { "initcall", 0 }, { "why", COL_CUT },
	};
	const struct advised **v;
	size_t n = suggest_pick(r->a, verdict, &v), rows = 0;
	int64_t rest = 0;
	struct table t;

	if (!n)
		goto out;
	heading(r, title);
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		const struct reason *why = deciding(v[i]);

		if (!r->v->all && (rows == r->v->top || v[i]->saving_us < r->v->small_us)) {
			rest += v[i]->saving_us;
			continue;
		}
		rows++;
		table_row(&t);
		fmt_ms(&r->t.b, v[i]->saving_us);
		take(r, &t, 0);
		suggest_name(&r->t.b, v[i]);
		take(r, &t, 1);
		if (why)
			table_set(&t, 2, why->text);
	}
	text_table(&r->t, &t);
	table_release(&t);
	if (rows < n) {
		buf_printf(&r->t.b, "%s%zu more: ", rows ? "and " : "", n - rows);
		fmt_ms(&r->t.b, rest);
		buf_puts(&r->t.b, " together (--all shows them)");
		text_wrap(&r->t, 2);
	}
out:
	free(v);
}

static void otherwise(struct suggest_report *r)
{
	const struct advised **v;
	size_t n = suggest_pick(r->a, ADVICE_KEEP, &v), shown = 0;

	for (size_t i = 0; i < n && (r->v->all || shown < r->v->top); i++) {
		if (!v[i]->instead || v[i]->saving_us < r->v->small_us)
			continue;
		if (!shown++)
			heading(r, "Not to be deferred, but to be made shorter otherwise");
		suggest_name(&r->t.b, v[i]);
		buf_puts(&r->t.b, ", ");
		fmt_ms(&r->t.b, v[i]->saving_us);
		buf_puts(&r->t.b, ": ");
		fmt_text(&r->t.b, v[i]->instead);
		text_wrap(&r->t, 2);
	}
	free(v);
}

static void roots(struct suggest_report *r)
{
	const struct roots *x = &r->a->roots;

	if (!x->n)
		return;
	heading(r, "What the first job needs (these stay, and all that they need)");
	for (size_t i = 0; i < x->n; i++) {
		fmt_text(&r->t.b, x->v[i].what);
		if (x->v[i].line)
			buf_printf(&r->t.b, " (line %lu)", x->v[i].line);
		if (x->v[i].unknown) {
			buf_puts(&r->t.b, ": ");
			fmt_text(&r->t.b, x->v[i].unknown);
		}
		text_wrap(&r->t, 2);
	}
}

static void after(struct suggest_report *r)
{
	const struct suggest_step *s;
	size_t at = 0;

	while ((s = suggest_next_step(r->a, &at))) {
		if (at && !r->stepped)
			heading(r, "After the trigger (cat /proc/deferred_initcalls), user space");
		r->stepped = true;
		buf_puts(&r->t.b, s->text);
		text_wrap(&r->t, 2);
	}
}

static void commands(struct suggest_report *r)
{
	const char *line = r->a->cmdline;

	if (!*line)
		return;
	heading(r, "To try it: on the kernel's command line");
	fprintf(r->t.f, "  %s\n", line);
	if (strlen(line) > CMDLINE_SAFE) {
		buf_printf(&r->t.b, "(%zu bytes: more than some machines take; "
				    "CONFIG_DEFERRED_INITCALLS_LIST has no such limit)", strlen(line));
		text_wrap(&r->t, 2);
	}
	heading(r, "To keep it: as edits of the source");
	fprintf(r->t.f, "  bootcheck suggest ... --json | bootcheck patch --source %s --from -\n",
		r->v->source ? r->v->source : "DIR");
}

void suggest_text(const struct advice *a, const struct suggest_view *v, FILE *f)
{
	struct suggest_report r = {
		.t = { .series = a->series, .s = &a->series->set, .f = f,
		       .width = term_width(f), .colour = term_colour(v->colour, f) },
		.o = { .top = v->top, .all = v->all, .quiet = v->quiet, .verbose = v->verbose },
		.a = a, .v = v,
	};

	r.t.o = &r.o;
	identify(&r);
	identify_code(&r);
	sum_up(&r);
	calls(&r, ADVICE_DEFER, "May wait");
	calls(&r, ADVICE_ASK, "Only you can tell (--explain NAME says why)");
	if (!v->quiet)
		calls(&r, ADVICE_KEEP, "Stay");
	otherwise(&r);
	if (!v->quiet) {
		roots(&r);
		after(&r);
	}
	commands(&r);
	buf_release(&r.t.b);
}
