// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The figures of a release: what its boots say of each call, so that a thousand releases can be
 * looked through without taking each boot apart.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/strtab.h"
#include "base/xalloc.h"
#include "history/hist_priv.h"
#include "model/group.h"

struct one_call {
	const struct sym *sym;
	uint32_t ordinal;
	VEC(int64_t) us;
	size_t phase[PHASE_DEFERRED + 1];
};

struct figuring {
	struct arena arena;
	struct strtab keys; /* name, module and ordinal: its numbers index v */
	VEC(struct one_call) v;
	struct buf key;
};

static struct one_call *find_call(struct figuring *f, const struct call *c)
{
	uint32_t id;

	buf_clear(&f->key);
	buf_puts(&f->key, c->sym->name);
	buf_addc(&f->key, '\0');
	buf_puts(&f->key, c->sym->module ? c->sym->module : "");
	buf_addc(&f->key, '\0');
	buf_add(&f->key, &c->ordinal, sizeof(c->ordinal));
	id = strtab_intern(&f->keys, (struct str){ f->key.p, f->key.n });
	if (id == f->v.n)
		*VEC_PUSH(&f->v) = (struct one_call){ .sym = c->sym, .ordinal = c->ordinal };
	return &f->v.v[id];
}

static void collect(struct figuring *f, const struct bootset *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct boot *b = s->v[i];

		for (size_t k = 0; k < b->ncalls; k++) {
			const struct call *c = &b->calls[k];
			struct one_call *x;

			if (c->duration_us == TIME_NONE || c->duration_us < 0)
				continue;
			x = find_call(f, c);
			*VEC_PUSH(&x->us) = c->duration_us;
			x->phase[c->phase]++;
		}
	}
}

static int64_t deviation(const int64_t *v, size_t n)
{
	double mean = 0, squares = 0;

	for (size_t i = 0; i < n; i++)
		mean += (double)v[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += ((double)v[i] - mean) * ((double)v[i] - mean);
	return n > 1 ? (int64_t)llround(fmin(sqrt(squares / (double)(n - 1)), 1e18)) : 0;
}

static int initcall_id(struct hist *h, const struct one_call *x, int64_t *id, struct err *e)
{
	struct str name = str_of(x->sym->name), module = str_of(x->sym->module ? x->sym->module : "");
	struct query *q = hist_query(h, SQL_INITCALL_ID, e);

	if (!q)
		return -1;
	query_text(q, 1, name);
	query_text(q, 2, module);
	query_int(q, 3, x->ordinal);
	if (hist_lookup(q, id, e) != 0)
		return -1;
	if (*id)
		return 0;
	q = hist_query(h, SQL_INITCALL_ADD, e);
	if (!q)
		return -1;
	query_text(q, 1, name);
	query_text(q, 2, module);
	query_int(q, 3, x->ordinal);
	if (query_done(q, e) != 0)
		return -1;
	*id = db_last_row(h->db);
	return 0;
}

static int write_call(struct hist *h, int64_t board, int64_t release, struct one_call *x,
		      struct err *e)
{
	struct query *q;
	size_t phase = 0;
	int64_t id;

	if (initcall_id(h, x, &id, e) != 0)
		return -1;
	q = hist_query(h, SQL_FIGURE_ADD, e);
	if (!q)
		return -1;
	for (size_t p = 1; p <= PHASE_DEFERRED; p++)
		phase = x->phase[p] > x->phase[phase] ? p : phase;
	sort_us(x->us.v, x->us.n);
	query_int(q, 1, board);
	query_int(q, 2, release);
	query_int(q, 3, id);
	query_int(q, 4, (int64_t)phase);
	query_int(q, 5, (int64_t)x->us.n);
	query_int(q, 6, median_of(x->us.v, x->us.n));
	query_int(q, 7, x->us.v[0]);
	query_int(q, 8, x->us.v[x->us.n - 1]);
	query_int(q, 9, deviation(x->us.v, x->us.n));
	return query_done(q, e);
}

static int clear(struct hist *h, int64_t board, int64_t release, struct err *e)
{
	struct query *q = hist_query(h, SQL_FIGURE_CLEAR, e);

	if (!q)
		return -1;
	query_int(q, 1, board);
	query_int(q, 2, release);
	return query_done(q, e);
}

int hist_refigure(struct hist *h, int64_t board, int64_t release, struct err *e)
{
	struct figuring f = { 0 };
	struct bootset s;
	int r;

	bootset_init(&s);
	strtab_init(&f.keys, &f.arena);
	r = hist_load(h, board, release, &s, e);
	if (r == 0)
		r = clear(h, board, release, e);
	if (r == 0)
		collect(&f, &s);
	for (size_t i = 0; i < f.v.n; i++) {
		if (r == 0)
			r = write_call(h, board, release, &f.v.v[i], e);
		free(f.v.v[i].us.v);
	}
	free(f.v.v);
	buf_release(&f.key);
	strtab_release(&f.keys);
	arena_release(&f.arena);
	bootset_release(&s);
	return r;
}
