// SPDX-License-Identifier: GPL-2.0-or-later
/* The history: what goes in comes out, twice is refused, each statement has its index. */
#include "history/hist.h"

#include "logs.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "history/schema.h"
#include "history/sql.h"

#define LOG(end, n)                                                          \
	HEAD "[    0.000000] Machine model: Board A, BIOS 1.2 04/01/2014\n"  \
	CALLING("0.010000", "a_init", "1") RETURNED(end, "a_init", n)        \
	CALLING("0.030000", "a_init", "1") RETURNED("0.031007", "a_init", "997") INIT("0.060000")

static char folder[200];
static char file[256];

static int setup(void **state)
{
	(void)state;
	unlink(file);
	return 0;
}

static struct hist *opened(enum db_mode mode)
{
	struct hist *h;
	struct err e;

	if (hist_open(&h, file, mode, 1000, &e) != 0)
		fail_msg("%s", e.msg);
	return h;
}

static int add(struct hist *h, const char *log, const char *release, const char *board,
	       const char *id, struct err *e)
{
	const struct hist_add a = { .release = release, .board = board,
				    .boot_id = id ? &id : NULL, .id_given = id != NULL };
	struct bootset s;
	int r;

	read_log(&s, log);
	r = hist_add(h, &s, &a, e);
	bootset_release(&s);
	return r;
}

#define MUST_ADD(...) assert_int_equal(add(__VA_ARGS__, &(struct err){ 0 }), 0)

static void test_add(void **state)
{
	struct hist_items x;
	struct hist *h = opened(DB_MAKE);
	struct bootset s;
	int64_t release, before;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", NULL, NULL);
	MUST_ADD(h, LOG("0.020100", "9900"), "v1", NULL, NULL);
	MUST_ADD(h, LOG("0.020200", "9900"), "v2", NULL, NULL);
	hist_close(h);
	h = opened(DB_READ);
	assert_int_equal(hist_boards(h, &x, &e), 0);
	assert_int_equal(x.n, 1);
	assert_string_equal(x.v[0].name, "Board A");
	hist_items_release(&x);
	assert_int_equal(hist_releases(h, 1, 0, &x, &e), 0);
	assert_int_equal(x.n, 2);
	assert_string_equal(x.v[1].name, "v2");
	hist_items_release(&x);
	assert_int_equal(hist_releases(h, 1, 1, &x, &e), 0);
	assert_true(x.n == 1 && strcmp(x.v[0].name, "v2") == 0);
	hist_items_release(&x);
	assert_int_equal(hist_find_release(h, "v2", &release, &e), 0);
	assert_int_equal(hist_before(h, 1, release, &before, &e), 0);
	assert_int_equal(before, 1);
	assert_int_equal(hist_before(h, 1, before, &before, &e), 0);
	assert_int_equal(before, 0);
	bootset_init(&s);
	assert_int_equal(hist_load(h, 1, 1, &s, &e), 0);
	assert_int_equal(s.n, 2);
	assert_true(s.v[0]->calls[0].end_us == 20000 && s.v[1]->calls[0].end_us == 20100);
	bootset_release(&s);
	hist_close(h);
}

static void test_twice(void **state)
{
	struct hist *h = opened(DB_MAKE);
	size_t n;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", NULL, NULL);
	assert_int_equal(add(h, LOG("0.020000", "9900"), "v2", NULL, NULL, &e), -1);
	assert_non_null(strstr(e.msg, "'v1'"));
	/* With the word of the user that it is another one; but not with the same word. */
	MUST_ADD(h, LOG("0.020000", "9900"), "v2", NULL, "one");
	assert_int_equal(add(h, LOG("0.020300", "9900"), "v2", NULL, "one", &e), -1);
	/* What was refused left nothing behind. */
	assert_int_equal(hist_count(h, 1, 2, &n, &e), 0);
	assert_int_equal(n, 1);
	hist_close(h);
}

/* A log with a boot that is there already, and one that is not: neither is added. */
static void test_all_or_none(void **state)
{
	struct hist *h = opened(DB_MAKE);
	struct hist_add a = { .release = "v1" };
	struct bootset s;
	int64_t id;
	size_t n;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", NULL, NULL);
	bootset_init(&s);
	read_more(&s, LOG("0.020100", "9900"));
	read_more(&s, LOG("0.020000", "9900"));
	a.release = "v3";
	assert_int_equal(hist_add(h, &s, &a, &e), -1);
	bootset_release(&s);
	assert_int_equal(hist_count(h, 1, 1, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(hist_find_release(h, "v3", &id, &e), 0);
	assert_int_equal(id, 0);
	hist_close(h);
}

static void test_figures(void **state)
{
	struct hist *h = opened(DB_MAKE);
	struct hist_calls calls = { 0 };
	struct hist_figure f;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020001", "9991"), "v1", "b", NULL);
	MUST_ADD(h, LOG("0.020401", "10391"), "v1", "b", NULL);
	MUST_ADD(h, LOG("0.020201", "10191"), "v1", "b", NULL);
	assert_int_equal(hist_calls_named(h, "a_init", &calls, &e), 0);
	assert_int_equal(calls.n, 2);
	assert_int_equal(hist_figure(h, 1, 1, calls.v[0].id, &f, &e), 0);
	assert_int_equal(f.runs, 3);
	assert_int_equal(f.min_us, 10001);
	assert_int_equal(f.median_us, 10201);
	assert_int_equal(f.max_us, 10401);
	assert_int_equal(f.sd_us, 200);
	assert_int_equal(f.phase, PHASE_KERNEL);
	assert_int_equal(hist_figure(h, 1, 1, calls.v[1].id, &f, &e), 0);
	assert_int_equal(f.median_us, 1007);
	assert_int_equal(f.sd_us, 0);
	assert_int_equal(hist_figure(h, 1, 2, calls.v[1].id, &f, &e), 0);
	assert_int_equal(f.runs, 0);
	hist_calls_release(&calls);
	hist_close(h);
}

static void test_remove(void **state)
{
	struct hist *h = opened(DB_MAKE);
	struct hist_calls calls = { 0 };
	struct hist_figure f;
	struct hist_items x;
	size_t n;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", "b", NULL);
	MUST_ADD(h, LOG("0.020100", "9900"), "v2", "b", NULL);
	assert_int_equal(hist_remove(h, 1, 1, &n, &e), 0);
	assert_int_equal(n, 1);
	assert_int_equal(hist_releases(h, 1, 0, &x, &e), 0);
	assert_true(x.n == 1 && strcmp(x.v[0].name, "v2") == 0);
	hist_items_release(&x);
	assert_int_equal(hist_calls_named(h, "a_init", &calls, &e), 0);
	assert_int_equal(hist_figure(h, 1, 1, calls.v[0].id, &f, &e), 0);
	assert_int_equal(f.runs, 0);
	hist_calls_release(&calls);
	/* It may come again, and takes its old place. */
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", "b", NULL);
	assert_int_equal(hist_releases(h, 1, 0, &x, &e), 0);
	assert_true(x.n == 2 && strcmp(x.v[0].name, "v1") == 0);
	hist_items_release(&x);
	hist_close(h);
}

/* No statement reads a whole table; but that of the boards does, which is their list. */
static void test_plans(void **state)
{
	struct hist *h = opened(DB_MAKE);
	struct db *db;
	struct err e;

	(void)state;
	MUST_ADD(h, LOG("0.020000", "9900"), "v1", NULL, NULL);
	hist_close(h);
	assert_int_equal(db_open(&db, file, DB_READ, 1000, &e), 0);
	for (enum hist_sql n = 0; n < SQL_MAX; n++) {
		struct buf sql = { 0 };
		struct query *q;

		assert_non_null(hist_sql(n));
		buf_printf(&sql, "EXPLAIN QUERY PLAN %s", hist_sql(n));
		q = query_new(db, buf_str(&sql), &e);
		assert_non_null(q);
		while (query_step(q, &e) > 0) {
			struct str step = query_get(q, 3);

			if (n != SQL_BOARDS && str_find(step, STR("SCAN ")) < step.n &&
			    !str_starts(step, STR("SCAN (subquery")))
				fail_msg("%s: %.*s", hist_sql(n), STR_ARG(step));
		}
		query_free(q);
		buf_release(&sql);
	}
	db_close(db);
}

static const char *const two_steps[] = { "CREATE TABLE a (x INTEGER) STRICT;\n",
					 "CREATE TABLE b (x INTEGER) STRICT;\n" };
static const char *const bad_steps[] = { "CREATE TABLE a (x INTEGER) STRICT;\n",
					 "CREATE TABLE b (x INTEGER) STRICT;\nINSERT INTO b SELECT 1;\n"
					 "CREATE TABLE a (x INTEGER) STRICT;\n" };

static void test_migration(void **state)
{
	const struct schema one = { two_steps, 1 }, two = { two_steps, 2 }, bad = { bad_steps, 2 };
	struct db *db;
	int64_t v;
	struct err e;

	(void)state;
	assert_int_equal(db_open(&db, file, DB_MAKE, 1000, &e), 0);
	assert_int_equal(schema_check(db, &one, &e), 1);
	assert_int_equal(schema_update(db, &one, &e), 0);
	assert_int_equal(schema_check(db, &one, &e), 0);
	assert_int_equal(db_run(db, "INSERT INTO a VALUES (5)", &e), 0);
	/* A step that fails leaves all as it was. */
	assert_int_equal(schema_update(db, &bad, &e), -1);
	assert_int_equal(schema_check(db, &one, &e), 0);
	assert_int_equal(db_number(db, "SELECT count(*) FROM sqlite_schema", &v, &e), 0);
	assert_int_equal(v, 1);
	/* From one version to the next, with what was in it. */
	assert_int_equal(schema_check(db, &two, &e), 1);
	assert_int_equal(schema_update(db, &two, &e), 0);
	assert_int_equal(schema_check(db, &two, &e), 0);
	assert_int_equal(db_number(db, "SELECT x FROM a", &v, &e), 0);
	assert_int_equal(v, 5);
	/* An older program refuses it. */
	assert_int_equal(schema_check(db, &one, &e), -1);
	assert_non_null(strstr(e.msg, "newer"));
	assert_int_equal(db_run(db, "DROP TABLE b", &e), 0);
	assert_int_equal(schema_check(db, &two, &e), -1);
	db_close(db);
}

static void test_names(void **state)
{
	char longest[HIST_NAME_MOST + 2];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[HIST_NAME_MOST + 1] = '\0';
	assert_non_null(hist_name_fault(longest));
	longest[HIST_NAME_MOST] = '\0';
	assert_null(hist_name_fault(longest));
	assert_null(hist_name_fault("v1.0 \xc3\xa4"));
	assert_non_null(hist_name_fault(""));
	assert_non_null(hist_name_fault(" v1"));
	assert_non_null(hist_name_fault("v\n1"));
	assert_non_null(hist_name_fault("v\xff"));
	assert_non_null(hist_name_fault("v\xc2\x9b"));
}

static void test_board_of(void **state)
{
	struct boot b = { .machine = "Board A, BIOS 1" };
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(hist_board_of(&a, &b), "Board A");
	b.machine = "Bo\nard\xff";
	assert_string_equal(hist_board_of(&a, &b), "Bo?ard?");
	b.machine = NULL;
	assert_string_equal(hist_board_of(&a, &b), "unknown");
	b.machine = "  ";
	assert_string_equal(hist_board_of(&a, &b), "unknown");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_add, setup),
		cmocka_unit_test_setup(test_twice, setup),
		cmocka_unit_test_setup(test_all_or_none, setup),
		cmocka_unit_test_setup(test_figures, setup),
		cmocka_unit_test_setup(test_remove, setup),
		cmocka_unit_test_setup(test_plans, setup),
		cmocka_unit_test_setup(test_migration, setup),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_board_of),
	};
	const char *tmp = getenv("TMPDIR");
	int r;

	snprintf(folder, sizeof(folder), "%s/test_history.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return 1;
	snprintf(file, sizeof(file), "%s/db", folder);
	r = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(file);
	rmdir(folder);
	return r;
}
