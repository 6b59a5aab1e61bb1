// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The core of a kernel is one big cycle: its objects all need each other in the
 * end. Code that could be a module lies outside of it; there, who needs whom is
 * a graph that one can walk.
 */
#include "advice/deps.h"

#include <stdlib.h>

#include "base/vec.h"

/* A cycle of fewer nodes is that of a few files, no core. */
#define CORE_AT_LEAST 3

static bool is_symbol(const struct dep *e)
{
	return e->kind <= DEP_CLASS;
}

/* --- Cycles: Tarjan's algorithm, without recursion ------------------------------------------- */

struct frame {
	uint32_t node, edge; /* the next one of its edges */
};

struct walk {
	struct depgraph *g;
	uint32_t *index, *low; /* by node; index 0: not seen yet */
	bool *open;            /* by node: on the stack */
	uint32_t *stack, nstack, seen;
	struct frame *frame;
	uint32_t nframes;
};

static void enter(struct walk *w, uint32_t node)
{
	w->index[node] = w->low[node] = ++w->seen;
	w->stack[w->nstack++] = node;
	w->open[node] = true;
	w->frame[w->nframes++] = (struct frame){ node, 0 };
}

/* All that is on the stack from this node on is one cycle. */
static void close_cycle(struct walk *w, uint32_t node)
{
	uint32_t top;

	do {
		top = w->stack[--w->nstack];
		w->open[top] = false;
		w->g->scc[top] = w->g->nscc;
	} while (top != node);
	w->g->nscc++;
}

static void step(struct walk *w)
{
	struct frame *f = &w->frame[w->nframes - 1];
	const struct deps *d = w->g->d;
	uint32_t node = f->node;

	while (f->edge < d->node[node].nneeds) {
		const struct dep *e = deps_need(d, node, f->edge++);

		if (!is_symbol(e))
			continue;
		if (!w->index[e->to]) {
			enter(w, e->to);
			return;
		}
		if (w->open[e->to] && w->index[e->to] < w->low[node])
			w->low[node] = w->index[e->to];
	}
	if (w->low[node] == w->index[node])
		close_cycle(w, node);
	if (--w->nframes) {
		uint32_t below = w->frame[w->nframes - 1].node;

		if (w->low[node] < w->low[below])
			w->low[below] = w->low[node];
	}
}

static void find_cycles(struct depgraph *g)
{
	size_t n = g->d->nnodes + 1;
	struct walk w = {
		.g = g, .index = xcalloc(n, sizeof(uint32_t)), .low = xcalloc(n, sizeof(uint32_t)),
		.open = xcalloc(n, sizeof(bool)), .stack = xcalloc(n, sizeof(uint32_t)),
		.frame = xcalloc(n, sizeof(struct frame)),
	};

	for (uint32_t i = 0; i < g->d->nnodes; i++) {
		if (w.index[i])
			continue;
		enter(&w, i);
		while (w.nframes)
			step(&w);
	}
	free(w.index);
	free(w.low);
	free(w.open);
	free(w.stack);
	free(w.frame);
}

/* --- Places --------------------------------------------------------------------------------- */

/* The core is the cycle that init/main is in, else the largest one. */
static void find_core(struct depgraph *g)
{
	uint32_t *size = xcalloc(g->nscc + 1, sizeof(*size)), best = DEP_NONE;

	for (size_t i = 0; i < g->d->nnodes; i++)
		size[g->scc[i]]++;
	for (uint32_t i = 0; i < g->nscc; i++) {
		if (size[i] >= CORE_AT_LEAST && (best == DEP_NONE || size[i] > size[best]))
			best = i;
	}
	for (size_t i = 0; i < g->d->nnodes; i++) {
		if (strcmp(g->d->node[i].path, "init/main") == 0 &&
		    size[g->scc[i]] >= CORE_AT_LEAST)
			best = g->scc[i];
	}
	g->core = best;
	free(size);
}

static void find_places(struct depgraph *g)
{
	const struct deps *d = g->d;
	uint32_t *todo = xcalloc(d->nnodes + 1, sizeof(*todo)), n = 0;

	for (uint32_t i = 0; i < d->nnodes; i++) {
		bool core = g->core != DEP_NONE && g->scc[i] == g->core;

		/* What could be a module is none of the core, though this may need it. */
		g->place[i] = !core ? DEP_OUTSIDE : d->node[i].tristate ? DEP_BELOW : DEP_CORE;
		if (core)
			todo[n++] = i;
	}
	while (n) {
		const struct dep_node *node = &d->node[todo[--n]];

		for (uint32_t i = 0; i < node->nneeds; i++) {
			const struct dep *e = &d->v[node->needs + i];

			if (!is_symbol(e) || g->place[e->to] != DEP_OUTSIDE)
				continue;
			g->place[e->to] = DEP_BELOW;
			todo[n++] = e->to;
		}
	}
	free(todo);
}

/* --- Levels --------------------------------------------------------------------------------- */

/* 0: it has no initcall. */
static uint16_t first_rank(const struct depgraph *g, uint32_t node)
{
	const struct dep_node *n = &g->d->node[node];

	return g->img && n->ncalls ? (uint16_t)(g->img->v[n->calls[0]].rank + 1) : 0;
}

static int by_scc(const void *pa, const void *pb, void *own)
{
	const struct depgraph *g = own;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	if (g->scc[a] != g->scc[b])
		return g->scc[a] < g->scc[b] ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* The latest of what the nodes of a cycle, v[0..n), need of others and are themselves. */
static uint16_t rank_of_cycle(const struct depgraph *g, const uint32_t *v, size_t n)
{
	uint16_t rank = 0;

	for (size_t i = 0; i < n; i++) {
		const struct dep_node *node = &g->d->node[v[i]];
		uint16_t own = first_rank(g, v[i]);

		rank = own > rank ? own : rank;
		for (uint32_t k = 0; k < node->nneeds; k++) {
			const struct dep *e = &g->d->v[node->needs + k];

			if (is_symbol(e) && g->scc[e->to] != g->scc[v[i]] &&
			    g->place[e->to] != DEP_CORE && g->rank[e->to] > rank)
				rank = g->rank[e->to];
		}
	}
	return rank;
}

static void find_ranks(struct depgraph *g)
{
	size_t n = g->d->nnodes, k;
	uint32_t *v = xcalloc(n + 1, sizeof(*v));

	for (uint32_t i = 0; i < n; i++)
		v[i] = i;
	qsort_r(v, n, sizeof(*v), by_scc, g);
	/* (providers have the lower numbers) */
	for (size_t i = 0; i < n; i = k) {
		uint16_t rank;

		for (k = i + 1; k < n && g->scc[v[k]] == g->scc[v[i]]; k++)
			;
		rank = rank_of_cycle(g, v + i, k - i);
		for (size_t m = i; m < k; m++) {
			uint16_t own = first_rank(g, v[m]);

			g->rank[v[m]] = own ? own : g->place[v[m]] == DEP_CORE ? 0 : rank;
		}
	}
	free(v);
}

void depgraph_init(struct depgraph *g, const struct deps *d, const struct image *img)
{
	*g = (struct depgraph){
		.d = d, .img = img, .core = DEP_NONE,
		.scc = xcalloc(d->nnodes + 1, sizeof(*g->scc)),
		.place = xcalloc(d->nnodes + 1, sizeof(*g->place)),
		.rank = xcalloc(d->nnodes + 1, sizeof(*g->rank)),
	};
	find_cycles(g);
	find_core(g);
	find_places(g);
	find_ranks(g);
}

void depgraph_release(struct depgraph *g)
{
	free(g->scc);
	free(g->place);
	free(g->rank);
	*g = (struct depgraph){ .d = NULL };
}

/* --- Of an edge ----------------------------------------------------------------------------- */

enum dep_order dep_order(const struct depgraph *g, const struct dep *e)
{
	const struct dep_node *from = &g->d->node[e->from], *to = &g->d->node[e->to];
	uint16_t a = first_rank(g, e->to), b = first_rank(g, e->from);

	if (!a || !b)
		return DEP_ORDER_NONE;
	if (a != b)
		return a < b ? DEP_ORDER_EARLIER : DEP_ORDER_LATER;
	return to->calls[0] < from->calls[0] ? DEP_ORDER_SAME : DEP_ORDER_LATER;
}

/* What has no initcall of its own is taken for a driver's part. */
static uint16_t device_rank(void)
{
	uint16_t i = 0;

	while (image_levels[i] && strcmp(image_levels[i], "device") != 0)
		i++;
	return (uint16_t)(i + 1);
}

static bool is_always_there(const struct depgraph *g, uint32_t node)
{
	return g->place[node] == DEP_CORE ||
	       (g->place[node] == DEP_BELOW && !g->d->node[node].tristate);
}

enum dep_class dep_class(const struct depgraph *g, const struct dep *e)
{
	uint16_t to = g->rank[e->to], from = first_rank(g, e->from);

	if (is_always_there(g, e->to))
		return DEP_CORE_API;
	if (!to)
		return DEP_LIBRARY;
	return to < (from ? from : device_rank()) ? DEP_EARLIER : DEP_LEAF;
}

const char *dep_class_name(enum dep_class c)
{
	static const char *const names[] = { "library", "core-api", "earlier", "leaf" };

	return names[c];
}

const char *dep_order_name(enum dep_order o)
{
	static const char *const names[] = { NULL, "earlier", "same", "later" };

	return names[o];
}

const char *dep_place_name(enum dep_place p)
{
	static const char *const names[] = { "core", "below", "outside" };

	return names[p];
}
