// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the entries of the table are: pointers, or 32-bit distances from their
 * own place (x86 and arm64 since 4.19). Both readings of the whole table are
 * held against the symbols; on real kernels one fits always, the other never.
 */
#include <stdlib.h>

#include "input/image_priv.h"

/* --- Words and relocations ------------------------------------------------------------------ */

static int by_at(const void *pa, const void *pb)
{
	const struct rela_hit *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->value < b->value ? -1 : a->value > b->value;
}

void image_relas_sort(struct image_reader *r)
{
	if (r->relas.n)
		qsort(r->relas.v, r->relas.n, sizeof(*r->relas.v), by_at);
}

/* The value of a symbol of the table that a relocation section refers to. */
static uint64_t dynamic_symbol(const struct image_reader *r, uint32_t section, uint64_t i)
{
	size_t step = r->word == 8 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	const struct section *s;

	if (!i || section >= r->nsec)
		return 0;
	s = &r->sec[section];
	if ((s->type != SHT_DYNSYM && s->type != SHT_SYMTAB) || i >= s->size / step)
		return 0;
	return image_get(r, s->p + i * step + (r->word == 8 ? 8 : 4), r->word);
}

static void relas_of(struct image_reader *r, const struct section *s, uint64_t lo, uint64_t hi)
{
	unsigned int w = r->word;
	size_t step = 3 * (size_t)w;
	const unsigned char *p = s->p;

	for (size_t n = s->size / step; n; n--, p += step) {
		uint64_t at = image_get(r, p, w), info;

		if (at < lo || at >= hi)
			continue;
		info = image_get(r, p + w, w);
		*VEC_PUSH(&r->relas) = (struct rela_hit){
			at,
			image_get(r, p + 2 * w, w) +
				dynamic_symbol(r, s->link, w == 8 ? info >> 32 : info >> 8),
		};
	}
}

void image_relas(struct image_reader *r, uint64_t lo, uint64_t hi)
{
	for (size_t i = 0; i < r->nsec; i++) {
		/* Others have been applied already (--emit-relocs). */
		if (r->sec[i].type == SHT_RELA && (r->sec[i].flags & SHF_ALLOC))
			relas_of(r, &r->sec[i], lo, hi);
	}
}

uint64_t image_word(const struct image_reader *r, uint64_t addr, bool *ok)
{
	const unsigned char *p = image_at(r, addr, r->word);
	size_t lo = 0, hi = r->relas.n;

	*ok = p != NULL;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->relas.v[mid].at < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < r->relas.n && r->relas.v[lo].at == addr)
		return r->word == 4 ? (uint32_t)r->relas.v[lo].value : r->relas.v[lo].value;
	return p ? image_get(r, p, r->word) : 0;
}

/* --- Entries -------------------------------------------------------------------------------- */

struct reading {
	const char *name;
	unsigned int step;
	bool relative;
	struct resolver v;
	size_t good;
};

/* Function descriptors: which word of them is the code, or -1. */
static int descriptor_word(const struct image_reader *r)
{
	switch (r->machine) {
	case EM_PPC64:
		return (r->eflags & 3) == 2 ? -1 : 0; /* 2: ELFv2 */
	case EM_IA_64:
		return 0;
	case EM_PARISC:
		return r->word == 8 ? 2 : -1;
	default:
		return -1;
	}
}

static void follow_descriptor(const struct image_reader *r, struct target *t)
{
	const struct section *s = image_section_at(r, t->code);
	int word = descriptor_word(r);
	uint64_t code;
	bool ok;

	if (word < 0 || !s || (s->flags & SHF_EXECINSTR))
		return;
	code = image_word(r, t->code + (uint64_t)word * r->word, &ok);
	if (!ok || !code)
		return;
	t->desc = t->code;
	t->code = code;
}

/* ELFv1 kernels are relocatable: the words of descriptors have relocations as well. */
static void descriptor_relas(struct image_reader *r, const struct reading *g)
{
	uint64_t lo = UINT64_MAX, hi = 0;

	if (descriptor_word(r) < 0 || g->relative)
		return;
	for (size_t i = 0; i < g->v.n; i++) {
		uint64_t at = g->v.t[i].code;
		const struct section *s = image_section_at(r, at);

		if (!s || (s->flags & SHF_EXECINSTR))
			continue;
		lo = at < lo ? at : lo;
		hi = at > hi ? at : hi;
	}
	if (lo > hi)
		return;
	image_relas(r, lo, hi + 3 * (uint64_t)r->word);
	image_relas_sort(r);
}

static uint64_t entry_value(const struct image_reader *r, const struct reading *g, uint64_t slot)
{
	const unsigned char *p;
	uint64_t v;
	bool ok;

	if (!g->relative)
		return image_word(r, slot, &ok) & r->code_mask;
	p = image_at(r, slot, 4);
	v = p ? slot + (uint64_t)(int64_t)(int32_t)image_get(r, p, 4) : 0;
	return r->word == 4 ? (uint32_t)v : v;
}

static void read_as(struct image_reader *r, struct reading *g)
{
	size_t n = 0;

	for (size_t i = 0; i < r->ranges.n; i++)
		n += (r->ranges.v[i].hi - r->ranges.v[i].lo) / g->step;
	g->v.t = xcalloc(n ? n : 1, sizeof(*g->v.t));
	for (size_t i = 0; i < r->ranges.n; i++) {
		const struct range *range = &r->ranges.v[i];

		for (uint64_t at = range->lo; range->hi - at >= g->step; at += g->step)
			g->v.t[g->v.n++] = (struct target){
				.slot = at, .code = entry_value(r, g, at), .range = (uint32_t)i,
			};
	}
	descriptor_relas(r, g);
	for (size_t i = 0; i < g->v.n && !g->relative; i++)
		follow_descriptor(r, &g->v.t[i]);
	image_resolve(r, &g->v);
	for (size_t i = 0; i < g->v.n; i++)
		g->good += g->v.t[i].first != 0;
}

/* Without a hit on either side: how far the entries' own symbols are apart. */
static bool symbols_say_relative(const struct image_reader *r)
{
	for (size_t i = 1; i < r->entries.n; i++) {
		uint64_t step = r->entries.v[i].value - r->entries.v[i - 1].value;

		if (step)
			return step == 4 && r->word == 8;
	}
	return false;
}

static int check_bytes(const struct image_reader *r, struct err *e)
{
	for (size_t i = 0; i < r->ranges.n; i++) {
		const struct range *g = &r->ranges.v[i];
		const struct section *s = image_section_at(r, g->lo);

		if (image_at(r, g->lo, g->hi - g->lo))
			continue;
		if (s && !s->p)
			return err_set(e, r->name, 0,
				       "holds debug information only, its initcall table is "
				       "elsewhere; give the vmlinux itself, not the file split "
				       "off it");
		return err_set(e, r->name, 0,
			       "its initcall table (0x%llx to 0x%llx) is in none of its sections; "
			       "give an undamaged vmlinux", (unsigned long long)g->lo,
			       (unsigned long long)g->hi);
	}
	return 0;
}

static int check_step(const struct image_reader *r, const struct reading *g, struct err *e)
{
	for (size_t i = 0; i < r->ranges.n; i++) {
		uint64_t n = r->ranges.v[i].hi - r->ranges.v[i].lo;

		if (n % g->step)
			return err_set(e, r->name, 0,
				       "its initcall table has %llu bytes at 0x%llx, no multiple "
				       "of the %u of an entry; give an undamaged vmlinux",
				       (unsigned long long)n, (unsigned long long)r->ranges.v[i].lo,
				       g->step);
	}
	return 0;
}

/* The reading of which more entries lead to functions; by share, as one has twice as many. */
static struct reading *better(const struct image_reader *r, struct reading *a, struct reading *b)
{
	if (!a->v.n || !b->v.n)
		return a->v.n ? a : b;
	if (!a->good && !b->good)
		return symbols_say_relative(r) ? b : a;
	return a->good * b->v.n >= b->good * a->v.n ? a : b;
}

static int choose(struct image_reader *r, struct reading *a, struct reading *b,
		  struct reading **best, struct err *e)
{
	*best = better(r, a, b);
	if (check_step(r, *best, e) != 0)
		return -1;
	if ((*best)->good * 2 < (*best)->v.n)
		return err_set(e, r->name, 0,
			       "only %zu of the %zu entries of its initcall table lead to a "
			       "function: the symbols are not those of this kernel, or the file is "
			       "damaged; give the vmlinux as the build left "
			       "it", (*best)->good, (*best)->v.n);
	return 0;
}

int image_table(struct image_reader *r, struct err *e)
{
	struct reading a = { .name = "pointer", .step = r->word };
	struct reading b = { .name = "relative", .step = 4, .relative = true };
	uint64_t lo = UINT64_MAX, hi = 0;
	struct reading *best;
	int ret;

	if (image_ranges(r, e) != 0 || check_bytes(r, e) != 0)
		return -1;
	for (size_t i = 0; i < r->ranges.n; i++) {
		lo = r->ranges.v[i].lo < lo ? r->ranges.v[i].lo : lo;
		hi = r->ranges.v[i].hi > hi ? r->ranges.v[i].hi : hi;
	}
	image_relas(r, lo, hi);
	image_relas_sort(r);
	read_as(r, &b);
	read_as(r, &a);
	ret = choose(r, &a, &b, &best, e);
	if (ret == 0) {
		r->img->entries = best->name;
		r->img->v = arena_alloc(&r->img->arena, best->v.n * sizeof(struct initcall));
		for (size_t i = 0; i < best->v.n; i++)
			image_add(r, &best->v, &best->v.t[i]);
	}
	resolver_release(&a.v);
	resolver_release(&b.v);
	return ret;
}
