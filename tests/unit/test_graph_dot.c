// SPDX-License-Identifier: GPL-2.0-or-later
/* Pictures of dependencies as text, and what dot makes of it. */
#include "graphs.h"

#include <time.h>

#include "report/dot.h"

/* The text of a view. The caller frees it. */
static char *text_of(const struct graph_view *v)
{
	struct graph p;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	graph_build(&p, v);
	graph_dot(&p, v, f);
	graph_release(&p);
	fclose(f);
	return text;
}

static void check_text(const char *s, size_t max, const char *want)
{
	struct buf b = { 0 };

	dot_text(&b, s, max);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void test_text(void **state)
{
	struct buf b = { 0 };

	(void)state;
	check_text("", 0, "");
	check_text("xhci_hcd", 0, "xhci_hcd");
	check_text("a\"b\\", 0, "a\\\"b\\\\");
	check_text("\\N \\l &lt; <b>", 0, "\\\\N \\\\l &amp;lt; <b>");
	check_text("a\nb\x1b[0m\x7f", 0, "a\xef\xbf\xbd" "b\xef\xbf\xbd[0m\xef\xbf\xbd");
	check_text("\xc3\xa9\xff\xc3", 0, "\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd");
	check_text("\xc2\x9b\xef\xbf\xbe", 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
						"\xef\xbf\xbd\xef\xbf\xbd");
	check_text("\xc3\xa9\xc3\xa9\xc3\xa9", 2, "\xc3\xa9\xc3\xa9\xe2\x80\xa6");
	check_text("ab", 2, "ab");
	dot_name(&b, "a\\\"b\n");
	assert_string_equal(b.p, "a/\\\"b\xef\xbf\xbd");
	buf_release(&b);
}

static const char golden[] =
"digraph bootcheck {\n"
"\trankdir=LR; bgcolor=\"white\"; pad=0.3; nodesep=0.15; ranksep=0.7;\n"
"\tfontname=\"DejaVu Sans\"; fontsize=12; labelloc=t; labeljust=l;\n"
"\tnode [fontname=\"DejaVu Sans\", fontsize=10, margin=\"0.12,0.06\"];\n"
"\tedge [fontname=\"DejaVu Sans\", fontsize=9, arrowsize=0.7];\n"
"\tlabel=\"Who needs whom among the modules of 1.000 ms and more\\l"
	"Linux 6.12.1\\lneeds: a test\\lcosts: boot.log, medians of 3 boots; "
	"time to init 90.000 ms\\l\\n\";\n";

/* Attributes that tell the verdicts apart: each has a shape, a colour and a word of its own. */
static void test_golden(void **state)
{
	uint8_t verdict[16] = { 0 };
	bool root[16] = { false };
	struct kernel k;
	uint32_t bus, a, b;
	char *text, *again;

	(void)state;
	kernel_begin(&k);
	bus = kernel_module(&k, "drivers/bus", 1000);
	a = kernel_module(&k, "drivers/a", 3000);
	b = kernel_module(&k, "drivers/b", 20000);
	kernel_need(&k, a, bus);
	deps_fact(&k.work, b, bus, DEP_BUS, DEP_LIKELY, DEPS_OBJECTS, "bus_register_driver");
	kernel_end(&k);
	k.img.kernel = "6.12.1";
	verdict[bus] = GRAPH_KEEP;
	verdict[a] = GRAPH_DEFER;
	verdict[b] = GRAPH_ASK;
	root[bus] = true;
	k.view.call_us = k.us;
	k.view.verdict = verdict;
	k.view.root = root;
	k.view.log = "boot.log";
	k.view.boots = 3;
	k.view.init_us = 90000;
	text = text_of(&k.view);
	assert_memory_equal(text, golden, sizeof(golden) - 1);
	assert_non_null(strstr(text, "\t\"drivers/bus\" [label=\"bus\\ndrivers\\n1.000 ms\\nkeep, root\", "
		"tooltip=\"drivers/bus\\nbus  1.000 ms\", shape=box, style=\"filled,bold\", "
		"color=\"#0b3d6b\", fillcolor=\"#cfe3f5\", peripheries=2];\n"));
	assert_non_null(strstr(text, "\t\"drivers/a\" [label=\"a\\ndrivers\\n3.000 ms\\ndefer\", "
		"tooltip=\"drivers/a\\na  3.000 ms\", shape=ellipse, style=\"filled\", "
		"color=\"#00664b\", fillcolor=\"#bfe8da\"];\n"));
	assert_non_null(strstr(text, "\t\"drivers/b\" [label=\"b\\ndrivers\\n20.000 ms\\nask\", "
		"tooltip=\"drivers/b\\nb  20.000 ms\", shape=hexagon, style=\"filled\", "
		"color=\"#8a6100\", fillcolor=\"#ffe9b0\"];\n"));
	assert_non_null(strstr(text, "\t\"drivers/a\" -> \"drivers/bus\" [color=\"#222222\", "
		"style=\"solid\", tooltip=\"a needs bus: export (exact)\\nsymbol\"];\n"));
	assert_non_null(strstr(text, "\t\"drivers/b\" -> \"drivers/bus\" [color=\"#00508c\", "
		"style=\"dashed\", label=\"bus\", fontcolor=\"#00508c\", "
		"labeltooltip=\"b needs bus: bus (likely)\\nbus_register_driver\", "
		"tooltip=\"b needs bus: bus (likely)\\nbus_register_driver\"];\n"));
	assert_non_null(strstr(text, "label=\"keep: has to run before init\""));
	assert_non_null(strstr(text, "label=\"root: the first job needs it by itself\""));
	/* No verdict is missing, no shade is used, nothing stands alone. */
	assert_null(strstr(text, "no verdict"));
	assert_null(strstr(text, "and more\", tooltip=\"legend\""));
	assert_null(strstr(text, "cluster alone"));
	again = text_of(&k.view);
	assert_string_equal(text, again);
	free(again);
	free(text);
	kernel_release(&k);
}

/* Two that need each other: one line when that is the same both ways, else two. */
static void test_both_ways(void **state)
{
	struct kernel k;
	uint32_t a, b, c;
	char *text;

	(void)state;
	kernel_begin(&k);
	a = kernel_module(&k, "drivers/a", 3000);
	b = kernel_module(&k, "drivers/b", 3000);
	c = kernel_module(&k, "drivers/c", 3000);
	kernel_need(&k, a, b);
	kernel_need(&k, b, a);
	kernel_need(&k, b, c);
	deps_fact(&k.work, c, b, DEP_EXPORT, DEP_LIKELY, DEPS_DWARF, "symbol");
	kernel_end(&k);
	k.view.call_us = k.us;
	text = text_of(&k.view);
	assert_non_null(strstr(text, "\"drivers/a\" -> \"drivers/b\" [color=\"#222222\", "
		"style=\"solid\", dir=both, tooltip=\"a needs b: export (exact)\\nsymbol\\n"
		"b needs a: export (exact)\\nsymbol\"];\n"));
	assert_null(strstr(text, "\"drivers/b\" -> \"drivers/a\""));
	assert_non_null(strstr(text, "\"drivers/b\" -> \"drivers/c\" [color=\"#222222\", "
		"style=\"solid\", tooltip="));
	assert_non_null(strstr(text, "\"drivers/c\" -> \"drivers/b\" [color=\"#222222\", "
		"style=\"dashed\", tooltip="));
	free(text);
	kernel_release(&k);
}

static bool is_there(const char *program)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", program);
	return system(command) == 0;
}

/* dot takes the text, and xmllint what it makes of it, when that is there. Returns the size. */
static long draw(const char *text, enum dot_format format)
{
	FILE *dot = tmpfile(), *to = tmpfile();
	char command[64];
	struct err e;
	long size;

	assert_non_null(dot);
	assert_non_null(to);
	fputs(text, dot);
	if (dot_draw(dot, format, to, &e) != 0)
		fail_msg("%s", e.msg);
	size = ftell(to);
	rewind(to);
	snprintf(command, sizeof(command), "xmllint --huge --noout /dev/fd/%d", fileno(to));
	if (format == DOT_SVG && is_there("xmllint"))
		assert_int_equal(system(command), 0);
	fclose(dot);
	fclose(to);
	return size;
}

/* Names with all that is special in DOT, in XML, and in neither. */
static void test_hostile(void **state)
{
	static const char *const names[] = {
		"drivers/\"; } digraph x { a -> b", "drivers/end\\", "drivers/<b>&lt;&amp;&",
		"drivers/\xff\xfe\x01\x1b[31m\n\r\t", "drivers/\\N\\G\\l\\n", "drivers/-->]]>",
		"drivers/\xe2\x80\xae\xf0\x9f\x90\xa7", "",
	};
	struct kernel k;
	uint32_t hub, n;
	char *text;

	(void)state;
	kernel_begin(&k);
	hub = kernel_module(&k, "drivers/hub", 5000);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		n = kernel_module(&k, names[i], 2000);
		deps_fact(&k.work, n, hub, DEP_ALIAS, DEP_MAYBE, DEPS_MODINFO, names[i]);
	}
	kernel_end(&k);
	k.img.kernel = "6.12 \"&<\\";
	k.view.log = "a\nb\"\\";
	k.view.call_us = k.us;
	for (unsigned int mode = GRAPH_COSTLY; mode <= GRAPH_ALL; mode++) {
		k.view.mode = mode;
		k.view.centre = hub;
		text = text_of(&k.view);
		for (const char *p = text; *p; p++)
			assert_true((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\t');
		if (is_there("dot"))
			assert_true(draw(text, DOT_SVG) > 1000);
		free(text);
	}
	kernel_release(&k);
	if (!is_there("dot"))
		print_message("# dot is not installed: no pictures of it\n");
}

/* Nothing at all is a picture, too. */
static void test_empty(void **state)
{
	struct kernel k;
	char *text;

	(void)state;
	kernel_begin(&k);
	kernel_end(&k);
	for (unsigned int mode = GRAPH_COSTLY; mode <= GRAPH_ALL; mode++) {
		k.view.mode = mode;
		k.view.centre = 0;
		k.view.call_us = k.us;
		text = text_of(&k.view);
		if (is_there("dot"))
			assert_true(draw(text, DOT_SVG) > 0);
		free(text);
	}
	kernel_release(&k);
}

#define MODULES 3000

/* Modules in layers; each needs ten of the layers below, and many the same hub. */
static void many_modules(struct kernel *k, uint32_t *hub)
{
	uint32_t node[MODULES], random = 1;
	char path[64];

	kernel_begin(k);
	*hub = kernel_module(k, "drivers/hub/hub", 20);
	for (uint32_t i = 0; i < MODULES; i++) {
		snprintf(path, sizeof(path), "drivers/d%02u/module%04u", i % 60, i);
		node[i] = kernel_module(k, path, i % 50 ? i % 900 : 1000 + i);
		if (i % 7 == 0)
			kernel_need(k, node[i], *hub);
		for (uint32_t n = 0; n < 10 && i; n++) {
			random = random * 1664525 + 1013904223;
			kernel_need(k, node[i], node[(random >> 8) % i]);
		}
	}
	kernel_end(k);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A large kernel: never more nodes than a person can read. How long it takes is only told. */
static void test_many(void **state)
{
	static const char *const names[] = { "costly", "around", "critical", "all" };
	struct kernel k;
	struct graph p;
	uint32_t hub;
	char *text;

	(void)state;
	many_modules(&k, &hub);
	k.view.call_us = k.us;
	k.view.centre = hub;
	for (unsigned int mode = GRAPH_COSTLY; mode <= GRAPH_CRITICAL; mode++) {
		double start = seconds(), built;

		k.view.mode = mode;
		graph_build(&p, &k.view);
		if (mode != GRAPH_CRITICAL)
			assert_true(p.nnodes <= GRAPH_MAX + 1);
		print_message("# %s: %zu nodes, %zu edges\n", names[mode], p.nnodes, p.nedges);
		graph_release(&p);
		text = text_of(&k.view);
		built = seconds();
		if (is_there("dot") && !getenv("UNDER_VALGRIND")) {
			draw(text, DOT_SVG);
			print_message("# %s of %d modules: text %.2f s, SVG %.2f s\n", names[mode],
				      MODULES, built - start, seconds() - built);
		}
		free(text);
	}
	kernel_release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
