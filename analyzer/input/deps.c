// SPDX-License-Identifier: GPL-2.0-or-later
/* The graph from the best of its sources; and a node by what people call it. */
#include "input/deps.h"

#include <stdlib.h>
#include <unistd.h>

#include "input/deps_priv.h"
#include "input/dtb.h"
#include "input/modinfo.h"

/* DIR/NAME of the build when there is such a file. The caller frees it. */
static char *of_build(const struct deps_opts *o, const char *name)
{
	struct buf b = { 0 };

	if (!o->build)
		return NULL;
	buf_printf(&b, "%s/%s", o->build, name);
	if (access(b.p, R_OK) == 0)
		return b.p;
	buf_release(&b);
	return NULL;
}

/* What was asked for must be there; what lies in the build tree may be broken. */
static int read_modinfo(struct deps_work *w, struct modinfo *m, const struct deps_opts *o,
			struct err *e)
{
	static const char *const names[] = { "modules.builtin.modinfo", "modules.builtin" };
	struct err why;

	if (o->modinfo) {
		if (modinfo_read(m, o->modinfo, e) != 0)
			return -1;
		w->info = m;
		return 0;
	}
	for (size_t i = 0; i < 2 && !w->info; i++) {
		char *file = of_build(o, names[i]);

		if (file && modinfo_read(m, file, &why) == 0)
			w->info = m;
		else if (file)
			deps_note(w, "%s", why.msg);
		free(file);
	}
	return 0;
}

/* Drivers mostly are called as their modules; others are not found. */
static void take_hints(struct deps_work *w, const struct deps_opts *o)
{
	for (size_t i = 0; i < o->nhints; i++) {
		const struct dep_hint *h = &o->hints[i];

		deps_fact(w, deps_module(w, str_of(h->from)), deps_module(w, str_of(h->to)), DEP_LOG,
			  DEP_LIKELY, DEPS_LOG, arena_strdup(&w->d->arena, str_of(h->what)));
	}
}

static int read_all(struct deps_work *w, const struct deps_opts *o, struct err *e)
{
	struct dtb tree;
	int ret;

	w->matches = o->dtb;
	if (o->dtb && dtb_read(&tree, o->dtb, e) != 0)
		return -1;
	ret = o->build ? deps_objects(w, o->build, e) : deps_units(w, e);
	if (ret == 0) {
		deps_modinfo(w);
		if (o->dtb)
			deps_tree(w, &tree);
		take_hints(w, o);
	}
	if (o->dtb)
		dtb_release(&tree);
	return ret;
}

int deps_read(struct deps *d, const struct image *img, const struct deps_opts *o, struct err *e)
{
	struct deps_work w = { .d = d, .img = img };
	struct modinfo info = { .text = { 0 } };
	int ret;

	*d = (struct deps){ .source = DEPS_NOTHING };
	strtab_init(&w.paths, &d->arena);
	ret = read_modinfo(&w, &info, o, e);
	if (ret == 0)
		ret = read_all(&w, o, e);
	if (ret == 0)
		deps_finish(&w);
	modinfo_release(&info);
	deps_work_release(&w);
	if (ret != 0)
		deps_release(d);
	return ret;
}

void deps_release(struct deps *d)
{
	arena_release(&d->arena);
	*d = (struct deps){ .source = DEPS_NOTHING };
}

/* --- By name -------------------------------------------------------------------------------- */

static bool is_meant(const struct deps *d, const struct image *img, uint32_t node, struct str what)
{
	const struct dep_node *n = &d->node[node];

	if (str_eq(str_of(n->path), what) || str_same_module(str_of(n->name), what))
		return true;
	if (n->file && str_eq(str_of(n->file), what))
		return true;
	for (size_t i = 0; img && i < n->ncalls; i++) {
		const struct initcall *c = &img->v[n->calls[i]];

		if (str_eq(str_of(c->name), what) || (c->file && str_eq(str_of(c->file), what)))
			return true;
	}
	return false;
}

uint32_t deps_find(const struct deps *d, const struct image *img, const char *what, size_t *n)
{
	uint32_t found = DEP_NONE;
	struct str s = str_of(what);

	*n = 0;
	for (uint32_t i = 0; i < d->nnodes; i++) {
		if (str_eq(str_of(d->node[i].path), s)) {
			*n = 1;
			return i;
		}
	}
	for (uint32_t i = 0; i < d->nnodes; i++) {
		if (!is_meant(d, img, i, s))
			continue;
		/* Of several, what could be a module comes first, then what has initcalls. */
		if (!(*n)++ || (d->node[i].tristate && !d->node[found].tristate) ||
		    (d->node[i].tristate == d->node[found].tristate && d->node[i].ncalls &&
		     !d->node[found].ncalls))
			found = i;
	}
	return found;
}
