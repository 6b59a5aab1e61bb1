/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is found in the code of an initcall: a small driver, compiled as this test runs, once as an
 * object with relocations and once linked without.
 */
#include "advice/facts.h"
#include "base/buf.h"
#include "input/code_priv.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char source[] =
	"#define __init __attribute__((section(\".init.text\"), noinline, used))\n"
	"#define __exit __attribute__((section(\".exit.text\"), noinline, used))\n"
	"#define __initdata __attribute__((section(\".init.data\")))\n"
	"#define __ro __attribute__((section(\".data..ro_after_init\")))\n"
	"#define keep __attribute__((noinline, used))\n"
	"#define call(fn) asm(\".pushsection .initcall6.init,\\\"a\\\"\\n\"\\\n"
	"	\"__initcall__kmod_drv__1_2_\" #fn \"6:\\n.long \" #fn \" - .\\n.popsection\");\n"
	"extern int register_console(void *), __pci_register_driver(void *), add_disk(void *);\n"
	"extern int register_netdev(void *), memblock_free(void *), bus_register(void *);\n"
	"extern int init_timer_key(void *, void (*)(void)), snd_card_register(void *);\n"
	"extern int printk(const char *), class_register(void *);\n"
	"struct driver { const char *name; int (*probe)(void *); };\n"
	"static volatile int limit __ro = 5, cached __ro = 1, other __ro = 3;\n"
	"static int table __initdata = 9;\n"
	/* By a probe that is handed out. */
	"static keep int drv_probe(void *p) { cached = 2; return register_netdev(p); }\n"
	"static struct driver drv = { \"drv\", drv_probe };\n"
	"static __init int drv_init(void) { return __pci_register_driver(&drv) + 1; }\n"
	"call(drv_init)\n"
	/* By calls: one within a section, one to another. */
	"static __init int con_setup(void *p) { return register_console(p) + 1; }\n"
	"static keep int con_more(void *p) { return bus_register(p) + other; }\n"
	"static __init int con_init(void) { limit = table; return con_setup(0) + con_more(0); }\n"
	"call(con_init)\n"
	/* What is there and not reached; what runs at boot only. */
	"keep int exported(void *p) { return snd_card_register(p) + add_disk(p); }\n"
	"static keep int behind(int n) { return n * other; }\n"
	"static __exit int early_exit(void) { return class_register(0); }\n"
	"static __init int early_init(void) { return memblock_free(0) + 1; }\n"
	"call(early_init)\n"
	/* A timer with a function that goes away; a load is no store. */
	"static __init void tick(void) { printk(\"tick\"); }\n"
	"static int timer;\n"
	"static __init int timer_init(void) { return init_timer_key(&timer, tick) + other; }\n"
	"call(timer_init)\n"
	/* Data that stays and points to init code. */
	"static __init int late_probe(void *p) { return printk(p); }\n"
	"static struct driver late = { \"late\", late_probe };\n"
	"static __init int late_init(void) { return __pci_register_driver(&late) + 1; }\n"
	"call(late_init)\n"
	"static __init int empty_init(void) { return 0; }\n"
	"call(empty_init)\n";

/* What it lacks, for a file that is linked. */
static const char stubs[] =
	"const char linux_banner[] = \"Linux version 6.6.6-cc (nobody) #1\";\n"
	"#define F(f) __attribute__((noinline)) int f(void) { asm(\"nop; nop\"); return 0; }\n"
	"F(register_console) F(__pci_register_driver) F(add_disk) F(register_netdev)\n"
	"F(memblock_free) F(bus_register) F(init_timer_key) F(snd_card_register) F(printk)\n"
	"F(class_register)\n";

static const char script[] =
	"SECTIONS { . = 0xffffffff81000000; .text : { *(.text*) }\n"
	".rodata : { *(.rodata*) __start_ro_after_init = .; *(.data..ro_after_init)\n"
	"	__end_ro_after_init = .; }\n"
	". = ALIGN(4096); .init.text : { *(.init.text*) } .exit.text : { *(.exit.text*) }\n"
	".init.data : { *(.init.data) __initcall_start = .; __initcall6_start = .;\n"
	"	KEEP(*(.initcall6.init)) __initcall_end = .; }\n"
	".data : { *(.data*) *(.bss*) }\n"
	"/DISCARD/ : { *(.eh_frame) *(.note*) *(.comment) } }\n";

struct kit {
	char dir[256];
};

static int run(const char *const *argv)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static void write_file(const struct kit *k, const char *name, const char *text)
{
	struct buf path = { 0 };
	FILE *f;

	buf_printf(&path, "%s/%s", k->dir, name);
	f = fopen(path.p, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	buf_release(&path);
}

static int setup(void **state)
{
	static const char *const compile[] = {
		"gcc", "-m64", "-O2", "-ffreestanding", "-fno-pie", "-mcmodel=kernel",
		"-fno-stack-protector", "-fcf-protection=none", "-fno-asynchronous-unwind-tables",
		"-fno-toplevel-reorder", "-w", "-c", "drv.c", "stubs.c", NULL,
	};
	static const char *const link[] = {
		"ld", "-m", "elf_x86_64", "-T", "k.lds", "--no-warn-rwx-segments", "-e",
		"printk", "-o", "vmlinux", "drv.o", "stubs.o", NULL,
	};
	static const char *const relocs[] = {
		"ld", "-m", "elf_x86_64", "-T", "k.lds", "--no-warn-rwx-segments", "-e",
		"printk", "--emit-relocs", "-o", "vmlinux.relocs", "drv.o", "stubs.o", NULL,
	};
	static const char *const compile64[] = {
		"clang", "--target=aarch64-linux-gnu", "-O2", "-ffreestanding", "-fno-pie",
		"-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-w", "-c",
		"drv64.c", "stubs64.c", NULL,
	};
	static const char *const link64[] = {
		"ld.lld", "-T", "k.lds", "-e", "printk", "-o", "vmlinux64", "drv64.o",
		"stubs64.o", NULL,
	};
	/* (GCC has several variables by the address of one, which clang has not) */
	static const char *const compile_gcc64[] = {
		"aarch64-linux-gnu-gcc", "-O2", "-ffreestanding", "-fno-pie",
		"-fsection-anchors", "-fno-stack-protector", "-fno-asynchronous-unwind-tables",
		"-w", "-c", "gcc64.c", "stubsg64.c", NULL,
	};
	static const char *const link_gcc64[] = {
		"ld.lld", "-T", "k.lds", "-e", "printk", "-o", "vmlinuxg64", "gcc64.o",
		"stubsg64.o", NULL,
	};
	const char *tmp = getenv("TMPDIR");
	struct kit *k = calloc(1, sizeof(*k));
	char cwd[4096];

	assert_non_null(k);
	snprintf(k->dir, sizeof(k->dir), "%s/facts.XXXXXX", tmp && tmp[0] ? tmp : "/tmp");
	assert_non_null(mkdtemp(k->dir));
	write_file(k, "drv.c", source);
	write_file(k, "drv64.c", source);
	write_file(k, "stubs.c", stubs);
	write_file(k, "stubs64.c", stubs);
	write_file(k, "gcc64.c", source);
	write_file(k, "stubsg64.c", stubs);
	write_file(k, "k.lds", script);
	assert_non_null(getcwd(cwd, sizeof(cwd)));
	assert_int_equal(chdir(k->dir), 0);
	/* What is not there then is not tested. */
	if (run(compile) == 0 && run(link) == 0)
		run(relocs);
	if (run(compile64) == 0)
		run(link64);
	if (run(compile_gcc64) == 0)
		run(link_gcc64);
	assert_int_equal(chdir(cwd), 0);
	*state = k;
	return 0;
}

static int teardown(void **state)
{
	struct kit *k = *state;
	const char *const rm[] = { "rm", "-rf", k->dir, NULL };

	run(rm);
	free(k);
	return 0;
}

struct opened {
	struct image img;
	struct code c;
	struct fact_finder f;
	struct arena a;
	struct buf path;
};

static void open_file(struct opened *o, const struct kit *k, const char *name)
{
	struct image_opts opts = { .lines = false };
	struct err e = { "" };

	*o = (struct opened){ .path = { 0 } };
	buf_printf(&o->path, "%s/%s", k->dir, name);
	if (access(o->path.p, R_OK) != 0) {
		print_message("# SKIP no compiler or linker here makes %s\n", name);
		buf_release(&o->path);
		skip();
	}
	if (image_read(&o->img, o->path.p, &opts, &e) != 0 ||
	    code_open(&o->c, &o->img, NULL, NULL, &e) != 0)
		fail_msg("%s", e.msg);
	fact_finder_init(&o->f, &o->c, &o->img, NULL);
}

static void close_file(struct opened *o)
{
	fact_finder_release(&o->f);
	code_close(&o->c);
	image_release(&o->img);
	arena_release(&o->a);
	buf_release(&o->path);
}

/* "console:ask:calls ro-after-init:note:calls" */
static void expect(struct opened *o, const char *name, const char *want)
{
	struct buf have = { 0 };
	struct facts x;
	uint32_t i = 0;

	while (i < o->img.n && strcmp(o->img.v[i].name, name) != 0)
		i++;
	assert_true(i < o->img.n);
	facts_of(&x, &o->a, &o->f, i);
	for (size_t k = 0; k < x.n; k++) {
		if (strcmp(x.v[k].code, "incomplete") == 0 ||
		    strcmp(x.v[k].code, "one-file") == 0 || x.v[k].reach == FACT_UNIT)
			continue;
		buf_printf(&have, "%s%s:%s:%s", have.n ? " " : "", x.v[k].code,
			   fact_weight_name(x.v[k].weight), fact_reach_name(x.v[k].reach));
	}
	assert_string_equal(buf_str(&have), want);
	buf_release(&have);
}

static const struct fact *fact_with(struct opened *o, struct facts *x, uint32_t call,
				    const char *code)
{
	facts_of(x, &o->a, &o->f, call);
	for (size_t i = 0; i < x->n; i++) {
		if (strcmp(x->v[i].code, code) == 0)
			return &x->v[i];
	}
	return NULL;
}

static void expect_all(struct opened *o)
{
	expect(o, "drv_init", "ro-late:ask:hands driver:note:calls network:note:hands");
	expect(o, "con_init", "console:ask:calls bus:ask:calls ro-after-init:note:calls");
	expect(o, "early_init", "boot-only:blocks:calls");
	expect(o, "timer_init", "init-callback:ask:calls timer:note:calls");
	expect(o, "late_init", "init-pointer:ask:hands driver:note:calls");
	expect(o, "empty_init", "");
}

static void test_object(void **state)
{
	struct opened o;
	struct facts x;
	const struct fact *f;

	open_file(&o, *state, "drv.o");
	assert_true(o.c.exact);
	expect_all(&o);
	f = fact_with(&o, &x, 1, "console");
	assert_non_null(f);
	assert_string_equal(f->evidence, "con_init -> con_setup -> register_console");
	assert_string_equal(f->symbol, "register_console");
	assert_int_equal(f->sure, DEP_EXACT);
	f = fact_with(&o, &x, 0, "network");
	assert_non_null(f);
	assert_string_equal(f->evidence, "drv_init => drv => drv_probe -> register_netdev");
	/* Code that others call says nothing of the initcall. */
	assert_null(fact_with(&o, &x, 2, "storage"));
	close_file(&o);
}

static void test_linked(void **state)
{
	struct opened o;
	struct facts x;
	const struct fact *f;

	open_file(&o, *state, "vmlinux");
	assert_true(o.c.partial && !o.c.exact);
	expect_all(&o);
	/* Here it may be that a call was missed. What only unloading does is none. */
	f = fact_with(&o, &x, 2, "storage");
	assert_non_null(f);
	assert_int_equal(f->weight, FACT_NOTE);
	assert_int_equal(f->reach, FACT_UNIT);
	assert_int_equal(f->sure, DEP_MAYBE);
	assert_null(fact_with(&o, &x, 2, "class"));
	assert_non_null(fact_with(&o, &x, 5, "incomplete"));
	close_file(&o);
}

static void test_emitted(void **state)
{
	struct opened o;

	open_file(&o, *state, "vmlinux.relocs");
	assert_true(o.c.exact);
	expect_all(&o);
	close_file(&o);
}

static void test_arm64(void **state)
{
	struct opened o;

	open_file(&o, *state, "drv64.o");
	assert_true(o.c.exact);
	expect_all(&o);
	close_file(&o);
	open_file(&o, *state, "vmlinux64");
	assert_true(o.c.partial);
	expect_all(&o);
	close_file(&o);
}

static void test_arm64_gcc(void **state)
{
	struct opened o;

	open_file(&o, *state, "gcc64.o");
	assert_true(o.c.exact);
	expect_all(&o);
	close_file(&o);
	open_file(&o, *state, "vmlinuxg64");
	assert_true(o.c.partial);
	expect_all(&o);
	close_file(&o);
}

/* A file with any byte broken gives facts or an error, and is read to its end. */
static void test_broken(void **state)
{
	const struct kit *k = *state;
	struct opened o;
	struct image_bytes b;
	struct err e;
	unsigned char *p;

	for (int linked = 0; linked < 2; linked++) {
		open_file(&o, k, linked ? "vmlinux" : "drv.o");
		assert_int_equal(image_load(&b, o.path.p, &e), 0);
		p = malloc(b.n);
		assert_non_null(p);
		for (size_t i = 0; i < 600; i++) {
			size_t at = i * 7919 % b.n;
			struct fact_finder f;
			struct code c;
			struct facts x;

			memcpy(p, b.p, b.n);
			p[at] ^= (unsigned char)(i % 255 + 1);
			if (code_open_memory(&c, &o.img, p, i % 50 ? b.n : at, &e) != 0)
				continue;
			fact_finder_init(&f, &c, &o.img, NULL);
			for (uint32_t call = 0; call < o.img.n; call++)
				facts_of(&x, &o.a, &f, call);
			fact_finder_release(&f);
			code_close(&c);
		}
		free(p);
		image_unload(&b);
		close_file(&o);
	}
}

/* Words of the table are of one kind each, codes as well. */
static void test_table(void **state)
{
	struct fact_finder f;
	struct code c = { .exact = true };
	struct image img = { .n = 0 };
	size_t words = 0;

	(void)state;
	fact_finder_init(&f, &c, &img, NULL);
	for (const struct fact_kind *k = fact_kinds; k->code; k++) {
		const char *s = k->symbols;

		assert_true(strlen(k->text) > 10 && k->text[strlen(k->text) - 1] == '.');
		for (const struct fact_kind *o = fact_kinds; o != k; o++)
			assert_string_not_equal(o->code, k->code);
		while (*s) {
			char word[128];
			size_t n = strcspn(s, " ");

			assert_true(n > 3 && n < sizeof(word));
			memcpy(word, s, n);
			word[n] = '\0';
			if (word[n - 1] == '*')
				word[n - 1] = '\0';
			if (fact_of_symbol(&f, word) != k)
				fail_msg("%s: %s is in two kinds", k->code, word);
			words++;
			s += n + (s[n] == ' ');
		}
	}
	assert_true(words > 300);
	assert_null(fact_of_symbol(&f, "printk"));
	assert_string_equal(fact_of_symbol(&f, "memblock_alloc_try_nid")->code, "boot-only");
	fact_finder_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_object),
		cmocka_unit_test(test_linked),
		cmocka_unit_test(test_emitted),
		cmocka_unit_test(test_arm64),
		cmocka_unit_test(test_arm64_gcc),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
