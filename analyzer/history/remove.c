// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots out of the history. The name of the release stays, and so does its place. */
#include "history/hist_priv.h"

static int run(struct hist *h, enum hist_sql n, int64_t board, int64_t release, struct err *e)
{
	struct query *q = hist_query(h, n, e);

	if (!q)
		return -1;
	query_int(q, 1, board);
	query_int(q, 2, release);
	return query_done(q, e);
}

int hist_remove(struct hist *h, int64_t board, int64_t release, size_t *n, struct err *e)
{
	struct err ignored;
	int r = db_begin(h->db, e);

	if (r != 0)
		return -1;
	r = hist_count(h, board, release, n, e);
	if (r == 0)
		r = run(h, SQL_FIGURE_CLEAR, board, release, e);
	if (r == 0)
		r = run(h, SQL_BOOT_REMOVE, board, release, e);
	if (r == 0)
		r = db_run(h->db, "COMMIT", e);
	if (r != 0)
		db_run(h->db, "ROLLBACK", &ignored);
	return r;
}
