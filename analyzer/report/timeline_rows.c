// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rows of a lane: what runs within something is below it, and no two things
 * of a row overlap.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/timeline_priv.h"

/* So many at a time are not drawn; the rest shares the last row. */
#define ROWS_MAX 48

static int by_start(const void *x, const void *y)
{
	const struct tl_item *a = x, *b = y;

	if (a->start_us != b->start_us)
		return a->start_us < b->start_us ? -1 : 1;
	if (a->end_us != b->end_us)
		return a->end_us > b->end_us ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* The call that an item ran in, or CALL_NONE. */
static uint32_t parent_of(const struct boot *b, const struct tl_item *i)
{
	if (i->kind == TL_CALL)
		return b->calls[i->index].parent;
	if (i->kind == TL_PROBE)
		return b->probes[i->index].call;
	return CALL_NONE;
}

/*
 * The first row from `least` on that is free at start_us. Things without length take no
 * room: thousands of them have the same stamp where the clock ticks slowly.
 */
static uint16_t row_for(const int64_t *end, size_t least, const struct tl_item *i)
{
	size_t r = least;

	while (r < ROWS_MAX - 1 && end[r] > i->start_us)
		r++;
	return (uint16_t)r;
}

void timeline_rows(struct timeline *t, struct tl_lane *l)
{
	/* by call: its row in this lane + 1 */
	uint16_t *row_of = xcalloc(t->boot->ncalls + 1, sizeof(row_of[0]));
	int64_t end[ROWS_MAX];

	for (size_t r = 0; r < ROWS_MAX; r++)
		end[r] = INT64_MIN;
	qsort(l->v, l->n, sizeof(l->v[0]), by_start);
	for (size_t j = 0; j < l->n; j++) {
		struct tl_item *i = &l->v[j];
		uint32_t parent = parent_of(t->boot, i);
		size_t least = parent == CALL_NONE ? 0 : row_of[parent];

		i->row = row_for(end, least < ROWS_MAX ? least : ROWS_MAX - 1, i);
		end[i->row] = i->end_us > end[i->row] ? i->end_us : end[i->row];
		if (i->kind == TL_CALL)
			row_of[i->index] = (uint16_t)(i->row + 1);
		if (i->row + 1u > l->rows)
			l->rows = i->row + 1u;
	}
	free(row_of);
}
