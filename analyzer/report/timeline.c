// SPDX-License-Identifier: GPL-2.0-or-later
/* Which lane a thing belongs to, and when it was; rows: timeline_rows.c. */
#include "report/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "report/timeline_priv.h"

static struct tl_draft *lane_new(struct tl_build *k, enum tl_lane_kind kind,
				 enum tl_section section, const char *label)
{
	struct tl_draft *d = VEC_PUSH(&k->lanes);

	memset(d, 0, sizeof(*d));
	d->kind = kind;
	d->section = section;
	d->label = label;
	return d;
}

/* One lane of a kind and section, made when the first thing for it comes by. */
size_t timeline_lane(struct tl_build *k, enum tl_lane_kind kind, enum tl_section section,
		      const char *label)
{
	for (size_t i = 0; i < k->lanes.n; i++) {
		const struct tl_draft *d = &k->lanes.v[i];

		if (d->kind == kind && d->section == section && d->label == label)
			return i;
	}
	lane_new(k, kind, section, label);
	return k->lanes.n - 1;
}

static struct tl_item *put(struct tl_build *k, size_t lane, enum tl_kind kind, size_t index,
			   int64_t start_us, int64_t end_us)
{
	struct tl_item *i = VEC_PUSH(&k->lanes.v[lane].items);

	*i = (struct tl_item){ .start_us = start_us,
			       .end_us = end_us > start_us ? end_us : start_us,
			       .index = (uint32_t)index,
			       .kind = (uint8_t)kind };
	return i;
}

/* When a call was; false: its place in time is not known. */
static bool times_of(const struct call *c, int64_t *start_us, int64_t *end_us, bool *open)
{
	int64_t start = c->start_us, end = c->end_us;

	if (c->flags & (CALL_PRE_CLOCK | CALL_BLACKLISTED))
		return false;
	if (start == TIME_NONE && end != TIME_NONE)
		start = c->duration_us != TIME_NONE ? end - c->duration_us : end;
	if (start == TIME_NONE)
		return false;
	*open = end == TIME_NONE && (c->flags & CALL_HUNG);
	*start_us = start;
	*end_us = end == TIME_NONE ? start : end;
	return true;
}

static enum tl_section section_of(const struct tl_build *k, int64_t us)
{
	return k->b->init_us != TIME_NONE && us >= k->b->init_us ? TL_USER : TL_KERNEL;
}

/* Calls up to init have a lane by level; two texts that are equal are one string. */
static const char *level_label(const struct boot *b, const struct call *c)
{
	const char *level = call_level(b, c);

	if (level)
		return level;
	return b->nlevels ? "no level" : "initcalls";
}

static void put_call(struct tl_build *k, uint32_t index)
{
	const struct call *c = &k->b->calls[index];
	int64_t start, end;
	struct tl_item *i;
	size_t lane;
	bool open;

	k->lane[index] = SIZE_MAX;
	if (k->before_init && c->phase != PHASE_KERNEL)
		return;
	if (!times_of(c, &start, &end, &open)) {
		if (!(c->flags & CALL_BLACKLISTED))
			k->unplaced++;
		return;
	}
	if (c->phase == PHASE_KERNEL)
		lane = timeline_lane(k, TL_LANE_LEVEL, TL_KERNEL, level_label(k->b, c));
	else if (c->phase == PHASE_DEFERRED)
		lane = timeline_lane(k, TL_LANE_DEFERRED, TL_USER, "deferred");
	else
		lane = timeline_task_lane(k, c);
	k->lane[index] = lane;
	i = put(k, lane, TL_CALL, index, start, end);
	i->open = open;
}

static void put_calls(struct tl_build *k)
{
	for (size_t i = 0; i < k->b->ncalls; i++)
		put_call(k, (uint32_t)i);
}

static void put_asyncs(struct tl_build *k)
{
	for (size_t i = 0; i < k->b->nasyncs; i++) {
		const struct call *c = &k->b->asyncs[i];
		enum tl_section section;
		int64_t start, end;
		bool open;

		if (!times_of(c, &start, &end, &open))
			continue;
		section = section_of(k, start);
		if (section == TL_USER && k->before_init)
			continue;
		put(k, timeline_lane(k, TL_LANE_ASYNC, section,
				      section == TL_KERNEL ? "async" : "later async"), TL_ASYNC, i, start, end)
			->open = open;
	}
}

static void put_probes(struct tl_build *k)
{
	for (size_t i = 0; i < k->b->nprobes; i++) {
		const struct probe *p = &k->b->probes[i];
		enum tl_section section;
		size_t lane = SIZE_MAX;
		int64_t start = p->start_us;

		if (p->end_us == TIME_NONE)
			continue;
		if (start == TIME_NONE || start > p->end_us)
			start = p->duration_us != TIME_NONE ? p->end_us - p->duration_us : p->end_us;
		section = section_of(k, start);
		if (p->call != CALL_NONE)
			lane = k->lane[p->call];
		else if (section == TL_KERNEL || !k->before_init)
			lane = timeline_lane(k, TL_LANE_PROBES, section,
					     section == TL_KERNEL ? "probes" : "later probes");
		if (lane != SIZE_MAX)
			put(k, lane, TL_PROBE, i, start, p->end_us);
	}
}

/* What was no call: the long gaps before init, and waits for async functions. */
static void put_gaps(struct tl_build *k)
{
	const struct boot *b = k->b;

	for (size_t i = 0; i < b->ngaps; i++) {
		size_t lane = timeline_lane(k, TL_LANE_GAPS, TL_KERNEL, "gaps, waits");

		put(k, lane, TL_GAP, i, b->gaps[i].start_us, b->gaps[i].end_us);
	}
	for (size_t i = 0; i < b->nwaits; i++) {
		const struct wait *w = &b->waits[i];
		enum tl_section section;

		if (w->start_us == TIME_NONE || w->end_us == TIME_NONE || w->end_us < w->start_us)
			continue;
		section = section_of(k, w->start_us);
		if (section == TL_KERNEL || !k->before_init)
			put(k, timeline_lane(k, TL_LANE_GAPS, section,
				       section == TL_KERNEL ? "gaps, waits" : "waits"),
			    TL_WAIT, i, w->start_us, w->end_us);
	}
}

static int by_section(const void *x, const void *y)
{
	const struct tl_draft *a = x, *b = y;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->nth < b->nth ? -1 : a->nth > b->nth;
}

static void take_lanes(struct timeline *t, struct tl_build *k)
{
	for (size_t i = 0; i < k->lanes.n; i++)
		k->lanes.v[i].nth = i;
	if (k->lanes.n)
		qsort(k->lanes.v, k->lanes.n, sizeof(k->lanes.v[0]), by_section);
	t->nlanes = k->lanes.n;
	t->lanes = arena_alloc(&t->arena, (k->lanes.n + 1) * sizeof(t->lanes[0]));
	for (size_t i = 0; i < k->lanes.n; i++) {
		struct tl_draft *d = &k->lanes.v[i];
		struct tl_lane *l = &t->lanes[i];

		*l = (struct tl_lane){ .kind = d->kind, .section = d->section, .label = d->label,
				       .n = d->items.n };
		l->v = arena_copy(&t->arena, d->items.v, d->items.n * sizeof(l->v[0]));
		free(d->items.v);
	}
	free(k->lanes.v);
}

static void add_mark(struct timeline *t, enum tl_mark_kind kind, const char *label, int64_t us)
{
	size_t i = t->nmarks;

	if (us == TIME_NONE || us < 0)
		return;
	for (; i > 0 && t->marks[i - 1].us > us; i--)
		t->marks[i] = t->marks[i - 1];
	t->marks[i] = (struct tl_mark){ kind, label, us };
	t->nmarks++;
}

static void add_marks(struct timeline *t, bool before_init)
{
	const struct boot *b = t->boot;

	add_mark(t, TL_MARK_CLOCKSOURCE, "clocksource", b->clocksource_us);
	add_mark(t, TL_MARK_INIT, b->init_is_free ? "init (free of init memory)" : "Run init",
		 b->init_us);
	if (!b->init_is_free &&
	    (!before_init || b->init_us == TIME_NONE || b->free_initmem_us <= b->init_us))
		add_mark(t, TL_MARK_FREE_INITMEM, "init memory freed", b->free_initmem_us);
	for (size_t i = 0; i < b->ncalls && !before_init; i++) {
		if (b->calls[i].phase == PHASE_DEFERRED && b->calls[i].start_us != TIME_NONE) {
			add_mark(t, TL_MARK_DEFERRED, "deferred calls run", b->calls[i].start_us);
			break;
		}
	}
}

/* The ends of it all, and of what did not end. */
static void set_span(struct timeline *t)
{
	int64_t first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; i < t->nlanes; i++) {
		for (size_t j = 0; j < t->lanes[i].n; j++) {
			const struct tl_item *x = &t->lanes[i].v[j];

			first = x->start_us < first ? x->start_us : first;
			last = x->end_us > last ? x->end_us : last;
		}
	}
	if (t->nmarks && t->marks[t->nmarks - 1].us > last)
		last = t->marks[t->nmarks - 1].us;
	/* A log whose head is lost shall not be drawn as a long nothing. */
	t->from_us = first > 0 && first > last / 4 ? first : first < 0 ? first : 0;
	t->to_us = last > t->from_us ? last : t->from_us + 1;
	t->init_us = t->boot->init_us != TIME_NONE ? t->boot->init_us : t->to_us;
	for (size_t i = 0; i < t->nlanes; i++) {
		for (size_t j = 0; j < t->lanes[i].n; j++) {
			if (t->lanes[i].v[j].open)
				t->lanes[i].v[j].end_us = t->to_us;
		}
	}
}

int timeline_build(struct timeline *t, const struct boot *b, bool before_init, struct err *e)
{
	struct tl_build k = { .b = b, .before_init = before_init, .arena = &t->arena };

	memset(t, 0, sizeof(*t));
	t->boot = b;
	if (!b->stamps)
		return err_set(e, b->file, 0, "the lines have no time stamps that a timeline could be "
			       "drawn by; boot with printk.time=1 and log with `dmesg`");
	k.lane = xcalloc(b->ncalls + 1, sizeof(k.lane[0]));
	timeline_tasks(&k);
	put_gaps(&k);
	put_calls(&k);
	put_asyncs(&k);
	put_probes(&k);
	free(k.lane);
	timeline_tasks_release(&k);
	t->unplaced = k.unplaced;
	take_lanes(t, &k);
	if (!t->nlanes) {
		timeline_release(t);
		return err_set(e, b->file, 0, "no call has a place in time; boot with printk.time=1 "
			       "and log with `dmesg`");
	}
	add_marks(t, before_init);
	set_span(t);
	for (size_t i = 0; i < t->nlanes; i++)
		timeline_rows(t, &t->lanes[i]);
	return 0;
}

void timeline_release(struct timeline *t)
{
	arena_release(&t->arena);
}

const char *timeline_name(const struct timeline *t, const struct tl_item *i)
{
	switch ((enum tl_kind)i->kind) {
	case TL_CALL:
		return t->boot->calls[i->index].sym->name;
	case TL_ASYNC:
		return t->boot->asyncs[i->index].sym->name;
	case TL_PROBE:
		return t->boot->probes[i->index].device;
	case TL_WAIT:
		return "waits for async functions";
	case TL_GAP:
		return "no initcall runs";
	}
	return "";
}

unsigned int timeline_colour(const char *name)
{
	uint32_t h = 2166136261u;

	for (const unsigned char *p = (const unsigned char *)name; *p; p++)
		h = (h ^ *p) * 16777619u;
	/* The low bits of this hash alone follow the last character. */
	return (h ^ h >> 15) % TL_COLOURS;
}
