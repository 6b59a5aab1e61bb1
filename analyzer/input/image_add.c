// SPDX-License-Identifier: GPL-2.0-or-later
/* One entry of the table and the symbols of its function to one initcall. */
#include <stdlib.h>

#include "input/image_priv.h"

#define STUB "__initstub__"

static const char *entry_symbol(const struct image_reader *r, uint64_t slot)
{
	size_t lo = 0, hi = r->entries.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->entries.v[mid].value < slot)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->entries.n && r->entries.v[lo].value == slot ? r->entries.v[lo].name : NULL;
}

/* Better names first; of equal ones the shorter, then by the letters: always the same. */
static int by_score(const void *pa, const void *pb)
{
	const struct alias *a = *(const struct alias *const *)pa;
	const struct alias *b = *(const struct alias *const *)pb;
	size_t na = strlen(a->name), nb = strlen(b->name);

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (na != nb)
		return na < nb ? -1 : 1;
	return strcmp(a->name, b->name);
}

static size_t aliases_of(const struct resolver *v, const struct target *t,
			 const struct alias **out)
{
	size_t n = 0;

	for (uint32_t i = t->first; i && n < IMAGE_MAX_ALIASES; i = v->aliases.v[i - 1].next)
		out[n++] = &v->aliases.v[i - 1];
	if (n)
		qsort(out, n, sizeof(*out), by_score);
	return n;
}

static uint64_t size_of(const struct alias *const *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (a[i]->size)
			return a[i]->size;
	}
	return 0;
}

/* The symbol whose clean name is the function's, else the best one. */
static const char *symbol_for(const struct alias *const *a, size_t n, struct str fn)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(symbol_clean(str_of(a[i]->name)), fn))
			return a[i]->name;
	}
	return n ? a[0]->name : NULL;
}

void image_add(struct image_reader *r, const struct resolver *v, const struct target *t)
{
	const struct alias *alias[IMAGE_MAX_ALIASES];
	size_t n = aliases_of(v, t, alias), nfn = 0;
	struct arena *arena = &r->img->arena;
	struct initcall *c = &r->img->v[r->img->n++];
	const char *entry = entry_symbol(r, t->slot), *symbol;
	struct str id = r->ranges.v[t->range].id, fn[IMAGE_MAX_ALIASES];
	struct entry_name name = { .id = id, .sync = r->ranges.v[t->range].sync };

	for (size_t i = 0; i < n; i++) {
		if (strncmp(alias[i]->name, STUB, strlen(STUB)) != 0)
			fn[nfn++] = symbol_clean(str_of(alias[i]->name));
	}
	if (entry)
		entry_name_parse(&name, str_of(entry), id, fn, nfn);
	else if (nfn)
		name.fn = fn[0];
	symbol = symbol_for(alias, n, name.fn);
	*c = (struct initcall){
		.name = arena_strdup(arena, name.fn.n ? name.fn : STR("?")),
		.entry = entry ? arena_strdup(arena, str_of(entry)) : NULL,
		.module = name.module.n ? arena_strdup(arena, name.module) : NULL,
		.address = t->code,
		.slot = t->slot,
		.size = size_of(alias, n),
		.index = (uint32_t)(r->img->n - 1),
		.line = name.line,
		.counter = name.counter,
	};
	c->level = level_name(r, name.id, name.sync, &c->rank);
	if (symbol && strcmp(symbol, c->name) != 0)
		c->alias = arena_strdup(arena, str_of(symbol));
}
