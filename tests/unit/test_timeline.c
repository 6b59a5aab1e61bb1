// SPDX-License-Identifier: GPL-2.0-or-later
#include "logs.h"

#include "base/str.h"
#include "report/timeline.h"

static const struct tl_lane *lane(const struct timeline *t, const char *label)
{
	for (size_t i = 0; i < t->nlanes; i++) {
		if (strcmp(t->lanes[i].label, label) == 0)
			return &t->lanes[i];
	}
	fail_msg("no lane '%s'", label);
	return NULL;
}

static void build(struct timeline *t, struct bootset *s, const char *log)
{
	struct err e;

	if (timeline_build(t, read_boot(s, log), false, &e) != 0)
		fail_msg("%s", e.msg);
}

static void done(struct timeline *t, struct bootset *s)
{
	timeline_release(t);
	bootset_release(s);
}

/* No two things of a row overlap, and what ran in a call is below it. */
static void check_rows(const struct timeline *t)
{
	for (size_t i = 0; i < t->nlanes; i++) {
		const struct tl_lane *l = &t->lanes[i];

		for (size_t r = 0; r < l->rows; r++) {
			int64_t end = INT64_MIN;

			for (size_t j = 0; j < l->n; j++) {
				if (l->v[j].row != r)
					continue;
				assert_true(l->v[j].start_us >= end);
				end = l->v[j].end_us;
			}
		}
	}
}

static void test_levels(void **state)
{
	struct timeline t;
	struct bootset s;

	(void)state;
	build(&t, &s, HEAD "[    0.050000] entering initcall level: core\n"
		CALLING("0.100000", "a_init", "1") RETURNED("0.110000", "a_init", "10000")
		"[    0.120000] entering initcall level: device\n"
		CALLING("0.200000", "b_init", "1") RETURNED("0.250000", "b_init", "50000")
		"[    0.260000] clocksource: Switched to clocksource tsc\n"
		INIT("0.300000"));
	assert_int_equal(lane(&t, "core")->n, 1);
	assert_int_equal(lane(&t, "device")->n, 1);
	assert_true(lane(&t, "core") < lane(&t, "device"));
	assert_string_equal(timeline_name(&t, lane(&t, "device")->v), "b_init");
	assert_int_equal(lane(&t, "device")->v[0].start_us, 200000);
	assert_int_equal(lane(&t, "device")->v[0].end_us, 250000);
	/* what no call filled: before a, from a to b, from b to init */
	assert_int_equal(lane(&t, "gaps, waits")->n, 3);
	assert_int_equal(t.from_us, 0);
	assert_int_equal(t.init_us, 300000);
	assert_int_equal(t.nmarks, 2);
	assert_int_equal(t.marks[0].kind, TL_MARK_CLOCKSOURCE);
	assert_int_equal(t.marks[1].kind, TL_MARK_INIT);
	check_rows(&t);
	done(&t, &s);
}

static void test_nested(void **state)
{
	const struct tl_lane *l;
	struct timeline t;
	struct bootset s;

	(void)state;
	build(&t, &s, HEAD CALLING("0.100000", "outer_init", "1")
		CALLING("0.120000", "inner_init", "1")
		RETURNED("0.150000", "inner_init", "30000")
		RETURNED("0.200000", "outer_init", "100000")
		CALLING("0.210000", "bus_init", "1")
		"[    0.240000] probe of 0000:00:1f.2 returned 0 after 10000 usecs\n"
		RETURNED("0.250000", "bus_init", "40000") INIT("0.300000"));
	l = lane(&t, "initcalls");
	assert_int_equal(l->n, 4);
	assert_int_equal(l->rows, 2);
	assert_int_equal(l->v[0].row, 0);
	assert_int_equal(l->v[1].row, 1);
	assert_int_equal(l->v[2].row, 0);
	assert_int_equal(l->v[3].kind, TL_PROBE);
	assert_int_equal(l->v[3].row, 1);
	assert_string_equal(timeline_name(&t, &l->v[3]), "0000:00:1f.2");
	check_rows(&t);
	done(&t, &s);
}

/* Tasks that live one after the other share a lane; those that do not have their own. */
static void test_tasks(void **state)
{
	struct timeline t;
	struct bootset s;
	size_t tasks = 0;

	(void)state;
	build(&t, &s, HEAD CALLING("0.100000", "a_init", "1") RETURNED("0.110000", "a_init", "10000")
		INIT("0.300000")
		"[    1.000000] calling  m1_init+0x0/0x10 [m1] @ 100\n"
		"[    1.100000] calling  m2_init+0x0/0x10 [m2] @ 101\n"
		"[    1.200000] initcall m1_init+0x0/0x10 [m1] returned 0 after 200000 usecs\n"
		"[    1.300000] initcall m2_init+0x0/0x10 [m2] returned 0 after 200000 usecs\n"
		"[    1.400000] calling  m3_init+0x0/0x10 [m3] @ 102\n"
		"[    1.500000] initcall m3_init+0x0/0x10 [m3] returned 0 after 100000 usecs\n"
		"[    1.600000] calling  late_init+0x0/0x10 @ 103\n"
		"[    1.700000] initcall late_init+0x0/0x10 returned 0 after 100000 usecs\n");
	for (size_t i = 0; i < t.nlanes; i++)
		tasks += t.lanes[i].kind == TL_LANE_TASKS;
	assert_int_equal(tasks, 2);
	assert_int_equal(lane(&t, "pid 101")->n, 1);
	assert_int_equal(lane(&t, "2 tasks")->n, 2);
	/* a built-in call after init is a deferred one */
	assert_int_equal(lane(&t, "deferred")->n, 1);
	assert_int_equal(lane(&t, "deferred")->section, TL_USER);
	assert_int_equal(t.marks[t.nmarks - 1].kind, TL_MARK_DEFERRED);
	assert_int_equal(t.to_us, 1700000);
	check_rows(&t);
	timeline_release(&t);
	assert_int_equal(timeline_build(&t, s.v[0], true, NULL), 0);
	for (size_t i = 0; i < t.nlanes; i++)
		assert_int_equal(t.lanes[i].section, TL_KERNEL);
	assert_int_equal(t.to_us, 300000);
	done(&t, &s);
}

/* More tasks at a time than lanes that help: one lane, rows as needed. */
static void test_many_tasks(void **state)
{
	char log[8192];
	size_t n = (size_t)snprintf(log, sizeof(log), "%s", HEAD
				    CALLING("0.100000", "a_init", "1")
				    RETURNED("0.110000", "a_init", "10000") INIT("0.300000"));
	struct timeline t;
	struct bootset s;

	(void)state;
	for (int i = 0; i < 30; i++)
		n += (size_t)snprintf(log + n, sizeof(log) - n,
				      "[    1.0000%02d] calling  m%d_init+0x0/0x10 [m%d] @ %d\n", i,
				      i, i, 100 + i);
	for (int i = 0; i < 30; i++)
		n += (size_t)snprintf(log + n, sizeof(log) - n,
				      "[    2.0000%02d] initcall m%d_init+0x0/0x10 [m%d] returned 0 "
				      "after 1000000 usecs\n", i, i, i);
	build(&t, &s, log);
	assert_int_equal(lane(&t, "30 tasks")->n, 30);
	assert_int_equal(lane(&t, "30 tasks")->rows, 30);
	check_rows(&t);
	done(&t, &s);
}

static void test_hung(void **state)
{
	struct timeline t;
	struct bootset s;

	(void)state;
	build(&t, &s, HEAD CALLING("0.100000", "a_init", "1") RETURNED("0.110000", "a_init", "10000")
		CALLING("0.200000", "stuck_init", "1"));
	assert_true(lane(&t, "initcalls")->v[1].open);
	assert_int_equal(lane(&t, "initcalls")->v[1].end_us, t.to_us);
	assert_int_equal(t.nmarks, 0);
	done(&t, &s);
}

static void test_no_stamps(void **state)
{
	struct timeline t;
	struct bootset s;
	struct err e;

	(void)state;
	read_boot(&s, "calling  a_init+0x0/0x10 @ 1\n"
		      "initcall a_init+0x0/0x10 returned 0 after 100 usecs\n");
	assert_int_equal(timeline_build(&t, s.v[0], false, &e), -1);
	assert_non_null(strstr(e.msg, "printk.time=1"));
	bootset_release(&s);
}

/* A log that begins late is not drawn as a long nothing. */
static void test_head_lost(void **state)
{
	struct timeline t;
	struct bootset s;

	(void)state;
	build(&t, &s, CALLING("5.100000", "a_init", "1") RETURNED("5.200000", "a_init", "100000")
		INIT("5.300000"));
	assert_true(t.from_us > 1000000);
	done(&t, &s);
}

/* The colour belongs to the name: these are in pictures that people have. */
static void test_colour(void **state)
{
	unsigned int seen = 0;
	char name[24];

	(void)state;
	assert_int_equal(timeline_colour("acpi_init"), 6);
	assert_int_equal(timeline_colour("inet_init"), 5);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "x%d_init", i);
		assert_true(timeline_colour(name) < TL_COLOURS);
		seen |= 1u << timeline_colour(name);
	}
	assert_int_equal(seen, (1u << TL_COLOURS) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_levels),	   cmocka_unit_test(test_nested),
		cmocka_unit_test(test_tasks),	   cmocka_unit_test(test_many_tasks),
		cmocka_unit_test(test_hung),	   cmocka_unit_test(test_no_stamps),
		cmocka_unit_test(test_head_lost),  cmocka_unit_test(test_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
