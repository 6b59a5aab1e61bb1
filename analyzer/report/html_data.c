// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The data for the script of an HTML report: JSON, column by column, because a
 * hundred thousand objects with their keys would be several times the size. A
 * column holds integers or null, or is one of these when all are the same; text is the index of a
 * string.
 */
#include "report/html_parts.h"

#include <stdlib.h>

#include "base/strtab.h"
#include "base/xalloc.h"
#include "model/join.h"
#include "report/analyze_text.h"
#include "report/fmt.h"
#include "report/html_escape.h"
#include "report/json.h"

struct data {
	struct json j;
	struct arena arena;
	struct strtab strings;
	struct buf b;
	const struct boot *boot;       /* that is being written */
	const struct comparison *c;    /* NULL: one boot */
	const struct boot *drawn[SIDES];
	size_t nth[SIDES];             /* of the drawn boots in the set */
};

/* A column: its key, and what of an element it holds; TIME_NONE is null. */
struct field {
	const char *key;
	int64_t (*get)(struct data *d, const void *element);
};

static int64_t text(struct data *d, const char *s)
{
	return s ? strtab_intern(&d->strings, str_of(s)) : TIME_NONE;
}

static int64_t taken(struct data *d)
{
	int64_t id = text(d, buf_str(&d->b));

	buf_clear(&d->b);
	return id;
}

static int64_t or_none(uint32_t index)
{
	return index == CALL_NONE ? TIME_NONE : index;
}

static int64_t length(int64_t start_us, int64_t end_us)
{
	return start_us == TIME_NONE || end_us == TIME_NONE ? TIME_NONE : end_us - start_us;
}

/* Whether all elements have the same in a column, which is then written once. */
static bool constant(struct data *d, const struct field *f, const char *v, size_t n, size_t size)
{
	int64_t first = n ? f->get(d, v) : 0;

	for (size_t i = 1; i < n; i++) {
		if (f->get(d, v + i * size) != first)
			return false;
	}
	return n > 1;
}

static void put_number(struct json *j, const char *key, int64_t v)
{
	if (v == TIME_NONE)
		jw_null(j, key);
	else
		jw_int(j, key, v);
}

static void columns(struct data *d, const char *key, const struct field *f, size_t nf,
		    const void *v, size_t n, size_t size)
{
	jw_object(&d->j, key);
	jw_int(&d->j, "n", (int64_t)n);
	for (size_t k = 0; k < nf; k++) {
		if (constant(d, &f[k], v, n, size)) {
			put_number(&d->j, f[k].key, f[k].get(d, v));
			continue;
		}
		jw_array(&d->j, f[k].key);
		for (size_t i = 0; i < n; i++)
			put_number(&d->j, NULL, f[k].get(d, (const char *)v + i * size));
		jw_end(&d->j);
	}
	jw_end(&d->j);
}

#define COLUMNS(d, key, fields, v, n) \
	columns(d, key, fields, sizeof(fields) / sizeof((fields)[0]), v, n, sizeof(*(v)))

#define GET(name, type, value)                                 \
	static int64_t name(struct data *d, const void *element) \
	{                                                      \
		const type *x = element;                       \
                                                               \
		(void)d;                                       \
		return value;                                  \
	}

GET(call_name, struct call, text(d, x->sym->name))
GET(call_mod, struct call, text(d, call_module(x)))
GET(call_lev, struct call, text(d, call_level(d->boot, x)))
GET(call_pid, struct call, x->pid < 0 ? TIME_NONE : x->pid)
GET(call_start, struct call, x->start_us)
GET(call_length, struct call, length(x->start_us, x->end_us))
GET(call_duration, struct call, x->duration_us)
GET(call_clock, struct call, text(d, clock_name(x->clock)))
GET(call_reported, struct call, x->reported_us)
GET(call_phase, struct call, text(d, phase_name(x->phase)))
GET(call_parent, struct call, or_none(x->parent))
GET(call_line, struct call, x->line[0] ? x->line[0] : TIME_NONE)
GET(call_end_line, struct call, x->line[1] ? x->line[1] : TIME_NONE)
GET(call_ordinal, struct call, x->ordinal)

static int64_t call_result(struct data *d, const void *element)
{
	fmt_result(&d->b, element);
	return taken(d);
}

/* In words, as there are few combinations; NULL for none. */
static int64_t call_flags(struct data *d, const void *element)
{
	const struct call *c = element;

	for (const enum call_flag *f = call_flags_shown; *f; f++) {
		if (c->flags & *f)
			buf_printf(&d->b, "%s%s", d->b.n ? ", " : "", call_flag_name(*f));
	}
	if (c->trouble)
		buf_printf(&d->b, "%s%s", d->b.n ? ", " : "", c->trouble);
	return d->b.n ? taken(d) : TIME_NONE;
}

/* How it is drawn: 1 failed, 2 ran after the start of init as a deferred call. */
GET(call_looks, struct call, (call_failed(x) ? 1 : 0) + (x->phase == PHASE_DEFERRED ? 2 : 0))

static const struct field call_fields[] = {
	{ "name", call_name },	     { "module", call_mod },	 { "level", call_lev },
	{ "pid", call_pid },	     { "start", call_start },	 { "length", call_length },
	{ "duration", call_duration }, { "clock", call_clock },	 { "reported", call_reported },
	{ "phase", call_phase },     { "parent", call_parent },	 { "line", call_line },
	{ "end_line", call_end_line }, { "ordinal", call_ordinal }, { "result", call_result },
	{ "flags", call_flags },     { "looks", call_looks },
};

GET(probe_device, struct probe, text(d, x->device))
GET(probe_driver, struct probe, text(d, x->driver))
GET(probe_start, struct probe, x->start_us)
GET(probe_length, struct probe, length(x->start_us, x->end_us))
GET(probe_duration, struct probe, x->duration_us)
GET(probe_call, struct probe, or_none(x->call))
GET(probe_line, struct probe, x->line ? x->line : TIME_NONE)
GET(probe_pid, struct probe, x->pid < 0 ? TIME_NONE : x->pid)
GET(probe_looks, struct probe, x->ret && !probe_deferred(x) ? 1 : 0)

static int64_t probe_result(struct data *d, const void *element)
{
	const struct probe *p = element;

	fmt_probe_result(&d->b, p->ret);
	return taken(d);
}

static const struct field probe_fields[] = {
	{ "name", probe_device },    { "driver", probe_driver },     { "start", probe_start },
	{ "length", probe_length },  { "duration", probe_duration }, { "parent", probe_call },
	{ "line", probe_line },	     { "pid", probe_pid },	     { "result", probe_result },
	{ "looks", probe_looks },
};

GET(wait_start, struct wait, x->start_us)
GET(wait_length, struct wait, length(x->start_us, x->end_us))
GET(wait_pid, struct wait, x->pid < 0 ? TIME_NONE : x->pid)
GET(wait_line, struct wait, x->line ? x->line : TIME_NONE)

static const struct field wait_fields[] = {
	{ "start", wait_start }, { "length", wait_length }, { "duration", wait_length },
	{ "pid", wait_pid },	 { "line", wait_line },
};

GET(gap_start, struct gap, x->start_us)
GET(gap_length, struct gap, length(x->start_us, x->end_us))
GET(gap_after, struct gap, or_none(x->after))
GET(gap_before, struct gap, or_none(x->before))

static const struct field gap_fields[] = {
	{ "start", gap_start }, { "length", gap_length }, { "duration", gap_length },
	{ "after", gap_after }, { "before", gap_before },
};

GET(item_kind, struct tl_item, x->kind)
GET(item_index, struct tl_item, x->index)
GET(item_row, struct tl_item, x->row)
GET(item_start, struct tl_item, x->start_us)
GET(item_length, struct tl_item, x->end_us - x->start_us)
GET(item_open, struct tl_item, x->open)

static const struct field item_fields[] = {
	{ "kind", item_kind },	 { "index", item_index },   { "row", item_row },
	{ "start", item_start }, { "length", item_length }, { "open", item_open },
};

static void lane(struct data *d, const struct tl_lane *l)
{
	static const char *const kinds[] = {
		[TL_LANE_GAPS] = "gaps",     [TL_LANE_LEVEL] = "level",
		[TL_LANE_DEFERRED] = "deferred", [TL_LANE_TASKS] = "tasks",
		[TL_LANE_ASYNC] = "async",   [TL_LANE_PROBES] = "probes",
	};

	jw_object(&d->j, NULL);
	jw_string(&d->j, "label", l->label);
	jw_string(&d->j, "kind", kinds[l->kind]);
	jw_int(&d->j, "section", l->section);
	jw_int(&d->j, "rows", (int64_t)l->rows);
	COLUMNS(d, "items", item_fields, l->v, l->n);
	jw_end(&d->j);
}

static void one_boot(struct data *d, const struct timeline *t, const char *title)
{
	const struct boot *b = d->boot = t->boot;

	jw_object(&d->j, NULL);
	jw_string(&d->j, "title", title);
	text_file(&d->b, b);
	jw_string(&d->j, "file", buf_str(&d->b));
	buf_clear(&d->b);
	jw_int(&d->j, "from", t->from_us);
	jw_int(&d->j, "init", t->init_us);
	jw_int(&d->j, "to", t->to_us);
	jw_array(&d->j, "marks");
	for (size_t i = 0; i < t->nmarks; i++) {
		jw_object(&d->j, NULL);
		jw_string(&d->j, "label", t->marks[i].label);
		jw_int(&d->j, "us", t->marks[i].us);
		jw_bool(&d->j, "init", t->marks[i].kind == TL_MARK_INIT);
		jw_end(&d->j);
	}
	jw_end(&d->j);
	jw_array(&d->j, "lanes");
	for (size_t i = 0; i < t->nlanes; i++)
		lane(d, &t->lanes[i]);
	jw_end(&d->j);
	/* In the order of enum tl_kind. */
	jw_array(&d->j, "kinds");
	COLUMNS(d, NULL, call_fields, b->calls, b->ncalls);
	COLUMNS(d, NULL, call_fields, b->asyncs, b->nasyncs);
	COLUMNS(d, NULL, probe_fields, b->probes, b->nprobes);
	COLUMNS(d, NULL, wait_fields, b->waits, b->nwaits);
	COLUMNS(d, NULL, gap_fields, b->gaps, b->ngaps);
	jw_end(&d->j);
	jw_end(&d->j);
}

/* --- Rows of a comparison: elements are pointers --- */

typedef const struct delta *row_ptr;

static int64_t row_call(struct data *d, const struct delta *x, enum side side)
{
	const struct call *c = x->call[d->nth[side]];

	return c ? c - d->drawn[side]->calls : TIME_NONE;
}

GET(row_name, row_ptr, text(d, delta_sym(*x)->name))
GET(row_module, row_ptr, text(d, delta_sym(*x)->module))
GET(row_level, row_ptr, text(d, (*x)->side[(*x)->side[AFTER].level ? AFTER : BEFORE].level))
GET(row_before, row_ptr, (*x)->side[BEFORE].us)
GET(row_after, row_ptr, (*x)->side[AFTER].us)
GET(row_change, row_ptr, (*x)->level_us != TIME_NONE ? (*x)->level_us : (*x)->delta_us)
GET(row_low, row_ptr, (*x)->low_us)
GET(row_high, row_ptr, (*x)->high_us)
GET(row_what, row_ptr, text(d, change_name((*x)->change)))
GET(row_call_before, row_ptr, row_call(d, *x, BEFORE))
GET(row_call_after, row_ptr, row_call(d, *x, AFTER))

static const struct field row_fields[] = {
	{ "name", row_name },	{ "module", row_module },    { "level", row_level },
	{ "before", row_before }, { "after", row_after },    { "change", row_change },
	{ "low", row_low },	{ "high", row_high },	     { "what", row_what },
	/* In the boots that are drawn: only when there are any. */
	{ "call0", row_call_before }, { "call1", row_call_after },
};

static void rows(struct data *d)
{
	const struct delta **v = html_order(d->c);
	size_t n = sizeof(row_fields) / sizeof(row_fields[0]) - (d->drawn[BEFORE] ? 0 : SIDES);

	columns(d, "rows", row_fields, n, v, d->c->n, sizeof(*v));
	free(v);
}

/* A digit for each string: its colour (timeline.h). */
static void strings(struct data *d)
{
	jw_array(&d->j, "strings");
	for (uint32_t i = 0; i < d->strings.n; i++) {
		jw_string(&d->j, NULL, strtab_get(&d->strings, i));
		buf_addc(&d->b, (char)('0' + timeline_colour(strtab_get(&d->strings, i))));
	}
	jw_end(&d->j);
	jw_string(&d->j, "colours", buf_str(&d->b));
	buf_clear(&d->b);
}

static void begin(struct data *d, FILE *f)
{
	strtab_init(&d->strings, &d->arena);
	jw_init(&d->j, f, false);
	jw_object(&d->j, NULL);
	jw_array(&d->j, "boots");
}

static void end(struct data *d)
{
	strings(d);
	jw_end(&d->j);
	jw_finish(&d->j);
	strtab_release(&d->strings);
	arena_release(&d->arena);
	buf_release(&d->b);
}

void html_data_boot(const struct timeline *t, FILE *f)
{
	struct data *d = xcalloc(1, sizeof(*d));
	FILE *escaped = html_escape_open(f);

	begin(d, escaped);
	one_boot(d, t, "");
	jw_end(&d->j);
	end(d);
	html_escape_close(escaped, f);
	free(d);
}

void html_data_compare(const struct comparison *c, const struct timeline side[SIDES], FILE *f)
{
	struct data *d = xcalloc(1, sizeof(*d));
	FILE *escaped = html_escape_open(f);

	d->c = c;
	for (enum side s = BEFORE; side && s < SIDES; s++) {
		d->drawn[s] = side[s].boot;
		while (c->s->v[d->nth[s]] != side[s].boot)
			d->nth[s]++;
	}
	begin(d, escaped);
	if (side) {
		one_boot(d, &side[BEFORE], "before");
		one_boot(d, &side[AFTER], "after");
	}
	jw_end(&d->j);
	rows(d);
	end(d);
	html_escape_close(escaped, f);
	free(d);
}
