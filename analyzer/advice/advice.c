// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/advice.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

const char *advice_verdict_name(enum advice_verdict v)
{
	static const char *const names[] = { "defer", "ask", "keep" };

	return names[v];
}

void advice_add(struct advice *a, struct advised *x, enum advice_verdict says, const char *code,
		const char *evidence, const char *fmt, ...)
{
	struct reason *r = VEC_PUSH(&x->reasons);
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	*r = (struct reason){ .says = says, .code = code,
			      .text = arena_strdup(&a->arena, (struct str){ b.p, b.n }) };
	if (evidence)
		r->evidence = arena_strdup(&a->arena, str_of(evidence));
	buf_release(&b);
	if (says > x->verdict && !(x->answered && says == ADVICE_ASK))
		x->verdict = says;
}

/* The image knows it by its debug information, a build by the object that the call is in. */
static const char *file_of(const struct advice *a, const struct initcall *c, uint32_t node)
{
	if (c->file || node == DEP_NONE)
		return c->file;
	return a->deps->file_of[c->index] ? a->deps->file_of[c->index] : a->deps->node[node].file;
}

static void add_call(struct advice *a, const struct initcall *c, const struct row *row)
{
	uint32_t node = c->index < a->deps->ncalls ? a->deps->of_call[c->index] : DEP_NONE;

	a->v[a->n++] = (struct advised){
		.call = c, .row = row, .node = node,
		.file = file_of(a, c, node),
	};
}

/* Calls of the log before init that are in the image, in the image's order. */
static void collect(struct advice *a, const struct rows *rows)
{
	size_t *row_of = xcalloc(a->img->n + 1, sizeof(row_of[0]));

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *r = &rows->v[i];

		if (r->call->image && r->call->phase == PHASE_KERNEL && !r->async &&
		    !row_of[r->call->image->index])
			row_of[r->call->image->index] = i + 1;
	}
	a->v = arena_alloc(&a->arena, (a->img->n + 1) * sizeof(a->v[0]));
	a->of_call = arena_alloc(&a->arena, (a->img->n + 1) * sizeof(a->of_call[0]));
	for (size_t i = 0; i < a->img->n; i++) {
		a->of_call[i] = UINT32_MAX;
		if (!row_of[i]) {
			a->not_run++;
			continue;
		}
		a->of_call[i] = (uint32_t)a->n;
		add_call(a, &a->img->v[i], &rows->v[row_of[i] - 1]);
	}
	free(row_of);
}

/* Of reasons for the same verdict, those that say most come first. */
static int rank_of(const struct reason *r)
{
	static const char *const first[] = { "root", "rule", "needed-by", "core-user" };
	static const char *const last[] = { "no-dependents", "dependents-wait", "could-be-module" };

	for (int i = 0; i < 4; i++) {
		if (strcmp(r->code, first[i]) == 0)
			return i - 4;
	}
	for (int i = 0; i < 3; i++) {
		if (strcmp(r->code, last[i]) == 0)
			return i + 1;
	}
	return 0;
}

static int by_weight(const void *x, const void *y)
{
	const struct reason *a = x, *b = y;

	if (a->says != b->says)
		return a->says > b->says ? -1 : 1;
	return rank_of(a) - rank_of(b);
}

/* What decided first; among equals the order in which they were found. */
static void sort_reasons(struct advised *x)
{
	for (size_t i = 1; i < x->reasons.n; i++) {
		struct reason r = x->reasons.v[i];
		size_t at = i;

		for (; at > 0 && by_weight(&x->reasons.v[at - 1], &r) > 0; at--)
			x->reasons.v[at] = x->reasons.v[at - 1];
		x->reasons.v[at] = r;
	}
}

/* Too little to be worth a risk. */
static void drop_small(struct advice *a, int64_t least_us)
{
	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];

		if (x->verdict == ADVICE_DEFER && x->saving_us < least_us)
			advice_add(a, x, ADVICE_KEEP, "small", NULL,
				   "saves less than --min-us asks for");
	}
}

/* The choice is made already: what does it save? */
static void take_exactly(struct advice *a, const struct advice_opts *o)
{
	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];
		bool waits = false;

		for (size_t k = 0; k < o->nexactly && !waits; k++)
			waits = strcmp(x->call->name, o->exactly[k]) == 0 ||
				(strchr(o->exactly[k], ':') && advice_is(x, o->exactly[k]));
		x->verdict = waits ? ADVICE_DEFER : ADVICE_KEEP;
	}
}

void advise(struct advice *a, const struct series *s, const struct rows *rows,
	    const struct image *img, const struct deps *d, struct code *code,
	    struct rulebook *book, const struct advice_opts *o)
{
	const struct boot *boot = s->set.v[0];
	const char *cmdline = o->cmdline ? o->cmdline : boot->cmdline;

	memset(a, 0, sizeof(*a));
	a->series = s;
	a->img = img;
	a->deps = d;
	a->book = book;
	a->code = code;
	a->boot = boot;
	depgraph_init(&a->graph, d, img);
	collect(a, rows);
	advice_answers(a, o);
	advice_levels(a);
	advice_roots(a, o);
	advice_rules(a, book, cmdline);
	advice_facts(a, code);
	advice_savings(a);
	drop_small(a, o->least_us);
	/* Who needs it is no question to the user. */
	for (size_t i = 0; i < a->n; i++)
		a->v[i].answered = false;
	advice_closure(a);
	if (o->nexactly)
		take_exactly(a, o);
	for (size_t i = 0; i < a->n; i++)
		sort_reasons(&a->v[i]);
	advice_total(a);
	advice_background(a);
}

void advice_release(struct advice *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->v[i].reasons.v);
	free(a->unmeant.v);
	roots_release(&a->roots);
	depgraph_release(&a->graph);
	arena_release(&a->arena);
}

bool advice_is(const struct advised *x, const char *what)
{
	const char *colon = strchr(what, ':');
	const struct initcall *c = x->call;

	if (colon)
		return strcmp(c->name, colon + 1) == 0 && c->module &&
		       str_eq(str_of(c->module), (struct str){ what, (size_t)(colon - what) });
	return strcmp(c->name, what) == 0 || (c->module && str_same_module(str_of(c->module), str_of(what)));
}

struct advised *advice_find(const struct advice *a, const char *what)
{
	for (size_t i = 0; i < a->n; i++) {
		if (strcmp(a->v[i].call->name, what) == 0)
			return &a->v[i];
	}
	for (size_t i = 0; i < a->n; i++) {
		if (advice_is(&a->v[i], what))
			return &a->v[i];
	}
	return NULL;
}
