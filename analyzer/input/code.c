// SPDX-License-Identifier: GPL-2.0-or-later
/* Opening the code of a kernel: its files, names, who belongs to whom, initcalls. */
#include "input/code.h"

#include <stdlib.h>

#include "base/buf.h"
#include "input/code_priv.h"

#define MAX_NEIGHBOURS 40 /* files; larger modules are few */

/* --- Files ---------------------------------------------------------------------------------- */

static int read_tree(struct code_work *w, const char *dir, struct err *e)
{
	struct code *c = w->c;
	struct strtab modules;
	struct objtree t;
	struct buf b = { 0 };
	int ret = 0;

	if (objtree_read(&t, dir, e) != 0)
		return -1;
	strtab_init(&modules, &c->arena);
	for (size_t i = 0; i < t.v.n; i++) {
		uint32_t id = strtab_intern(&modules, str_of(t.v.v[i].module));
		struct objfile f;
		struct err bad;

		if (id == c->owner.n)
			*VEC_PUSH(&c->owner) = (struct code_owner){
				.name = strtab_get(&modules, id),
			};
		if (objfile_open(&f, t.dir, t.v.v[i].name, &bad) != 0) {
			if (!c->unread++)
				ret = err_set(e, NULL, 0, "%s", bad.msg);
			continue;
		}
		code_elf(w, &f.r, id, NULL);
		objfile_close(&f);
	}
	if (c->unread < t.v.n)
		ret = 0;
	c->modules = true;
	c->exact = !w->unsure;
	c->partial = w->unsure;
	buf_printf(&b, "relocations of the %zu objects of %s/%s", t.v.n - c->unread, t.dir, t.from);
	c->from = arena_strdup(&c->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	strtab_release(&modules);
	objtree_release(&t);
	return ret;
}

static int parse_image(struct code_reader *r, const char *name, struct err *e)
{
	if (image_unpack(&r->bytes, name, e) != 0)
		return -1;
	r->r = (struct image_reader){
		.img = &r->img, .name = name, .p = r->bytes.p, .n = r->bytes.n,
		.code_mask = ~UINT64_C(0),
	};
	if (image_is_map(r->r.p, r->r.n))
		return err_set(e, name, 0, "is a System.map, which has no code; give a vmlinux");
	if (image_elf_open(&r->r, e) != 0 || image_symtab_open(&r->r, e) != 0)
		return -1;
	if (!r->r.syms.n)
		return err_set(e, name, 0, "has no symbols to find its code by; give the vmlinux "
			       "of the build or of the debug package");
	return 0;
}

static int read_image(struct code_work *w, const char *name, const struct image_bytes *bytes,
		      struct err *e)
{
	struct code *c = w->c;
	struct buf b = { 0 };
	size_t n, funcs = 0;
	bool relocs;

	c->r = xcalloc(1, sizeof(*c->r));
	if (bytes)
		c->r->bytes = *bytes;
	else if (image_load(&c->r->bytes, name, e) != 0)
		return -1;
	if (parse_image(c->r, name, e) != 0)
		return -1;
	n = code_elf(w, &c->r->r, CODE_NONE, &c->r->order);
	for (size_t i = 0; i < c->sym.n; i++)
		funcs += c->sym.v[i].func;
	/* A few are left over in kernels that kept none. */
	relocs = c->r->r.rel || n > funcs / 4;
	c->exact = relocs && !w->unsure;
	c->lazy = !relocs && code_can_scan(&c->r->r);
	c->partial = !c->exact && (relocs || c->lazy);
	if (c->lazy) {
		image_relas(&c->r->r, 0, UINT64_MAX);
		image_relas_sort(&c->r->r);
	}
	buf_printf(&b, relocs ? "relocations of %s" :
		   c->lazy ? "instructions of %s" : "symbols of %s", name);
	c->from = arena_strdup(&c->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	return 0;
}

/* --- Names ---------------------------------------------------------------------------------- */

/* The definition that the linker takes; what nobody defines gets a symbol, too. */
static void resolve(struct code_work *w)
{
	struct code *c = w->c;
	uint32_t *named = xmalloc((w->name.n + 1) * sizeof(*named));

	for (size_t i = 0; i < w->name.n; i++) {
		const struct code_name *n = &w->name.v[i];

		named[i] = n->strong != CODE_NONE ? n->strong : n->weak;
	}
	for (size_t i = 0; i < w->edge.n; i++) {
		struct code_edge *x = &w->edge.v[i];
		uint32_t id = x->to & ~CODE_BY_NAME;

		if (!(x->to & CODE_BY_NAME))
			continue;
		if (named[id] == CODE_NONE) {
			named[id] = (uint32_t)c->sym.n;
			*VEC_PUSH(&c->sym) = (struct code_sym){
				.name = strtab_get(&c->names, id), .owner = CODE_NONE,
				.place = CODE_ELSEWHERE, .global = true, .read = true,
			};
		}
		x->to = named[id];
	}
	free(named);
}

static int by_ref(const void *pa, const void *pb)
{
	const struct code_ref *a = pa, *b = pb;

	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->access < b->access ? -1 : a->access > b->access;
}

/* Edges become references, by symbol; each once. */
static void keep_refs(struct code_work *w)
{
	struct code *c = w->c;
	uint32_t *next = xcalloc(c->sym.n + 2, sizeof(*next));
	struct code_ref *v = xmalloc((w->edge.n + 1) * sizeof(*v));
	size_t to = 0;

	for (size_t i = 0; i < w->edge.n; i++)
		next[w->edge.v[i].from + 1]++;
	for (size_t i = 0; i < c->sym.n; i++)
		next[i + 1] += next[i];
	for (size_t i = 0; i < w->edge.n; i++)
		v[next[w->edge.v[i].from]++] = (struct code_ref){
			w->edge.v[i].to, w->edge.v[i].access,
		};
	/* (now next[i] is where i ends) */
	for (size_t i = 0; i < c->sym.n; i++) {
		size_t at = i ? next[i - 1] : 0, end = next[i], begin = to;

		if (end > at)
			qsort(v + at, end - at, sizeof(*v), by_ref);
		for (; at < end; at++) {
			if (to == begin || by_ref(&v[to - 1], &v[at]) != 0)
				v[to++] = v[at];
		}
		c->sym.v[i].refs = (uint32_t)begin;
		c->sym.v[i].nrefs = (uint32_t)(to - begin);
		c->sym.v[i].read |= !c->lazy;
	}
	free(next);
	c->ref.v = v;
	c->ref.n = to;
	c->ref.cap = w->edge.n + 1;
}

static void keep_owners(struct code *c)
{
	uint32_t at = 0;

	c->by_owner = xmalloc((c->sym.n + 1) * sizeof(*c->by_owner));
	for (size_t i = 0; i < c->sym.n; i++) {
		if (c->sym.v[i].owner != CODE_NONE)
			c->owner.v[c->sym.v[i].owner].nsyms++;
	}
	for (size_t i = 0; i < c->owner.n; i++) {
		c->owner.v[i].syms = at;
		at += c->owner.v[i].nsyms;
		c->owner.v[i].nsyms = 0;
	}
	for (size_t i = 0; i < c->sym.n; i++) {
		struct code_owner *o;

		if (c->sym.v[i].owner == CODE_NONE)
			continue;
		o = &c->owner.v[c->sym.v[i].owner];
		c->by_owner[o->syms + o->nsyms++] = (uint32_t)i;
	}
}

/* --- Initcalls ------------------------------------------------------------------------------ */

/* The function that an entry of the table leads to. */
static uint32_t entry_target(const struct code *c, uint32_t sym)
{
	const struct code_sym *s = &c->sym.v[sym];

	for (uint32_t i = 0; i < s->nrefs; i++) {
		uint32_t to = c->ref.v[s->refs + i].to;

		if (c->sym.v[to].func)
			return to;
	}
	return CODE_NONE;
}

static bool is_owned(const struct code *c, uint32_t sym, const char *path)
{
	uint32_t owner = c->sym.v[sym].owner;

	return owner != CODE_NONE && strcmp(c->owner.v[owner].name, path) == 0;
}

/* Entries of equal names are told apart by the module; else they come in link order. */
static uint32_t take_entry(struct code_work *w, uint32_t *head, const char *path)
{
	uint32_t *best = head, sym;

	for (uint32_t *at = head; path && *at; at = &w->entry.v[*at - 1].next) {
		if (is_owned(w->c, w->entry.v[*at - 1].sym, path)) {
			best = at;
			break;
		}
	}
	if (!*best)
		return CODE_NONE;
	sym = w->entry.v[*best - 1].sym;
	*best = w->entry.v[*best - 1].next;
	return sym;
}

static void calls_by_entry(struct code_work *w, const struct image *img, const struct deps *d)
{
	struct code *c = w->c;
	uint32_t *head = xcalloc(c->names.n + 1, sizeof(*head));

	for (size_t i = w->entry.n; i; i--) {
		struct code_entry *x = &w->entry.v[i - 1];
		uint32_t id = strtab_intern(&c->names, str_of(c->sym.v[x->sym].name));

		x->next = head[id];
		head[id] = (uint32_t)i;
	}
	for (size_t i = 0; i < img->n; i++) {
		const char *path = NULL;
		uint32_t id, entry;

		if (!img->v[i].entry)
			continue;
		id = strtab_intern(&c->names, str_of(img->v[i].entry));
		if (id >= w->name.n)
			continue;
		if (d && d->of_call && i < d->ncalls && d->of_call[i] != DEP_NONE)
			path = d->node[d->of_call[i]].path;
		entry = take_entry(w, &head[id], path);
		if (entry != CODE_NONE)
			c->call[i] = entry_target(c, entry);
	}
	free(head);
}

static void calls_by_address(struct code *c, const struct image *img)
{
	for (size_t i = 0; i < img->n; i++) {
		uint64_t at = img->v[i].address & c->r->r.code_mask;
		uint32_t sym = at ? code_at(c, &c->r->order, at, true) : CODE_NONE;

		if (sym != CODE_NONE && c->sym.v[sym].func)
			c->call[i] = sym;
	}
}

/*
 * The files of one module are linked side by side, and mostly one of them has the
 * initcall: so the files from the one with an initcall before to the one behind.
 */
static void keep_neighbours(struct code *c)
{
	bool *init = xcalloc(c->owner.n + 1, sizeof(*init));
	uint32_t n = (uint32_t)c->owner.n, from = 0, to;

	for (size_t i = 0; i < c->ncalls && !c->modules; i++) {
		if (c->call[i] != CODE_NONE && c->sym.v[c->call[i]].owner != CODE_NONE)
			init[c->sym.v[c->call[i]].owner] = true;
	}
	for (uint32_t i = 0; i < n; i++)
		c->owner.v[i].from = c->owner.v[i].to = i;
	for (uint32_t i = 0; i < n && !c->modules; i++) {
		if (!init[i])
			continue;
		for (to = i; to + 1 < n && !init[to + 1] && to - i < MAX_NEIGHBOURS;)
			to++;
		c->owner.v[i].from = i - from > MAX_NEIGHBOURS ? i - MAX_NEIGHBOURS : from;
		c->owner.v[i].to = to;
		from = i + 1;
	}
	free(init);
}

static int code_make(struct code *c, const struct image *img, const struct deps *d,
		     const char *build, const struct image_bytes *bytes, struct err *e)
{
	struct code_work w = { .c = c };
	int ret;

	*c = (struct code){ .exact = false };
	strtab_init(&c->names, &c->arena);
	ret = build ? read_tree(&w, build, e) : read_image(&w, img->file, bytes, e);
	if (ret == 0) {
		resolve(&w);
		keep_refs(&w);
		keep_owners(c);
		c->ncalls = img->n;
		c->call = xmalloc((img->n + 1) * sizeof(*c->call));
		for (size_t i = 0; i < img->n; i++)
			c->call[i] = CODE_NONE;
		if (c->r && !c->r->r.rel)
			calls_by_address(c, img);
		else
			calls_by_entry(&w, img, d);
	}
	if (ret == 0)
		keep_neighbours(c);
	free(w.name.v);
	free(w.edge.v);
	free(w.entry.v);
	if (ret != 0)
		code_close(c);
	return ret;
}

int code_open(struct code *c, const struct image *img, const struct deps *d, const char *build,
	      struct err *e)
{
	return code_make(c, img, d, build, NULL, e);
}

int code_open_memory(struct code *c, const struct image *img, const void *p, size_t n,
		     struct err *e)
{
	struct image_bytes b = { .format = "ELF", .n = n };

	b.p = b.heap = xmalloc(n + 1);
	memcpy(b.heap, p, n);
	return code_make(c, img, NULL, NULL, &b, e);
}

void code_close(struct code *c)
{
	if (c->r) {
		struct image_reader *r = &c->r->r;

		free(r->sec);
		free(r->by_addr);
		free(r->relas.v);
		if (r->elf)
			elf_end(r->elf);
		image_unload(&c->r->bytes);
		arena_release(&c->r->img.arena);
		free(c->r->order.v);
		free(c->r->found.v);
		free(c->r);
	}
	strtab_release(&c->names);
	free(c->sym.v);
	free(c->ref.v);
	free(c->owner.v);
	free(c->by_owner);
	free(c->call);
	arena_release(&c->arena);
	*c = (struct code){ .exact = false };
}

const struct code_ref *code_refs(struct code *c, uint32_t sym, size_t *n)
{
	struct code_sym *s = &c->sym.v[sym];

	if (!s->read && c->lazy) {
		code_scan(c, s);
		s->refs = (uint32_t)c->ref.n;
		s->nrefs = (uint32_t)c->r->found.n;
		for (size_t i = 0; i < c->r->found.n; i++)
			*VEC_PUSH(&c->ref) = c->r->found.v[i];
	}
	s->read = true;
	*n = s->nrefs;
	return c->ref.v ? c->ref.v + s->refs : NULL;
}

