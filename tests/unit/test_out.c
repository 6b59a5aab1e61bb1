// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/out.h"

static char dir[4096];

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir), "%s/bootcheck-test-XXXXXX", tmp ? tmp : P_tmpdir);
	return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(dir) == 0 ? 0 : -1;
}

static void holds(const char *name, const char *want)
{
	char text[64] = "";
	FILE *f = fopen(name, "r");

	assert_non_null(f);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, f), strlen(want));
	fclose(f);
	assert_string_equal(text, want);
}

static void test_whole(void **state)
{
	struct stat st;
	struct out o;
	struct err e;

	(void)state;
	umask(022);
	assert_int_equal(out_open(&o, "file", &e), 0);
	fputs("new\n", o.f);
	/* Not there before it is whole. */
	assert_int_equal(access("file", F_OK), -1);
	assert_int_equal(out_close(&o, &e), 0);
	holds("file", "new\n");
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	unlink("file");
}

static void test_abort(void **state)
{
	struct out o;
	struct err e;

	(void)state;
	assert_int_equal(out_open(&o, "file", &e), 0);
	fputs("old\n", o.f);
	assert_int_equal(out_close(&o, &e), 0);
	assert_int_equal(out_open(&o, "file", &e), 0);
	fputs("half", o.f);
	out_abort(&o);
	holds("file", "old\n");
	unlink("file");
	out_abort(&o); /* harmless; and the folder is empty, or tear_down fails */
}

static void test_no_folder(void **state)
{
	struct out o;
	struct err e;

	(void)state;
	assert_int_equal(out_open(&o, "no/such/file", &e), -1);
	assert_non_null(strstr(e.msg, "no/such/file: "));
	assert_int_equal(out_open(&o, ".", &e), -1);
	assert_non_null(strstr(e.msg, "is a directory"));
}

static void test_full(void **state)
{
	struct out o;
	struct err e;

	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(out_open(&o, "/dev/full", &e), 0);
	fputs("text", o.f);
	assert_int_equal(out_close(&o, &e), -1);
	assert_non_null(strstr(e.msg, "/dev/full: cannot write"));
}

static void test_stdout(void **state)
{
	struct out o;
	struct err e;

	(void)state;
	assert_int_equal(out_open(&o, NULL, &e), 0);
	assert_ptr_equal(o.f, stdout);
	assert_int_equal(out_close(&o, &e), 0);
	assert_int_equal(out_open(&o, "-", &e), 0);
	assert_ptr_equal(o.f, stdout);
	assert_int_equal(out_close(&o, &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),     cmocka_unit_test(test_abort),
		cmocka_unit_test(test_no_folder), cmocka_unit_test(test_full),
		cmocka_unit_test(test_stdout),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
