// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The calls that changed most from one release to the next. All figures of the releases come by
 * once, in order; of each call only the latest is kept, and its largest step.
 */
#include <math.h>
#include <stdlib.h>

#include "base/vec.h"
#include "compare/stats.h"
#include "report/trend.h"

#define RESOLUTION_US 1.0
/* Numbers of runs for which Student's t is looked up once. */
#define RUNS_KNOWN 64

struct track {
	int64_t initcall;
	size_t seen;       /* number of the release + 1, 0: none */
	double us, half;   /* there; half NAN: one boot */
	size_t step;
	double step_us, beyond; /* beyond: what of the step is more than chance */
	bool sure;
};

struct search {
	const struct trend *t;
	size_t at;         /* the release whose figures come */
	VEC(struct track) track;
	uint32_t *slot;    /* open addressing by initcall: number of the track + 1 */
	size_t nslot;      /* a power of two */
	double t_of[RUNS_KNOWN];
};

static double half_of(struct search *s, int64_t runs, int64_t sd_us)
{
	double sd = fmax((double)sd_us, RESOLUTION_US);

	if (runs < 2)
		return NAN;
	if (runs >= RUNS_KNOWN)
		return stats_median_half(sd, (size_t)runs);
	if (isnan(s->t_of[runs]))
		s->t_of[runs] = stats_median_half(1, (size_t)runs);
	return s->t_of[runs] * sd;
}

static size_t slot_of(const struct search *s, int64_t initcall)
{
	size_t i = (size_t)((uint64_t)initcall * 0x9e3779b97f4a7c15u >> 32) & (s->nslot - 1);

	while (s->slot[i] && s->track.v[s->slot[i] - 1].initcall != initcall)
		i = (i + 1) & (s->nslot - 1);
	return i;
}

static void grow(struct search *s)
{
	free(s->slot);
	s->nslot = s->nslot ? 2 * s->nslot : 4096;
	s->slot = xcalloc(s->nslot, sizeof(*s->slot));
	for (size_t i = 0; i < s->track.n; i++)
		s->slot[slot_of(s, s->track.v[i].initcall)] = (uint32_t)i + 1;
}

static struct track *track_of(struct search *s, int64_t initcall)
{
	size_t i;

	if (2 * s->track.n >= s->nslot)
		grow(s);
	i = slot_of(s, initcall);
	if (!s->slot[i]) {
		*VEC_PUSH(&s->track) = (struct track){ .initcall = initcall };
		s->slot[i] = (uint32_t)s->track.n;
	}
	return &s->track.v[s->slot[i] - 1];
}

static void step(struct track *k, size_t at, double us, double half)
{
	double d = fabs(us - k->us), chance = hypot(k->half, half);
	bool sure = !isnan(chance);
	double beyond = sure ? d - chance : d;

	if (d < LEAST_US || beyond <= 0 || d < LEAST_SHARE * fmax(us, k->us))
		return;
	if (k->step_us != 0 && (k->sure > sure || (k->sure == sure && k->beyond >= beyond)))
		return;
	k->step = at;
	k->step_us = us - k->us;
	k->beyond = beyond;
	k->sure = sure;
}

/* Calls of the release before that are not among those of `at` took no time there. */
static void end_release(struct search *s, size_t at)
{
	for (size_t i = 0; i < s->track.n && at > 0; i++) {
		struct track *k = &s->track.v[i];

		if (k->seen != at)
			continue;
		step(k, at, 0, 0);
		k->us = k->half = 0;
	}
}

static void take_figure(void *ctx, const struct hist_figure *f)
{
	struct search *s = ctx;
	size_t at = s->at;
	struct track *k;
	double us, half;

	/* Figures come by release, as the releases do. */
	while (at < s->t->n && s->t->v[at].release < f->release) {
		end_release(s, at);
		s->at = ++at;
	}
	if (at == s->t->n || s->t->v[at].release != f->release || f->phase != PHASE_KERNEL)
		return;
	k = track_of(s, f->initcall);
	us = (double)f->median_us;
	half = half_of(s, f->runs, f->sd_us);
	if (at > 0)
		step(k, at, us, half);
	k->us = us;
	k->half = half;
	k->seen = at + 1;
}

static int by_step(const void *pa, const void *pb)
{
	const struct track *a = pa, *b = pb;

	if (a->sure != b->sure)
		return a->sure ? -1 : 1;
	if (a->beyond > b->beyond || a->beyond < b->beyond)
		return a->beyond > b->beyond ? -1 : 1;
	return (a->initcall > b->initcall) - (a->initcall < b->initcall);
}

static struct trend_value value_of(struct search *s, const struct hist_figure *f)
{
	struct trend_value v = { .runs = (size_t)f->runs, .median_us = f->median_us,
				 .min_us = f->min_us, .max_us = f->max_us,
				 .low_us = TIME_NONE, .high_us = TIME_NONE };
	double half = half_of(s, f->runs, f->sd_us);

	if (!isnan(half)) {
		v.low_us = f->median_us - llround(fmin(half, (double)f->median_us));
		v.high_us = f->median_us + llround(fmin(half, 1e15));
	}
	return v;
}

/* What a call did in each release; all: after init, too. */
static int fill_values(struct search *s, struct mover *m, struct hist *h, int64_t board, bool all,
		       struct err *e)
{
	m->at = xcalloc(s->t->n + 1, sizeof(*m->at));
	for (size_t i = 0; i < s->t->n; i++) {
		struct hist_figure f;

		if (hist_figure(h, board, s->t->v[i].release, m->initcall, &f, e) != 0)
			return -1;
		if (f.runs && (all || f.phase == PHASE_KERNEL))
			m->at[i] = value_of(s, &f);
	}
	return 0;
}

static void search_init(struct search *s, const struct trend *t)
{
	*s = (struct search){ .t = t };
	for (size_t i = 0; i < RUNS_KNOWN; i++)
		s->t_of[i] = NAN;
	grow(s);
}

static void search_release(struct search *s)
{
	free(s->track.v);
	free(s->slot);
}

/* The names of all calls, when these have come to stay where they are. */
static void set_names(struct movers *m)
{
	for (size_t i = 0; i < m->n; i++) {
		m->v[i].name = m->calls.v[i].name;
		m->v[i].module = m->calls.v[i].module;
		m->v[i].ordinal = m->calls.v[i].ordinal;
	}
}

static int take_top(struct movers *m, struct search *s, struct hist *h, int64_t board, size_t top,
		    struct err *e)
{
	size_t n = 0;

	if (s->track.n)
		qsort(s->track.v, s->track.n, sizeof(*s->track.v), by_step);
	m->v = xcalloc(top + 1, sizeof(*m->v));
	for (size_t i = 0; i < s->track.n && m->n < top; i++) {
		const struct track *k = &s->track.v[i];
		struct mover *x = &m->v[m->n];

		if (!(fabs(k->step_us) > 0))
			continue;
		*x = (struct mover){ .initcall = k->initcall, .step = k->step,
				     .step_us = llround(k->step_us), .sure = k->sure };
		m->n++;
	}
	for (n = 0; n < m->n; n++) {
		if (hist_call(h, m->v[n].initcall, &m->calls, e) != 0 ||
		    fill_values(s, &m->v[n], h, board, false, e) != 0)
			return -1;
	}
	set_names(m);
	return 0;
}

int movers_find(struct movers *m, struct hist *h, int64_t board, const struct trend *t, size_t top,
		struct err *e)
{
	struct search s;
	int r;

	*m = (struct movers){ 0 };
	search_init(&s, t);
	r = t->n ? hist_figures(h, board, t->v[0].release, take_figure, &s, e) : 0;
	for (; r == 0 && s.at < t->n; s.at++)
		end_release(&s, s.at);
	if (r == 0)
		r = take_top(m, &s, h, board, top, e);
	search_release(&s);
	if (r != 0)
		movers_release(m);
	return r;
}

/* The largest step of a call whose values are all there. */
static void find_step(struct mover *m, const struct trend *t)
{
	struct track k = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct trend_value *v = &m->at[i];
		double us = v->runs ? (double)v->median_us : 0;
		double half = !v->runs ? 0 : v->low_us == TIME_NONE ? NAN :
								      (double)(v->high_us - v->median_us);

		if (i)
			step(&k, i, us, half);
		k.us = us;
		k.half = half;
	}
	m->step = k.step;
	m->step_us = llround(k.step_us);
	m->sure = k.sure;
}

int movers_named(struct movers *m, struct hist *h, int64_t board, const struct trend *t,
		 const char *name, struct err *e)
{
	struct search s;
	int r;

	*m = (struct movers){ 0 };
	search_init(&s, t);
	r = hist_calls_named(h, name, &m->calls, e);
	m->v = xcalloc(m->calls.n + 1, sizeof(*m->v));
	for (size_t i = 0; i < m->calls.n && r == 0; i++) {
		m->v[m->n++].initcall = m->calls.v[i].id;
		r = fill_values(&s, &m->v[i], h, board, true, e);
		find_step(&m->v[i], t);
	}
	search_release(&s);
	if (r != 0)
		movers_release(m);
	else
		set_names(m);
	return r;
}

void movers_release(struct movers *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].at);
	free(m->v);
	hist_calls_release(&m->calls);
	*m = (struct movers){ 0 };
}
