// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/macros.h"

static const char header[] =
	"#define module_driver(__driver, __register, __unregister, ...) \\\n"
	"static int __init __driver##_init(void) \\\n"
	"{ \\\n"
	"\treturn __register(&(__driver) , ##__VA_ARGS__); \\\n"
	"} \\\n"
	"module_init(__driver##_init); \\\n"
	"module_exit(__driver##_exit);\n"
	"#define builtin_driver(__driver, __register, ...) \\\n"
	"static int __init __driver##_init(void) { return __register(&(__driver)); } \\\n"
	"device_initcall(__driver##_init);\n"
	"#define module_a_driver(d) \\\n"
	"\tmodule_driver(d, a_register, a_unregister)\n"
	"#define module_b_driver(d, p) module_driver(d, b_register, b_unregister, &(p))\n"
	"#define module_c_driver(d) static int c_##d; module_a_driver(d)\n"
	"#define builtin_a_driver(d) builtin_driver(d, a_register)\n"
	"#define omap_initcall(level, fn) static int __##fn(void) { return fn(); } level(__##fn)\n"
	"#define omap_late_initcall(fn) omap_initcall(late_initcall, fn)\n"
	"#define module_two_initcall(a, b) module_init(a); late_initcall(b)\n"
	"#define module_loop_initcall(a) module_loop_initcall(a)\n"
	"#define machine_initcall(m, f) __define_initcall(m##_##f, 6)\n"
	"#define machine_early_initcall(m, f) __define_initcall(m##_##f, early)\n";

struct env {
	struct macros m;
	struct arena a;
	struct declares d;
};

static void use(struct env *v, const char *file, const char *text)
{
	struct ctok_reader r;
	struct ctok_args args;
	struct ctok t;

	ctok_start(&r, str_of(text));
	assert_true(ctok_next(&r, &t));
	assert_true(ctok_args(&r, &args));
	macros_resolve(&v->m, &v->a, file, t.s, &args, &v->d);
}

static void expect(struct env *v, const char *text, const char *form, const char *fn, bool driver)
{
	use(v, "drivers/x/y.c", text);
	assert_non_null(v->d.form);
	assert_string_equal(v->d.form->name, form);
	assert_true(str_eq(v->d.fn, str_of(fn)));
	assert_int_equal(v->d.driver, driver);
}

static int setup(void **state)
{
	struct env *v = calloc(1, sizeof(*v));

	if (!v)
		return -1;
	macros_read_text(&v->m, "include/linux/x.h", STR(header));
	macros_settle(&v->m);
	*state = v;
	return 0;
}

static int teardown(void **state)
{
	struct env *v = *state;

	macros_release(&v->m);
	arena_release(&v->a);
	free(v);
	return 0;
}

static void test_forms(void **state)
{
	struct env *v = *state;

	expect(v, "module_init(foo)", "module_init", "foo", false);
	assert_true(v->d.direct);
	expect(v, "late_initcall_sync( foo )", "late_initcall_sync", "foo", false);
	expect(v, "deferred_initcall_level(foo, 7s, \"g\")", "deferred_initcall_level", "foo",
	       false);
	assert_true(str_eq(v->d.id, STR("7s")));
	expect(v, "deferred_module_driver(foo, r, u)", "deferred_module_driver", "foo_init",
	       false);
	assert_null(form_of(STR("module")));
	assert_null(form_of(STR("")));
	assert_string_equal(form_of_id(STR("6"))->name, "device_initcall");
	assert_string_equal(form_of_id(STR("4s"))->name, "subsys_initcall_sync");
	assert_null(form_of_id(STR("con")));
}

static void test_wrappers(void **state)
{
	struct env *v = *state;

	expect(v, "module_a_driver(foo)", "module_init", "foo_init", true);
	assert_int_equal(v->d.nargs, 3);
	assert_true(str_eq(v->d.arg[1], STR("a_register")));
	expect(v, "module_b_driver(foo, bar)", "module_init", "foo_init", true);
	assert_int_equal(v->d.nargs, 4);
	expect(v, "module_driver(foo, a, b)", "module_init", "foo_init", true);
	/* More than a module_driver(): it may not be taken for one. */
	expect(v, "module_c_driver(foo)", "module_init", "foo_init", false);
	expect(v, "builtin_a_driver(foo)", "device_initcall", "foo_init", false);
	expect(v, "omap_late_initcall(foo)", "late_initcall", "__foo", false);
}

/* Wrappers that use __define_initcall() themselves: the level is an argument of it. */
static void test_via(void **state)
{
	struct env *v = *state;

	expect(v, "machine_initcall(pseries, foo)", "device_initcall", "pseries_foo", false);
	assert_non_null(v->d.via);
	assert_true(str_eq(v->d.via->name, STR("machine_initcall")));
	use(v, "a.c", "machine_early_initcall(pseries, foo)");
	assert_non_null(v->d.why);
	assert_null(v->d.via);
	use(v, "a.c", "module_init(foo)");
	assert_null(v->d.via);
	/* Of what stands between push and pop nothing is known later. */
	macros_read_text(&v->m, "drivers/x/y.c",
			 STR("#pragma push_macro(\"x\")\n#define machine_initcall(m, f) core_initcall(f)\n"
			     "#pragma pop_macro(\"x\")\n#define module_y(f) fs_initcall(f)\n"));
	macros_settle(&v->m);
	expect(v, "machine_initcall(pseries, foo)", "device_initcall", "pseries_foo", false);
	expect(v, "module_y(foo)", "fs_initcall", "foo", false);
}

static void test_refused(void **state)
{
	struct env *v = *state;

	use(v, "a.c", "module_two_initcall(a, b)");
	assert_non_null(v->d.why);
	use(v, "a.c", "console_initcall(foo)");
	assert_non_null(v->d.why);
	use(v, "a.c", "module_loop_initcall(foo)");
	assert_null(v->d.form);
	use(v, "a.c", "printk(foo)");
	assert_null(v->d.form);
}

static void test_nearest(void **state)
{
	struct env *v = *state;
	bool twice;

	macros_read_text(&v->m, "drivers/x/x.h", STR("#define module_a_driver(d) late_initcall(d)"));
	macros_read_text(&v->m, "drivers/z/z.c", STR("#define module_z(d) core_initcall(d)"));
	macros_settle(&v->m);
	use(v, "drivers/x/y.c", "module_a_driver(foo)");
	assert_string_equal(v->d.form->name, "late_initcall");
	use(v, "drivers/q/y.c", "module_a_driver(foo)");
	assert_string_equal(v->d.form->name, "module_init");
	assert_non_null(macros_find(&v->m, "drivers/z/z.c", STR("module_z"), &twice));
	assert_null(macros_find(&v->m, "drivers/z/y.c", STR("module_z"), &twice));
}

static void test_back(void **state)
{
	struct env *v = *state;
	const struct macro *mc;
	struct ctok_args args;

	use(v, "a.c", "module_driver(foo, a_register, a_unregister)");
	mc = macros_wrapper_of(&v->m, &v->a, "a.c", &v->d, &args);
	assert_non_null(mc);
	assert_true(str_eq(mc->name, STR("module_a_driver")));
	use(v, "a.c", "module_driver(foo, b_register, b_unregister, &(bar))");
	mc = macros_wrapper_of(&v->m, &v->a, "a.c", &v->d, &args);
	assert_non_null(mc);
	assert_int_equal(args.n, 2);
	assert_true(str_eq(args.v[1], STR("bar")));
	use(v, "a.c", "module_driver(foo, c_register, a_unregister)");
	assert_null(macros_wrapper_of(&v->m, &v->a, "a.c", &v->d, &args));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_forms, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrappers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_via, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_back, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
