// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON: everything that is known, keys as the interface has them; unknown is null. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/errname.h"
#include "base/version.h"
#include "base/xalloc.h"
#include "model/join.h"
#include "report/analyze.h"
#include "report/checks.h"
#include "report/json.h"

/* A line of the file; 0 stands for none. */
static void json_line(struct json *j, const char *key, unsigned long line)
{
	jw_us(j, key, line ? (int64_t)line : TIME_NONE);
}

static void json_pid(struct json *j, int32_t pid)
{
	jw_us(j, "pid", pid < 0 ? TIME_NONE : pid);
}

static void json_flags(struct json *j, uint32_t flags)
{
	jw_array(j, "flags");
	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (flags & *f)
			jw_string(j, NULL, call_flag_name(*f));
	}
	jw_end(j);
}

static void write_system(struct json *j, const struct boot *b)
{
	jw_object(j, "source");
	jw_string(j, "file", b->file);
	jw_string(j, "format", form_name(b->form));
	jw_int(j, "lines", (int64_t)b->lines);
	jw_string(j, "packed", b->packed);
	json_line(j, "first_line", b->first_line);
	json_line(j, "last_line", b->last_line);
	jw_int(j, "boot", b->nth);
	jw_int(j, "boots", b->of);
	jw_end(j);

	jw_object(j, "system");
	jw_string(j, "kernel", b->kernel);
	jw_string(j, "arch", b->arch);
	jw_string(j, "machine", b->machine);
	jw_string(j, "cmdline", b->cmdline);
	jw_end(j);
}

static void write_times(struct json *j, const struct boot *b)
{
	const struct accounting *a = &b->acc;

	jw_object(j, "marks");
	jw_us(j, "first_us", b->first_us);
	jw_us(j, "clocksource_us", b->clocksource_us);
	jw_us(j, "free_initmem_us", b->free_initmem_us);
	jw_us(j, "init_us", b->init_us);
	jw_us(j, "last_us", b->last_us);
	json_line(j, "init_line", b->init_line);
	jw_end(j);

	jw_object(j, "accounting");
	jw_us(j, "total_us", a->total_us);
	jw_us(j, "initcalls_us", a->initcalls_us);
	jw_us(j, "async_wait_us", a->async_wait_us);
	jw_us(j, "gaps_us", a->gaps_us);
	jw_us(j, "residual_us", a->residual_us);
	jw_us(j, "before_first_us", a->before_first_us);
	jw_us(j, "after_last_us", a->after_last_us);
	jw_end(j);

	jw_object(j, "clock");
	jw_bool(j, "stamps", b->stamps);
	jw_bool(j, "coarse", b->coarse);
	jw_bool(j, "ns_units", b->ns_units);
	jw_us(j, "tick_us", b->tick_us > 0 ? b->tick_us : TIME_NONE);
	jw_us(j, "line_cost_us", b->line_cost_us);
	jw_end(j);
}

static void gap_end(struct json *j, const char *key, const struct boot *b, uint32_t call)
{
	if (call == CALL_NONE)
		jw_null(j, key);
	else
		jw_string(j, key, b->calls[call].sym->name);
}

static void write_gaps(struct json *j, const struct boot *b)
{
	jw_array(j, "gaps");
	for (size_t i = 0; i < b->ngaps; i++) {
		const struct gap *g = &b->gaps[i];

		jw_object(j, NULL);
		jw_us(j, "start_us", g->start_us);
		jw_us(j, "end_us", g->end_us);
		jw_us(j, "duration_us", g->end_us - g->start_us);
		gap_end(j, "after", b, g->after);
		gap_end(j, "before", b, g->before);
		jw_end(j);
	}
	jw_end(j);
}

/* The place of each call in the array that is written; CALL_NONE when it is left out. */
static uint32_t *new_places(const struct boot *b, bool before_init)
{
	uint32_t *place = xmalloc(b->ncalls * sizeof(*place)), n = 0;

	for (size_t i = 0; i < b->ncalls; i++)
		place[i] = call_wanted(&b->calls[i], before_init) ? n++ : CALL_NONE;
	return place;
}

static void json_place(struct json *j, const char *key, uint32_t call, const uint32_t *place)
{
	uint32_t at = call == CALL_NONE ? CALL_NONE : place[call];

	jw_us(j, key, at == CALL_NONE ? TIME_NONE : at);
}

/* What the vmlinux says of a call: keys that are there only with --vmlinux, but for the size. */
static void json_place_of(struct json *j, const struct call *c, const struct image *img)
{
	const struct initcall *i = c->image;
	uint64_t size = i && i->size ? i->size : c->sym->size;
	char address[24];

	jw_us(j, "size", size && size <= INT64_MAX ? (int64_t)size : TIME_NONE);
	if (!img)
		return;
	snprintf(address, sizeof(address), "0x%" PRIx64, i ? i->address : 0);
	jw_string(j, "file", i ? i->file : NULL);
	json_line(j, "line", i ? i->line : 0);
	jw_string(j, "address", i && i->address ? address : NULL);
	jw_string(j, "subsystem", i ? i->subsystem : NULL);
}

static void write_call(struct json *j, const struct boot *b, const struct call *c,
		       const uint32_t *place, const struct image *img)
{
	jw_object(j, NULL);
	jw_string(j, "name", c->sym->name);
	jw_string(j, "module", call_module(c));
	jw_string(j, "level", call_level(b, c));
	jw_int(j, "ordinal", c->ordinal);
	json_pid(j, c->pid);
	jw_us(j, "start_us", c->start_us);
	jw_us(j, "end_us", c->end_us);
	jw_us(j, "duration_us", c->duration_us);
	jw_string(j, "clock", clock_name(c->clock));
	jw_us(j, "reported_us", c->reported_us);
	jw_us(j, "ret", c->has_ret ? c->ret : TIME_NONE);
	jw_string(j, "errno", call_failed(c) ? errname(c->ret) : NULL);
	jw_string(j, "phase", phase_name(c->phase));
	json_flags(j, c->flags);
	jw_us(j, "probes_us", c->probes_us);
	json_place(j, "parent", c->parent, place);
	json_line(j, "log_line", c->line[0]);
	json_line(j, "log_end_line", c->line[1]);
	json_place_of(j, c, img);
	jw_string(j, "trouble", c->trouble);
	jw_end(j);
}

static void write_probes(struct json *j, const struct boot *b, bool before_init,
			 const uint32_t *place)
{
	jw_array(j, "probes");
	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];

		if (!probe_wanted(b, p, before_init))
			continue;
		jw_object(j, NULL);
		jw_string(j, "device", p->device);
		jw_string(j, "driver", p->driver);
		jw_int(j, "ret", p->ret);
		jw_string(j, "errno", p->ret ? errname(p->ret) : NULL);
		jw_us(j, "start_us", p->start_us);
		jw_us(j, "end_us", p->end_us);
		jw_us(j, "duration_us", p->duration_us);
		jw_string(j, "initcall",
			    p->call == CALL_NONE ? NULL : b->calls[p->call].sym->name);
		json_place(j, "initcall_index", p->call, place);
		json_pid(j, p->pid);
		json_line(j, "log_line", p->line);
		jw_end(j);
	}
	jw_end(j);
}

static void write_waits(struct json *j, const struct boot *b, bool before_init)
{
	jw_array(j, "waits");
	for (size_t i = 0; i < b->nwaits; i++) {
		const struct wait *w = &b->waits[i];

		if (before_init && b->init_us != TIME_NONE && w->start_us > b->init_us)
			continue;
		jw_object(j, NULL);
		jw_us(j, "start_us", w->start_us);
		jw_us(j, "end_us", w->end_us);
		jw_us(j, "reported_us", w->reported_us);
		json_pid(j, w->pid);
		json_line(j, "log_line", w->line);
		jw_end(j);
	}
	jw_end(j);
}

static void write_findings(struct json *j, const struct boot *b)
{
	jw_array(j, "findings");
	for (size_t i = 0; i < b->nfindings; i++) {
		const struct finding *f = &b->findings[i];

		jw_object(j, NULL);
		jw_string(j, "code", finding_name(f->code));
		jw_string(j, "severity", severity_name(f->severity));
		json_line(j, "line", f->line);
		jw_string(j, "message", f->message);
		jw_end(j);
	}
	jw_end(j);
}

static void write_boot(struct json *j, const struct boot *b, const struct analyze_opts *o)
{
	uint32_t *place;

	jw_object(j, NULL);
	write_system(j, b);
	write_times(j, b);
	if (o->summary) {
		write_findings(j, b);
		jw_end(j);
		return;
	}
	place = new_places(b, o->before_init);
	write_gaps(j, b);
	jw_array(j, "initcalls");
	for (size_t i = 0; i < b->ncalls; i++) {
		if (place[i] != CALL_NONE)
			write_call(j, b, &b->calls[i], place, o->image);
	}
	jw_end(j);
	write_probes(j, b, o->before_init, place);
	jw_array(j, "async");
	for (size_t i = 0; i < b->nasyncs; i++) {
		if (call_wanted(&b->asyncs[i], o->before_init))
			write_call(j, b, &b->asyncs[i], place, o->image);
	}
	jw_end(j);
	write_waits(j, b, o->before_init);
	write_findings(j, b);
	jw_end(j);
	free(place);
}

static void write_init(struct json *j, const struct bootset *s)
{
	int64_t *v = xmalloc(s->n * sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i]->init_us != TIME_NONE)
			v[n++] = s->v[i]->init_us;
	}
	sort_us(v, n);
	jw_object(j, "init_us");
	jw_us(j, "median", n ? median_of(v, n) : TIME_NONE);
	jw_us(j, "min", n ? v[0] : TIME_NONE);
	jw_us(j, "max", n ? v[n - 1] : TIME_NONE);
	jw_end(j);
	free(v);
}

/* All boots together, row by row as in the text report. */
static void write_summary(struct json *j, const struct series *series, const struct analyze_opts *o)
{
	const struct bootset *s = &series->set;
	struct rows rows;

	rows_of(&rows, series);
	rows_sort(&rows, o->sort);
	jw_object(j, "summary");
	jw_int(j, "runs", (int64_t)s->n);
	write_init(j, s);
	jw_array(j, "rows");
	for (size_t i = 0; i < rows.n; i++) {
		const struct row *r = &rows.v[i];

		jw_object(j, NULL);
		jw_string(j, "name", r->sym->name);
		jw_string(j, "module", call_module(r->call));
		jw_int(j, "ordinal", r->ordinal);
		jw_int(j, "runs", (int64_t)r->runs);
		jw_us(j, "median_us", r->median_us);
		jw_us(j, "min_us", r->min_us);
		jw_us(j, "max_us", r->max_us);
		jw_us(j, "start_us", r->start_us);
		jw_int(j, "failed", (int64_t)r->failed);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
	rows_release(&rows);
}

static void write_groups(struct json *j, const struct series *s)
{
	struct sums sums;

	sums_of(&sums, s);
	jw_object(j, "groups");
	jw_string(j, "by", row_by_name(s->by));
	jw_array(j, "rows");
	for (size_t i = 0; i < sums.n; i++) {
		const struct sum *r = &sums.v[i];

		jw_object(j, NULL);
		jw_string(j, "name", r->name);
		jw_int(j, "runs", (int64_t)r->runs);
		jw_int(j, "calls", (int64_t)r->calls);
		jw_int(j, "failed", (int64_t)r->failed);
		jw_us(j, "median_us", r->us);
		jw_us(j, "min_us", r->min_us);
		jw_us(j, "max_us", r->max_us);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
	sums_release(&sums);
}

/* The image that the boots were joined with; only with --vmlinux. */
static void write_image(struct json *j, const struct image *img)
{
	if (!img)
		return;
	jw_object(j, "vmlinux");
	jw_string(j, "file", img->file);
	jw_string(j, "kernel", img->kernel);
	jw_string(j, "machine", img->machine);
	jw_string(j, "build_id", img->build_id);
	jw_us(j, "initcalls", (int64_t)img->n);
	jw_end(j);
}

/* Logs that are left out; only when there are any. */
static void write_unusable(struct json *j, const struct series *s)
{
	if (!s->bad.n)
		return;
	jw_array(j, "unusable");
	for (size_t i = 0; i < s->bad.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "file", s->bad.v[i].file);
		jw_string(j, "message", s->bad.v[i].message);
		jw_end(j);
	}
	jw_end(j);
}

struct analyze_json {
	const struct analyze_opts *o;
	struct json j;
};

struct analyze_json *analyze_json_begin(const struct analyze_opts *o, bool pretty, FILE *f)
{
	struct analyze_json *w = xmalloc(sizeof(*w));

	w->o = o;
	jw_init(&w->j, f, pretty);
	jw_object(&w->j, NULL);
	jw_string(&w->j, "schema", "bootcheck/analyze/1");
	jw_string(&w->j, "version", bootcheck_version());
	write_image(&w->j, o->image);
	jw_array(&w->j, "boots");
	return w;
}

void analyze_json_boot(struct analyze_json *w, const struct boot *b)
{
	write_boot(&w->j, b, w->o);
}

void analyze_json_end(struct analyze_json *w, const struct series *s, const struct budget *budget)
{
	struct json *j = &w->j;

	jw_end(j);
	if (s->set.n > 1)
		write_summary(j, s, w->o);
	if (w->o->by != BY_INITCALL)
		write_groups(j, s);
	write_unusable(j, s);
	if (budget)
		budget_json(budget, j);
	jw_end(j);
	jw_finish(j);
	free(w);
}

void analyze_json_free(struct analyze_json *w)
{
	free(w);
}
