// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The chain that bounds the time to init: of all chains of initcalls outside of
 * the core in which each one needs the one before, the costliest. One needs
 * another when that ran earlier, and is of the same module or of one that its
 * module needs, directly or by way of modules without an initcall.
 *
 * The core runs in any case, so whoever keeps the last one of the chain pays
 * for the core and the whole chain. Calls whose module is not known count as
 * core.
 */
#include <stdlib.h>

#include "report/fmt.h"
#include "report/graph_priv.h"

#define NOBODY UINT32_MAX

struct chain {
	struct graph_work *w;
	uint32_t *before; /* by call: the one that it waits for longest, NOBODY: none */
	int64_t *sum_us;  /* by call: what it and those before it cost */
	uint32_t *last;   /* by node: its call with the greatest sum so far, NOBODY: none */
	uint32_t *parent; /* by node: who needs it, in the search that is going on */
	uint32_t *seen;   /* by node: number of the search that came to it last */
	uint32_t *todo;
	uint32_t searches;
};

static uint32_t node_of(const struct graph_work *w, uint32_t call)
{
	uint32_t node = call < w->d->ncalls ? w->d->of_call[call] : DEP_NONE;

	return node == DEP_NONE || w->core[node] ? GRAPH_CORE : node;
}

/*
 * Modules that a node needs, through such without an initcall: looks at each,
 * with the parents set for the way back.
 */
static void search_needs(struct chain *c, uint32_t start,
			 void (*look)(struct chain *, uint32_t node, uint32_t call), uint32_t call)
{
	const struct deps *d = c->w->d;
	uint32_t n = 0;

	c->searches++;
	c->seen[start] = c->searches;
	c->todo[n++] = start;
	for (uint32_t at = 0; at < n; at++) {
		const struct dep_node *node = &d->node[c->todo[at]];

		for (uint32_t i = 0; i < node->nneeds; i++) {
			const struct dep *e = &d->v[node->needs + i];

			if (c->seen[e->to] == c->searches || c->w->core[e->to] ||
			    e->sure == DEP_MAYBE)
				continue;
			c->seen[e->to] = c->searches;
			c->parent[e->to] = e->from;
			if (d->node[e->to].ncalls)
				look(c, e->to, call);
			else
				c->todo[n++] = e->to;
		}
	}
}

static void wait_for(struct chain *c, uint32_t node, uint32_t call)
{
	uint32_t other = c->last[node], *before = &c->before[call];

	if (other != NOBODY && (*before == NOBODY || c->sum_us[other] > c->sum_us[*before]))
		*before = other;
}

static void run_call(struct chain *c, uint32_t call)
{
	uint32_t node = node_of(c->w, call);

	if (node == GRAPH_CORE)
		return;
	wait_for(c, node, call);
	search_needs(c, node, wait_for, call);
	c->sum_us[call] = c->w->v->call_us[call];
	if (c->before[call] != NOBODY)
		c->sum_us[call] += c->sum_us[c->before[call]];
	if (c->last[node] == NOBODY || c->sum_us[call] > c->sum_us[c->last[node]])
		c->last[node] = call;
}

/* --- Its picture ---------------------------------------------------------------------------- */

static void nothing(struct chain *c, uint32_t node, uint32_t call)
{
	(void)c;
	(void)node;
	(void)call;
}

/* The node before it in the picture is what it needs. */
static void link_last(struct graph_work *w)
{
	uint32_t from = (uint32_t)w->node.n - 1, to = from - 1;
	uint32_t a = w->node.v[from].node, b = w->node.v[to].node;
	VEC(const struct dep *) same = { 0 };

	for (uint32_t i = 0; i < w->d->node[a].nneeds; i++) {
		const struct dep *e = deps_need(w->d, a, i);

		if (e->to == b)
			*VEC_PUSH(&same) = e;
	}
	graph_join(w, from, to, same.v, same.n);
	free(same.v);
}

/* Those without an initcall between two modules of the chain, the one that is needed first. */
static void add_between(struct chain *c, uint32_t from, uint32_t to)
{
	search_needs(c, from, nothing, 0);
	for (uint32_t i = c->parent[to]; i != from; i = c->parent[i]) {
		graph_add(c->w, i, GRAPH_VIA, NULL, 0);
		link_last(c->w);
	}
}

/* Calls that follow one another in one module are one node. v: in the order they run. */
static void add_nodes(struct chain *c, const uint32_t *v, size_t n)
{
	struct graph_work *w = c->w;
	size_t k;

	for (size_t i = 0; i < n; i = k) {
		uint32_t node = node_of(w, v[i]);

		for (k = i + 1; k < n && node_of(w, v[k]) == node; k++)
			;
		if (i)
			add_between(c, node, node_of(w, v[i - 1]));
		graph_add(w, node, GRAPH_CHOSEN, v + i, k - i);
		if (i)
			link_last(w);
		else if (w->node.n > 1)
			graph_join(w, 1, 0, NULL, 0);
	}
}

/* All calls of the core that ran. Returns what they cost. */
static int64_t add_core_calls(struct graph_work *w)
{
	VEC(uint32_t) call = { 0 };
	int64_t us = 0;

	for (uint32_t i = 0; i < w->v->g->img->n; i++) {
		if (w->v->call_us[i] != TIME_NONE && node_of(w, i) == GRAPH_CORE) {
			*VEC_PUSH(&call) = i;
			us += w->v->call_us[i];
		}
	}
	if (call.n)
		graph_add(w, GRAPH_CORE, GRAPH_CHOSEN, call.v, call.n);
	free(call.v);
	return us;
}

static void note_sum(struct graph_work *w, const char *what, size_t n, int64_t us)
{
	struct buf b = { 0 };

	fmt_count(&b, n, "initcall");
	buf_puts(&b, ", ");
	fmt_ms(&b, us);
	graph_note(w, "%s: %s", what, buf_str(&b));
	buf_release(&b);
}

static void add_notes(struct graph_work *w, size_t n, int64_t us, int64_t core_us)
{
	size_t all = 0, core = w->node.n && w->node.v[0].node == GRAPH_CORE ?
				       w->node.v[0].ncalls : 0;
	int64_t all_us = 0;

	for (size_t i = 0; i < w->v->g->img->n; i++) {
		if (w->v->call_us[i] != TIME_NONE) {
			all++;
			all_us += w->v->call_us[i];
		}
	}
	note_sum(w, "The chain", n, us);
	note_sum(w, "The chain and the core", n + core, us + core_us);
	note_sum(w, "All initcalls before init", all, all_us);
}

/* The chain that costs most, from its end. */
static void add_chain(struct chain *c, size_t ncalls)
{
	uint32_t *v = xcalloc(ncalls + 1, sizeof(*v)), end = NOBODY;
	int64_t core_us = add_core_calls(c->w);
	size_t n = 0;

	for (uint32_t i = 0; i < ncalls; i++) {
		if (c->w->v->call_us[i] != TIME_NONE && node_of(c->w, i) != GRAPH_CORE &&
		    (end == NOBODY || c->sum_us[i] > c->sum_us[end]))
			end = i;
	}
	for (uint32_t i = end; i != NOBODY; i = c->before[i])
		n++;
	for (uint32_t i = end, k = (uint32_t)n; i != NOBODY; i = c->before[i])
		v[--k] = i;
	add_nodes(c, v, n);
	if (n)
		add_notes(c->w, n, c->sum_us[end], core_us);
	else
		graph_note(c->w, "No initcall outside of the core ran before init");
	free(v);
}

void graph_chain(struct graph_work *w)
{
	size_t ncalls = w->v->g->img->n, nnodes = w->d->nnodes;
	struct chain c = {
		.w = w,
		.before = xcalloc(ncalls + 1, sizeof(uint32_t)),
		.sum_us = xcalloc(ncalls + 1, sizeof(int64_t)),
		.last = xcalloc(nnodes + 1, sizeof(uint32_t)),
		.parent = xcalloc(nnodes + 1, sizeof(uint32_t)),
		.seen = xcalloc(nnodes + 1, sizeof(uint32_t)),
		.todo = xcalloc(nnodes + 1, sizeof(uint32_t)),
	};

	for (size_t i = 0; i < nnodes; i++)
		c.last[i] = NOBODY;
	for (uint32_t i = 0; i < ncalls; i++) {
		c.before[i] = NOBODY;
		if (w->v->call_us[i] != TIME_NONE)
			run_call(&c, i);
	}
	add_chain(&c, ncalls);
	free(c.before);
	free(c.sum_us);
	free(c.last);
	free(c.parent);
	free(c.seen);
	free(c.todo);
}
