// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Needs by the debug information of the kernel alone: the declarations of a unit
 * are what its object lacks. Which units make up one module it does not say; those
 * with initcalls have the module's name in these, the others are nodes of their own.
 */
#include <stdlib.h>

#include "input/deps_priv.h"
#include "input/modinfo.h"

/* Paths of modules by their names, with '_' for '-'. */
struct files {
	struct arena arena;
	struct strtab names, paths;
	VEC(struct str) path;
};

static void read_files(struct files *f, const struct modinfo *info)
{
	strtab_init(&f->names, &f->arena);
	strtab_init(&f->paths, &f->arena);
	for (size_t i = 0; info && i < info->v.n; i++) {
		const struct modinfo_entry *x = &info->v.v[i];
		uint32_t id;

		if (!str_eq(x->key, STR("file")))
			continue;
		strtab_intern(&f->paths, x->value);
		id = strtab_intern(&f->names, str_of(module_name_of(&f->arena, x->value)));
		if (id == f->path.n)
			*VEC_PUSH(&f->path) = x->value;
	}
}

static struct str folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (struct str){ path, slash ? (size_t)(slash + 1 - path) : 0 };
}

/* "fs/ext4/super.c" -> "fs/ext4/super" */
static struct str stem(const char *path)
{
	struct str s = str_of(path);
	size_t n = folder(path).n, dot = s.n;

	while (dot > n && s.p[dot - 1] != '.')
		dot--;
	return dot > n + 1 ? str_head(s, dot - 1) : s;
}

/*
 * The node of a unit with an initcall. KBUILD_MODNAME has '_' for each '-'; how the
 * module is written, and where it is, the list of modules knows.
 */
static uint32_t module_node(struct deps_work *w, struct files *f, const char *unit,
			    const char *module)
{
	struct str own = stem(unit), dir = folder(unit), path = STR_NONE;
	uint32_t id = strtab_intern(&f->names, str_of(module)), node;
	struct buf b = { 0 };

	if (id < f->path.n)
		path = f->path.v[id];
	else
		while (f->path.n <= id)
			*VEC_PUSH(&f->path) = STR_NONE;
	if (path.n && str_starts(dir, str_head(path, path.n - strlen(module))))
		return deps_node(w, path);
	if (str_same_module(str_from(own, dir.n), str_of(module)))
		return deps_node(w, own);
	buf_add(&b, dir.p, dir.n);
	buf_puts(&b, module);
	node = deps_node(w, (struct str){ b.p, b.n });
	buf_release(&b);
	return node;
}

/* Nodes that could be modules. */
static void mark_modules(struct deps_work *w, struct files *f)
{
	uint32_t n = f->paths.n;

	for (size_t i = 0; i < w->node.n; i++)
		w->node.v[i].tristate = strtab_intern(&f->paths, str_of(w->node.v[i].path)) < n;
}

/* A node for each unit, but those with initcalls have that of their module. */
static void first_nodes(struct deps_work *w, struct files *f, uint32_t *node)
{
	const struct image *img = w->img;

	for (size_t i = 0; i < img->nunits; i++)
		node[i] = DEP_NONE;
	for (size_t i = 0; i < img->n; i++) {
		uint32_t unit = img->unit_of[i];

		if (unit >= img->nunits)
			continue;
		if (node[unit] == DEP_NONE)
			node[unit] = img->v[i].module ?
				module_node(w, f, img->units[unit].path, img->v[i].module) :
				deps_node(w, stem(img->units[unit].path));
		deps_call(w, node[unit], (uint32_t)i, NULL);
	}
	for (size_t i = 0; i < img->nunits; i++) {
		if (node[i] == DEP_NONE)
			node[i] = deps_node(w, stem(img->units[i].path));
	}
}

/* Node by unit; the caller frees it. */
static uint32_t *make_nodes(struct deps_work *w)
{
	const struct image *img = w->img;
	uint32_t *node = xmalloc((img->nunits + 1) * sizeof(*node));
	/* Which units are one node shows only later: these nodes are for that. */
	struct deps_work first = { .d = w->d, .img = img };
	struct files f = { .path = { 0 } };

	strtab_init(&first.paths, &w->d->arena);
	read_files(&f, w->info);
	first_nodes(&first, &f, node);
	mark_modules(&first, &f);
	deps_fold(&first, node);
	for (size_t i = 0; i < img->nunits; i++) {
		struct dep_node *n;

		node[i] = deps_node(w, str_of(first.node.v[node[i]].path));
		n = &w->node.v[node[i]];
		if (!n->file)
			n->file = arena_strdup(&w->d->arena, str_of(img->units[i].path));
		n->init_bytes += img->units[i].init_bytes;
		n->objects++;
	}
	for (size_t i = 0; i < first.call.n; i++) {
		uint32_t call = first.call.v[i].call;

		deps_call(w, node[img->unit_of[call]], call, NULL);
	}
	deps_work_release(&first);
	strtab_release(&f.names);
	strtab_release(&f.paths);
	free(f.path.v);
	arena_release(&f.arena);
	return node;
}

int deps_units(struct deps_work *w, struct err *e)
{
	const struct image *img = w->img;
	struct deps *d = w->d;
	struct buf b = { 0 };
	uint32_t *node;

	if (!img || !img->nunits)
		return err_set(e, img ? img->file : NULL, 0, "no dependencies: %s; give a vmlinux "
			       "with debug information (CONFIG_DEBUG_INFO), or --build with the "
			       "folder that it was built in",
			       img && img->no_deps ? img->no_deps : "the kernel has none");
	d->source = img->refs_by_relocs ? DEPS_RELOCS : DEPS_DWARF;
	d->objects = img->nunits;
	d->refs = img->nrefs;
	node = make_nodes(w);
	for (size_t i = 0; i < img->nrefs; i++) {
		const struct image_ref *r = &img->refs[i];

		deps_fact(w, node[r->from], node[r->to],
			  dep_symbol_kind(r->symbol, r->exported, r->object),
			  img->refs_by_relocs ? DEP_EXACT : DEP_LIKELY, d->source,
			  arena_strdup(&d->arena, str_of(r->symbol)));
	}
	for (size_t i = 0; i < img->nmatches; i++) {
		*VEC_PUSH(&w->match) = (struct dep_match){
			node[img->matches[i].unit],
			arena_strdup(&d->arena, str_of(img->matches[i].compatible)),
		};
	}
	free(node);
	buf_printf(&b, "%s of the %zu units in the debug information of %s",
		   img->refs_by_relocs ? "relocations" : "declarations", img->nunits, img->file);
	d->from = arena_strdup(&d->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	return 0;
}
