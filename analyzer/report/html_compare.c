// SPDX-License-Identifier: GPL-2.0-or-later
/* HTML: what changed between two sides, and all their calls. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/analyze_text.h"
#include "report/compare_text.h"
#include "report/fmt.h"
#include "report/html_parts.h"

/* Names of calls of one kind; the table has them all. */
#define NAMES 200

static void ledger_row(struct html *p, const int64_t us[SIDES])
{
	html_cell(p, false);
	html_cell_ms(p, us[BEFORE]);
	html_cell_ms(p, us[AFTER]);
	html_cell_change(p, us[AFTER] - us[BEFORE]);
	html_row_end(p);
}

static void ledger(struct html *p, const struct comparison *c)
{
	static const struct html_column columns[] = {
		{ .head = "part" },
		{ .head = "before", .number = true },
		{ .head = "after", .number = true },
		{ .head = "change", .number = true },
	};

	if (c->sum.total_us[BEFORE] == TIME_NONE)
		return;
	html_table(p, NULL, "Where the difference is from", columns, 4);
	for (size_t i = 0; i < c->sum.n; i++) {
		html_row(p, NULL);
		say_part(&p->b, c, &c->sum.v[i]);
		ledger_row(p, c->sum.v[i].us);
	}
	html_put(p, "</tbody><tbody class=\"total\">\n");
	html_row(p, NULL);
	buf_puts(&p->b, "time to init");
	ledger_row(p, c->sum.total_us);
	html_table_end(p);
	if (c->side[BEFORE].known > 1 || c->side[AFTER].known > 1) {
		buf_puts(&p->b, "As medians do not add up, this is the boot in the middle of each "
				"side, or the mean of the two there.");
		html_paragraph(p, NULL);
	}
}

static void name_of(struct buf *b, const struct delta *d)
{
	enum side s = d->side[AFTER].sym ? AFTER : BEFORE;

	text_name(b, delta_sym(d));
	if (d->side[s].ordinal > 1)
		buf_printf(b, " (%u)", (unsigned int)d->side[s].ordinal);
}

/* A list of calls of one kind: their names, and what they took on the two sides. */
static void kind(struct html *p, const struct comparison *c, enum change change)
{
	struct picked k;

	pick_calls(&k, c, change);
	if (k.n) {
		fmt_count(&p->b, k.n, "call");
		buf_printf(&p->b, " %s", change_name(change));
		html_element(p, "h3", NULL);
		html_put(p, "<ul class=\"names\">\n");
	}
	for (size_t i = 0; i < k.n && i < NAMES; i++) {
		html_put(p, "<li>");
		name_of(&p->b, k.v[i]);
		html_flush(p);
		html_put(p, " <span>");
		fmt_ms(&p->b, k.v[i]->side[BEFORE].us);
		buf_puts(&p->b, " before, ");
		fmt_ms(&p->b, k.v[i]->side[AFTER].us);
		buf_puts(&p->b, " after");
		html_flush(p);
		html_put(p, "</span></li>\n");
	}
	if (k.n)
		html_put(p, "</ul>\n");
	if (k.n > NAMES) {
		buf_printf(&p->b, "and %zu more, in the table below", k.n - NAMES);
		html_paragraph(p, NULL);
	}
	free(k.v);
}

static void returns(struct html *p, const struct comparison *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += delta_returns_differ(&c->v[i]);
	if (!n)
		return;
	fmt_count(&p->b, n, "call");
	buf_puts(&p->b, " with another return value");
	html_element(p, "h3", NULL);
	html_put(p, "<ul class=\"names\">\n");
	n = 0;
	for (size_t i = 0; i < c->n && n < NAMES; i++) {
		const struct delta *d = &c->v[i];

		if (!delta_returns_differ(d))
			continue;
		n++;
		html_put(p, "<li>");
		name_of(&p->b, d);
		html_flush(p);
		html_put(p, " <span>");
		fmt_result(&p->b, d->side[BEFORE].returned);
		buf_puts(&p->b, " before, ");
		fmt_result(&p->b, d->side[AFTER].returned);
		buf_puts(&p->b, " after");
		html_flush(p);
		html_put(p, "</span></li>\n");
	}
	html_put(p, "</ul>\n");
}

static void differences(struct html *p, const struct comparison *c)
{
	if (!c->ndiffs && !c->has_config)
		return;
	html_put(p, "<h3>What differs besides</h3>\n<ul>\n");
	for (size_t i = 0; i < c->ndiffs; i++) {
		say_difference(&p->b, &c->diffs[i]);
		html_element(p, "li", NULL);
	}
	if (c->has_config) {
		say_config(&p->b, c, true);
		html_element(p, "li", NULL);
	}
	html_put(p, "</ul>\n");
}

static void timed(struct html *p, const struct comparison *c)
{
	struct picked k;

	if (!c->tested)
		return;
	pick_timed(&k, c);
	if (k.n) {
		fmt_count(&p->b, k.n, "call");
		buf_puts(&p->b, " faster or slower, largest change first");
	} else {
		buf_puts(&p->b, "No call is faster or slower by more than chance makes it");
	}
	html_element(p, "h3", NULL);
	html_put(p, k.n ? "<ul class=\"names\">\n" : "");
	for (size_t i = 0; i < k.n && i < NAMES; i++) {
		const struct delta *d = k.v[i];

		html_put(p, "<li>");
		name_of(&p->b, d);
		html_flush(p);
		html_put(p, " <span>");
		say_change(&p->b, d->level_us);
		buf_printf(&p->b, " (%+.3f to %+.3f ms)", (double)d->low_us / 1000,
			   (double)d->high_us / 1000);
		html_flush(p);
		html_put(p, "</span></li>\n");
	}
	html_put(p, k.n ? "</ul>\n" : "");
	free(k.v);
}

void html_changes(struct html *p, const struct comparison *c)
{
	html_section(p, "changes", "What changed, and why");
	ledger(p, c);
	for (enum change x = CHANGE_ADDED; x < CHANGE_MAX; x++)
		kind(p, c, x);
	timed(p, c);
	returns(p, c);
	differences(p, c);
	html_section_end(p);
}

/* --- All calls --- */

/* What a row is worth looking at: a call on one side only counts with all its time. */
static int64_t weight(const struct delta *d)
{
	int64_t before = d->side[BEFORE].us, after = d->side[AFTER].us;
	int64_t us = d->level_us != TIME_NONE ? d->level_us : d->delta_us;

	if (us == TIME_NONE || d->change == CHANGE_DEFERRED || d->change == CHANGE_UNDEFERRED)
		us = before != TIME_NONE && (after == TIME_NONE || before > after) ? before : after;
	return us == TIME_NONE ? -1 : us < 0 ? -us : us;
}

static int by_weight(const void *pa, const void *pb)
{
	const struct delta *a = *(const struct delta *const *)pa;
	const struct delta *b = *(const struct delta *const *)pb;
	int64_t x = weight(a), y = weight(b);

	return x != y ? (x < y) - (x > y) : (a > b) - (a < b);
}

const struct delta **html_order(const struct comparison *c)
{
	const struct delta **v = xmalloc(c->n * sizeof(*v));

	for (size_t i = 0; i < c->n; i++)
		v[i] = &c->v[i];
	if (c->n)
		qsort(v, c->n, sizeof(const struct delta *), by_weight);
	return v;
}

static void call_row(struct html *p, const struct delta *d, size_t rank)
{
	const char *level = d->side[d->side[AFTER].level ? AFTER : BEFORE].level;
	bool late = d->change == CHANGE_DEFERRED;

	html_row(p, d->timing == CHANGE_SLOWER ? "bad" : late ? "late" : NULL);
	buf_printf(&p->b, "%zu", rank);
	html_cell(p, true);
	html_cell_text(p, delta_sym(d)->name);
	html_cell_text(p, delta_sym(d)->module);
	html_cell_text(p, level);
	html_cell_ms(p, d->side[BEFORE].us);
	html_cell_ms(p, d->side[AFTER].us);
	html_cell_change(p, d->level_us != TIME_NONE ? d->level_us : d->delta_us);
	if (d->low_us != TIME_NONE)
		buf_printf(&p->b, "%+.3f to %+.3f ms", (double)d->low_us / 1000,
			   (double)d->high_us / 1000);
	html_cell(p, true);
	html_cell_text(p, change_name(d->change));
	html_row_end(p);
}

void html_calls(struct html *p, const struct comparison *c)
{
	static const struct html_column columns[] = {
		{ "#", "rank", true },		{ "name", "name", false },
		{ "module", "module", false },	{ "level", "level", false },
		{ "before", "before", true },	{ "after", "after", true },
		{ "change", "change", true },	{ "95 % interval", "interval", true },
		{ "what became of it", "what", false },
	};
	const struct delta **v = html_order(c);
	size_t n = c->n < HTML_ROWS ? c->n : HTML_ROWS;

	html_section(p, "initcalls", "Initcalls");
	fmt_count(&p->b, c->n, "initcall");
	buf_puts(&p->b, ", largest change first; those that are on one side only count with their "
			"duration");
	html_paragraph(p, NULL);
	html_table(p, "compared", "Initcalls before and after, largest change first", columns,
		   sizeof(columns) / sizeof(columns[0]));
	for (size_t i = 0; i < n; i++)
		call_row(p, v[i], i + 1);
	html_table_end(p);
	html_more(p, c->n, n, "`bootcheck compare --all`");
	html_section_end(p);
	free(v);
}
