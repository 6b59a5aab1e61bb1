// SPDX-License-Identifier: GPL-2.0-or-later
/* What modules.builtin.modinfo adds: which code could be a module, softdeps, names. */
#include <stdlib.h>

#include "input/deps_priv.h"
#include "input/modinfo.h"

struct name_of {
	uint32_t node;
	uint32_t next; /* + 1 */
};

/* Nodes by the names that modules can be asked for by. */
struct names {
	struct deps_work *w;
	struct strtab tab, modules;
	VEC(uint32_t) first;     /* by alias: the name_of + 1 */
	VEC(struct name_of) v;
	VEC(uint32_t) node_of;   /* by name of a module */
};

/* The node of this module of the file: by its path, which file= says, else by its name. */
static uint32_t node_of(struct names *m, struct str module)
{
	uint32_t id = strtab_intern(&m->modules, module);

	if (id == m->node_of.n)
		*VEC_PUSH(&m->node_of) = deps_module(m->w, module);
	return m->node_of.v[id];
}

/* "8250.file=drivers/tty/serial/8250/8250" */
static void take_files(struct names *m)
{
	struct deps_work *w = m->w;
	struct arena arena = { 0 };
	struct strtab paths;

	/* (a table of its own: w->paths has nodes only) */
	strtab_init(&paths, &arena);
	for (size_t i = 0; i < w->node.n; i++)
		strtab_intern(&paths, str_of(w->node.v[i].path));
	for (size_t i = 0; i < w->info->v.n; i++) {
		const struct modinfo_entry *x = &w->info->v.v[i];
		uint32_t path, id;

		if (!str_eq(x->key, STR("file")))
			continue;
		w->d->has_tristate = true;
		path = strtab_intern(&paths, x->value);
		if (path >= w->node.n)
			continue;
		w->node.v[path].tristate = true;
		id = strtab_intern(&m->modules, x->module);
		while (m->node_of.n <= id)
			*VEC_PUSH(&m->node_of) = DEP_NONE;
		m->node_of.v[id] = path;
	}
	strtab_release(&paths);
	arena_release(&arena);
}

static void add_alias(struct names *m, struct str alias, uint32_t node)
{
	uint32_t id = strtab_intern(&m->tab, alias);

	while (m->first.n <= id)
		*VEC_PUSH(&m->first) = 0;
	*VEC_PUSH(&m->v) = (struct name_of){ node, m->first.v[id] };
	m->first.v[id] = (uint32_t)m->v.n;
}

static void take_aliases(struct names *m)
{
	for (size_t i = 0; i < m->w->info->v.n; i++) {
		const struct modinfo_entry *x = &m->w->info->v.v[i];
		uint32_t node = str_eq(x->key, STR("alias")) ? node_of(m, x->module) : DEP_NONE;

		if (node == DEP_NONE)
			continue;
		add_alias(m, x->value, node);
		if (m->w->matches && str_starts(x->value, STR("of:"))) {
			size_t c = str_chr(x->value, 'C', 0);
			struct str s = str_from(x->value, c + 1);

			/* "of:N*T*Cvendor,device", and the same with "C*" after it */
			s = str_head(s, str_chr(s, 'C', 0));
			if (s.n)
				*VEC_PUSH(&m->w->match) = (struct dep_match){
					node, arena_strdup(&m->w->d->arena, s),
				};
		}
	}
}

/* A need for each node that goes by this name. */
static void need_name(struct names *m, uint32_t from, struct str name, enum dep_kind kind,
		      enum dep_sure sure, const char *what)
{
	uint32_t id = strtab_intern(&m->tab, name);

	for (uint32_t i = id < m->first.n ? m->first.v[id] : 0; i; i = m->v.v[i - 1].next)
		deps_fact(m->w, from, m->v.v[i - 1].node, kind, sure, DEPS_MODINFO, what);
}

static void take_softdeps(struct names *m)
{
	for (size_t i = 0; i < m->w->info->v.n; i++) {
		const struct modinfo_entry *x = &m->w->info->v.v[i];
		uint32_t from, to;
		bool post = false;
		size_t at = 0;
		struct str s;

		if (!str_eq(x->key, STR("softdep")))
			continue;
		from = node_of(m, x->module);
		while ((s = modinfo_softdep(x->value, &at, &post)).n) {
			const char *what = arena_strdup(&m->w->d->arena, x->value);
			/* What is loaded afterwards is wanted, but need not be there first. */
			enum dep_sure sure = post ? DEP_MAYBE : DEP_LIKELY;

			to = node_of(m, s);
			if (to != DEP_NONE)
				deps_fact(m->w, from, to, DEP_SOFTDEP, sure, DEPS_MODINFO, what);
			else
				need_name(m, from, s, DEP_SOFTDEP, sure, what);
		}
	}
}

/* crypto_alloc_shash("crc32c") asks for the alias "crypto-crc32c". */
static void take_asks(struct names *m)
{
	for (size_t i = 0; i < m->w->ask.n; i++) {
		const struct dep_ask *a = &m->w->ask.v[i];
		struct buf b = { 0 };

		if (a->kind == DEP_CRYPTO)
			buf_puts(&b, "crypto-");
		buf_puts(&b, a->name);
		need_name(m, a->node, (struct str){ b.p, b.n }, (enum dep_kind)a->kind, DEP_LIKELY,
			  a->name);
		buf_release(&b);
	}
}

void deps_modinfo(struct deps_work *w)
{
	struct names m = { .w = w };
	struct arena arena = { 0 };

	if (!w->info)
		return;
	strtab_init(&m.tab, &arena);
	strtab_init(&m.modules, &arena);
	take_files(&m);
	take_aliases(&m);
	take_softdeps(&m);
	take_asks(&m);
	strtab_release(&m.tab);
	strtab_release(&m.modules);
	free(m.first.v);
	free(m.v.v);
	free(m.node_of.v);
	arena_release(&arena);
}
