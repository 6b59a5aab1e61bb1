// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON of `bootcheck trial`: that of compare, and what the trial adds. */
#include <stdlib.h>

#include "base/version.h"
#include "base/xalloc.h"
#include "report/compare.h"
#include "report/json.h"
#include "report/trial.h"

#define SCHEMA "bootcheck/trial/1"

static void write_calls(struct json *j, const struct proof *p)
{
	jw_array(j, "deferred");
	for (size_t i = 0; i < p->ncalls; i++) {
		const struct proof_call *x = &p->calls[i];

		jw_object(j, NULL);
		jw_string(j, "name", x->name);
		jw_string(j, "module", x->module);
		jw_bool(j, "ran", x->ran);
		jw_us(j, "ret", x->ret);
		jw_us(j, "ret_before", x->ret_before);
		jw_us(j, "duration_us", x->duration_us);
		jw_us(j, "before_us", x->before_us);
		jw_string(j, "state", x->state);
		jw_string(j, "trigger", x->trigger);
		jw_int(j, "runs", (int64_t)x->runs);
		jw_end(j);
	}
	jw_end(j);
}

static void write_inventory(struct json *j, const struct proof *p)
{
	const struct inventory_diff *d = &p->inventory;

	if (!p->inventoried) {
		jw_null(j, "inventory");
		return;
	}
	jw_object(j, "inventory");
	jw_bool(j, "same", !d->missing.n && !d->extra.n);
	jw_int(j, "lines", (int64_t)d->same);
	jw_array(j, "missing");
	for (size_t i = 0; i < d->missing.n; i++)
		jw_string(j, NULL, d->missing.v[i]);
	jw_end(j);
	jw_array(j, "extra");
	for (size_t i = 0; i < d->extra.n; i++)
		jw_string(j, NULL, d->extra.v[i]);
	jw_end(j);
	jw_array(j, "renumbered");
	for (size_t i = 0; i < d->renumbered.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "before", d->renumbered.v[i].before);
		jw_string(j, "after", d->renumbered.v[i].after);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_messages(struct json *j, const struct proof *p)
{
	const struct message_diff *d = &p->messages;

	jw_array(j, "messages");
	for (size_t i = 0; i < d->added.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "text", d->added.v[i].text);
		jw_us(j, "level", d->added.v[i].level < 0 ? TIME_NONE : d->added.v[i].level);
		jw_bool(j, "report", d->added.v[i].report);
		jw_int(j, "times", (int64_t)d->added.v[i].times);
		jw_end(j);
	}
	jw_end(j);
	jw_array(j, "unprotected");
	for (size_t i = 0; i < d->protection.n; i++)
		jw_string(j, NULL, d->protection.v[i].text);
	jw_end(j);
}

struct more {
	const struct proof *p;
	const struct trial_view *v;
};

static void write_more(struct json *j, void *ctx)
{
	const struct more *m = ctx;
	const struct proof *p = m->p;

	jw_bool(j, "passed", p->passed);
	jw_string(j, "clock", p->exact ? "virtual" : "wall");
	jw_us(j, "saving_predicted_us", p->predicted_us);
	jw_us(j, "saving_measured_us", p->measured_us);
	jw_string(j, "unseen_initcall", p->unseen);
	jw_object(j, "first_job_us");
	jw_us(j, "before", p->job_us[BEFORE]);
	jw_us(j, "after", p->job_us[AFTER]);
	jw_end(j);
	write_calls(j, p);
	write_inventory(j, p);
	write_messages(j, p);
	if (m->v->search)
		search_json(m->v->search, j);
}

static void write_no_side(struct json *j, const char *key, size_t runs, int64_t us)
{
	jw_object(j, key);
	jw_int(j, "runs", (int64_t)runs);
	jw_object(j, "init_us");
	jw_us(j, "median", us);
	jw_us(j, "min", us);
	jw_us(j, "max", us);
	jw_end(j);
	jw_end(j);
}

/* No boot after came up: the same keys, with what there is. */
static void write_uncompared(struct more *m, bool pretty, FILE *f)
{
	struct json *j = xmalloc(sizeof(*j));
	const struct proof *p = m->p;

	jw_init(j, f, pretty);
	jw_object(j, NULL);
	jw_string(j, "schema", SCHEMA);
	jw_string(j, "version", bootcheck_version());
	jw_string(j, "verdict", verdict_name(VERDICT_INCONCLUSIVE));
	write_no_side(j, "before", p->nbefore, p->nbefore ? p->set.v[0]->init_us : TIME_NONE);
	write_no_side(j, "after", 0, TIME_NONE);
	jw_object(j, "delta_us");
	jw_null(j, "median");
	jw_null(j, "low");
	jw_null(j, "high");
	jw_end(j);
	jw_null(j, "more_runs");
	jw_array(j, "initcalls");
	jw_end(j);
	compare_json_gate(j, &p->checks);
	write_more(j, m);
	jw_end(j);
	jw_finish(j);
	free(j);
}

void trial_json(const struct proof *p, const struct trial_view *v, bool pretty, FILE *f)
{
	struct more m = { p, v };
	struct compare_more more = { SCHEMA, write_more, &m };

	if (p->compared)
		compare_json_more(&p->comparison, &p->checks, NULL, &more, pretty, f);
	else
		write_uncompared(&m, pretty, f);
}
