/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units of the debug information as nodes: names of modules, which units are a module's own. */
#include "input/deps_priv.h"
#include "input/modinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MAX 32

struct kernel {
	struct image img;
	struct image_unit units[MAX];
	struct image_ref refs[MAX];
	struct initcall calls[MAX];
	uint32_t unit_of[MAX];
	struct image_match matches[MAX];
	struct modinfo info;
	struct deps_work w;
	struct deps d;
};

static uint32_t unit(struct kernel *k, const char *path)
{
	for (uint32_t i = 0; i < k->img.nunits; i++) {
		if (strcmp(k->units[i].path, path) == 0)
			return i;
	}
	k->units[k->img.nunits].path = path;
	k->units[k->img.nunits].init_bytes = 10;
	return (uint32_t)k->img.nunits++;
}

static void ref(struct kernel *k, const char *from, const char *to)
{
	uint32_t a = unit(k, from), b = unit(k, to);

	k->refs[k->img.nrefs++] = (struct image_ref){ a, b, "symbol", false, true };
}

static void call(struct kernel *k, const char *path, const char *module)
{
	k->unit_of[k->img.n] = unit(k, path);
	k->calls[k->img.n] = (struct initcall){ .name = "f", .module = module };
	k->img.n++;
}

static void begin(struct kernel *k, const char *modinfo, size_t n)
{
	memset(k, 0, sizeof(*k));
	k->img.file = "vmlinux";
	k->img.units = k->units;
	k->img.refs = k->refs;
	k->img.v = k->calls;
	k->img.unit_of = k->unit_of;
	k->img.matches = k->matches;
	modinfo_parse(&k->info, (struct str){ modinfo, n });
	k->w.d = &k->d;
	k->w.img = &k->img;
	k->w.info = &k->info;
	strtab_init(&k->w.paths, &k->d.arena);
}

static void end(struct kernel *k)
{
	struct err e;

	assert_int_equal(deps_units(&k->w, &e), 0);
	deps_modinfo(&k->w);
	deps_finish(&k->w);
	deps_work_release(&k->w);
}

static void release(struct kernel *k)
{
	modinfo_release(&k->info);
	deps_release(&k->d);
}

/* The nodes, "path:objects" each, in their order. */
static void nodes_are(const struct kernel *k, const char *want)
{
	char have[1024] = "";

	for (size_t i = 0; i < k->d.nnodes; i++) {
		size_t at = strlen(have);

		snprintf(have + at, sizeof(have) - at, "%s%s:%u%s", at ? " " : "",
			 k->d.node[i].path, k->d.node[i].objects,
			 k->d.node[i].tristate ? "m" : "");
		assert_int_equal(k->d.node[i].init_bytes, 10 * k->d.node[i].objects);
	}
	assert_string_equal(have, want);
}

static void test_names(void **state)
{
	static const char info[] = "nvme_core.file=drivers/nvme/nvme-core\0core.file=other/core";
	struct kernel k;

	(void)state;
	begin(&k, info, sizeof(info));
	call(&k, "drivers/nvme/core.c", "nvme_core"); /* as the list has it */
	call(&k, "drivers/base/core.c", "core");      /* not that one of the list */
	call(&k, "drivers/nvme/pci-x.c", "pci_x");    /* as its own file */
	call(&k, "mm/a.c", "group");                  /* of several files */
	call(&k, "mm/b.c", "group");
	call(&k, "mm/old.c", NULL);                   /* before 5.12 */
	unit(&k, "mm/dots.in.name.S");
	unit(&k, "noext");
	end(&k);
	nodes_are(&k, "drivers/nvme/nvme-core:1m drivers/base/core:1 drivers/nvme/pci-x:1 "
		      "mm/group:2 mm/old:1 mm/dots.in.name:1 noext:1");
	assert_int_equal(k.d.of_call[3], k.d.of_call[4]);
	release(&k);
}

static void test_folding(void **state)
{
	static const char info[] = "ext4.file=fs/ext4/ext4\0a.file=x/a\0b.file=x/b";
	struct kernel k;

	(void)state;
	begin(&k, info, sizeof(info));
	call(&k, "fs/ext4/super.c", "ext4");
	/* Needs it and is needed; over a unit between; of a folder below; by it only. */
	ref(&k, "fs/ext4/super.c", "fs/ext4/inode.c");
	ref(&k, "fs/ext4/inode.c", "fs/ext4/extents.c");
	ref(&k, "fs/ext4/extents.c", "fs/ext4/sub/tree.c");
	ref(&k, "fs/ext4/sub/tree.c", "fs/ext4/super.c");
	ref(&k, "fs/ext4/sub/tree.c", "fs/ext4/hash.c");
	/* Also by others; of another folder. */
	ref(&k, "fs/ext4/super.c", "fs/ext4/shared.c");
	ref(&k, "mm/user.c", "fs/ext4/shared.c");
	ref(&k, "fs/ext4/super.c", "lib/string.c");
	ref(&k, "mm/user.c", "fs/ext4/unit.c");
	ref(&k, "fs/ext4/unit.c", "fs/ext4/super.c");
	/* Of two modules: whose it is nobody knows. */
	call(&k, "x/a.c", "a");
	call(&k, "x/b.c", "b");
	ref(&k, "x/a.c", "x/both.c");
	ref(&k, "x/both.c", "x/a.c");
	ref(&k, "x/b.c", "x/both.c");
	ref(&k, "x/both.c", "x/b.c");
	end(&k);
	nodes_are(&k, "fs/ext4/ext4:5m fs/ext4/shared:1 mm/user:1 lib/string:1 fs/ext4/unit:1 "
		      "x/a:1m x/b:1m x/both:1");
	release(&k);
}

/* Without a list of modules nothing is folded. */
static void test_no_list(void **state)
{
	struct kernel k;

	(void)state;
	begin(&k, "", 0);
	call(&k, "fs/ext4/super.c", "ext4");
	ref(&k, "fs/ext4/super.c", "fs/ext4/inode.c");
	ref(&k, "fs/ext4/inode.c", "fs/ext4/super.c");
	end(&k);
	nodes_are(&k, "fs/ext4/ext4:1 fs/ext4/inode:1");
	assert_false(k.d.has_tristate);
	assert_int_equal(k.d.n, 2);
	assert_int_equal(k.d.v[0].sure, DEP_LIKELY);
	release(&k);
}

static void test_nothing(void **state)
{
	struct kernel k;
	struct err e;

	(void)state;
	begin(&k, "", 0);
	assert_int_equal(deps_units(&k.w, &e), -1);
	assert_non_null(strstr(e.msg, "vmlinux: no dependencies: "));
	deps_work_release(&k.w);
	release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_no_list),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
