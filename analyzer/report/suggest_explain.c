// SPDX-License-Identifier: GPL-2.0-or-later
/* `bootcheck suggest --explain NAME`. */
#include "report/analyze_text.h"
#include "report/fmt.h"
#include "report/suggest.h"

static void line(FILE *f, const char *key, struct buf *b)
{
	if (b->n)
		fprintf(f, "  %-11s%s\n", key, b->p);
	buf_clear(b);
}

static void durations(FILE *f, const struct advice *a, const struct advised *x, struct buf *b)
{
	const struct row *r = x->row;

	fmt_ms(b, r->median_us);
	if (r->n > 1) {
		buf_printf(b, " (median of %zu boots, ", r->n);
		fmt_ms(b, r->min_us);
		buf_puts(b, " to ");
		fmt_ms(b, r->max_us);
		buf_addc(b, ')');
	}
	if (clock_name((enum call_clock)r->call->clock))
		buf_printf(b, ", %s clock", clock_name((enum call_clock)r->call->clock));
	line(f, "took", b);
	if (r->boot == a->boot && r->call->line[0]) {
		buf_printf(b, "line %u of ", r->call->line[0]);
		text_file(b, a->boot);
		buf_puts(b, ", returned ");
		fmt_result(b, r->call);
		line(f, "in the log", b);
	}
	fmt_ms(b, x->saving_us);
	if (x->waits_us || x->overlap_us) {
		buf_puts(b, ": ");
		suggest_saving(b, x);
	}
	line(f, "would save", b);
}

static void neighbours(FILE *f, const struct advice *a, const char *key, const uint32_t *v,
		       size_t n, struct buf *b)
{
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? ", " : "");
		fmt_text(b, a->v[v[i]].call->name);
		buf_printf(b, " (%s)", advice_verdict_name(a->v[v[i]].verdict));
	}
	if (!n)
		buf_puts(b, "no other call of this log");
	line(f, key, b);
}

static void edges(FILE *f, const struct advice *a, const struct advised *x, struct buf *b)
{
	const struct deps *d = a->deps;
	const struct dep_node *node;

	if (x->node == DEP_NONE)
		return;
	node = &d->node[x->node];
	if (node->nusers)
		fputs("  used by\n", f);
	for (uint32_t i = 0; i < node->nusers; i++) {
		const struct dep *e = deps_user(d, x->node, i);

		fmt_text(b, d->node[e->from].path);
		buf_printf(b, ": %s, %s", dep_kind_name(e->kind), dep_sure_name(e->sure));
		for (uint32_t k = 0; k < e->nevidence && k < 3; k++) {
			buf_puts(b, k ? ", " : ": ");
			fmt_text(b, e->evidence[k]);
		}
		if (e->nevidence > 3)
			buf_printf(b, " and %u more", e->nevidence - 3);
		fprintf(f, "    %s\n", b->p);
		buf_clear(b);
	}
}

void suggest_explain(const struct advice *a, const struct advised *x,
		     const struct suggest_view *v, FILE *f)
{
	struct buf b = { 0 };

	suggest_name(&b, x);
	fprintf(f, "%s: %s\n", b.p, advice_verdict_name(x->verdict));
	buf_clear(&b);
	suggest_place(&b, x);
	if (v->macro && v->macro[x - a->v])
		buf_printf(&b, ", %s()", v->macro[x - a->v]);
	line(f, "source", &b);
	if (x->call->level)
		buf_puts(&b, x->call->level);
	line(f, "level", &b);
	if (x->node != DEP_NONE) {
		fmt_text(&b, a->deps->node[x->node].path);
		buf_puts(&b, a->deps->node[x->node].tristate ? ", could be a module" :
			    a->deps->has_tristate ? ", cannot be a module" : "");
		buf_printf(&b, ", %s", dep_place_name(a->graph.place[x->node]));
	}
	line(f, "part of", &b);
	durations(f, a, x, &b);
	neighbours(f, a, "needed by", x->dependents, x->ndependents, &b);
	neighbours(f, a, "needs", x->needs, x->nneeds, &b);
	edges(f, a, x, &b);
	fputs("  why\n", f);
	for (size_t i = 0; i < x->reasons.n; i++) {
		const struct reason *r = &x->reasons.v[i];

		fmt_text(&b, r->text);
		if (r->evidence) {
			buf_puts(&b, " [");
			fmt_text(&b, r->evidence);
			buf_addc(&b, ']');
		}
		fprintf(f, "    %-6s%s: %s\n", advice_verdict_name(r->says), r->code, b.p);
		buf_clear(&b);
	}
	if (x->check)
		fprintf(f, "  check first\n    %s\n", x->check);
	if (x->instead)
		fprintf(f, "  instead\n    %s\n", x->instead);
	buf_release(&b);
}
