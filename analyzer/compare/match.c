// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which call of one side is which of the other. The same symbol (name, module
 * and size) in the same occurrence, first; then, as functions change their size
 * from build to build, the same name and module; then the same name, built in
 * on one side and a module on the other. What is left was added or removed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "compare/compare.h"

#define NO_ROW SIZE_MAX

struct matcher {
	struct comparison *c;
	VEC(struct delta) row;
	size_t *first; /* by symbol: its first row */
	size_t *next;  /* by row: that of the next occurrence of the symbol */
	size_t nnext;
	struct cursor {
		size_t boot; /* number + 1 */
		size_t row;
	} *at;         /* by symbol: the latest occurrence in the boot that is read */
};

static size_t new_row(struct matcher *m)
{
	struct comparison *c = m->c;
	size_t bytes = c->nboots * sizeof(const struct call *);
	struct delta *d = VEC_PUSH(&m->row);

	*d = (struct delta){ .call = arena_alloc(&c->arena, bytes) };
	memset(d->call, 0, bytes);
	if (m->row.n > m->nnext) {
		m->nnext = vec_more(m->nnext);
		m->next = xreallocarray(m->next, m->nnext, sizeof(*m->next));
	}
	m->next[m->row.n - 1] = NO_ROW;
	return m->row.n - 1;
}

static void add_call(struct matcher *m, size_t boot, const struct call *call)
{
	struct cursor *at = &m->at[call->sym->id];
	enum side side = comparison_side(m->c, boot);
	size_t *link = at->boot == boot + 1 ? &m->next[at->row] : &m->first[call->sym->id];
	size_t row = *link;
	struct delta *d;

	if (row == NO_ROW) {
		bool first = at->boot != boot + 1;
		size_t from = at->row;

		row = new_row(m); /* moves `next` */
		*(first ? &m->first[call->sym->id] : &m->next[from]) = row;
	}
	*at = (struct cursor){ boot + 1, row };
	d = &m->row.v[row];
	d->call[boot] = call;
	if (!d->side[side].sym) {
		d->side[side].sym = call->sym;
		d->side[side].ordinal = call->ordinal;
	}
}

/* A row that only one side has. */
struct lone {
	const struct sym *sym;
	size_t row;
};

static int compare_modules(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int by_name(const void *pa, const void *pb)
{
	const struct lone *a = pa, *b = pb;
	int r = strcmp(a->sym->name, b->sym->name);

	return r ? r : (a->row > b->row) - (a->row < b->row);
}

static int by_name_and_module(const void *pa, const void *pb)
{
	const struct lone *a = pa, *b = pb;
	int r = strcmp(a->sym->name, b->sym->name);

	r = r ? r : compare_modules(a->sym->module, b->sym->module);
	return r ? r : (a->row > b->row) - (a->row < b->row);
}

static struct lone *find_lone(struct matcher *m, enum side side, size_t *n)
{
	struct lone *v = xmalloc(m->row.n * sizeof(*v));

	*n = 0;
	for (size_t i = 0; i < m->row.n; i++) {
		const struct delta *d = &m->row.v[i];

		if (d->call && d->side[side].sym && !d->side[!side].sym)
			v[(*n)++] = (struct lone){ d->side[side].sym, i };
	}
	return v;
}

static void join(struct matcher *m, size_t before, size_t after)
{
	struct delta *a = &m->row.v[before], *b = &m->row.v[after];

	memcpy(a->call + m->c->nbefore, b->call + m->c->nbefore,
	       (m->c->nboots - m->c->nbefore) * sizeof(*a->call));
	a->side[AFTER] = b->side[AFTER];
	b->call = NULL; /* it is gone */
}

static uint32_t apart(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/* The two that are nearest in size, and taken out of both lists; false when one is empty. */
static bool nearest(struct lone *a, size_t na, struct lone *b, size_t nb, size_t at[2])
{
	bool found = false;
	uint32_t least = 0;

	for (size_t i = 0; i < na; i++) {
		for (size_t k = 0; k < nb && a[i].sym; k++) {
			uint32_t d = b[k].sym ? apart(a[i].sym->size, b[k].sym->size) : 0;

			if (!b[k].sym || (found && d >= least))
				continue;
			found = true;
			least = d;
			at[0] = i;
			at[1] = k;
		}
	}
	return found;
}

/* One group each of the same name: in order when they are as many, else by size. */
static void join_group(struct matcher *m, struct lone *a, size_t na, struct lone *b, size_t nb)
{
	size_t at[2];

	for (size_t i = 0; na == nb && i < na; i++)
		join(m, a[i].row, b[i].row);
	while (na != nb && nearest(a, na, b, nb, at)) {
		join(m, a[at[0]].row, b[at[1]].row);
		a[at[0]].sym = b[at[1]].sym = NULL;
	}
}

typedef bool (*may_fn)(const struct lone *a, size_t na, const struct lone *b, size_t nb);

/* Walks through both lists by group and joins the groups that both have and `may` lets. */
static void pass(struct matcher *m, int (*order)(const void *, const void *),
		 int (*same)(const struct sym *, const struct sym *), may_fn may)
{
	size_t na, nb, i = 0, k = 0, i_end, k_end;
	struct lone *a = find_lone(m, BEFORE, &na), *b = find_lone(m, AFTER, &nb);

	if (na)
		qsort(a, na, sizeof(*a), order);
	if (nb)
		qsort(b, nb, sizeof(*b), order);
	while (i < na && k < nb) {
		int r = same(a[i].sym, b[k].sym);

		for (i_end = i; i_end < na && same(a[i].sym, a[i_end].sym) == 0; i_end++)
			;
		for (k_end = k; k_end < nb && same(b[k].sym, b[k_end].sym) == 0; k_end++)
			;
		if (r == 0 && may(a + i, i_end - i, b + k, k_end - k))
			join_group(m, a + i, i_end - i, b + k, k_end - k);
		i = r <= 0 ? i_end : i;
		k = r >= 0 ? k_end : k;
	}
	free(a);
	free(b);
}

static int same_name(const struct sym *a, const struct sym *b)
{
	return strcmp(a->name, b->name);
}

static int same_name_and_module(const struct sym *a, const struct sym *b)
{
	int r = strcmp(a->name, b->name);

	return r ? r : compare_modules(a->module, b->module);
}

/* Groups so large are of a name that says nothing; and a log may be made up. */
#define GROUP_MOST 64

static bool any(const struct lone *a, size_t na, const struct lone *b, size_t nb)
{
	(void)a;
	(void)b;
	return na == nb || (na <= GROUP_MOST && nb <= GROUP_MOST);
}

/* One each, and only one of them a module. */
static bool one_is_module(const struct lone *a, size_t na, const struct lone *b, size_t nb)
{
	return na == 1 && nb == 1 && !a->sym->module != !b->sym->module;
}

void compare_match(struct comparison *c)
{
	const struct bootset *s = c->s;
	struct matcher m = { .c = c };

	m.first = xmalloc(s->nsyms * sizeof(*m.first));
	m.at = xcalloc(s->nsyms, sizeof(*m.at));
	for (size_t i = 0; i < s->nsyms; i++)
		m.first[i] = NO_ROW;
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < s->v[i]->ncalls; k++)
			add_call(&m, i, &s->v[i]->calls[k]);
	}
	pass(&m, by_name_and_module, same_name_and_module, any);
	pass(&m, by_name, same_name, one_is_module);
	c->v = m.row.v;
	for (size_t i = 0; i < m.row.n; i++) {
		if (m.row.v[i].call)
			c->v[c->n++] = m.row.v[i];
	}
	free(m.first);
	free(m.next);
	free(m.at);
}
