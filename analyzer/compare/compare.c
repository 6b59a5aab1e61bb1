// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/compare.h"

#include <stdlib.h>

/* In virtual time a difference is one: there is no noise to be told from. */
static void exact_verdict(struct comparison *c)
{
	if (!c->o.exact || c->delta_us == TIME_NONE)
		return;
	c->more_runs = -1;
	if (c->delta_us <= -c->o.least_us)
		c->verdict = VERDICT_FASTER;
	else if (c->delta_us >= c->o.least_us)
		c->verdict = VERDICT_SLOWER;
	else
		c->verdict = VERDICT_SAME;
}

void compare_boots(struct comparison *c, const struct bootset *s, size_t nbefore,
		   const struct compare_opts *o)
{
	*c = (struct comparison){ .s = s, .o = *o, .nbefore = nbefore, .nboots = s->n };
	compare_systems(c);
	compare_match(c);
	compare_calls(c);
	compare_total(c);
	exact_verdict(c);
	compare_sum(c);
}

void compare_configs(struct comparison *c, const struct kconfig *before, const struct kconfig *after)
{
	kconfig_compare(&c->config, before, after);
	c->has_config = true;
}

void comparison_release(struct comparison *c)
{
	free(c->v);
	free(c->sum.v);
	free(c->diffs);
	free(c->unfit);
	kconfig_changes_release(&c->config);
	noise_release(&c->noise);
	arena_release(&c->arena);
	*c = (struct comparison){ 0 };
}

size_t comparison_count(const struct comparison *c, enum change x)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->v[i].change == x;
	return n;
}

bool comparison_barred(const struct comparison *c)
{
	for (size_t i = 0; i < c->ndiffs; i++) {
		if (c->diffs[i].barrier)
			return true;
	}
	return false;
}

bool comparison_same_machine(const struct comparison *c)
{
	for (size_t i = 0; i < c->ndiffs; i++) {
		if (c->diffs[i].machine)
			return false;
	}
	return true;
}

bool delta_returns_differ(const struct delta *d)
{
	const struct call *a = d->side[BEFORE].returned, *b = d->side[AFTER].returned;

	return a && b && a->ret != b->ret;
}

const struct sym *delta_sym(const struct delta *d)
{
	return d->side[AFTER].sym ? d->side[AFTER].sym : d->side[BEFORE].sym;
}

const char *change_name(enum change x)
{
	static const char *const names[CHANGE_MAX] = {
		[CHANGE_SAME] = "same",		    [CHANGE_FASTER] = "faster",
		[CHANGE_SLOWER] = "slower",	    [CHANGE_ADDED] = "added",
		[CHANGE_REMOVED] = "removed",	    [CHANGE_DEFERRED] = "deferred",
		[CHANGE_UNDEFERRED] = "undeferred", [CHANGE_MOVED] = "moved",
		[CHANGE_BLACKLISTED] = "blacklisted", [CHANGE_HUNG] = "hung",
	};

	return names[x];
}

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = { "inconclusive", "same", "faster", "slower" };

	return names[v];
}

const char *state_name(enum state s)
{
	static const char *const names[] = {
		[STATE_ABSENT] = "absent",   [STATE_RAN] = "before-init",
		[STATE_LATER] = "deferred",  [STATE_USER] = "after-init",
		[STATE_PENDING] = "pending", [STATE_BLACKLISTED] = "blacklisted",
		[STATE_HUNG] = "hung",
	};

	return names[s];
}

const char *part_name(enum part p)
{
	static const char *const names[] = { "calls", "overlap",    "gap",
					     "gaps",  "async-wait", "residual" };

	return names[p];
}
