// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static bool has(const struct machine *m, const char *option, const char *value)
{
	for (size_t i = 0; i + 1 < m->options.n; i++) {
		if (strcmp(m->options.v[i], option) == 0 && strcmp(m->options.v[i + 1], value) == 0)
			return true;
	}
	return false;
}

static void test_builtin(void **state)
{
	struct machine m;
	struct err e;

	(void)state;
	assert_int_equal(machine_read(&m, "pc+usb", &e), 0);
	assert_string_equal(m.arch, "x86_64");
	assert_string_equal(m.qemu, "qemu-system-x86_64");
	assert_string_equal(m.console, "ttyS0");
	assert_string_equal(m.channel, "/dev/ttyS1");
	assert_true(has(&m, "-machine", "pc"));
	assert_true(has(&m, "-serial", "chardev:channel"));
	assert_true(has(&m, "-device", "qemu-xhci,id=xhci"));
	assert_false(has(&m, "-device", "intel-hda"));
	machine_release(&m);
	/* Each default is one that can be read. */
	for (const char *const *a = (const char *const[]){ "x86_64", "aarch64", "arm", "riscv64",
							   NULL }; *a; a++) {
		assert_int_equal(machine_read(&m, machine_default(*a), &e), 0);
		assert_string_equal(m.arch, *a);
		assert_true(has(&m, "-device", "intel-hda") || m.options.n > 20);
		machine_release(&m);
	}
	assert_null(machine_default("vax"));
}

static void wrong(const char *names, const char *message)
{
	struct machine m;
	struct err e;

	assert_int_equal(machine_read(&m, names, &e), -1);
	assert_non_null(strstr(e.msg, message));
	machine_release(&m);
}

static void test_wrong(void **state)
{
	(void)state;
	wrong("no-such", "there is no machine or set of devices 'no-such'; there are disks, ");
	wrong("", "lacks a name");
	wrong("pc+", "lacks a name");
	wrong("pc++usb", "lacks a name");
	wrong("usb", "does not say the machine's arch; begin with a machine");
	wrong("pc+virt-arm", "arch is 'x86_64' already; name one machine");
	wrong("./no/such/file", "no/such/file");
}

static int parse(struct machine *m, struct str text, struct err *e)
{
	memset(m, 0, sizeof(*m));
	return machine_parse(m, "my.machine", text, e);
}

static void test_parse(void **state)
{
	struct machine m;
	struct err e;

	(void)state;
	assert_int_equal(parse(&m, STR("# c\n\n  memory\t1G \nappend a=b c\r\n-nographic\n-x  y z\n"), &e),
			 0);
	assert_string_equal(m.memory, "1G");
	assert_int_equal(m.append.n, 1);
	assert_string_equal(m.append.v[0], "a=b c");
	assert_int_equal(m.options.n, 3);
	assert_string_equal(m.options.v[0], "-nographic");
	assert_true(has(&m, "-x", "y z"));
	machine_release(&m);
	assert_int_equal(parse(&m, STR("memory 1G\nmemory 2G"), &e), 0);
	assert_string_equal(m.memory, "2G");
	machine_release(&m);
	assert_int_equal(parse(&m, STR("# c\nconsole\n"), &e), -1);
	assert_non_null(strstr(e.msg, "my.machine:2: 'console' has no value"));
	machine_release(&m);
	assert_int_equal(parse(&m, STR("colour red\n"), &e), -1);
	assert_non_null(strstr(e.msg, "my.machine:1: unknown key 'colour'; there are arch, "));
	machine_release(&m);
	assert_int_equal(parse(&m, STR("a\0b c\n"), &e), -1);
	assert_non_null(strstr(e.msg, "no text"));
	machine_release(&m);
}

static void test_many(void **state)
{
	struct buf b = { 0 };
	struct machine m;
	struct err e;

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "-device x\n");
	assert_int_equal(parse(&m, (struct str){ b.p, b.n }, &e), -1);
	assert_non_null(strstr(e.msg, "more than 1000 options"));
	machine_release(&m);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_builtin),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
