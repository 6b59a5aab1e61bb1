// SPDX-License-Identifier: GPL-2.0-or-later
/* A boot to bytes and back: nothing is lost, and nothing but a boot comes of bytes. */
#include "history/bootpack.h"

#include "logs.h"

#include <stdlib.h>

#include "base/strtab.h"

static const char everything[] =
	HEAD
	"[    0.000000] Machine model: Board A\n"
	"[    0.000000] Kernel command line: initcall_debug quiet\n"
	CALLING("0.010000", "a_init", "1")
	"[    0.012000] probe of 0000:00:01.0 returned 0 after 1900 usecs\n"
	RETURNED("0.020000", "a_init", "9900")
	"[    0.021000] calling  1_run_async+0x0/0x10 @ 7\n"
	"[    0.022000] initcall 1_run_async+0x0/0x10 returned after 900 usecs\n"
	"[    0.023000] async_waiting @ 1\n"
	"[    0.024000] async_continuing @ 1 after 1000 usec\n"
	CALLING("0.030000", "b_init", "1")
	"[    0.039000] initcall b_init+0x0/0x10 returned -19 after 8900 usecs\n"
	CALLING("0.040000", "a_init", "1")
	RETURNED("0.050000", "a_init", "9900")
	INIT("0.060000")
	"[    0.070000] calling  mod_init+0x0/0x40 [mod] @ 50\n"
	"[    0.080000] initcall mod_init+0x0/0x40 [mod] returned 0 with preemption imbalance  after 9000 usecs\n"
	"[    0.090000] calling  hung_init+0x0/0x40 [hung] @ 51\n";

static uint64_t number(void *ctx, struct str text)
{
	return strtab_intern(ctx, text) + (uint64_t)1;
}

static struct str text(void *ctx, uint64_t n)
{
	const struct strtab *t = ctx;

	return n && n <= t->n ? (struct str){ t->v[n - 1].p, t->v[n - 1].n } : STR_NONE;
}

struct packed {
	struct arena arena;
	struct strtab texts;
	struct buf bytes;
};

static void pack(struct packed *p, const struct boot *b)
{
	*p = (struct packed){ 0 };
	strtab_init(&p->texts, &p->arena);
	boot_pack(&p->bytes, b, &(struct text_numbers){ number, &p->texts });
}

static struct boot *unpack(struct packed *p, struct bootset *s, size_t n)
{
	return boot_unpack(s, (struct str){ p->bytes.p, n }, "log",
			   &(struct text_values){ text, &p->texts });
}

static void release(struct packed *p)
{
	buf_release(&p->bytes);
	strtab_release(&p->texts);
	arena_release(&p->arena);
}

static void same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static void same_calls(const struct call *a, const struct call *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct call x = a[i], y = b[i];

		assert_true(str_eq(x.sym->raw, y.sym->raw));
		same_text(x.sym->module, y.sym->module);
		same_text(x.trouble, y.trouble);
		x.sym = y.sym = NULL;
		x.trouble = y.trouble = NULL;
		assert_true(x.start_us == y.start_us && x.end_us == y.end_us);
		assert_true(x.duration_us == y.duration_us && x.reported_us == y.reported_us);
		assert_true(x.probes_us == y.probes_us);
		assert_memory_equal(x.line, y.line, sizeof(x.line));
		assert_memory_equal(x.at, y.at, sizeof(x.at));
		assert_int_equal(x.ordinal, y.ordinal);
		assert_int_equal(x.nth, y.nth);
		assert_int_equal(x.parent, y.parent);
		assert_int_equal(x.pid, y.pid);
		assert_int_equal(x.ret, y.ret);
		assert_int_equal(x.flags, y.flags);
		assert_int_equal(x.clock, y.clock);
		assert_int_equal(x.phase, y.phase);
		assert_int_equal(x.level, y.level);
		assert_int_equal(x.has_ret, y.has_ret);
	}
}

static void same_rest(const struct boot *a, const struct boot *b)
{
	for (size_t i = 0; i < a->nprobes; i++) {
		assert_string_equal(a->probes[i].device, b->probes[i].device);
		same_text(a->probes[i].driver, b->probes[i].driver);
		assert_true(a->probes[i].start_us == b->probes[i].start_us &&
			    a->probes[i].end_us == b->probes[i].end_us &&
			    a->probes[i].duration_us == b->probes[i].duration_us);
		assert_int_equal(a->probes[i].call, b->probes[i].call);
		assert_int_equal(a->probes[i].line, b->probes[i].line);
		assert_int_equal(a->probes[i].at, b->probes[i].at);
		assert_int_equal(a->probes[i].ret, b->probes[i].ret);
		assert_int_equal(a->probes[i].pid, b->probes[i].pid);
	}
	for (size_t i = 0; i < a->nfindings; i++) {
		assert_int_equal(a->findings[i].code, b->findings[i].code);
		assert_int_equal(a->findings[i].severity, b->findings[i].severity);
		assert_int_equal(a->findings[i].line, b->findings[i].line);
		assert_string_equal(a->findings[i].message, b->findings[i].message);
	}
	for (size_t i = 0; i < a->nwaits; i++) {
		assert_true(a->waits[i].start_us == b->waits[i].start_us &&
			    a->waits[i].end_us == b->waits[i].end_us &&
			    a->waits[i].reported_us == b->waits[i].reported_us);
		assert_int_equal(a->waits[i].pid, b->waits[i].pid);
		assert_int_equal(a->waits[i].line, b->waits[i].line);
		assert_int_equal(a->waits[i].at, b->waits[i].at);
	}
	for (size_t i = 0; i < a->ngaps; i++) {
		assert_true(a->gaps[i].start_us == b->gaps[i].start_us &&
			    a->gaps[i].end_us == b->gaps[i].end_us);
		assert_int_equal(a->gaps[i].after, b->gaps[i].after);
		assert_int_equal(a->gaps[i].before, b->gaps[i].before);
	}
	for (size_t i = 0; i < a->nlevels; i++)
		assert_string_equal(a->levels[i], b->levels[i]);
}

static void same_boot(const struct boot *a, const struct boot *b)
{
	same_text(a->kernel, b->kernel);
	same_text(a->arch, b->arch);
	same_text(a->machine, b->machine);
	same_text(a->cmdline, b->cmdline);
	same_text(a->init_path, b->init_path);
	same_text(a->packed, b->packed);
	assert_int_equal(a->form, b->form);
	assert_int_equal(a->lines, b->lines);
	assert_int_equal(a->first_line, b->first_line);
	assert_int_equal(a->last_line, b->last_line);
	assert_int_equal(a->nth, b->nth);
	assert_int_equal(a->of, b->of);
	assert_int_equal(a->cpus, b->cpus);
	assert_int_equal(a->cpus_possible, b->cpus_possible);
	assert_int_equal(a->cmdline_line, b->cmdline_line);
	assert_int_equal(a->init_line, b->init_line);
	assert_int_equal(a->init_at, b->init_at);
	assert_int_equal(a->init_is_free, b->init_is_free);
	assert_int_equal(a->stamps, b->stamps);
	assert_int_equal(a->coarse, b->coarse);
	assert_int_equal(a->ns_units, b->ns_units);
	assert_true(a->first_us == b->first_us && a->clocksource_us == b->clocksource_us &&
		    a->free_initmem_us == b->free_initmem_us && a->init_us == b->init_us &&
		    a->last_us == b->last_us && a->tick_us == b->tick_us &&
		    a->line_cost_us == b->line_cost_us);
	assert_memory_equal(&a->acc, &b->acc, sizeof(a->acc));
	assert_int_equal(a->ncalls, b->ncalls);
	assert_int_equal(a->nasyncs, b->nasyncs);
	assert_int_equal(a->nprobes, b->nprobes);
	assert_int_equal(a->nfindings, b->nfindings);
	assert_int_equal(a->nwaits, b->nwaits);
	assert_int_equal(a->ngaps, b->ngaps);
	assert_int_equal(a->nlevels, b->nlevels);
	same_calls(a->calls, b->calls, a->ncalls);
	same_calls(a->asyncs, b->asyncs, a->nasyncs);
	same_rest(a, b);
}

static void test_round_trip(void **state)
{
	struct bootset s, back;
	struct packed p;
	struct boot *b;

	(void)state;
	read_log(&s, everything);
	assert_true(s.v[0]->ncalls == 5 && s.v[0]->nprobes == 1 && s.v[0]->nasyncs == 1);
	assert_true(s.v[0]->nfindings > 0 && s.v[0]->ngaps > 0 && s.v[0]->nwaits == 1);
	pack(&p, s.v[0]);
	bootset_init(&back);
	b = unpack(&p, &back, p.bytes.n);
	assert_non_null(b);
	assert_true(back.n == 1 && back.v[0] == b);
	same_boot(s.v[0], b);
	release(&p);
	bootset_release(&s);
	bootset_release(&back);
}

/* Cut anywhere, or with any byte another one: a boot or nothing, and no crash. */
static void test_damage(void **state)
{
	struct bootset s, back;
	struct packed p;

	(void)state;
	read_log(&s, everything);
	pack(&p, s.v[0]);
	bootset_init(&back);
	for (size_t n = 0; n < p.bytes.n; n++)
		assert_null(unpack(&p, &back, n));
	buf_addc(&p.bytes, 0);
	assert_null(unpack(&p, &back, p.bytes.n));
	p.bytes.n--;
	assert_int_equal(back.n, 0);
	for (size_t i = 0; i < p.bytes.n; i++) {
		char was = p.bytes.p[i];

		for (int bit = 0; bit < 8; bit++) {
			p.bytes.p[i] = (char)(was ^ (1 << bit));
			unpack(&p, &back, p.bytes.n);
		}
		p.bytes.p[i] = was;
	}
	for (size_t i = 0; i < back.n; i++) {
		for (size_t k = 0; k < back.v[i]->ncalls; k++) {
			const struct call *c = &back.v[i]->calls[k];

			assert_true(c->parent == CALL_NONE || c->parent < back.v[i]->ncalls);
			assert_true(c->level <= back.v[i]->nlevels);
			assert_non_null(c->sym);
		}
	}
	release(&p);
	bootset_release(&s);
	bootset_release(&back);
}

static void mark_of(unsigned char mark[BOOT_MARK], const char *log)
{
	struct bootset s;

	read_log(&s, log);
	boot_mark(mark, s.v[0]);
	bootset_release(&s);
}

static void test_mark(void **state)
{
	unsigned char a[BOOT_MARK], b[BOOT_MARK];

	(void)state;
	mark_of(a, HEAD CALLING("0.010000", "a_init", "1") RETURNED("0.020000", "a_init", "9900")
		INIT("0.060000"));
	/* The same boot, as another tool wrote it. */
	mark_of(b, "<6>" HEAD "<7>" CALLING("0.010000", "a_init", "1")
		"<7>" RETURNED("0.020000", "a_init", "9900") "<6>" INIT("0.060000"));
	assert_memory_equal(a, b, sizeof(a));
	/* Another one. */
	mark_of(b, HEAD CALLING("0.010000", "a_init", "1") RETURNED("0.020001", "a_init", "9900")
		INIT("0.060000"));
	assert_memory_not_equal(a, b, sizeof(a));
	mark_of(b, HEAD CALLING("0.010000", "a_init", "1") RETURNED("0.020000", "a_init", "9901")
		INIT("0.060000"));
	assert_memory_not_equal(a, b, sizeof(a));
	mark_of(b, HEAD CALLING("0.010000", "a_init", "1") RETURNED("0.020000", "a_init", "9900")
		INIT("0.060001"));
	assert_memory_not_equal(a, b, sizeof(a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
