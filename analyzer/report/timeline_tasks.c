// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Modules load in many short-lived tasks. Tasks that never live at the same
 * time share a lane, so that there are as many lanes as tasks at a time.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "report/timeline_priv.h"

/* More lanes than these are no help to a reader: all in one then. */
#define SLOTS_MAX 12

static bool of_a_task(const struct tl_build *k, const struct call *c)
{
	return c->phase == PHASE_USER && !k->before_init && c->start_us != TIME_NONE;
}

static int by_pid(const void *x, const void *y)
{
	const struct tl_task *a = x, *b = y;

	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return a->first_us < b->first_us ? -1 : a->first_us > b->first_us;
}

static int by_first(const void *x, const void *y)
{
	const struct tl_task *const *a = x, *const *b = y;

	if ((*a)->first_us != (*b)->first_us)
		return (*a)->first_us < (*b)->first_us ? -1 : 1;
	return (*a)->pid < (*b)->pid ? -1 : (*a)->pid > (*b)->pid;
}

/* One of each task: from its first call to the end of its last. */
static void collect(struct tl_build *k)
{
	size_t n = 0;

	for (size_t i = 0; i < k->b->ncalls; i++) {
		const struct call *c = &k->b->calls[i];

		if (of_a_task(k, c))
			*VEC_PUSH(&k->tasks) = (struct tl_task){
				c->pid, c->start_us,
				c->end_us == TIME_NONE ? c->start_us : c->end_us, 0 };
	}
	if (!k->tasks.n)
		return;
	qsort(k->tasks.v, k->tasks.n, sizeof(k->tasks.v[0]), by_pid);
	for (size_t i = 1; i < k->tasks.n; i++) {
		struct tl_task *last = &k->tasks.v[n], *t = &k->tasks.v[i];

		if (t->pid != last->pid)
			k->tasks.v[++n] = *t;
		else if (t->last_us > last->last_us)
			last->last_us = t->last_us;
	}
	k->tasks.n = n + 1;
}

static size_t give_slots(struct tl_build *k)
{
	struct tl_task **order = xcalloc(k->tasks.n + 1, sizeof(*order));
	int64_t end[SLOTS_MAX];
	size_t slots = 0, s = 0;

	for (size_t i = 0; i < k->tasks.n; i++)
		order[i] = &k->tasks.v[i];
	qsort(order, k->tasks.n, sizeof(*order), by_first);
	for (size_t i = 0; i < k->tasks.n && s < SLOTS_MAX; i++) {
		for (s = 0; s < slots && end[s] > order[i]->first_us;)
			s++;
		if (s == SLOTS_MAX)
			break;
		end[s] = order[i]->last_us;
		order[i]->slot = s;
		slots = s == slots ? s + 1 : slots;
	}
	free(order);
	if (s < SLOTS_MAX)
		return slots;
	for (size_t i = 0; i < k->tasks.n; i++)
		k->tasks.v[i].slot = 0;
	return 1;
}

/* "pid 312", "3 tasks" */
static void label(struct tl_build *k, size_t slot)
{
	struct buf b = { 0 };
	int32_t pid = -1;
	size_t n = 0;

	for (size_t i = 0; i < k->tasks.n; i++) {
		if (k->tasks.v[i].slot == slot) {
			pid = k->tasks.v[i].pid;
			n++;
		}
	}
	if (n == 1 && pid >= 0)
		buf_printf(&b, "pid %d", (int)pid);
	else if (n == 1)
		buf_puts(&b, "modules");
	else
		buf_printf(&b, "%zu tasks", n);
	k->slot[slot] = arena_strdup(k->arena, (struct str){ b.p, b.n });
	buf_release(&b);
}

void timeline_tasks(struct tl_build *k)
{
	collect(k);
	k->nslots = k->tasks.n ? give_slots(k) : 0;
	k->slot = xcalloc(k->nslots + 1, sizeof(k->slot[0]));
	for (size_t i = 0; i < k->nslots; i++)
		label(k, i);
}

size_t timeline_task_lane(struct tl_build *k, const struct call *c)
{
	size_t lo = 0, hi = k->tasks.n;
	const char *text = "modules";

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (k->tasks.v[mid].pid < c->pid)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < k->tasks.n && k->tasks.v[lo].pid == c->pid)
		text = k->slot[k->tasks.v[lo].slot];
	return timeline_lane(k, TL_LANE_TASKS, TL_USER, text);
}

void timeline_tasks_release(struct tl_build *k)
{
	free(k->tasks.v);
	free(k->slot);
}
