/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tracecheck - is it a document of Chrome's Trace Event Format that every viewer reads alike, and
 * does it hold what the log does?
 *
 *   tracecheck TRACE.json [ANALYZE.json]
 *
 * Of the format it knows what we write: complete events (X), instants (i) and metadata (M). Times
 * are whole microseconds from 0 on; a track is named once, and by a number that no other process
 * has; what is in a track follows each other or nests. ANALYZE.json is what `bootcheck analyze
 * --json` says of the same logs: its initcalls and probes are those of the trace.
 *
 * Prints what is wrong, up to 20 lines; exit status 0, 1, or 3 when a file is no JSON.
 */
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRACKS_MAX 1000000
#define COMPLAINTS_MAX 20

struct slice {
	json_int_t ts, end;
	size_t nth; /* in the file: of equal ts, the first is outside */
};

struct track {
	json_int_t tid, pid;
	unsigned int names;
	bool used;
	struct slice *v;
	size_t n, cap;
};

struct trace {
	struct track *tracks; /* by tid */
	size_t n, cap;
	json_t *process_names; /* by pid */
	json_t *calls;         /* by "PID NAME ORDINAL" */
	json_t *probes;        /* by "PID LINE NAME" */
	size_t complaints;
	size_t nth; /* event at hand */
};

static void bad(struct trace *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void bad(struct trace *t, const char *fmt, ...)
{
	va_list ap;

	if (++t->complaints > COMPLAINTS_MAX)
		return;
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void *grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 64;
	p = realloc(p, *cap * size);
	if (!p)
		abort();
	return p;
}

/* The track of a number, which are few or come in order. */
static struct track *track_of(struct trace *t, json_int_t tid)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->tracks[mid].tid < tid)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < t->n && t->tracks[lo].tid == tid)
		return &t->tracks[lo];
	t->tracks = grow(t->tracks, t->n, &t->cap, sizeof(t->tracks[0]));
	memmove(&t->tracks[lo + 1], &t->tracks[lo], (t->n - lo) * sizeof(t->tracks[0]));
	memset(&t->tracks[lo], 0, sizeof(t->tracks[0]));
	t->tracks[lo].tid = tid;
	t->n++;
	return &t->tracks[lo];
}

/* An integer that is at least `least`. */
static bool whole(struct trace *t, const json_t *e, const char *key, json_int_t least,
		  json_int_t *to)
{
	const json_t *v = json_object_get(e, key);

	*to = 0;
	if (!json_is_integer(v)) {
		bad(t, "event %zu: \"%s\" is no integer", t->nth, key);
		return false;
	}
	*to = json_integer_value(v);
	if (*to < least) {
		bad(t, "event %zu: \"%s\" is %lld", t->nth, key, (long long)*to);
		return false;
	}
	return true;
}

static const char *text(struct trace *t, const json_t *e, const char *key)
{
	const json_t *v = json_object_get(e, key);

	if (!json_is_string(v)) {
		bad(t, "event %zu: \"%s\" is no string", t->nth, key);
		return NULL;
	}
	return json_string_value(v);
}

static void check_metadata(struct trace *t, const json_t *e, const char *name, json_int_t pid,
			   struct track *track)
{
	static const struct {
		const char *name, *key;
		bool number;
	} known[] = {
		{ "process_name", "name", false },        { "process_labels", "labels", false },
		{ "process_sort_index", "sort_index", true }, { "thread_name", "name", false },
		{ "thread_sort_index", "sort_index", true },
	};
	const json_t *args = json_object_get(e, "args");
	char key[32];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const json_t *v = json_object_get(args, known[i].key);

		if (strcmp(known[i].name, name) != 0)
			continue;
		if (known[i].number ? !json_is_integer(v) : !json_is_string(v))
			bad(t, "event %zu: %s has no args.%s", t->nth, name, known[i].key);
		else if (i == 0) {
			snprintf(key, sizeof(key), "%lld", (long long)pid);
			if (json_object_get(t->process_names, key))
				bad(t, "event %zu: process %s has two names", t->nth, key);
			json_object_set(t->process_names, key, (json_t *)(uintptr_t)v);
		} else if (i == 3 && ++track->names > 1) {
			bad(t, "event %zu: track %lld has two names", t->nth, (long long)track->tid);
		}
		return;
	}
	bad(t, "event %zu: metadata %s is not known", t->nth, name);
}

static void check_instant(struct trace *t, const json_t *e)
{
	const char *scope = text(t, e, "s");
	json_int_t ts;

	whole(t, e, "ts", 0, &ts);
	if (scope && strcmp(scope, "g") && strcmp(scope, "p") && strcmp(scope, "t"))
		bad(t, "event %zu: scope %s", t->nth, scope);
	if (json_object_get(e, "dur"))
		bad(t, "event %zu: an instant with a duration", t->nth);
}

/* Files an initcall and a probe by what the report of analyze has of it. */
static void remember(struct trace *t, const json_t *e, const char *cat, const char *name,
		     json_int_t pid)
{
	const json_t *args = json_object_get(e, "args");
	bool call = strcmp(cat, "initcall") == 0;
	json_t *list = call ? t->calls : t->probes;
	json_int_t number = json_integer_value(json_object_get(args, call ? "ordinal" : "log_line"));
	char *key;

	if (!call && strcmp(cat, "probe") != 0)
		return;
	if (asprintf(&key, "%lld %lld %s", (long long)pid, (long long)number, name) < 0)
		abort();
	if (call && json_object_get(list, key))
		bad(t, "event %zu: %s number %lld is there twice", t->nth, name, (long long)number);
	json_object_set(list, key, (json_t *)(uintptr_t)e);
	free(key);
}

static void check_complete(struct trace *t, const json_t *e, const char *name, json_int_t pid,
			   struct track *track)
{
	const char *cat = text(t, e, "cat");
	struct slice s = { .nth = t->nth };
	json_int_t dur;

	if (!whole(t, e, "ts", 0, &s.ts) || !whole(t, e, "dur", 0, &dur))
		return;
	if (dur > LLONG_MAX - s.ts) {
		bad(t, "event %zu: it ends after all time", t->nth);
		return;
	}
	s.end = s.ts + dur;
	track->v = grow(track->v, track->n, &track->cap, sizeof(track->v[0]));
	track->v[track->n++] = s;
	if (cat)
		remember(t, e, cat, name, pid);
}

static void check_event(struct trace *t, const json_t *e)
{
	const char *name, *phase;
	json_int_t pid, tid;
	struct track *track;

	if (!json_is_object(e)) {
		bad(t, "event %zu is no object", t->nth);
		return;
	}
	name = text(t, e, "name");
	phase = text(t, e, "ph");
	/* 0 is the idle task of all processes for a viewer. */
	if (!whole(t, e, "pid", 1, &pid) || !whole(t, e, "tid", 1, &tid) || !name || !phase)
		return;
	if (json_object_get(e, "args") && !json_is_object(json_object_get(e, "args")))
		bad(t, "event %zu: args is no object", t->nth);
	if (t->n >= TRACKS_MAX)
		return;
	track = track_of(t, tid);
	if (track->pid && track->pid != pid)
		bad(t, "event %zu: track %lld is of process %lld and of %lld", t->nth,
		    (long long)tid, (long long)track->pid, (long long)pid);
	track->pid = pid;
	if (strcmp(phase, "M") == 0) {
		check_metadata(t, e, name, pid, track);
		return;
	}
	track->used = true;
	if (strcmp(phase, "X") == 0)
		check_complete(t, e, name, pid, track);
	else if (strcmp(phase, "i") == 0)
		check_instant(t, e);
	else
		bad(t, "event %zu: phase \"%s\"", t->nth, phase);
}

static int by_ts(const void *x, const void *y)
{
	const struct slice *a = x, *b = y;

	if (a->ts != b->ts)
		return a->ts < b->ts ? -1 : 1;
	return a->nth < b->nth ? -1 : a->nth > b->nth;
}

/* What a viewer does: what has ended is taken from the pile, the next must fit into the top. */
static void check_nesting(struct trace *t, struct track *track)
{
	size_t *pile, depth = 0;

	if (!track->n)
		return;
	qsort(track->v, track->n, sizeof(track->v[0]), by_ts);
	pile = calloc(track->n, sizeof(*pile));
	if (!pile)
		abort();
	for (size_t i = 0; i < track->n; i++) {
		while (depth && track->v[pile[depth - 1]].end <= track->v[i].ts)
			depth--;
		if (depth && track->v[pile[depth - 1]].end < track->v[i].end)
			bad(t, "track %lld: event %zu overlaps event %zu", (long long)track->tid,
			    track->v[i].nth, track->v[pile[depth - 1]].nth);
		else
			pile[depth++] = i;
	}
	free(pile);
}

static void check_tracks(struct trace *t)
{
	char key[32];

	for (size_t i = 0; i < t->n; i++) {
		struct track *track = &t->tracks[i];

		snprintf(key, sizeof(key), "%lld", (long long)track->pid);
		if (track->used && !track->names)
			bad(t, "track %lld has no name", (long long)track->tid);
		if (track->used && !json_object_get(t->process_names, key))
			bad(t, "process %s has no name", key);
		check_nesting(t, track);
	}
}

static void check_document(struct trace *t, const json_t *doc)
{
	const json_t *events = json_object_get(doc, "traceEvents"),
		     *other = json_object_get(doc, "otherData");
	const char *unit = json_string_value(json_object_get(doc, "displayTimeUnit"));

	if (!json_is_object(doc) || !json_is_array(events)) {
		bad(t, "no object with an array \"traceEvents\"");
		return;
	}
	if (!unit || (strcmp(unit, "ms") && strcmp(unit, "ns")))
		bad(t, "displayTimeUnit is neither \"ms\" nor \"ns\"");
	for (t->nth = 0; t->nth < json_array_size(events); t->nth++)
		check_event(t, json_array_get(events, t->nth));
	check_tracks(t);
	if (!json_is_object(other))
		bad(t, "otherData is no object");
	else if (json_array_size(json_object_get(other, "boots")) !=
		 json_object_size(t->process_names))
		bad(t, "%zu boots, %zu processes", json_array_size(json_object_get(other, "boots")),
		    json_object_size(t->process_names));
}

static bool has_flag(const json_t *call, const char *flag)
{
	const json_t *flags = json_object_get(call, "flags");

	for (size_t i = 0; i < json_array_size(flags); i++) {
		if (strcmp(json_string_value(json_array_get(flags, i)), flag) == 0)
			return true;
	}
	return false;
}

static bool is_null(const json_t *o, const char *key)
{
	return !json_is_integer(json_object_get(o, key));
}

/* Does this call have a place in time? */
static bool placed(const json_t *call)
{
	return !has_flag(call, "pre-clock") && !has_flag(call, "blacklisted") &&
	       !(is_null(call, "start_us") && is_null(call, "end_us"));
}

static json_int_t number(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

/* The event of the trace for a call or a probe; complains when there is none. */
static const json_t *event_of(struct trace *t, json_t *list, json_int_t pid, json_int_t n,
			      const char *name)
{
	const json_t *e;
	char *key;

	if (asprintf(&key, "%lld %lld %s", (long long)pid, (long long)n, name) < 0)
		abort();
	e = json_object_get(list, key);
	if (!e)
		bad(t, "process %lld: no event for %s, number or line %lld", (long long)pid, name,
		    (long long)n);
	free(key);
	return e;
}

static void same_times(struct trace *t, const json_t *e, const json_t *what, const char *name,
		       json_int_t origin)
{
	const json_t *args = json_object_get(e, "args");

	if (!e || is_null(what, "start_us") || is_null(what, "end_us") ||
	    number(what, "end_us") < number(what, "start_us"))
		return;
	if (number(e, "ts") != number(what, "start_us") - origin ||
	    number(e, "dur") != number(what, "end_us") - number(what, "start_us"))
		bad(t, "%s: ts %lld, dur %lld: not from %lld to %lld", name,
		    (long long)number(e, "ts"), (long long)number(e, "dur"),
		    (long long)number(what, "start_us"), (long long)number(what, "end_us"));
	if (!is_null(what, "duration_us") &&
	    number(what, "duration_us") != number(args, "duration_us"))
		bad(t, "%s: args.duration_us", name);
	if (!is_null(what, "ret") && number(what, "ret") != number(args, "ret"))
		bad(t, "%s: args.ret", name);
}

static size_t count(const json_t *list, json_int_t pid)
{
	const char *key;
	json_t *value;
	size_t n = 0;

	json_object_foreach((json_t *)(uintptr_t)list, key, value)
		n += number(value, "pid") == pid;
	return n;
}

static void same_boot(struct trace *t, const json_t *boot, json_int_t pid, json_int_t unplaced,
		      json_int_t origin)
{
	const json_t *calls = json_object_get(boot, "initcalls"),
		     *probes = json_object_get(boot, "probes");
	size_t found = 0, without = 0;

	for (size_t i = 0; i < json_array_size(calls); i++) {
		const json_t *c = json_array_get(calls, i);
		const char *name = json_string_value(json_object_get(c, "name"));

		if (!placed(c)) {
			without += !has_flag(c, "blacklisted");
			continue;
		}
		found++;
		same_times(t, event_of(t, t->calls, pid, number(c, "ordinal"), name), c, name,
			   origin);
	}
	if (without != (size_t)unplaced)
		bad(t, "process %lld: %zu calls have no place in time, not %lld", (long long)pid,
		    without, (long long)unplaced);
	if (found != count(t->calls, pid))
		bad(t, "process %lld: %zu initcalls, not %zu", (long long)pid,
		    count(t->calls, pid), found);
	found = 0;
	for (size_t i = 0; i < json_array_size(probes); i++) {
		const json_t *p = json_array_get(probes, i),
			     *in = json_object_get(p, "initcall_index");
		const char *name = json_string_value(json_object_get(p, "device"));

		if (is_null(p, "end_us") ||
		    (json_is_integer(in) &&
		     !placed(json_array_get(calls, (size_t)json_integer_value(in)))))
			continue;
		found++;
		same_times(t, event_of(t, t->probes, pid, number(p, "log_line"), name), p, name,
			   origin);
	}
	if (found != count(t->probes, pid))
		bad(t, "process %lld: %zu probes, not %zu", (long long)pid, count(t->probes, pid),
		    found);
}

/* Each process is a boot of the report: the one with that file and that time to init. */
static void same_boots(struct trace *t, const json_t *doc, const json_t *report)
{
	const json_t *other = json_object_get(doc, "otherData"),
		     *about = json_object_get(other, "boots"),
		     *boots = json_object_get(report, "boots");

	if (!json_array_size(boots))
		bad(t, "the report has no boots");
	for (size_t i = 0; i < json_array_size(about); i++) {
		const json_t *a = json_array_get(about, i), *found = NULL;

		for (size_t k = 0; k < json_array_size(boots) && !found; k++) {
			const json_t *b = json_array_get(boots, k);

			if (json_equal(json_object_get(json_object_get(b, "source"), "file"),
				       json_object_get(a, "file")) &&
			    json_equal(json_object_get(json_object_get(b, "marks"), "init_us"),
				       json_object_get(a, "init_us")))
				found = b;
		}
		if (found)
			same_boot(t, found, (json_int_t)i + 1, number(a, "unplaced"),
				  number(other, "origin_us"));
		else
			bad(t, "process %zu is no boot of the report", i + 1);
	}
}

static json_t *load(const char *name)
{
	json_error_t e;
	json_t *doc = json_load_file(name, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);

	if (!doc) {
		printf("%s:%d: %s\n", name, e.line, e.text);
		exit(3);
	}
	return doc;
}

int main(int argc, char **argv)
{
	struct trace t = { .process_names = json_object(), .calls = json_object(),
		.probes = json_object() };
	json_t *doc, *report = NULL;

	if (argc < 2 || argc > 3) {
		fputs("usage: tracecheck TRACE.json [ANALYZE.json]\n", stderr);
		return 2;
	}
	doc = load(argv[1]);
	check_document(&t, doc);
	if (argc == 3 && !t.complaints) {
		report = load(argv[2]);
		same_boots(&t, doc, report);
	}
	if (t.complaints > COMPLAINTS_MAX)
		printf("... and %zu more\n", t.complaints - COMPLAINTS_MAX);
	for (size_t i = 0; i < t.n; i++)
		free(t.tracks[i].v);
	free(t.tracks);
	json_decref(t.process_names);
	json_decref(t.calls);
	json_decref(t.probes);
	json_decref(report);
	json_decref(doc);
	return t.complaints ? 1 : 0;
}
