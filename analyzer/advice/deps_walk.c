// SPDX-License-Identifier: GPL-2.0-or-later
/* Who needs a node in the end, and whom it needs: breadth first, so that the reason is short. */
#include <stdlib.h>

#include "advice/deps.h"
#include "base/vec.h"

struct search {
	const struct depgraph *g;
	const struct dep_query *q;
	bool *seen;
	VEC(struct dep_hit) hit;
	VEC(uint32_t) blocker;
};

static bool is_followed(const struct search *s, const struct dep *e)
{
	return e->sure >= s->q->sure && (!s->q->kinds || s->q->kinds & 1u << e->kind);
}

static void see(struct search *s, uint32_t node, uint32_t via, uint32_t depth)
{
	if (s->seen[node])
		return;
	s->seen[node] = true;
	*VEC_PUSH(&s->hit) = (struct dep_hit){ node, via, depth };
}

static void begin(struct search *s, const struct depgraph *g, const uint32_t *start, size_t n,
		  const struct dep_query *q)
{
	*s = (struct search){ .g = g, .q = q, .seen = xcalloc(g->d->nnodes + 1, sizeof(bool)) };
	for (size_t i = 0; i < n; i++) {
		if (start[i] < g->d->nnodes)
			see(s, start[i], DEP_NONE, 0);
	}
}

static bool is_listed(const struct search *s, const struct dep_hit *h)
{
	const struct dep_node *n = &s->g->d->node[h->node];

	if (!h->depth)
		return true;
	if (s->q->with_calls && !n->ncalls)
		return false;
	return !s->q->before || (n->ncalls && n->calls[0] < s->q->before);
}

static int by_depth(const void *pa, const void *pb)
{
	const struct dep_hit *a = pa, *b = pb;

	if (a->depth != b->depth)
		return a->depth < b->depth ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static int by_number(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return a < b ? -1 : a > b;
}

static void finish(struct search *s, struct dep_closure *c)
{
	size_t n = 0;

	for (size_t i = 0; i < s->hit.n; i++) {
		if (is_listed(s, &s->hit.v[i]))
			s->hit.v[n++] = s->hit.v[i];
	}
	if (n)
		qsort(s->hit.v, n, sizeof(*s->hit.v), by_depth);
	if (s->blocker.n)
		qsort(s->blocker.v, s->blocker.n, sizeof(*s->blocker.v), by_number);
	*c = (struct dep_closure){ s->hit.v, n, s->blocker.v, s->blocker.n };
	free(s->seen);
}

void depgraph_users(const struct depgraph *g, const uint32_t *start, size_t n,
		    const struct dep_query *q, struct dep_closure *c)
{
	const struct deps *d = g->d;
	struct search s;

	begin(&s, g, start, n, q);
	for (size_t i = 0; i < s.hit.n; i++) {
		const struct dep_hit h = s.hit.v[i];

		if (q->direct && h.depth)
			break;
		for (uint32_t k = 0; k < d->node[h.node].nusers; k++) {
			uint32_t at = d->by_to[d->node[h.node].users + k];
			const struct dep *e = &d->v[at];

			if (!is_followed(&s, e))
				continue;
			if (g->place[e->from] != DEP_CORE)
				see(&s, e->from, at, h.depth + 1);
			else if (g->place[h.node] != DEP_CORE)
				*VEC_PUSH(&s.blocker) = at;
		}
	}
	finish(&s, c);
}

void depgraph_needs(const struct depgraph *g, const uint32_t *start, size_t n,
		    const struct dep_query *q, struct dep_closure *c)
{
	const struct deps *d = g->d;
	struct search s;

	begin(&s, g, start, n, q);
	for (size_t i = 0; i < s.hit.n; i++) {
		const struct dep_hit h = s.hit.v[i];

		if (q->direct && h.depth)
			break;
		for (uint32_t k = 0; k < d->node[h.node].nneeds; k++) {
			const struct dep *e = deps_need(d, h.node, k);

			if (is_followed(&s, e) && dep_class(g, e) != DEP_CORE_API)
				see(&s, e->to, d->node[h.node].needs + k, h.depth + 1);
		}
	}
	finish(&s, c);
}

void dep_closure_release(struct dep_closure *c)
{
	free(c->v);
	free(c->blockers);
	*c = (struct dep_closure){ .v = NULL };
}
