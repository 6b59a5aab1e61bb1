/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The old LZ4 format, by hand: literals, matches that overlap, long lengths; cut off, damaged. */
#include "input/image_priv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MAGIC 0x02, 0x21, 0x4c, 0x18

/* "abc", then 11 bytes from 3 back, then "xy" */
static const unsigned char good[] = { MAGIC, 9,	  0,   0,    0,	  0x37, 'a',
				      'b',   'c', 3,   0x00, 0x20, 'x', 'y' };
static const char plain[] = "abcabcabcabcabxy";

static void unpack(struct buf *out, const unsigned char *p, size_t n)
{
	unsigned char *copy = malloc(n);

	memcpy(copy, p, n);
	image_unlz4(out, copy, n);
	free(copy);
}

static void test_good(void **state)
{
	struct buf out = { 0 };

	(void)state;
	unpack(&out, good, sizeof(good));
	assert_int_equal(out.n, strlen(plain));
	assert_memory_equal(out.p, plain, out.n);
	buf_release(&out);
}

/* What follows the last block, as in a bzImage, does no harm. */
static void test_trailer(void **state)
{
	unsigned char p[sizeof(good) + 4];
	struct buf out = { 0 };

	(void)state;
	memcpy(p, good, sizeof(good));
	memcpy(p + sizeof(good), "\x10\0\0\0", 4);
	unpack(&out, p, sizeof(p));
	assert_int_equal(out.n, strlen(plain));
	buf_release(&out);
}

static void test_long(void **state)
{
	/* 15 + 255 + 30 literals, then a match of 4 + 15 + 255 + 1 from 1 back */
	unsigned char p[8 + 3 + 300 + 2 + 2] = { MAGIC };
	size_t n = 8;
	struct buf out = { 0 };

	(void)state;
	p[n++] = 0xff;
	p[n++] = 255;
	p[n++] = 30;
	memset(p + n, 'l', 300);
	n += 300;
	p[n++] = 1;
	p[n++] = 0;
	p[n++] = 255;
	p[n++] = 1;
	p[4] = (unsigned char)((n - 8) & 255);
	p[5] = (unsigned char)((n - 8) >> 8);
	unpack(&out, p, n);
	assert_int_equal(out.n, 300 + 4 + 15 + 255 + 1);
	assert_int_equal(out.p[out.n - 1], 'l');
	buf_release(&out);
}

static void test_cut(void **state)
{
	(void)state;
	for (size_t n = 4; n < sizeof(good); n++) {
		struct buf out = { 0 };

		unpack(&out, good, n);
		assert_int_equal(out.n, 0);
		buf_release(&out);
	}
}

static void test_damaged(void **state)
{
	(void)state;
	/* Any value in any place: nothing bad may happen. */
	for (size_t i = 4; i < sizeof(good); i++) {
		for (int v = 0; v < 256; v++) {
			unsigned char p[sizeof(good)];
			struct buf out = { 0 };

			memcpy(p, good, sizeof(p));
			p[i] = (unsigned char)v;
			unpack(&out, p, sizeof(p));
			buf_release(&out);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good), cmocka_unit_test(test_trailer),
		cmocka_unit_test(test_long), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
