// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/diff.h"

static void gives(const char *text, const struct edit *v, size_t n, const char *want)
{
	struct buf b = { 0 };
	struct diff_stat stat = { 0 };

	diff_file(&b, str_of(text), v, n, &stat);
	assert_string_equal(buf_str(&b), want);
	assert_int_equal(stat.files, want[0] != '\0');
	buf_release(&b);
}

#define GIVES(text, want, ...)                                                     \
	gives(text, (const struct edit[]){ __VA_ARGS__ },                          \
	      sizeof((const struct edit[]){ __VA_ARGS__ }) / sizeof(struct edit), want)
#define HEAD(f) "diff --git a/" f " b/" f "\n--- a/" f "\n+++ b/" f "\n"

static void test_one_word(void **state)
{
	(void)state;
	GIVES("1\n2\n3\n4\nmodule_init(x);\n6\n7\n8\n9\n",
	      HEAD("f.c") "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-module_init(x);\n"
			  "+deferred_module_init(x);\n 6\n 7\n 8\n",
	      { "f.c", 8, 11, "deferred_module_init" });
}

static void test_near_and_far(void **state)
{
	(void)state;
	/* Six lines between two changes: one hunk. Seven: two. */
	GIVES("a\n1\n2\n3\n4\n5\n6\nb\n",
	      HEAD("f") "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n",
	      { "f", 0, 1, "A" }, { "f", 14, 1, "B" });
	GIVES("a\n1\n2\n3\n4\n5\n6\n7\nb\n",
	      HEAD("f") "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n",
	      { "f", 0, 1, "A" }, { "f", 16, 1, "B" });
}

static void test_two_in_a_line(void **state)
{
	(void)state;
	GIVES("a b\n", HEAD("f") "@@ -1 +1 @@\n-a b\n+A B\n", { "f", 0, 1, "A" },
	      { "f", 2, 1, "B" });
	/* Neighbours are one change, and a line inside of an edit that stays parts it. */
	GIVES("a\nb\n", HEAD("f") "@@ -1,2 +1,2 @@\n-a\n-b\n+A\n+B\n", { "f", 0, 1, "A" },
	      { "f", 2, 1, "B" });
	GIVES("a\nb\nc\n", HEAD("f") "@@ -1,3 +1,3 @@\n-a\n+A\n b\n-c\n+C\n",
	      { "f", 0, 5, "A\nb\nC" });
}

static void test_ends(void **state)
{
	(void)state;
	GIVES("a", HEAD("f") "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
			     "\\ No newline at end of file\n",
	      { "f", 0, 1, "b" });
	GIVES("a", HEAD("f") "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n",
	      { "f", 1, 0, "\nb\n" });
	GIVES("", HEAD("f") "@@ -0,0 +1 @@\n+a\n", { "f", 0, 0, "a\n" });
	GIVES("a\n", HEAD("f") "@@ -1 +0,0 @@\n-a\n", { "f", 0, 2, "" });
	GIVES("a\nb\n", HEAD("f") "@@ -1,2 +1,3 @@\n a\n-b\n+B\n+c\n", { "f", 2, 1, "B" },
	      { "f", 4, 0, "c\n" });
}

static void test_bytes_stay(void **state)
{
	(void)state;
	GIVES("\ta\r\nb\r\n", HEAD("f") "@@ -1,2 +1,2 @@\n-\ta\r\n+\tA\r\n b\r\n",
	      { "f", 1, 1, "A" });
	GIVES("a\n", "", { "f", 0, 1, "a" });
	GIVES("a\n", "diff --git a/x y b/x y\n--- a/x y\t\n+++ b/x y\t\n@@ -1 +1 @@\n-a\n+b\n",
	      { "x y", 0, 1, "b" });
	GIVES("a\n", "diff --git \"a/\\\"\\303\" \"b/\\\"\\303\"\n--- \"a/\\\"\\303\"\n"
		     "+++ \"b/\\\"\\303\"\n@@ -1 +1 @@\n-a\n+b\n",
	      { "\"\303", 0, 1, "b" });
}

/* Where the same line is inserted or removed among its like, the last one counts. */
static void test_slide(void **state)
{
	(void)state;
	GIVES("a\nb\nb\nc\n", HEAD("f") "@@ -1,4 +1,3 @@\n a\n b\n-b\n c\n", { "f", 2, 2, "" });
	GIVES("a\nb\nb\nc\n", HEAD("f") "@@ -1,4 +1,5 @@\n a\n b\n b\n+b\n c\n", { "f", 2, 0, "b\n" });
}

/* --- Made at random: applying the diff gives what the edits give --- */

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static size_t number(const char **p)
{
	size_t n = 0;

	for (; **p >= '0' && **p <= '9'; ++*p)
		n = n * 10 + (size_t)(**p - '0');
	return n;
}

/* One range of a hunk's header: the index of its first line, and how many. */
static void range(const char **p, size_t *first, size_t *n)
{
	*first = number(p);
	*n = 1;
	if (**p == ',') {
		++*p;
		*n = number(p);
	}
	*first -= *n != 0;
}

static size_t line_end(struct str s, size_t at)
{
	size_t end = str_chr(s, '\n', at);

	return end < s.n ? end + 1 : s.n;
}

/* A strict patch(1) of a few lines: context must be there, numbers must be true. */
static void apply(struct buf *out, struct str old, const char *p)
{
	size_t at = 0, line = 0, out_line = 0;

	for (int i = 0; i < 3; i++)
		p = strchr(p, '\n') + 1;
	while (*p) {
		size_t first, n, to, m;

		assert_memory_equal(p, "@@ -", 4);
		p += 4;
		range(&p, &first, &n);
		assert_memory_equal(p, " +", 2);
		p += 2;
		range(&p, &to, &m);
		assert_memory_equal(p, " @@\n", 4);
		p += 4;
		for (; line < first; line++, out_line++) {
			buf_add(out, old.p + at, line_end(old, at) - at);
			at = line_end(old, at);
		}
		assert_int_equal(out_line, to);
		while (n || m || *p == '\\') {
			char kind = *p++;
			size_t len = (size_t)(strchr(p, '\n') + 1 - p), bytes = len;

			if (p[len] == '\\')
				bytes--;
			if (kind == ' ' || kind == '-') {
				assert_int_equal(line_end(old, at) - at, bytes);
				assert_memory_equal(old.p + at, p, bytes);
				at += bytes;
				line++;
				n--;
			}
			if (kind == ' ' || kind == '+') {
				buf_add(out, p, bytes);
				out_line++;
				m--;
			}
			p += len;
			if (*p == '\\')
				p = strchr(p, '\n') + 1;
		}
	}
	buf_add(out, old.p + at, old.n - at);
}

#define MOST 40

static void put_text(struct buf *b, uint64_t *seed, size_t most)
{
	for (size_t i = next(seed) % (most + 1); i > 0; i--)
		buf_addc(b, "ab\n\n"[next(seed) % 4]);
}

static void test_random(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct buf text = { 0 }, with[MOST], want = { 0 }, diff = { 0 }, got = { 0 };
		struct edit v[MOST];
		size_t n = 0;

		buf_reserve(&text, 1);
		put_text(&text, &seed, 120);
		memset(with, 0, sizeof(with));
		for (size_t at = 0; n < MOST && n <= next(&seed) % 8; n++) {
			at += next(&seed) % 40;
			if (at > text.n)
				break;
			v[n] = (struct edit){ .file = "f", .off = at };
			v[n].len = next(&seed) % 8;
			if (v[n].len > text.n - at)
				v[n].len = text.n - at;
			at += v[n].len;
			put_text(&with[n], &seed, 8);
			v[n].with = buf_str(&with[n]);
		}
		edit_apply(&want, (struct str){ text.p, text.n }, v, n);
		diff_file(&diff, (struct str){ text.p, text.n }, v, n, NULL);
		assert_int_equal(diff.n == 0, str_eq((struct str){ text.p, text.n },
						     (struct str){ want.p, want.n }));
		if (diff.n) {
			apply(&got, (struct str){ text.p, text.n }, diff.p);
			assert_string_equal(buf_str(&got), buf_str(&want));
		}
		for (size_t i = 0; i < MOST; i++)
			buf_release(&with[i]);
		buf_release(&text);
		buf_release(&want);
		buf_release(&diff);
		buf_release(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_word),
		cmocka_unit_test(test_near_and_far),
		cmocka_unit_test(test_two_in_a_line),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_bytes_stay),
		cmocka_unit_test(test_slide),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
