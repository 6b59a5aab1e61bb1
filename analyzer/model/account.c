// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the time to init went, as a sum. Calls and waits are walked in the
 * order of their lines with a cursor on the log's clock; each moment counts
 * once. What the parts do not explain is the residual: the cost of printing
 * (where the kernel's own figure was the better one), steps of the clock, and
 * what came before the first line that is left.
 */
#include "model/build.h"

struct cursor {
	struct boot *b;
	int64_t at;
	uint32_t seq; /* message number of the last thing walked over */
	uint32_t last; /* the call that ended last, or CALL_NONE */
	int64_t end;   /* of the walk: init */
	struct accounting *acc;
};

/* Keeps the longest ones, in order. */
static void note_gap(struct boot *b, const struct gap *g)
{
	size_t i = b->ngaps < GAPS_MAX ? b->ngaps++ : GAPS_MAX - 1;
	int64_t len = g->end_us - g->start_us;

	if (i == GAPS_MAX - 1 && b->gaps[i].end_us - b->gaps[i].start_us >= len)
		return;
	for (; i > 0 && b->gaps[i - 1].end_us - b->gaps[i - 1].start_us < len; i--)
		b->gaps[i] = b->gaps[i - 1];
	b->gaps[i] = *g;
}

static int64_t clip(int64_t us, int64_t max)
{
	return us < 0 ? 0 : us > max ? max : us;
}

/* Walks over [start, end], which takes `worth` of it, or all when TIME_NONE. */
static void walk(struct cursor *k, uint32_t call, const uint32_t at[2], int64_t start, int64_t end,
		 int64_t worth, int64_t *part)
{
	int64_t covered, s;

	start = clip(start, k->end);
	end = clip(end, k->end);
	/* It began after the last one ended, and yet before it: the clock stepped. */
	if (start < k->at && at[0] > k->seq)
		k->at = start;
	if (start > k->at) {
		note_gap(k->b, &(struct gap){ k->at, start, k->last, call });
		k->acc->gaps_us += start - k->at;
	}
	s = start > k->at ? start : k->at;
	covered = end > s ? end - s : 0;
	*part += worth != TIME_NONE && worth < covered ? worth : covered;
	if (end > k->at) {
		k->at = end;
		if (call != CALL_NONE)
			k->last = call;
	}
	if (at[1] > k->seq)
		k->seq = at[1];
}

static bool walk_call(struct cursor *k, const struct call *c)
{
	int64_t start = c->start_us, end = c->end_us, worth = TIME_NONE;

	if (c->phase != PHASE_KERNEL || c->parent != CALL_NONE || end == TIME_NONE)
		return false;
	if (start == TIME_NONE)
		start = c->duration_us != TIME_NONE ? end - c->duration_us : end;
	if (end < start)
		return false;
	if (c->clock == CLOCK_KTIME)
		worth = c->duration_us;
	walk(k, (uint32_t)(c - k->b->calls), c->at, start, end, worth, &k->acc->initcalls_us);
	return true;
}

static void walk_wait(struct cursor *k, const struct wait *v)
{
	uint32_t at[2] = { v->at, v->at };

	if (v->start_us != TIME_NONE && v->end_us != TIME_NONE && v->end_us >= v->start_us &&
	    v->start_us >= k->at)
		walk(k, CALL_NONE, at, v->start_us, v->end_us, TIME_NONE, &k->acc->async_wait_us);
}

void builder_account(struct builder *w)
{
	struct boot *b = w->b;
	struct accounting *acc = &b->acc;
	struct cursor k = { .b = b, .acc = acc, .end = b->init_us, .last = CALL_NONE };
	bool any = false;
	size_t v = 0;

	*acc = (struct accounting){ TIME_NONE, TIME_NONE, TIME_NONE, TIME_NONE,
				    TIME_NONE, TIME_NONE, TIME_NONE };
	if (!b->stamps || b->init_us == TIME_NONE || b->init_us < 0)
		return;
	*acc = (struct accounting){ .total_us = b->init_us };
	/* The time before a lost head is nobody's. */
	if (!b->kernel && b->first_us > 0)
		k.at = clip(b->first_us, k.end);
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		for (; v < b->nwaits && b->waits[v].at < (c->at[0] ? c->at[0] : c->at[1]); v++)
			walk_wait(&k, &b->waits[v]);
		if (walk_call(&k, c) && !any) {
			any = true;
			acc->before_first_us = acc->gaps_us;
		}
	}
	for (; v < b->nwaits; v++)
		walk_wait(&k, &b->waits[v]);
	if (k.end > k.at)
		note_gap(b, &(struct gap){ k.at, k.end, k.last, CALL_NONE });
	acc->after_last_us = k.end - k.at;
	acc->gaps_us += k.end - k.at;
	acc->residual_us =
		acc->total_us - acc->initcalls_us - acc->async_wait_us - acc->gaps_us;
}
