// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Modules and what they need of one another. A module is what holds initcalls:
 * the units of one KBUILD_MODNAME in one folder. It needs the module that
 * defines a symbol which it lacks; all else is core.
 */
#include "input/image_deps.h"

#include <stdlib.h>

#include "base/buf.h"

/* --- Symbols -------------------------------------------------------------------------------- */

static int by_lo(const void *pa, const void *pb)
{
	const struct unit_span *a = pa, *b = pb;

	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return a->unit < b->unit ? -1 : a->unit > b->unit;
}

static int by_init(const void *pa, const void *pb)
{
	const struct unit_init *a = pa, *b = pb;

	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return a->unit < b->unit ? -1 : a->unit > b->unit;
}

/* The size of what is thrown away is that of its symbol. */
static void size_init(struct units *u, const struct isym *s, uint64_t value)
{
	size_t lo = 0, hi = u->inits.n;
	struct unit_init *in;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (u->inits.v[mid].addr < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == u->inits.n)
		return;
	in = &u->inits.v[lo];
	if (in->addr - value >= s->size || (in->exact && in->size >= s->size))
		return;
	in->size = s->size;
	in->exact = true;
}

/* EXPORT_SYMBOL() leaves __ksymtab_NAME. */
static void see_export(struct unit_deps *d, const char *name)
{
	struct str s = str_of(name), mark = STR("__ksymtab_");
	uint32_t id;

	if (!d->u.all || !str_starts(s, mark))
		return;
	id = strtab_intern(&d->u.names, str_from(s, mark.n));
	if (id < d->nnames)
		d->value[id].exported = true;
}

static void see_symbol(struct image_reader *r, void *own, const struct isym *s)
{
	uint64_t value = s->kind == ISYM_FUNC ? s->value & r->code_mask : s->value;
	uint64_t end = value + (s->size ? s->size : 1);
	struct unit_deps *d = own;
	struct units *u = &d->u;
	uint32_t id;

	if ((s->kind == ISYM_FUNC && value >= u->code_lo && value < u->code_hi &&
	     s->size <= u->code_hi - value) ||
	    (s->kind == ISYM_OBJECT && value >= u->data_lo && value < u->data_hi &&
	     s->size <= u->data_hi - value))
		size_init(u, s, value);
	if (s->name[0] == '_' && s->name[1] == '_' && s->name[2] == 'k')
		see_export(d, s->name);
	if (!s->global || end < value)
		return;
	id = strtab_intern(&u->names, str_of(s->name));
	if (id < d->nnames)
		d->value[id] = (struct unit_value){
			value, end, d->value[id].exported,
		};
}

static void read_symbols(struct unit_deps *d)
{
	struct units *u = &d->u;

	if (u->spans.n)
		qsort(u->spans.v, u->spans.n, sizeof(*u->spans.v), by_lo);
	if (u->inits.n)
		qsort(u->inits.v, u->inits.n, sizeof(*u->inits.v), by_init);
	d->nnames = u->names.n;
	d->value = xcalloc((size_t)d->nnames + 1, sizeof(*d->value));
	image_sym_each(u->r, see_symbol, d);
}

/* The unit that this address is in the code of. */
uint32_t unit_at(const struct units *u, uint64_t addr)
{
	size_t lo = 0, hi = u->spans.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (u->spans.v[mid].lo <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr < u->spans.v[lo - 1].hi ? u->spans.v[lo - 1].unit : UNIT_CORE;
}

/*
 * The unit whose definition counts. Of several, as weak ones are, it is that which
 * the symbol leads to; an alias has none, only a symbol.
 */
uint32_t unit_owner(const struct unit_deps *d, uint32_t name)
{
	const struct unit_value *s = &d->value[name];
	uint32_t first = UNIT_NOBODY;

	for (uint32_t i = d->u.def_of.v[name]; i; i = d->u.defs.v[i - 1].next) {
		const struct unit_def *def = &d->u.defs.v[i - 1];

		if (def->addr >= s->lo && def->addr < s->hi)
			return def->unit;
		/* (the list is backwards) */
		first = def->unit;
	}
	return first == UNIT_NOBODY && s->hi ? unit_at(&d->u, s->lo) : first;
}

/* --- Modules -------------------------------------------------------------------------------- */

/* The name that the unit would have as a module. */
static char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *s = xstrdup(slash ? slash + 1 : path), *dot = strrchr(s, '.');

	if (dot && dot > s)
		*dot = '\0';
	for (char *p = s; *p; p++) {
		if (*p == '-')
			*p = '_';
	}
	return s;
}

/* Paths lose what all have in common before the tree begins. */
static void strip_paths(struct units *u)
{
	const char **path = xcalloc(u->v.n + 1, sizeof(*path));
	struct str prefix;
	char *copy;

	for (size_t i = 0; i < u->v.n; i++)
		path[i] = u->v.v[i].path;
	prefix = tree_prefix(path, u->v.n);
	/* (it is a part of one of the paths, which change now) */
	copy = xstrndup(prefix.p ? prefix.p : "", prefix.n);
	prefix.p = copy;
	for (size_t i = 0; i < u->v.n; i++) {
		char *s = u->v.v[i].path;

		if (prefix.n && str_starts(str_of(s), prefix) && s[prefix.n])
			memmove(s, s + prefix.n, strlen(s + prefix.n) + 1);
	}
	free(path);
	free(copy);
}

static struct image_module *module_for(struct unit_deps *d, struct strtab *keys, const char *name,
				       struct unit *unit)
{
	struct arena *arena = &d->u.r->img->arena;
	const char *slash = strrchr(unit->path, '/');
	struct buf key = { 0 };
	uint32_t id;

	buf_puts(&key, name);
	buf_addc(&key, '/');
	buf_add(&key, unit->path, slash ? (size_t)(slash - unit->path) : 0);
	id = strtab_intern(keys, (struct str){ key.p, key.n });
	buf_release(&key);
	/* Keys are numbered as the modules are. */
	if (id == d->n)
		d->v[d->n++] = (struct image_module){
			.name = arena_strdup(arena, str_of(name)),
			.file = arena_strdup(arena, str_of(unit->path)),
		};
	unit->module = id;
	return &d->v[id];
}

/* Puts the indexes of the initcalls into each module, with all in one array. */
static void give_calls(struct unit_deps *d)
{
	struct image *img = d->u.r->img;
	uint32_t *at = arena_alloc(&img->arena, (img->n + 1) * sizeof(*at));

	for (size_t i = 0; i < d->n; i++) {
		d->v[i].calls = at;
		at += d->v[i].ncalls;
		d->v[i].ncalls = 0;
	}
	for (size_t i = 0; i < img->n; i++) {
		uint32_t unit = d->u.unit_of[i];

		if (unit) {
			struct image_module *m = &d->v[d->u.v.v[unit - 1].module];

			m->calls[m->ncalls++] = (uint32_t)i;
		}
	}
}

static void make_modules(struct unit_deps *d)
{
	struct image *img = d->u.r->img;
	struct arena arena = { 0 };
	struct strtab keys;

	strtab_init(&keys, &arena);
	for (size_t i = 0; i < d->u.v.n; i++)
		d->u.v.v[i].module = UNIT_CORE;
	d->v = arena_alloc(&img->arena, (d->u.v.n + 1) * sizeof(*d->v));
	for (size_t i = 0; i < img->n; i++) {
		uint32_t of = d->u.unit_of[i];
		struct unit *unit = of ? &d->u.v.v[of - 1] : NULL;

		if (!unit)
			continue;
		if (unit->module == UNIT_CORE) {
			char *base = base_name(unit->path);
			const char *name = img->v[i].module;

			module_for(d, &keys, name ? name : base, unit);
			free(base);
		}
		d->v[unit->module].ncalls++;
	}
	give_calls(d);
	strtab_release(&keys);
	arena_release(&arena);
}

/* --- What they need ------------------------------------------------------------------------- */

static int by_edge(const void *pa, const void *pb, void *own)
{
	const struct unit_edge *a = pa, *b = pb;
	const struct unit_deps *d = own;
	int c = 0;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to && (a->to == UNIT_CORE || b->to == UNIT_CORE))
		return a->to == UNIT_CORE ? 1 : -1;
	if (a->to != b->to)
		c = strcmp(d->v[a->to].name, d->v[b->to].name);
	if (a->to != b->to && !c)
		c = strcmp(d->v[a->to].file, d->v[b->to].file);
	if (!c && a->to != b->to)
		c = a->to < b->to ? -1 : 1;
	/* Names that are made by macros say little: they come last. */
	if (!c)
		c = (a->symbol[0] == '_') - (b->symbol[0] == '_');
	return c ? c : strcmp(a->symbol, b->symbol);
}

static void find_edges(struct unit_deps *d)
{
	for (size_t i = 0; i < d->u.refs.n; i++) {
		const struct unit_ref *ref = &d->u.refs.v[i];
		uint32_t owner = unit_owner(d, ref->name), from = d->u.v.v[ref->unit].module;
		uint32_t to = owner < UNIT_NOBODY ? d->u.v.v[owner].module : UNIT_CORE;

		if (from != UNIT_CORE && owner != UNIT_NOBODY && to != from)
			*VEC_PUSH(&d->edges) = (struct unit_edge){
				from, to, strtab_get(&d->u.names, ref->name),
			};
	}
	if (d->edges.n)
		qsort_r(d->edges.v, d->edges.n, sizeof(*d->edges.v), by_edge, d);
}

/* The needs of a module are next to each other, those of the core after them. */
static void give_needs(struct unit_deps *d)
{
	struct arena *arena = &d->u.r->img->arena;
	struct module_need *need = arena_alloc(arena, (d->edges.n + 1) * sizeof(*need));
	const struct unit_edge *last = NULL;

	for (size_t i = 0; i < d->edges.n; i++) {
		const struct unit_edge *e = &d->edges.v[i];
		struct image_module *m = &d->v[e->from];
		bool same = last && last->from == e->from && last->to == e->to;

		if (same && strcmp(last->symbol, e->symbol) == 0)
			continue;
		last = e;
		if (e->to == UNIT_CORE) {
			m->core++;
			continue;
		}
		if (!same) {
			if (!m->nneeds)
				m->needs = need;
			m->nneeds++;
			*need++ = (struct module_need){
				.module = e->to, .symbol = arena_strdup(arena, str_of(e->symbol)),
			};
		}
		need[-1].symbols++;
	}
}

static void add_bytes(struct unit_deps *d)
{
	const struct units *u = &d->u;

	for (size_t i = 0; i < u->inits.n; i++) {
		uint32_t module = u->v.v[u->inits.v[i].unit].module;

		if (module != UNIT_CORE)
			d->v[module].init_bytes += u->inits.v[i].size;
	}
}

void image_deps(struct image_reader *r, Dwarf *dw, bool all)
{
	struct unit_deps d = { .n = 0 };

	units_read(&d.u, r, dw, all);
	if (d.u.v.n) {
		strip_paths(&d.u);
		make_modules(&d);
		read_symbols(&d);
		find_edges(&d);
		give_needs(&d);
		add_bytes(&d);
		if (all)
			image_keep(&d);
		r->img->modules = d.v;
		r->img->nmodules = d.n;
	}
	free(d.value);
	free(d.edges.v);
	units_release(&d.u);
}
