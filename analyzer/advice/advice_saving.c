// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What deferring saves of the time to init: the duration by the better clock,
 * less what it only waited for others (that wait comes later, then), less what
 * ran beside other calls (no time of boot passed for it alone).
 */
#include <stdlib.h>
#include <string.h>

#include "advice/advice.h"
#include "base/xalloc.h"

static int64_t overlap(int64_t a0, int64_t a1, int64_t b0, int64_t b1)
{
	int64_t from = a0 > b0 ? a0 : b0, to = a1 < b1 ? a1 : b1;

	return to > from ? to - from : 0;
}

static int64_t waits_in(const struct boot *b, const struct call *c)
{
	int64_t sum = 0;

	for (size_t i = 0; i < b->nwaits; i++) {
		const struct wait *w = &b->waits[i];

		if (w->start_us != TIME_NONE && w->end_us != TIME_NONE &&
		    (w->pid < 0 || c->pid < 0 || w->pid == c->pid))
			sum += overlap(c->start_us, c->end_us, w->start_us, w->end_us);
	}
	return sum;
}

/* Of a call, what other calls of other tasks covered as well. */
static int64_t beside(const struct boot *b, const struct call *c)
{
	int64_t sum = 0, at = c->start_us;

	/* (calls are in the order they began) */
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *o = &b->calls[i];
		int64_t from;

		if (o == c || o->phase != PHASE_KERNEL || o->start_us == TIME_NONE ||
		    o->end_us == TIME_NONE || o->pid == c->pid || o->pid < 0)
			continue;
		if (o->start_us >= c->end_us)
			break;
		from = o->start_us > at ? o->start_us : at;
		sum += overlap(from, c->end_us, o->start_us, o->end_us);
		at = o->end_us > at ? o->end_us : at;
	}
	return sum;
}

static void saving_of(struct advised *x, const struct boot *b)
{
	const struct call *c = x->row->call;
	int64_t us = x->row->median_us, length;

	if (us == TIME_NONE || us <= 0)
		return;
	if (x->row->boot == b && c->start_us != TIME_NONE && c->end_us != TIME_NONE &&
	    c->end_us > c->start_us) {
		length = c->end_us - c->start_us;
		x->waits_us = waits_in(b, c);
		x->overlap_us = c->flags & CALL_CONCURRENT ? beside(b, c) : 0;
		/* These are by the stamps; the duration may be by the other clock. */
		if (x->waits_us + x->overlap_us >= length)
			us = 0;
		else
			us -= (x->waits_us + x->overlap_us) * us / length;
	}
	x->saving_us = us;
}

void advice_savings(struct advice *a)
{
	for (size_t i = 0; i < a->n; i++)
		saving_of(&a->v[i], a->boot);
}

static bool parent_waits(const struct advice *a, const struct advised *x)
{
	const struct call *c = x->row->call;
	const struct initcall *parent;

	if (x->row->boot != a->boot || c->parent == CALL_NONE)
		return false;
	parent = a->boot->calls[c->parent].image;
	return parent && a->of_call[parent->index] != UINT32_MAX &&
	       a->v[a->of_call[parent->index]].verdict == ADVICE_DEFER;
}

/* Whether another initcall of the kernel has this function's name. */
static bool ambiguous(const struct advice *a, const struct initcall *c)
{
	for (size_t i = 0; i < a->img->n; i++) {
		if (i != c->index && strcmp(a->img->v[i].name, c->name) == 0)
			return true;
	}
	return false;
}

static int64_t median_init(const struct series *s)
{
	int64_t *v = xcalloc(s->set.n + 1, sizeof(*v)), r = TIME_NONE;
	size_t n = 0;

	for (size_t i = 0; i < s->set.n; i++) {
		if (s->set.v[i]->init_us != TIME_NONE)
			v[n++] = s->set.v[i]->init_us;
	}
	if (n) {
		sort_us(v, n);
		r = median_of(v, n);
	}
	free(v);
	return r;
}

void advice_total(struct advice *a)
{
	struct buf b = { 0 };

	a->init_us = median_init(a->series);
	for (size_t i = 0; i < a->n; i++) {
		const struct advised *x = &a->v[i];

		if (x->verdict != ADVICE_DEFER)
			continue;
		if (!parent_waits(a, x))
			a->total_us = add_us(a->total_us, x->saving_us);
		buf_puts(&b, b.n ? "," : "deferred_initcalls=");
		if (x->call->module && ambiguous(a, x->call))
			buf_printf(&b, "%s:", x->call->module);
		buf_puts(&b, x->call->name);
	}
	a->cmdline = arena_strdup(&a->arena, str_of(buf_str(&b)));
	buf_release(&b);
}
