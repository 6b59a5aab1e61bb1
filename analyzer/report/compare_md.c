// SPDX-License-Identifier: GPL-2.0-or-later
/* Markdown for a merge request: short, the details folded. */
#include <stdlib.h>
#include <string.h>

#include "report/compare_text.h"
#include "report/fmt.h"

/* What is in b, with the characters that mean something in Markdown escaped; clears it. */
static void put_text(struct buf *b, FILE *f)
{
	for (const char *p = buf_str(b); *p; p++) {
		if (strchr("\\`*_{}[]<>|#~&", *p))
			putc('\\', f);
		putc(*p, f);
	}
	buf_clear(b);
}

static void put_name(struct buf *b, const struct delta *d, FILE *f)
{
	text_name(b, delta_sym(d));
	put_text(b, f);
}

static void put_ms(struct buf *b, int64_t us, FILE *f)
{
	fmt_ms(b, us);
	fputs(buf_str(b), f);
	buf_clear(b);
}

static void put_change(struct buf *b, int64_t us, FILE *f)
{
	say_change(b, us);
	fputs(buf_str(b), f);
	buf_clear(b);
}

static void put_sum(struct buf *b, const struct comparison *c, FILE *f)
{
	if (c->sum.total_us[BEFORE] == TIME_NONE)
		return;
	fputs("\n| part | before | after | change |\n|---|--:|--:|--:|\n", f);
	for (size_t i = 0; i <= c->sum.n; i++) {
		const int64_t *us = i < c->sum.n ? c->sum.v[i].us : c->sum.total_us;

		fputs("| ", f);
		if (i < c->sum.n)
			say_part(b, c, &c->sum.v[i]);
		else
			buf_puts(b, "time to init");
		put_text(b, f);
		fputs(" | ", f);
		put_ms(b, us[BEFORE], f);
		fputs(" | ", f);
		put_ms(b, us[AFTER], f);
		fputs(" | ", f);
		put_change(b, us[AFTER] - us[BEFORE], f);
		fputs(" |\n", f);
	}
}

static void put_calls(struct buf *b, const struct comparison *c, const struct compare_view *v,
		      FILE *f)
{
	struct picked p;

	pick_timed(&p, c);
	if (p.n)
		fputs("\n| initcall | before | after | change | 95 % interval |\n"
		      "|---|--:|--:|--:|--:|\n", f);
	for (size_t i = 0; i < p.n && (v->all || i < v->top); i++) {
		const struct delta *d = p.v[i];

		fputs("| ", f);
		put_name(b, d, f);
		fputs(" | ", f);
		put_ms(b, d->side[BEFORE].us, f);
		fputs(" | ", f);
		put_ms(b, d->side[AFTER].us, f);
		fputs(" | ", f);
		put_change(b, d->level_us, f);
		fprintf(f, " | %+.3f to %+.3f ms |\n", (double)d->low_us / 1000,
			(double)d->high_us / 1000);
	}
	if (!v->all && p.n > v->top)
		fprintf(f, "\nand %zu more\n", p.n - v->top);
	free(p.v);
}

/* "**8 deferred:** a, b, c" */
static void put_kind(struct buf *b, const struct comparison *c, enum change change, FILE *f)
{
	struct picked p;

	pick_calls(&p, c, change);
	if (p.n)
		fprintf(f, "\n**%zu %s:** ", p.n, change_name(change));
	for (size_t i = 0; i < p.n; i++) {
		fputs(i ? ", " : "", f);
		put_name(b, p.v[i], f);
	}
	if (p.n)
		putc('\n', f);
	free(p.v);
}

static void put_gate(struct buf *b, const struct checks *checks, FILE *f)
{
	if (!checks)
		return;
	fprintf(f, "\n**Gate: %s**\n\n",
		checks_exit(checks) == EXIT_DONE ? "passed" :
		checks_exit(checks) == EXIT_REGRESSION ? "failed" : "cannot tell");
	for (size_t i = 0; i < checks->n; i++) {
		fprintf(f, "- %s: ", check_status_name(checks->v[i].status));
		fmt_text(b, checks->v[i].name);
		buf_puts(b, ": ");
		fmt_text(b, checks->v[i].text);
		put_text(b, f);
		putc('\n', f);
	}
}

void compare_markdown(const struct comparison *c, const struct checks *checks,
		      const struct compare_view *v, FILE *f)
{
	struct buf b = { 0 };

	fputs("### Time to init: ", f);
	say_verdict(&b, c);
	put_text(&b, f);
	fprintf(f, "\n\n%zu boot%s before, %zu after.", c->side[BEFORE].runs,
		c->side[BEFORE].runs == 1 ? "" : "s", c->side[AFTER].runs);
	if (c->low_us != TIME_NONE)
		fprintf(f, " 95 %% interval of the change: %+.3f to %+.3f ms.",
			(double)c->low_us / 1000, (double)c->high_us / 1000);
	say_advice(&b, c);
	if (b.n)
		putc(' ', f);
	put_text(&b, f);
	putc('\n', f);
	say_barriers(&b, c);
	if (b.n) {
		fputs("\n**", f);
		put_text(&b, f);
		fputs("**\n", f);
	}
	put_gate(&b, checks, f);
	put_sum(&b, c, f);
	for (enum change x = CHANGE_ADDED; x < CHANGE_MAX; x++)
		put_kind(&b, c, x, f);
	put_calls(&b, c, v, f);
	if (c->ndiffs || c->has_config)
		fputs("\n<details><summary>What differs besides</summary>\n\n", f);
	for (size_t i = 0; i < c->ndiffs; i++) {
		fputs("- ", f);
		say_difference(&b, &c->diffs[i]);
		put_text(&b, f);
		putc('\n', f);
	}
	if (c->has_config) {
		fputs("- ", f);
		say_config(&b, c, false);
		put_text(&b, f);
		putc('\n', f);
	}
	if (c->ndiffs || c->has_config)
		fputs("\n</details>\n", f);
	say_method(&b, c);
	if (b.n)
		putc('\n', f);
	put_text(&b, f);
	putc('\n', f);
	buf_release(&b);
}
