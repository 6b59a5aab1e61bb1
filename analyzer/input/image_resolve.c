// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols by address: the names of what the table leads to, and how far the next one is. */
#include <stdlib.h>

#include "input/image_priv.h"

static size_t hash(uint64_t addr, size_t nslot)
{
	return (size_t)((addr * UINT64_C(0x9e3779b97f4a7c15)) >> 40) & (nslot - 1);
}

static struct addr_slot *slot_of(const struct resolver *v, uint64_t addr)
{
	size_t i = hash(addr, v->nslot);

	while (v->slot[i].target && v->slot[i].addr != addr)
		i = (i + 1) & (v->nslot - 1);
	return &v->slot[i];
}

/*
 * Targets that share an address are seldom; each but the first is found by
 * its `first` being the same as that of the first, see share().
 */
static void put(struct resolver *v, uint64_t addr, uint32_t target)
{
	struct addr_slot *s = slot_of(v, addr);

	if (!s->target)
		*s = (struct addr_slot){ addr, target + 1, 0 };
}

/* Names that are there for tools, not for people. */
static bool is_marker(const char *name)
{
	return name[0] == '$' || (name[0] == '.' && name[1] == 'L') ||
	       strncmp(name, "__initcall", 10) == 0;
}

static bool in_code(const struct image_reader *r, const struct isym *s)
{
	const struct section *sec;

	if (!r->nsec)
		return true;
	sec = s->section < r->nsec ? &r->sec[s->section] : image_section_at(r, s->value);
	return sec && ((sec->flags & SHF_EXECINSTR) || strcmp(sec->name, ".opd") == 0);
}

static void add_alias(struct image_reader *r, void *own, const struct isym *s)
{
	struct resolver *v = own;
	struct addr_slot *slot;
	struct target *t;
	struct alias *a;

	if (s->kind == ISYM_OBJECT)
		return;
	slot = slot_of(v, image_key(r, s->value & r->code_mask, s->section));
	if (!slot->target || is_marker(s->name))
		return;
	if (s->kind == ISYM_NOTYPE && !in_code(r, s))
		return;
	t = &v->t[slot->target - 1];
	if (t->naliases == IMAGE_MAX_ALIASES)
		return;
	a = VEC_PUSH(&v->aliases);
	*a = (struct alias){
		.name = s->name,
		.size = s->size,
		.next = t->first,
		.score = (uint8_t)((s->kind == ISYM_FUNC) * 4 + s->global * 2 + (s->size != 0)),
	};
	/* The size of a descriptor is not that of the function. */
	if (t->desc && (s->value & r->code_mask) == t->desc) {
		a->size = 0;
		a->score |= 1;
	}
	t->first = (uint32_t)v->aliases.n;
	t->naliases++;
}

/* What the first target with an address got is the others', too. */
static void share(struct resolver *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct addr_slot *s = slot_of(v, v->t[i].code);
		const struct target *from = &v->t[s->target - 1];

		if (from != &v->t[i] && !v->t[i].first) {
			v->t[i].first = from->first;
			v->t[i].naliases = from->naliases;
		}
	}
}

void image_resolve(struct image_reader *r, struct resolver *v)
{
	v->nslot = 64;
	while (v->nslot < v->n * 4)
		v->nslot *= 2;
	v->slot = xcalloc(v->nslot, sizeof(*v->slot));
	for (size_t i = 0; i < v->n; i++) {
		put(v, v->t[i].code, (uint32_t)i);
		if (v->t[i].desc)
			put(v, v->t[i].desc, (uint32_t)i);
	}
	image_sym_each(r, add_alias, v);
	share(v);
}

void resolver_release(struct resolver *v)
{
	free(v->aliases.v);
	free(v->slot);
	free(v->t);
	*v = (struct resolver){ 0 };
}

/* --- Spans ---------------------------------------------------------------------------------- */

struct spans {
	struct initcall **v; /* by address */
	size_t n;
	uint64_t lo, hi;
};

static void see_next(struct image_reader *r, void *own, const struct isym *s)
{
	uint64_t value = s->value & (s->kind == ISYM_FUNC ? r->code_mask : ~UINT64_C(0));
	struct spans *p = own;
	size_t lo = 0, hi = p->n;

	if (value <= p->lo || value > p->hi || s->name[0] == '$' || s->section == SHN_ABS ||
	    (s->name[0] == '.' && s->name[1] == 'L'))
		return;
	/* The last function below it. */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->v[mid]->address < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (uint64_t at = p->v[lo - 1]->address; lo && p->v[lo - 1]->address == at; lo--) {
		uint64_t span = value - at;

		if (p->v[lo - 1]->span && p->v[lo - 1]->span <= span)
			break;
		p->v[lo - 1]->span = span;
	}
}

static int by_address(const void *pa, const void *pb)
{
	const struct initcall *a = *(struct initcall *const *)pa;
	const struct initcall *b = *(struct initcall *const *)pb;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Further than any function is long. */
#define FAR 0x100000

void image_spans(struct image_reader *r)
{
	struct image *img = r->img;
	struct spans p = { .v = xmalloc(img->n * sizeof(struct initcall *)) };

	for (size_t i = 0; i < img->n; i++) {
		if (img->v[i].address)
			p.v[p.n++] = &img->v[i];
	}
	if (p.n) {
		qsort(p.v, p.n, sizeof(struct initcall *), by_address);
		p.lo = p.v[0]->address;
		p.hi = p.v[p.n - 1]->address + FAR;
		if (p.hi < p.lo)
			p.hi = UINT64_MAX;
		image_sym_each(r, see_next, &p);
	}
	for (size_t i = 0; i < img->n; i++) {
		if (img->v[i].span > FAR)
			img->v[i].span = 0;
	}
	free(p.v);
}
