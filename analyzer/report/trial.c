// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/trial.h"

#include <stdlib.h>

#include "report/checks.h"
#include "report/compare_text.h"
#include "report/fmt.h"
#include "report/table.h"

static void say(struct buf *b, FILE *f)
{
	fputs(buf_str(b), f);
	buf_clear(b);
}

static void head(const struct proof *p, const struct trial_view *v, struct buf *b, FILE *f)
{
	enum exit_status status = checks_exit(&p->checks);

	buf_puts(b, status == EXIT_DONE ? "PROVED" :
		    status == EXIT_REGRESSION ? "REFUTED" : "NOT PROVED");
	buf_puts(b, ": with ");
	fmt_count(b, p->ncalls, "call");
	buf_puts(b, " deferred");
	if (status != EXIT_DONE) {
		const struct check *why = checks_reason(&p->checks);

		buf_printf(b, ": %s: ", why->name);
		fmt_text(b, why->text);
	} else {
		buf_printf(b, " init begins %.3f ms sooner (", (double)p->measured_us / 1e3);
		fmt_share(b, p->measured_us, p->comparison.side[BEFORE].median_us);
		buf_puts(b, "), and all is there once they ran");
	}
	buf_addc(b, '\n');
	if (v->machine && !v->quiet)
		buf_printf(b, "%s\n", v->machine);
	say(b, f);
}

static void row_us(struct table *t, struct buf *cell, size_t col, int64_t us)
{
	fmt_ms(cell, us);
	table_take(t, col, cell);
}

static void time_row(struct table *t, const char *what, int64_t before, int64_t after)
{
	struct buf cell = { 0 };

	if (before == TIME_NONE && after == TIME_NONE)
		return;
	table_row(t);
	table_set(t, 0, what);
	row_us(t, &cell, 1, before);
	row_us(t, &cell, 2, after);
	if (before != TIME_NONE && after != TIME_NONE) {
		buf_printf(&cell, "%+.3f ms", (double)(after - before) / 1e3);
		table_take(t, 3, &cell);
	}
	buf_release(&cell);
}

static void times(const struct proof *p, const struct trial_view *v, struct buf *b, FILE *f)
{
	static const struct table_column columns[] = {
		{ "", 0 }, { "before", COL_RIGHT }, { "after", COL_RIGHT }, { "change", COL_RIGHT },
	};
	const struct comparison *c = &p->comparison;
	struct table t;

	if (!p->compared)
		return;
	table_init(&t, columns, 4);
	time_row(&t, "time to init", c->side[BEFORE].median_us, c->side[AFTER].median_us);
	time_row(&t, "first job done", p->job_us[BEFORE], p->job_us[AFTER]);
	fputs("\n", f);
	table_print(&t, f, 2, term_width(f), term_colour(v->colour, f));
	table_release(&t);
	buf_puts(b, "  ");
	fmt_count(b, c->side[AFTER].runs, "boot");
	buf_printf(b, " a side, %s\n", p->exact ?
		   "in virtual time: the same boots give the same figures" :
		   "by the clock of this machine; medians");
	if (!p->exact && c->low_us != TIME_NONE)
		buf_printf(b, "  95 %%: %+.3f to %+.3f ms\n", (double)c->low_us / 1e3,
			   (double)c->high_us / 1e3);
	say(b, f);
}

/* What the prediction could not know: time that other parts of the boot took more or less. */
static void surprises(const struct proof *p, struct buf *b, FILE *f)
{
	const struct ledger *s = &p->comparison.sum;
	struct buf line = { 0 };

	if (s->total_us[BEFORE] == TIME_NONE)
		return;
	for (size_t i = 0; i < s->n; i++) {
		const struct ledger_line *l = &s->v[i];
		int64_t saved = l->us[BEFORE] - l->us[AFTER];

		if ((l->part == PART_CHANGES && l->change == CHANGE_DEFERRED) ||
		    (saved < LEAST_US && saved > -LEAST_US))
			continue;
		say_part(&line, &p->comparison, l);
		buf_printf(b, "    %.3f ms %s: %s\n", (double)(saved < 0 ? -saved : saved) / 1e3,
			   saved < 0 ? "more" : "less", line.p);
		buf_clear(&line);
	}
	buf_release(&line);
	say(b, f);
}

static void prediction(const struct proof *p, struct buf *b, FILE *f)
{
	int64_t off = p->measured_us - p->predicted_us;

	if (p->predicted_us == TIME_NONE || p->measured_us == TIME_NONE)
		return;
	buf_printf(b, "  saving: %.3f ms predicted, %.3f ms measured: %+.3f ms",
		   (double)p->predicted_us / 1e3, (double)p->measured_us / 1e3, (double)off / 1e3);
	if (p->comparison.side[BEFORE].median_us > 0)
		buf_printf(b, " (%+.1f %% of the time to init)", 100.0 * (double)off /
			   (double)p->comparison.side[BEFORE].median_us);
	buf_addc(b, '\n');
	if (p->unseen) {
		buf_puts(b, "    (predicted at most: ");
		fmt_text(b, p->unseen);
		buf_puts(b, " stays, and its ports without a disk do not tell when they are done)\n");
	}
	say(b, f);
	if (off >= LEAST_US || off <= -LEAST_US)
		surprises(p, b, f);
}

static void calls(const struct proof *p, const struct trial_view *v, struct buf *b, FILE *f)
{
	static const struct table_column columns[] = {
		{ "before", COL_RIGHT }, { "later", COL_RIGHT }, { "ret", COL_RIGHT },
		{ "state", 0 }, { "initcall", COL_CUT },
	};
	size_t shown = v->all || p->ncalls <= v->top + 1 ? p->ncalls : v->top;
	struct table t;

	if (!p->ncalls)
		return;
	table_init(&t, columns, 5);
	for (size_t i = 0; i < shown; i++) {
		const struct proof_call *x = &p->calls[i];

		table_row(&t);
		row_us(&t, b, 0, x->before_us);
		row_us(&t, b, 1, x->duration_us);
		if (x->ret != TIME_NONE) {
			buf_printf(b, "%d", (int)x->ret);
			if (x->ret_before != TIME_NONE && x->ret_before != x->ret)
				buf_printf(b, " (was %d)", (int)x->ret_before);
			table_take(&t, 2, b);
		}
		table_set(&t, 3, x->ran ? "ran" : x->state ? x->state : "not deferred");
		if (!x->ran)
			table_colour(&t, 3, CELL_RED);
		table_set(&t, 4, x->name);
	}
	fputs("\nDeferred calls\n", f);
	table_print(&t, f, 2, term_width(f), term_colour(v->colour, f));
	table_release(&t);
	if (shown < p->ncalls)
		fprintf(f, "  and %zu more (--all shows them)\n", p->ncalls - shown);
}

static void list(const char *title, const char *const *v, size_t n, const struct trial_view *view,
		 struct buf *b, FILE *f)
{
	size_t shown = view->all || n <= view->top + 1 ? n : view->top;

	if (!n)
		return;
	fprintf(f, "\n%s: %zu\n", title, n);
	for (size_t i = 0; i < shown; i++) {
		buf_puts(b, "  ");
		fmt_text(b, v[i]);
		buf_addc(b, '\n');
		say(b, f);
	}
	if (shown < n)
		fprintf(f, "  and %zu more (--all shows them)\n", n - shown);
}

static void messages(const struct proof *p, const struct trial_view *v, struct buf *b, FILE *f)
{
	const struct message_diff *d = &p->messages;
	const char **text = xcalloc(d->added.n + d->protection.n + 1, sizeof(*text));

	for (size_t i = 0; i < d->added.n; i++)
		text[i] = d->added.v[i].text;
	list("New messages", text, d->added.n, v, b, f);
	for (size_t i = 0; i < d->protection.n; i++)
		text[i] = d->protection.v[i].text;
	list("Not said any more", text, d->protection.n, v, b, f);
	free(text);
}

static void renumbered(const struct proof *p, const struct trial_view *v, struct buf *b, FILE *f)
{
	const struct inventory_diff *d = &p->inventory;

	if (!d->renumbered.n || !(v->all || v->verbose))
		return;
	fprintf(f, "\nWith other numbers: %zu\n", d->renumbered.n);
	for (size_t i = 0; i < d->renumbered.n; i++) {
		buf_puts(b, "  ");
		fmt_text(b, d->renumbered.v[i].before);
		buf_puts(b, " -> ");
		fmt_text(b, d->renumbered.v[i].after);
		buf_addc(b, '\n');
		say(b, f);
	}
}

void trial_text(const struct proof *p, const struct trial_view *v, FILE *f)
{
	struct buf b = { 0 };

	head(p, v, &b, f);
	times(p, v, &b, f);
	prediction(p, &b, f);
	checks_text(&p->checks, "Checks", f);
	if (!v->quiet)
		calls(p, v, &b, f);
	if (p->inventoried) {
		list("Missing", p->inventory.missing.v, p->inventory.missing.n, v, &b, f);
		list("New", p->inventory.extra.v, p->inventory.extra.n, v, &b, f);
		renumbered(p, v, &b, f);
	}
	messages(p, v, &b, f);
	if (v->search)
		search_text(v->search, v->all || v->verbose, f);
	buf_release(&b);
}
