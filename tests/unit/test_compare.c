// SPDX-License-Identifier: GPL-2.0-or-later
/* Which call is which, what became of it, and whether the sum closes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "compare/compare.h"
#include "compare/limit.h"
#include "compare/pattern.h"

static const struct compare_opts opts = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
					  .margin_us = LEAST_US, .margin_share = MARGIN_SHARE };

static int64_t clock_us;

static void call_line(struct buf *b, const char *sym, int64_t us)
{
	clock_us += 1000;
	buf_printf(b, "[    0.%06lld] calling  %s @ 1\n", (long long)clock_us, sym);
	clock_us += us;
	buf_printf(b, "[    0.%06lld] initcall %s returned 0 after %lld usecs\n",
		   (long long)clock_us, sym, (long long)us);
}

static void begin(struct buf *b, const char *cmdline)
{
	clock_us = 10000;
	buf_printf(b, "[    0.000000] Linux version 6.12.0\n"
		      "[    0.000000] Kernel command line: %s\n", cmdline);
}

static void start_init(struct buf *b)
{
	clock_us += 1000;
	buf_printf(b, "[    0.%06lld] Run /init as init process\n", (long long)clock_us);
}

static void read_one(struct bootset *s, struct buf *b, const char *name)
{
	struct text *t;
	struct err e;

	assert_int_equal(text_open_memory(&t, name, b->p, b->n, &e), 0);
	assert_int_equal(bootset_read_text(s, t, name, &e), 0);
	text_close(t);
	buf_release(b);
}

static const struct delta *find(const struct comparison *c, const char *name, size_t nth)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(delta_sym(&c->v[i])->name, name) == 0 && nth-- == 0)
			return &c->v[i];
	}
	fail_msg("no %s", name);
	return NULL;
}

static void sum_closes(const struct comparison *c)
{
	for (enum side s = BEFORE; s < SIDES; s++) {
		int64_t us = 0;

		for (size_t i = 0; i < c->sum.n; i++)
			us += c->sum.v[i].us[s];
		assert_int_equal(us, c->sum.total_us[s]);
		assert_int_equal(us, c->side[s].median_us);
	}
}

static void kinds(void **state)
{
	struct bootset s;
	struct comparison c;
	struct buf b = { 0 };

	(void)state;
	bootset_init(&s);
	begin(&b, "quiet initcall_debug");
	call_line(&b, "same_init+0x0/0x10", 100);
	call_line(&b, "resized_init+0x0/0x20", 200);
	call_line(&b, "twice_init+0x0/0x30", 300);
	call_line(&b, "twice_init+0x0/0x80", 400);
	call_line(&b, "gone_init+0x0/0x40", 500);
	call_line(&b, "late_init+0x0/0x50", 5000);
	call_line(&b, "waits_init+0x0/0x50", 5000);
	call_line(&b, "bus_init+0x0/0x60", 600);
	call_line(&b, "black_init+0x0/0x60", 700);
	start_init(&b);
	read_one(&s, &b, "before");
	begin(&b, "quiet initcall_debug deferred_initcalls=late_init,waits_init "
		  "initcall_blacklist=black_init");
	buf_puts(&b, "[    0.001000] blacklisting initcall black_init\n");
	call_line(&b, "same_init+0x0/0x10", 100);
	call_line(&b, "resized_init+0x0/0x28", 200);
	call_line(&b, "twice_init+0x0/0x84", 400);
	call_line(&b, "new_init+0x0/0x40", 500);
	buf_puts(&b, "[    0.050000] initcall black_init blacklisted\n");
	clock_us = 60000;
	start_init(&b);
	call_line(&b, "late_init+0x0/0x50", 5000);
	call_line(&b, "bus_init+0x0/0x60 [bus]", 600);
	read_one(&s, &b, "after");

	compare_boots(&c, &s, 1, &opts);
	assert_int_equal(find(&c, "same_init", 0)->change, CHANGE_UNKNOWN);
	assert_int_equal(find(&c, "resized_init", 0)->change, CHANGE_UNKNOWN);
	assert_int_equal(find(&c, "resized_init", 0)->delta_us, 0);
	assert_int_equal(find(&c, "twice_init", 0)->change, CHANGE_REMOVED);
	assert_int_equal(find(&c, "twice_init", 0)->side[BEFORE].us, 300);
	assert_int_equal(find(&c, "twice_init", 1)->change, CHANGE_UNKNOWN);
	assert_int_equal(find(&c, "gone_init", 0)->change, CHANGE_REMOVED);
	assert_int_equal(find(&c, "new_init", 0)->change, CHANGE_ADDED);
	assert_int_equal(find(&c, "late_init", 0)->change, CHANGE_DEFERRED);
	assert_int_equal(find(&c, "waits_init", 0)->change, CHANGE_DEFERRED);
	assert_int_equal(find(&c, "waits_init", 0)->side[AFTER].state, STATE_PENDING);
	assert_int_equal(find(&c, "bus_init", 0)->change, CHANGE_MOVED);
	assert_int_equal(find(&c, "black_init", 0)->change, CHANGE_BLACKLISTED);
	assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
	assert_true(c.low_us == TIME_NONE && c.more_runs == 3);
	assert_int_equal(c.ndiffs, 1);
	assert_string_equal(c.diffs[0].what, "cmdline");
	assert_null(c.diffs[0].value[BEFORE]);
	sum_closes(&c);
	comparison_release(&c);

	/* The other way round. */
	struct boot *first = s.v[0];

	s.v[0] = s.v[1];
	s.v[1] = first;
	compare_boots(&c, &s, 1, &opts);
	assert_int_equal(find(&c, "late_init", 0)->change, CHANGE_UNDEFERRED);
	assert_int_equal(find(&c, "waits_init", 0)->change, CHANGE_UNDEFERRED);
	assert_int_equal(find(&c, "gone_init", 0)->change, CHANGE_ADDED);
	assert_int_equal(find(&c, "black_init", 0)->change, CHANGE_ADDED);
	assert_int_equal(find(&c, "bus_init", 0)->change, CHANGE_MOVED);
	sum_closes(&c);
	comparison_release(&c);
	bootset_release(&s);
}

/* n boots a side of 40 calls; the one in the middle is slower after. */
static void sides(struct bootset *s, size_t n, int64_t slower)
{
	for (size_t i = 0; i < 2 * n; i++) {
		struct buf b = { 0 };

		begin(&b, "quiet");
		for (size_t k = 0; k < 40; k++) {
			int64_t us = 1000 + (int64_t)(100 * k) + (int64_t)((i * 13 + k * 7) % 11);
			char sym[40];

			snprintf(sym, sizeof(sym), "f%zu_init+0x0/0x%zx", k, 16 + k);
			call_line(&b, sym, us + (k == 20 && i >= n ? slower : 0));
		}
		start_init(&b);
		read_one(s, &b, i < n ? "before" : "after");
	}
}

static void slower_call(void **state)
{
	struct bootset s;
	struct comparison c;
	const struct delta *d;

	(void)state;
	bootset_init(&s);
	sides(&s, 4, 2000);
	compare_boots(&c, &s, 4, &opts);
	d = find(&c, "f20_init", 0);
	assert_int_equal(d->change, CHANGE_SLOWER);
	assert_in_range(d->level_us, 1980, 2020);
	assert_true(d->low_us > 1900 && d->high_us < 2100);
	assert_int_equal(comparison_count(&c, CHANGE_SAME), 39);
	assert_int_equal(c.verdict, VERDICT_SLOWER);
	assert_in_range(c.delta_us, 1900, 2100);
	assert_true(c.low_us > 1500 && c.high_us < 2500);
	sum_closes(&c);
	comparison_release(&c);
	bootset_release(&s);
}

static void nothing_changed(void **state)
{
	struct bootset s;
	struct comparison c;

	(void)state;
	bootset_init(&s);
	sides(&s, 4, 0);
	compare_boots(&c, &s, 4, &opts);
	assert_int_equal(comparison_count(&c, CHANGE_SAME), 40);
	assert_int_equal(c.verdict, VERDICT_SAME);
	comparison_release(&c);
	bootset_release(&s);
}

static void verdicts(void **state)
{
	const double a[] = { 1000000, 1010000, 990000, 1005000 };
	const double b[] = { 1012000, 1022000, 1003000, 1017000 };
	struct comparison c = { .o = opts, .delta_us = 12000, .margin_us = 10000 };

	(void)state;
	compare_verdict(&c, a, 4, b, 4);
	assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
	assert_in_range(c.more_runs, 1, 12);
	c.delta_us = 0;
	compare_verdict(&c, a, 1, a, 1);
	assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
	assert_true(c.low_us == TIME_NONE);
	c.margin_us = 100;
	compare_verdict(&c, a, 4, a, 4);
	assert_int_equal(c.verdict, VERDICT_INCONCLUSIVE);
	assert_true(c.hopeless && c.more_runs == -1);
}

static void limits(void **state)
{
	static const char *const bad[] = { "", "x", "3 %", "-3", "1e3", "3m", "%", "3%%", ".5s",
					   "99999999999999999999s", "ms" };
	struct limit l;

	(void)state;
	assert_int_equal(limit_parse(&l, "3%"), 0);
	assert_true(l.is_share && l.share > 0.0299 && l.share < 0.0301);
	assert_int_equal(limit_of(&l, 1000000), 30000);
	assert_int_equal(limit_parse(&l, "500"), 0);
	assert_int_equal(l.us, 500);
	assert_int_equal(limit_parse(&l, "1.5s"), 0);
	assert_int_equal(l.us, 1500000);
	assert_int_equal(limit_parse(&l, "0.25ms"), 0);
	assert_int_equal(l.us, 250);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(limit_parse(&l, bad[i]), -1);
}

static void patterns(void **state)
{
	struct pattern *p;
	struct err e;

	(void)state;
	p = pattern_new("usb_.*|i915_init", &e);
	assert_true(pattern_fits(p, "usb_init"));
	assert_true(pattern_fits(p, "i915_init"));
	assert_false(pattern_fits(p, "my_usb_init"));
	assert_false(pattern_fits(p, "i915_init2"));
	pattern_free(p);
	assert_null(pattern_new("(", &e));
	assert_non_null(strstr(e.msg, "regular expression"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),	   cmocka_unit_test(slower_call),
		cmocka_unit_test(nothing_changed), cmocka_unit_test(verdicts),
		cmocka_unit_test(limits),	   cmocka_unit_test(patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
