// SPDX-License-Identifier: GPL-2.0-or-later
/* Texts at their limits: long lines, what is no text, what comes through a descriptor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "input/text.h"

static struct text *open_buf(const struct buf *b)
{
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "log", b->p, b->n, &e) != 0)
		fail_msg("%s", e.msg);
	return t;
}

static void add_many(struct buf *b, char c, size_t n)
{
	buf_reserve(b, n);
	memset(b->p + b->n, c, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static void expect_line(struct text *t, const char *want, unsigned long no, bool cut)
{
	struct text_line l;
	struct err e;

	assert_int_equal(text_next(t, &l, &e), 1);
	if (!str_eq(l.s, str_of(want)))
		fail_msg("\"%.40s\" of %zu bytes is not \"%s\"", l.s.p, l.s.n, want);
	assert_int_equal(l.no, no);
	assert_int_equal(l.cut, cut);
}

static void expect_end(struct text *t)
{
	struct text_line l;
	struct err e;

	assert_int_equal(text_next(t, &l, &e), 0);
	text_close(t);
}

/* The longest line that is whole, and those around it. */
static void test_limit(void **state)
{
	(void)state;
	for (size_t n = TEXT_LINE_MAX - 2; n <= TEXT_LINE_MAX + 2; n++) {
		struct buf b = { 0 };
		struct text_line l;
		struct text *t;
		struct err e;

		add_many(&b, 'x', n);
		buf_puts(&b, "\nnext\n");
		t = open_buf(&b);
		assert_int_equal(text_next(t, &l, &e), 1);
		assert_int_equal(l.cut, n > TEXT_LINE_MAX);
		assert_int_equal(l.s.n, n > TEXT_LINE_MAX ? TEXT_LINE_MAX : n);
		assert_int_equal(l.no, 1);
		expect_line(t, "next", 2, false);
		expect_end(t);
		buf_release(&b);
	}
}

/* Two long lines, then short ones, the last without its end. */
static void test_long_lines(void **state)
{
	struct buf b = { 0 };
	struct text_line l;
	struct text *t;
	struct err e;

	(void)state;
	buf_puts(&b, "first\n");
	add_many(&b, 'x', 3 * TEXT_LINE_MAX + 17);
	buf_puts(&b, "\n");
	add_many(&b, 'y', 2 * TEXT_LINE_MAX);
	buf_puts(&b, "\nnext\n\nlast");
	t = open_buf(&b);
	expect_line(t, "first", 1, false);
	for (unsigned long no = 2; no <= 3; no++) {
		assert_int_equal(text_next(t, &l, &e), 1);
		assert_int_equal(l.s.n, TEXT_LINE_MAX);
		assert_int_equal(l.s.p[0], no == 2 ? 'x' : 'y');
		assert_int_equal(l.s.p[l.s.n - 1], no == 2 ? 'x' : 'y');
		assert_int_equal(l.no, no);
		assert_true(l.cut);
	}
	expect_line(t, "next", 4, false);
	expect_line(t, "", 5, false);
	expect_line(t, "last", 6, true);
	expect_end(t);
	buf_release(&b);
}

static void test_long_at_end(void **state)
{
	struct buf b = { 0 };
	struct text_line l;
	struct text *t;
	struct err e;

	(void)state;
	add_many(&b, 'x', 3 * TEXT_LINE_MAX);
	t = open_buf(&b);
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_int_equal(l.s.n, TEXT_LINE_MAX);
	assert_true(l.cut);
	expect_end(t);
	buf_release(&b);
}

/* The rest of a line that is no JSON is passed over, whatever byte it goes on with. */
static void test_rest_like_json(void **state)
{
	static const char odd[] = { ',', '{', ']' };

	(void)state;
	for (size_t i = 0; i < sizeof(odd); i++) {
		struct buf b = { 0 };
		struct text_line l;
		struct text *t;
		struct err e;

		add_many(&b, 'x', TEXT_LINE_MAX);
		buf_addc(&b, odd[i]);
		buf_puts(&b, " the rest }\nnext\n");
		t = open_buf(&b);
		assert_int_equal(text_next(t, &l, &e), 1);
		assert_int_equal(l.s.n, TEXT_LINE_MAX);
		expect_line(t, "next", 2, false);
		expect_end(t);
		buf_release(&b);
	}
}

/* JSON in one line of any length comes in pieces that end with an object, and whole. */
static void test_long_json(void **state)
{
	(void)state;
	for (int newline = 0; newline < 2; newline++) {
		struct buf b = { 0 }, sum = { 0 };
		struct text_line l;
		struct text *t;
		struct err e;
		int pieces = 0, r;

		buf_puts(&b, "first\n{\"dmesg\":[");
		for (int i = 0; b.n < 5 * TEXT_LINE_MAX; i++)
			buf_printf(&b, "%s{\"time\":0.%06d,\"msg\":\"message number %d\"}",
				   i ? "," : "",
				   i, i * i);
		buf_puts(&b, "]}");
		if (newline)
			buf_puts(&b, "\nnext\n");
		t = open_buf(&b);
		expect_line(t, "first", 1, false);
		while ((r = text_next(t, &l, &e)) == 1 && l.no == 2) {
			assert_true(l.s.n <= TEXT_LINE_MAX);
			assert_int_equal(l.s.p[l.s.n - 1], '}');
			buf_add(&sum, l.s.p, l.s.n);
			pieces++;
		}
		assert_int_equal(sum.n, b.n - 6 - (newline ? 6 : 0));
		assert_memory_equal(sum.p, b.p + 6, sum.n);
		assert_in_range(pieces, 5, 8);
		assert_int_equal(r, newline);
		if (newline) {
			assert_true(str_eq(l.s, STR("next")));
			assert_int_equal(l.no, 3);
			assert_false(l.cut);
		}
		text_close(t);
		buf_release(&b);
		buf_release(&sum);
	}
}

/* One object longer than the limit has no place to break: its rest is passed over. */
static void test_long_object(void **state)
{
	struct buf b = { 0 };
	struct text_line l;
	struct text *t;
	struct err e;

	(void)state;
	buf_puts(&b, "{\"msg\":\"");
	add_many(&b, 'x', 2 * TEXT_LINE_MAX);
	buf_puts(&b, "\"}\nnext\n");
	t = open_buf(&b);
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_true(l.cut);
	assert_int_equal(l.no, 1);
	expect_line(t, "next", 2, false);
	expect_end(t);
	buf_release(&b);
}

/* The same bytes through a descriptor, which gives them in other pieces. */
static void test_file(void **state)
{
	struct buf b = { 0 };
	char name[64];
	struct text *t;
	struct err e;
	int fd = memfd_create("log", 0);

	(void)state;
	if (fd < 0)
		skip();
	for (int i = 0; i < 40000; i++)
		buf_printf(&b, "[    0.%06d] line %d\n", i, i);
	assert_int_equal(write(fd, b.p, b.n), b.n);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (text_open(&t, name, &e) != 0)
		fail_msg("%s", e.msg);
	for (int i = 0; i < 40000; i++) {
		char line[64];

		snprintf(line, sizeof(line), "[    0.%06d] line %d", i, i);
		expect_line(t, line, (unsigned long)i + 1, false);
	}
	assert_int_equal(text_bytes(t), b.n);
	expect_end(t);

	/* An empty one, by name and from memory. */
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(text_open(&t, name, &e), -1);
	assert_non_null(strstr(e.msg, "is empty"));
	close(fd);
	buf_release(&b);
}

static void test_no_file(void **state)
{
	struct text *t;
	struct err e;

	(void)state;
	assert_int_equal(text_open(&t, "/no/such/log", &e), -1);
	assert_non_null(strstr(e.msg, "/no/such/log: cannot open: No such file"));
	assert_int_equal(text_open(&t, "/", &e), -1);
	assert_non_null(strstr(e.msg, "is a directory"));
}

static void expect_refused(const void *p, size_t n, const char *why)
{
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "log", p, n, &e) == 0) {
		text_close(t);
		fail_msg("not refused, though it is %s", why);
	}
	if (!strstr(e.msg, why))
		fail_msg("%s", e.msg);
}

static void test_refused(void **state)
{
	(void)state;
	expect_refused("\xff\xfe[\0 \0", 6, "UTF-16");
	expect_refused("\x04\x22\x4d\x18xx", 6, "lz4");
	expect_refused("PK\x03\x04xx", 6, "zip");
	expect_refused("\x89PNG\r\n", 6, "picture");
}

static void test_utf16_big_endian(void **state)
{
	(void)state;
	expect_refused("\xfe\xff\0[\0 ", 6, "UTF-16");
}

/* Without its mark, UTF-16 is bytes that no log has. */
static void test_binary(void **state)
{
	struct text_line l;
	struct text *t;
	struct err e;

	(void)state;
	assert_int_equal(text_open_memory(&t, "log", "[\0 \0000\0.\0\n\0", 10, &e), 0);
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_true(text_binary(t));
	text_close(t);
}

/* Shorter than any magic number, and almost a byte order mark. */
static void test_short(void **state)
{
	struct text *t;
	struct err e;

	(void)state;
	assert_int_equal(text_open_memory(&t, "log", "a", 1, &e), 0);
	expect_line(t, "a", 1, true);
	expect_end(t);
	assert_int_equal(text_open_memory(&t, "log", "\n", 1, &e), 0);
	expect_line(t, "", 1, false);
	expect_end(t);
	assert_int_equal(text_open_memory(&t, "log", "\xef\xbb", 2, &e), 0);
	expect_line(t, "\xef\xbb", 1, true);
	expect_end(t);
	assert_int_equal(text_open_memory(&t, "log", "\xef\xbb\xbf", 3, &e), 0);
	expect_end(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limit),       cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_long_at_end), cmocka_unit_test(test_rest_like_json),
		cmocka_unit_test(test_long_json),   cmocka_unit_test(test_long_object),
		cmocka_unit_test(test_file),        cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_refused),     cmocka_unit_test(test_utf16_big_endian),
		cmocka_unit_test(test_binary),      cmocka_unit_test(test_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
