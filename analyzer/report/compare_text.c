// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/compare_text.h"

#include "report/checks.h"
#include "report/fmt.h"

#define FILES_SHOWN 4
#define FINDINGS_SHOWN 5

/* "before  3 boots: a.log, b.log, c.log" */
static void side_line(struct compare_report *r, enum side side)
{
	const struct comparison *c = r->c;
	size_t from = side == BEFORE ? 0 : c->nbefore, n = c->side[side].runs;
	size_t shown = r->v->verbose || n <= FILES_SHOWN + 1 ? n : FILES_SHOWN;

	buf_puts(&r->t.b, side == BEFORE ? "before: " : "after: ");
	fmt_count(&r->t.b, n, "boot");
	for (size_t i = 0; i < shown; i++) {
		buf_puts(&r->t.b, i ? ", " : ": ");
		text_file(&r->t.b, c->s->v[from + i]);
	}
	if (shown < n)
		buf_printf(&r->t.b, " and %zu more", n - shown);
	text_wrap(&r->t, 0);
}

/* Can they be compared at all? That comes first, whatever else is said. */
static void barriers(struct compare_report *r)
{
	say_barriers(&r->t.b, r->c);
	if (r->t.b.n)
		text_wrap(&r->t, 0);
}

static void differences(struct compare_report *r)
{
	const struct comparison *c = r->c;

	if (!c->ndiffs && !c->has_config)
		return;
	buf_puts(&r->t.b, "What differs besides");
	text_heading(&r->t);
	for (size_t i = 0; i < c->ndiffs; i++) {
		say_difference(&r->t.b, &c->diffs[i]);
		text_wrap(&r->t, 2);
	}
	if (c->has_config) {
		say_config(&r->t.b, c, r->v->all || r->v->verbose);
		text_wrap(&r->t, 2);
	}
}

static void spread_line(struct compare_report *r, enum side side)
{
	const struct total *t = &r->c->side[side];

	buf_printf(&r->t.b, "  %-7s", side == BEFORE ? "before" : "after");
	fmt_ms(&r->t.b, t->median_us);
	if (t->known > 1)
		buf_printf(&r->t.b, "  (%.3f to %.3f ms in %zu boots)", (double)t->min_us / 1000,
			   (double)t->max_us / 1000, t->known);
	if (t->known < t->runs)
		buf_printf(&r->t.b, "  (%zu of %zu boots reach init)", t->known, t->runs);
	buf_addc(&r->t.b, '\n');
	text_flush(&r->t);
}

static void verdict(struct compare_report *r)
{
	const struct comparison *c = r->c;

	buf_puts(&r->t.b, "Time to init: ");
	say_verdict(&r->t.b, c);
	text_heading(&r->t);
	if (c->delta_us == TIME_NONE)
		return;
	spread_line(r, BEFORE);
	spread_line(r, AFTER);
	buf_puts(&r->t.b, "  change ");
	say_change(&r->t.b, c->delta_us);
	if (c->low_us != TIME_NONE)
		buf_printf(&r->t.b, "  (95 %%: %+.3f to %+.3f ms)", (double)c->low_us / 1000,
			   (double)c->high_us / 1000);
	buf_addc(&r->t.b, '\n');
	text_flush(&r->t);
	say_advice(&r->t.b, c);
	if (r->t.b.n)
		text_wrap(&r->t, 2);
}

static void sum_line(struct compare_report *r, const int64_t us[SIDES])
{
	struct buf cell = { 0 };

	for (enum side s = BEFORE; s < SIDES; s++) {
		fmt_ms(&cell, us[s]);
		buf_printf(&r->t.b, "  %14s", buf_str(&cell));
		buf_clear(&cell);
	}
	say_change(&cell, us[AFTER] - us[BEFORE]);
	buf_printf(&r->t.b, "  %14s  ", buf_str(&cell));
	buf_release(&cell);
}

static void sum(struct compare_report *r)
{
	const struct comparison *c = r->c;

	if (c->sum.total_us[BEFORE] == TIME_NONE)
		return;
	buf_puts(&r->t.b, "Where the difference is from");
	text_heading(&r->t);
	fprintf(r->t.f, "  %14s  %14s  %14s\n", "before", "after", "change");
	for (size_t i = 0; i < c->sum.n; i++) {
		sum_line(r, c->sum.v[i].us);
		say_part(&r->t.b, c, &c->sum.v[i]);
		buf_addc(&r->t.b, '\n');
		text_flush(&r->t);
	}
	fprintf(r->t.f, "  %.46s\n", "------------------------------------------------------");
	sum_line(r, c->sum.total_us);
	buf_puts(&r->t.b, "time to init\n");
	text_flush(&r->t);
	if (c->side[BEFORE].known > 1 || c->side[AFTER].known > 1) {
		buf_puts(&r->t.b, "As medians do not add up, this is the boot in the middle of "
				  "each side, or the mean of the two there.");
		text_wrap(&r->t, 2);
	}
}

static void unfit(struct compare_report *r)
{
	const struct comparison *c = r->c;
	size_t shown = r->v->verbose || c->nunfit <= FINDINGS_SHOWN + 1 ? c->nunfit :
									   FINDINGS_SHOWN;

	if (!c->nunfit)
		return;
	buf_puts(&r->t.b, "Logs that no gate judges");
	text_heading(&r->t);
	for (size_t i = 0; i < shown; i++) {
		const struct unfit *u = &c->unfit[i];

		text_file(&r->t.b, u->boot);
		buf_printf(&r->t.b, ": %s", u->code);
		if (u->line)
			buf_printf(&r->t.b, " (line %lu)", u->line);
		buf_puts(&r->t.b, ": ");
		fmt_text(&r->t.b, u->message);
		text_wrap(&r->t, 2);
	}
	if (shown < c->nunfit)
		fprintf(r->t.f, "  and %zu more (-v lists all)\n", c->nunfit - shown);
}

void compare_text(const struct comparison *c, const struct checks *checks,
		  const struct compare_view *v, FILE *f)
{
	struct compare_report r = {
		.c = c,
		.v = v,
		.o = { .top = v->top, .all = v->all, .quiet = v->quiet, .verbose = v->verbose,
		       .colour = v->colour },
		.t = { .s = c->s, .f = f, .width = term_width(f),
		       .colour = term_colour(v->colour, f), .several = true },
	};

	r.t.o = &r.o;
	if (!v->quiet) {
		side_line(&r, BEFORE);
		side_line(&r, AFTER);
	}
	barriers(&r);
	verdict(&r);
	if (!v->quiet)
		sum(&r);
	text_calls_moved(&r);
	text_calls_changed(&r);
	text_calls_returned(&r);
	if (!v->quiet)
		differences(&r);
	unfit(&r);
	if (checks)
		checks_text(checks, "Gate", f);
	if (!v->quiet) {
		buf_puts(&r.t.b, "How sure this is");
		text_heading(&r.t);
		say_method(&r.t.b, c);
		if (!r.t.b.n)
			buf_puts(&r.t.b, "One boot a side: no measure of chance.");
		text_wrap(&r.t, 2);
	}
	buf_release(&r.t.b);
}
