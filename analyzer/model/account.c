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
	int64_t at;
	uint32_t seq; /* message number of the last thing walked over */
	int64_t end;   /* of the walk: init */
	struct accounting *acc;
};

static int64_t clip(int64_t us, int64_t max)
{
	return us < 0 ? 0 : us > max ? max : us;
}

/* Walks over [start, end], which takes `worth` of it, or all when TIME_NONE. */
static void walk(struct cursor *k, const uint32_t at[2], int64_t start, int64_t end,
		 int64_t worth, int64_t *part)
{
	int64_t covered, s;

	start = clip(start, k->end);
	end = clip(end, k->end);
	/* It began after the last one ended, and yet before it: the clock stepped. */
	if (start < k->at && at[0] > k->seq)
		k->at = start;
	if (start > k->at)
		k->acc->gaps_us += start - k->at;
	s = start > k->at ? start : k->at;
	covered = end > s ? end - s : 0;
	*part += worth != TIME_NONE && worth < covered ? worth : covered;
	if (end > k->at)
		k->at = end;
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
	walk(k, c->at, start, end, worth, &k->acc->initcalls_us);
	return true;
}

static void walk_wait(struct cursor *k, const struct wait *v)
{
	uint32_t at[2] = { v->at, v->at };

	if (v->start_us != TIME_NONE && v->end_us != TIME_NONE && v->end_us >= v->start_us &&
	    v->start_us >= k->at)
		walk(k, at, v->start_us, v->end_us, TIME_NONE, &k->acc->async_wait_us);
}

void builder_account(struct builder *w)
{
	struct boot *b = w->b;
	struct accounting *acc = &b->acc;
	struct cursor k = { .acc = acc, .end = b->init_us };
	bool any = false;
	size_t v = 0;

	*acc = (struct accounting){ TIME_NONE, TIME_NONE, TIME_NONE, TIME_NONE,
				    TIME_NONE, TIME_NONE, TIME_NONE };
	if (!b->stamps || b->init_us == TIME_NONE)
		return;
	*acc = (struct accounting){ .total_us = b->init_us };
	/* The time before a lost head is nobody's. */
	if (!b->kernel && b->first_us > 0)
		k.at = clip(b->first_us, k.end);
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		for (; v < b->nwaits && b->waits[v].at < c->at[1]; v++)
			walk_wait(&k, &b->waits[v]);
		if (walk_call(&k, c) && !any) {
			any = true;
			acc->before_first_us = acc->gaps_us;
		}
	}
	for (; v < b->nwaits; v++)
		walk_wait(&k, &b->waits[v]);
	acc->after_last_us = k.end - k.at;
	acc->gaps_us += k.end - k.at;
	acc->residual_us =
		acc->total_us - acc->initcalls_us - acc->async_wait_us - acc->gaps_us;
}
