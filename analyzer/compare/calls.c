// SPDX-License-Identifier: GPL-2.0-or-later
/* What became of each call: where it ran, how long it took, and how sure that is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "compare/compare.h"
#include "model/group.h"

static enum state state_of(const struct call *call)
{
	if (call->flags & CALL_BLACKLISTED)
		return STATE_BLACKLISTED;
	if ((call->flags & CALL_HUNG) && !(call->flags & CALL_NO_RETURN))
		return STATE_HUNG;
	switch ((enum call_phase)call->phase) {
	case PHASE_DEFERRED:
		return STATE_LATER;
	case PHASE_USER:
		return STATE_USER;
	default:
		return STATE_RAN;
	}
}

/* Is it a word of deferred_initcalls=, as NAME or MODULE:NAME? */
static bool is_listed(const char *cmdline, const struct sym *sym)
{
	static const char option[] = "deferred_initcalls=";
	const char *at = cmdline;
	size_t name = strlen(sym->name), module = sym->module ? strlen(sym->module) : 0;

	while (at && (at = strstr(at, option))) {
		bool word = at == cmdline || at[-1] == ' ';

		at += strlen(option);
		at += *at == '"';
		while (word && *at && *at != ' ' && *at != '"') {
			size_t n = strcspn(at, ", \"");

			if (n == name && memcmp(at, sym->name, n) == 0)
				return true;
			if (module && n == module + 1 + name && at[module] == ':' &&
			    memcmp(at, sym->module, module) == 0 &&
			    memcmp(at + module + 1, sym->name, name) == 0)
				return true;
			at += n + (at[n] == ',');
		}
	}
	return false;
}

/* A call that is absent may wait to be triggered. */
static enum state absent(const struct comparison *c, enum side side, const struct sym *sym)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots;

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		if (is_listed(c->s->v[b]->cmdline, sym))
			return STATE_PENDING;
	}
	return STATE_ABSENT;
}

static void fill_side(const struct comparison *c, struct delta *d, enum side side, int64_t *tmp)
{
	size_t seen[STATE_HUNG + 1] = { 0 }, n = 0;
	struct call_side *x = &d->side[side];
	size_t to = side == BEFORE ? c->nbefore : c->nboots;

	x->us = TIME_NONE;
	if (!x->sym) {
		x->state = absent(c, side, d->side[!side].sym);
		return;
	}
	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		const struct call *call = d->call[b];

		if (!call)
			continue;
		x->runs++;
		seen[state_of(call)]++;
		if (!x->returned && call->has_ret)
			x->returned = call;
		if (!x->level)
			x->level = call_level(c->s->v[b], call);
		if (call->duration_us != TIME_NONE)
			tmp[n++] = call->duration_us;
	}
	for (enum state s = STATE_RAN; s <= STATE_HUNG; s++) {
		if (seen[s] > seen[x->state])
			x->state = s;
	}
	sort_us(tmp, n);
	if (n)
		x->us = median_of(tmp, n);
}

static bool ran(enum state s)
{
	return s == STATE_RAN || s == STATE_LATER || s == STATE_USER;
}

/* Whether the durations of both sides are those of the same work at the same place. */
static bool is_tested(const struct delta *d)
{
	return ran(d->side[BEFORE].state) && d->side[BEFORE].state == d->side[AFTER].state;
}

static bool moved(const struct call_side *a, const struct call_side *b)
{
	if (!a->sym->module != !b->sym->module || a->state != b->state)
		return true;
	return a->level && b->level && strcmp(a->level, b->level) != 0;
}

static enum change change_of(const struct delta *d)
{
	const struct call_side *a = &d->side[BEFORE], *b = &d->side[AFTER];

	if (a->state == STATE_HUNG || b->state == STATE_HUNG)
		return CHANGE_HUNG;
	if (a->state == STATE_RAN && !a->sym->module &&
	    (b->state == STATE_LATER || b->state == STATE_PENDING))
		return CHANGE_DEFERRED;
	if ((a->state == STATE_LATER || a->state == STATE_PENDING) && b->state == STATE_RAN &&
	    !b->sym->module)
		return CHANGE_UNDEFERRED;
	if (a->state == STATE_BLACKLISTED && b->state == STATE_BLACKLISTED)
		return CHANGE_SAME;
	if (b->state == STATE_BLACKLISTED)
		return CHANGE_BLACKLISTED;
	if (!a->sym)
		return CHANGE_ADDED;
	if (!b->sym)
		return CHANGE_REMOVED;
	if (!ran(a->state))
		return CHANGE_ADDED;
	return moved(a, b) ? CHANGE_MOVED : d->timing;
}

static void take_test(const struct comparison *c, struct delta *d, const struct call_test *t)
{
	double low, high;

	if (!isnan(t->effect))
		d->timing = CHANGE_SAME; /* so short that it cannot have changed enough */
	if (isnan(t->effect) || isnan(t->se))
		return;
	noise_interval(t, &low, &high);
	d->q = t->q;
	d->level_us = (int64_t)llround(noise_us(t->length, t->effect));
	d->low_us = (int64_t)llround(noise_us(t->length, low));
	/* A hostile log has durations of any size. */
	d->high_us = (int64_t)llround(fmin(noise_us(t->length, high), 1e15));
	if (noise_says_changed(t, (double)c->o.least_us, c->o.least_share))
		d->timing = t->effect < 0 ? CHANGE_FASTER : CHANGE_SLOWER;
}

static void test_calls(struct comparison *c)
{
	double *us = xmalloc(c->n * c->nboots * sizeof(*us));

	for (size_t i = 0; i < c->n; i++) {
		for (size_t b = 0; b < c->nboots; b++) {
			const struct call *call = c->v[i].call[b];
			bool known = call && call->duration_us != TIME_NONE &&
				     call->duration_us >= 0 && is_tested(&c->v[i]);

			us[i * c->nboots + b] = known ? (double)call->duration_us : -1;
		}
	}
	noise_fit(&c->noise, us, c->n, c->nbefore, c->nboots - c->nbefore, 1,
		  (double)c->o.least_us);
	for (size_t i = 0; i < c->n; i++)
		take_test(c, &c->v[i], &c->noise.call[i]);
	free(us);
}

void compare_calls(struct comparison *c)
{
	int64_t *tmp = xmalloc(c->nboots * sizeof(*tmp));

	for (size_t i = 0; i < c->n; i++) {
		struct delta *d = &c->v[i];

		for (enum side s = BEFORE; s < SIDES; s++)
			fill_side(c, d, s, tmp);
		d->timing = CHANGE_UNKNOWN;
		d->delta_us = d->low_us = d->high_us = d->level_us = TIME_NONE;
		d->q = NAN;
		if (d->side[BEFORE].us != TIME_NONE && d->side[AFTER].us != TIME_NONE)
			d->delta_us = add_us(d->side[AFTER].us, -d->side[BEFORE].us);
	}
	free(tmp);
	c->tested = c->nboots > 2;
	if (c->tested)
		test_calls(c);
	for (size_t i = 0; i < c->n; i++)
		c->v[i].change = change_of(&c->v[i]);
}
