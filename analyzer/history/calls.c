// SPDX-License-Identifier: GPL-2.0-or-later
/* The calls that the history knows, and their figures by release. */
#include <stdlib.h>

#include "history/hist_priv.h"

void hist_calls_release(struct hist_calls *x)
{
	free(x->v);
	arena_release(&x->arena);
	*x = (struct hist_calls){ 0 };
}

static int add_call(struct hist *h, struct query *q, struct hist_calls *x, struct err *e)
{
	struct str name = query_get(q, 1), module = query_get(q, 2);

	if (!name.p || !module.p)
		return db_damaged(h->db, "a call has no name", e);
	*VEC_PUSH(x) = (struct hist_call){
		.id = query_get_int(q, 0),
		.name = arena_strdup(&x->arena, name),
		.module = module.n ? arena_strdup(&x->arena, module) : NULL,
		.ordinal = query_get_int(q, 3),
	};
	return 0;
}

int hist_call(struct hist *h, int64_t id, struct hist_calls *x, struct err *e)
{
	struct query *q = hist_query(h, SQL_INITCALL, e);
	int r;

	if (!q)
		return -1;
	query_int(q, 1, id);
	r = query_step(q, e);
	if (r > 0)
		r = add_call(h, q, x, e);
	else if (r == 0)
		r = db_damaged(h->db, "a figure is of a call that is not there", e);
	query_reset(q);
	return r;
}

int hist_calls_named(struct hist *h, const char *name, struct hist_calls *x, struct err *e)
{
	struct query *q = hist_query(h, SQL_INITCALL_NAMED, e);
	int r = q ? 0 : -1;

	if (q)
		query_text(q, 1, str_of(name));
	while (r == 0 && (r = query_step(q, e)) > 0)
		r = add_call(h, q, x, e);
	if (q)
		query_reset(q);
	return r;
}

/* The row that the statement is at; it may hold anything. */
static int read_figure(struct hist *h, struct query *q, struct hist_figure *f, struct err *e)
{
	*f = (struct hist_figure){
		.release = query_get_int(q, 0),
		.initcall = query_get_int(q, 1),
		.phase = (enum call_phase)query_get_int(q, 2),
		.runs = query_get_int(q, 3),
		.median_us = query_get_int(q, 4),
		.min_us = query_get_int(q, 5),
		.max_us = query_get_int(q, 6),
		.sd_us = query_get_int(q, 7),
	};
	if (query_get_int(q, 2) < PHASE_KERNEL || query_get_int(q, 2) > PHASE_DEFERRED ||
	    f->runs < 1 || f->min_us < 0 || f->median_us < f->min_us || f->max_us < f->median_us ||
	    f->sd_us < 0)
		return db_damaged(h->db, "the figures of a call cannot be", e);
	return 0;
}

int hist_figures(struct hist *h, int64_t board, int64_t from, hist_figure_fn each, void *ctx,
		 struct err *e)
{
	struct query *q = hist_query(h, SQL_FIGURES, e);
	int r = q ? 0 : -1;

	if (q) {
		query_int(q, 1, board);
		query_int(q, 2, from);
	}
	while (r == 0 && (r = query_step(q, e)) > 0) {
		struct hist_figure f;

		r = read_figure(h, q, &f, e);
		if (r == 0)
			each(ctx, &f);
	}
	if (q)
		query_reset(q);
	return r;
}

int hist_figure(struct hist *h, int64_t board, int64_t release, int64_t initcall,
		struct hist_figure *f, struct err *e)
{
	struct query *q = hist_query(h, SQL_FIGURE, e);
	int r;

	*f = (struct hist_figure){ 0 };
	if (!q)
		return -1;
	query_int(q, 1, board);
	query_int(q, 2, release);
	query_int(q, 3, initcall);
	r = query_step(q, e);
	if (r > 0)
		r = read_figure(h, q, f, e);
	query_reset(q);
	return r;
}
