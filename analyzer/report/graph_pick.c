// SPDX-License-Identifier: GPL-2.0-or-later
/* Which modules are drawn: what costs time and what connects it, a neighbourhood, or all. */
#include <stdlib.h>

#include "report/fmt.h"
#include "report/graph_priv.h"

static void show(struct graph_work *w, uint32_t node, enum graph_role role)
{
	w->shown[node] = (uint8_t)(role + 1);
}

static size_t count_shown(const struct graph_work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->d->nnodes; i++)
		n += w->shown[i] != 0;
	return n;
}

/* --- What costs time ------------------------------------------------------------------------ */

/* Of the places, a quarter is kept for what connects them. */
static size_t chosen_max(const struct graph_work *w)
{
	return w->v->max - w->v->max / 4;
}

static bool is_wanted(const struct graph_work *w, uint32_t node)
{
	if (w->core[node])
		return false;
	if (w->v->call_us)
		return w->cost_us[node] != TIME_NONE && w->cost_us[node] >= w->v->min_us;
	/* Without a log, what has to run and what others need. */
	return w->d->node[node].ncalls && w->users[node];
}

/* "Not shown, WHAT: 5 modules, 12.000 ms"; us TIME_NONE: no time is known. */
static void note_rest(struct graph_work *w, const char *what, size_t n, int64_t us)
{
	struct buf b = { 0 };

	if (!n)
		return;
	fmt_count(&b, n, "module");
	if (us != TIME_NONE) {
		buf_puts(&b, ", ");
		fmt_ms(&b, us);
	}
	graph_note(w, "Not shown, %s: %s", what, buf_str(&b));
	buf_release(&b);
}

static void choose_costly(struct graph_work *w)
{
	uint32_t *v = xcalloc(w->d->nnodes + 1, sizeof(*v));
	size_t n = 0;

	for (uint32_t i = 0; i < w->d->nnodes; i++) {
		if (is_wanted(w, i))
			v[n++] = i;
	}
	graph_sort(w, v, n);
	for (size_t i = 0; i < n && (!w->v->max || i < chosen_max(w)); i++)
		show(w, v[i], GRAPH_CHOSEN);
	free(v);
}

/* What would have been shown, had there been room; and what was too cheap. */
static void note_hidden(struct graph_work *w)
{
	bool log = w->v->call_us;
	int64_t over_us = 0, small_us = 0;
	size_t over = 0, small = 0;

	for (uint32_t i = 0; i < w->d->nnodes; i++) {
		if (w->core[i] || w->shown[i])
			continue;
		if (is_wanted(w, i)) {
			over++;
			over_us += log ? w->cost_us[i] : 0;
		} else if (w->cost_us[i] != TIME_NONE) {
			small++;
			small_us += w->cost_us[i];
		}
	}
	note_rest(w, log ? "no costlier than these" : "needed by no more than these", over,
		  log ? over_us : TIME_NONE);
	note_rest(w, "cheaper", small, small_us);
}

/* --- What connects -------------------------------------------------------------------------- */

struct connector {
	uint32_t node, pairs;
};

/* Is there an edge between these two that is drawn? */
static bool is_joined(const struct graph_work *w, uint32_t from, uint32_t to)
{
	const struct dep_node *n = &w->d->node[from];

	for (uint32_t i = 0; i < n->nneeds; i++) {
		const struct dep *e = deps_need(w->d, from, i);

		if (e->to == to && graph_is_drawn(w, e))
			return true;
	}
	return false;
}

/* Edges of several kinds between two nodes lie side by side: the first one counts. */
static bool is_again(const struct dep *e, const struct dep *before, bool users)
{
	return before && (users ? before->from == e->from : before->to == e->to);
}

/*
 * Pairs of what is chosen that have to do with each other by way of this node
 * only: one needs the other through it, or both need it.
 */
static uint32_t pairs_of(const struct graph_work *w, uint32_t node)
{
	const struct dep_node *n = &w->d->node[node];
	const struct dep *user = NULL, *need;
	uint32_t pairs = 0, users = 0;

	for (uint32_t i = 0; i < n->nusers; i++) {
		const struct dep *e = deps_user(w->d, node, i);

		if (w->shown[e->from] != GRAPH_CHOSEN + 1 || !graph_is_drawn(w, e) ||
		    is_again(e, user, true))
			continue;
		user = e;
		need = NULL;
		pairs += users++;
		for (uint32_t k = 0; k < n->nneeds; k++) {
			const struct dep *f = deps_need(w->d, node, k);

			if (w->shown[f->to] != GRAPH_CHOSEN + 1 || f->to == e->from ||
			    !graph_is_drawn(w, f) || is_again(f, need, false))
				continue;
			need = f;
			pairs += !is_joined(w, e->from, f->to);
		}
	}
	return pairs;
}

static int by_pairs(const void *pa, const void *pb)
{
	const struct connector *a = pa, *b = pb;

	if (a->pairs != b->pairs)
		return a->pairs > b->pairs ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static void connect(struct graph_work *w)
{
	size_t free_places = w->v->max ? w->v->max - count_shown(w) : SIZE_MAX;
	VEC(struct connector) v = { 0 };

	for (uint32_t i = 0; i < w->d->nnodes; i++) {
		uint32_t pairs = w->core[i] || w->shown[i] ? 0 : pairs_of(w, i);

		if (pairs)
			*VEC_PUSH(&v) = (struct connector){ i, pairs };
	}
	if (v.n)
		qsort(v.v, v.n, sizeof(*v.v), by_pairs);
	for (size_t i = 0; i < v.n && i < free_places; i++)
		show(w, v.v[i].node, GRAPH_VIA);
	if (v.n > free_places)
		note_rest(w, "only connecting these", v.n - free_places, TIME_NONE);
	free(v.v);
}

/* Roots that have to do with what is drawn. */
static void add_roots(struct graph_work *w)
{
	size_t left = w->v->max ? w->v->max - count_shown(w) : SIZE_MAX;

	for (uint32_t i = 0; w->v->root && i < w->d->nnodes && left; i++) {
		const struct dep_node *n = &w->d->node[i];
		bool joined = false;

		if (!w->v->root[i] || w->core[i] || w->shown[i])
			continue;
		for (uint32_t k = 0; k < n->nneeds; k++) {
			const struct dep *e = deps_need(w->d, i, k);

			joined |= w->shown[e->to] && graph_is_drawn(w, e);
		}
		for (uint32_t k = 0; k < n->nusers; k++) {
			const struct dep *e = deps_user(w->d, i, k);

			joined |= w->shown[e->from] && graph_is_drawn(w, e);
		}
		if (joined) {
			show(w, i, GRAPH_VIA);
			left--;
		}
	}
}

/* --- Around one ----------------------------------------------------------------------------- */

struct ring {
	uint32_t *v; /* what the last step came to */
	size_t n;
	bool *seen;  /* by node */
	bool users;
	size_t hidden;
};

static void ring_begin(struct graph_work *w, struct ring *r, bool users)
{
	*r = (struct ring){ .v = xcalloc(w->d->nnodes + 1, sizeof(*r->v)), .n = 1,
			    .seen = xcalloc(w->d->nnodes + 1, sizeof(*r->seen)), .users = users };
	r->v[0] = w->v->centre;
	r->seen[w->v->centre] = true;
}

/* The other ends of a node's edges that were not seen yet, to v; returns how many. */
static size_t neighbours(struct graph_work *w, struct ring *r, uint32_t node, uint32_t *v)
{
	const struct dep_node *n = &w->d->node[node];
	size_t found = 0, edges = r->users ? n->nusers : n->nneeds;

	for (uint32_t i = 0; i < edges; i++) {
		const struct dep *e = r->users ? deps_user(w->d, node, i) :
						 deps_need(w->d, node, i);
		uint32_t other = r->users ? e->from : e->to;

		if (r->seen[other] || w->core[other] || !graph_is_drawn(w, e))
			continue;
		r->seen[other] = true;
		v[found++] = other;
	}
	return found;
}

/* One step further, so far as there are places. */
static void ring_step(struct graph_work *w, struct ring *r, size_t *places)
{
	uint32_t *next = xcalloc(w->d->nnodes + 1, sizeof(*next));
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < r->n; i++)
		n += neighbours(w, r, r->v[i], next + n);
	graph_sort(w, next, n);
	for (size_t i = 0; i < n; i++) {
		if (!w->shown[next[i]] && !*places) {
			r->hidden++;
			continue;
		}
		if (!w->shown[next[i]]) {
			show(w, next[i], GRAPH_CHOSEN);
			--*places;
		}
		next[kept++] = next[i];
	}
	free(r->v);
	r->v = next;
	r->n = kept;
}

static void ring_release(struct ring *r)
{
	free(r->v);
	free(r->seen);
}

static void pick_around(struct graph_work *w)
{
	size_t places = w->v->max ? w->v->max - 1 : SIZE_MAX;
	const char *name = w->d->node[w->v->centre].name;
	struct ring needs, users;

	ring_begin(w, &needs, false);
	ring_begin(w, &users, true);
	for (unsigned int i = 0; i < w->v->depth; i++) {
		/* What it needs gets no more than half of the places. */
		size_t half = places / 2;

		places -= half;
		ring_step(w, &needs, &places);
		places += half;
		ring_step(w, &users, &places);
	}
	show(w, w->v->centre, GRAPH_CENTRE);
	if (needs.hidden)
		graph_note(w, "Not shown: %zu more that %s needs", needs.hidden, name);
	if (users.hidden)
		graph_note(w, "Not shown: %zu more that need %s", users.hidden, name);
	ring_release(&needs);
	ring_release(&users);
}

void graph_pick(struct graph_work *w)
{
	switch (w->v->mode) {
	case GRAPH_AROUND:
		pick_around(w);
		break;
	case GRAPH_ALL:
		for (uint32_t i = 0; i < w->d->nnodes; i++) {
			if (!w->core[i])
				show(w, i, GRAPH_CHOSEN);
		}
		break;
	default:
		choose_costly(w);
		connect(w);
		add_roots(w);
		note_hidden(w);
	}
}
