// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/defer.h"

/* A tree of a few files in a folder of its own. */
struct env {
	char dir[200];
	char *made[64];
	size_t n;
	struct buf text;
	struct edits out;
	struct defer_opts o;
	struct defer_result r[4];
	struct err e;
};

static void put(struct env *v, const char *file, const char *text, size_t n)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", v->dir, file);
	for (char *c = strchr(path + strlen(v->dir) + 1, '/'); c; c = strchr(c + 1, '/')) {
		*c = '\0';
		if (mkdir(path, 0755) == 0)
			v->made[v->n++] = strdup(path);
		*c = '/';
	}
	if (access(path, F_OK) != 0)
		v->made[v->n++] = strdup(path);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}

static void puts_file(struct env *v, const char *file, const char *text)
{
	put(v, file, text, strlen(text));
}

static int setup(void **state)
{
	struct env *v = calloc(1, sizeof(*v));
	const char *tmp = getenv("TMPDIR");

	if (!v)
		return -1;
	snprintf(v->dir, sizeof(v->dir), "%s/test_defer.XXXXXX", tmp ? tmp : P_tmpdir);
	if (!mkdtemp(v->dir))
		return -1;
	puts_file(v, "include/linux/init.h", "#define __initcall(fn) device_initcall(fn)\n");
	puts_file(v, "include/linux/driver.h",
		  "#define module_driver(d, r, u, ...) \\\n"
		  "static int d##_init(void) { return r(&(d), ##__VA_ARGS__); } \\\n"
		  "module_init(d##_init); \\\n"
		  "module_exit(d##_exit);\n"
		  "#define module_a_driver(d) module_driver(d, a_register, a_unregister)\n"
		  "#define module_long_driver(d) module_driver(d, "
		  "a_rather_long_name_to_register, a_rather_long_name_to_unregister)\n"
		  "#define builtin_a_driver(d) \\\n"
		  "static int d##_init(void) { return a_register(&(d)); } \\\n"
		  "device_initcall(d##_init);\n");
	v->o.result = v->r;
	*state = v;
	return 0;
}

static int teardown(void **state)
{
	struct env *v = *state;

	while (v->n) {
		remove(v->made[--v->n]);
		free(v->made[v->n]);
	}
	rmdir(v->dir);
	edits_release(&v->out);
	buf_release(&v->text);
	free(v);
	return 0;
}

static int edit(struct env *v, const struct defer_want *w, size_t n)
{
	edits_release(&v->out);
	return defer_edits(&v->out, v->dir, w, n, &v->o, &v->e);
}

/* Writes the edits into their files, and leaves the text of one in v->text. */
static void apply(struct env *v, const char *file)
{
	struct buf old = { .p = NULL };
	size_t at = 0;

	assert_true(tree_read(v->dir, file, &old));
	buf_clear(&v->text);
	for (size_t i = 0; i < v->out.v.n; i++) {
		struct edit *x = &v->out.v.v[i];

		assert_string_equal(x->file, file);
		assert_true(x->off >= at && x->off + x->len <= old.n);
		buf_add(&v->text, old.p + at, x->off - at);
		buf_puts(&v->text, x->with);
		at = x->off + x->len;
	}
	buf_add(&v->text, old.p + at, old.n - at);
	put(v, file, v->text.p, v->text.n);
	buf_release(&old);
}

/* There, there again, back, back again. */
static void expect(struct env *v, const char *fn, const char *before, const char *after)
{
	struct defer_want w = { .name = fn };

	puts_file(v, "drivers/x/foo.c", before);
	assert_int_equal(edit(v, &w, 1), 0);
	assert_int_equal(v->r[0].status, DEFER_EDITED);
	apply(v, "drivers/x/foo.c");
	assert_string_equal(v->text.p, after);
	assert_int_equal(edit(v, &w, 1), 0);
	assert_int_equal(v->r[0].status, DEFER_ALREADY);
	assert_int_equal(v->out.v.n, 0);
	v->o.revert = true;
	assert_int_equal(edit(v, &w, 1), 0);
	apply(v, "drivers/x/foo.c");
	assert_string_equal(v->text.p, before);
	assert_int_equal(edit(v, &w, 1), 0);
	assert_int_equal(v->out.v.n, 0);
	v->o.revert = false;
}

static void refused(struct env *v, const struct defer_want *w, const char *why)
{
	assert_int_equal(edit(v, w, 1), -1);
	assert_int_equal(v->out.v.n, 0);
	assert_int_equal(v->r[0].status, DEFER_REFUSED);
	assert_non_null(v->r[0].reason);
	if (!strstr(v->e.msg, why))
		fail_msg("no '%s' in '%s'", why, v->e.msg);
}

static void test_direct(void **state)
{
	struct env *v = *state;

	expect(v, "foo", "int a;\nmodule_init(foo);\n", "int a;\ndeferred_module_init(foo);\n");
	expect(v, "foo", "module_init(foo)\nmodule_exit(x)", "deferred_module_init(foo)\n"
	       "module_exit(x)");
	expect(v, "foo", "module_init( foo ) ;\r\n", "deferred_module_init( foo ) ;\r\n");
	expect(v, "foo", "device_initcall(foo);", "deferred_initcall(foo);");
	expect(v, "foo", "__initcall(foo);", "deferred_initcall_level(foo, 6, \"default\");");
	expect(v, "foo", "late_initcall_sync(foo);\n",
	       "deferred_initcall_level(foo, 7s, \"default\");\n");
	expect(v, "foo", "module_init\n\t(foo);\n", "deferred_module_init\n\t(foo);\n");
	v->o.group = "usb";
	expect(v, "foo", "module_init(foo);", "deferred_initcall_group(foo, \"usb\");");
	expect(v, "foo", "late_initcall(foo);", "deferred_initcall_level(foo, 7, \"usb\");");
}

static void test_driver(void **state)
{
	struct env *v = *state;

	expect(v, "foo_init", "module_a_driver(foo);\n",
	       "deferred_module_driver(foo, a_register, a_unregister);\n");
	expect(v, "foo_init", "module_long_driver(foo)\r\n",
	       "deferred_module_driver(foo, a_rather_long_name_to_register,\r\n"
	       "\t\t       a_rather_long_name_to_unregister)\r\n");
	expect(v, "foo_init", "module_driver(foo,\n\t      b,\n\t      c);\n",
	       "deferred_module_driver(foo,\n\t      b,\n\t      c);\n");
}

#define PUSH(eol)                                          \
	"#pragma push_macro(\"device_initcall\")" eol      \
	"#undef device_initcall" eol                       \
	"#define device_initcall(fn) deferred_initcall(fn)" eol
#define POP "#pragma pop_macro(\"device_initcall\")"

static void test_push(void **state)
{
	struct env *v = *state;

	expect(v, "foo_init", "builtin_a_driver(foo);\n",
	       PUSH("\n") "builtin_a_driver(foo);\n" POP "\n");
	expect(v, "foo_init", "int a;\r\n  builtin_a_driver(\r\n\tfoo) /* x */\r\nint b;",
	       "int a;\r\n" PUSH("\r\n") "  builtin_a_driver(\r\n\tfoo) /* x */\r\n" POP
	       "\r\nint b;");
	expect(v, "foo_init", "builtin_a_driver(foo);", PUSH("\n") "builtin_a_driver(foo);\n" POP);
	/* What the wrapper would not lead back to stays as it is written. */
	expect(v, "foo_init", "module_a_driver( foo );\n",
	       PUSH("\n") "module_a_driver( foo );\n" POP "\n");
	expect(v, "foo_init", "module_driver(foo, a_register, a_unregister);\n",
	       PUSH("\n") "module_driver(foo, a_register, a_unregister);\n" POP "\n");
}

/* A wrapper that the file itself defines. */
static void test_own(void **state)
{
	expect(*state, "foo_start",
	       "#define my_driver(x) \\\n\tlate_initcall(x##_start)\nmy_driver(foo);\n",
	       "#define my_driver(x) \\\n\tlate_initcall(x##_start)\n"
	       "#pragma push_macro(\"late_initcall\")\n#undef late_initcall\n"
	       "#define late_initcall(fn) deferred_initcall_level(fn, 7, \"default\")\n"
	       "my_driver(foo);\n#pragma pop_macro(\"late_initcall\")\n");
}

/* A wrapper that uses __define_initcall() itself is defined anew, whole. */
static void test_via(void **state)
{
	struct env *v = *state;

	puts_file(v, "arch/x/include/asm/m.h",
		  "#define __define_m(m, fn, id) \\\n\tstatic int m_##fn(void) /* x */ \\\n"
		  "\t{ return m() ? fn() : 0; } \\\n\t__define_initcall(m_##fn, id);\n"
		  "#define m_late_initcall(m, fn)\t__define_m(m, fn, 7)\n"
		  "#define m_fs_initcall(m, fn) __define_m(m, fn, 5)\n");
	expect(v, "m_a", "m_late_initcall(x, a);\n",
	       "#pragma push_macro(\"__define_m\")\n#undef __define_m\n"
	       "#define __define_m(m, fn, id) \\\n\tstatic int m_##fn(void) /* x */ \\\n"
	       "\t{ return m() ? fn() : 0; } \\\n"
	       "\tdeferred_initcall_level(m_##fn, id, \"default\")\n"
	       "m_late_initcall(x, a);\n#pragma pop_macro(\"__define_m\")\n");
	/* Without a semicolon of its own, the call has that of the macro. */
	expect(v, "m_a", "int b;\r\nm_late_initcall(x, a)\r\n",
	       "int b;\r\n#pragma push_macro(\"__define_m\")\r\n#undef __define_m\r\n"
	       "#define __define_m(m, fn, id) \\\r\n\tstatic int m_##fn(void) /* x */ \\\r\n"
	       "\t{ return m() ? fn() : 0; } \\\r\n"
	       "\tdeferred_initcall_level(m_##fn, id, \"default\");\r\n"
	       "m_late_initcall(x, a)\r\n#pragma pop_macro(\"__define_m\")\r\n");
	puts_file(v, "drivers/x/foo.c", "m_fs_initcall(x, a);\n");
	refused(v, &(struct defer_want){ .name = "m_a" }, "--force-level");
}

static void test_two(void **state)
{
	struct env *v = *state;
	struct defer_want w[] = { { .name = "a_init" }, { .name = "b_init" },
				  { .name = "b_init" } };

	puts_file(v, "drivers/x/foo.c", "builtin_a_driver(a);\nbuiltin_a_driver(b);\n");
	assert_int_equal(edit(v, w, 3), 0);
	apply(v, "drivers/x/foo.c");
	assert_string_equal(v->text.p, PUSH("\n") "builtin_a_driver(a);\n" POP "\n"
			    PUSH("\n") "builtin_a_driver(b);\n" POP "\n");
	v->o.revert = true;
	assert_int_equal(edit(v, w, 3), 0);
	apply(v, "drivers/x/foo.c");
	assert_string_equal(v->text.p, "builtin_a_driver(a);\nbuiltin_a_driver(b);\n");
}

static void test_branches(void **state)
{
	struct env *v = *state;

	expect(v, "foo", "#ifdef MODULE\nmodule_init(foo);\n#else\nlate_initcall(foo);\n#endif\n",
	       "#ifdef MODULE\nmodule_init(foo);\n#else\n"
	       "deferred_initcall_level(foo, 7, \"default\");\n#endif\n");
	expect(v, "foo", "#if A\nmodule_init(foo);\n#else\ndevice_initcall(foo);\n#endif\n",
	       "#if A\ndeferred_module_init(foo);\n#else\ndeferred_initcall(foo);\n#endif\n");
	expect(v, "foo", "// module_init(foo);\n/*\nmodule_init(foo);\n*/\nmodule_init(foo);\n",
	       "// module_init(foo);\n/*\nmodule_init(foo);\n*/\ndeferred_module_init(foo);\n");
}

static void test_refused(void **state)
{
	static const char *const rows[][2] = {
		{ "#ifdef MODULE\nmodule_init(foo);\n#endif\n", "only in modules" },
		{ "module_init(foo);\nlate_initcall(foo);\n", "several places" },
		{ "subsys_initcall(foo);\n", "--force-level" },
		{ "early_initcall(foo);\n", "early" },
		{ "console_initcall(foo);\n", "console" },
		{ "void f(void)\n{\nmodule_init(foo);\n}\n", "braces" },
		{ "module_init(\n#if A\nfoo\n#endif\n);\n", "no file" },
		{ "int a;\n", "no file" },
	};
	struct env *v = *state;
	struct defer_want w = { .name = "foo" }, d = { .name = "foo_init" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		puts_file(v, "drivers/x/foo.c", rows[i][0]);
		refused(v, &w, rows[i][1]);
	}
	puts_file(v, "drivers/x/foo.c", "builtin_a_driver(foo); int a;\n");
	refused(v, &d, "shares its line");
	puts_file(v, "drivers/x/foo.c", "builtin_a_driver(foo); /* a\n b */\n");
	refused(v, &d, "shares its line");
	v->o.force_level = true;
	expect(v, "foo", "subsys_initcall(foo);\n",
	       "deferred_initcall_level(foo, 4, \"default\");\n");
}

static void test_places(void **state)
{
	struct env *v = *state;
	struct defer_want w = { .name = "foo" };

	puts_file(v, "drivers/x/foo.c", "module_init(foo);\n");
	puts_file(v, "drivers/y/bar.c", "int a;\nmodule_init(foo);\n");
	puts_file(v, "drivers/y/Makefile", "obj-$(CONFIG_Y) += y-mod.o\ny-mod-objs := a.o \\\n"
		  "\tbar.o\n");
	refused(v, &w, "drivers/x/foo.c:1, drivers/y/bar.c:2");
	w.module = "y_mod";
	assert_int_equal(edit(v, &w, 1), 0);
	assert_string_equal(v->r[0].file, "drivers/y/bar.c");
	assert_string_equal(v->r[0].macro, "module_init");
	assert_string_equal(v->r[0].how, "deferred_module_init");
	w = (struct defer_want){ .file = "./drivers/x/foo.c", .line = 1 };
	assert_int_equal(edit(v, &w, 1), 0);
	assert_string_equal(v->r[0].file, "drivers/x/foo.c");
	w = (struct defer_want){ .name = "foo", .file = "drivers/z/gen.c" };
	refused(v, &w, "generated");
	w.file = "drivers/z/x.rs";
	refused(v, &w, "Rust");
	puts_file(v, "drivers/x/foo.c", "#include \"../y/bar.c\"\n");
	w = (struct defer_want){ .name = "foo" };
	refused(v, &w, "included by another");
	w.module = "other";
	refused(v, &w, "for module y_mod");
	puts_file(v, "include/x.h", "module_init(in_header);\n");
	w = (struct defer_want){ .name = "in_header" };
	refused(v, &w, "header");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_direct, setup, teardown),
		cmocka_unit_test_setup_teardown(test_driver, setup, teardown),
		cmocka_unit_test_setup_teardown(test_push, setup, teardown),
		cmocka_unit_test_setup_teardown(test_own, setup, teardown),
		cmocka_unit_test_setup_teardown(test_via, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two, setup, teardown),
		cmocka_unit_test_setup_teardown(test_branches, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_places, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
