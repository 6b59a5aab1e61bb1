/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts of well-known initcalls, tests/advice/facts.tsv, of the kernel that scripts/kernel/build
 * keeps in the cache: by its objects exactly, by its vmlinux alone most of them.
 */
#include "advice/facts.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define KERNEL "bootcheck/kernel/obj/6.12-on"

struct kernel {
	struct buf dir, vmlinux;
	struct image img;
	struct deps d;
	struct code c;
	struct fact_finder f;
	bool has_deps;
};

struct sums {
	size_t calls, wanted, good;
};

static bool find_kernel(struct kernel *k)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	struct buf ar = { 0 };
	bool there;

	if (cache && cache[0])
		buf_printf(&k->dir, "%s/" KERNEL, cache);
	else
		buf_printf(&k->dir, "%s/.cache/" KERNEL, home ? home : "");
	buf_printf(&k->vmlinux, "%s/vmlinux", k->dir.p);
	buf_printf(&ar, "%s/vmlinux.a", k->dir.p);
	there = access(k->vmlinux.p, R_OK) == 0 && access(ar.p, R_OK) == 0;
	buf_release(&ar);
	return there;
}

static void open_kernel(struct kernel *k, bool build)
{
	struct image_opts o = { .lines = false };
	struct deps_opts dopts = { 0 };
	struct err e;

	*k = (struct kernel){ .has_deps = false };
	if (!find_kernel(k)) {
		print_message("# SKIP no kernel in the cache: scripts/kernel/build on --version 6.12\n");
		buf_release(&k->dir);
		buf_release(&k->vmlinux);
		skip();
	}
	dopts.build = k->dir.p;
	assert_int_equal(image_read(&k->img, k->vmlinux.p, &o, &e), 0);
	if (build) {
		assert_int_equal(deps_read(&k->d, &k->img, &dopts, &e), 0);
		k->has_deps = true;
	}
	assert_int_equal(code_open(&k->c, &k->img, build ? &k->d : NULL, build ? k->dir.p : NULL,
				   &e), 0);
	fact_finder_init(&k->f, &k->c, &k->img, build ? &k->d : NULL);
}

static void close_kernel(struct kernel *k)
{
	fact_finder_release(&k->f);
	code_close(&k->c);
	if (k->has_deps)
		deps_release(&k->d);
	image_release(&k->img);
	buf_release(&k->dir);
	buf_release(&k->vmlinux);
}

static uint32_t call_named(const struct image *img, const char *name)
{
	for (uint32_t i = 0; i < img->n; i++) {
		if (strcmp(img->v[i].name, name) == 0)
			return i;
	}
	return UINT32_MAX;
}

/* field[1..]: code, weight, reach, symbol. */
static bool holds(const struct facts *x, char *const *field, bool exact)
{
	bool never = field[1][0] == '!';
	const char *code = field[1] + never;

	for (size_t i = 0; i < x->n; i++) {
		const struct fact *f = &x->v[i];

		if (strcmp(f->code, code) != 0)
			continue;
		if (never)
			return f->reach == FACT_UNIT;
		return !exact || (strcmp(fact_weight_name(f->weight), field[2]) == 0 &&
				  strcmp(fact_reach_name(f->reach), field[3]) == 0 &&
				  f->symbol && strcmp(f->symbol, field[4]) == 0 &&
				  strstr(f->evidence, field[4]) && f->text[0]);
	}
	return never;
}

static void check_line(struct kernel *k, char *line, bool exact, struct sums *s)
{
	char *field[5] = { NULL }, *at = line;
	struct arena a = { 0 };
	struct facts x;
	uint32_t call;
	size_t n = 0;

	line[strcspn(line, "\n")] = '\0';
	while (n < 5 && at) {
		field[n++] = at;
		at = strchr(at, '\t');
		if (at)
			*at++ = '\0';
	}
	assert_true(n == 5 || (n == 2 && field[1][0] == '!'));
	call = call_named(&k->img, field[0]);
	if (call == UINT32_MAX)
		return;
	s->wanted++;
	facts_of(&x, &a, &k->f, call);
	if (holds(&x, field, exact))
		s->good++;
	else
		print_message("# %s: %s %s\n", k->c.from, field[0], field[1]);
	arena_release(&a);
}

static void check_table(struct kernel *k, bool exact, struct sums *s)
{
	char line[256], last[256] = "";
	FILE *f;

	f = fopen("tests/advice/facts.tsv", "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		check_line(k, line, exact, s);
		if (strcmp(line, last) != 0)
			s->calls++;
		strcpy(last, line);
	}
	fclose(f);
}

static void test_by_objects(void **state)
{
	struct kernel k;
	struct sums s = { 0 };

	(void)state;
	open_kernel(&k, true);
	assert_true(k.c.exact && k.c.modules);
	for (uint32_t i = 0; i < k.c.ncalls; i++)
		assert_int_not_equal(k.c.call[i], CODE_NONE);
	check_table(&k, true, &s);
	assert_true(s.calls >= 25);
	assert_int_equal(s.good, s.wanted);
	close_kernel(&k);
}

static void test_by_vmlinux(void **state)
{
	struct kernel k;
	struct sums s = { 0 };

	(void)state;
	open_kernel(&k, false);
	assert_true(k.c.partial);
	check_table(&k, false, &s);
	print_message("# by instructions alone: %zu of %zu\n", s.good, s.wanted);
	assert_true(s.good * 100 >= s.wanted * 90);
	close_kernel(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_objects),
		cmocka_unit_test(test_by_vmlinux),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
