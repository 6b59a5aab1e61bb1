// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lzma.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "input/text.h"

static struct text *open_bytes(const void *p, size_t n)
{
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "log", p, n, &e) != 0)
		fail_msg("%s", e.msg);
	return t;
}

static void expect_line(struct text *t, const char *want, unsigned long no, bool cut)
{
	struct text_line l;
	struct err e;

	assert_int_equal(text_next(t, &l, &e), 1);
	assert_int_equal(l.s.n, strlen(want));
	assert_memory_equal(l.s.p, want, l.s.n);
	assert_int_equal(l.no, no);
	assert_int_equal(l.cut, cut);
}

static void expect_end(struct text *t)
{
	struct text_line l;
	struct err e;

	assert_int_equal(text_next(t, &l, &e), 0);
	assert_int_equal(text_next(t, &l, &e), 0);
	text_close(t);
}

static void test_lines(void **state)
{
	struct text *t = open_bytes("one\n\ntwo\r\nlast", 14);

	(void)state;
	assert_null(text_packed(t));
	expect_line(t, "one", 1, false);
	expect_line(t, "", 2, false);
	expect_line(t, "two\r", 3, false);
	expect_line(t, "last", 4, true);
	expect_end(t);
}

static void test_bom(void **state)
{
	struct text *t = open_bytes("\xef\xbb\xbfone\n", 7);

	(void)state;
	expect_line(t, "one", 1, false);
	expect_end(t);
}

/* A line longer than the limit is handed out once, cut; the next one is whole and counted. */
static void test_long(void **state)
{
	size_t n = 5 * TEXT_LINE_MAX;
	char *p = malloc(n);
	struct text_line l;
	struct text *t;
	struct err e;

	(void)state;
	memset(p, 'x', n);
	memcpy(p + n - 6, "\nnext\n", 6);
	t = open_bytes(p, n);
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_true(l.cut);
	assert_true(l.s.n >= TEXT_LINE_MAX);
	expect_line(t, "next", 2, false);
	expect_end(t);
	free(p);
}

/* Lines of all lengths, so that their ends fall everywhere in the window. */
static void test_window(void **state)
{
	size_t n = 0, cap = 8 << 20;
	char *p = malloc(cap);
	struct text *t;

	(void)state;
	for (size_t len = 0; n + len + 1 < cap && len < 3000; len++) {
		memset(p + n, 'a' + (int)(len % 26), len);
		p[n + len] = '\n';
		n += len + 1;
	}
	t = open_bytes(p, n);
	for (size_t len = 0, at = 0; at < n; at += len + 1, len++) {
		struct text_line l;
		struct err e;

		assert_int_equal(text_next(t, &l, &e), 1);
		assert_int_equal(l.s.n, len);
		assert_memory_equal(l.s.p, p + at, len);
		assert_int_equal(l.no, len + 1);
		assert_false(l.cut);
	}
	assert_int_equal(text_bytes(t), n);
	expect_end(t);
	free(p);
}

static char plain[300000];

static void make_plain(void)
{
	size_t n = 0;

	for (int i = 0; n + 40 < sizeof(plain); i++)
		n += (size_t)sprintf(plain + n, "[    0.%06d] line %d\n", i, i * 7919);
}

static size_t pack(const char *how, unsigned char *out, size_t cap)
{
	size_t n = strlen(plain), at = 0;

	if (strcmp(how, "gzip") == 0) {
		z_stream z = { .next_in = (unsigned char *)plain, .avail_in = (unsigned int)n,
			       .next_out = out, .avail_out = (unsigned int)cap };

		assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
		assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
		at = z.total_out;
		deflateEnd(&z);
	} else if (strcmp(how, "xz") == 0) {
		assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL,
							 (unsigned char *)plain, n, out, &at, cap),
				 LZMA_OK);
	} else {
		at = ZSTD_compress(out, cap, plain, n, 1);
		assert_false(ZSTD_isError(at));
	}
	return at;
}

static void same_as_plain(struct text *t)
{
	struct text_line l;
	struct err e;
	const char *p = plain;

	while (text_next(t, &l, &e) == 1) {
		assert_memory_equal(l.s.p, p, l.s.n);
		p += l.s.n + 1;
	}
	assert_int_equal(p - plain, strlen(plain));
}

static void test_packed(void **state)
{
	static const char *const how[] = { "gzip", "xz", "zstd" };
	static unsigned char out[400000];

	(void)state;
	make_plain();
	for (size_t i = 0; i < 3; i++) {
		size_t n = pack(how[i], out, sizeof(out));
		struct text *t = open_bytes(out, n);

		assert_string_equal(text_packed(t), how[i]);
		same_as_plain(t);
		text_close(t);
	}
}

/* Cut anywhere, or with a byte changed: an error or some text, never more than there was. */
static void test_broken(void **state)
{
	static const char *const how[] = { "gzip", "xz", "zstd" };
	static unsigned char out[400000];

	(void)state;
	make_plain();
	for (size_t i = 0; i < 3; i++) {
		size_t n = pack(how[i], out, sizeof(out));

		for (size_t cut = 0; cut < n; cut += 1 + n / 40) {
			struct text_line l;
			struct text *t;
			struct err e;
			int r;

			if (text_open_memory(&t, "log", out, cut, &e) != 0)
				continue;
			do
				r = text_next(t, &l, &e);
			while (r == 1);
			/* A head shorter than the magic number is plain text. */
			if (cut >= 6) {
				assert_int_equal(r, -1);
				assert_non_null(strstr(e.msg, "log"));
			}
			text_close(t);
		}
	}
}

static void test_unusable(void **state)
{
	struct text *t;
	struct err e;

	(void)state;
	assert_int_equal(text_open(&t, "/no/such/log", &e), -1);
	assert_non_null(strstr(e.msg, "/no/such/log: "));
	assert_int_equal(text_open(&t, "/", &e), -1);
	assert_int_equal(text_open_memory(&t, "log", "", 0, &e), -1);
	assert_non_null(strstr(e.msg, "empty"));
	assert_int_equal(text_open_memory(&t, "log", "BZh91AY", 7, &e), -1);
	assert_non_null(strstr(e.msg, "bzip2 -dc"));
	assert_int_equal(text_open_memory(&t, "log", "\x7f" "ELF\2\1", 6, &e), -1);
	assert_non_null(strstr(e.msg, "ELF"));
}

static void test_binary(void **state)
{
	struct text *t = open_bytes("\1\2\3\4\5\6\1\2", 8);
	struct text_line l;
	struct err e;

	(void)state;
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_true(text_binary(t));
	text_close(t);
	t = open_bytes("\033[0mtext\r\n", 10);
	assert_int_equal(text_next(t, &l, &e), 1);
	assert_false(text_binary(t));
	text_close(t);
}

/* A pipe that gives one byte at a time, so that not even the magic number comes whole. */
static void test_trickle(void **state)
{
	static unsigned char out[400000];
	size_t n = 0;
	int fd[2], in = dup(STDIN_FILENO);
	struct text *t;
	struct err e;
	pid_t pid;

	(void)state;
	strcpy(plain, "[    0.000001] one\n[    0.000002] two\n");
	n = pack("gzip", out, sizeof(out));
	assert_int_equal(pipe(fd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		for (size_t i = 0; i < n; i++) {
			if (write(fd[1], out + i, 1) != 1)
				_exit(1);
			usleep(100);
		}
		_exit(0);
	}
	close(fd[1]);
	dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	assert_int_equal(text_open(&t, "-", &e), 0);
	same_as_plain(t);
	text_close(t);
	if (in >= 0) {
		dup2(in, STDIN_FILENO);
		close(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),  cmocka_unit_test(test_bom),
		cmocka_unit_test(test_long),   cmocka_unit_test(test_window),
		cmocka_unit_test(test_packed), cmocka_unit_test(test_broken),
		cmocka_unit_test(test_binary), cmocka_unit_test(test_unusable),
		cmocka_unit_test(test_trickle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
