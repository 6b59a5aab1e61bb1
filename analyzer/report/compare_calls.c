// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: what became of the calls. */
#include <stdlib.h>

#include "report/compare_text.h"
#include "report/fmt.h"

static void take_ms(struct compare_report *r, struct table *t, size_t col, int64_t us)
{
	if (us != TIME_NONE)
		fmt_ms(&r->t.b, us);
	table_take(t, col, &r->t.b);
}

static void take_name(struct compare_report *r, struct table *t, size_t col, const struct delta *d)
{
	text_name(&r->t.b, delta_sym(d));
	if (d->side[AFTER].sym ? d->side[AFTER].ordinal > 1 : d->side[BEFORE].ordinal > 1)
		buf_printf(&r->t.b, " (%u)", d->side[d->side[AFTER].sym ? AFTER : BEFORE].ordinal);
	table_take(t, col, &r->t.b);
}

static void say_left_out(struct compare_report *r, size_t n, size_t shown)
{
	if (shown < n)
		fprintf(r->t.f, "  and %zu more (--all shows them)\n", n - shown);
}

/* Calls with the interval of their change. */
static void timed_table(struct compare_report *r, const struct picked *p)
{
	static const struct table_column columns[] = {
		{ "before", COL_RIGHT }, { "after", COL_RIGHT }, { "change", COL_RIGHT },
		{ "95 % interval", COL_RIGHT | COL_SPARE }, { "initcall", COL_CUT }, { "notes", 0 },
	};
	size_t n = text_rows(&r->t, p->n);
	struct table t;

	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		const struct delta *d = p->v[i];

		table_row(&t);
		take_ms(r, &t, 0, d->side[BEFORE].us);
		take_ms(r, &t, 1, d->side[AFTER].us);
		say_change(&r->t.b, d->level_us);
		table_take(&t, 2, &r->t.b);
		buf_printf(&r->t.b, "%+.3f to %+.3f", (double)d->low_us / 1000,
			   (double)d->high_us / 1000);
		table_take(&t, 3, &r->t.b);
		take_name(r, &t, 4, d);
		if (d->side[BEFORE].state != STATE_RAN)
			buf_puts(&r->t.b, "after init");
		if (d->change == CHANGE_MOVED)
			buf_printf(&r->t.b, "%smoved", r->t.b.n ? ", " : "");
		table_take(&t, 5, &r->t.b);
		table_colour(&t, 2, d->timing == CHANGE_SLOWER ? CELL_RED : CELL_BOLD);
	}
	text_table(&r->t, &t);
	table_release(&t);
	say_left_out(r, p->n, n);
}

/* Differences that nothing is known of but their size. */
static void untested(struct compare_report *r)
{
	static const struct table_column columns[] = {
		{ "before", COL_RIGHT }, { "after", COL_RIGHT }, { "difference", COL_RIGHT },
		{ "initcall", COL_CUT },
	};
	struct picked p;
	struct table t;
	size_t n, most = 0;

	pick_calls(&p, r->c, CHANGE_UNKNOWN);
	while (most < p.n && p.v[most]->delta_us != TIME_NONE &&
	       llabs(p.v[most]->delta_us) >= r->c->o.least_us)
		most++;
	n = text_rows(&r->t, most);
	if (n) {
		fmt_count(&r->t.b, most, "call");
		buf_printf(&r->t.b, " with a difference of %.3f ms or more, changed or by chance",
			   (double)r->c->o.least_us / 1000);
		text_heading(&r->t);
	}
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		table_row(&t);
		take_ms(r, &t, 0, p.v[i]->side[BEFORE].us);
		take_ms(r, &t, 1, p.v[i]->side[AFTER].us);
		say_change(&r->t.b, p.v[i]->delta_us);
		table_take(&t, 2, &r->t.b);
		take_name(r, &t, 3, p.v[i]);
	}
	text_table(&r->t, &t);
	table_release(&t);
	say_left_out(r, most, n);
	free(p.v);
}

void text_calls_changed(struct compare_report *r)
{
	struct picked p;

	if (!r->c->tested) {
		untested(r);
		return;
	}
	pick_timed(&p, r->c);
	if (p.n) {
		fmt_count(&r->t.b, p.n, "call");
		buf_puts(&r->t.b, " faster or slower, largest change first");
		text_heading(&r->t);
		timed_table(r, &p);
	} else if (!r->v->quiet) {
		buf_puts(&r->t.b, "No call is faster or slower by more than chance makes it");
		text_heading(&r->t);
	}
	free(p.v);
}

/* Where a call ran that is somewhere else now. */
static void say_place(struct buf *b, const struct call_side *s)
{
	static const char *const where[] = {
		[STATE_ABSENT] = "absent",
		[STATE_RAN] = "before init",
		[STATE_LATER] = "after init",
		[STATE_USER] = "after init",
		[STATE_PENDING] = "not run in this log",
		[STATE_BLACKLISTED] = "blacklisted",
		[STATE_HUNG] = "did not return",
	};

	if (s->sym && s->sym->module) {
		buf_puts(b, "module ");
		fmt_text(b, s->sym->module);
		buf_puts(b, ", ");
	}
	if (s->level) {
		fmt_text(b, s->level);
		buf_puts(b, ", ");
	}
	buf_puts(b, where[s->state]);
}

static void notes(struct compare_report *r, const struct delta *d)
{
	const struct comparison *c = r->c;
	size_t of[SIDES] = { c->nbefore, c->nboots - c->nbefore };

	if (d->change == CHANGE_MOVED || d->change == CHANGE_HUNG) {
		say_place(&r->t.b, &d->side[BEFORE]);
		buf_puts(&r->t.b, " -> ");
		say_place(&r->t.b, &d->side[AFTER]);
	} else if (d->side[AFTER].state == STATE_PENDING) {
		buf_puts(&r->t.b, "not run in these logs");
	} else if (d->change == CHANGE_ADDED && d->side[BEFORE].state == STATE_BLACKLISTED) {
		buf_puts(&r->t.b, "was blacklisted");
	}
	for (enum side s = BEFORE; s < SIDES; s++) {
		if (!d->side[s].sym || d->side[s].runs == of[s])
			continue;
		buf_printf(&r->t.b, "%sin %zu of %zu boots %s", r->t.b.n ? ", " : "",
			   d->side[s].runs, of[s], s == BEFORE ? "before" : "after");
	}
}

static void kind(struct compare_report *r, enum change change, const char *after)
{
	const struct table_column columns[] = {
		{ "before", COL_RIGHT }, { after, COL_RIGHT }, { "initcall", COL_CUT },
		{ "notes", 0 },
	};
	struct picked p;
	struct table t;
	size_t n;

	pick_calls(&p, r->c, change);
	n = text_rows(&r->t, p.n);
	if (n) {
		fmt_count(&r->t.b, p.n, "call");
		buf_printf(&r->t.b, " %s", change_name(change));
		text_heading(&r->t);
	}
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++) {
		table_row(&t);
		take_ms(r, &t, 0, p.v[i]->side[BEFORE].us);
		take_ms(r, &t, 1, p.v[i]->side[AFTER].us);
		take_name(r, &t, 2, p.v[i]);
		notes(r, p.v[i]);
		table_take(&t, 3, &r->t.b);
	}
	text_table(&r->t, &t);
	table_release(&t);
	say_left_out(r, p.n, n);
	free(p.v);
}

void text_calls_moved(struct compare_report *r)
{
	kind(r, CHANGE_HUNG, "after");
	kind(r, CHANGE_DEFERRED, "later");
	kind(r, CHANGE_UNDEFERRED, "after");
	kind(r, CHANGE_ADDED, "after");
	kind(r, CHANGE_REMOVED, "after");
	kind(r, CHANGE_BLACKLISTED, "after");
	kind(r, CHANGE_MOVED, "after");
}

void text_calls_returned(struct compare_report *r)
{
	static const struct table_column columns[] = { { "before", 0 }, { "after", 0 },
						       { "initcall", COL_CUT } };
	const struct comparison *c = r->c;
	size_t n = 0, shown;
	struct table t;

	for (size_t i = 0; i < c->n; i++)
		n += delta_returns_differ(&c->v[i]);
	if (!n)
		return;
	fmt_count(&r->t.b, n, "call");
	buf_puts(&r->t.b, " with another return value");
	text_heading(&r->t);
	shown = text_rows(&r->t, n);
	table_init(&t, columns, sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < c->n && t.nrow < shown; i++) {
		const struct delta *d = &c->v[i];

		if (!delta_returns_differ(d))
			continue;
		table_row(&t);
		fmt_result(&r->t.b, d->side[BEFORE].returned);
		table_take(&t, 0, &r->t.b);
		fmt_result(&r->t.b, d->side[AFTER].returned);
		table_take(&t, 1, &r->t.b);
		take_name(r, &t, 2, d);
	}
	text_table(&r->t, &t);
	table_release(&t);
	say_left_out(r, n, shown);
}
