// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/errname.h"

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(errname(-19), "ENODEV");
	assert_string_equal(errname(19), "ENODEV");
	assert_string_equal(errname(-1), "EPERM");
	assert_string_equal(errname(-11), "EAGAIN");
	assert_string_equal(errname(-34), "ERANGE");
	assert_string_equal(errname(-35), "EDEADLK");
	assert_string_equal(errname(-133), "EHWPOISON");
	assert_string_equal(errname(-512), "ERESTARTSYS");
	assert_string_equal(errname(-517), "EPROBE_DEFER");
	assert_string_equal(errname(517), "EPROBE_DEFER");
	assert_string_equal(errname(-524), "ENOTSUPP");
	assert_string_equal(errname(-531), "ENOGRACE");
}

static void test_no_name(void **state)
{
	(void)state;
	assert_null(errname(0));
	assert_null(errname(41)); /* EWOULDBLOCK has no number of its own */
	assert_null(errname(58));
	assert_null(errname(134));
	assert_null(errname(-511));
	assert_null(errname(520));
	assert_null(errname(532));
	assert_null(errname(INT32_MAX));
	assert_null(errname(INT32_MIN));
}

/* Below 134 the numbers are those of this machine's own C library. */
static void test_host(void **state)
{
	(void)state;
#if defined(__x86_64__) || defined(__aarch64__)
	for (int i = 1; i < 134; i++) {
		const char *host = strerrorname_np(i);

		if (errname(i))
			assert_string_equal(errname(i), host && strcmp(host, "ENOTSUP") == 0 ?
							"EOPNOTSUPP" : host);
		else
			assert_null(host);
	}
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_no_name),
		cmocka_unit_test(test_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
