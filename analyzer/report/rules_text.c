// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "report/fmt.h"
#include "report/rules.h"

#define WIDTH 80

struct rules_page {
	const struct rules_report *r;
	FILE *f;
	struct buf b;
	size_t width;
	bool colour, headed;
};

/* Words on lines that are indented. */
static void wrapped(struct rules_page *p, const char *text)
{
	size_t at = 0;

	for (const char *w = text; *w;) {
		size_t n = strcspn(w, " ");

		if (at && at + 1 + n > p->width) {
			putc('\n', p->f);
			at = 0;
		}
		fprintf(p->f, "%s%.*s", at ? " " : "  ", (int)n, w);
		at += (at ? 1 : 2) + n;
		w += n;
		w += strspn(w, " ");
	}
	if (at)
		putc('\n', p->f);
}

static void paragraph(struct rules_page *p, const char *head, const char *text)
{
	if (!text)
		return;
	buf_clear(&p->b);
	buf_printf(&p->b, "%s%s", head, text);
	wrapped(p, buf_str(&p->b));
}

static void patterns(struct rules_page *p, const struct rule *r)
{
	for (int f = 0; f < RULE_FIELDS; f++) {
		const struct rule_patterns *ps = &r->field[f];

		if (!ps->n)
			continue;
		buf_clear(&p->b);
		buf_puts(&p->b, rule_field_name((enum rule_field)f));
		for (size_t i = 0; i < ps->n; i++)
			buf_printf(&p->b, " %s%s", ps->v[i].not ? "!" : "", ps->v[i].text);
		wrapped(p, buf_str(&p->b));
	}
}

/* What the rule fits in the kernel; in brackets what another rule decides. */
static void calls(struct rules_page *p, uint32_t rule)
{
	const struct rule_image *m = p->r->image;
	size_t n = 0;

	for (size_t i = 0; m && i < m->hits.n; i++)
		n += m->hits.v[i].rule == rule;
	if (!n)
		return;
	buf_clear(&p->b);
	fmt_count(&p->b, n, "initcall");
	buf_addc(&p->b, ':');
	for (size_t i = 0; i < m->hits.n; i++) {
		const struct rule_image_hit *h = &m->hits.v[i];

		if (h->rule != rule)
			continue;
		buf_puts(&p->b, h->first ? " " : " (");
		fmt_text(&p->b, m->img->v[h->call].name);
		if (!h->first)
			buf_addc(&p->b, ')');
	}
	wrapped(p, buf_str(&p->b));
}

static void heading(struct rules_page *p, const char *text)
{
	if (p->headed)
		putc('\n', p->f);
	p->headed = true;
	fprintf(p->f, p->colour ? "\033[1m%s\033[0m" : "%s", text);
}

static void one_rule(struct rules_page *p, uint32_t i)
{
	const struct rule *r = &p->r->book->rules.v[i];

	if (p->r->quiet) {
		fprintf(p->f, "%s %s\n", r->id, rule_verdict_name(r->verdict));
		return;
	}
	heading(p, r->id);
	buf_clear(&p->b);
	fmt_text(&p->b, r->file);
	fprintf(p->f, ": %s", rule_verdict_name(r->verdict));
	if (r->weight != RULE_NORMAL)
		fprintf(p->f, " %s", rule_weight_name(r->weight));
	fprintf(p->f, " (%s:%lu)\n", buf_str(&p->b), r->line);
	patterns(p, r);
	paragraph(p, "", r->why);
	paragraph(p, "Instead: ", r->instead);
	paragraph(p, "Check: ", r->check);
	calls(p, i);
}

static void problems(struct rules_page *p)
{
	const struct rule_problems *v = p->r->problems;

	if (p->headed)
		putc('\n', p->f);
	for (size_t i = 0; i < v->list.n; i++) {
		buf_clear(&p->b);
		fmt_text(&p->b, v->list.v[i].file);
		fprintf(p->f, "%s:%lu: %s\n", buf_str(&p->b), v->list.v[i].line, v->list.v[i].text);
	}
	if (p->r->quiet)
		return;
	buf_clear(&p->b);
	fmt_count(&p->b, p->r->book->rules.n, "rule");
	buf_puts(&p->b, ": ");
	if (v->list.n)
		fmt_count(&p->b, v->list.n, "problem");
	else
		buf_puts(&p->b, "no problem");
	fprintf(p->f, "%s\n", buf_str(&p->b));
}

/* The initcalls that no rule fits. */
static void silent(struct rules_page *p)
{
	const struct rule_image *m = p->r->image;
	size_t at = 0;

	if (!m->silent)
		return;
	buf_clear(&p->b);
	buf_puts(&p->b, "No rule fits");
	for (uint32_t i = 0; i < m->img->n; i++) {
		bool any = at < m->hits.n && m->hits.v[at].call == i;

		while (at < m->hits.n && m->hits.v[at].call == i)
			at++;
		if (any)
			continue;
		buf_addc(&p->b, ' ');
		fmt_text(&p->b, m->img->v[i].name);
	}
	wrapped(p, buf_str(&p->b));
}

static void kernel(struct rules_page *p)
{
	const struct rule_image *m = p->r->image;

	buf_clear(&p->b);
	fmt_text(&p->b, m->img->file);
	buf_puts(&p->b, ": ");
	fmt_count(&p->b, m->img->n, "initcall");
	buf_puts(&p->b, ", each by itself:");
	for (int v = 0; v < RULE_VERDICTS; v++)
		buf_printf(&p->b, " %zu %s,", m->calls[v], rule_verdict_name((enum rule_verdict)v));
	buf_printf(&p->b, " %zu that no rule fits", m->silent);
	if (p->headed && !p->r->problems)
		putc('\n', p->f);
	fprintf(p->f, "%s\n", buf_str(&p->b));
	if (p->r->verbose)
		silent(p);
}

void rules_text(const struct rules_report *r, FILE *f)
{
	int width = term_width(f);
	struct rules_page p = {
		.r = r, .f = f, .width = width > 20 ? (size_t)width : WIDTH,
		.colour = term_colour(r->colour, f),
	};

	for (uint32_t i = 0; r->list && i < r->book->rules.n; i++)
		one_rule(&p, i);
	if (r->problems)
		problems(&p);
	if (r->image && !r->quiet)
		kernel(&p);
	buf_release(&p.b);
}
