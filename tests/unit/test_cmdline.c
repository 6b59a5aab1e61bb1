// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/cmdline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void make(struct buf *out, struct buf *config, const char *arch, const char *const *defer,
		 size_t n, const char *append)
{
	struct machine m = { .arch = arch, .console = "ttyS0" };
	struct cmdline_opts o = { .machine = &m, .virtual_clock = true, .append = append,
				  .defer = defer, .ndefer = n };

	buf_clear(out);
	buf_clear(config);
	cmdline_make(out, config, &o);
}

static bool has_word(const struct buf *b, const char *word)
{
	struct buf line = { 0 }, want = { 0 };
	bool r;

	buf_printf(&line, " %s ", b->p);
	buf_printf(&want, " %s ", word);
	r = strstr(line.p, want.p) != NULL;
	buf_release(&line);
	buf_release(&want);
	return r;
}

static void test_words(void **state)
{
	static const char *const calls[] = { "a_init", "mod:b_init" };
	struct buf b = { 0 }, config = { 0 };

	(void)state;
	make(&b, &config, "x86_64", NULL, 0, "root=/dev/sda my.word=1");
	assert_true(has_word(&b, "console=ttyS0,115200"));
	assert_true(has_word(&b, "initcall_debug"));
	assert_true(has_word(&b, "nokaslr"));
	assert_true(has_word(&b, "rdinit=/bootcheck/init"));
	assert_true(has_word(&b, "my.word=1"));
	assert_true(has_word(&b, "deferred_initcalls=off"));
	make(&b, &config, "x86_64", calls, 2, NULL);
	assert_true(has_word(&b, "deferred_initcalls=off,a_init,mod:b_init"));
	assert_true(has_word(&b, "deferred_initcalls_timeout=0"));
	assert_false(has_word(&b, "bootconfig"));
	/* What the kernel was built to defer */
	make(&b, &config, "x86_64", calls, 0, NULL);
	assert_null(strstr(b.p, "deferred_initcalls="));
	assert_int_equal(config.n, 0);
	buf_release(&b);
	buf_release(&config);
}

/* More than a command line holds goes into a bootconfig. */
static void test_long(void **state)
{
	static const struct {
		const char *arch;
		size_t most;
	} archs[] = { { "x86_64", 2047 }, { "riscv64", 1023 } };
	struct buf b = { 0 }, config = { 0 }, initrd = { 0 };
	const char *calls[300];
	uint32_t size, sum = 0;

	(void)state;
	for (size_t i = 0; i < 300; i++)
		calls[i] = "some_driver_init";
	for (size_t k = 0; k < 2; k++) {
		bool went_over = false;

		for (size_t n = 1; n <= 300; n++) {
			make(&b, &config, archs[k].arch, calls, n, NULL);
			assert_true(b.n <= archs[k].most);
			assert_true((config.n != 0) == has_word(&b, "bootconfig"));
			assert_true((config.n != 0) != (strstr(b.p, "deferred_initcalls=") != NULL));
			went_over = went_over || config.n;
			/* (once it is too long it stays so) */
			assert_true(went_over == (config.n != 0));
		}
		assert_true(went_over);
	}
	for (size_t before = 0; before < 8; before++) {
		buf_clear(&initrd);
		buf_add(&initrd, "12345678", before);
		cmdline_add_bootconfig(&initrd, &config);
		assert_int_equal(initrd.n % 4, 0);
		assert_memory_equal(initrd.p + initrd.n - 12, "#BOOTCONFIG\n", 12);
		memcpy(&size, initrd.p + initrd.n - 20, 4);
		assert_true(size >= config.n && size < config.n + 4);
		assert_int_equal(size, initrd.n - 20 - before);
		sum = 0;
		for (size_t i = before; i < before + size; i++)
			sum += (unsigned char)initrd.p[i];
		assert_memory_equal(&sum, initrd.p + initrd.n - 16, 4);
	}
	buf_release(&b);
	buf_release(&config);
	buf_release(&initrd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
