// SPDX-License-Identifier: GPL-2.0-or-later
/* The sentences of the reports of `bootcheck compare`. */
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "compare/stats.h"
#include "report/compare_text.h"
#include "report/fmt.h"

/* Of what differs between two configurations; those of two releases differ in hundreds. */
#define CONFIGS_SHOWN 20

void say_change(struct buf *b, int64_t us)
{
	if (us > 0)
		buf_addc(b, '+');
	fmt_ms(b, us);
}

static void by_how_much(struct buf *b, const struct comparison *c)
{
	int64_t d = c->delta_us < 0 ? -c->delta_us : c->delta_us;

	fmt_ms(b, d);
	if (c->side[BEFORE].median_us > 0) {
		buf_puts(b, " (");
		fmt_share(b, d, c->side[BEFORE].median_us);
		buf_addc(b, ')');
	}
}

void say_verdict(struct buf *b, const struct comparison *c)
{
	if (c->delta_us == TIME_NONE) {
		buf_puts(b, "not known: no log of ");
		buf_puts(b, c->side[BEFORE].known ? "the after side" : "the before side");
		buf_puts(b, " says when init was started");
		return;
	}
	switch (c->verdict) {
	case VERDICT_FASTER:
	case VERDICT_SLOWER:
		buf_printf(b, "%s by ", verdict_name(c->verdict));
		by_how_much(b, c);
		return;
	case VERDICT_SAME:
		buf_puts(b, "the same, within ");
		fmt_ms(b, c->margin_us);
		return;
	default:
		buf_puts(b, "inconclusive; the medians are ");
		by_how_much(b, c);
		buf_puts(b, " apart");
	}
}

void say_advice(struct buf *b, const struct comparison *c)
{
	if (c->delta_us == TIME_NONE || c->verdict != VERDICT_INCONCLUSIVE)
		return;
	if (c->low_us == TIME_NONE)
		buf_puts(b, "Nothing can be concluded from one boot a side: the figures below may "
			    "be chance. Boot each kernel 4 times or more and give all logs.");
	else if (c->more_runs > 0)
		buf_printf(b, "About %d more boot%s a side would settle it, if the noise stays "
			   "what it is.", c->more_runs, c->more_runs == 1 ? "" : "s");
	else
		buf_puts(b, "The boots of one side differ so much among themselves that no number "
			    "of boots worth making would settle it: measure on a quieter machine, "
			    "or in virtual time.");
}

static void name_row(struct buf *b, const struct comparison *c, size_t row, const char *none)
{
	if (row == ROW_NONE)
		buf_puts(b, none);
	else
		fmt_text(b, delta_sym(&c->v[row])->name);
}

static void say_gap(struct buf *b, const struct comparison *c, const struct ledger_line *l)
{
	buf_puts(b, "gap before ");
	name_row(b, c, l->to, "init");
	if (l->from != ROW_ANY) {
		buf_puts(b, ", from ");
		name_row(b, c, l->from, "the first line");
	}
	if (l->probes[BEFORE] || l->probes[AFTER])
		buf_printf(b, " (probes in it: %zu, now %zu)", l->probes[BEFORE],
			   l->probes[AFTER]);
}

void say_part(struct buf *b, const struct comparison *c, const struct ledger_line *l)
{
	static const char *const others[] = {
		[PART_OVERLAP] = "less calls that ran at the same time",
		[PART_GAPS] = "other gaps between calls",
		[PART_WAIT] = "waiting for async functions",
		[PART_RESIDUAL] = "residual: printing, steps of the clock",
	};

	if (l->part == PART_GAP) {
		say_gap(b, c, l);
	} else if (l->part == PART_CHANGES) {
		fmt_count(b, l->calls, "call");
		if (l->change == CHANGE_SAME)
			buf_puts(b, ", none surely changed");
		else if (l->change == CHANGE_UNKNOWN)
			buf_puts(b, " on both sides");
		else
			buf_printf(b, " %s", change_name(l->change));
	} else {
		buf_puts(b, others[l->part]);
	}
}

void say_method(struct buf *b, const struct comparison *c)
{
	double common = c->tested && c->noise.levelled ? expm1(noise_common(&c->noise)) * 100 : 0;

	if (c->low_us != TIME_NONE) {
		buf_printf(b, "%zu boots before, %zu after. Time to init: ", c->side[BEFORE].known,
			   c->side[AFTER].known);
		buf_puts(b, c->side[BEFORE].known >= 8 && c->side[AFTER].known >= 8 ?
				    "95 % interval by bootstrap (BCa) and permutation test" :
				    stats_permutation_least(c->side[BEFORE].known,
							    c->side[AFTER].known) <= ALPHA ?
				    "95 % interval by Student's t and permutation test" :
				    "95 % interval by Student's t, which takes the noise for "
				    "normal; 4 boots a side would not need that");
		buf_puts(b, ". ");
	}
	if (!c->tested)
		return;
	buf_puts(b, "Calls: moderated t with the noise of calls of that length, at most 5 % "
		    "false alarms among those named; assumes that most calls did not change. ");
	if (c->noise.levelled)
		buf_printf(b, "Boots ran at speeds that differ; that is taken out call by call: "
			   "all calls alike are %.1f %% %s after. ", fabs(common),
			   common < 0 ? "faster" : "slower");
	buf_printf(b, "Changes below %.3f ms or %.0f %% are not called changes.",
		   (double)c->o.least_us / 1000, c->o.least_share * 100);
}

/* "6.1 before, 6.12 after"; of one side "6.1 and, in b.log, 6.12; both before" */
static void say_values(struct buf *b, const struct difference *d)
{
	fmt_text(b, d->value[BEFORE]);
	if (d->within) {
		buf_puts(b, " and, in ");
		text_file(b, d->boot);
		buf_puts(b, ", ");
	} else {
		buf_puts(b, " before, ");
	}
	fmt_text(b, d->value[AFTER]);
	buf_puts(b, !d->within ? " after" : d->side == BEFORE ? "; both before" : "; both after");
}

void say_difference(struct buf *b, const struct difference *d)
{
	const char *sign[] = { "only before", "only after" };

	buf_printf(b, "%s: ", d->what);
	if (strcmp(d->what, "cmdline") != 0) {
		say_values(b, d);
		return;
	}
	for (enum side s = BEFORE; s < SIDES; s++) {
		if (!d->value[s])
			continue;
		if (s == AFTER && d->value[BEFORE])
			buf_puts(b, "; ");
		buf_printf(b, "%s: ", !d->within ? sign[s] :
			   d->side == BEFORE ? "not in all boots before" : "not in all boots after");
		fmt_text(b, d->value[s]);
	}
	if (!d->value[BEFORE] && !d->value[AFTER])
		buf_puts(b, "the same words in another order");
}

void say_barriers(struct buf *b, const struct comparison *c)
{
	if (!comparison_barred(c))
		return;
	buf_puts(b, comparison_same_machine(c) ? "warning: boots of one side are of different kernels" :
						 "warning: different machines");
	buf_puts(b, ": the times are not comparable, and no gate judges them without --force (");
	for (size_t i = 0, n = 0; i < c->ndiffs; i++) {
		if (!c->diffs[i].barrier)
			continue;
		buf_puts(b, n++ ? "; " : "");
		say_difference(b, &c->diffs[i]);
	}
	buf_addc(b, ')');
}

void say_config(struct buf *b, const struct comparison *c, bool all)
{
	size_t n = c->config.n, shown = all || n <= CONFIGS_SHOWN ? n : CONFIGS_SHOWN;

	if (!n) {
		buf_puts(b, "configuration: the same");
		return;
	}
	buf_puts(b, "configuration: ");
	fmt_count(b, n, "symbol");
	buf_puts(b, n == 1 ? " differs: " : " differ: ");
	for (size_t i = 0; i < shown; i++) {
		const struct kconfig_change *x = &c->config.v[i];

		buf_puts(b, i ? ", " : "");
		fmt_text(b, x->name);
		buf_addc(b, '=');
		fmt_text(b, x->before);
		buf_puts(b, " -> ");
		fmt_text(b, x->after);
	}
	if (shown < n)
		buf_printf(b, " and %zu more (--all lists all)", n - shown);
}

static int64_t size_of(int64_t us)
{
	return us == TIME_NONE ? 0 : us < 0 ? -us : us;
}

static int64_t weight(const struct delta *d)
{
	int64_t a = size_of(d->side[BEFORE].us), b = size_of(d->side[AFTER].us);

	if (d->change == CHANGE_UNKNOWN)
		return size_of(d->delta_us);
	return a > b ? a : b;
}

static int by_weight(const void *pa, const void *pb)
{
	const struct delta *a = *(const struct delta *const *)pa;
	const struct delta *b = *(const struct delta *const *)pb;
	int64_t x = weight(a), y = weight(b);

	return x != y ? (x < y) - (x > y) : (a > b) - (a < b);
}

static int by_change(const void *pa, const void *pb)
{
	const struct delta *a = *(const struct delta *const *)pa;
	const struct delta *b = *(const struct delta *const *)pb;
	int64_t x = size_of(a->level_us), y = size_of(b->level_us);

	return x != y ? (x < y) - (x > y) : (a > b) - (a < b);
}

void pick_calls(struct picked *p, const struct comparison *c, enum change change)
{
	p->v = xmalloc(c->n * sizeof(struct delta *));
	p->n = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].change == change)
			p->v[p->n++] = &c->v[i];
	}
	if (p->n)
		qsort(p->v, p->n, sizeof(struct delta *), by_weight);
}

void pick_timed(struct picked *p, const struct comparison *c)
{
	p->v = xmalloc(c->n * sizeof(struct delta *));
	p->n = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].timing == CHANGE_FASTER || c->v[i].timing == CHANGE_SLOWER)
			p->v[p->n++] = &c->v[i];
	}
	if (p->n)
		qsort(p->v, p->n, sizeof(struct delta *), by_change);
}
