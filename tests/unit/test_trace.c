// SPDX-License-Identifier: GPL-2.0-or-later
#include <jansson.h>
#include <stdlib.h>

#include "logs.h"
#include "report/trace.h"

/* A trace, and the boot it is of. */
struct seen {
	struct bootset s;
	struct timeline t;
	json_t *doc;
};

static json_t *trace_of(const struct timeline *t, const char *const *names, size_t n)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&bytes, &size);
	json_error_t je;
	json_t *doc;

	assert_non_null(f);
	trace_write(t, names, n, f);
	fclose(f);
	assert_true(size > 2 && bytes[size - 1] == '\n');
	doc = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &je);
	if (!doc)
		fail_msg("column %d: %s", je.column, je.text);
	free(bytes);
	return doc;
}

static void see(struct seen *k, const char *log)
{
	struct err e;

	if (timeline_build(&k->t, read_boot(&k->s, log), false, &e) != 0)
		fail_msg("%s", e.msg);
	k->doc = trace_of(&k->t, NULL, 1);
}

static void forget(struct seen *k)
{
	json_decref(k->doc);
	timeline_release(&k->t);
	bootset_release(&k->s);
}

static const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static json_int_t number(const json_t *o, const char *key)
{
	if (!json_is_integer(json_object_get(o, key)))
		fail_msg("%s is no integer", key);
	return json_integer_value(json_object_get(o, key));
}

/* The n-th event of that phase and name, from 1; NULL when there is none. */
static json_t *event(const struct seen *k, const char *phase, const char *name, unsigned int n)
{
	json_t *list = json_object_get(k->doc, "traceEvents"), *e;
	size_t i;

	json_array_foreach(list, i, e) {
		if (strcmp(text(e, "ph"), phase) == 0 && strcmp(text(e, "name"), name) == 0 &&
		    --n == 0)
			return e;
	}
	return NULL;
}

static json_t *slice(const struct seen *k, const char *name)
{
	json_t *e = event(k, "X", name, 1);

	if (!e)
		fail_msg("no %s", name);
	return e;
}

static json_t *args_of(const json_t *e)
{
	return json_object_get(e, "args");
}

/* The name of the track that an event is on. */
static const char *track_of(const struct seen *k, const json_t *e)
{
	for (unsigned int n = 1;; n++) {
		json_t *m = event(k, "M", "thread_name", n);

		if (!m)
			fail_msg("track %d has no name", (int)number(e, "tid"));
		if (number(m, "tid") == number(e, "tid"))
			return text(args_of(m), "name");
	}
}

static void test_events(void **state)
{
	struct seen k;
	json_t *e;

	(void)state;
	see(&k, HEAD CALLING("0.010000", "bus_init", "1")
	    "[    0.010200] probe of 1000.uart returned 0 after 150 usecs\n"
	    "[    0.010400] probe of 2000.mmc returned -110 after 40 usecs\n"
	    "[    0.010500] initcall bus_init+0x0/0x10 returned -19 after 490 usecs\n"
	    CALLING("0.020000", "next_init", "1") RETURNED("0.021000", "next_init", "990")
	    INIT("0.050000"));
	assert_string_equal(text(k.doc, "displayTimeUnit"), "ms");
	e = slice(&k, "bus_init");
	assert_string_equal(text(e, "cat"), "initcall");
	assert_int_equal(number(e, "ts"), 10000);
	assert_int_equal(number(e, "dur"), 500);
	assert_int_equal(number(args_of(e), "pid"), 1);
	assert_int_equal(number(args_of(e), "ret"), -19);
	assert_string_equal(text(args_of(e), "errno"), "ENODEV");
	assert_string_equal(text(args_of(e), "clock"), "printk");
	assert_int_equal(number(args_of(e), "reported_us"), 490);
	assert_int_equal(number(args_of(e), "log_line"), 2);
	assert_int_equal(number(args_of(e), "log_end_line"), 5);
	assert_null(json_object_get(args_of(e), "module"));
	assert_string_equal(track_of(&k, e), "initcalls");
	/* In the call, so on its track. */
	assert_int_equal(number(slice(&k, "1000.uart"), "tid"), number(e, "tid"));
	assert_int_equal(number(slice(&k, "2000.mmc"), "tid"), number(e, "tid"));
	assert_string_equal(text(args_of(slice(&k, "2000.mmc")), "initcall"), "bus_init");
	assert_string_equal(text(args_of(slice(&k, "2000.mmc")), "errno"), "ETIMEDOUT");
	assert_int_equal(number(slice(&k, "next_init"), "tid"), number(e, "tid"));
	e = event(&k, "i", "Run init", 1);
	assert_non_null(e);
	assert_int_equal(number(e, "ts"), 50000);
	assert_string_equal(text(e, "s"), "p");
	assert_string_equal(text(args_of(event(&k, "M", "process_name", 1)), "name"), "boot");
	assert_string_equal(text(args_of(slice(&k, "no initcall runs")), "before"), "bus_init");
	forget(&k);
}

/* What is not wholly within a call is on a track of its own. */
static void test_overlap(void **state)
{
	json_int_t a, b, c;
	struct seen k;

	(void)state;
	see(&k, HEAD CALLING("0.010000", "a_init", "1") CALLING("0.010100", "b_init", "2")
	    RETURNED("0.010200", "b_init", "100") CALLING("0.010300", "c_init", "2")
	    RETURNED("0.010400", "a_init", "400") RETURNED("0.010500", "c_init", "200")
	    CALLING("0.010500", "d_init", "1") RETURNED("0.010600", "d_init", "100")
	    INIT("0.050000"));
	a = number(slice(&k, "a_init"), "tid");
	b = number(slice(&k, "b_init"), "tid");
	c = number(slice(&k, "c_init"), "tid");
	/* b_init ran while a_init did and ended before it; c_init is half in it only. */
	assert_int_equal(a, b);
	assert_int_not_equal(a, c);
	assert_int_equal(number(slice(&k, "d_init"), "tid"), a);
	assert_string_equal(track_of(&k, slice(&k, "a_init")), "initcalls");
	assert_string_equal(track_of(&k, slice(&k, "c_init")), "initcalls (2)");
	forget(&k);
}

static void test_hung(void **state)
{
	struct seen k;
	json_t *e;

	(void)state;
	see(&k, HEAD CALLING("0.010000", "a_init", "1") RETURNED("0.010400", "a_init", "400")
	    CALLING("0.020000", "hung_init", "1") "[    9.000000] Kernel panic\n");
	e = slice(&k, "hung_init");
	assert_true(json_is_true(json_object_get(args_of(e), "open")));
	assert_int_equal(number(e, "ts") + number(e, "dur"), k.t.to_us);
	assert_null(json_object_get(args_of(e), "ret"));
	assert_null(json_object_get(args_of(slice(&k, "a_init")), "open"));
	forget(&k);
}

static size_t count_tracks(const struct seen *k)
{
	json_t *list = json_object_get(k->doc, "traceEvents"), *e;
	size_t i, n = 0;

	json_array_foreach(list, i, e)
		n += strcmp(text(e, "name"), "thread_name") == 0;
	return n;
}

/* 3,000 tasks that hang: no call is left out, and those open at a time have each its track. */
static void test_many(void **state)
{
	char *log = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&log, &size);
	struct seen k;

	(void)state;
	assert_non_null(f);
	fputs(HEAD, f);
	for (int i = 0; i < 3000; i++)
		fprintf(f, "[    0.%06d] calling  f%d_init+0x0/0x10 @ %d\n", 100000 + i, i, i + 1);
	fclose(f);
	see(&k, log);
	for (int i = 0; i < 3000; i += 100) {
		char name[32];

		snprintf(name, sizeof(name), "f%d_init", i);
		slice(&k, name);
	}
	assert_true(count_tracks(&k) > 200);
	forget(&k);
	free(log);
}

/* 100 calls within each other: no track holds more than viewers stack. */
static void test_deep(void **state)
{
	char *log = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&log, &size);
	json_int_t first;
	struct seen k;

	(void)state;
	assert_non_null(f);
	fputs(HEAD, f);
	for (int i = 0; i < 100; i++)
		fprintf(f, "[    0.%06d] calling  f%d_init+0x0/0x10 @ 1\n", 100000 + i, i);
	for (int i = 99; i >= 0; i--)
		fprintf(f, "[    0.%06d] initcall f%d_init+0x0/0x10 returned 0 after %d usecs\n",
			200000 - i, i, 100000 - 2 * i);
	fclose(f);
	see(&k, log);
	first = number(slice(&k, "f0_init"), "tid");
	assert_int_equal(number(slice(&k, "f32_init"), "tid"), first);
	assert_int_not_equal(number(slice(&k, "f33_init"), "tid"), first);
	forget(&k);
	free(log);
}

static void test_hostile(void **state)
{
	struct seen k;

	(void)state;
	see(&k, "[    0.000000] Linux version 6.12.0\033[31m\"\n"
	    "[    0.000002] Kernel command line: x=\"</script>\" \377\n"
	    CALLING("0.010000", "bus_init", "1")
	    "[    0.010200] probe of <b>\"\\\001\377\303\256 returned 0 after 150 usecs\n"
	    RETURNED("0.010500", "bus_init", "490") INIT("0.050000"));
	assert_non_null(slice(&k, "<b>\"\\\001\357\277\275\303\256"));
	forget(&k);
}

/* Two boots: two processes, and no number of a track twice. */
static void test_two(void **state)
{
	static const char *const names[] = { "before", "after" };
	struct bootset s[2];
	struct timeline t[2];
	struct seen k;
	struct err e;
	json_t *boots;

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(timeline_build(&t[i], read_boot(&s[i], HEAD
			CALLING("0.010000", "a_init", "1") RETURNED("0.010400", "a_init", "400")
			INIT("0.050000")), false, &e), 0);
	k.doc = trace_of(t, names, 2);
	assert_string_equal(text(args_of(event(&k, "M", "process_name", 1)), "name"), "before");
	assert_string_equal(text(args_of(event(&k, "M", "process_name", 2)), "name"), "after");
	assert_int_equal(number(event(&k, "X", "a_init", 1), "pid"), 1);
	assert_int_equal(number(event(&k, "X", "a_init", 2), "pid"), 2);
	for (unsigned int i = 1; event(&k, "M", "thread_name", i); i++) {
		for (unsigned int j = 1; j < i; j++)
			assert_int_not_equal(number(event(&k, "M", "thread_name", i), "tid"),
					     number(event(&k, "M", "thread_name", j), "tid"));
	}
	boots = json_object_get(json_object_get(k.doc, "otherData"), "boots");
	assert_int_equal(json_array_size(boots), 2);
	assert_string_equal(text(json_array_get(boots, 1), "name"), "after");
	assert_int_equal(number(json_array_get(boots, 1), "init_us"), 50000);
	json_decref(k.doc);
	for (int i = 0; i < 2; i++) {
		timeline_release(&t[i]);
		bootset_release(&s[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events), cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_hung),   cmocka_unit_test(test_many), cmocka_unit_test(test_deep),
		cmocka_unit_test(test_hostile), cmocka_unit_test(test_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
