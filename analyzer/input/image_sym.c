// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Symbols. A kernel has 250,000, so they are read where they lie, and each
 * question is one pass over all of them.
 */
#include <stdlib.h>

#include "input/image_priv.h"

static bool find_shndx(const struct image_reader *r, size_t symtab, struct symtab *t)
{
	for (size_t i = 0; i < r->nsec; i++) {
		const struct section *s = &r->sec[i];

		if (s->type != SHT_SYMTAB_SHNDX || s->link != symtab)
			continue;
		t->shndx = s->p;
		t->nshndx = s->size / 4;
		return true;
	}
	return false;
}

int image_symtab_open(struct image_reader *r, struct err *e)
{
	struct symtab *t = &r->syms;
	size_t i = 0;

	while (i < r->nsec && r->sec[i].type != SHT_SYMTAB)
		i++;
	if (i == r->nsec || r->sec[i].size == 0)
		return 0;
	if (r->sec[i].link >= r->nsec || r->sec[r->sec[i].link].type != SHT_STRTAB)
		return err_set(e, r->name, 0, "the names of its symbols are gone (section %u); "
			       "copy the file again", (unsigned int)r->sec[i].link);
	t->step = r->word == 8 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	t->p = r->sec[i].p;
	t->n = r->sec[i].size / t->step;
	t->str = (const char *)r->sec[r->sec[i].link].p;
	t->nstr = r->sec[r->sec[i].link].size;
	/* A name without its end is none. */
	while (t->nstr && t->str[t->nstr - 1])
		t->nstr--;
	find_shndx(r, i, t);
	return 0;
}

static enum isym_kind kind_of(unsigned int type)
{
	/* STT_LOOS is IFUNC on GNU systems; 13 is ARM's TFUNC. */
	return type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_ARM_TFUNC ? ISYM_FUNC :
	       type == STT_NOTYPE ? ISYM_NOTYPE : ISYM_OBJECT;
}

/* A field of n bytes: little-endian as it is on most machines that run this. */
static inline __attribute__((always_inline)) uint64_t field(const unsigned char *p, unsigned int n,
							    bool big)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < n; i++)
		v |= (uint64_t)p[big ? n - 1 - i : i] << 8 * i;
	return v;
}

/* Symbol i; false when it has no name or is no symbol of code or data. */
static inline __attribute__((always_inline)) bool decode(const struct symtab *t, size_t i,
							 bool is64, bool big, struct isym *s)
{
	const unsigned char *p = t->p + i * t->step;
	uint32_t name = (uint32_t)field(p, 4, big);
	unsigned char info = is64 ? p[4] : p[12];
	unsigned int type = info & 15;

	if (type == STT_SECTION || type == STT_FILE || !name || name >= t->nstr)
		return false;
	s->name = t->str + name;
	s->section = (uint32_t)field(p + (is64 ? 6 : 14), 2, big);
	s->value = field(p + (is64 ? 8 : 4), is64 ? 8 : 4, big);
	s->size = field(p + (is64 ? 16 : 8), is64 ? 8 : 4, big);
	s->kind = kind_of(type);
	s->global = info >> 4 != STB_LOCAL;
	if (s->section == SHN_XINDEX && i < t->nshndx)
		s->section = (uint32_t)field(t->shndx + i * 4, 4, big);
	return s->section != SHN_UNDEF;
}

static inline __attribute__((always_inline)) void each(struct image_reader *r, image_sym_fn *fn,
						       void *own, bool is64, bool big)
{
	const struct symtab *t = &r->syms;
	struct isym s;

	for (size_t i = 0; i < t->n; i++) {
		if (decode(t, i, is64, big, &s))
			fn(r, own, &s);
	}
}

void image_sym_each(struct image_reader *r, image_sym_fn *fn, void *own)
{
	bool big = r->img->big_endian;

	for (size_t i = 0; i < r->syms.map.n; i++)
		fn(r, own, &r->syms.map.v[i]);
	/* Four loops, so that the compiler reads a field by one instruction. */
	if (r->word == 8 && !big)
		each(r, fn, own, true, false);
	else if (r->word == 8)
		each(r, fn, own, true, true);
	else if (!big)
		each(r, fn, own, false, false);
	else
		each(r, fn, own, false, true);
}

bool image_sym_get(const struct image_reader *r, size_t i, struct isym *s)
{
	const struct symtab *t = &r->syms;
	const unsigned char *p;

	if (i >= t->n)
		return false;
	*s = (struct isym){ .name = "" };
	if (decode(t, i, r->word == 8, r->img->big_endian, s))
		return true;
	/* A section, or without a name: its address counts all the same. */
	p = t->p + i * t->step;
	s->value = image_get(r, p + (r->word == 8 ? 8 : 4), r->word);
	s->section = (uint32_t)image_get(r, p + (r->word == 8 ? 6 : 14), 2);
	if (s->section == SHN_XINDEX && i < t->nshndx)
		s->section = (uint32_t)image_get(r, t->shndx + i * 4, 4);
	return s->section != SHN_UNDEF;
}

/* "__initcall6_start", "___con_initcall_end"; and "__early_initcall_end". */
static bool take_bound(struct image_reader *r, const struct isym *s)
{
	struct str name = str_of(s->name), word = STR("initcall");
	bool end = str_ends(name, STR("_end"));
	size_t at, from;

	if (!end && !str_ends(name, STR("_start")))
		return false;
	name.n -= end ? 4 : 6;
	name = str_from(name, name.n > 2 && name.p[2] == '_' ? 3 : 2);
	at = str_find(name, word);
	if (at == name.n)
		return false;
	/* Letters, digits and "_" before it, at most a level after it. */
	for (from = 0; from < at; from++) {
		char c = name.p[from];

		if (!((c >= 'a' && c <= 'z') || is_digit(c) || (c == '_' && from + 1 == at)))
			return false;
	}
	if (at && name.p[at - 1] != '_')
		return false;
	from = at + word.n;
	if (from < name.n && !level_is_id(str_from(name, from))) {
		for (; from < name.n; from++) {
			if (!is_digit(name.p[from]))
				return false;
		}
	}
	*VEC_PUSH(&r->bounds) = (struct bound){ name, s->value, end };
	return true;
}

static void take_lsm(struct image_reader *r, const struct isym *s)
{
	if (strcmp(s->name, "__start_lsm_info") == 0)
		r->lsm_start = s->value;
	else if (strcmp(s->name, "__end_lsm_info") == 0)
		r->lsm_end = s->value;
	else if (strncmp(s->name, "__lsm_", 6) == 0 && s->kind == ISYM_OBJECT)
		*VEC_PUSH(&r->lsm) = *s;
}

static void collect(struct image_reader *r, void *own, const struct isym *s)
{
	struct str name;

	(void)own;
	if (s->name[0] != '_' || s->name[1] != '_') {
		if (s->name[0] == 'l' && strcmp(s->name, "linux_banner") == 0)
			r->banner = s->value;
		return;
	}
	if (s->name[2] == 'd' && image_is_mark(s->name)) {
		*VEC_PUSH(&r->marks) = s->name;
		return;
	}
	/* Most names stop here. */
	if (s->name[2] != 'i' && s->name[2] != '_' && !strstr(s->name + 2, "initcall")) {
		if (strstr(s->name, "lsm_"))
			take_lsm(r, s);
		return;
	}
	name = str_of(s->name);
	if (take_bound(r, s) || s->kind == ISYM_FUNC || !symbol_is_entry(name))
		return;
	*VEC_PUSH(&r->entries) = (struct entry_sym){
		image_key(r, s->value, s->section), s->name, (uint32_t)r->entries.n,
	};
}

static int by_value(const void *pa, const void *pb)
{
	const struct entry_sym *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->nth < b->nth ? -1 : 1;
}

void image_sym_collect(struct image_reader *r)
{
	image_sym_each(r, collect, NULL);
	if (r->entries.n)
		qsort(r->entries.v, r->entries.n, sizeof(*r->entries.v), by_value);
}
