// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/boot.h"
#include "report/fmt.h"

#define SHOWS(call, want)                          \
	do {                                       \
		struct buf b = { 0 };              \
		call;                              \
		assert_string_equal(buf_str(&b), want); \
		buf_release(&b);                   \
	} while (0)

static void test_ms(void **state)
{
	(void)state;
	SHOWS(fmt_ms(&b, 0), "0.000 ms");
	SHOWS(fmt_ms(&b, 1), "0.001 ms");
	SHOWS(fmt_ms(&b, 999), "0.999 ms");
	SHOWS(fmt_ms(&b, 5313382), "5313.382 ms");
	SHOWS(fmt_ms(&b, -48), "-0.048 ms");
	SHOWS(fmt_ms(&b, INT64_MAX), "9223372036854775.807 ms");
	SHOWS(fmt_ms(&b, INT64_MIN + 1), "-9223372036854775.807 ms");
	SHOWS(fmt_ms(&b, TIME_NONE), "-");
}

static void test_share(void **state)
{
	(void)state;
	SHOWS(fmt_share(&b, 1, 6), "16.7 %");
	SHOWS(fmt_share(&b, 690048, 690048), "100.0 %");
	SHOWS(fmt_share(&b, 0, 5), "0.0 %");
	SHOWS(fmt_share(&b, 5, 0), "");
	SHOWS(fmt_share(&b, TIME_NONE, 5), "");
	SHOWS(fmt_share(&b, 5, TIME_NONE), "");
	SHOWS(fmt_share(&b, INT64_MAX, INT64_MAX), "100.0 %");
}

static void test_count(void **state)
{
	(void)state;
	SHOWS(fmt_count(&b, 0, "call"), "0 calls");
	SHOWS(fmt_count(&b, 1, "call"), "1 call");
	SHOWS(fmt_count(&b, 2, "call"), "2 calls");
}

static void test_text(void **state)
{
	(void)state;
	SHOWS(fmt_text(&b, ""), "");
	SHOWS(fmt_text(&b, "Intel(R) \xc2\xae 100 %s"), "Intel(R) \xc2\xae 100 %s");
	SHOWS(fmt_text(&b, "a\033[2Jb\r\n\t\x7f"), "a?[2Jb????");
	SHOWS(fmt_text(&b, "\xff\xc2\x9b" "1m"), "??1m"); /* C1 control: CSI */
	SHOWS(fmt_text(&b, "\xe2\x82"), "??");
}

static void test_result(void **state)
{
	struct call c = { .has_ret = true };

	(void)state;
	SHOWS(fmt_result(&b, &c), "0");
	c.ret = -19;
	SHOWS(fmt_result(&b, &c), "ENODEV");
	c.ret = -100000;
	SHOWS(fmt_result(&b, &c), "-100000");
	c.ret = 19; /* a number, not an error */
	SHOWS(fmt_result(&b, &c), "19");
	c.has_ret = false;
	SHOWS(fmt_result(&b, &c), "-");
	SHOWS(fmt_probe_result(&b, 517), "EPROBE_DEFER");
	SHOWS(fmt_probe_result(&b, -517), "EPROBE_DEFER");
	SHOWS(fmt_probe_result(&b, 0), "0");
	SHOWS(fmt_probe_result(&b, INT32_MIN), "-2147483648");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ms),   cmocka_unit_test(test_share),
		cmocka_unit_test(test_count), cmocka_unit_test(test_text),
		cmocka_unit_test(test_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
