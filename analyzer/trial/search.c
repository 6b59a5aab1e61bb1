// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The whole set is booted first. When it fails, the longest tail of it that
 * passes is looked for by halving; the call before that tail is bad: with it
 * the boot fails, without it it does not. It is left out, and so on, until the
 * whole of what is left passes. So the final set was booted as a whole, and no
 * verdict rests on what a boot of other calls suggests. That a bad one stays bad
 * when earlier calls are deferred, too, is assumed, and booted in the end.
 */
#include "trial/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void search_init(struct search *s, size_t n, unsigned jobs)
{
	*s = (struct search){ .n = n, .jobs = jobs ? jobs : 1, .passes = n,
			      .fails_boot = SEARCH_NONE, .passes_boot = SEARCH_NONE };
	s->out = xcalloc(n + 1, sizeof(*s->out));
	s->bad = xcalloc(n + 1, sizeof(*s->bad));
	s->spent = 1; /* that without deferral */
	if (!n)
		s->phase = SEARCH_DONE;
}

void search_release(struct search *s)
{
	free(s->out);
	free(s->bad);
	free(s->boots.v);
	free(s->next.v);
	arena_release(&s->arena);
	*s = (struct search){ 0 };
}

void search_learn(struct search *s, const bool *set, bool passed, const char *why)
{
	if (search_find(s, set) != SEARCH_NONE)
		return;
	*VEC_PUSH(&s->boots) = (struct search_boot){
		.set = arena_copy(&s->arena, set, s->n * sizeof(*set)),
		.passed = passed,
		.why = arena_strdup(&s->arena, str_of(why)),
	};
}

size_t search_find(const struct search *s, const bool *set)
{
	for (size_t i = 0; i < s->boots.n; i++) {
		if (memcmp(s->boots.v[i].set, set, s->n * sizeof(*set)) == 0)
			return i;
	}
	return SEARCH_NONE;
}

/* Rounded up; 0 of 1. */
static size_t log2_up(size_t n)
{
	size_t l = 0;

	while (((size_t)1 << l) < n)
		l++;
	return l;
}

size_t search_bound(size_t n, size_t bad)
{
	return 2 * bad * log2_up(n) + 2;
}

/* --- The sets of a step ----------------------------------------------------------------------- */

static bool *add_set(struct search *s)
{
	return *VEC_PUSH(&s->next) = arena_alloc(&s->arena, s->n * sizeof(bool));
}

/* What is not left out, from a call on. */
static void add_tail(struct search *s, size_t from)
{
	bool *set = add_set(s);

	for (size_t i = 0; i < s->n; i++)
		set[i] = i >= from && !s->out[i];
}

/* Where the i-th of w boots cuts the calls between fails and passes. */
static size_t cut(const struct search *s, size_t i, size_t w)
{
	return s->fails + (s->passes - s->fails) * i / (w + 1);
}

/* How many cuts at once: more boots in less time, but no more of them than the bound allows. */
static size_t width(const struct search *s)
{
	size_t range = s->passes - s->fails, most = search_bound(s->n, s->nout + 1), w;
	size_t later = s->passes == s->n ? 2 : 1; /* the whole without it, the control */

	w = s->jobs < range - 1 ? s->jobs : range - 1;
	while (w > 1 && s->spent + w + log2_up((range + w) / (w + 1)) + later > most)
		w--;
	return w;
}

/* Those that are left out and have not been tried on top of the final set, as far as the bound goes. */
static void add_rechecks(struct search *s)
{
	size_t most = search_bound(s->n, s->nout);

	for (size_t i = s->recheck; i < s->n && s->next.n < s->jobs; i++) {
		bool *set;

		if (!s->out[i] || s->spent + s->next.n >= most)
			continue;
		set = add_set(s);
		for (size_t k = 0; k < s->n; k++)
			set[k] = k == i || !s->out[k];
	}
}

static void plan(struct search *s)
{
	s->next.n = 0;
	switch (s->phase) {
	case SEARCH_WHOLE:
		add_tail(s, 0);
		break;
	case SEARCH_HALVE: {
		size_t w = width(s);

		for (size_t i = 1; i <= w; i++)
			add_tail(s, cut(s, i, w));
		break;
	}
	case SEARCH_CONTROL:
		add_tail(s, s->n);
		break;
	case SEARCH_RECHECK:
		add_rechecks(s);
		break;
	case SEARCH_DONE:
		break;
	}
}

/* --- What their answers mean ------------------------------------------------------------------ */

/* The call at fails is bad. */
static void leave_out(struct search *s)
{
	size_t i = s->fails;

	s->out[i] = true;
	s->nout++;
	s->bad[i] = (struct search_bad){ s->fails_boot, s->passes_boot };
	/* Without it, its tail is the one that passes. */
	s->passes = i;
	s->fails = 0;
	s->phase = i ? SEARCH_WHOLE : SEARCH_RECHECK;
}

static void narrowed(struct search *s)
{
	if (s->passes - s->fails > 1)
		s->phase = SEARCH_HALVE;
	else if (s->passes == s->n)
		/* No boot passed at all: is it the machine? */
		s->phase = SEARCH_CONTROL;
	else
		leave_out(s);
}

static void take_whole(struct search *s, size_t boot)
{
	if (s->boots.v[boot].passed) {
		s->passes_boot = boot;
		s->phase = SEARCH_RECHECK;
		return;
	}
	s->fails_boot = boot;
	narrowed(s);
}

static void take_cuts(struct search *s, const size_t *boot, size_t w)
{
	size_t fails = s->fails, passes = s->passes;

	for (size_t i = 1; i <= w; i++) {
		if (!s->boots.v[boot[i - 1]].passed) {
			fails = cut(s, i, w);
			s->fails_boot = boot[i - 1];
		}
	}
	for (size_t i = w; i >= 1; i--) {
		if (s->boots.v[boot[i - 1]].passed && cut(s, i, w) > fails) {
			passes = cut(s, i, w);
			s->passes_boot = boot[i - 1];
		}
	}
	s->fails = fails;
	s->passes = passes;
	narrowed(s);
}

/* Whether a candidate is what a set has beside the final one. */
static size_t added_by(const struct search *s, const bool *set)
{
	for (size_t i = 0; i < s->n; i++) {
		if (set[i] && s->out[i])
			return i;
	}
	return s->n;
}

static void take_rechecks(struct search *s, const size_t *boot, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		size_t i = added_by(s, s->next.v[k]);

		s->recheck = i + 1;
		if (!s->boots.v[boot[k]].passed)
			continue;
		/* It can be deferred with all that was kept; the boots of others lack it now. */
		s->out[i] = false;
		s->passes_boot = boot[k];
		break;
	}
}

static void take(struct search *s, const size_t *boot)
{
	s->spent += s->next.n;
	switch (s->phase) {
	case SEARCH_WHOLE:
		take_whole(s, boot[0]);
		break;
	case SEARCH_HALVE:
		take_cuts(s, boot, s->next.n);
		break;
	case SEARCH_CONTROL:
		s->control_failed = !s->boots.v[boot[0]].passed;
		if (s->control_failed)
			s->phase = SEARCH_DONE;
		else
			leave_out(s);
		break;
	case SEARCH_RECHECK:
		take_rechecks(s, boot, s->next.n);
		break;
	case SEARCH_DONE:
		break;
	}
}

size_t search_next(struct search *s)
{
	size_t *boot = xcalloc(s->jobs + 1, sizeof(*boot)), missing = 0;

	while (s->phase != SEARCH_DONE) {
		plan(s);
		if (!s->next.n) {
			s->phase = SEARCH_DONE;
			break;
		}
		missing = 0;
		for (size_t i = 0; i < s->next.n; i++) {
			boot[i] = search_find(s, s->next.v[i]);
			if (boot[i] == SEARCH_NONE)
				s->next.v[missing++] = s->next.v[i];
		}
		if (missing)
			break;
		take(s, boot);
	}
	free(boot);
	return s->phase == SEARCH_DONE ? 0 : missing;
}

size_t search_final(const struct search *s)
{
	bool *set = xcalloc(s->n + 1, sizeof(*set));
	size_t kept = 0, at;

	for (size_t i = 0; i < s->n; i++) {
		set[i] = !s->out[i];
		kept += set[i];
	}
	at = kept ? search_find(s, set) : SEARCH_NONE;
	free(set);
	return at;
}

size_t search_recheck(const struct search *s, size_t i)
{
	bool *set = xcalloc(s->n + 1, sizeof(*set));
	size_t at;

	for (size_t k = 0; k < s->n; k++)
		set[k] = k == i || !s->out[k];
	at = search_find(s, set);
	free(set);
	return at;
}
