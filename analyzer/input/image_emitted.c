// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Relocations that a linked kernel kept (--emit-relocs): they say what code and
 * data really refer to. Declarations in the debug information are that and some
 * more, of code that was optimised away; so these are dropped.
 */
#include <stdlib.h>

#include "input/image_deps.h"

struct used {
	uint32_t unit, name;
	bool code;
};

struct emitted {
	struct unit_deps *d;
	size_t n; /* relocations of code */
	VEC(struct used) v;
};

static void take(struct emitted *m, uint64_t at, bool code, const struct isym *s)
{
	struct units *u = &m->d->u;
	uint32_t unit = code ? unit_at(u, at) : unit_datum_at(u, at), id;

	if (unit == UNIT_CORE || !s->global || !s->name[0])
		return;
	id = strtab_intern(&u->names, str_of(s->name));
	/* (symbols that only assembly defines have no definition) */
	while (u->def_of.n <= id)
		*VEC_PUSH(&u->def_of) = 0;
	if (id < m->d->nnames)
		*VEC_PUSH(&m->v) = (struct used){ unit, id, code };
}

static void read_section(struct emitted *m, const struct section *s, bool code)
{
	const struct image_reader *r = m->d->u.r;
	unsigned int word = r->word;
	size_t step = (s->type == SHT_RELA ? 3 : 2) * (size_t)word;
	const unsigned char *at = s->p;

	for (size_t n = s->size / step; n; n--, at += step) {
		uint64_t info = image_get(r, at + word, word);
		struct isym sym;

		if (!image_sym_get(r, word == 8 ? info >> 32 : info >> 8, &sym))
			continue;
		m->n += code;
		take(m, image_get(r, at, word), code, &sym);
	}
}

static int by_use(const void *pa, const void *pb)
{
	const struct used *a = pa, *b = pb;

	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

static int by_ref(const void *pa, const void *pb)
{
	const struct unit_ref *a = pa, *b = pb;

	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

/* What is used and declared; and what code uses without, as the compiler's own calls. */
static void replace_refs(struct emitted *m)
{
	struct units *u = &m->d->u;
	size_t n = u->refs.n, to = 0, i = 0;

	if (n)
		qsort(u->refs.v, n, sizeof(*u->refs.v), by_ref);
	qsort(m->v.v, m->v.n, sizeof(*m->v.v), by_use);
	for (size_t k = 0; k < m->v.n; k++) {
		struct unit_ref ref = { m->v.v[k].unit, m->v.v[k].name, false };
		bool code = m->v.v[k].code, declared;

		for (; k + 1 < m->v.n && by_use(&m->v.v[k], &m->v.v[k + 1]) == 0; k++)
			code |= m->v.v[k + 1].code;
		while (i < n && by_ref(&u->refs.v[i], &ref) < 0)
			i++;
		declared = i < n && by_ref(&u->refs.v[i], &ref) == 0;
		if (declared)
			u->refs.v[to++] = u->refs.v[i++];
		else if (code)
			*VEC_PUSH(&u->refs) = ref;
	}
	memmove(u->refs.v + to, u->refs.v + n, (u->refs.n - n) * sizeof(*u->refs.v));
	u->refs.n = to + u->refs.n - n;
}

bool image_emitted(struct unit_deps *d)
{
	struct emitted m = { .d = d };
	const struct image_reader *r = d->u.r;
	bool enough;

	for (size_t i = 0; i < r->nsec; i++) {
		const struct section *s = &r->sec[i], *of;

		if ((s->type != SHT_RELA && s->type != SHT_REL) || (s->flags & SHF_ALLOC) ||
		    !s->info || s->info >= r->nsec || !s->p)
			continue;
		of = &r->sec[s->info];
		if (of->flags & SHF_ALLOC)
			read_section(&m, s, of->flags & SHF_EXECINSTR);
	}
	/* (some kernels keep those of a few tables) */
	enough = m.n >= d->u.spans.n && m.v.n;
	if (enough)
		replace_refs(&m);
	free(m.v.v);
	return enough;
}
