// SPDX-License-Identifier: GPL-2.0-or-later
/* What the table says of a symbol: its words are kept in a hash, each symbol is asked for once. */
#include <stdlib.h>

#include "advice/facts_priv.h"

#define NOT_ASKED 0
#define NO_KIND 1
#define KIND(i) ((uint16_t)((i) + 2))

static void add_words(struct fact_finder *f, uint16_t kind)
{
	struct str s = str_of(fact_kinds[kind].symbols);

	while (s.n) {
		size_t end = str_chr(s, ' ', 0);
		struct str word = str_head(s, end);

		if (word.n && word.p[word.n - 1] == '*') {
			if (strtab_intern(&f->prefixes, str_head(word, word.n - 1)) ==
			    f->kind_of_prefix.n)
				*VEC_PUSH(&f->kind_of_prefix) = kind;
		} else if (word.n) {
			if (strtab_intern(&f->names, word) == f->kind_of_name.n)
				*VEC_PUSH(&f->kind_of_name) = kind;
		}
		s = str_from(s, end + 1);
	}
}

void fact_finder_init(struct fact_finder *f, struct code *c, const struct image *img,
		      const struct deps *d)
{
	*f = (struct fact_finder){ .c = c, .img = img, .d = d };
	strtab_init(&f->names, &f->arena);
	strtab_init(&f->prefixes, &f->arena);
	strtab_init(&f->paths, &f->arena);
	for (uint16_t i = 0; fact_kinds[i].code; i++)
		add_words(f, i);
	/* (paths of nodes are all different, so the number of one is that of the node) */
	for (size_t i = 0; d && i < d->nnodes; i++)
		strtab_intern(&f->paths, str_of(d->node[i].path));
	f->nsyms = (uint32_t)c->sym.n;
	f->kind_of = xcalloc(f->nsyms + 1, sizeof(*f->kind_of));
	f->mark = xcalloc(f->nsyms + 1, sizeof(*f->mark));
	f->via = xcalloc(f->nsyms + 1, sizeof(*f->via));
	f->how = xcalloc(f->nsyms + 1, sizeof(*f->how));
}

void fact_finder_release(struct fact_finder *f)
{
	strtab_release(&f->names);
	strtab_release(&f->prefixes);
	strtab_release(&f->paths);
	free(f->kind_of_name.v);
	free(f->kind_of_prefix.v);
	free(f->kind_of);
	free(f->mark);
	free(f->via);
	free(f->how);
	free(f->queue.v);
	arena_release(&f->arena);
	*f = (struct fact_finder){ .c = NULL };
}

const struct fact_kind *fact_of_symbol(struct fact_finder *f, const char *symbol)
{
	struct str s = str_of(symbol);
	const struct fact_kind *best = NULL;
	size_t longest = 0;
	uint32_t id = strtab_intern(&f->names, s);

	if (id < f->kind_of_name.n)
		return &fact_kinds[f->kind_of_name.v[id]];
	for (uint32_t i = 0; i < f->prefixes.n; i++) {
		struct str p = { f->prefixes.v[i].p, f->prefixes.v[i].n };

		if (p.n > longest && str_starts(s, p)) {
			longest = p.n;
			best = &fact_kinds[f->kind_of_prefix.v[i]];
		}
	}
	return best;
}

const struct fact_kind *fact_of_sym(struct fact_finder *f, uint32_t sym)
{
	uint16_t *k = &f->kind_of[sym];

	if (*k == NOT_ASKED) {
		const struct fact_kind *kind = fact_of_symbol(f, f->c->sym.v[sym].name);

		*k = kind && f->c->sym.v[sym].global ? KIND(kind - fact_kinds) : NO_KIND;
	}
	return *k == NO_KIND ? NULL : &fact_kinds[*k - KIND(0)];
}

const struct fact_kind *fact_kind_of(const char *code)
{
	const struct fact_kind *k = fact_kinds;

	while (k->code && strcmp(k->code, code) != 0)
		k++;
	return k;
}

uint32_t fact_provider(struct fact_finder *f, uint32_t call, const char *symbol, uint32_t sym)
{
	const struct dep_node *n;
	uint32_t id;

	if (!f->d)
		return DEP_NONE;
	if (f->c->modules && sym != CODE_NONE && f->c->sym.v[sym].owner != CODE_NONE) {
		id = strtab_intern(&f->paths,
				   str_of(f->c->owner.v[f->c->sym.v[sym].owner].name));
		return id < f->d->nnodes ? id : DEP_NONE;
	}
	if (call >= f->d->ncalls || f->d->of_call[call] == DEP_NONE)
		return DEP_NONE;
	n = &f->d->node[f->d->of_call[call]];
	for (uint32_t i = 0; i < n->nneeds; i++) {
		const struct dep *e = &f->d->v[n->needs + i];

		for (uint32_t k = 0; k < e->nevidence; k++) {
			if (strcmp(e->evidence[k], symbol) == 0)
				return e->to;
		}
	}
	return DEP_NONE;
}
