// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/search_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const names[] = { "a_init", "m:b_init", "c_init", "d_init", "e_init" };
#define N 5

static char dir[4096], file[4200];

static int make_dir(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir), "%s/bootcheck-test-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/state", dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	unlink(file);
	return rmdir(dir);
}

static void open_it(struct search_state *s, uint64_t identity)
{
	struct err e = { "" };

	if (search_state_open(s, file, identity, names, N, &e) != 0)
		fail_msg("%s", e.msg);
}

static void refused(uint64_t identity, const char *const *v, size_t n, const char *words)
{
	struct search_state s;
	struct err e = { "" };

	assert_int_equal(search_state_open(&s, file, identity, v, n, &e), -1);
	if (!strstr(e.msg, words))
		fail_msg("%s", e.msg);
	search_state_release(&s);
}

static void kept(void **state)
{
	static const bool one[N] = { true, false, false, true, true }, two[N] = { false };
	const char *const other[] = { "e_init", "a_init", "m:b_init", "c_init", "d_init" };
	const char *const less[] = { "a_init", "a_init", "m:b_init", "c_init", "d_init" };
	struct search_state s;
	struct err e;

	(void)state;
	open_it(&s, 0x123456789abcdef0u);
	assert_int_equal(s.boots.n, 0);
	assert_int_equal(search_state_add(&s, one, false, "boot: a\nb \x1b[1m", &e), 0);
	assert_int_equal(search_state_add(&s, two, true, "", &e), 0);
	/* nobody else */
	refused(0x123456789abcdef0u, names, N, "another search is under way");
	search_state_release(&s);
	open_it(&s, 0x123456789abcdef0u);
	assert_int_equal(s.boots.n, 2);
	assert_memory_equal(s.boots.v[0].set, one, sizeof(one));
	assert_false(s.boots.v[0].passed);
	assert_string_equal(s.boots.v[0].why, "boot: a?b ?[1m");
	assert_memory_equal(s.boots.v[1].set, two, sizeof(two));
	assert_true(s.boots.v[1].passed);
	search_state_release(&s);
	refused(1, names, N, "is of another search");
	refused(0x123456789abcdef0u, names, 4, "other candidates");
	refused(0x123456789abcdef0u, less, N, "other candidates");
	/* the same in another order is the same */
	assert_int_equal(search_state_open(&s, file, 0x123456789abcdef0u, other, N, &e), 0);
	assert_string_equal(s.names.v[0], "a_init");
	search_state_release(&s);
}

/* Cut at any byte behind the candidates it is a state, with the boots whose lines are whole. */
static void cut(void **state)
{
	static const char head[] = "bootcheck-search 1 0000000000000001 2\ncall a_init\ncall b_init\n";
	static const char boots[] = "boot 8 passed init 1.0 ms sooner\nboot c failed devices: x\n";
	char text[200];
	size_t n = (size_t)snprintf(text, sizeof(text), "%s%s", head, boots);

	(void)state;
	for (size_t i = 0; i <= n; i++) {
		struct search_state s;
		struct err e = { "" };
		int r = search_state_parse(&s, "f", (struct str){ text, i }, &e);

		if (i + 1 < sizeof(head) - 1) { /* (the last name may lack its line feed) */
			assert_true(r == -1 || i >= sizeof(head) - 1 - sizeof("b_init"));
		} else {
			assert_int_equal(r, 0);
			assert_int_equal(s.boots.n, i < n ? i >= n - 25 : 2);
		}
		if (r != 0)
			assert_true(strncmp(e.msg, "f:", 2) == 0);
		search_state_release(&s);
	}
}

static void hostile(void **state)
{
#define HEAD "bootcheck-search 1 0000000000000001 2\ncall a\ncall b\n"
	static const struct {
		const char *text, *words;
	} bad[] = {
		{ "", "f: ends before" },
		{ "hello\n", "f:1: does not begin" },
		{ "bootcheck-search 2 0000000000000001 2\n", "f:1: does not begin" },
		{ "bootcheck-search 1 000000000000000g 2\n", "f:1: has no identity" },
		{ "bootcheck-search 1 1 2\n", "f:1: lacks the number" },
		{ "bootcheck-search 1 0000000000000001 0\n", "f:1: has no number" },
		{ "bootcheck-search 1 0000000000000001 99999\n", "f:1: has no number" },
		{ "bootcheck-search 1 0000000000000001 -1\n", "f:1: lacks" },
		{ "bootcheck-search 1 0000000000000001 2\nboot 0 passed\n", "f:2: a boot before" },
		{ HEAD "call c\n", "f:4: more candidates" },
		{ HEAD "boot 80 passed x\n", "f:4: a set" },
		{ HEAD "boot g passed x\n", "f:4: a set" },
		{ HEAD "boot 1 passed x\n", "f:4: a set" },
		{ HEAD "boot 8 maybe x\n", "f:4: a boot that" },
		{ HEAD "colour red\n", "f:4: neither" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct search_state s;
		struct err e = { "" };

		assert_int_equal(search_state_parse(&s, "f", str_of(bad[i].text), &e), -1);
		if (strncmp(e.msg, bad[i].words, strlen(bad[i].words)) != 0)
			fail_msg("%s", e.msg);
		search_state_release(&s);
	}
}

/* A full disk, or a folder that is not there. */
static void not_written(void **state)
{
	static const bool set[N] = { true };
	struct search_state s;
	struct err e;

	(void)state;
	assert_int_equal(search_state_open(&s, "/no/such/folder/state", 1, names, N, &e), -1);
	assert_non_null(strstr(e.msg, "/no/such/folder/state: cannot"));
	search_state_release(&s);
	unlink(file);
	open_it(&s, 1);
	close(s.fd);
	s.fd = dup(STDIN_FILENO);
	close(s.fd);
	assert_int_equal(search_state_add(&s, set, true, "", &e), -1);
	s.fd = -1;
	search_state_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept),
		cmocka_unit_test(cut),
		cmocka_unit_test(hostile),
		cmocka_unit_test(not_written),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
