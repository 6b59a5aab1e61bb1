// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vmlinux.o and other object files: no labels yet, but a section for each
 * level, whose entries are in its relocations. There are no final addresses.
 */
#include <stdlib.h>

#include "input/image_priv.h"

/* ".initcall6s.init", ".initcall6.init..kmod_...", ".con_initcall.init": the id. */
static struct str section_id(const char *name)
{
	struct str s = str_of(name), id;
	size_t end = str_find(s, STR(".init"));

	if (str_starts(s, STR(".initcall"))) {
		id = str_from(s, 9);
		end = str_find(id, STR(".init"));
		return end < id.n ? str_head(id, end) : STR_NONE;
	}
	end = str_find(s, STR("_initcall.init"));
	return s.n && s.p[0] == '.' && end < s.n ? str_head(str_from(s, 1), end - 1) : STR_NONE;
}

struct part {
	size_t section, relocs;
	struct range range;
};

struct parts {
	VEC(struct part) p;
	VEC(struct target) t;
};

static int by_rank(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;

	if (a->range.rank != b->range.rank)
		return a->range.rank < b->range.rank ? -1 : 1;
	return a->section < b->section ? -1 : 1;
}

static void find_parts(struct image_reader *r, struct parts *w)
{
	for (size_t i = 1; i < r->nsec; i++) {
		const struct section *s = &r->sec[i];
		struct part *p;
		struct str id;

		if ((s->type != SHT_RELA && s->type != SHT_REL) || s->info >= r->nsec || !s->info)
			continue;
		id = section_id(r->sec[s->info].name);
		if (!id.n)
			continue;
		p = VEC_PUSH(&w->p);
		*p = (struct part){ .section = s->info, .relocs = i };
		p->range.sync = id.n == 2 && id.p[1] == 's';
		id.n -= p->range.sync;
		p->range.id = id;
		level_name(r, id, p->range.sync, &p->range.rank);
	}
	if (w->p.n)
		qsort(w->p.v, w->p.n, sizeof(*w->p.v), by_rank);
}

static int by_slot(const void *pa, const void *pb)
{
	const struct target *a = pa, *b = pb;

	return a->slot < b->slot ? -1 : a->slot > b->slot;
}

/* The entries of one section, in the order of their places. */
static void read_part(struct image_reader *r, struct parts *w, const struct part *p)
{
	const struct section *s = &r->sec[p->relocs], *table = &r->sec[p->section];
	bool rela = s->type == SHT_RELA;
	unsigned int word = r->word;
	size_t step = (rela ? 3 : 2) * (size_t)word, first = w->t.n;
	const unsigned char *at = s->p;

	for (size_t n = s->size / step; n; n--, at += step) {
		uint64_t slot = image_get(r, at, word), add = 0;
		uint64_t info = image_get(r, at + word, word);
		struct isym sym;

		if (!image_sym_get(r, word == 8 ? info >> 32 : info >> 8, &sym))
			continue;
		if (rela)
			add = image_get(r, at + 2 * word, word);
		else if (table->p && slot < table->size &&
			 table->size - slot >= 4)
			add = image_get(r, table->p + slot, 4);
		sym.value = (sym.value + add) & r->code_mask;
		*VEC_PUSH(&w->t) = (struct target){
			.slot = image_key(r, slot, (uint32_t)p->section),
			.code = image_key(r, sym.value, sym.section),
			.range = (uint32_t)(r->ranges.n - 1),
		};
	}
	if (w->t.n > first)
		qsort(w->t.v + first, w->t.n - first, sizeof(*w->t.v), by_slot);
}

int image_rel_table(struct image_reader *r, struct err *e)
{
	struct parts w = { 0 };
	struct resolver v = { 0 };

	find_parts(r, &w);
	for (size_t i = 0; i < w.p.n; i++) {
		*VEC_PUSH(&r->ranges) = w.p.v[i].range;
		read_part(r, &w, &w.p.v[i]);
	}
	free(w.p.v);
	if (!w.t.n)
		return err_set(e, r->name, 0,
			       "is an object file without initcalls; give the vmlinux of the "
			       "kernel build or of the debug package");
	v.t = w.t.v;
	v.n = w.t.n;
	image_resolve(r, &v);
	r->img->entries = "relocation";
	r->img->v = arena_alloc(&r->img->arena, v.n * sizeof(struct initcall));
	for (size_t i = 0; i < v.n; i++) {
		image_add(r, &v, &v.t[i]);
		r->img->v[i].address = 0;
	}
	resolver_release(&v);
	return 0;
}
