// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/trace_tracks.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* Calls that do not end are within each other without end; viewers stack only so many. */
#define DEPTH_MAX 32

/* A call that has its track: what ran in it goes there as well, one after another. */
struct track_call {
	size_t lane;    /* + 1; 0: none so far */
	size_t track, depth;
	int64_t end_us;
	int64_t busy_us; /* until then something that ran in it takes the room */
};

/*
 * Until when each track is taken, as a tree: a node is the least of its two
 * children, v[1] of all, the tracks are v[cap..2 * cap). The first free track is
 * found in a few steps, though thousands of calls never end.
 */
struct ends {
	int64_t *v;
	size_t cap;
};

static void ends_init(struct ends *e, size_t n)
{
	e->cap = 1;
	while (e->cap < n)
		e->cap *= 2;
	e->v = xreallocarray(NULL, 2 * e->cap, sizeof(e->v[0]));
	for (size_t i = 0; i < 2 * e->cap; i++)
		e->v[i] = INT64_MIN;
}

/* The first track that is free from start_us on, which is then taken until end_us. */
static size_t ends_take(struct ends *e, int64_t start_us, int64_t end_us)
{
	size_t i = 1, at;

	while (i < e->cap)
		i = e->v[2 * i] <= start_us ? 2 * i : 2 * i + 1;
	at = i - e->cap;
	e->v[i] = end_us;
	for (i /= 2; i; i /= 2)
		e->v[i] = e->v[2 * i] < e->v[2 * i + 1] ? e->v[2 * i] : e->v[2 * i + 1];
	return at;
}

/* The call that an item ran in, or CALL_NONE. */
static uint32_t parent_of(const struct boot *b, const struct tl_item *i)
{
	switch ((enum tl_kind)i->kind) {
	case TL_CALL:
		return b->calls[i->index].parent;
	case TL_PROBE:
		return b->probes[i->index].call;
	case TL_ASYNC: /* in a task of its own */
	case TL_WAIT:
	case TL_GAP:
		break;
	}
	return CALL_NONE;
}

/* The call whose track an item shares, or NULL. */
static struct track_call *host(const struct tracks *k, const struct tl_item *i, size_t lane)
{
	uint32_t parent = parent_of(k->boot, i);
	struct track_call *c = parent == CALL_NONE ? NULL : &k->call[parent];

	if (!c || c->lane != lane + 1 || c->depth == DEPTH_MAX || i->start_us < c->busy_us ||
	    i->end_us > c->end_us)
		return NULL;
	return c;
}

void tracks_init(struct tracks *k, const struct boot *b)
{
	*k = (struct tracks){ .boot = b, .call = xcalloc(b->ncalls + 1, sizeof(k->call[0])) };
}

void tracks_place(struct tracks *k, const struct timeline *t, size_t lane)
{
	const struct tl_lane *l = &t->lanes[lane];
	struct ends ends;

	k->of = xreallocarray(k->of, l->n + 1, sizeof(k->of[0]));
	k->n = 0;
	ends_init(&ends, l->n);
	/* What holds another comes before it: by start, of equals the longer, the call. */
	for (size_t j = 0; j < l->n; j++) {
		const struct tl_item *i = &l->v[j];
		struct track_call *c = host(k, i, lane);

		if (c)
			c->busy_us = i->end_us;
		k->of[j] = c ? c->track : ends_take(&ends, i->start_us, i->end_us);
		if (k->of[j] >= k->n)
			k->n = k->of[j] + 1;
		if (i->kind == TL_CALL)
			k->call[i->index] = (struct track_call){ .lane = lane + 1,
				.track = k->of[j], .depth = c ? c->depth + 1 : 0,
				.end_us = i->end_us, .busy_us = i->start_us };
	}
	free(ends.v);
}

void tracks_release(struct tracks *k)
{
	free(k->call);
	free(k->of);
	*k = (struct tracks){ 0 };
}
