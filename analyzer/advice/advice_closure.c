// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What stays keeps what it needs. From the verdicts that the calls have by
 * themselves, verdicts only become more cautious, until nothing changes: a
 * call waits only if all that need it wait.
 *
 * Code without an initcall (a library) is looked through: who needs it needs
 * what it needs. The core is always there: what it refers to stays.
 */
#include <stdlib.h>
#include <string.h>

#include "advice/advice.h"
#include "base/xalloc.h"

/* Somebody who needs a node, directly or through libraries. */
struct user {
	uint32_t node;
	const struct dep *edge; /* the one that leads to the node that is needed */
	enum dep_sure sure;     /* of the weakest step */
};

struct walk {
	struct advice *a;
	VEC(struct user) users;
	uint32_t *seen; /* by node: the last search that came by */
	uint32_t search;
	bool *core_user; /* by node: named already */
};

static void push_user(struct walk *w, uint32_t node, const struct dep *edge, enum dep_sure sure)
{
	if (w->seen[node] == w->search)
		return;
	w->seen[node] = w->search;
	*VEC_PUSH(&w->users) = (struct user){ node, edge, sure };
}

/* All that need a node: those with initcalls, and the core. */
static void find_users(struct walk *w, uint32_t node)
{
	const struct deps *d = w->a->deps;

	w->users.n = 0;
	w->search++;
	w->seen[node] = w->search;
	for (uint32_t i = 0; i < d->node[node].nusers; i++) {
		const struct dep *e = deps_user(d, node, i);

		push_user(w, e->from, e, e->sure);
	}
	for (size_t k = 0; k < w->users.n; k++) {
		struct user u = w->users.v[k];

		if (d->node[u.node].ncalls || w->a->graph.place[u.node] == DEP_CORE)
			continue;
		for (uint32_t i = 0; i < d->node[u.node].nusers; i++) {
			const struct dep *e = deps_user(d, u.node, i);

			push_user(w, e->from, u.edge, e->sure < u.sure ? e->sure : u.sure);
		}
	}
}

static const char *symbol_of(const struct dep *e)
{
	return e->nevidence ? e->evidence[0] : dep_kind_name(e->kind);
}

static void say_edge(struct buf *b, const struct deps *d, const struct dep *e)
{
	buf_printf(b, "%s needs %s of %s", d->node[e->from].path, symbol_of(e), d->node[e->to].path);
	if (e->nevidence > 1)
		buf_printf(b, " and %u more", e->nevidence - 1);
	buf_printf(b, " (%s, %s)", dep_source_name(e->source), dep_sure_name(e->sure));
}

/* By how sure the need is: a guess is no reason to keep, but one to ask. */
static enum advice_verdict at_most(enum advice_verdict v, enum dep_sure sure)
{
	return sure == DEP_MAYBE && v == ADVICE_KEEP ? ADVICE_ASK : v;
}

/* The verdict of an initcall of the image; what did not run in the log stays as it is. */
static enum advice_verdict verdict_of_call(const struct advice *a, uint32_t call)
{
	return a->of_call[call] == UINT32_MAX ? ADVICE_KEEP : a->v[a->of_call[call]].verdict;
}

/* What one who needs x means for it. */
static bool judge_user(struct walk *w, struct advised *x, const struct user *u)
{
	struct advice *a = w->a;
	const struct dep_node *node = &a->deps->node[u->node];
	enum advice_verdict worst = ADVICE_DEFER, was = x->verdict;
	const struct initcall *who = NULL;
	struct buf b = { 0 };

	for (size_t i = 0; i < node->ncalls; i++) {
		const struct initcall *c = &a->img->v[node->calls[i]];
		enum advice_verdict v = at_most(verdict_of_call(a, node->calls[i]), u->sure);

		/* What runs before x does without it at boot; only later it may call it. */
		if (c->index < x->call->index && v == ADVICE_KEEP)
			v = ADVICE_ASK;
		if (v > worst || !who) {
			worst = v > worst ? v : worst;
			who = c;
		}
	}
	if (!who || worst <= was)
		return false;
	say_edge(&b, a->deps, u->edge);
	if (worst == ADVICE_KEEP)
		advice_add(a, x, worst, "needed-by", b.p, "%s needs it, and stays", who->name);
	else if (who->index < x->call->index && u->sure != DEP_MAYBE)
		advice_add(a, x, worst, "used-by-earlier", b.p,
			   "%s runs before it and may use it as soon as it is in use itself",
			   who->name);
	else
		advice_add(a, x, worst, "needed-by", b.p, "%s needs it, and may have to stay",
			   who->name);
	buf_release(&b);
	return x->verdict != was;
}

/* Core code runs at any time: it names what it needs, and that stays. */
static bool judge_core(struct walk *w, struct advised *x, const struct user *u)
{
	struct advice *a = w->a;
	enum advice_verdict was = x->verdict;
	struct buf b = { 0 };

	if (w->core_user[x - a->v] || at_most(ADVICE_KEEP, u->sure) <= was)
		return false;
	w->core_user[x - a->v] = true;
	say_edge(&b, a->deps, u->edge);
	advice_add(a, x, at_most(ADVICE_KEEP, u->sure), "core-user", b.p,
		   "code of the kernel's core refers to it");
	buf_release(&b);
	return x->verdict != was;
}

/* Calls of the same module that run after it may rest on it. */
static bool judge_siblings(struct advice *a, struct advised *x)
{
	const struct dep_node *node = &a->deps->node[x->node];
	enum advice_verdict was = x->verdict;

	for (size_t i = 0; i < node->ncalls && x->verdict == ADVICE_DEFER; i++) {
		const struct initcall *c = &a->img->v[node->calls[i]];

		if (c->index > x->call->index && verdict_of_call(a, c->index) != ADVICE_DEFER)
			advice_add(a, x, ADVICE_ASK, "same-module", node->path,
				   "%s of the same module runs after it, and stays", c->name);
	}
	return x->verdict != was;
}

static bool judge(struct walk *w, struct advised *x)
{
	bool changed = false;

	changed |= judge_siblings(w->a, x);
	find_users(w, x->node);
	for (size_t i = 0; i < w->users.n && x->verdict != ADVICE_KEEP; i++) {
		const struct user *u = &w->users.v[i];

		if (w->a->graph.place[u->node] == DEP_CORE)
			changed |= judge_core(w, x, u);
		else
			changed |= judge_user(w, x, u);
	}
	return changed;
}

/* What is not in the graph, or is a part of the core's cycle. */
static void judge_place(struct advice *a, struct advised *x)
{
	if (x->settled)
		return;
	if (x->node == DEP_NONE)
		advice_add(a, x, ADVICE_ASK, "no-dependencies", NULL,
			   "not known who needs it: %s",
			   a->deps->source == DEPS_NOTHING ?
				   "give --build DIR, or a vmlinux with debug information" :
				   "its object is not among those that were read");
	else if (a->graph.place[x->node] == DEP_CORE)
		advice_add(a, x, ADVICE_KEEP, "core", a->deps->node[x->node].path,
			   "is part of the kernel's core: each needs the other there");
}

/* Direct neighbours among the advised calls, for people and for JSON. */
static void list_neighbours(struct walk *w, struct advised *x)
{
	struct advice *a = w->a;
	const struct deps *d = a->deps;
	VEC(uint32_t) v = { 0 };

	if (x->node == DEP_NONE)
		return;
	find_users(w, x->node);
	for (size_t i = 0; i < w->users.n; i++) {
		const struct dep_node *node = &d->node[w->users.v[i].node];

		for (size_t k = 0; k < node->ncalls; k++) {
			if (a->of_call[node->calls[k]] != UINT32_MAX)
				*VEC_PUSH(&v) = a->of_call[node->calls[k]];
		}
	}
	x->dependents = arena_copy(&a->arena, v.v, v.n * sizeof(uint32_t));
	x->ndependents = v.n;
	v.n = 0;
	for (uint32_t i = 0; i < d->node[x->node].nneeds; i++) {
		uint32_t to = deps_need(d, x->node, i)->to;
		const struct dep_node *node = &d->node[to];

		/* Two edges of different kinds follow one another. */
		if (a->graph.place[to] == DEP_CORE ||
		    (i && deps_need(d, x->node, i - 1)->to == to))
			continue;
		for (size_t k = 0; k < node->ncalls; k++) {
			if (a->of_call[node->calls[k]] != UINT32_MAX)
				*VEC_PUSH(&v) = a->of_call[node->calls[k]];
		}
	}
	x->needs = arena_copy(&a->arena, v.v, v.n * sizeof(uint32_t));
	x->nneeds = v.n;
	free(v.v);
}

/* That nobody needs it is a reason, too. */
static void say_free(struct advice *a, struct advised *x)
{
	if (x->verdict != ADVICE_DEFER || x->node == DEP_NONE)
		return;
	if (x->ndependents)
		advice_add(a, x, ADVICE_DEFER, "dependents-wait", NULL,
			   "all that need it wait as well");
	else
		advice_add(a, x, ADVICE_DEFER, "no-dependents", a->deps->from,
			   "nothing that runs needs it");
}

void advice_closure(struct advice *a)
{
	struct walk w = { .a = a };
	bool changed = true;

	w.seen = xcalloc(a->deps->nnodes + 1, sizeof(w.seen[0]));
	w.core_user = xcalloc(a->n + 1, sizeof(w.core_user[0]));
	for (size_t i = 0; i < a->n; i++)
		judge_place(a, &a->v[i]);
	while (changed) {
		changed = false;
		/* Backwards: who needs something mostly runs after it. */
		for (size_t i = a->n; i-- > 0;) {
			if (a->v[i].node != DEP_NONE && a->v[i].verdict != ADVICE_KEEP)
				changed |= judge(&w, &a->v[i]);
		}
	}
	for (size_t i = 0; i < a->n; i++)
		list_neighbours(&w, &a->v[i]);
	for (size_t i = 0; i < a->n; i++)
		say_free(a, &a->v[i]);
	free(w.users.v);
	free(w.seen);
	free(w.core_user);
}
