// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Of the Trace Event Format only what every viewer reads alike: complete events
 * (X) that nest properly within their track, instants, and metadata. A call that
 * did not end is a complete event to the end of the log with args.open, since
 * what begins (B) and never ends hides what comes after it in a track. Thread
 * numbers are used once in a document: Perfetto names threads by them alone.
 * Unlike in the reports, what is not known is left out of args.
 */
#include "report/trace.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/errname.h"
#include "base/version.h"
#include "base/xalloc.h"
#include "model/join.h"
#include "report/json.h"
#include "report/trace_tracks.h"

struct writer {
	struct json j;
	const struct timeline *t; /* of the boot at hand */
	int64_t origin_us;        /* 0 of the document on the log's clock */
	int64_t pid, tid;         /* of the process; the last one used */
};

static void put_us(struct json *j, const char *key, int64_t us)
{
	if (us != TIME_NONE)
		jw_int(j, key, us);
}

static void put_text(struct json *j, const char *key, const char *s)
{
	if (s)
		jw_string(j, key, s);
}

static void put_line(struct json *j, const char *key, unsigned long line)
{
	if (line)
		jw_int(j, key, (int64_t)line);
}

static void put_pid(struct json *j, int32_t pid)
{
	if (pid >= 0)
		jw_int(j, "pid", pid);
}

/* What all events begin with. */
static void begin_event(struct writer *w, const char *name, const char *phase, int64_t tid)
{
	struct json *j = &w->j;

	jw_object(j, NULL);
	jw_string(j, "name", name);
	jw_string(j, "ph", phase);
	jw_int(j, "pid", w->pid);
	jw_int(j, "tid", tid);
}

static void meta_text(struct writer *w, const char *name, int64_t tid, const char *key,
		      const char *text)
{
	begin_event(w, name, "M", tid);
	jw_object(&w->j, "args");
	jw_string(&w->j, key, text);
	jw_end(&w->j);
	jw_end(&w->j);
}

static void meta_order(struct writer *w, const char *name, int64_t tid, int64_t place)
{
	begin_event(w, name, "M", tid);
	jw_object(&w->j, "args");
	jw_int(&w->j, "sort_index", place);
	jw_end(&w->j);
	jw_end(&w->j);
}

static void write_flags(struct json *j, uint32_t flags)
{
	bool any = false;

	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (!(flags & *f))
			continue;
		if (!any)
			jw_array(j, "flags");
		any = true;
		jw_string(j, NULL, call_flag_name(*f));
	}
	if (any)
		jw_end(j);
}

static void call_args(struct json *j, const struct boot *b, const struct call *c)
{
	put_text(j, "module", call_module(c));
	put_text(j, "level", call_level(b, c));
	jw_int(j, "ordinal", c->ordinal);
	put_pid(j, c->pid);
	put_us(j, "duration_us", c->duration_us);
	put_text(j, "clock", clock_name(c->clock));
	put_us(j, "reported_us", c->reported_us);
	if (c->has_ret)
		jw_int(j, "ret", c->ret);
	if (call_failed(c))
		put_text(j, "errno", errname(c->ret));
	jw_string(j, "phase", phase_name(c->phase));
	write_flags(j, c->flags);
	put_line(j, "log_line", c->line[0]);
	put_line(j, "log_end_line", c->line[1]);
	if (c->image) {
		put_text(j, "file", c->image->file);
		put_line(j, "line", c->image->line);
	}
	put_text(j, "trouble", c->trouble);
}

static void probe_args(struct json *j, const struct boot *b, const struct probe *p)
{
	jw_string(j, "device", p->device);
	put_text(j, "driver", p->driver);
	if (p->call != CALL_NONE)
		jw_string(j, "initcall", b->calls[p->call].sym->name);
	put_pid(j, p->pid);
	put_us(j, "duration_us", p->duration_us);
	jw_int(j, "ret", p->ret);
	if (p->ret)
		put_text(j, "errno", errname(p->ret));
	put_line(j, "log_line", p->line);
}

static void gap_args(struct json *j, const struct boot *b, const struct gap *g)
{
	if (g->after != CALL_NONE)
		jw_string(j, "after", b->calls[g->after].sym->name);
	if (g->before != CALL_NONE)
		jw_string(j, "before", b->calls[g->before].sym->name);
}

static void write_args(struct json *j, const struct boot *b, const struct tl_item *i)
{
	jw_object(j, "args");
	switch ((enum tl_kind)i->kind) {
	case TL_CALL:
		call_args(j, b, &b->calls[i->index]);
		break;
	case TL_ASYNC:
		call_args(j, b, &b->asyncs[i->index]);
		break;
	case TL_PROBE:
		probe_args(j, b, &b->probes[i->index]);
		break;
	case TL_WAIT:
		put_pid(j, b->waits[i->index].pid);
		put_us(j, "reported_us", b->waits[i->index].reported_us);
		put_line(j, "log_line", b->waits[i->index].line);
		break;
	case TL_GAP:
		gap_args(j, b, &b->gaps[i->index]);
		break;
	}
	if (i->open)
		jw_bool(j, "open", true);
	jw_end(j);
}

static const char *category(enum tl_kind kind)
{
	static const char *const names[] = {
		[TL_CALL] = "initcall", [TL_ASYNC] = "async", [TL_PROBE] = "probe",
		[TL_WAIT] = "wait", [TL_GAP] = "gap",
	};

	return names[kind];
}

static void write_item(struct writer *w, const struct tl_item *i, int64_t tid)
{
	struct json *j = &w->j;

	begin_event(w, timeline_name(w->t, i), "X", tid);
	jw_string(j, "cat", category((enum tl_kind)i->kind));
	jw_int(j, "ts", i->start_us - w->origin_us);
	jw_int(j, "dur", i->end_us - i->start_us);
	write_args(j, w->t->boot, i);
	jw_end(j);
}

static void name_track(struct writer *w, const struct tl_lane *l, size_t nth)
{
	/* Deferred calls and modules are after init anyway. */
	bool later = l->section == TL_USER && (l->kind == TL_LANE_GAPS || l->kind == TL_LANE_ASYNC ||
					       l->kind == TL_LANE_PROBES);
	const char *after = later ? ", after init" : "";
	struct buf name = { 0 };

	if (nth)
		buf_printf(&name, "%s%s (%zu)", l->label, after, nth + 1);
	else
		buf_printf(&name, "%s%s", l->label, after);
	meta_text(w, "thread_name", w->tid, "name", buf_str(&name));
	meta_order(w, "thread_sort_index", w->tid, w->tid);
	buf_release(&name);
}

static void write_lane(struct writer *w, size_t lane, struct tracks *tracks)
{
	const struct tl_lane *l = &w->t->lanes[lane];
	int64_t first = w->tid + 1;

	tracks_place(tracks, w->t, lane);
	for (size_t i = 0; i < tracks->n; i++) {
		w->tid++;
		name_track(w, l, i);
	}
	for (size_t i = 0; i < l->n; i++)
		write_item(w, &l->v[i], first + tracks->of[i]);
}

/* A process has its own number as that of a thread, which holds the marks. */
static void write_marks(struct writer *w)
{
	struct json *j = &w->j;

	meta_text(w, "thread_name", w->pid, "name", "marks");
	meta_order(w, "thread_sort_index", w->pid, 0);
	for (size_t i = 0; i < w->t->nmarks; i++) {
		const struct tl_mark *m = &w->t->marks[i];

		begin_event(w, m->label, "i", w->pid);
		jw_string(j, "cat", "mark");
		jw_int(j, "ts", m->us - w->origin_us);
		jw_string(j, "s", "p");
		jw_end(j);
	}
}

static void write_boot(struct writer *w, const char *name)
{
	const struct boot *b = w->t->boot;
	struct tracks tracks;

	meta_text(w, "process_name", w->pid, "name", name);
	meta_order(w, "process_sort_index", w->pid, w->pid);
	if (b->kernel)
		meta_text(w, "process_labels", w->pid, "labels", b->kernel);
	write_marks(w);
	tracks_init(&tracks, b);
	for (size_t i = 0; i < w->t->nlanes; i++)
		write_lane(w, i, &tracks);
	tracks_release(&tracks);
}

static void write_about(struct writer *w, const char *name, const struct timeline *t)
{
	const struct boot *b = t->boot;
	struct json *j = &w->j;

	jw_object(j, NULL);
	jw_string(j, "name", name);
	jw_string(j, "file", b->file);
	jw_string(j, "kernel", b->kernel);
	jw_string(j, "arch", b->arch);
	jw_string(j, "machine", b->machine);
	jw_string(j, "cmdline", b->cmdline);
	if (b->init_us == TIME_NONE)
		jw_null(j, "init_us");
	else
		jw_int(j, "init_us", b->init_us);
	jw_int(j, "unplaced", (int64_t)t->unplaced);
	jw_end(j);
}

static const char *name_of(const char *const *names, size_t i)
{
	return names && names[i] ? names[i] : "boot";
}

void trace_write(const struct timeline *t, const char *const *names, size_t n, FILE *f)
{
	struct writer *w = xcalloc(1, sizeof(*w));

	/* Viewers know no time before 0. */
	for (size_t i = 0; i < n; i++)
		w->origin_us = t[i].from_us < w->origin_us ? t[i].from_us : w->origin_us;
	w->tid = (int64_t)n;
	jw_init(&w->j, f, false);
	jw_object(&w->j, NULL);
	jw_array(&w->j, "traceEvents");
	for (size_t i = 0; i < n; i++) {
		w->t = &t[i];
		w->pid = (int64_t)i + 1;
		write_boot(w, name_of(names, i));
	}
	jw_end(&w->j);
	jw_string(&w->j, "displayTimeUnit", "ms");
	jw_object(&w->j, "otherData");
	jw_string(&w->j, "program", "bootcheck");
	jw_string(&w->j, "version", bootcheck_version());
	jw_int(&w->j, "origin_us", w->origin_us);
	jw_array(&w->j, "boots");
	for (size_t i = 0; i < n; i++)
		write_about(w, name_of(names, i), &t[i]);
	jw_end(&w->j);
	jw_end(&w->j);
	jw_end(&w->j);
	jw_finish(&w->j);
	free(w);
}
