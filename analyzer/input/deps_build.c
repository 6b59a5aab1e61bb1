// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts become edges: sorted, those of one kind between two nodes as one, both ways round. */
#include <stdlib.h>

#include "input/deps_priv.h"

/* Notes are for people; a tree that is broken throughout says so a few times. */
#define MAX_NOTES 20

static struct str base_of(struct str path)
{
	const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;

	return slash ? str_from(path, (size_t)(slash + 1 - path.p)) : path;
}

char *module_name_of(struct arena *a, struct str path)
{
	char *s = arena_strdup(a, base_of(path));

	for (char *p = s; *p; p++) {
		if (*p == '-')
			*p = '_';
	}
	return s;
}

uint32_t deps_node(struct deps_work *w, struct str path)
{
	uint32_t id = strtab_intern(&w->paths, path);

	if (id == w->node.n)
		*VEC_PUSH(&w->node) = (struct dep_node){
			.path = strtab_get(&w->paths, id),
			.name = module_name_of(&w->d->arena, path),
		};
	return id;
}

void deps_fact(struct deps_work *w, uint32_t from, uint32_t to, enum dep_kind kind,
	       enum dep_sure sure, enum dep_source source, const char *what)
{
	if (from == to || from == DEP_NONE || to == DEP_NONE)
		return;
	*VEC_PUSH(&w->fact) = (struct dep_fact){
		from, to, (uint8_t)kind, (uint8_t)sure, (uint8_t)source, what,
	};
}

void deps_call(struct deps_work *w, uint32_t node, uint32_t call, const char *file)
{
	*VEC_PUSH(&w->call) = (struct dep_call){ call, node, file };
}

void deps_note(struct deps_work *w, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	if (w->note.n >= MAX_NOTES)
		return;
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	*VEC_PUSH(&w->note) = arena_strdup(&w->d->arena, (struct str){ b.p, b.n });
	buf_release(&b);
}

uint32_t deps_module(const struct deps_work *w, struct str name)
{
	uint32_t found = DEP_NONE;
	bool tristate = false;

	/* Of several, as `core`, the one that can be a module is meant. */
	for (uint32_t i = 0; i < w->node.n; i++) {
		const struct dep_node *n = &w->node.v[i];

		if (n->name[0] != (name.n && name.p[0] == '-' ? '_' : name.n ? name.p[0] : '\0') ||
		    !str_same_module(str_of(n->name), name))
			continue;
		if (found != DEP_NONE && n->tristate == tristate)
			return DEP_NONE;
		if (found == DEP_NONE || n->tristate) {
			found = i;
			tristate = n->tristate;
		}
	}
	return found;
}

/* --- Edges ---------------------------------------------------------------------------------- */

static int by_fact(const void *pa, const void *pb)
{
	const struct dep_fact *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	/* Names that macros make say little: they come last. */
	if ((a->what[0] == '_') != (b->what[0] == '_'))
		return a->what[0] == '_' ? 1 : -1;
	return strcmp(a->what, b->what);
}

static bool same_edge(const struct dep_fact *a, const struct dep_fact *b)
{
	return a->from == b->from && a->to == b->to && a->kind == b->kind;
}

static void make_edges(struct deps_work *w)
{
	struct deps *d = w->d;
	const char **what = arena_alloc(&d->arena, (w->fact.n + 1) * sizeof(*what));
	const struct dep_fact *last = NULL;

	if (w->fact.n)
		qsort(w->fact.v, w->fact.n, sizeof(*w->fact.v), by_fact);
	d->v = arena_alloc(&d->arena, (w->fact.n + 1) * sizeof(*d->v));
	for (size_t i = 0; i < w->fact.n; i++) {
		const struct dep_fact *f = &w->fact.v[i];
		struct dep *e;

		if (!last || !same_edge(last, f)) {
			d->v[d->n++] = (struct dep){
				.from = f->from, .to = f->to, .kind = (enum dep_kind)f->kind,
				.sure = (enum dep_sure)f->sure,
				.source = (enum dep_source)f->source, .evidence = what,
			};
		} else if (strcmp(last->what, f->what) == 0) {
			continue;
		}
		e = &d->v[d->n - 1];
		if (f->sure > e->sure) {
			e->sure = (enum dep_sure)f->sure;
			e->source = (enum dep_source)f->source;
		}
		*what++ = f->what;
		e->nevidence++;
		last = f;
	}
}

/* Each node gets its part of v and of by_to. */
static void index_edges(struct deps *d)
{
	uint32_t at = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct dep_node *from = &d->node[d->v[i].from];

		if (!from->nneeds++)
			from->needs = (uint32_t)i;
		d->node[d->v[i].to].nusers++;
	}
	for (size_t i = 0; i < d->nnodes; i++) {
		d->node[i].users = at;
		at += d->node[i].nusers;
		d->node[i].nusers = 0;
	}
	d->by_to = arena_alloc(&d->arena, (d->n + 1) * sizeof(*d->by_to));
	for (size_t i = 0; i < d->n; i++) {
		struct dep_node *to = &d->node[d->v[i].to];

		d->by_to[to->users + to->nusers++] = (uint32_t)i;
	}
}

/* --- Initcalls ------------------------------------------------------------------------------ */

static void give_calls(struct deps_work *w)
{
	struct deps *d = w->d;
	uint32_t *all, at = 0;

	d->ncalls = w->img ? w->img->n : 0;
	all = arena_alloc(&d->arena, (d->ncalls + 1) * sizeof(*all));
	d->of_call = arena_alloc(&d->arena, (d->ncalls + 1) * sizeof(*d->of_call));
	d->file_of = arena_alloc(&d->arena, (d->ncalls + 1) * sizeof(*d->file_of));
	for (size_t i = 0; i < d->ncalls; i++) {
		d->of_call[i] = DEP_NONE;
		d->file_of[i] = NULL;
	}
	/* (the later one counts) */
	for (size_t i = 0; i < w->call.n; i++) {
		const struct dep_call *c = &w->call.v[i];

		if (c->call < d->ncalls) {
			d->of_call[c->call] = c->node;
			d->file_of[c->call] = c->file;
		}
	}
	for (size_t i = 0; i < d->ncalls; i++) {
		if (d->of_call[i] != DEP_NONE)
			d->node[d->of_call[i]].ncalls++;
	}
	for (size_t i = 0; i < d->nnodes; i++) {
		d->node[i].calls = all + at;
		at += (uint32_t)d->node[i].ncalls;
		d->node[i].ncalls = 0;
	}
	for (uint32_t i = 0; i < d->ncalls; i++) {
		struct dep_node *n;

		if (d->of_call[i] == DEP_NONE)
			continue;
		n = &d->node[d->of_call[i]];
		all[n->calls - all + (ptrdiff_t)n->ncalls++] = i;
		if (n->ncalls != 1)
			continue;
		if (w->img->v[i].file)
			n->file = arena_strdup(&d->arena, str_of(w->img->v[i].file));
		else if (d->file_of[i])
			n->file = d->file_of[i];
	}
}

void deps_finish(struct deps_work *w)
{
	struct deps *d = w->d;

	d->nnodes = w->node.n;
	d->node = arena_copy(&d->arena, w->node.v, w->node.n * sizeof(*d->node));
	give_calls(w);
	make_edges(w);
	index_edges(d);
	d->notes = arena_copy(&d->arena, w->note.v, w->note.n * sizeof(*d->notes));
	d->nnotes = w->note.n;
}

void deps_work_release(struct deps_work *w)
{
	strtab_release(&w->paths);
	free(w->node.v);
	free(w->fact.v);
	free(w->call.v);
	free(w->note.v);
	free(w->ask.v);
	free(w->match.v);
}
