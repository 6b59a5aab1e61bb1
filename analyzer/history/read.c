// SPDX-License-Identifier: GPL-2.0-or-later
/* Out of the history. */
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "history/hist_priv.h"

/* Rows that one question may bring where all of them are kept: more no history has. */
#define ROWS_MOST 10000000

void hist_items_release(struct hist_items *x)
{
	free(x->v);
	arena_release(&x->arena);
	*x = (struct hist_items){ 0 };
}

/* Rows of an id and a name. */
static int read_items(struct hist *h, struct query *q, struct hist_items *x, struct err *e)
{
	int r;

	*x = (struct hist_items){ 0 };
	while ((r = query_step(q, e)) > 0) {
		struct str name = query_get(q, 1);

		if (!name.p || memchr(name.p, '\0', name.n) || x->n == ROWS_MOST) {
			r = db_damaged(h->db, "a release or a board has no name", e);
			break;
		}
		*VEC_PUSH(x) = (struct hist_item){ query_get_int(q, 0),
						   arena_strdup(&x->arena, name) };
	}
	query_reset(q);
	if (r < 0)
		hist_items_release(x);
	return r;
}

int hist_boards(struct hist *h, struct hist_items *x, struct err *e)
{
	struct query *q = hist_query(h, SQL_BOARDS, e);

	*x = (struct hist_items){ 0 };
	return q ? read_items(h, q, x, e) : -1;
}

int hist_releases(struct hist *h, int64_t board, size_t last, struct hist_items *x, struct err *e)
{
	struct query *q = hist_query(h, SQL_RELEASES, e);

	*x = (struct hist_items){ 0 };
	if (!q)
		return -1;
	query_int(q, 1, board);
	query_int(q, 2, last ? (int64_t)last : -1);
	return read_items(h, q, x, e);
}

static int find(struct hist *h, enum hist_sql n, const char *name, int64_t *id, struct err *e)
{
	struct query *q = hist_query(h, n, e);

	if (!q)
		return -1;
	query_text(q, 1, str_of(name));
	return hist_lookup(q, id, e);
}

int hist_find_board(struct hist *h, const char *name, int64_t *id, struct err *e)
{
	return find(h, SQL_BOARD_ID, name, id, e);
}

int hist_find_release(struct hist *h, const char *name, int64_t *id, struct err *e)
{
	return find(h, SQL_RELEASE_ID, name, id, e);
}

static int number_by_two(struct hist *h, enum hist_sql n, int64_t a, int64_t b, int64_t *v,
			 struct err *e)
{
	struct query *q = hist_query(h, n, e);

	if (!q)
		return -1;
	query_int(q, 1, a);
	query_int(q, 2, b);
	return hist_lookup(q, v, e);
}

int hist_before(struct hist *h, int64_t board, int64_t release, int64_t *id, struct err *e)
{
	return number_by_two(h, SQL_BEFORE, board, release, id, e);
}

int hist_count(struct hist *h, int64_t board, int64_t release, size_t *n, struct err *e)
{
	int64_t v = 0;
	int r = number_by_two(h, SQL_BOOT_COUNT, board, release, &v, e);

	*n = (size_t)v;
	return r;
}

int hist_release_name(struct hist *h, int64_t id, struct arena *a, const char **name,
		      struct err *e)
{
	struct query *q = hist_query(h, SQL_RELEASE_NAME, e);
	int r;

	if (!q)
		return -1;
	query_int(q, 1, id);
	r = query_step(q, e);
	if (r > 0 && query_get(q, 0).p)
		*name = arena_strdup(a, query_get(q, 0));
	else if (r >= 0)
		r = db_damaged(h->db, "a boot is of a release that is not there", e);
	query_reset(q);
	return r < 0 ? -1 : 0;
}

/* NULL stays NULL; the texts of a row belong to its arena. */
static const char *text(struct query *q, int col, struct arena *a)
{
	struct str s = query_get(q, col);

	return s.p ? arena_strdup(a, s) : NULL;
}

static int read_row(struct hist *h, struct query *q, struct hist_boot *row, struct arena *a,
		    struct err *e)
{
	struct str mark = query_get(q, 3);

	*row = (struct hist_boot){
		.id = query_get_int(q, 0),
		.release = query_get_int(q, 1),
		.board = query_get_int(q, 2),
		.boot_id = text(q, 4, a),
		.file = text(q, 5, a),
		.kernel = text(q, 6, a),
		.arch = text(q, 7, a),
		.machine = text(q, 8, a),
		.init_us = query_get_us(q, 9),
		.initcalls_us = query_get_us(q, 10),
		.async_wait_us = query_get_us(q, 11),
		.gaps_us = query_get_us(q, 12),
		.residual_us = query_get_us(q, 13),
		.calls = query_get_int(q, 14),
	};
	if (!row->file || mark.n != BOOT_MARK)
		return db_damaged(h->db, "a boot has no file or no mark", e);
	for (size_t i = 0; i < mark.n; i++)
		snprintf(row->mark + 2 * i, 3, "%02x", (unsigned int)(unsigned char)mark.p[i]);
	return 0;
}

static struct query *boots_query(struct hist *h, enum hist_sql n, int64_t board, int64_t release,
				 struct err *e)
{
	struct query *q = hist_query(h, n, e);

	if (q) {
		query_int(q, 1, board);
		query_int(q, 2, release);
	}
	return q;
}

/* The row that the statement is at; s: for its calls, or NULL. */
static int give_row(struct hist *h, struct query *q, struct bootset *s, hist_boot_fn each,
		    void *ctx, struct err *e)
{
	struct arena arena = { 0 };
	struct boot *boot = NULL;
	struct hist_boot row;
	int r = read_row(h, q, &row, &arena, e);

	if (r == 0 && s) {
		boot = hist_unpack(h, query_get(q, 15), row.file, s, e);
		r = boot ? 0 : -1;
	}
	if (r == 0)
		r = each(ctx, &row, boot, e);
	arena_release(&arena);
	return r;
}

int hist_boots(struct hist *h, int64_t board, int64_t release, bool whole, hist_boot_fn each,
	       void *ctx, struct err *e)
{
	struct query *q = boots_query(h, whole ? SQL_BOOTS_WHOLE : SQL_BOOTS, board, release, e);
	int r = q ? query_step(q, e) : -1;

	while (r > 0) {
		struct bootset s;

		bootset_init(&s);
		r = give_row(h, q, whole ? &s : NULL, each, ctx, e);
		bootset_release(&s);
		if (r == 0)
			r = query_step(q, e);
	}
	if (q)
		query_reset(q);
	return r;
}

int hist_load(struct hist *h, int64_t board, int64_t release, struct bootset *s, struct err *e)
{
	struct query *q = boots_query(h, SQL_BOOTS_WHOLE, board, release, e);
	int r = q ? 0 : -1;

	while (r == 0 && (r = query_step(q, e)) > 0) {
		const char *file = text(q, 5, &s->arena);

		r = hist_unpack(h, query_get(q, 15), file ? file : "", s, e) ? 0 : -1;
	}
	if (q)
		query_reset(q);
	return r;
}

void hist_series_release(struct hist_series *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].v);
	free(s->v);
	*s = (struct hist_series){ 0 };
}

int hist_inits(struct hist *h, int64_t board, int64_t from, struct hist_series *s, struct err *e)
{
	struct query *q = boots_query(h, SQL_INITS, board, from, e);
	int r = q ? 0 : -1;

	*s = (struct hist_series){ 0 };
	while (r == 0 && (r = query_step(q, e)) > 0) {
		int64_t release = query_get_int(q, 0), us = query_get_us(q, 1);

		if (!s->n || s->v[s->n - 1].release != release)
			*VEC_PUSH(s) = (struct hist_inits){ .release = release };
		s->v[s->n - 1].boots++;
		if (us != TIME_NONE)
			*VEC_PUSH(&s->v[s->n - 1]) = us;
		r = 0;
	}
	if (q)
		query_reset(q);
	if (r < 0)
		hist_series_release(s);
	return r;
}
