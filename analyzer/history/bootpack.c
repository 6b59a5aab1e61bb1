// SPDX-License-Identifier: GPL-2.0-or-later
/* A boot to bytes. bootunpack.c is the way back: what is changed here is changed there. */
#include "history/bootpack.h"

#include "history/bootpack_priv.h"
#include "history/pack.h"

static void pack_text(struct buf *to, const struct text_numbers *t, const char *s)
{
	pack_uint(to, s ? t->number(t->ctx, str_of(s)) : 0);
}

static void pack_cstr(struct buf *to, const char *s)
{
	pack_str(to, s ? str_of(s) : STR_NONE);
}

/* A number that may be CALL_NONE. */
static void pack_call(struct buf *to, uint32_t call)
{
	pack_uint(to, call == CALL_NONE ? 0 : (uint64_t)call + 1);
}

static void pack_head(struct buf *to, const struct boot *b)
{
	const int64_t us[] = { b->first_us, b->clocksource_us, b->free_initmem_us, b->init_us,
			       b->last_us, b->acc.total_us, b->acc.initcalls_us,
			       b->acc.async_wait_us, b->acc.gaps_us, b->acc.residual_us,
			       b->acc.before_first_us, b->acc.after_last_us, b->tick_us,
			       b->line_cost_us };

	pack_cstr(to, b->packed);
	pack_cstr(to, b->kernel);
	pack_cstr(to, b->arch);
	pack_cstr(to, b->machine);
	pack_cstr(to, b->cmdline);
	pack_cstr(to, b->init_path);
	pack_uint(to, b->form);
	pack_uint(to, b->lines);
	pack_uint(to, b->first_line);
	pack_uint(to, b->last_line);
	pack_uint(to, b->nth);
	pack_uint(to, b->of);
	pack_uint(to, b->cmdline_line);
	pack_uint(to, b->cpus);
	pack_uint(to, b->cpus_possible);
	pack_uint(to, b->init_line);
	pack_uint(to, b->init_at);
	pack_uint(to, (b->init_is_free ? BIT_INIT_IS_FREE : 0) | (b->stamps ? BIT_STAMPS : 0) |
			      (b->coarse ? BIT_COARSE : 0) | (b->ns_units ? BIT_NS_UNITS : 0));
	for (size_t i = 0; i < sizeof(us) / sizeof(us[0]); i++)
		pack_int(to, us[i]);
}

#define COLUMN(i) for (size_t i = 0; i < n; i++)

static void pack_calls(struct buf *to, const struct call *v, size_t n,
		       const struct text_numbers *t)
{
	int64_t before = 0, at = 0;

	pack_uint(to, n);
	COLUMN(i) {
		int64_t number = (int64_t)t->number(t->ctx, v[i].sym->raw);

		pack_diff(to, number, before);
		before = number;
	}
	before = 0;
	COLUMN(i) {
		pack_diff(to, v[i].start_us, before);
		before = v[i].start_us == TIME_NONE ? before : v[i].start_us;
	}
	COLUMN(i) pack_diff(to, v[i].end_us, v[i].start_us);
	COLUMN(i) pack_diff(to, v[i].duration_us, (int64_t)((uint64_t)v[i].end_us -
							    (uint64_t)v[i].start_us));
	COLUMN(i) pack_diff(to, v[i].reported_us, v[i].duration_us);
	COLUMN(i) pack_int(to, v[i].probes_us);
	COLUMN(i) {
		pack_diff(to, v[i].line[0], at);
		at = v[i].line[0];
	}
	COLUMN(i) pack_diff(to, v[i].line[1], v[i].line[0]);
	COLUMN(i) pack_diff(to, v[i].at[0], v[i].line[0]);
	COLUMN(i) pack_diff(to, v[i].at[1], v[i].line[1]);
	COLUMN(i) pack_uint(to, v[i].ordinal);
	COLUMN(i) pack_diff(to, v[i].nth, v[i].ordinal);
	COLUMN(i) pack_call(to, v[i].parent);
	COLUMN(i) pack_int(to, v[i].pid);
	COLUMN(i) pack_int(to, v[i].ret);
	COLUMN(i) pack_uint(to, v[i].flags);
	COLUMN(i) pack_uint(to, v[i].clock);
	COLUMN(i) pack_uint(to, v[i].phase);
	COLUMN(i) pack_uint(to, v[i].level);
	COLUMN(i) pack_uint(to, v[i].has_ret);
	COLUMN(i) pack_cstr(to, v[i].trouble);
}

static void pack_probes(struct buf *to, const struct probe *v, size_t n,
			const struct text_numbers *t)
{
	int64_t before = 0, at = 0;

	pack_uint(to, n);
	COLUMN(i) pack_text(to, t, v[i].device);
	COLUMN(i) pack_text(to, t, v[i].driver);
	COLUMN(i) {
		pack_diff(to, v[i].end_us, before);
		before = v[i].end_us == TIME_NONE ? before : v[i].end_us;
	}
	COLUMN(i) pack_diff(to, v[i].start_us, v[i].end_us);
	COLUMN(i) pack_diff(to, v[i].duration_us, (int64_t)((uint64_t)v[i].end_us -
							    (uint64_t)v[i].start_us));
	COLUMN(i) pack_call(to, v[i].call);
	COLUMN(i) {
		pack_diff(to, v[i].line, at);
		at = v[i].line;
	}
	COLUMN(i) pack_diff(to, v[i].at, v[i].line);
	COLUMN(i) pack_int(to, v[i].ret);
	COLUMN(i) pack_int(to, v[i].pid);
}

static void pack_waits(struct buf *to, const struct wait *v, size_t n)
{
	pack_uint(to, n);
	for (size_t i = 0; i < n; i++) {
		pack_int(to, v[i].start_us);
		pack_int(to, v[i].end_us);
		pack_int(to, v[i].reported_us);
		pack_int(to, v[i].pid);
		pack_uint(to, v[i].line);
		pack_uint(to, v[i].at);
	}
}

static void pack_findings(struct buf *to, const struct finding *v, size_t n)
{
	pack_uint(to, n);
	for (size_t i = 0; i < n; i++) {
		/* By name: a later version may have others. */
		pack_cstr(to, finding_name(v[i].code));
		pack_uint(to, v[i].severity);
		pack_uint(to, v[i].line);
		pack_cstr(to, v[i].message);
	}
}

static void pack_gaps(struct buf *to, const struct gap *v, size_t n)
{
	pack_uint(to, n);
	for (size_t i = 0; i < n; i++) {
		pack_int(to, v[i].start_us);
		pack_int(to, v[i].end_us);
		pack_call(to, v[i].after);
		pack_call(to, v[i].before);
	}
}

void boot_pack(struct buf *to, const struct boot *b, const struct text_numbers *t)
{
	pack_uint(to, BOOTPACK_VERSION);
	pack_head(to, b);
	pack_uint(to, b->nlevels);
	for (size_t i = 0; i < b->nlevels; i++)
		pack_text(to, t, b->levels[i]);
	pack_calls(to, b->calls, b->ncalls, t);
	pack_calls(to, b->asyncs, b->nasyncs, t);
	pack_probes(to, b->probes, b->nprobes, t);
	pack_waits(to, b->waits, b->nwaits);
	pack_findings(to, b->findings, b->nfindings);
	pack_gaps(to, b->gaps, b->ngaps);
}

/* Two sums that mix each number into all bits; not against somebody who wants them to be the same. */
struct mark {
	uint64_t a, b;
};

static void mark_number(struct mark *m, uint64_t v)
{
	m->a = (m->a ^ v) * 0x9e3779b97f4a7c15;
	m->a ^= m->a >> 29;
	m->b = (m->b + v) * 0xc2b2ae3d27d4eb4f;
	m->b ^= m->b >> 32;
}

static void mark_text(struct mark *m, struct str s)
{
	mark_number(m, s.n);
	for (size_t i = 0; i < s.n; i++)
		mark_number(m, (unsigned char)s.p[i]);
}

void boot_mark(unsigned char to[BOOT_MARK], const struct boot *b)
{
	struct mark m = { 0x243f6a8885a308d3, 0x13198a2e03707344 };

	mark_text(&m, b->kernel ? str_of(b->kernel) : STR_NONE);
	mark_number(&m, (uint64_t)b->init_us);
	mark_number(&m, b->ncalls);
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		mark_text(&m, c->sym->raw);
		mark_number(&m, (uint64_t)c->start_us);
		mark_number(&m, (uint64_t)c->end_us);
		mark_number(&m, (uint64_t)c->reported_us);
		mark_number(&m, (uint64_t)c->ret);
	}
	for (int i = 0; i < 8; i++) {
		to[i] = (unsigned char)(m.a >> (8 * i));
		to[8 + i] = (unsigned char)(m.b >> (8 * i));
	}
}
