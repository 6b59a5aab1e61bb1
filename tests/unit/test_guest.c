// SPDX-License-Identifier: GPL-2.0-or-later
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

#include "trial/guest.h"
#include "trial/guest_program.h"

/* The machine that the tests run on */
#if defined(__x86_64__)
#define HERE "x86_64"
#define ELSEWHERE "aarch64"
#elif defined(__aarch64__)
#define HERE "aarch64"
#define ELSEWHERE "x86_64"
#endif

static size_t hex(const char *p)
{
	size_t v = 0;

	for (int i = 0; i < 8; i++) {
		assert_true(hex_value(p[i]) >= 0);
		v = v * 16 + (size_t)hex_value(p[i]);
	}
	return v;
}

struct found {
	char name[64];
	size_t mode, links, major, minor, time;
	struct str data;
};

/* Reads an archive as the kernel does; p is where it begins. Returns how many entries. */
static size_t read_archive(struct str s, struct found *f, size_t most)
{
	size_t at = 0, n = 0, name, size;

	for (;;) {
		const char *p = s.p + at;

		assert_true(n < most && at + 110 <= s.n && at % 4 == 0);
		assert_memory_equal(p, "070701", 6);
		size = hex(p + 6 + 6 * 8);
		name = hex(p + 6 + 11 * 8);
		assert_int_equal(hex(p + 6 + 2 * 8) | hex(p + 6 + 3 * 8), 0); /* of root */
		assert_true(name < sizeof(f->name) && p[110 + name - 1] == '\0');
		f[n] = (struct found){ .mode = hex(p + 6 + 8), .links = hex(p + 6 + 4 * 8),
				       .time = hex(p + 6 + 5 * 8), .major = hex(p + 6 + 9 * 8),
				       .minor = hex(p + 6 + 10 * 8) };
		memcpy(f[n].name, p + 110, name);
		at = (at + 110 + name + 3) & ~(size_t)3;
		f[n].data = (struct str){ s.p + at, size };
		at = (at + size + 3) & ~(size_t)3;
		assert_true(at <= s.n);
		if (!strcmp(f[n].name, "TRAILER!!!")) {
			assert_int_equal(at, s.n);
			return n;
		}
		n++;
	}
}

static const struct guest_job job = {
	.channel = "/dev/ttyS1", .command = "echo one\necho 'a\\b'", .trigger = true,
	.job_seconds = 1, .trigger_seconds = 2, .settle_seconds = 3,
};

static void test_archive(void **state)
{
	struct found f[10];
	struct buf b = { 0 };
	struct err e;
	size_t n;

	(void)state;
	/* behind three bytes of somebody's archive */
	buf_puts(&b, "abc");
	assert_int_equal(guest_pack(&b, &job, HERE, NULL, &e), 0);
	assert_memory_equal(b.p, "abc\0" "070701", 10);
	n = read_archive((struct str){ b.p + 4, b.n - 4 }, f, 10);
	assert_int_equal(n, 5);
	assert_string_equal(f[0].name, "dev");
	assert_string_equal(f[1].name, "dev/console");
	assert_int_equal(f[1].mode, 020600);
	assert_int_equal(f[1].major, 5);
	assert_int_equal(f[1].minor, 1);
	assert_string_equal(f[2].name, "bootcheck");
	assert_int_equal(f[2].mode, 040755);
	assert_string_equal(f[3].name, &GUEST_INIT[1]);
	assert_int_equal(f[3].mode, 0100755);
	assert_int_equal(f[3].links, 1);
	assert_int_equal(f[3].time, 0);
	assert_true(str_eq(f[3].data, guest_program()));
	assert_true(str_eq(f[4].data,
			   STR("channel /dev/ttyS1\ncommand echo one\\necho 'a\\\\b'\ntrigger 1\n"
			       "job_seconds 1\ntrigger_seconds 2\nsettle_seconds 3\n")));
	buf_release(&b);
}

static void test_same_bytes(void **state)
{
	struct buf a = { 0 }, b = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(guest_pack(&a, &job, HERE, NULL, &e), 0);
	assert_int_equal(guest_pack(&b, &job, HERE, NULL, &e), 0);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_release(&a);
	buf_release(&b);
}

static void fails(const char *machine, const char *program, const char *why)
{
	struct buf b = { 0 };
	struct err e;

	assert_int_equal(guest_pack(&b, &job, machine, program, &e), -1);
	if (!strstr(e.msg, why))
		fail_msg("'%s' is not in: %s", why, e.msg);
	assert_int_equal(b.n, 0);
	buf_release(&b);
}

static void test_refused(void **state)
{
	int fd = memfd_create("program", 0);
	char name[32];
	struct buf b = { 0 };
	struct err e;

	(void)state;
	assert_true(fd >= 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	fails("vax", NULL, "'vax'");
	fails(ELSEWHERE, NULL, "not built in");
	fails(HERE, "no/such/file", "no/such/file");
	fails(HERE, name, "not a static ELF program");
	fails(HERE, "/proc/self/exe", "not a static ELF program");
	assert_true(write(fd, guest_program().p, guest_program().n) == (ssize_t)guest_program().n);
	fails(ELSEWHERE, name, "not a program for " ELSEWHERE);
	assert_int_equal(guest_pack(&b, &job, HERE, name, &e), 0);
	buf_release(&b);
	close(fd);
}

int main(void)
{
#ifdef HERE
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_archive),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
#else
	puts("1..0 # SKIP no guest program for this machine");
	return 0;
#endif
}
