// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/rowfold.h"

#include <stdlib.h>

#include "base/vec.h"

#define NO_ROW UINT32_MAX

static void more_symbols(struct row_fold *f, size_t n)
{
	if (n <= f->nseen)
		return;
	f->seen = xreallocarray(f->seen, n, sizeof(*f->seen));
	for (; f->nseen < n; f->nseen++)
		f->seen[f->nseen] = (struct seen){ .first = NO_ROW };
}

const struct call *fold_keep_call(const struct fold_boot *from, const struct call *call)
{
	struct call *copy;

	if (from->stays)
		return call;
	copy = arena_copy(from->arena, call, sizeof(*call));
	copy->sym = from->syms[call->sym->id];
	/* What these lead to goes with the boot. */
	copy->parent = CALL_NONE;
	copy->trouble = NULL;
	return copy;
}

static uint32_t new_row(struct row_fold *f, const struct fold_boot *from,
			const struct call *call)
{
	const struct sym *sym = from->syms[call->sym->id];
	struct growing_row *g = VEC_PUSH(f);

	*g = (struct growing_row){ .next = NO_ROW };
	g->row = (struct row){
		.sym = sym,
		.ordinal = call->ordinal,
		.nth = (uint32_t)(f->n - 1),
		.boot = from->boot,
		.call = fold_keep_call(from, call),
	};
	return (uint32_t)(f->n - 1);
}

static struct growing_row *find_row(struct row_fold *f, const struct fold_boot *from,
				    const struct call *call)
{
	struct seen *seen = &f->seen[from->syms[call->sym->id]->id];
	bool first = seen->boot != from->nth + 1;
	uint32_t row = first ? seen->first : f->v[seen->row].next;

	if (row == NO_ROW) {
		row = new_row(f, from, call);
		if (first)
			seen->first = row;
		else
			f->v[seen->row].next = row;
	}
	seen->row = row;
	seen->boot = from->nth + 1;
	return &f->v[row];
}

void row_fold_add(struct row_fold *f, const struct fold_boot *from, const struct call *v,
		  size_t n, size_t nsyms)
{
	more_symbols(f, nsyms);
	for (size_t i = 0; i < n; i++) {
		struct growing_row *g;

		if (!call_wanted(&v[i], from->before_init))
			continue;
		g = find_row(f, from, &v[i]);
		g->row.runs++;
		g->row.flags |= v[i].flags;
		if (call_failed(&v[i]) && g->row.failed++ == 0)
			g->row.ret = v[i].ret;
		if (v[i].duration_us != TIME_NONE)
			pile_add(&g->us, from->arena, v[i].duration_us);
		if (v[i].start_us != TIME_NONE)
			pile_add(&g->starts, from->arena, v[i].start_us);
	}
}

void row_fold_rows(const struct row_fold *f, bool async, struct rows *r)
{
	r->n = f->n;
	r->v = xmalloc(f->n * sizeof(*r->v));
	for (size_t i = 0; i < f->n; i++) {
		struct spread us = pile_spread(&f->v[i].us);

		r->v[i] = f->v[i].row;
		r->v[i].async = async;
		r->v[i].n = us.n;
		r->v[i].median_us = us.median_us;
		r->v[i].min_us = us.min_us;
		r->v[i].max_us = us.max_us;
		r->v[i].start_us = pile_spread(&f->v[i].starts).median_us;
	}
}

void row_fold_release(struct row_fold *f)
{
	free(f->v);
	free(f->seen);
	*f = (struct row_fold){ 0 };
}
