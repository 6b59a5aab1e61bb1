/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph of who needs whom: how it is made of facts, and what is asked of it. */
#include "advice/deps.h"
#include "input/deps_priv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

struct graph {
	struct deps_work w;
	struct deps d;
	struct image img;
	struct initcall calls[16];
	struct depgraph g;
};

static uint32_t node(struct graph *t, const char *path)
{
	return deps_node(&t->w, str_of(path));
}

static void need(struct graph *t, const char *from, const char *to, const char *symbol)
{
	uint32_t a = node(t, from), b = node(t, to);

	deps_fact(&t->w, a, b, DEP_EXPORT, DEP_EXACT, DEPS_OBJECTS, symbol);
}

static void call(struct graph *t, const char *path, uint16_t rank)
{
	uint32_t i = (uint32_t)t->img.n++;

	t->calls[i] = (struct initcall){ .name = "f", .rank = rank, .index = i };
	deps_call(&t->w, node(t, path), i, NULL);
}

static void open_graph(struct graph *t)
{
	memset(t, 0, sizeof(*t));
	t->w.d = &t->d;
	t->w.img = &t->img;
	t->img.v = t->calls;
	strtab_init(&t->w.paths, &t->d.arena);
}

static void close_graph(struct graph *t)
{
	deps_finish(&t->w);
	deps_work_release(&t->w);
	depgraph_init(&t->g, &t->d, &t->img);
}

static void release(struct graph *t)
{
	depgraph_release(&t->g);
	deps_release(&t->d);
}

static uint32_t found(const struct graph *t, const char *what)
{
	size_t n;

	return deps_find(&t->d, &t->img, what, &n);
}

/* The rank of a level, whatever that is. */
static uint16_t rank(const char *level)
{
	uint16_t i = 0;

	while (strcmp(image_levels[i], level) != 0)
		i++;
	return i;
}

/*
 * A kernel: the core is main, printk and the bus; below it a library, and a module
 * that the core uses; the rest is modules.
 */
static void kernel(struct graph *t)
{
	open_graph(t);
	need(t, "init/main", "kernel/printk", "printk");
	need(t, "kernel/printk", "drivers/base/bus", "bus_add");
	need(t, "drivers/base/bus", "init/main", "start");
	need(t, "kernel/printk", "lib/string", "strlen");
	need(t, "kernel/printk", "drivers/input/input-core", "input_open");
	need(t, "drivers/input/input-core", "kernel/printk", "printk");
	need(t, "drivers/input/evdev", "drivers/input/input-core", "input_open");
	need(t, "drivers/usb/usbcore", "drivers/base/bus", "bus_add");
	need(t, "drivers/usb/xhci-hcd", "drivers/usb/usbcore", "usb_add_hcd");
	need(t, "drivers/usb/xhci-hcd", "kernel/printk", "printk");
	need(t, "drivers/usb/xhci-pci", "drivers/usb/xhci-hcd", "xhci_run");
	need(t, "drivers/usb/lib", "drivers/usb/usbcore", "usb_get");
	need(t, "drivers/usb/storage", "drivers/usb/lib", "lib_get");
	need(t, "drivers/net/tool", "lib/math", "gcd");
	call(t, "drivers/base/bus", rank("core"));
	call(t, "drivers/input/input-core", rank("subsys"));
	call(t, "drivers/usb/usbcore", rank("subsys"));
	call(t, "drivers/usb/xhci-hcd", rank("device"));
	call(t, "drivers/usb/xhci-pci", rank("device"));
	call(t, "drivers/input/evdev", rank("device"));
	call(t, "drivers/usb/storage", rank("device"));
	call(t, "drivers/net/tool", rank("device"));
	for (size_t i = 0; i < t->w.node.n; i++)
		t->w.node.v[i].tristate = strncmp(t->w.node.v[i].path, "drivers/", 8) == 0 &&
					  strcmp(t->w.node.v[i].path, "drivers/base/bus") != 0;
	t->d.has_tristate = true;
	close_graph(t);
}

static void place_is(const struct graph *t, const char *what, enum dep_place place)
{
	assert_int_equal(t->g.place[found(t, what)], place);
}

static void test_places(void **state)
{
	struct graph t;

	(void)state;
	kernel(&t);
	place_is(&t, "init/main", DEP_CORE);
	place_is(&t, "bus", DEP_CORE);
	place_is(&t, "lib/string", DEP_BELOW);
	place_is(&t, "input-core", DEP_BELOW);
	place_is(&t, "usbcore", DEP_OUTSIDE);
	place_is(&t, "lib/math", DEP_OUTSIDE);
	release(&t);
}

static const struct dep *edge(const struct graph *t, const char *from, const char *to)
{
	uint32_t a = found(t, from), b = found(t, to);

	for (uint32_t i = 0; i < t->d.node[a].nneeds; i++) {
		if (deps_need(&t->d, a, i)->to == b)
			return deps_need(&t->d, a, i);
	}
	fail_msg("%s does not need %s", from, to);
	return NULL;
}

static void edge_is(const struct graph *t, const char *from, const char *to, enum dep_class class,
		    enum dep_order order)
{
	const struct dep *e = edge(t, from, to);

	assert_int_equal(dep_class(&t->g, e), class);
	assert_int_equal(dep_order(&t->g, e), order);
}

static void test_classes(void **state)
{
	struct graph t;

	(void)state;
	kernel(&t);
	edge_is(&t, "xhci-hcd", "kernel/printk", DEP_CORE_API, DEP_ORDER_NONE);
	edge_is(&t, "usbcore", "bus", DEP_CORE_API, DEP_ORDER_EARLIER);
	edge_is(&t, "xhci-hcd", "usbcore", DEP_EARLIER, DEP_ORDER_EARLIER);
	edge_is(&t, "xhci-pci", "xhci-hcd", DEP_LEAF, DEP_ORDER_SAME);
	edge_is(&t, "evdev", "input-core", DEP_EARLIER, DEP_ORDER_EARLIER);
	/* Without initcalls of its own, but what it needs has some. */
	edge_is(&t, "storage", "drivers/usb/lib", DEP_EARLIER, DEP_ORDER_NONE);
	edge_is(&t, "tool", "lib/math", DEP_LIBRARY, DEP_ORDER_NONE);
	edge_is(&t, "kernel/printk", "input-core", DEP_EARLIER, DEP_ORDER_NONE);
	release(&t);
}

/* Names of a closure, a word each, after their depths. */
static void closure_is(const struct graph *t, struct dep_closure *c, const char *want)
{
	char have[512] = "";

	for (size_t i = 0; i < c->n; i++) {
		size_t at = strlen(have);

		snprintf(have + at, sizeof(have) - at, "%s%u:%s", at ? " " : "", c->v[i].depth,
			 t->d.node[c->v[i].node].name);
		if (c->v[i].via == DEP_NONE)
			assert_int_equal(c->v[i].depth, 0);
	}
	assert_string_equal(have, want);
	dep_closure_release(c);
}

static void test_users(void **state)
{
	struct dep_query q = { .sure = DEP_MAYBE };
	struct dep_closure c;
	struct graph t;
	uint32_t x;

	(void)state;
	kernel(&t);
	x = found(&t, "usbcore");
	depgraph_users(&t.g, &x, 1, &q, &c);
	assert_int_equal(c.nblockers, 0);
	closure_is(&t, &c, "0:usbcore 1:xhci_hcd 1:lib 2:xhci_pci 2:storage");
	q.with_calls = true;
	depgraph_users(&t.g, &x, 1, &q, &c);
	closure_is(&t, &c, "0:usbcore 1:xhci_hcd 2:xhci_pci 2:storage");
	q.before = 4; /* the index of xhci-pci */
	depgraph_users(&t.g, &x, 1, &q, &c);
	closure_is(&t, &c, "0:usbcore 1:xhci_hcd");
	q = (struct dep_query){ .direct = true };
	depgraph_users(&t.g, &x, 1, &q, &c);
	closure_is(&t, &c, "0:usbcore 1:xhci_hcd 1:lib");
	q = (struct dep_query){ .kinds = 1u << DEP_SOFTDEP };
	depgraph_users(&t.g, &x, 1, &q, &c);
	closure_is(&t, &c, "0:usbcore");
	/* The core uses this one: it is named, and not gone through. */
	q = (struct dep_query){ .sure = DEP_EXACT };
	x = found(&t, "input_core");
	depgraph_users(&t.g, &x, 1, &q, &c);
	assert_int_equal(c.nblockers, 1);
	assert_string_equal(t.d.node[t.d.v[c.blockers[0]].from].path, "kernel/printk");
	assert_string_equal(t.d.v[c.blockers[0]].evidence[0], "input_open");
	closure_is(&t, &c, "0:input_core 1:evdev");
	release(&t);
}

static void test_needs(void **state)
{
	struct dep_query q = { .sure = DEP_MAYBE };
	struct dep_closure c;
	struct graph t;
	uint32_t x[2];

	(void)state;
	kernel(&t);
	x[0] = found(&t, "xhci-pci");
	x[1] = found(&t, "tool");
	depgraph_needs(&t.g, x, 2, &q, &c);
	closure_is(&t, &c, "0:xhci_pci 0:tool 1:xhci_hcd 1:math 2:usbcore");
	q.with_calls = true;
	depgraph_needs(&t.g, x, 2, &q, &c);
	closure_is(&t, &c, "0:xhci_pci 0:tool 1:xhci_hcd 2:usbcore");
	x[0] = 12345;
	depgraph_needs(&t.g, x, 1, &q, &c);
	closure_is(&t, &c, "");
	release(&t);
}

static void test_facts(void **state)
{
	const struct dep *e;
	struct graph t;
	size_t n;

	(void)state;
	open_graph(&t);
	need(&t, "a/x", "b/y", "zeta");
	need(&t, "a/x", "b/y", "__made");
	need(&t, "a/x", "b/y", "alpha");
	need(&t, "a/x", "b/y", "alpha");
	need(&t, "a/x", "a/x", "self");
	deps_fact(&t.w, 0, DEP_NONE, DEP_BUS, DEP_EXACT, DEPS_OBJECTS, "none");
	deps_fact(&t.w, 0, 1, DEP_SOFTDEP, DEP_MAYBE, DEPS_MODINFO, "pre: y");
	deps_fact(&t.w, 0, 1, DEP_SOFTDEP, DEP_LIKELY, DEPS_MODINFO, "pre: z");
	need(&t, "c/core", "b/y", "alpha");
	need(&t, "d/core", "b/y", "alpha");
	call(&t, "d/core", 1);
	close_graph(&t);
	assert_int_equal(t.d.n, 4);
	e = edge(&t, "a/x", "b/y");
	assert_int_equal(e->kind, DEP_EXPORT);
	assert_int_equal(e->nevidence, 3);
	assert_string_equal(e->evidence[0], "alpha");
	assert_string_equal(e->evidence[1], "zeta");
	assert_string_equal(e->evidence[2], "__made");
	assert_int_equal(e[1].kind, DEP_SOFTDEP);
	assert_int_equal(e[1].sure, DEP_LIKELY);
	assert_int_equal(t.d.node[1].nusers, 4);
	assert_int_equal(deps_user(&t.d, 1, 3)->from, found(&t, "d/core"));
	assert_int_equal(t.d.of_call[0], found(&t, "d/core"));
	/* Of two of one name, the one with initcalls is meant. */
	assert_int_equal(deps_find(&t.d, &t.img, "core", &n), found(&t, "d/core"));
	assert_int_equal(n, 2);
	assert_int_equal(deps_find(&t.d, &t.img, "f", &n), found(&t, "d/core"));
	assert_int_equal(deps_find(&t.d, &t.img, "nothing", &n), DEP_NONE);
	assert_int_equal(n, 0);
	release(&t);
}

static void test_empty(void **state)
{
	struct graph t;

	(void)state;
	open_graph(&t);
	close_graph(&t);
	assert_int_equal(t.d.nnodes, 0);
	assert_int_equal(t.g.core, DEP_NONE);
	release(&t);
}

/* A chain as long as no stack would take, closed to a cycle; and 3,000 modules above it. */
static void test_large(void **state)
{
	enum { CHAIN = 100000, MODULES = 3000 };
	struct dep_query q = { .sure = DEP_MAYBE };
	struct dep_closure c;
	struct graph t;
	char a[32], b[32];
	clock_t start;
	uint32_t x;

	(void)state;
	open_graph(&t);
	for (int i = 0; i < CHAIN; i++) {
		snprintf(a, sizeof(a), "core/%d", i);
		snprintf(b, sizeof(b), "core/%d", (i + 1) % CHAIN);
		need(&t, a, b, "s");
	}
	for (int i = 0; i < MODULES; i++) {
		snprintf(a, sizeof(a), "mod/%d", i);
		need(&t, a, "core/7", "s");
		for (int k = 1; k <= 20 && k <= i; k++) {
			snprintf(b, sizeof(b), "mod/%d", i - k);
			need(&t, a, b, "s");
		}
	}
	start = clock();
	close_graph(&t);
	assert_int_equal(t.g.nscc, MODULES + 1);
	place_is(&t, "core/99999", DEP_CORE);
	for (int i = 0; i < 300; i++) {
		snprintf(a, sizeof(a), "mod/%d", i);
		x = (uint32_t)(CHAIN + i);
		assert_string_equal(t.d.node[x].path, a);
		depgraph_users(&t.g, &x, 1, &q, &c);
		assert_int_equal(c.n, MODULES - i);
		assert_int_equal(c.nblockers, 0);
		dep_closure_release(&c);
	}
	/* (a second on a slow machine is much more than it takes) */
	if (clock() - start > 10 * CLOCKS_PER_SEC)
		fail_msg("too slow");
	release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places), cmocka_unit_test(test_classes),
		cmocka_unit_test(test_users),  cmocka_unit_test(test_needs),
		cmocka_unit_test(test_facts),  cmocka_unit_test(test_empty),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
