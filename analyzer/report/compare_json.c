// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON of `bootcheck compare`: keys as the interface has them; unknown is null. */
#include <math.h>
#include <stdlib.h>

#include "base/version.h"
#include "base/xalloc.h"
#include "report/checks.h"
#include "report/compare.h"
#include "report/json.h"

/* Millionths, as JSON here has whole numbers only. */
static void json_ppm(struct json *j, const char *key, double v)
{
	if (isnan(v))
		jw_null(j, key);
	else
		jw_int(j, key, llround(v * 1e6));
}

static void write_side(struct json *j, const struct comparison *c, enum side side)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots;
	const struct total *t = &c->side[side];

	jw_object(j, side == BEFORE ? "before" : "after");
	jw_int(j, "runs", (int64_t)t->runs);
	jw_object(j, "init_us");
	jw_us(j, "median", t->median_us);
	jw_us(j, "min", t->min_us);
	jw_us(j, "max", t->max_us);
	jw_end(j);
	jw_array(j, "boots");
	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		const struct boot *boot = c->s->v[b];

		jw_object(j, NULL);
		jw_string(j, "file", boot->file);
		jw_int(j, "boot", boot->nth);
		jw_string(j, "kernel", boot->kernel);
		jw_string(j, "arch", boot->arch);
		jw_string(j, "machine", boot->machine);
		jw_us(j, "cpus", boot->cpus ? boot->cpus : TIME_NONE);
		jw_us(j, "cpus_possible", boot->cpus_possible ? boot->cpus_possible : TIME_NONE);
		jw_us(j, "init_us", boot->init_us);
		json_ppm(j, "speed_ppm", c->tested ? exp(c->noise.speed[b]) : NAN);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_name(struct json *j, const char *key, const struct comparison *c, size_t row)
{
	jw_string(j, key, row == ROW_NONE || row == ROW_ANY ? NULL : delta_sym(&c->v[row])->name);
}

static void write_sum(struct json *j, const struct comparison *c)
{
	const struct ledger *s = &c->sum;

	if (s->total_us[BEFORE] == TIME_NONE) {
		jw_null(j, "sum");
		return;
	}
	jw_object(j, "sum");
	jw_int(j, "before_us", s->total_us[BEFORE]);
	jw_int(j, "after_us", s->total_us[AFTER]);
	jw_int(j, "delta_us", s->total_us[AFTER] - s->total_us[BEFORE]);
	jw_array(j, "parts");
	for (size_t i = 0; i < s->n; i++) {
		const struct ledger_line *l = &s->v[i];

		jw_object(j, NULL);
		jw_string(j, "part", part_name(l->part));
		if (l->part == PART_CHANGES) {
			jw_string(j, "change", change_name(l->change));
			jw_int(j, "calls", (int64_t)l->calls);
		} else if (l->part == PART_GAP) {
			write_name(j, "after", c, l->from);
			write_name(j, "before", c, l->to);
			jw_int(j, "before_probes", (int64_t)l->probes[BEFORE]);
			jw_int(j, "after_probes", (int64_t)l->probes[AFTER]);
		}
		jw_int(j, "before_us", l->us[BEFORE]);
		jw_int(j, "after_us", l->us[AFTER]);
		jw_int(j, "delta_us", l->us[AFTER] - l->us[BEFORE]);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_call(struct json *j, const struct delta *d)
{
	const struct call_side *a = &d->side[BEFORE], *b = &d->side[AFTER];

	jw_object(j, NULL);
	jw_string(j, "name", delta_sym(d)->name);
	jw_string(j, "module", delta_sym(d)->module);
	jw_int(j, "ordinal", b->sym ? b->ordinal : a->ordinal);
	jw_us(j, "before_us", a->us);
	jw_us(j, "after_us", b->us);
	jw_us(j, "delta_us", d->delta_us);
	jw_string(j, "change", change_name(d->change));
	jw_string(j, "timing", change_name(d->timing));
	jw_us(j, "level_delta_us", d->level_us);
	jw_us(j, "low_us", d->low_us);
	jw_us(j, "high_us", d->high_us);
	json_ppm(j, "q_ppm", d->q);
	jw_string(j, "before_state", state_name(a->state));
	jw_string(j, "after_state", state_name(b->state));
	jw_string(j, "before_level", a->level);
	jw_string(j, "after_level", b->level);
	jw_string(j, "before_module", a->sym ? a->sym->module : NULL);
	jw_us(j, "before_ret", a->returned ? a->returned->ret : TIME_NONE);
	jw_us(j, "after_ret", b->returned ? b->returned->ret : TIME_NONE);
	jw_int(j, "before_runs", (int64_t)a->runs);
	jw_int(j, "after_runs", (int64_t)b->runs);
	jw_end(j);
}

static void write_config(struct json *j, const struct comparison *c)
{
	if (!c->has_config) {
		jw_null(j, "config");
		return;
	}
	jw_object(j, "config");
	jw_int(j, "differing", (int64_t)c->config.n);
	jw_array(j, "symbols");
	for (size_t i = 0; i < c->config.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "name", c->config.v[i].name);
		jw_string(j, "before", c->config.v[i].before);
		jw_string(j, "after", c->config.v[i].after);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_logs(struct json *j, const struct comparison *c)
{
	jw_object(j, "comparable");
	jw_bool(j, "same_machine", comparison_same_machine(c));
	jw_array(j, "differences");
	for (size_t i = 0; i < c->ndiffs; i++) {
		const struct difference *d = &c->diffs[i];

		jw_object(j, NULL);
		jw_string(j, "what", d->what);
		jw_string(j, "before", d->value[BEFORE]);
		jw_string(j, "after", d->value[AFTER]);
		jw_bool(j, "within_a_side", d->within);
		jw_string(j, "side", !d->within ? NULL : d->side == BEFORE ? "before" : "after");
		jw_string(j, "file", d->within ? d->boot->file : NULL);
		jw_bool(j, "barrier", d->barrier);
		jw_end(j);
	}
	jw_end(j);
	write_config(j, c);
	jw_array(j, "unfit");
	for (size_t i = 0; i < c->nunfit; i++) {
		const struct unfit *u = &c->unfit[i];

		jw_object(j, NULL);
		jw_string(j, "file", u->boot->file);
		jw_string(j, "code", u->code);
		jw_us(j, "line", u->line ? (int64_t)u->line : TIME_NONE);
		jw_string(j, "message", u->message);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

void compare_json_gate(struct json *j, const struct checks *checks)
{
	static const char *const results[] = {
		[EXIT_DONE] = "passed",
		[EXIT_REGRESSION] = "failed",
		[EXIT_INCONCLUSIVE] = "inconclusive",
	};

	if (!checks) {
		jw_null(j, "gate");
		return;
	}
	jw_object(j, "gate");
	jw_string(j, "result", results[checks_exit(checks)]);
	jw_array(j, "checks");
	for (size_t i = 0; i < checks->n; i++) {
		jw_object(j, NULL);
		jw_string(j, "name", checks->v[i].name);
		jw_string(j, "status", check_status_name(checks->v[i].status));
		jw_string(j, "text", checks->v[i].text);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void write_method(struct json *j, const struct comparison *c)
{
	jw_object(j, "method");
	jw_int(j, "least_us", c->o.least_us);
	json_ppm(j, "least_ppm", c->o.least_share);
	jw_us(j, "margin_us", c->margin_us);
	json_ppm(j, "chance_ppm", c->chance);
	jw_bool(j, "calls_tested", c->tested);
	if (c->tested) {
		jw_bool(j, "speed_levelled", c->noise.levelled);
		json_ppm(j, "common_ppm", exp(noise_common(&c->noise)));
		json_ppm(j, "width_ppm", c->noise.width);
		jw_int(j, "prior_df", llround(c->noise.prior_df));
	}
	jw_end(j);
}

void compare_json_more(const struct comparison *c, const struct checks *checks,
		       const struct budget *budget, const struct compare_more *more, bool pretty,
		       FILE *f)
{
	struct json *j = xmalloc(sizeof(*j));

	jw_init(j, f, pretty);
	jw_object(j, NULL);
	jw_string(j, "schema", more ? more->schema : "bootcheck/compare/1");
	jw_string(j, "version", bootcheck_version());
	jw_string(j, "verdict", verdict_name(c->verdict));
	write_side(j, c, BEFORE);
	write_side(j, c, AFTER);
	jw_object(j, "delta_us");
	jw_us(j, "median", c->delta_us);
	jw_us(j, "low", c->low_us);
	jw_us(j, "high", c->high_us);
	jw_end(j);
	jw_us(j, "more_runs", c->more_runs > 0 ? c->more_runs : TIME_NONE);
	write_sum(j, c);
	jw_array(j, "initcalls");
	for (size_t i = 0; i < c->n; i++)
		write_call(j, &c->v[i]);
	jw_end(j);
	write_logs(j, c);
	compare_json_gate(j, checks);
	if (budget)
		budget_json(budget, j);
	write_method(j, c);
	if (more)
		more->write(j, more->ctx);
	jw_end(j);
	jw_finish(j);
	free(j);
}

void compare_json(const struct comparison *c, const struct checks *checks,
		  const struct budget *budget, bool pretty, FILE *f)
{
	compare_json_more(c, checks, budget, NULL, pretty, f);
}
