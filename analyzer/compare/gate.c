// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/gate.h"

#include <math.h>

#include "base/buf.h"
#include "model/group.h"

#define MS(us) ((double)(us) / 1000)

/* Logs that say nothing reliable are not judged at all. Returns whether there is a reason. */
static bool refused(const struct comparison *c, const struct gate_opts *o, struct checks *out)
{
	for (size_t i = 0; i < c->nunfit; i++) {
		const struct unfit *u = &c->unfit[i];

		if (u->line)
			checks_add(out, CHECK_UNSURE, "logs fit to be judged", "%s:%lu: %s: %s",
				   u->boot->file, u->line, u->code, u->message);
		else
			checks_add(out, CHECK_UNSURE, "logs fit to be judged", "%s: %s: %s",
				   u->boot->file, u->code, u->message);
	}
	for (size_t i = 0; i < c->ndiffs && !o->force; i++) {
		const struct difference *d = &c->diffs[i];

		if (d->barrier)
			checks_add(out, CHECK_UNSURE, d->machine ? "the same machine" : "one kernel a side",
				   "the boots%s are not of one %s (%s, %s); --force compares them "
				   "all the same", !d->within ? "" : d->side == BEFORE ?
				   " before" : " after", d->what, d->value[BEFORE], d->value[AFTER]);
	}
	return out->n > 0;
}

static const struct allowed *find_allowed(const struct gate_opts *o, const struct delta *d)
{
	for (size_t i = 0; i < o->nallow; i++) {
		if (pattern_fits(o->allow[i].pattern, delta_sym(d)->name))
			return &o->allow[i];
	}
	return NULL;
}

/* Calls with an allowance of their own. Returns what of it was used. */
static int64_t check_calls(const struct comparison *c, const struct gate_opts *o,
			   struct checks *out)
{
	int64_t used = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct delta *d = &c->v[i];
		const struct allowed *a = find_allowed(o, d);
		struct buf name = { 0 };

		if (!a || d->timing != CHANGE_SLOWER)
			continue;
		buf_printf(&name, "call %s", delta_sym(d)->name);
		used = add_us(used, d->level_us < a->us ? d->level_us : a->us);
		if (d->low_us > a->us)
			checks_add(out, CHECK_FAIL, name.p,
				   "slower by %.3f ms, and by more than %.3f ms with 95 %% "
				   "confidence; %.3f ms are allowed",
				   MS(d->level_us), MS(d->low_us), MS(a->us));
		else if (d->high_us > a->us)
			checks_add(out, CHECK_UNSURE, name.p,
				   "slower by %.3f ms (95 %%: %.3f to %.3f ms); %.3f ms are "
				   "allowed; more boots will tell", MS(d->level_us), MS(d->low_us),
				   MS(d->high_us), MS(a->us));
		else
			checks_add(out, CHECK_PASS, name.p,
				   "slower by %.3f ms, %.3f ms are allowed",
				   MS(d->level_us), MS(a->us));
		buf_release(&name);
	}
	return used;
}

/* "; needs about 3 more boots a side" */
static void say_more(struct buf *b, const struct comparison *c, int64_t limit)
{
	double half = MS(c->high_us - c->low_us) / 2, d = fabs(MS(c->delta_us - limit));
	double fewer = (double)(c->side[BEFORE].known < c->side[AFTER].known ?
					c->side[BEFORE].known : c->side[AFTER].known);
	/* The interval shrinks with the root of the number of boots. */
	double need = d > 0 ? ceil(fewer * (half / d) * (half / d)) - fewer : RUNS_HOPELESS + 1;

	/* With fewer than four a side nothing is sure but by assumption. */
	if (fewer + need < RUNS_SURE)
		need = RUNS_SURE - fewer;
	if (need > RUNS_HOPELESS)
		buf_puts(b, "; the boots are too noisy to tell, whatever their number");
	else
		buf_printf(b, "; needs about %d more boot%s a side", need < 1 ? 1 : (int)need,
			   need > 1 ? "s" : "");
}

static void check_init(const struct comparison *c, const struct gate_opts *o, int64_t used,
		       struct checks *out)
{
	const char *name = "time to init";
	int64_t limit = add_us(limit_of(&o->limit, c->side[BEFORE].median_us), used);
	struct buf b = { 0 };

	if (c->low_us == TIME_NONE) {
		checks_add(out, CHECK_UNSURE, name,
			   "one boot a side tells nothing about chance; needs at least 3 more "
			   "boots a side");
		return;
	}
	buf_printf(&b, "%.3f ms %s (95 %%: %+.3f to %+.3f ms), the limit is %+.3f ms",
		   fabs(MS(c->delta_us)), c->delta_us > 0 ? "slower" : "faster", MS(c->low_us),
		   MS(c->high_us), MS(limit));
	if (used)
		buf_printf(&b, ", of which %.3f ms for allowed calls", MS(used));
	if (c->low_us > limit && c->verdict != VERDICT_INCONCLUSIVE) {
		checks_add(out, CHECK_FAIL, name, "%s", b.p);
	} else if (c->high_us <= limit) {
		checks_add(out, CHECK_PASS, name, "%s", b.p);
	} else {
		say_more(&b, c, limit);
		checks_add(out, CHECK_UNSURE, name, "%s", b.p);
	}
	buf_release(&b);
}

static void judge_budget(const struct comparison *c, struct budget *b, struct checks *out)
{
	for (size_t i = c->nbefore; i < c->nboots; i++)
		budget_see(b, c->s->v[i]);
	budget_judge(b, out);
}

void gate_check(const struct comparison *c, const struct gate_opts *o, struct checks *out)
{
	int64_t used;

	if (refused(c, o, out))
		return;
	used = check_calls(c, o, out);
	if (o->has_limit)
		check_init(c, o, used, out);
	if (o->nallow && !o->has_limit && !out->n)
		checks_add(out, c->tested ? CHECK_PASS : CHECK_UNSURE, "allowed calls",
			   c->tested ? "none of them got slower" :
				       "one boot a side tells nothing about chance");
	if (o->budget)
		judge_budget(c, o->budget, out);
}
