// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the difference of the time to init is from, as a sum that closes: the
 * calls by what became of them, the gaps between calls, the waits. Medians do
 * not add up; so the sum is that of the boot in the middle of each side, or the
 * mean of the two in the middle, whose total is the median.
 */
#include <stdlib.h>

#include "base/vec.h"
#include "compare/compare.h"
#include "model/group.h"

/* Gaps that are lines of their own. */
#define GAPS_LISTED 3

struct summing {
	struct comparison *c;
	VEC(struct ledger_line) line;
	size_t *row_of[SIDES][2]; /* by call of that boot: its row */
};

struct timed {
	int64_t us;
	size_t boot;
};

static int by_time(const void *pa, const void *pb)
{
	const struct timed *a = pa, *b = pb;

	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	return (a->boot > b->boot) - (a->boot < b->boot);
}

/* The boots in the middle; false when the side has no time to init, or no sum of it. */
static bool find_middle(struct comparison *c, enum side side)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots, n = 0;
	struct timed *v = xmalloc(c->nboots * sizeof(*v));
	bool found;

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		if (c->s->v[b]->init_us != TIME_NONE)
			v[n++] = (struct timed){ c->s->v[b]->init_us, b };
	}
	found = n > 0;
	if (n) {
		qsort(v, n, sizeof(*v), by_time);
		for (size_t i = 0; i < 2; i++) {
			size_t b = v[(n - 1 + i) / 2].boot;

			c->sum.boots[side][i] = b;
			found &= c->s->v[b]->acc.total_us != TIME_NONE;
		}
	}
	free(v);
	return found;
}

/* Part of a pair of figures, the mean; the rounding ends up in the residual. */
static int64_t mean_of(int64_t a, int64_t b)
{
	return a + (b - a) / 2;
}

static int64_t call_us(const struct call *call)
{
	if (!call || call->phase != PHASE_KERNEL || call->parent != CALL_NONE ||
	    call->duration_us == TIME_NONE)
		return 0;
	return call->duration_us;
}

static int64_t row_us(const struct comparison *c, const struct delta *d, enum side side)
{
	const size_t *b = c->sum.boots[side];

	return mean_of(call_us(d->call[b[0]]), call_us(d->call[b[1]]));
}

/* Calls by what became of them; the order in which they are shown. */
static void sum_calls(struct summing *m, int64_t calls[SIDES])
{
	static const enum change order[] = {
		CHANGE_DEFERRED, CHANGE_UNDEFERRED, CHANGE_REMOVED,	CHANGE_BLACKLISTED,
		CHANGE_ADDED,	 CHANGE_MOVED,	    CHANGE_HUNG,	CHANGE_SLOWER,
		CHANGE_FASTER,	 CHANGE_SAME,	    CHANGE_UNKNOWN,
	};
	struct comparison *c = m->c;

	calls[BEFORE] = calls[AFTER] = 0;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		struct ledger_line l = { .part = PART_CHANGES, .change = order[i] };

		for (size_t k = 0; k < c->n; k++) {
			const struct delta *d = &c->v[k];
			int64_t us[SIDES] = { row_us(c, d, BEFORE), row_us(c, d, AFTER) };

			if (d->change != order[i])
				continue;
			l.calls += us[BEFORE] || us[AFTER] || order[i] != CHANGE_SAME;
			l.us[BEFORE] = add_us(l.us[BEFORE], us[BEFORE]);
			l.us[AFTER] = add_us(l.us[AFTER], us[AFTER]);
		}
		calls[BEFORE] = add_us(calls[BEFORE], l.us[BEFORE]);
		calls[AFTER] = add_us(calls[AFTER], l.us[AFTER]);
		if (l.us[BEFORE] || l.us[AFTER])
			*VEC_PUSH(&m->line) = l;
	}
}

static size_t row_at(const struct summing *m, enum side side, size_t which, uint32_t call)
{
	return call == CALL_NONE ? ROW_NONE : m->row_of[side][which][call];
}

struct gaps {
	VEC(struct ledger_line) v;
	int64_t known[SIDES]; /* the shortest gap that is known of: what is not listed is shorter */
};

static size_t count_probes(const struct boot *b, const struct gap *g)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nprobes; i++)
		n += b->probes[i].end_us >= g->start_us && b->probes[i].end_us <= g->end_us;
	return n;
}

/* A gap is known by the call after it, as what is before may be deferred. */
static struct ledger_line *find_gap(struct gaps *g, size_t from, size_t to)
{
	for (size_t i = 0; i < g->v.n; i++) {
		struct ledger_line *l = &g->v.v[i];

		if (l->to != to)
			continue;
		if (l->from != from)
			l->from = ROW_ANY;
		return l;
	}
	*VEC_PUSH(&g->v) = (struct ledger_line){ .part = PART_GAP, .from = from, .to = to };
	return &g->v.v[g->v.n - 1];
}

/* The gaps of the boots in the middle, those before the same call in one line. */
static void collect_gaps(struct summing *m, struct gaps *g)
{
	struct comparison *c = m->c;

	for (enum side s = BEFORE; s < SIDES; s++) {
		for (size_t k = 0; k < 2; k++) {
			const struct boot *b = c->s->v[c->sum.boots[s][k]];
			int64_t least = b->ngaps == GAPS_MAX ? b->gaps[GAPS_MAX - 1].end_us -
							       b->gaps[GAPS_MAX - 1].start_us : 0;

			g->known[s] = least > g->known[s] ? least : g->known[s];
			for (size_t i = 0; i < b->ngaps; i++) {
				const struct gap *gap = &b->gaps[i];
				size_t from = row_at(m, s, k, gap->after);
				size_t to = row_at(m, s, k, gap->before), probes;
				struct ledger_line *l;
				int64_t us = gap->end_us - gap->start_us;

				/* That before a wait ends at no call, either. */
				if (to == ROW_NONE && gap->end_us != b->init_us)
					continue;
				l = find_gap(g, from, to);
				l->us[s] += k ? us - us / 2 : us / 2;
				probes = count_probes(b, gap);
				l->probes[s] = probes > l->probes[s] ? probes : l->probes[s];
			}
		}
	}
}

static int64_t line_delta(const struct ledger_line *l)
{
	int64_t d = l->us[AFTER] - l->us[BEFORE];

	return d < 0 ? -d : d;
}

static int by_delta(const void *pa, const void *pb)
{
	const struct ledger_line *a = pa, *b = pb;
	int64_t x = line_delta(a), y = line_delta(b);

	if (x != y)
		return x > y ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* The gaps that changed most, then all others. */
static void sum_gaps(struct summing *m, const int64_t gaps[SIDES])
{
	struct ledger_line rest = { .part = PART_GAPS, .us = { gaps[BEFORE], gaps[AFTER] } };
	struct gaps g = { 0 };
	size_t listed = 0;

	collect_gaps(m, &g);
	if (g.v.n)
		qsort(g.v.v, g.v.n, sizeof(*g.v.v), by_delta);
	for (size_t i = 0; i < g.v.n && listed < GAPS_LISTED; i++) {
		const struct ledger_line *l = &g.v.v[i];

		if (line_delta(l) < m->c->o.least_us)
			break;
		/* Not among the longest of the other side: it may be there, and shorter. */
		if ((!l->us[BEFORE] && l->us[AFTER] < 2 * g.known[BEFORE]) ||
		    (!l->us[AFTER] && l->us[BEFORE] < 2 * g.known[AFTER]))
			continue;
		*VEC_PUSH(&m->line) = *l;
		rest.us[BEFORE] -= l->us[BEFORE];
		rest.us[AFTER] -= l->us[AFTER];
		listed++;
	}
	*VEC_PUSH(&m->line) = rest;
	free(g.v.v);
}

static void add_part(struct summing *m, enum part part, int64_t before, int64_t after)
{
	if (before || after)
		*VEC_PUSH(&m->line) =
			(struct ledger_line){ .part = part, .us = { before, after } };
}

static int64_t mean_acc(const struct comparison *c, enum side s, size_t offset)
{
	const size_t *b = c->sum.boots[s];
	const char *x = (const char *)&c->s->v[b[0]]->acc, *y = (const char *)&c->s->v[b[1]]->acc;
	int64_t us[2];

	memcpy(&us[0], x + offset, sizeof(us[0]));
	memcpy(&us[1], y + offset, sizeof(us[1]));
	return mean_of(us[0], us[1]);
}

#define ACC(c, s, part) mean_acc(c, s, offsetof(struct accounting, part))

static void map_rows(struct summing *m)
{
	struct comparison *c = m->c;

	for (enum side s = BEFORE; s < SIDES; s++) {
		for (size_t k = 0; k < 2; k++) {
			size_t boot = c->sum.boots[s][k];
			const struct boot *b = c->s->v[boot];

			m->row_of[s][k] = xmalloc(b->ncalls * sizeof(size_t));
			for (size_t i = 0; i < c->n; i++) {
				if (c->v[i].call[boot])
					m->row_of[s][k][c->v[i].call[boot] - b->calls] = i;
			}
		}
	}
}

void compare_sum(struct comparison *c)
{
	struct summing m = { .c = c };
	int64_t calls[SIDES], gaps[SIDES], rest[SIDES];

	c->sum.total_us[BEFORE] = c->sum.total_us[AFTER] = TIME_NONE;
	if (!find_middle(c, BEFORE) || !find_middle(c, AFTER))
		return;
	map_rows(&m);
	sum_calls(&m, calls);
	for (enum side s = BEFORE; s < SIDES; s++) {
		c->sum.total_us[s] = c->side[s].median_us;
		gaps[s] = ACC(c, s, gaps_us);
	}
	add_part(&m, PART_OVERLAP, ACC(c, BEFORE, initcalls_us) - calls[BEFORE],
		 ACC(c, AFTER, initcalls_us) - calls[AFTER]);
	sum_gaps(&m, gaps);
	add_part(&m, PART_WAIT, ACC(c, BEFORE, async_wait_us), ACC(c, AFTER, async_wait_us));
	for (enum side s = BEFORE; s < SIDES; s++) {
		rest[s] = c->sum.total_us[s];
		for (size_t i = 0; i < m.line.n; i++)
			rest[s] = add_us(rest[s], -m.line.v[i].us[s]);
		for (size_t k = 0; k < 2; k++)
			free(m.row_of[s][k]);
	}
	add_part(&m, PART_RESIDUAL, rest[BEFORE], rest[AFTER]);
	c->sum.v = m.line.v;
	c->sum.n = m.line.n;
}
