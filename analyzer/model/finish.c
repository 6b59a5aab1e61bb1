// SPDX-License-Identifier: GPL-2.0-or-later
/* After the last line of a boot: which clock to trust for which call. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "input/stamp.h"
#include "model/build.h"
#include "model/clock.h"

/* A probe that began this much before the call it seems to be in did not run in it. */
#define PROBE_SLACK_US 10000

/* The number of a release, "6.12.117" as 6 * 1000 + 12; 0 when there is none. */
static unsigned int release_number(const char *kernel)
{
	struct str s = kernel ? str_of(kernel) : STR_NONE;
	int64_t major, minor;
	size_t n = scan_number(s, &major), m;

	if (!n || n >= s.n || s.p[n] != '.')
		return 0;
	m = scan_number(str_from(s, n + 1), &minor);
	if (!m || major > 1000 || minor > 999)
		return 0;
	return (unsigned int)(major * 1000 + minor);
}

/* Calls that never returned: did the task go on (the line is lost) or not (it hangs)? */
static void settle_open(struct builder *w)
{
	for (size_t i = 0; i < w->open.n; i++) {
		struct call *c;
		bool went_on = false;

		if (w->open.v[i].async) {
			w->asyncs.v[w->open.v[i].at].flags |= CALL_HUNG;
			continue;
		}
		c = &w->calls.v[w->open.v[i].at];
		for (size_t k = w->open.v[i].at + 1; k < w->calls.n && !went_on; k++)
			went_on = w->calls.v[k].pid == c->pid;
		c->flags |= went_on ? CALL_NO_RETURN : CALL_HUNG;
	}
}

static void settle_nesting(struct builder *w)
{
	for (size_t i = 0; i < w->calls.n; i++) {
		struct call *c = &w->calls.v[i];
		const struct call *p = c->parent == CALL_NONE ? NULL : &w->calls.v[c->parent];

		if (!p)
			continue;
		if (p->flags & CALL_NO_RETURN || (p->at[1] && p->at[1] < c->at[1]))
			c->parent = CALL_NONE;
		else
			c->flags |= CALL_NESTED;
	}
}

static void settle_init(struct builder *w)
{
	struct boot *b = w->b;

	if (b->init_at || !w->free_at)
		return;
	b->init_us = b->free_initmem_us;
	b->init_line = w->free_line;
	b->init_at = w->free_at;
	b->init_is_free = true;
}

static void settle_phases(struct builder *w)
{
	const struct boot *b = w->b;

	for (size_t i = 0; i < w->calls.n; i++) {
		struct call *c = &w->calls.v[i];
		uint32_t at = c->at[0] ? c->at[0] : c->at[1];

		if (!b->init_at || at < b->init_at)
			c->phase = PHASE_KERNEL;
		else
			c->phase = c->sym->module ? PHASE_USER : PHASE_DEFERRED;
	}
}

static void number_calls(struct builder *w)
{
	uint32_t *by_name = xcalloc(w->set->strings.n, sizeof(*by_name));
	uint32_t *by_sym = xcalloc(w->set->nsyms, sizeof(*by_sym));

	for (size_t i = 0; i < w->calls.n; i++) {
		struct call *c = &w->calls.v[i];

		c->ordinal = ++by_name[c->sym->name_id];
		c->nth = ++by_sym[c->sym->id];
	}
	for (size_t i = 0; i < w->asyncs.n; i++)
		w->asyncs.v[i].ordinal = w->asyncs.v[i].nth = 1;
	free(by_name);
	free(by_sym);
}

static void settle_probes(struct builder *w)
{
	for (size_t i = 0; i < w->probes.n; i++) {
		struct probe *p = &w->probes.v[i];
		const struct call *c;

		if (p->call == CALL_NONE)
			continue;
		c = &w->calls.v[p->call];
		if (p->start_us != TIME_NONE && c->start_us != TIME_NONE &&
		    p->start_us + PROBE_SLACK_US < c->start_us)
			p->call = CALL_NONE;
	}
}

/*
 * Time of each call in its probes. Probes nest (a bus probes its children), and
 * are logged as they end; from the last one backwards each adds what lies
 * before all that began so far.
 */
static void sum_probes(struct builder *w)
{
	int64_t *cover = NULL;

	for (size_t i = w->probes.n; i-- > 0;) {
		const struct probe *p = &w->probes.v[i];
		struct call *c;
		int64_t end = p->end_us, start = p->start_us;

		if (p->call == CALL_NONE || start == TIME_NONE || end == TIME_NONE)
			continue;
		if (!cover) {
			cover = xmalloc(w->calls.n * sizeof(*cover));
			for (size_t k = 0; k < w->calls.n; k++)
				cover[k] = INT64_MAX;
		}
		c = &w->calls.v[p->call];
		if (start < c->start_us && c->start_us != TIME_NONE)
			start = c->start_us;
		if (end > cover[p->call])
			end = cover[p->call];
		if (start < end)
			c->probes_us += end - start;
		if (start < cover[p->call])
			cover[p->call] = start;
	}
	free(cover);
}

static enum form most_used(const struct builder *w)
{
	enum form best = FORM_NONE;

	for (enum form f = 0; f < FORM_MAX; f++) {
		if (w->forms[f] > w->forms[best])
			best = f;
	}
	return best;
}

/* The vectors are the builder's and serve again; the boot gets copies that just fit. */
static void hand_over(struct builder *w)
{
	struct arena *a = &w->set->arena;
	struct boot *b = w->b;

	b->ncalls = w->calls.n;
	b->calls = arena_copy(a, w->calls.v, w->calls.n * sizeof(*w->calls.v));
	b->nasyncs = w->asyncs.n;
	b->asyncs = arena_copy(a, w->asyncs.v, w->asyncs.n * sizeof(*w->asyncs.v));
	b->nprobes = w->probes.n;
	b->probes = arena_copy(a, w->probes.v, w->probes.n * sizeof(*w->probes.v));
	b->nwaits = w->waits.n;
	b->waits = arena_copy(a, w->waits.v, w->waits.n * sizeof(*w->waits.v));
	b->nnotes = w->notes.n;
	b->notes = arena_copy(a, w->notes.v, w->notes.n * sizeof(*w->notes.v));
	b->nlevels = w->levels.n;
	b->levels = arena_copy(a, w->levels.v, w->levels.n * sizeof(*w->levels.v));
}

void builder_finish(struct builder *w)
{
	struct boot *b = w->b;

	b->arch = arch_guess(&w->arch);
	b->form = most_used(w);
	settle_open(w);
	settle_nesting(w);
	settle_init(w);
	settle_phases(w);
	number_calls(w);
	clock_settle(w, release_number(b->kernel));
	settle_probes(w);
	sum_probes(w);
	hand_over(w);
}
