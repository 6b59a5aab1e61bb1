// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/choice.h"
#include "source/mail.h"
#include "source/subsystem.h"

static void is_list(const struct choice *c, const char *want)
{
	struct buf b = { 0 };

	choice_list(&b, c, NULL);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_names(void **state)
{
	static const char *const bad[] = { "", ",", "a,", "a b", "1", "a-b", "a:", ":a", "a:b:c",
					   "../a.c:b", "/a.c:b", "a//b.c:c", "a/b:c", "a\nb", "@a" };
	struct choice c = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(choice_names(&c, "a, b ,m-x:c,d/e.c:f,a,m_x:c", &e), 0);
	assert_int_equal(c.v.n, 4);
	is_list(&c, "a,b,m-x:c,f");
	assert_string_equal(c.v.v[3].file, "d/e.c");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(choice_names(&c, bad[i], &e), -1);
	choice_release(&c);
}

static void test_places(void **state)
{
	static const char *const bad[] = { "a.c:0", "a.c:123456789", "a:7", "a.h:7", "../a.c:7",
					   "a.c:7x", "a.c:" };
	struct choice c = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(choice_names(&c, "d/e.c:7,d/e.c:8,d/e.c:7,f", &e), 0);
	assert_int_equal(c.v.n, 3);
	assert_true(c.v.v[0].place);
	assert_string_equal(c.v.v[0].name, "d/e.c:7");
	assert_string_equal(c.v.v[0].file, "d/e.c");
	assert_int_equal(c.v.v[1].line, 8);
	assert_false(c.v.v[2].place);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(choice_names(&c, bad[i], &e), -1);
	choice_release(&c);
}

static void test_lines(void **state)
{
	struct choice c = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(choice_lines(&c, "f", STR("# two\na\n\n  m:b , c # d\r\n\t\nd/e.c:g\r\na"),
				      &e), 0);
	is_list(&c, "a,m:b,c,g");
	assert_int_equal(choice_lines(&c, "f", STR("x\ny\nz z\n"), &e), -1);
	assert_non_null(strstr(e.msg, "f:3: 'z z' is no name"));
	assert_int_equal(choice_lines(&c, "f", STR(""), &e), 0);
	choice_release(&c);
}

static void test_group(void **state)
{
	static const char *const bad[] = { "", "all", "a b", "a\"b", "a,b", "a@b", "a:b" };
	struct choice c = { 0 };
	struct buf b = { 0 };
	struct err e;

	(void)state;
	assert_true(choice_is_group("net-2.x_y"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(choice_is_group(bad[i]));
	assert_int_equal(choice_names(&c, "a,m:b", &e), 0);
	choice_list(&b, &c, "net");
	assert_string_equal(buf_str(&b), "a@net,m:b@net");
	buf_release(&b);
	choice_release(&c);
}

/* Names that are alike, and many: each once, in the order they came. */
static void test_many(void **state)
{
	struct choice c = { 0 };
	struct chosen x = { .name = "a", .file = "f.c", .duration_us = TIME_NONE };

	(void)state;
	for (uint32_t twice = 0; twice < 2; twice++) {
		for (uint32_t i = 1; i < 3000; i++) {
			x.line = i;
			choice_add(&c, &x);
		}
	}
	assert_int_equal(c.v.n, 2999);
	assert_int_equal(c.v.v[2998].line, 2999);
	x = (struct chosen){ .name = "a", .module = "m" };
	choice_add(&c, &x);
	assert_int_equal(c.v.n, 2999);
	assert_string_equal(c.v.v[0].module, "m");
	choice_release(&c);
}

#define CALL(name, more) "{\"name\": \"" name "\", \"verdict\": \"defer\", \"reasons\": []" more "}"
#define REPORT(calls) "{\"schema\": \"bootcheck/suggest/1\", \"held_by\": \"candidates\",\n" \
		      "\"candidates\": [\n" calls "]}"

static int take(struct choice *c, const char *text, struct err *e)
{
	return choice_json(c, "f", str_of(text), e);
}

static void test_json(void **state)
{
	struct choice c = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(choice_names(&c, "m:b", &e), 0);
	assert_int_equal(take(&c, REPORT(CALL("a", ", \"module\": \"m\", \"file\": \"x/y.c\", "
						   "\"line\": 7, \"saving_us\": 5, \"runs\": 3")
					 "," CALL("b", ", \"module\": \"m\"") ","
					 CALL("b", ", \"module\": \"n\"")), &e), 0);
	assert_int_equal(c.v.n, 3);
	is_list(&c, "m:b,a,n:b");
	assert_int_equal(c.v.v[1].line, 7);
	assert_true(c.v.v[1].saving_us == 5 && c.v.v[1].duration_us == TIME_NONE);
	choice_release(&c);
}

static void test_bad_json(void **state)
{
	static const struct {
		const char *text, *place;
	} bad[] = {
		{ "", "f:" },
		{ "[1,\n2", "f:2: " },
		{ "{}", "f: " },
		{ REPORT("7"), "f: candidate 1: " },
		{ REPORT(CALL("a", "") ",\n{\"name\": \"b\"}"), "f:4: candidate 2: " },
		{ REPORT("\n" CALL("a\\u0000b", "")), "f:4: " },
		{ REPORT("\n" CALL("a b", "")), "f:4: candidate 1: " },
		{ REPORT(CALL("a", ", \"file\": \"../x.c\"")), "f:3: candidate 1: " },
		{ REPORT(CALL("a", ", \"line\": -1")), "f:3: candidate 1: " },
		{ REPORT(CALL("a", ", \"runs\": 99999999999999999999")), "f:3: " },
	};
	struct choice c = { 0 };
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(take(&c, bad[i].text, &e), -1);
		if (strncmp(e.msg, bad[i].place, strlen(bad[i].place)) != 0)
			assert_string_equal(e.msg, bad[i].place);
	}
	choice_release(&c);
}

static void test_subsystem(void **state)
{
	static const char *const v[][3] = {
		{ "drivers/usb/host/ohci-pci.c", "ohci_pci", "usb: host: ohci-pci: " },
		{ "drivers/usb/core/usb.c", "usbcore", "usb: core: usb: " },
		{ "drivers/net/ethernet/intel/e1000e/netdev.c", "e1000e", "net: e1000e: " },
		{ "drivers/gpu/drm/i915/i915_module.c", "i915", "drm/i915_module: " },
		{ "drivers/input/keyboard/atkbd.c", NULL, "Input: atkbd - " },
		{ "drivers/platform/x86/acerhdf.c", NULL, "platform/x86: acerhdf: " },
		{ "drivers/thermal/thermal.c", NULL, "thermal: " },
		{ "fs/ext4/super.c", NULL, "ext4: " },
		{ "fs/pipe.c", NULL, "fs: pipe: " },
		{ "crypto/sha256_generic.c", NULL, "crypto: sha256_generic - " },
		{ "sound/soc/codecs/wm8731.c", NULL, "ASoC: wm8731: " },
		{ "net/ipv4/tcp_cubic.c", NULL, "net: tcp_cubic: " },
		{ "arch/x86/kernel/msr.c", NULL, "x86: msr: " },
		{ "drivers/x.c", NULL, "x: " },
		{ "init.c", NULL, "init: " },
		{ "super.c", "module", "super: " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		struct buf b = { 0 };

		subsystem_prefix(&b, v[i][0], v[i][1]);
		assert_string_equal(b.p, v[i][2]);
		buf_release(&b);
	}
}

static void test_author(void **state)
{
	static const char *const good[] = { "A <a@b>", "J\303\266rg <j@x.org>", "A \"B\" C <x>" };
	static const char *const bad[] = { "", "A", "<a@b>", " <a@b>", "A <>", "A <a@b", "A <a> <b>",
					   "A <a b>", "A\n <a@b>", "A <a>b>", "A <a@b> x" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(mail_is_author(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(mail_is_author(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_group),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_bad_json),
		cmocka_unit_test(test_subsystem),
		cmocka_unit_test(test_author),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
