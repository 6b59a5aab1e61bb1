// SPDX-License-Identifier: GPL-2.0-or-later
#include "history/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/us.h"

static struct unpacker reader(const struct buf *b, size_t n)
{
	const unsigned char *p = (const unsigned char *)buf_str(b);

	return (struct unpacker){ p, p + n, false };
}

static void test_numbers(void **state)
{
	static const int64_t v[] = { 0, 1, -1, 63, 64, -64, -65, 127, 128, 300, INT32_MAX, INT32_MIN,
				     INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1 };
	const size_t n = sizeof(v) / sizeof(v[0]);
	struct buf b = { 0 };
	struct unpacker u;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		pack_uint(&b, (uint64_t)v[i]);
		pack_int(&b, v[i]);
		for (size_t k = 0; k < n; k++)
			pack_diff(&b, v[i], v[k]);
	}
	u = reader(&b, b.n);
	for (size_t i = 0; i < n; i++) {
		assert_true(unpack_uint(&u) == (uint64_t)v[i]);
		assert_true(unpack_int(&u) == v[i]);
		for (size_t k = 0; k < n; k++)
			assert_true(unpack_diff(&u, v[k]) == v[i]);
	}
	assert_true(!u.bad && u.p == u.end);
	/* Nothing is left, and it says so for good. */
	assert_true(unpack_uint(&u) == 0 && u.bad);
	buf_release(&b);
}

static void test_short_is_short(void **state)
{
	struct buf b = { 0 };

	(void)state;
	pack_int(&b, -64);
	assert_int_equal(b.n, 1);
	pack_diff(&b, 1000063, 1000000);
	assert_int_equal(b.n, 2);
	buf_release(&b);
}

static void test_bad_numbers(void **state)
{
	/* Too long, cut, and one bit more than 64. */
	static const char *const bytes[] = { "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "\xff",
					     "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02" };
	static const size_t n[] = { 11, 1, 10 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		const unsigned char *p = (const unsigned char *)bytes[i];
		struct unpacker u = { p, p + n[i], false };

		assert_true(unpack_uint(&u) == 0);
		assert_true(u.bad && u.p == u.end);
	}
}

static void test_strings(void **state)
{
	struct buf b = { 0 };
	struct unpacker u;

	(void)state;
	pack_str(&b, STR("abc"));
	pack_str(&b, STR(""));
	pack_str(&b, STR_NONE);
	pack_str(&b, STR("end"));
	u = reader(&b, b.n);
	assert_true(str_eq(unpack_str(&u), STR("abc")));
	assert_non_null(unpack_str(&u).p);
	assert_null(unpack_str(&u).p);
	assert_true(str_eq(unpack_str(&u), STR("end")));
	assert_true(!u.bad && u.p == u.end);
	/* Cut anywhere, it never leaves its bytes. */
	for (size_t n = 0; n < b.n; n++) {
		u = reader(&b, n);
		for (int i = 0; i < 4; i++)
			unpack_str(&u);
		assert_true(u.bad);
	}
	buf_release(&b);
}

static void test_counts(void **state)
{
	struct buf b = { 0 };
	struct unpacker u;

	(void)state;
	pack_uint(&b, 3);
	buf_puts(&b, "123456789");
	u = reader(&b, b.n);
	assert_int_equal(unpack_count(&u, 3), 3);
	u = reader(&b, b.n - 1);
	assert_int_equal(unpack_count(&u, 3), 0);
	assert_true(u.bad);
	buf_clear(&b);
	pack_uint(&b, UINT64_MAX);
	u = reader(&b, b.n);
	assert_int_equal(unpack_count(&u, 1), 0);
	assert_true(u.bad);
	buf_release(&b);
}

static void test_squeeze(void **state)
{
	struct buf raw = { 0 }, packed = { 0 }, back = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_printf(&raw, "%d,", i % 7);
	assert_int_equal(squeeze(&packed, (struct str){ raw.p, raw.n }), 0);
	assert_true(packed.n < raw.n / 10);
	assert_int_equal(unsqueeze(&back, (struct str){ packed.p, packed.n }, raw.n), 0);
	assert_true(str_eq((struct str){ raw.p, raw.n }, (struct str){ back.p, back.n }));
	/* No more than was asked for, nothing from a part of it, nothing from others' bytes. */
	assert_int_equal(unsqueeze(&back, (struct str){ packed.p, packed.n }, raw.n - 1), -1);
	for (size_t n = 0; n < packed.n; n++)
		assert_int_equal(unsqueeze(&back, (struct str){ packed.p, n }, raw.n), -1);
	assert_int_equal(unsqueeze(&back, STR("no such thing at all"), 1 << 20), -1);
	buf_release(&raw);
	buf_release(&packed);
	buf_release(&back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),	    cmocka_unit_test(test_short_is_short),
		cmocka_unit_test(test_bad_numbers), cmocka_unit_test(test_strings),
		cmocka_unit_test(test_counts),	    cmocka_unit_test(test_squeeze),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
