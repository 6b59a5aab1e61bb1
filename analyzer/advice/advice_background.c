// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Work in the background: drivers probe disks and buses by threads and async
 * functions, and init waits for them. What is deferred beside such work saves
 * nothing as long as the work itself stays: the time only moves into the wait.
 *
 * A thing in the background begins when the call that started it returns, and
 * takes as long as it took. So it is over earlier by what is deferred before
 * that return, and init comes no earlier than that.
 */
#include <stdlib.h>
#include <string.h>

#include "advice/advice.h"

/* A thing in the background that ended before init. */
struct background {
	const char *name;
	int64_t end_us;
	const struct advised *owner; /* the call that started it */
};

static const struct advised *of_call(const struct advice *a, uint32_t call)
{
	const struct initcall *c = call == CALL_NONE ? NULL : a->boot->calls[call].image;

	return c && a->of_call[c->index] != UINT32_MAX ? &a->v[a->of_call[c->index]] : NULL;
}

/* "host0" of "0:0:0:0", "mmc0" of "mmc0:0001": what the log names the adapter of a device. */
static void adapter_of(struct buf *b, const char *device)
{
	size_t n = strcspn(device, ":");

	if (!device[n])
		return;
	if (strspn(device, "0123456789") == n && strchr(device + n + 1, ':') && n)
		buf_puts(b, "host");
	buf_add(b, device, n);
}

static const struct advised *owner_by_note(const struct advice *a, const char *device)
{
	const struct advised *r = NULL;
	struct buf b = { 0 };

	adapter_of(&b, device);
	for (size_t i = 0; i < a->boot->nnotes && b.n && !r; i++) {
		const struct note *n = &a->boot->notes[i];

		if (n->kind == NOTE_HOST && n->name && strcmp(n->name, b.p) == 0)
			r = of_call(a, n->call);
	}
	buf_release(&b);
	return r;
}

static const struct advised *owner_of(const struct advice *a, const struct probe *p)
{
	const struct advised *r = owner_by_note(a, p->device);

	/* A driver is mostly called what its module is. */
	return r || !p->driver ? r : advice_find(a, p->driver);
}

/* What is deferred saves this much before a time of the boot. */
static int64_t deferred_before(const struct advice *a, int64_t us)
{
	int64_t sum = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct advised *x = &a->v[i];

		if (x->verdict == ADVICE_DEFER && x->row->boot == a->boot &&
		    x->row->call->end_us != TIME_NONE && x->row->call->end_us <= us)
			sum = add_us(sum, x->saving_us);
	}
	return sum;
}

/* When it would be over with all that waits gone; TIME_NONE: it waits itself. */
static int64_t over_at(const struct advice *a, const struct background *g)
{
	if (g->owner->verdict == ADVICE_DEFER)
		return TIME_NONE;
	if (g->owner->row->boot != a->boot || g->owner->row->call->end_us == TIME_NONE)
		return g->end_us;
	return g->end_us - deferred_before(a, g->owner->row->call->end_us);
}

struct search {
	struct advice *a;
	int64_t calls_us; /* in this boot: end of the last call */
	int64_t last_us;  /* in this boot: end of the last call or thing in the background */
	int64_t over_us;  /* with all that waits gone: the end of the last one that stays */
	struct background worst;
};

static void look_at(struct search *s, const struct background *g)
{
	int64_t over;

	/* Whether init waits for what nobody is known to have started, nobody knows. */
	if (!g->owner)
		return;
	over = over_at(s->a, g);
	s->last_us = g->end_us > s->last_us ? g->end_us : s->last_us;
	if (over != TIME_NONE && over > s->over_us) {
		s->over_us = over;
		s->worst = *g;
	}
}

static bool ended(const struct advice *a, int64_t end_us)
{
	return end_us != TIME_NONE && end_us <= a->boot->init_us;
}

static void search(struct search *s)
{
	const struct advice *a = s->a;
	const struct boot *b = a->boot;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (c->phase == PHASE_KERNEL && ended(a, c->end_us) && c->end_us > s->calls_us)
			s->calls_us = c->end_us;
	}
	s->last_us = s->calls_us;
	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];

		if (p->call == CALL_NONE && ended(a, p->end_us))
			look_at(s, &(struct background){ p->device, p->end_us, owner_of(a, p) });
	}
	for (size_t i = 0; i < b->nasyncs; i++) {
		const struct call *c = &b->asyncs[i];

		if (ended(a, c->end_us))
			look_at(s, &(struct background){ c->sym->name, c->end_us,
							 of_call(a, c->parent) });
	}
}

/*
 * A call that stays, whose hosts look for disks in the background without a word of when they are done:
 * what is found is told, an empty port is not.
 */
static const struct advised *find_unseen(const struct advice *a)
{
	for (size_t i = 0; i < a->boot->nnotes; i++) {
		const struct note *n = &a->boot->notes[i];
		const struct advised *x = n->kind == NOTE_HOST ? of_call(a, n->call) : NULL;

		if (x && x->verdict != ADVICE_DEFER)
			return x;
	}
	return NULL;
}

void advice_background(struct advice *a)
{
	struct search s = { .a = a };
	int64_t end_us;

	a->sum_us = a->total_us;
	if (a->boot->init_us == TIME_NONE || !a->boot->stamps)
		return;
	search(&s);
	/*
	 * Init goes on when the last call has returned and nothing in the background is left; a wait
	 * for what is deferred itself is saved, too. What follows stays: it is work of init's own.
	 */
	end_us = add_us(s.calls_us, -a->total_us);
	if (s.worst.name && s.over_us > end_us) {
		end_us = s.over_us;
		a->held_by = s.worst.name;
		a->held_until_us = s.worst.end_us;
		a->holder = s.worst.owner;
	}
	if (!a->held_by && a->total_us)
		a->unseen = find_unseen(a);
	a->total_us = s.last_us > end_us ? s.last_us - end_us : 0;
}
