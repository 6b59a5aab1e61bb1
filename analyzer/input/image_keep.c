// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the debug information says of every unit, kept in the image for who makes
 * a graph of it: units, references between them, match tables of drivers.
 */
#include <stdlib.h>

#include "input/dtb.h"
#include "input/image_deps.h"

/* Tables of a driver are not this far behind the variable that they are part of. */
#define MAX_TABLE ((uint64_t)1 << 20)

struct keeper {
	struct unit_deps *d;
	uint32_t *merged; /* by unit: the first one with its path */
	const struct section *section;
	VEC(struct image_match) matches;
};

/* Units of one path are one: link-time optimisation makes several. */
static void keep_units(struct keeper *k)
{
	struct units *u = &k->d->u;
	struct image *img = u->r->img;
	struct arena arena = { 0 };
	struct strtab paths;

	strtab_init(&paths, &arena);
	img->units = arena_alloc(&img->arena, (u->v.n + 1) * sizeof(*img->units));
	for (size_t i = 0; i < u->v.n; i++) {
		uint32_t id = strtab_intern(&paths, str_of(u->v.v[i].path));

		k->merged[i] = id;
		if (id == img->nunits)
			img->units[img->nunits++] = (struct image_unit){
				.path = arena_strdup(&img->arena, str_of(u->v.v[i].path)),
			};
	}
	for (size_t i = 0; i < u->inits.n; i++)
		img->units[k->merged[u->inits.v[i].unit]].init_bytes += u->inits.v[i].size;
	img->unit_of = arena_alloc(&img->arena, (img->n + 1) * sizeof(*img->unit_of));
	for (size_t i = 0; i < img->n; i++)
		img->unit_of[i] = u->unit_of[i] ? k->merged[u->unit_of[i] - 1] : UNIT_CORE;
	strtab_release(&paths);
	arena_release(&arena);
}

static void keep_refs(struct keeper *k)
{
	struct units *u = &k->d->u;
	struct image *img = u->r->img;

	img->refs = arena_alloc(&img->arena, (u->refs.n + 1) * sizeof(*img->refs));
	for (size_t i = 0; i < u->refs.n; i++) {
		const struct unit_ref *ref = &u->refs.v[i];
		uint32_t owner = unit_owner(k->d, ref->name);

		if (owner >= UNIT_NOBODY || k->merged[owner] == k->merged[ref->unit])
			continue;
		img->refs[img->nrefs++] = (struct image_ref){
			k->merged[ref->unit], k->merged[owner],
			arena_strdup(&img->arena, str_of(strtab_get(&u->names, ref->name))),
			ref->object, ref->name < k->d->nnames && k->d->value[ref->name].exported,
		};
	}
}

static int by_addr(const void *pa, const void *pb)
{
	const struct unit_datum *a = pa, *b = pb;

	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return a->unit < b->unit ? -1 : a->unit > b->unit;
}

uint32_t unit_datum_at(const struct units *u, uint64_t addr)
{
	size_t lo = 0, hi = u->data.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (u->data.v[mid].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr - u->data.v[lo - 1].addr < MAX_TABLE ? u->data.v[lo - 1].unit : UNIT_CORE;
}

static void take_match(void *own, size_t at, const char *compatible)
{
	struct keeper *k = own;
	struct image *img = k->d->u.r->img;
	uint32_t unit = unit_datum_at(&k->d->u, k->section->addr + at);

	if (unit != UNIT_CORE)
		*VEC_PUSH(&k->matches) = (struct image_match){
			k->merged[unit], arena_strdup(&img->arena, str_of(compatible)),
		};
}

static void keep_matches(struct keeper *k)
{
	const struct image_reader *r = k->d->u.r;
	struct image *img = r->img;

	for (size_t i = 0; i < r->nsec; i++) {
		k->section = &r->sec[i];
		if ((k->section->flags & SHF_ALLOC) && !(k->section->flags & SHF_EXECINSTR) &&
		    k->section->p)
			dtb_matches(k->section->p, (size_t)k->section->size, r->word, take_match, k);
	}
	img->matches = arena_copy(&img->arena, k->matches.v, k->matches.n * sizeof(*img->matches));
	img->nmatches = k->matches.n;
	free(k->matches.v);
}

void image_keep(struct unit_deps *d)
{
	struct keeper k = { .d = d };
	struct units *u = &d->u;

	if (u->data.n)
		qsort(u->data.v, u->data.n, sizeof(*u->data.v), by_addr);
	u->r->img->refs_by_relocs = image_emitted(d);
	k.merged = xcalloc(u->v.n + 1, sizeof(*k.merged));
	keep_units(&k);
	keep_refs(&k);
	keep_matches(&k);
	free(k.merged);
}
