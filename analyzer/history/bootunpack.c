// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes to a boot: the way back of bootpack.c. Nothing in the bytes is trusted. */
#include <limits.h>

#include "base/vec.h"
#include "base/xalloc.h"
#include "history/bootpack.h"
#include "history/bootpack_priv.h"
#include "history/pack.h"
#include "model/sym.h"

/* No time is further from 0: sums and differences of two of them are numbers, too. */
#define US_MOST ((int64_t)1 << 60)
/* Bytes that a call, and a probe, has at least: one a column. */
#define CALL_LEAST 21
#define PROBE_LEAST 10
#define WAIT_LEAST 6
#define FINDING_LEAST 4
#define LEVELS_MOST 255

struct reading {
	struct unpacker u;
	struct bootset *s;
	const struct text_values *t;
};

static int64_t checked_us(struct reading *r, int64_t us)
{
	if (us != TIME_NONE && (us > US_MOST || us < -US_MOST))
		r->u.bad = true;
	return us;
}

static int64_t get_us(struct reading *r)
{
	return checked_us(r, unpack_int(&r->u));
}

static int64_t get_diff_us(struct reading *r, int64_t from)
{
	return checked_us(r, unpack_diff(&r->u, from));
}

static uint32_t checked_u32(struct reading *r, int64_t v)
{
	if (v < 0 || v > UINT32_MAX)
		r->u.bad = true;
	return (uint32_t)v;
}

static uint32_t get_u32(struct reading *r)
{
	return (uint32_t)unpack_upto(&r->u, UINT32_MAX);
}

static uint32_t get_diff_u32(struct reading *r, uint32_t from)
{
	return checked_u32(r, unpack_diff(&r->u, from));
}

static int32_t get_s32(struct reading *r)
{
	int64_t v = unpack_int(&r->u);

	if (v < INT32_MIN || v > INT32_MAX)
		r->u.bad = true;
	return (int32_t)v;
}

static uint32_t get_call(struct reading *r, size_t n)
{
	uint64_t v = unpack_upto(&r->u, n);

	return v ? (uint32_t)(v - 1) : CALL_NONE;
}

/* NULL for none; text of boots ends at a NUL, so it must not hold another. */
static const char *get_cstr(struct reading *r)
{
	struct str s = unpack_str(&r->u);

	if (!s.p)
		return NULL;
	if (memchr(s.p, '\0', s.n))
		r->u.bad = true;
	return arena_strdup(&r->s->arena, s);
}

static struct str text_of(struct reading *r, uint64_t number)
{
	struct str s = number && !r->u.bad ? r->t->text(r->t->ctx, number) : STR_NONE;

	if (!s.p)
		r->u.bad = true;
	return s;
}

static const char *get_text(struct reading *r, bool may_lack)
{
	struct strtab *strings = &r->s->strings;
	uint64_t number = unpack_uint(&r->u);
	struct str s;

	if (!number && may_lack)
		return NULL;
	s = text_of(r, number);
	if (!s.p || memchr(s.p, '\0', s.n)) {
		r->u.bad = true;
		return "";
	}
	return strtab_get(strings, strtab_intern(strings, s));
}

static void get_head(struct reading *r, struct boot *b)
{
	int64_t *us[] = { &b->first_us, &b->clocksource_us, &b->free_initmem_us, &b->init_us,
			  &b->last_us, &b->acc.total_us, &b->acc.initcalls_us,
			  &b->acc.async_wait_us, &b->acc.gaps_us, &b->acc.residual_us,
			  &b->acc.before_first_us, &b->acc.after_last_us, &b->tick_us,
			  &b->line_cost_us };
	uint64_t bits;

	b->packed = get_cstr(r);
	b->kernel = get_cstr(r);
	b->arch = get_cstr(r);
	b->machine = get_cstr(r);
	b->cmdline = get_cstr(r);
	b->init_path = get_cstr(r);
	b->form = (enum form)unpack_upto(&r->u, FORM_MAX - 1);
	b->lines = unpack_upto(&r->u, LONG_MAX);
	b->first_line = unpack_upto(&r->u, LONG_MAX);
	b->last_line = unpack_upto(&r->u, LONG_MAX);
	b->nth = get_u32(r);
	b->of = get_u32(r);
	b->cmdline_line = unpack_upto(&r->u, LONG_MAX);
	b->cpus = get_u32(r);
	b->cpus_possible = get_u32(r);
	b->init_line = unpack_upto(&r->u, LONG_MAX);
	b->init_at = get_u32(r);
	bits = unpack_upto(&r->u, BIT_ALL);
	b->init_is_free = bits & BIT_INIT_IS_FREE;
	b->stamps = bits & BIT_STAMPS;
	b->coarse = bits & BIT_COARSE;
	b->ns_units = bits & BIT_NS_UNITS;
	for (size_t i = 0; i < sizeof(us) / sizeof(us[0]); i++)
		*us[i] = get_us(r);
}

static void get_levels(struct reading *r, struct boot *b)
{
	size_t n = unpack_count(&r->u, 1);

	if (n > LEVELS_MOST) {
		r->u.bad = true;
		return;
	}
	b->levels = arena_alloc(&r->s->arena, n * sizeof(*b->levels));
	b->nlevels = n;
	for (size_t i = 0; i < n; i++)
		b->levels[i] = get_text(r, false);
}

#define COLUMN(i) for (size_t i = 0; i < n; i++)

static void get_times(struct reading *r, struct call *v, size_t n)
{
	int64_t before = 0;

	COLUMN(i) {
		v[i].start_us = get_diff_us(r, before);
		before = v[i].start_us == TIME_NONE ? before : v[i].start_us;
	}
	COLUMN(i) v[i].end_us = get_diff_us(r, v[i].start_us);
	COLUMN(i) v[i].duration_us = get_diff_us(r, (int64_t)((uint64_t)v[i].end_us -
							      (uint64_t)v[i].start_us));
	COLUMN(i) v[i].reported_us = get_diff_us(r, v[i].duration_us);
	COLUMN(i) v[i].probes_us = get_us(r);
}

static void get_places(struct reading *r, struct call *v, size_t n, size_t ncalls)
{
	uint32_t line = 0;

	COLUMN(i) {
		v[i].line[0] = get_diff_u32(r, line);
		line = v[i].line[0];
	}
	COLUMN(i) v[i].line[1] = get_diff_u32(r, v[i].line[0]);
	COLUMN(i) v[i].at[0] = get_diff_u32(r, v[i].line[0]);
	COLUMN(i) v[i].at[1] = get_diff_u32(r, v[i].line[1]);
	COLUMN(i) v[i].ordinal = get_u32(r);
	COLUMN(i) v[i].nth = get_diff_u32(r, v[i].ordinal);
	COLUMN(i) v[i].parent = get_call(r, ncalls);
}

/* ncalls: of the calls that they ran in. */
static struct call *get_calls(struct reading *r, const struct boot *b, size_t *count, size_t ncalls)
{
	size_t n = unpack_count(&r->u, CALL_LEAST);
	struct call *v = arena_alloc(&r->s->arena, n * sizeof(*v));
	int64_t number = 0;

	ncalls = ncalls == SIZE_MAX ? n : ncalls;
	COLUMN(i) {
		struct str raw;

		number = unpack_diff(&r->u, number);
		raw = text_of(r, number > 0 ? (uint64_t)number : 0);
		v[i] = (struct call){ .sym = bootset_sym(r->s, raw.p ? raw : STR("")) };
	}
	get_times(r, v, n);
	get_places(r, v, n, ncalls);
	COLUMN(i) v[i].pid = get_s32(r);
	COLUMN(i) v[i].ret = get_s32(r);
	COLUMN(i) v[i].flags = (uint16_t)unpack_upto(&r->u, UINT16_MAX);
	COLUMN(i) v[i].clock = (uint8_t)unpack_upto(&r->u, CLOCK_KTIME);
	COLUMN(i) v[i].phase = (uint8_t)unpack_upto(&r->u, PHASE_DEFERRED);
	COLUMN(i) v[i].level = (uint8_t)unpack_upto(&r->u, b->nlevels);
	COLUMN(i) v[i].has_ret = unpack_upto(&r->u, 1);
	COLUMN(i) v[i].trouble = get_cstr(r);
	*count = n;
	return v;
}

static void get_probes(struct reading *r, struct boot *b)
{
	size_t n = unpack_count(&r->u, PROBE_LEAST);
	struct probe *v = arena_alloc(&r->s->arena, n * sizeof(*v));
	int64_t before = 0;
	uint32_t line = 0;

	COLUMN(i) v[i] = (struct probe){ .device = get_text(r, false) };
	COLUMN(i) v[i].driver = get_text(r, true);
	COLUMN(i) {
		v[i].end_us = get_diff_us(r, before);
		before = v[i].end_us == TIME_NONE ? before : v[i].end_us;
	}
	COLUMN(i) v[i].start_us = get_diff_us(r, v[i].end_us);
	COLUMN(i) v[i].duration_us = get_diff_us(r, (int64_t)((uint64_t)v[i].end_us -
							      (uint64_t)v[i].start_us));
	COLUMN(i) v[i].call = get_call(r, b->ncalls);
	COLUMN(i) {
		v[i].line = get_diff_u32(r, line);
		line = v[i].line;
	}
	COLUMN(i) v[i].at = get_diff_u32(r, v[i].line);
	COLUMN(i) v[i].ret = get_s32(r);
	COLUMN(i) v[i].pid = get_s32(r);
	b->probes = v;
	b->nprobes = n;
}

static void get_waits(struct reading *r, struct boot *b)
{
	size_t n = unpack_count(&r->u, WAIT_LEAST);

	b->waits = arena_alloc(&r->s->arena, n * sizeof(*b->waits));
	b->nwaits = n;
	for (size_t i = 0; i < n; i++) {
		struct wait *w = &b->waits[i];

		*w = (struct wait){ .start_us = get_us(r) };
		w->end_us = get_us(r);
		w->reported_us = get_us(r);
		w->pid = get_s32(r);
		w->line = get_u32(r);
		w->at = get_u32(r);
	}
}

static enum finding_code code_of(struct reading *r, const char *name)
{
	for (enum finding_code c = 0; name && c < FIND_MAX; c++) {
		if (strcmp(finding_name(c), name) == 0)
			return c;
	}
	r->u.bad = true;
	return 0;
}

static void get_findings(struct reading *r, struct boot *b)
{
	size_t n = unpack_count(&r->u, FINDING_LEAST);

	b->findings = arena_alloc(&r->s->arena, n * sizeof(*b->findings));
	b->nfindings = n;
	for (size_t i = 0; i < n; i++) {
		struct finding *f = &b->findings[i];

		*f = (struct finding){ .code = code_of(r, get_cstr(r)) };
		f->severity = (enum severity)unpack_upto(&r->u, SEV_ERROR);
		f->line = unpack_upto(&r->u, LONG_MAX);
		f->message = get_cstr(r);
		if (!f->message)
			r->u.bad = true;
	}
}

static void get_gaps(struct reading *r, struct boot *b)
{
	b->ngaps = unpack_upto(&r->u, GAPS_MAX);
	for (size_t i = 0; i < b->ngaps; i++) {
		struct gap *g = &b->gaps[i];

		g->start_us = get_us(r);
		g->end_us = get_us(r);
		g->after = get_call(r, b->ncalls);
		g->before = get_call(r, b->ncalls);
		if (g->start_us == TIME_NONE || g->end_us == TIME_NONE)
			r->u.bad = true;
	}
}

/* What every reader of a boot relies on, for calls and for async functions. */
static bool calls_sane(const struct call *v, size_t n, bool nested)
{
	for (size_t i = 0; i < n; i++) {
		const struct call *c = &v[i];

		if (!c->ordinal || !c->nth || c->pid < -1 ||
		    (nested && c->parent != CALL_NONE && c->parent >= i))
			return false;
		if ((c->duration_us == TIME_NONE) != (c->clock == CLOCK_NONE) ||
		    (c->duration_us != TIME_NONE && c->duration_us < 0))
			return false;
		if ((c->flags & CALL_HUNG) && c->has_ret)
			return false;
	}
	return true;
}

/* What the sum of a comparison relies on: all of it is known, or nothing is. */
static bool accounting_whole(const struct accounting *a)
{
	return a->total_us == TIME_NONE ||
	       (a->initcalls_us != TIME_NONE && a->async_wait_us != TIME_NONE &&
		a->gaps_us != TIME_NONE && a->residual_us != TIME_NONE);
}

struct boot *boot_unpack(struct bootset *s, struct str bytes, const char *file,
			 const struct text_values *t)
{
	struct reading r = { .s = s, .t = t };
	struct boot *b = arena_alloc(&s->arena, sizeof(*b));

	r.u = (struct unpacker){ (const unsigned char *)bytes.p,
				 (const unsigned char *)bytes.p + bytes.n, false };
	*b = (struct boot){ .file = file };
	if (unpack_uint(&r.u) != BOOTPACK_VERSION)
		return NULL;
	get_head(&r, b);
	get_levels(&r, b);
	b->calls = get_calls(&r, b, &b->ncalls, SIZE_MAX);
	b->asyncs = get_calls(&r, b, &b->nasyncs, b->ncalls);
	get_probes(&r, b);
	get_waits(&r, b);
	get_findings(&r, b);
	get_gaps(&r, b);
	if (r.u.bad || r.u.p != r.u.end || !accounting_whole(&b->acc) ||
	    !calls_sane(b->calls, b->ncalls, true) || !calls_sane(b->asyncs, b->nasyncs, false))
		return NULL;
	*VEC_PUSH(s) = b;
	return b;
}
