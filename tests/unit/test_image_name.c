/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the entries of the initcall table, of all generations; and paths of source files. */
#include "input/image_priv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct want {
	const char *symbol;
	const char *id;    /* what the table says, "" for nothing */
	const char *known; /* name of the function it leads to, "" for none */
	const char *fn, *module, *level;
	uint32_t counter, line;
	bool sync;
};

static const struct want wants[] = {
	/* 5.12 and later */
	{ "__initcall__kmod_vt__612_3687_con_initcon", "con", "con_init", "con_init", "vt", "con", 612,
	  3687, false },
	{ "__initcall__kmod_core__1_2_init_hw_perf_eventsearly", "early", "", "init_hw_perf_events",
	  "core", "early", 1, 2, false },
	{ "__initcall__kmod_a__b__9_8_fn6", "6", "fn", "fn", "a__b", "6", 9, 8, false },
	{ "__initcall__kmod_m__1_2_x__3_4_fn6", "6", "x__3_4_fn", "x__3_4_fn", "m", "6", 1, 2, false },
	{ "__initcall__kmod_m__1_2_x__3_4_fn6", "6", "fn", "fn", "m__1_2_x", "6", 3, 4, false },
	{ "__initcall__kmod_m__1_2_fn7s", "7", "fn", "fn", "m", "7", 1, 2, true },
	{ "__initcall__kmod_m__1_2_fn7s", "7", "", "fn", "m", "7", 1, 2, true },
	{ "__initcall__kmod_m__1_2_populaterootfs", "rootfs", "", "populate", "m", "rootfs", 1, 2,
	  false },
	/* functions that end as an id does */
	{ "__initcall_foo66", "6", "foo6", "foo6", "", "6", 0, 0, false },
	{ "__initcall_init_1s1", "1", "init_1s", "init_1s", "", "1", 0, 0, false },
	{ "__initcall_init_11s", "1", "init_1", "init_1", "", "1", 0, 0, true },
	{ "__initcall_devs6s", "6", "devs", "devs", "", "6", 0, 0, true },
	{ "__initcall_foo6s", "6", "foo6s", "foo6s", "", "6", 0, 0, false },
	/* no id: console and security before 5.12 */
	{ "__initcall_con_init", "con", "con_init", "con_init", "", "con", 0, 0, false },
	{ "__initcall_hvc_con", "con", "hvc_con", "hvc_con", "", "con", 0, 0, false },
	{ "__initcall_selinux_init", "security", "", "selinux_init", "", "security", 0, 0, false },
	/* no level known: kernels before 3.4 */
	{ "__initcall_foo61", "", "foo6", "foo6", "", "1", 0, 0, false },
	{ "__initcall_foo61", "", "foo", "foo6", "", "1", 0, 0, false },
	{ "__initcall_foos5s", "", "foos", "foos", "", "5", 0, 0, true },
	{ "__initcall_barrootfs", "", "", "bar", "", "rootfs", 0, 0, false },
	{ "__initcall_whatever", "", "", "whatever", "", "", 0, 0, false },
	/* Android, with LTO */
	{ "__initcall_77_88_fn6", "6", "", "fn", "", "6", 77, 88, false },
	/* a C compiler that puts "_" before each name */
	{ "___initcall_fn3", "3", "fn", "fn", "", "3", 0, 0, false },
	/* Rust */
	{ "__rust_minimal_initcall", "6", "__rust_minimal_init", "__rust_minimal_init", "rust_minimal",
	  "6", 0, 0, false },
	/* numbers that are too large */
	{ "__initcall__kmod_m__99999999999_99999999999_fn6", "6", "fn", "fn", "m", "6", UINT32_MAX,
	  UINT32_MAX, false },
	/* nothing to take apart */
	{ "__initcall__kmod_6", "6", "", "", "", "6", 0, 0, false },
};

static void assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.n ? got.p : "", want, got.n);
}

static void test_entry_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		const struct want *w = &wants[i];
		struct str fn = str_of(w->known);
		struct entry_name n;

		entry_name_parse(&n, str_of(w->symbol), str_of(w->id), &fn, fn.n ? 1 : 0);
		if (w->fn[0])
			assert_str(n.fn, w->fn);
		assert_str(n.module, w->module);
		if (w->fn[0])
			assert_str(n.id, w->level);
		assert_int_equal(n.counter, w->counter);
		assert_int_equal(n.line, w->line);
		assert_int_equal(n.sync, w->sync);
	}
}

static void test_every_beginning(void **state)
{
	static const char whole[] = "__initcall__kmod_m__1_2_fn7s";

	(void)state;
	for (size_t n = 11; n < sizeof(whole); n++) {
		char *s = strndup(whole, n);
		struct str fn = STR("fn");
		struct entry_name e;

		entry_name_parse(&e, (struct str){ s, n }, STR("7"), &fn, 1);
		assert_true(e.fn.n <= n);
		entry_name_parse(&e, (struct str){ s, n }, STR_NONE, NULL, 0);
		assert_true(e.fn.n <= n);
		free(s);
	}
}

static void test_clean(void **state)
{
	static const char *const pairs[][2] = {
		{ "foo", "foo" },
		{ ".foo", "foo" },
		{ "foo.cfi_jt", "foo" },
		{ "foo.cfi", "foo" },
		{ "foo.llvm.123456", "foo" },
		{ "foo.lto_priv.0", "foo" },
		{ "foo.constprop.0.isra.0", "foo" },
		{ "foo.part.12", "foo" },
		{ "foo.12", "foo.12" },
		{ "foo.bar", "foo.bar" },
		{ ".cfi", "cfi" },
		{ ".", "." },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str(symbol_clean(str_of(pairs[i][0])), pairs[i][1]);
}

static void test_is_entry(void **state)
{
	(void)state;
	assert_true(symbol_is_entry(STR("__initcall_fn6")));
	assert_true(symbol_is_entry(STR("___initcall_fn6")));
	assert_true(symbol_is_entry(STR("__x_initcall")));
	assert_false(symbol_is_entry(STR("str__initcall__trace_system_name")));
	assert_false(symbol_is_entry(STR("__initcall_")));
	assert_false(symbol_is_entry(STR("__initcall")));
	assert_false(symbol_is_entry(STR("do_one_initcall")));
}

static void test_normalise(void **state)
{
	static const char *const pairs[][2] = {
		{ "a/b/../c.c", "a/c.c" },
		{ "/a/./b//c.c", "/a/b/c.c" },
		{ "/../a.c", "/a.c" },
		{ "../a.c", "../a.c" },
		{ "../../a/../b.c", "../../b.c" },
		{ "a/../../b.c", "../b.c" },
		{ "./a.c", "a.c" },
		{ "a.c", "a.c" },
		{ "/", "/" },
		{ "", "" },
		{ "a/..", "" },
		{ "...", "..." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char *s = strdup(pairs[i][0]);

		assert_string_equal(path_normalise(s), pairs[i][1]);
		free(s);
	}
}

static void test_tree_prefix(void **state)
{
	static const char *const nested[] = {
		"/x/kernel/linux/drivers/net/a.c", "/x/kernel/linux/kernel/sched/b.c",
		"/x/kernel/linux/fs/c.c", "/x/kernel/linux/arch/x86/kernel/d.c",
	};
	static const char *const mixed[] = {
		"/b/linux/mm/a.c", "arch/x86/v.c", "/b/linux/fs/b.c", "/b/linux/net/ipv4/c.c",
		"/usr/lib/rust/library/core/num.rs",
	};
	static const char *const plain[] = { "mm/a.c", "drivers/net/b.c" };
	static const char *const strange[] = { "/x/one.c", "/x/two.c" };

	(void)state;
	assert_str(tree_prefix(nested, 4), "/x/kernel/linux/");
	assert_str(tree_prefix(mixed, 5), "/b/linux/");
	assert_str(tree_prefix(plain, 2), "");
	assert_str(tree_prefix(strange, 2), "");
	assert_str(tree_prefix(NULL, 0), "");
}

static void test_subsystem(void **state)
{
	(void)state;
	assert_str(subsystem_of("drivers/usb/host/ehci-hcd.c"), "drivers/usb/host");
	assert_str(subsystem_of("drivers/tty/serial/8250/8250_core.c"), "drivers/tty/serial");
	assert_str(subsystem_of("drivers/block/loop.c"), "drivers/block");
	assert_str(subsystem_of("arch/x86/kernel/apic/hw_nmi.c"), "arch/x86/kernel");
	assert_str(subsystem_of("net/ipv4/tcp.c"), "net/ipv4");
	assert_str(subsystem_of("mm/slub.c"), "mm");
	assert_str(subsystem_of("x.c"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry_names), cmocka_unit_test(test_every_beginning),
		cmocka_unit_test(test_clean),	    cmocka_unit_test(test_is_entry),
		cmocka_unit_test(test_normalise),   cmocka_unit_test(test_tree_prefix),
		cmocka_unit_test(test_subsystem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
