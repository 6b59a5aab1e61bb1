// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON and CSV of `bootcheck history list` and `show`. */
#include <stdlib.h>

#include "base/version.h"
#include "base/xalloc.h"
#include "report/history.h"

static struct json *begin(const char *report, bool pretty, FILE *f)
{
	struct json *j = xmalloc(sizeof(*j));

	jw_init(j, f, pretty);
	jw_object(j, NULL);
	jw_string(j, "schema", "bootcheck/history/1");
	jw_string(j, "version", bootcheck_version());
	jw_string(j, "report", report);
	return j;
}

static void end(struct json *j)
{
	jw_end(j);
	jw_finish(j);
	free(j);
}

static void write_value(struct json *j, const char *key, const struct trend_value *v)
{
	jw_object(j, key);
	jw_us(j, "median", v->runs ? v->median_us : TIME_NONE);
	jw_us(j, "min", v->runs ? v->min_us : TIME_NONE);
	jw_us(j, "max", v->runs ? v->max_us : TIME_NONE);
	jw_us(j, "low", v->runs ? v->low_us : TIME_NONE);
	jw_us(j, "high", v->runs ? v->high_us : TIME_NONE);
	jw_end(j);
}

static void write_delta(struct json *j, const struct trend_point *p)
{
	jw_object(j, "delta_us");
	jw_us(j, "median", p->delta_us);
	jw_us(j, "low", p->delta_low_us);
	jw_us(j, "high", p->delta_high_us);
	jw_end(j);
	jw_string(j, "verdict", p->delta_us == TIME_NONE ? NULL : verdict_name(p->verdict));
}

static void write_release(struct json *j, const struct history_board *b,
			  const struct trend_point *p)
{
	jw_object(j, NULL);
	jw_string(j, "release", p->name);
	jw_string(j, "board", b->name);
	jw_int(j, "boots", (int64_t)p->boots);
	jw_int(j, "runs", (int64_t)p->init.runs);
	write_value(j, "init_us", &p->init);
	write_delta(j, p);
	jw_end(j);
}

static void write_call(struct json *j, const struct history_board *b, const struct mover *m)
{
	jw_object(j, NULL);
	jw_string(j, "name", m->name);
	jw_string(j, "module", m->module);
	jw_int(j, "ordinal", m->ordinal);
	jw_string(j, "board", b->name);
	jw_string(j, "step_release", m->step_us ? b->trend.v[m->step].name : NULL);
	jw_us(j, "step_us", m->step_us ? m->step_us : TIME_NONE);
	if (m->step_us)
		jw_bool(j, "step_sure", m->sure);
	else
		jw_null(j, "step_sure");
	jw_array(j, "releases");
	for (size_t i = 0; i < b->trend.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "release", b->trend.v[i].name);
		jw_int(j, "runs", (int64_t)m->at[i].runs);
		write_value(j, "duration_us", &m->at[i]);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

void history_list_json(const struct history_board *v, size_t n, bool pretty, FILE *f)
{
	struct json *j = begin("list", pretty, f);

	jw_array(j, "releases");
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < v[i].trend.n; k++)
			write_release(j, &v[i], &v[i].trend.v[k]);
	}
	jw_end(j);
	if (n && v[0].by_call) {
		jw_array(j, "calls");
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < v[i].calls.n; k++)
				write_call(j, &v[i], &v[i].calls.v[k]);
		}
		jw_end(j);
	}
	end(j);
}

static void number(struct csv *c, int64_t v)
{
	if (v == TIME_NONE)
		csv_field(c, NULL);
	else
		csv_number(c, v);
}

static void csv_value(struct csv *c, const struct trend_value *v)
{
	csv_number(c, (int64_t)v->runs);
	number(c, v->runs ? v->median_us : TIME_NONE);
	number(c, v->runs ? v->min_us : TIME_NONE);
	number(c, v->runs ? v->max_us : TIME_NONE);
	number(c, v->runs ? v->low_us : TIME_NONE);
	number(c, v->runs ? v->high_us : TIME_NONE);
}

static void csv_calls(struct csv *c, const struct history_board *b)
{
	for (size_t k = 0; k < b->calls.n; k++) {
		for (size_t i = 0; i < b->trend.n; i++) {
			const struct mover *m = &b->calls.v[k];

			csv_field(c, b->name);
			csv_field(c, b->trend.v[i].name);
			csv_field(c, m->name);
			csv_field(c, m->module);
			csv_number(c, m->ordinal);
			csv_value(c, &m->at[i]);
			csv_end_row(c);
		}
	}
}

static void csv_releases(struct csv *c, const struct history_board *b)
{
	for (size_t i = 0; i < b->trend.n; i++) {
		const struct trend_point *p = &b->trend.v[i];

		csv_field(c, b->name);
		csv_field(c, p->name);
		csv_number(c, (int64_t)p->boots);
		csv_value(c, &p->init);
		number(c, p->delta_us);
		number(c, p->delta_low_us);
		number(c, p->delta_high_us);
		csv_field(c, p->delta_us == TIME_NONE ? NULL : verdict_name(p->verdict));
		csv_end_row(c);
	}
}

void history_list_csv(const struct history_board *v, size_t n, FILE *f)
{
	bool by_call = n && v[0].by_call;
	struct csv c;

	csv_init(&c, f);
	csv_header(&c, by_call ? "board,release,name,module,ordinal,runs,median_us,min_us,max_us,"
				 "low_us,high_us" :
				 "board,release,boots,runs,median_us,min_us,max_us,low_us,high_us,"
				 "delta_us,delta_low_us,delta_high_us,verdict");
	for (size_t i = 0; i < n; i++) {
		if (by_call)
			csv_calls(&c, &v[i]);
		else
			csv_releases(&c, &v[i]);
	}
	csv_release(&c);
}

static void write_change(struct json *j, const struct delta *d)
{
	const struct call_side *a = &d->side[BEFORE], *b = &d->side[AFTER];

	jw_object(j, NULL);
	jw_string(j, "name", delta_sym(d)->name);
	jw_string(j, "module", delta_sym(d)->module);
	jw_int(j, "ordinal", b->sym ? b->ordinal : a->ordinal);
	jw_string(j, "change", change_name(d->change));
	jw_string(j, "timing", change_name(d->timing));
	jw_us(j, "before_us", a->us);
	jw_us(j, "after_us", b->us);
	jw_us(j, "delta_us", d->delta_us);
	jw_us(j, "low_us", d->low_us);
	jw_us(j, "high_us", d->high_us);
	jw_end(j);
}

void history_show_json(const struct history_show *s, bool pretty, FILE *f)
{
	struct json *j = begin("show", pretty, f);

	jw_string(j, "release", s->release);
	jw_string(j, "board", s->board);
	jw_string(j, "before", s->before);
	jw_string(j, "call", s->call);
	write_value(j, "init_us", &s->point.init);
	write_delta(j, &s->point);
	jw_array(j, "boots");
	for (size_t i = 0; i < s->boots.n; i++) {
		const struct history_boot *b = &s->boots.v[i];

		jw_object(j, NULL);
		jw_int(j, "boot", b->id);
		jw_string(j, "file", b->file);
		jw_string(j, "boot_id", b->boot_id);
		jw_string(j, "kernel", b->kernel);
		jw_us(j, "init_us", b->init_us);
		jw_int(j, "calls", b->calls);
		if (s->call)
			jw_us(j, "call_us", b->call_us);
		jw_end(j);
	}
	jw_end(j);
	jw_array(j, "changes");
	for (size_t i = 0; s->c && i < s->c->n; i++) {
		const struct delta *d = &s->c->v[i];

		if ((d->change != CHANGE_SAME && d->change != CHANGE_UNKNOWN) ||
		    d->timing == CHANGE_SLOWER || d->timing == CHANGE_FASTER)
			write_change(j, d);
	}
	jw_end(j);
	end(j);
}
