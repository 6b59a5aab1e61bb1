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

#include "source/plan.h"

static const char *const folders[] = { "include", "include/linux", "arch", "arch/arm" };

static const char *const files[][2] = {
	{ "include/linux/init.h", "#define __initcall(fn) device_initcall(fn)\n" },
	{ "a.c", "module_init(a1_init);\n\nlate_initcall(a2_init);\nmodule_init(same);\n" },
	{ "arch/arm/b.c", "device_initcall(b_init);\nsubsys_initcall(b_core);\n" },
	{ "c.c", "#ifdef MODULE\nmodule_init(c_init);\n#else\nfs_initcall(c_init);\n#endif\n"
		 "deferred_module_init(c_later);\n" },
	{ "d.c", "module_init(same);\nmodule_init(d1); module_init(d2);\n{\nmodule_init(d3);\n" },
};

#define NFILES (sizeof(files) / sizeof(files[0]))
#define NFOLDERS (sizeof(folders) / sizeof(folders[0]))

struct env {
	char dir[200];
	char path[300];
	struct choice from, c;
	struct defer_opts o;
	struct plan p;
	struct err e;
};

static const char *path(struct env *v, const char *file)
{
	snprintf(v->path, sizeof(v->path), "%s/%s", v->dir, file);
	return v->path;
}

static int setup(void **state)
{
	struct env *v = calloc(1, sizeof(*v));
	const char *tmp = getenv("TMPDIR");

	if (!v)
		return -1;
	snprintf(v->dir, sizeof(v->dir), "%s/test_plan.XXXXXX", tmp ? tmp : P_tmpdir);
	if (!mkdtemp(v->dir))
		return -1;
	for (size_t i = 0; i < NFOLDERS; i++)
		mkdir(path(v, folders[i]), 0755);
	for (size_t i = 0; i < NFILES; i++) {
		FILE *f = fopen(path(v, files[i][0]), "w");

		if (!f)
			return -1;
		fputs(files[i][1], f);
		fclose(f);
	}
	*state = v;
	return plan_begin(&v->p, v->dir, &v->e);
}

static int teardown(void **state)
{
	struct env *v = *state;

	for (size_t i = 0; i < NFILES; i++)
		remove(path(v, files[i][0]));
	for (size_t i = NFOLDERS; i-- > 0;)
		rmdir(path(v, folders[i]));
	rmdir(v->dir);
	plan_release(&v->p);
	choice_release(&v->from);
	choice_release(&v->c);
	free(v);
	return 0;
}

/* "a.c:1 name,...": of all that is chosen */
static void is_chosen(const struct env *v, const char *want)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < v->c.v.n; i++) {
		const struct chosen *x = &v->c.v.v[i];

		buf_printf(&b, "%s%s:%u %s", i ? "," : "", x->file ? x->file : "", x->line, x->name);
	}
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_all(void **state)
{
	struct env *v = *state;

	assert_int_equal(plan_all(&v->p, &v->c, &v->o), 1);
	is_chosen(v, "a.c:1 a1_init,a.c:3 a2_init,a.c:4 same,arch/arm/b.c:1 b_init,c.c:6 c_later,"
		     "d.c:1 same,d.c:2 d1,d.c:4 d3");
	/* And what is there already stays one. */
	plan_all(&v->p, &v->c, &v->o);
	assert_int_equal(v->c.v.n, 8);
}

static void test_all_levels(void **state)
{
	struct env *v = *state;

	v->o.force_level = true;
	v->o.arch = "x86";
	plan_all(&v->p, &v->c, &v->o);
	is_chosen(v, "a.c:1 a1_init,a.c:3 a2_init,a.c:4 same,c.c:4 c_init,c.c:6 c_later,"
		     "d.c:1 same,d.c:2 d1,d.c:4 d3");
}

static void test_all_back(void **state)
{
	struct env *v = *state;

	v->o.revert = true;
	plan_all(&v->p, &v->c, &v->o);
	is_chosen(v, "c.c:6 c_later");
}

static void test_places(void **state)
{
	struct env *v = *state;

	assert_int_equal(choice_names(&v->from, "a.c:1,a1_init,a.c:2,arch/arm/b.c:1,a.c:same,a.c:4",
				      &v->e), 0);
	plan_places(&v->p, &v->from, &v->c);
	is_chosen(v, "a.c:1 a1_init,a.c:2 a.c:2,arch/arm/b.c:1 b_init,a.c:4 same");
	assert_true(v->c.v.v[1].place);
	v->o.keep_going = true;
	assert_int_equal(plan_edits(&v->p, &v->c, &v->o, &v->e), 0);
	assert_int_equal(v->p.refused, 1);
	assert_int_equal(v->p.results[1].status, DEFER_REFUSED);
	assert_int_equal(v->p.edits.v.n, 3);
	v->o.keep_going = false;
}

static void test_place_refused(void **state)
{
	struct env *v = *state;

	assert_int_equal(choice_names(&v->from, "a.c:2", &v->e), 0);
	plan_places(&v->p, &v->from, &v->c);
	assert_int_equal(plan_edits(&v->p, &v->c, &v->o, &v->e), -1);
	assert_string_equal(v->e.msg, "a.c:2: no initcall is declared at that line; give the tree "
				      "that the kernel was built from");
}

static void test_drivers(void **state)
{
	struct env *v = *state;

	assert_int_equal(choice_names(&v->c, "d.c:same,a2_init,b_init,d3,a1_init,c_later", &v->e), 0);
	v->o.keep_going = true;
	assert_int_equal(plan_edits(&v->p, &v->c, &v->o, &v->e), 0);
	assert_int_equal(v->p.refused, 1);
	plan_drivers(&v->p);
	assert_int_equal(v->p.parts.n, 3);
	assert_string_equal(v->p.parts.v[0].files.v[0], "d.c");
	assert_int_equal(v->p.parts.v[0].calls.n, 1);
	assert_int_equal(v->p.parts.v[1].calls.n, 2);
	assert_string_equal(v->p.parts.v[1].calls.v[0]->name, "a2_init");
	assert_int_equal(v->p.parts.v[1].nedits, 2);
	assert_string_equal(v->p.parts.v[1].edits[1].file, "a.c");
	assert_string_equal(v->p.parts.v[2].files.v[0], "arch/arm/b.c");
}

static void test_whole(void **state)
{
	struct env *v = *state;

	assert_int_equal(choice_names(&v->c, "b_init,a2_init,a1_init,c_later", &v->e), 0);
	assert_int_equal(plan_edits(&v->p, &v->c, &v->o, &v->e), 0);
	plan_whole(&v->p);
	assert_int_equal(v->p.parts.n, 1);
	assert_int_equal(v->p.parts.v[0].calls.n, 3);
	assert_int_equal(v->p.parts.v[0].files.n, 2);
	assert_int_equal(v->p.parts.v[0].nedits, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_all_levels, setup, teardown),
		cmocka_unit_test_setup_teardown(test_all_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_places, setup, teardown),
		cmocka_unit_test_setup_teardown(test_place_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_drivers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
