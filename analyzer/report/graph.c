// SPDX-License-Identifier: GPL-2.0-or-later
/* From what was picked to nodes and edges of a picture. */
#include "report/graph.h"

#include <stdlib.h>

#include "report/graph_priv.h"


void graph_note(struct graph_work *w, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	*VEC_PUSH(&w->note) = arena_strdup(&w->p->arena, (struct str){ b.p, b.n });
	buf_release(&b);
}

/*
 * What every driver uses says nothing of it: the core, and libraries that have
 * nothing to run. But who asks around one of these wants to see its users.
 */
bool graph_is_drawn(const struct graph_work *w, const struct dep *e)
{
	enum dep_class class = dep_class(w->v->g, e);

	if (w->v->mode == GRAPH_AROUND && e->to == w->v->centre)
		return true;
	if (w->v->mode == GRAPH_ALL && class == DEP_LIBRARY)
		return true;
	return class == DEP_EARLIER || class == DEP_LEAF;
}


static int by_weight(const void *pa, const void *pb, void *own)
{
	const struct graph_work *w = own;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	const struct dep_node *na = &w->d->node[a], *nb = &w->d->node[b];

	/* (TIME_NONE is less than any time) */
	if (w->cost_us[a] != w->cost_us[b])
		return w->cost_us[a] > w->cost_us[b] ? -1 : 1;
	if (!na->ncalls != !nb->ncalls)
		return na->ncalls ? -1 : 1;
	if (w->users[a] != w->users[b])
		return w->users[a] > w->users[b] ? -1 : 1;
	return a < b ? -1 : a > b;
}

void graph_sort(const struct graph_work *w, uint32_t *v, size_t n)
{
	if (n)
		qsort_r(v, n, sizeof(*v), by_weight, (void *)w);
}

/* --- Costs and places ----------------------------------------------------------------------- */

/* The sum of what is known; TIME_NONE when nothing is. */
static int64_t cost_of(const struct graph_view *v, const uint32_t *call, size_t n)
{
	int64_t sum = TIME_NONE;

	for (size_t i = 0; v->call_us && i < n; i++) {
		int64_t us = v->call_us[call[i]];

		if (us != TIME_NONE)
			sum = sum == TIME_NONE ? us : sum + us;
	}
	return sum;
}

static void begin(struct graph_work *w)
{
	const struct deps *d = w->d;
	const struct depgraph *g = w->v->g;

	w->cost_us = xcalloc(d->nnodes + 1, sizeof(*w->cost_us));
	w->users = xcalloc(d->nnodes + 1, sizeof(*w->users));
	w->core = xcalloc(d->nnodes + 1, sizeof(*w->core));
	w->shown = xcalloc(d->nnodes + 1, sizeof(*w->shown));
	for (uint32_t i = 0; i < d->nnodes; i++) {
		const struct dep_node *n = &d->node[i];

		w->cost_us[i] = cost_of(w->v, n->calls, n->ncalls);
		/* What the core needs and what cannot be a module is as good as core. */
		w->core[i] = g->place[i] == DEP_CORE ||
			     (g->place[i] == DEP_BELOW && !n->tristate);
		if (w->v->mode == GRAPH_AROUND && i == w->v->centre)
			w->core[i] = false;
	}
	for (uint32_t i = 0; i < d->nnodes; i++) {
		uint32_t last = DEP_NONE;

		for (uint32_t k = 0; k < d->node[i].nusers; k++) {
			const struct dep *e = deps_user(d, i, k);

			if (e->from == last || w->core[e->from] || !graph_is_drawn(w, e))
				continue;
			last = e->from;
			w->users[i]++;
		}
	}
}

/* --- Nodes and edges ------------------------------------------------------------------------ */

static uint32_t core_units(const struct graph_work *w)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->d->nnodes; i++)
		n += w->core[i];
	return n;
}

void graph_add(struct graph_work *w, uint32_t node, enum graph_role role, const uint32_t *call,
	       size_t ncalls)
{
	*VEC_PUSH(&w->node) = (struct graph_node){
		.node = node, .role = role, .units = node == GRAPH_CORE ? core_units(w) : 1,
		.call = arena_copy(&w->p->arena, call, ncalls * sizeof(*call)),
		.ncalls = ncalls, .cost_us = cost_of(w->v, call, ncalls),
		.users = node == GRAPH_CORE ? 0 : w->users[node],
	};
}

static int by_call(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return a < b ? -1 : a > b;
}

/* With a log, of its initcalls those that ran. */
static void add_core(struct graph_work *w)
{
	VEC(uint32_t) call = { 0 };

	for (uint32_t i = 0; i < w->d->nnodes; i++) {
		const struct dep_node *n = &w->d->node[i];

		for (size_t k = 0; w->core[i] && k < n->ncalls; k++) {
			if (!w->v->call_us || w->v->call_us[n->calls[k]] != TIME_NONE)
				*VEC_PUSH(&call) = n->calls[k];
		}
	}
	if (call.n)
		qsort(call.v, call.n, sizeof(*call.v), by_call);
	if (core_units(w))
		graph_add(w, GRAPH_CORE, GRAPH_CHOSEN, call.v, call.n);
	free(call.v);
}

void graph_join(struct graph_work *w, uint32_t from, uint32_t to, const struct dep *const *e,
		size_t n)
{
	struct graph_edge edge = { .from = from, .to = to, .sure = DEP_MAYBE };
	struct buf b = { 0 };
	uint32_t shown = 0;

	for (size_t i = 0; i < n; i++) {
		edge.kinds |= 1u << e[i]->kind;
		edge.sure = e[i]->sure > edge.sure ? e[i]->sure : edge.sure;
		edge.nevidence += e[i]->nevidence;
		for (uint32_t k = 0; k < e[i]->nevidence && shown < GRAPH_EVIDENCE; k++, shown++)
			buf_printf(&b, "%s%s", b.n ? ", " : "", e[i]->evidence[k]);
	}
	if (b.n)
		edge.evidence = arena_strdup(&w->p->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	*VEC_PUSH(&w->edge) = edge;
}

/* An edge of the dependencies, by its ends in the picture. */
struct found {
	uint32_t from, to;
	const struct dep *e;
};

static int by_ends(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->e < b->e ? -1 : a->e > b->e;
}

/* at: by node, its place in the picture. */
static void add_edges(struct graph_work *w, const uint32_t *at)
{
	VEC(struct found) v = { 0 };
	VEC(const struct dep *) same = { 0 };

	for (size_t i = 0; i < w->d->n; i++) {
		const struct dep *e = &w->d->v[i];
		uint32_t from = at[e->from], to = at[e->to];

		if (from != DEP_NONE && to != DEP_NONE && from != to && graph_is_drawn(w, e))
			*VEC_PUSH(&v) = (struct found){ from, to, e };
	}
	if (v.n)
		qsort(v.v, v.n, sizeof(*v.v), by_ends);
	for (size_t i = 0; i < v.n; i++) {
		*VEC_PUSH(&same) = v.v[i].e;
		if (i + 1 < v.n && v.v[i + 1].from == v.v[i].from && v.v[i + 1].to == v.v[i].to)
			continue;
		graph_join(w, v.v[i].from, v.v[i].to, same.v, same.n);
		same.n = 0;
	}
	free(same.v);
	free(v.v);
}

/* The core is drawn for what it costs, or for what it needs of the others. */
static void drop_idle_core(struct graph_work *w)
{
	if (!w->node.n || w->node.v[0].node != GRAPH_CORE ||
	    (w->v->mode != GRAPH_AROUND && w->node.v[0].cost_us != TIME_NONE))
		return;
	for (size_t i = 0; i < w->edge.n; i++) {
		if (!w->edge.v[i].from || !w->edge.v[i].to)
			return;
	}
	memmove(w->node.v, w->node.v + 1, --w->node.n * sizeof(*w->node.v));
	for (size_t i = 0; i < w->edge.n; i++) {
		w->edge.v[i].from--;
		w->edge.v[i].to--;
	}
}

static void add_picked(struct graph_work *w)
{
	uint32_t *at = xcalloc(w->d->nnodes + 1, sizeof(*at));

	add_core(w);
	for (uint32_t i = 0; i < w->d->nnodes; i++) {
		const struct dep_node *n = &w->d->node[i];

		at[i] = w->core[i] ? 0 : DEP_NONE;
		if (!w->shown[i])
			continue;
		at[i] = (uint32_t)w->node.n;
		graph_add(w, i, (enum graph_role)(w->shown[i] - 1), n->calls, n->ncalls);
	}
	add_edges(w, at);
	drop_idle_core(w);
	free(at);
}

void graph_build(struct graph *p, const struct graph_view *v)
{
	struct graph_work w = { .p = p, .v = v, .d = v->g->d };

	*p = (struct graph){ .nnodes = 0 };
	begin(&w);
	if (v->mode == GRAPH_CRITICAL) {
		graph_chain(&w);
	} else {
		graph_pick(&w);
		add_picked(&w);
	}
	p->nnodes = w.node.n;
	p->node = arena_copy(&p->arena, w.node.v, w.node.n * sizeof(*w.node.v));
	p->nedges = w.edge.n;
	p->edge = arena_copy(&p->arena, w.edge.v, w.edge.n * sizeof(*w.edge.v));
	p->nnotes = w.note.n;
	p->note = arena_copy(&p->arena, w.note.v, w.note.n * sizeof(*w.note.v));
	free(w.node.v);
	free(w.edge.v);
	free(w.note.v);
	free(w.cost_us);
	free(w.users);
	free(w.core);
	free(w.shown);
}

void graph_release(struct graph *p)
{
	arena_release(&p->arena);
	*p = (struct graph){ .nnodes = 0 };
}
