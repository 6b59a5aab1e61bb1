// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Needs by the objects of a build: what one lacks, another defines. This is what
 * the linker saw, so it is exact; weak definitions give way as they do there.
 */
#include <stdlib.h>

#include "input/deps_priv.h"
#include "input/objtree.h"

#define NOBODY UINT32_MAX

struct def {
	uint32_t name;
	bool weak, object;
};

/* Of an object: its part of the lists below. */
struct part {
	uint32_t def, ndef, ref, nref;
	uint32_t node;
	uint64_t init_bytes;
	bool linked;
};

struct named {
	uint32_t strong, weak; /* objects that define it */
	bool exported, object;
};

struct entry {
	uint32_t name, object;
};

struct link {
	struct deps_work *w;
	struct objtree tree;
	struct strtab names;
	struct part *part; /* by object */
	VEC(struct named) named;
	VEC(struct def) defs;
	VEC(uint32_t) refs; /* names */
	VEC(struct entry) entries;
	uint32_t at;    /* the object that is read */
	uint32_t asks;  /* kinds of names that it asks for */
};

static uint32_t name_id(struct link *l, struct str s)
{
	uint32_t id = strtab_intern(&l->names, s);

	if (id == l->named.n)
		*VEC_PUSH(&l->named) = (struct named){ .strong = NOBODY, .weak = NOBODY };
	return id;
}

/* EXPORT_SYMBOL() leaves these beside the symbol: since 6.4 the first, before the second. */
static bool take_export(struct link *l, struct str name)
{
	struct str mark = STR("__export_symbol_"), old = STR("__ksymtab_");
	uint32_t id;

	if (str_starts(name, mark))
		name = str_from(name, mark.n);
	else if (str_starts(name, old))
		name = str_from(name, old.n);
	else
		return false;
	id = name_id(l, name);
	l->named.v[id].exported = true;
	return true;
}

static void take_symbol(void *own, const struct objsym *s)
{
	struct link *l = own;
	struct str name;

	if (s->undefined) {
		*VEC_PUSH(&l->refs) = name_id(l, str_of(s->name));
		l->asks |= 1u << deps_asks(s->name);
		return;
	}
	if (s->local && s->name[0] != '_')
		return;
	name = str_of(s->name);
	if (s->name[0] == '_' && s->name[1] == '_') {
		if (take_export(l, name))
			return;
		if (symbol_is_entry(name))
			*VEC_PUSH(&l->entries) = (struct entry){ name_id(l, name), l->at };
	}
	if (!s->local)
		*VEC_PUSH(&l->defs) = (struct def){ name_id(l, name), s->weak, s->object };
}

static void read_objects(struct link *l)
{
	size_t broken = 0;

	l->part = xcalloc(l->tree.v.n + 1, sizeof(*l->part));
	for (l->at = 0; l->at < l->tree.v.n; l->at++) {
		struct part *p = &l->part[l->at];
		struct objfile f;
		struct err e;

		p->def = (uint32_t)l->defs.n;
		p->ref = (uint32_t)l->refs.n;
		if (objfile_open(&f, l->tree.dir, l->tree.v.v[l->at].name, &e) == 0) {
			l->asks = 0;
			objfile_symbols(&f, take_symbol, l);
			l->asks &= ~(1u << DEP_SYMBOL);
			if (l->asks)
				deps_strings(l->w, &f, l->asks, l->at);
			if (l->w->matches)
				deps_match_tables(l->w, &f, l->at);
			p->init_bytes = objfile_init_bytes(&f);
			objfile_close(&f);
		} else if (++broken <= 3) {
			deps_note(l->w, "%s", e.msg);
		}
		p->ndef = (uint32_t)l->defs.n - p->def;
		p->nref = (uint32_t)l->refs.n - p->ref;
	}
	if (broken > 3)
		deps_note(l->w, "%s: %zu more objects cannot be read", l->tree.dir, broken - 3);
	l->w->d->objects = l->tree.v.n - broken;
}

/* --- As the linker does --------------------------------------------------------------------- */

static void link_object(struct link *l, uint32_t object)
{
	struct part *p = &l->part[object];

	p->linked = true;
	for (uint32_t i = 0; i < p->ndef; i++) {
		const struct def *def = &l->defs.v[p->def + i];
		struct named *n = &l->named.v[def->name];
		uint32_t *whose = def->weak ? &n->weak : &n->strong;

		if (*whose != NOBODY)
			continue;
		*whose = object;
		n->object = def->object;
	}
}

/* Whether a member of a library has what a linked object lacks. */
static bool is_missed(const struct link *l, const bool *wanted, uint32_t object)
{
	const struct part *p = &l->part[object];

	for (uint32_t i = 0; i < p->ndef; i++) {
		const struct named *n = &l->named.v[l->defs.v[p->def + i].name];

		if (wanted[l->defs.v[p->def + i].name] && n->strong == NOBODY && n->weak == NOBODY)
			return true;
	}
	return false;
}

static void want(const struct link *l, bool *wanted, uint32_t object)
{
	const struct part *p = &l->part[object];

	for (uint32_t i = 0; i < p->nref; i++)
		wanted[l->refs.v[p->ref + i]] = true;
}

static void link_all(struct link *l)
{
	bool *wanted = xcalloc(l->named.n + 1, sizeof(*wanted)), more;

	for (uint32_t i = 0; i < l->tree.v.n; i++) {
		if (!l->tree.v.v[i].lib) {
			link_object(l, i);
			want(l, wanted, i);
		}
	}
	do {
		more = false;
		for (uint32_t i = 0; i < l->tree.v.n; i++) {
			if (l->part[i].linked || !is_missed(l, wanted, i))
				continue;
			link_object(l, i);
			want(l, wanted, i);
			more = true;
		}
	} while (more);
	free(wanted);
}

/* --- The graph ------------------------------------------------------------------------------ */

static void make_nodes(struct link *l)
{
	for (uint32_t i = 0; i < l->tree.v.n; i++) {
		const struct object *o = &l->tree.v.v[i];
		struct part *p = &l->part[i];
		struct dep_node *n;

		p->node = DEP_NONE;
		if (!p->linked)
			continue;
		p->node = deps_node(l->w, str_of(o->module));
		n = &l->w->node.v[p->node];
		if (!n->file)
			n->file = arena_strdup(&l->w->d->arena, str_of(o->source));
		n->init_bytes += p->init_bytes;
		n->objects++;
	}
}

/* Names and match tables so far have the object that they are in. */
static void move_names(struct link *l)
{
	struct deps_work *w = l->w;

	for (size_t i = 0; i < w->ask.n; i++)
		w->ask.v[i].node = l->part[w->ask.v[i].node].node;
	for (size_t i = 0; i < w->match.n; i++)
		w->match.v[i].node = l->part[w->match.v[i].node].node;
}

static void make_facts(struct link *l)
{
	struct deps *d = l->w->d;
	bool *lost = xcalloc(l->named.n + 1, sizeof(*lost));

	for (uint32_t i = 0; i < l->tree.v.n; i++) {
		const struct part *p = &l->part[i];

		for (uint32_t k = 0; p->linked && k < p->nref; k++) {
			uint32_t id = l->refs.v[p->ref + k];
			const struct named *n = &l->named.v[id];
			const char *name = strtab_get(&l->names, id);
			uint32_t to = n->strong != NOBODY ? n->strong : n->weak;

			if (to == NOBODY) {
				d->unresolved += !lost[id];
				lost[id] = true;
				continue;
			}
			d->refs++;
			deps_fact(l->w, p->node, l->part[to].node,
				  dep_symbol_kind(name, n->exported, n->object), DEP_EXACT,
				  DEPS_OBJECTS, name);
		}
	}
	free(lost);
}

/* The symbol of an initcall's entry is the same in its object and in the kernel. */
static int give_calls(struct link *l, struct err *e)
{
	const struct image *img = l->w->img;
	uint32_t *next = xmalloc((l->entries.n + 1) * sizeof(*next)), *head;
	size_t named = 0, found = 0;

	for (size_t i = 0; img && i < img->n; i++) {
		if (img->v[i].entry)
			name_id(l, str_of(img->v[i].entry));
	}
	head = xcalloc(l->named.n + 1, sizeof(*head));
	/* Of equal names the first one in link order runs first. */
	for (size_t i = l->entries.n; i; i--) {
		const struct entry *x = &l->entries.v[i - 1];

		if (!l->part[x->object].linked)
			continue;
		next[i - 1] = head[x->name];
		head[x->name] = (uint32_t)i;
	}
	for (size_t i = 0; img && i < img->n; i++) {
		uint32_t id, at, object;

		if (!img->v[i].entry)
			continue;
		named++;
		id = name_id(l, str_of(img->v[i].entry));
		at = head[id];
		if (!at)
			continue;
		found++;
		head[id] = next[at - 1];
		object = l->entries.v[at - 1].object;
		deps_call(l->w, l->part[object].node, (uint32_t)i,
			  arena_strdup(&l->w->d->arena, str_of(l->tree.v.v[object].source)));
	}
	free(next);
	free(head);
	if (named && !found)
		return err_set(e, l->tree.dir, 0, "none of the initcalls of %s is in the objects "
			       "of this build; give the vmlinux of this folder", img->file);
	if (found < named)
		deps_note(l->w, "%s: %zu of %zu initcalls of %s are in none of its objects: it may "
			  "be another build", l->tree.dir, named - found, named, img->file);
	return 0;
}

int deps_objects(struct deps_work *w, const char *dir, struct err *e)
{
	struct link l = { .w = w };
	struct buf b = { 0 };
	int ret;

	if (objtree_read(&l.tree, dir, e) != 0)
		return -1;
	strtab_init(&l.names, &w->d->arena);
	read_objects(&l);
	if (w->d->objects) {
		link_all(&l);
		make_nodes(&l);
		move_names(&l);
		make_facts(&l);
		ret = give_calls(&l, e);
	} else {
		ret = err_set(e, NULL, 0, "%s", w->note.n ? w->note.v[0] : dir);
	}
	w->d->source = DEPS_OBJECTS;
	buf_printf(&b, "undefined symbols of the %zu objects of %s/%s", w->d->objects,
		   l.tree.dir, l.tree.from);
	w->d->from = arena_strdup(&w->d->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	strtab_release(&l.names);
	objtree_release(&l.tree);
	free(l.part);
	free(l.named.v);
	free(l.defs.v);
	free(l.refs.v);
	free(l.entries.v);
	return ret;
}
