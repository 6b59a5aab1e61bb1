// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/series.h"

static const char *const names[] = { "one", "two", "three" };

/* Three boots: b takes longer each time, two modules swap, d is in the second only. */
static const char *const logs[] = {
	"[    0.000000] Linux version 6.12.0\n"
	"[    0.100000] calling  a_init+0x0/0x10 @ 1\n"
	"[    0.100100] initcall a_init+0x0/0x10 returned 0 after 100 usecs\n"
	"[    0.200000] calling  b_init+0x0/0x10 @ 1\n"
	"[    0.201000] initcall b_init+0x0/0x10 returned 0 after 1000 usecs\n"
	"[    0.300000] Run /init as init process\n"
	"[    0.400000] calling  c_init+0x0/0x10 [mod1] @ 10\n"
	"[    0.400500] initcall c_init+0x0/0x10 [mod1] returned 0 after 500 usecs\n"
	"[    0.500000] calling  c_init+0x0/0x10 [mod2] @ 11\n"
	"[    0.500700] initcall c_init+0x0/0x10 [mod2] returned 0 after 700 usecs\n",
	"[    0.000000] Linux version 6.12.0\n"
	"[    0.100000] calling  a_init+0x0/0x10 @ 1\n"
	"[    0.100100] initcall a_init+0x0/0x10 returned -19 after 100 usecs\n"
	"[    0.200000] calling  b_init+0x0/0x10 @ 1\n"
	"[    0.203000] initcall b_init+0x0/0x10 returned 0 after 3000 usecs\n"
	"[    0.210000] calling  d_init+0x0/0x10 @ 1\n"
	"[    0.210001] initcall d_init+0x0/0x10 returned 0 after 1 usecs\n"
	"[    0.300000] Run /init as init process\n"
	"[    0.400000] calling  c_init+0x0/0x10 [mod2] @ 10\n"
	"[    0.400800] initcall c_init+0x0/0x10 [mod2] returned 0 after 800 usecs\n"
	"[    0.500000] calling  c_init+0x0/0x10 [mod1] @ 11\n"
	"[    0.500600] initcall c_init+0x0/0x10 [mod1] returned 0 after 600 usecs\n",
	"[    0.000000] Linux version 6.12.0\n"
	"[    0.100000] calling  a_init+0x0/0x10 @ 1\n"
	"[    0.100100] initcall a_init+0x0/0x10 returned 0 after 100 usecs\n"
	"[    0.200000] calling  b_init+0x0/0x10 @ 1\n"
	"[    0.290000] initcall b_init+0x0/0x10 returned 0 after 90000 usecs\n"
	"[    0.300000] Run /init as init process\n",
};

static void read_into(struct bootset *s, const char *log, const char *name)
{
	struct text *t;
	struct err e;

	assert_int_equal(text_open_memory(&t, name, log, strlen(log), &e), 0);
	assert_int_equal(bootset_read_text(s, t, name, &e), 0);
	text_close(t);
}

static void read_one(struct series *s, const char *log, bool before_init)
{
	series_init(s, before_init, BY_INITCALL);
	read_into(&s->set, log, "log");
	series_add_own(s);
}

/*
 * The logs as a series: of each log a set of its own that goes when it was added, but for the first,
 * as with many logs; or all of them whole, as with several boots of one file.
 */
static void read_series(struct series *s, bool whole, bool before_init, enum row_by by)
{
	series_init(s, before_init, by);
	for (size_t i = 0; i < 3; i++) {
		struct bootset other, *set = whole || i == 0 ? &s->set : &other;

		bootset_init(&other);
		read_into(set, logs[i], names[i]);
		if (set == &other)
			series_add(s, &other);
		else
			series_add_own(s);
		bootset_release(&other);
	}
}

static const struct row *find(const struct rows *r, const char *name, const char *module)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct sym *sym = r->v[i].sym;

		if (strcmp(sym->name, name) == 0 &&
		    (module ? sym->module && strcmp(sym->module, module) == 0 : !sym->module))
			return &r->v[i];
	}
	return NULL;
}

static void test_rows(void **state)
{
	struct series s;
	const struct row *row;
	struct rows r;

	read_series(&s, *(const bool *)*state, false, BY_INITCALL);
	rows_of(&r, &s);
	assert_int_equal(r.n, 5);
	row = find(&r, "b_init", NULL);
	assert_non_null(row);
	assert_int_equal(row->runs, 3);
	assert_int_equal(row->n, 3);
	assert_int_equal(row->median_us, 3000);
	assert_int_equal(row->min_us, 1000);
	assert_int_equal(row->max_us, 90000);
	assert_int_equal(row->start_us, 200000);
	assert_int_equal(row->failed, 0);
	row = find(&r, "a_init", NULL);
	assert_int_equal(row->failed, 1);
	row = find(&r, "d_init", NULL);
	assert_int_equal(row->runs, 1);
	assert_ptr_equal(row->boot, s.set.v[1]);
	assert_string_equal(row->boot->file, "two");
	rows_release(&r);
	series_release(&s);
}

/* Modules are paired by what they are, not by which came first. */
static void test_swapped(void **state)
{
	struct series s;
	const struct row *row;
	struct rows r;

	read_series(&s, *(const bool *)*state, false, BY_INITCALL);
	rows_of(&r, &s);
	row = find(&r, "c_init", "mod1");
	assert_int_equal(row->runs, 2);
	assert_int_equal(row->min_us, 500);
	assert_int_equal(row->max_us, 600);
	assert_int_equal(row->median_us, 550);
	assert_int_equal(row->ordinal, 1);
	row = find(&r, "c_init", "mod2");
	assert_int_equal(row->min_us, 700);
	assert_int_equal(row->max_us, 800);
	rows_release(&r);
	series_release(&s);
}

static void test_before_init(void **state)
{
	struct series s;
	struct rows r;

	read_series(&s, *(const bool *)*state, true, BY_INITCALL);
	rows_of(&r, &s);
	assert_int_equal(r.n, 3);
	assert_null(find(&r, "c_init", "mod1"));
	rows_release(&r);
	series_release(&s);
}

static void test_sort(void **state)
{
	struct series s;
	struct rows r;

	read_series(&s, *(const bool *)*state, false, BY_INITCALL);
	rows_of(&r, &s);
	rows_sort(&r, SORT_DURATION);
	assert_string_equal(r.v[0].sym->name, "b_init");
	assert_string_equal(r.v[4].sym->name, "d_init");
	rows_sort(&r, SORT_START);
	assert_string_equal(r.v[0].sym->name, "a_init");
	assert_string_equal(r.v[2].sym->name, "d_init");
	/* Same start: the order they were met in. */
	assert_string_equal(r.v[3].sym->module, "mod1");
	rows_sort(&r, SORT_NAME);
	assert_string_equal(r.v[0].sym->name, "a_init");
	assert_string_equal(r.v[2].sym->module, "mod1");
	assert_string_equal(r.v[3].sym->module, "mod2");
	assert_string_equal(r.v[4].sym->name, "d_init");
	rows_release(&r);
	series_release(&s);
}

static void test_sums(void **state)
{
	struct series s;
	struct sums r;

	read_series(&s, *(const bool *)*state, false, BY_MODULE);
	sums_of(&r, &s);
	assert_int_equal(r.n, 3);
	assert_string_equal(r.v[0].name, "(built-in)");
	assert_int_equal(r.v[0].runs, 3);
	assert_int_equal(r.v[0].calls, 3);
	assert_int_equal(r.v[0].failed, 1);
	assert_int_equal(r.v[0].us, 3101);
	assert_int_equal(r.v[0].min_us, 1100);
	assert_int_equal(r.v[0].max_us, 90100);
	assert_string_equal(r.v[1].name, "mod2");
	assert_int_equal(r.v[1].runs, 2);
	assert_int_equal(r.v[1].us, 750);
	sums_release(&r);
	series_release(&s);
	read_series(&s, *(const bool *)*state, true, BY_LEVEL);
	sums_of(&r, &s);
	assert_int_equal(r.n, 1);
	assert_string_equal(r.v[0].name, "(not known)");
	sums_release(&r);
	series_release(&s);
}

static void test_empty(void **state)
{
	struct series s;
	struct devices d;
	struct rows r;
	struct sums u;

	(void)state;
	series_init(&s, false, BY_MODULE);
	rows_of(&r, &s);
	rows_sort(&r, SORT_NAME);
	assert_int_equal(r.n, 0);
	rows_release(&r);
	sums_of(&u, &s);
	assert_int_equal(u.n, 0);
	sums_release(&u);
	devices_of(&d, &s, PROBES_ALL);
	assert_int_equal(d.n, 0);
	devices_release(&d);
	series_release(&s);
}

static void test_devices(void **state)
{
	static const char log[] =
		"[    0.000000] Linux version 6.12.0\n"
		"[    0.100000] calling  a_init+0x0/0x10 @ 1\n"
		"[    0.101000] probe of big returned 0 after 900 usecs\n"
		"[    0.102000] probe of late returned -517 after 10 usecs\n"
		"[    0.103000] probe of late returned 517 after 20 usecs\n"
		"[    0.104000] probe of late returned 0 after 300 usecs\n"
		"[    0.105000] initcall a_init+0x0/0x10 returned 0 after 5000 usecs\n"
		"[    0.300000] Run /init as init process\n"
		"[    0.400000] probe of after returned -517 after 40 usecs\n";
	struct series s;
	struct devices d;

	(void)state;
	read_one(&s, log, true);
	devices_of(&d, &s, PROBES_ALL);
	assert_int_equal(d.n, 2);
	assert_string_equal(d.v[0].device, "big");
	assert_int_equal(d.v[0].median_us, 900);
	assert_string_equal(d.v[1].device, "late");
	assert_int_equal(d.v[1].tries, 3);
	assert_int_equal(d.v[1].max_us, 330);
	devices_release(&d);
	assert_int_equal(pile_spread(&s.deferred_tries).median_us, 2);
	assert_int_equal(pile_spread(&s.deferred_us).median_us, 30);
	assert_int_equal(s.failed.n, 0);
	series_release(&s);
	read_one(&s, log, false);
	devices_of(&d, &s, PROBES_DEFERRED);
	assert_int_equal(d.n, 2);
	assert_string_equal(d.v[0].device, "after");
	assert_int_equal(d.v[1].tries, 2);
	assert_int_equal(d.v[1].median_us, 30);
	devices_release(&d);
	series_release(&s);
}

static void test_median(void **state)
{
	static const int64_t one[] = { 5 }, even[] = { 1, 2 }, up[] = { 3, 4 }, neg[] = { -2, -1 },
			     wide[] = { INT64_MIN + 1, INT64_MAX }, big[] = { INT64_MAX, INT64_MAX };

	(void)state;
	assert_int_equal(median_of(one, 1), 5);
	assert_int_equal(median_of(even, 2), 2); /* 1.5, to even */
	assert_int_equal(median_of(up, 2), 4);   /* 3.5, to even */
	assert_true(median_of(neg, 2) == -2);    /* -1.5, to even */
	assert_true(median_of(wide, 2) == 0);
	assert_true(median_of(big, 2) == INT64_MAX);
	assert_true(add_us(INT64_MAX, 1) == INT64_MAX);
	assert_true(add_us(-INT64_MAX, -5) == -INT64_MAX);
}

static void test_sort_us(void **state)
{
	int64_t v[1500];
	uint32_t seed = 7;

	(void)state;
	for (size_t n = 0; n < sizeof(v) / sizeof(v[0]); n += 1 + n / 3) {
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			v[i] = (int64_t)(seed >> 20) - 2000;
		}
		sort_us(v, n);
		for (size_t i = 1; i < n; i++)
			assert_true(v[i - 1] <= v[i]);
	}
}

/* Of a log that is added and gone: what the reports ask of single boots is there, and is a copy. */
static void test_kept(void **state)
{
	static const char log[] =
		"[    0.000000] Linux version 6.12.1\n"
		"[    0.000000] Command line: quiet\n"
		"[    0.100000] calling  a_init+0x0/0x10 @ 1\n"
		"[    0.101000] probe of bad returned -110 after 900 usecs\n"
		"[    0.101500] probe of bad returned -5 after 900 usecs\n"
		"[    0.102000] initcall a_init+0x0/0x10 returned 0 after 2000 usecs\n"
		"[    0.200000] calling  stuck_init+0x0/0x10 @ 1\n";
	struct bootset from;
	struct series s;

	(void)state;
	read_series(&s, false, false, BY_INITCALL);
	bootset_init(&from);
	read_into(&from, log, "four");
	series_add(&s, &from);
	bootset_release(&from);
	assert_int_equal(s.set.n, 4);
	assert_int_equal(s.set.v[0]->ncalls, 4);
	assert_int_equal(s.set.v[3]->ncalls, 0);
	assert_string_equal(s.set.v[3]->file, "four");
	assert_string_equal(s.set.v[3]->cmdline, "quiet");
	assert_true(s.set.v[3]->nfindings > 0);
	assert_true(strlen(s.set.v[3]->findings[0].message) > 0);
	/* A device that fails twice is listed once, with the first error. */
	assert_int_equal(s.failed.n, 1);
	assert_string_equal(s.failed.v[0].device, "bad");
	assert_int_equal(s.failed.v[0].error, 110);
	assert_int_equal(s.hung.n, 1);
	assert_string_equal(s.hung.v[0].call->sym->name, "stuck_init");
	assert_ptr_equal(s.hung.v[0].boot, s.set.v[3]);
	series_release(&s);
}

int main(void)
{
	static bool whole = true, gone = false;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_rows, &whole),
		cmocka_unit_test_prestate(test_rows, &gone),
		cmocka_unit_test_prestate(test_swapped, &whole),
		cmocka_unit_test_prestate(test_swapped, &gone),
		cmocka_unit_test_prestate(test_sort, &whole),
		cmocka_unit_test_prestate(test_sort, &gone),
		cmocka_unit_test_prestate(test_before_init, &whole),
		cmocka_unit_test_prestate(test_before_init, &gone),
		cmocka_unit_test_prestate(test_sums, &whole),
		cmocka_unit_test_prestate(test_sums, &gone),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_sort_us),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
