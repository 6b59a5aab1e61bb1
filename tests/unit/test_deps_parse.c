/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What dependencies are read from: archives, .cmd files, modules.builtin.modinfo, logs, symbols. */
#include "input/deps_log.h"
#include "input/deps_priv.h"
#include "input/modinfo.h"
#include "input/objtree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void str_is(struct str s, const char *want)
{
	if (!str_eq(s, str_of(want)))
		fail_msg("'%.*s', not '%s'", STR_ARG(s), want);
}

static void cmd_is(const char *text, const char *modfile, const char *modname, const char *source)
{
	struct objcmd c;

	objcmd_parse(&c, str_of(text));
	str_is(c.modfile, modfile);
	str_is(c.modname, modname);
	str_is(c.source, source);
}

static void test_cmd(void **state)
{
	(void)state;
	cmd_is("savedcmd_a.o := gcc -DKBUILD_MODFILE='\"drivers/ata/libata\"' "
	       "-DKBUILD_MODNAME='\"libata\"' -D__KBUILD_MODNAME=kmod_libata -c -o a.o a.c\n\n"
	       "source_drivers/ata/a.o := ../x/drivers/ata/a.c\n\ndeps_a.o := \\\n  b.h\n",
	       "drivers/ata/libata", "libata", "../x/drivers/ata/a.c");
	cmd_is("cmd_a.o := gcc -D\"KBUILD_MODNAME=KBUILD_STR(snd_hda_codec)\" -c a.c", "",
	       "snd_hda_codec", "");
	cmd_is("cmd_a.o := gcc -D\"KBUILD_MODNAME(s)=1\"", "", "", "");
	cmd_is("savedcmd_a.o := RUST_MODFILE=drivers/net/phy/ax_rust rustc", "drivers/net/phy/ax_rust",
	       "", "");
	/* Only the first line is the command, and the name is the whole of it. */
	cmd_is("savedcmd_a.o := gcc -D__KBUILD_MODNAME=kmod_a\nKBUILD_MODFILE=x", "", "", "");
	cmd_is("gcc -D__KBUILD_MODNAME=kmod_a -DKBUILD_MODNAME='\"a\"'", "", "a", "");
	cmd_is("", "", "", "");
	cmd_is("KBUILD_MODFILE=", "", "", "");
}

static void join(void *own, struct str name)
{
	buf_add(own, name.p, name.n);
	buf_addc(own, ' ');
}

static void ar_is(const char *text, size_t n, bool whole, const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(ar_each((const unsigned char *)text, n, join, &b), whole);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

#define MEMBER(name, size) name "0           0     0     644     " size "`\n"

static void test_ar(void **state)
{
	static const char thin[] = "!<thin>\n" MEMBER("//              ", "18        ")
		"a/long-name-of.o/\n" MEMBER("b.o/            ", "99999     ")
		MEMBER("/0              ", "1         ") MEMBER("/0             /", "1         ")
		MEMBER("/77             ", "1         ");

	(void)state;
	ar_is(thin, sizeof(thin) - 1, true, "b.o a/long-name-of.o a/long-name-of.o ");
	ar_is(thin, sizeof(thin) - 2, false, "b.o a/long-name-of.o a/long-name-of.o ");
	ar_is(thin, 80, false, "");
	ar_is("!<thin>\n", 8, true, "");
	ar_is("!<arch>\nx", 9, false, "");
	ar_is("\177ELF....", 8, false, "");
	ar_is("", 0, false, "");
}

static void test_ar_plain(void **state)
{
	static const char plain[] = "!<arch>\n" MEMBER("/               ", "3         ") "xxx\n"
		MEMBER("b.o/            ", "4         ") "BYTE"
		MEMBER("c.o/            ", "5         ") "BYTES\n";
	static const char huge[] = "!<arch>\n" MEMBER("b.o/            ", "9999999999") "BYTE";

	(void)state;
	ar_is(plain, sizeof(plain) - 1, true, "b.o c.o ");
	ar_is(huge, sizeof(huge) - 1, false, "b.o ");
}

static void test_modinfo(void **state)
{
	static const char text[] = "usbcore.file=drivers/usb/core/usbcore\0usbcore.parm=a=b.c\0"
				   "no entry\0=x\0.k=v\0m.=v\0m.k=\0a/b.k=v\0last.key=cut";
	struct modinfo m = { .text = { 0 } };
	bool post = false;
	size_t at = 0;

	(void)state;
	modinfo_parse(&m, (struct str){ text, sizeof(text) - 1 });
	assert_int_equal(m.v.n, 4);
	str_is(m.v.v[0].module, "usbcore");
	str_is(m.v.v[0].key, "file");
	str_is(m.v.v[0].value, "drivers/usb/core/usbcore");
	str_is(m.v.v[1].value, "a=b.c");
	str_is(m.v.v[2].value, "");
	str_is(m.v.v[3].value, "cut");
	modinfo_release(&m);

	str_is(modinfo_softdep(STR(" pre: a  b post: c"), &at, &post), "a");
	assert_false(post);
	str_is(modinfo_softdep(STR(" pre: a  b post: c"), &at, &post), "b");
	str_is(modinfo_softdep(STR(" pre: a  b post: c"), &at, &post), "c");
	assert_true(post);
	assert_int_equal(modinfo_softdep(STR(" pre: a  b post: c"), &at, &post).n, 0);
}

static void test_modules_builtin(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char name[512];
	int fd;
	struct modinfo m;
	struct err e;

	(void)state;
	snprintf(name, sizeof(name), "%s/bootcheck-test-XXXXXX", tmp ? tmp : P_tmpdir);
	fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(modinfo_read(&m, name, &e), -1);
	assert_non_null(strstr(e.msg, "names no module; give"));
	assert_int_equal(write(fd, "kernel/lib/a-b.ko\nkernel/c.ko\n\n", 31), 31);
	assert_int_equal(modinfo_read(&m, name, &e), 0);
	assert_int_equal(m.v.n, 2);
	str_is(m.v.v[0].module, "a-b");
	str_is(m.v.v[0].value, "lib/a-b");
	str_is(m.v.v[1].value, "c");
	modinfo_release(&m);
	close(fd);
	unlink(name);
	assert_int_equal(modinfo_read(&m, name, &e), -1);
	assert_non_null(strstr(e.msg, "cannot open"));
}

static void link_is(const char *msg, const char *driver, const char *consumer, const char *supplier)
{
	struct devlink l;

	assert_true(devlink_parse(&l, str_of(msg)));
	str_is(l.driver, driver);
	str_is(l.consumer, consumer);
	str_is(l.supplier, supplier);
}

static void test_links(void **state)
{
	static const char *const none[] = {
		"", "Linked as a consumer to x", "a b c: Linked as a consumer to x",
		"a b: Linked as a consumer to ", "a b: Linked as a consumer to b",
		"a b: supplier x is not ready yet", "a b: supplier  not ready", "a: b: wait for supplier",
		"initcall x_init+0x0/0x10 returned 0 after 5 usecs",
	};
	struct devlink l;

	(void)state;
	link_is("sdhci-tegra 700b0000.mmc: Linked as a consumer to regulator.5", "sdhci-tegra",
		"700b0000.mmc", "regulator.5");
	link_is("platform a000000.usb: error -EPROBE_DEFER: supplier 88e9000.phy not ready",
		"platform", "a000000.usb", "88e9000.phy");
	link_is("i2c 0-0050: probe deferral - supplier 1-0020 not ready", "i2c", "0-0050", "1-0020");
	link_is("platform gpu@5: deferred probe pending: platform: wait for supplier /soc/clk@1 x",
		"platform", "gpu@5", "/soc/clk@1");
	link_is("xhci_hcd 0000:00:14.0: Linked as a consumer to 0000:00:14.2", "xhci_hcd",
		"0000:00:14.0", "0000:00:14.2");
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(devlink_parse(&l, str_of(none[i])));
}

static void test_hints(void **state)
{
	static const char *const log[] = {
		"platform 1.usb: error -EPROBE_DEFER: supplier 2.phy not ready",
		"platform 3.mmc: error -EPROBE_DEFER: supplier 4.pmic not ready",
		"acme-phy 2.phy: ready", "dwc3 1.usb: supplies fine", "sdhci 3.mmc: no supplier's driver",
	};
	const struct dep_hint *v;
	struct devlinks l;

	(void)state;
	devlinks_init(&l);
	for (size_t i = 0; i < sizeof(log) / sizeof(*log); i++)
		devlinks_message(&l, str_of(log[i]));
	assert_int_equal(devlinks_hints(&l, &v), 1);
	assert_string_equal(v[0].from, "dwc3");
	assert_string_equal(v[0].to, "acme-phy");
	assert_string_equal(v[0].what, log[0]);
	devlinks_release(&l);
}

static void test_kinds(void **state)
{
	(void)state;
	assert_int_equal(dep_symbol_kind("usb_register_driver", true, false), DEP_BUS);
	assert_int_equal(dep_symbol_kind("__platform_driver_register", true, false), DEP_BUS);
	assert_int_equal(dep_symbol_kind("phy_drivers_register", true, false), DEP_BUS);
	assert_int_equal(dep_symbol_kind("driver_register", true, false), DEP_EXPORT);
	assert_int_equal(dep_symbol_kind("i2c_unregister_driver", true, false), DEP_EXPORT);
	assert_int_equal(dep_symbol_kind("pci_bus_type", true, true), DEP_BUS);
	assert_int_equal(dep_symbol_kind("pci_bus_type", true, false), DEP_EXPORT);
	assert_int_equal(dep_symbol_kind("input_class", true, true), DEP_CLASS);
	assert_int_equal(dep_symbol_kind("fair_sched_class", false, true), DEP_SYMBOL);
	assert_int_equal(dep_symbol_kind("printk", true, false), DEP_EXPORT);
	assert_int_equal(deps_asks("crypto_alloc_shash"), DEP_CRYPTO);
	assert_int_equal(deps_asks("__request_module"), DEP_ALIAS);
	assert_int_equal(deps_asks("crypto_register_alg"), DEP_SYMBOL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cmd),	cmocka_unit_test(test_ar),
		cmocka_unit_test(test_ar_plain), cmocka_unit_test(test_modinfo),
		cmocka_unit_test(test_modules_builtin), cmocka_unit_test(test_links),
		cmocka_unit_test(test_hints),	cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
