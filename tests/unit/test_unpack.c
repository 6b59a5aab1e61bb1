// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "input/unpack.h"

typedef void pack_fn(struct buf *to, const void *p, size_t n);

static void pack_gzip(struct buf *to, const void *p, size_t n)
{
	z_stream z = { .next_in = (unsigned char *)p, .avail_in = (unsigned int)n };
	size_t cap;

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
	cap = deflateBound(&z, n) + 64;
	buf_reserve(to, cap);
	z.next_out = (unsigned char *)to->p + to->n;
	z.avail_out = (unsigned int)cap;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	to->n += z.total_out;
	deflateEnd(&z);
}

static void pack_xz(struct buf *to, const void *p, size_t n)
{
	size_t cap = lzma_stream_buffer_bound(n), at = 0;

	buf_reserve(to, cap);
	assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, p, n,
						 (unsigned char *)to->p + to->n, &at, cap),
				 LZMA_OK);
	to->n += at;
}

static void pack_zstd(struct buf *to, const void *p, size_t n)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	size_t cap = ZSTD_compressBound(n), got;

	buf_reserve(to, cap);
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	got = ZSTD_compress2(z, to->p + to->n, cap, p, n);
	assert_false(ZSTD_isError(got));
	to->n += got;
	ZSTD_freeCCtx(z);
}

static const struct {
	const char *name;
	pack_fn *pack;
} formats[] = { { "gzip", pack_gzip }, { "xz", pack_xz }, { "zstd", pack_zstd } };

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* Numbers that pack badly, so that the packed bytes are many. */
static void make_plain(struct buf *b, size_t lines)
{
	uint64_t x = 88172645463325252;

	for (size_t i = 0; i < lines; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		buf_printf(b, "[    0.%06zu] %llx\n", i % 1000000, (unsigned long long)x);
	}
}

/*
 * Unpacks all of it, `step` bytes at a time. Returns 0, or -1 with e set; what
 * came out is in `to`.
 */
static int unpack_all(struct raw *in, const char *format, size_t step, struct buf *to,
		      struct err *e)
{
	struct unpack u;
	ssize_t got;

	assert_int_equal(unpack_detect(&u, "log", in->buf + in->at, in->n - in->at, e), 1);
	assert_string_equal(u.format, format);
	do {
		buf_reserve(to, step);
		got = u.read(&u, in, to->p + to->n, step, e);
		assert_true(got <= (ssize_t)step);
		to->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	/* The end stays the end. */
	if (got == 0)
		assert_int_equal(u.read(&u, in, to->p, 1, e), 0);
	u.free(&u);
	return (int)got;
}

static int from_memory(const struct buf *packed, const char *format, size_t step, struct buf *to,
		       struct err *e)
{
	struct raw in = { .fd = -1, .name = "log", .buf = (unsigned char *)packed->p,
				  .n = packed->n };

	buf_clear(to);
	return unpack_all(&in, format, step, to, e);
}

static void expect_same(const struct buf *got, const struct buf *want)
{
	assert_int_equal(got->n, want->n);
	assert_memory_equal(got->p, want->p, want->n);
}

static void test_whole(void **state)
{
	static const size_t steps[] = { 1, 7, 4096, 1 << 20 };
	struct buf plain = { 0 };

	(void)state;
	make_plain(&plain, 500);
	for (size_t i = 0; i < FORMATS; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;

		formats[i].pack(&packed, plain.p, plain.n);
		for (size_t k = 0; k < 4; k++) {
			assert_int_equal(from_memory(&packed, formats[i].name, steps[k],
						     &got, &e), 0);
			expect_same(&got, &plain);
		}
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
}

/* Through a descriptor whose pieces are small. */
static void test_descriptor(void **state)
{
	struct buf plain = { 0 };

	(void)state;
	make_plain(&plain, 20000);
	for (size_t i = 0; i < FORMATS; i++) {
		unsigned char room[1000];
		struct buf packed = { 0 }, got = { 0 };
		struct raw in = { .name = "log", .buf = room, .cap = sizeof(room) };
		struct err e;

		in.fd = memfd_create("log", 0);
		if (in.fd < 0)
			skip();
		formats[i].pack(&packed, plain.p, plain.n);
		assert_true(packed.n > 100000);
		assert_int_equal(write(in.fd, packed.p, packed.n), packed.n);
		assert_int_equal(lseek(in.fd, 0, SEEK_SET), 0);
		assert_int_equal(raw_fill(&in, &e), sizeof(room));
		assert_int_equal(unpack_all(&in, formats[i].name, 4096, &got, &e), 0);
		expect_same(&got, &plain);
		close(in.fd);
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
}

/* What came before the cut is handed out, then it is said that something is missing. */
static void test_cut(void **state)
{
	struct buf plain = { 0 };

	(void)state;
	make_plain(&plain, 20000);
	for (size_t i = 0; i < FORMATS; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;
		size_t n;

		formats[i].pack(&packed, plain.p, plain.n);
		n = packed.n;
		packed.n = n / 2;
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), -1);
		assert_non_null(strstr(e.msg, "log: "));
		assert_non_null(strstr(e.msg, formats[i].name));
		assert_non_null(strstr(e.msg, "ends too early"));
		assert_in_range(got.n, plain.n / 10, plain.n / 2 + plain.n / 4);
		assert_memory_equal(got.p, plain.p, got.n);
		/* Only the last byte, of the checksum, is missing. */
		packed.n = n - 1;
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), -1);
		assert_non_null(strstr(e.msg, "ends too early"));
		/* Nothing but the magic number. */
		packed.n = 6;
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), -1);
		assert_int_equal(got.n, 0);
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
}

/* A byte that changed is found, at the latest by the checksum. */
static void test_corrupted(void **state)
{
	struct buf plain = { 0 };

	(void)state;
	make_plain(&plain, 500);
	for (size_t i = 0; i < FORMATS; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;

		formats[i].pack(&packed, plain.p, plain.n);
		for (size_t at = packed.n / 4; at < packed.n; at += packed.n / 4 - 2) {
			packed.p[at] ^= 0x10;
			assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), -1);
			assert_non_null(strstr(e.msg, formats[i].name));
			packed.p[at] ^= 0x10;
		}
		packed.p[packed.n / 2] ^= 0x10;
		from_memory(&packed, formats[i].name, 4096, &got, &e);
		assert_non_null(strstr(e.msg, "broken"));
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
}

/* `cat a.gz b.gz` is one file, as for gzip and its relatives; an empty member is one, too. */
static void test_members(void **state)
{
	struct buf plain = { 0 }, twice = { 0 };

	(void)state;
	make_plain(&plain, 500);
	buf_add(&twice, plain.p, plain.n);
	buf_add(&twice, plain.p, plain.n);
	for (size_t i = 0; i < FORMATS; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;

		formats[i].pack(&packed, plain.p, plain.n);
		formats[i].pack(&packed, "", 0);
		formats[i].pack(&packed, plain.p, plain.n);
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), 0);
		expect_same(&got, &twice);
		/* The second one cut. */
		packed.n -= 40;
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), -1);
		assert_true(got.n >= plain.n);
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
	buf_release(&twice);
}

static void test_empty(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMATS; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;

		formats[i].pack(&packed, "", 0);
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), 0);
		assert_int_equal(got.n, 0);
		buf_release(&packed);
		buf_release(&got);
	}
}

/* Zeros after the last member, as tapes and flash leave them; xz wants them by fours. */
static void test_padding(void **state)
{
	struct buf plain = { 0 };

	(void)state;
	make_plain(&plain, 50);
	for (size_t i = 0; i < 2; i++) {
		struct buf packed = { 0 }, got = { 0 };
		struct err e;

		formats[i].pack(&packed, plain.p, plain.n);
		buf_add(&packed, "\0\0\0\0\0\0\0\0\0\0\0", i == 0 ? 11 : 8);
		assert_int_equal(from_memory(&packed, formats[i].name, 4096, &got, &e), 0);
		expect_same(&got, &plain);
		buf_release(&packed);
		buf_release(&got);
	}
	buf_release(&plain);
}

/* A frame that asks for a window of 128 MiB is refused, not served. */
static void test_zstd_window(void **state)
{
	struct buf packed = { 0 }, got = { 0 };
	/* Magic; no content size, no checksum; window of 2^27; one raw block "ab". */
	static const unsigned char frame[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x11, 0, 0,
					       'a', 'b' };
	struct err e;

	(void)state;
	buf_add(&packed, frame, sizeof(frame));
	assert_int_equal(from_memory(&packed, "zstd", 4096, &got, &e), -1);
	assert_non_null(strstr(e.msg, "broken zstd"));
	/* The same with one of 2^20. */
	packed.p[5] = 10 << 3;
	assert_int_equal(from_memory(&packed, "zstd", 4096, &got, &e), 0);
	assert_int_equal(got.n, 2);
	buf_release(&packed);
	buf_release(&got);
}

static void test_detect(void **state)
{
	struct unpack u;
	struct err e;

	(void)state;
	assert_int_equal(unpack_detect(&u, "log", (const unsigned char *)"[    0", 6, &e), 0);
	assert_int_equal(unpack_detect(&u, "log", (const unsigned char *)"\x1f", 1, &e), 0);
	assert_int_equal(unpack_detect(&u, "log", (const unsigned char *)"\xfd" "7zX", 4, &e), 0);
	assert_int_equal(unpack_detect(&u, "log", (const unsigned char *)"BZh9", 4, &e), -1);
	assert_non_null(strstr(e.msg, "log: this is bzip2 data"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),     cmocka_unit_test(test_descriptor),
		cmocka_unit_test(test_cut),       cmocka_unit_test(test_corrupted),
		cmocka_unit_test(test_members),   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_padding),   cmocka_unit_test(test_zstd_window),
		cmocka_unit_test(test_detect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
