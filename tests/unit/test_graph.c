// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a kernel gets into a picture. */
#include "graphs.h"
#include "logs.h"

/* --- The default picture -------------------------------------------------------------------- */

static void test_costly(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t bus, a, b, c, cheap, lib;

	(void)state;
	kernel_begin(&k);
	kernel_call(&k, 0, "main_init", 5000);
	bus = kernel_module(&k, "drivers/bus", 10);
	a = kernel_module(&k, "drivers/a", 3000);
	b = kernel_module(&k, "drivers/b", 1000);
	c = kernel_module(&k, "drivers/c", 2000);
	cheap = kernel_module(&k, "drivers/cheap", 999);
	lib = kernel_module(&k, "lib/lib", -1);
	/* a and b by way of the bus; all use the core, and a library. */
	kernel_need(&k, a, bus);
	kernel_need(&k, bus, b);
	kernel_need(&k, cheap, c);
	for (uint32_t i = bus; i <= cheap; i++) {
		kernel_need(&k, i, 0);
		kernel_need(&k, i, lib);
	}
	kernel_end(&k);
	k.view.call_us = k.us;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 5);
	assert_int_equal(p.node[0].node, GRAPH_CORE);
	assert_int_equal(p.node[0].cost_us, 5000);
	assert_int_equal(p.node[0].units, 3);
	assert_int_equal(p.node[at_of(&p, a)].role, GRAPH_CHOSEN);
	assert_int_equal(p.node[at_of(&p, a)].cost_us, 3000);
	assert_int_equal(p.node[at_of(&p, bus)].role, GRAPH_VIA);
	assert_true(has_node(&p, b) && has_node(&p, c));
	assert_false(has_node(&p, cheap) || has_node(&p, lib));
	/* No edges to the core and the library. */
	assert_int_equal(p.nedges, 2);
	assert_non_null(edge_of(&p, a, bus));
	assert_non_null(edge_of(&p, bus, b));
	assert_int_equal(edge_of(&p, a, bus)->kinds, 1u << DEP_EXPORT);
	assert_int_equal(edge_of(&p, a, bus)->sure, DEP_EXACT);
	assert_string_equal(edge_of(&p, a, bus)->evidence, "symbol");
	assert_true(has_note(&p, "Not shown, cheaper: 1 module, 0.999 ms"));
	graph_release(&p);

	k.view.min_us = 0;
	graph_build(&p, &k.view);
	assert_true(has_node(&p, cheap));
	assert_false(has_node(&p, lib));
	assert_int_equal(p.nnotes, 0);
	graph_release(&p);
	kernel_release(&k);
}

/* Two that need the same third one are connected by it; one that nobody else needs is no news. */
static void test_shared_need(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t shared, own, a, b;

	(void)state;
	kernel_begin(&k);
	shared = kernel_module(&k, "drivers/shared", 1);
	own = kernel_module(&k, "drivers/own", 1);
	a = kernel_module(&k, "drivers/a", 3000);
	b = kernel_module(&k, "drivers/b", 1000);
	kernel_need(&k, a, shared);
	kernel_need(&k, b, shared);
	kernel_need(&k, a, own);
	kernel_end(&k);
	k.view.call_us = k.us;
	graph_build(&p, &k.view);
	assert_true(has_node(&p, shared));
	assert_false(has_node(&p, own));
	/* The core did not run, and nothing has an edge to it. */
	assert_false(has_node(&p, GRAPH_CORE));
	graph_release(&p);
	kernel_release(&k);
}

/* A module that the core itself refers to: an edge from the core, of all its parts together. */
static void test_core_needs(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t a;

	(void)state;
	kernel_begin(&k);
	a = kernel_module(&k, "drivers/a", 3000);
	kernel_need(&k, 0, a);
	kernel_need(&k, 1, a);
	kernel_end(&k);
	k.view.call_us = k.us;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 2);
	assert_int_equal(p.nedges, 1);
	assert_non_null(edge_of(&p, GRAPH_CORE, a));
	graph_release(&p);
	kernel_release(&k);
}

static void test_cap(void **state)
{
	struct kernel k;
	struct graph p;
	char path[32];

	(void)state;
	kernel_begin(&k);
	for (int i = 0; i < 40; i++) {
		snprintf(path, sizeof(path), "drivers/m%02d", i);
		kernel_module(&k, path, 1000 + i);
	}
	kernel_end(&k);
	k.view.call_us = k.us;
	k.view.max = 20;
	graph_build(&p, &k.view);
	/* The costliest, in link order; a quarter of the places is for what connects. */
	assert_int_equal(p.nnodes, 15);
	assert_int_equal(p.node[0].cost_us, 1025);
	assert_int_equal(p.node[14].cost_us, 1039);
	assert_int_equal(p.nnotes, 1);
	assert_true(has_note(&p, "Not shown, no costlier than these: 25 modules, 25.300 ms"));
	graph_release(&p);
	k.view.max = 0;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 40);
	graph_release(&p);
	kernel_release(&k);
}

static void test_without_log(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t hub, a, b;

	(void)state;
	kernel_begin(&k);
	hub = kernel_module(&k, "drivers/hub", 0);
	a = kernel_module(&k, "drivers/a", 0);
	b = kernel_module(&k, "drivers/b", 0);
	kernel_need(&k, a, hub);
	kernel_need(&k, b, hub);
	kernel_end(&k);
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 1);
	assert_int_equal(p.node[0].node, hub);
	assert_int_equal(p.node[0].users, 2);
	assert_int_equal(p.node[0].cost_us, TIME_NONE);
	graph_release(&p);
	k.view.mode = GRAPH_ALL;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 3);
	assert_int_equal(p.nedges, 2);
	graph_release(&p);
	kernel_release(&k);
}

/* A root that has to do with what is shown is shown; others are not. */
static void test_roots(void **state)
{
	bool root[16] = { false };
	struct kernel k;
	struct graph p;
	uint32_t a, near, far;

	(void)state;
	kernel_begin(&k);
	a = kernel_module(&k, "drivers/a", 3000);
	near = kernel_module(&k, "drivers/near", 1);
	far = kernel_module(&k, "drivers/far", 1);
	kernel_need(&k, near, a);
	kernel_end(&k);
	root[near] = root[far] = true;
	k.view.call_us = k.us;
	k.view.root = root;
	graph_build(&p, &k.view);
	assert_true(has_node(&p, near));
	assert_false(has_node(&p, far));
	graph_release(&p);
	kernel_release(&k);
}

/* --- Around one ----------------------------------------------------------------------------- */

static void test_around(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t n[7], lib, side;

	(void)state;
	kernel_begin(&k);
	/* 6 -> 5 -> ... -> 0, and one more that needs 0, which is no neighbour of 3. */
	for (int i = 0; i < 7; i++) {
		char path[] = "drivers/n0";

		path[9] = (char)('0' + i);
		n[i] = kernel_module(&k, path, 1);
	}
	lib = kernel_module(&k, "lib/lib", -1);
	side = kernel_module(&k, "drivers/side", 1);
	for (int i = 1; i < 7; i++)
		kernel_need(&k, n[i], n[i - 1]);
	kernel_need(&k, n[3], lib);
	kernel_need(&k, side, n[1]);
	kernel_end(&k);
	k.view.mode = GRAPH_AROUND;
	k.view.centre = n[3];
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 5);
	assert_true(has_node(&p, n[1]) && has_node(&p, n[5]));
	assert_false(has_node(&p, n[0]) || has_node(&p, n[6]) || has_node(&p, side));
	assert_int_equal(p.node[at_of(&p, n[3])].role, GRAPH_CENTRE);
	assert_int_equal(p.nedges, 4);
	assert_int_equal(p.nnotes, 0);
	graph_release(&p);

	k.view.depth = 1;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 3);
	graph_release(&p);

	/* Of a library, its users are of interest. */
	k.view.centre = lib;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 2);
	assert_non_null(edge_of(&p, n[3], lib));
	graph_release(&p);

	/* And of a part of the core; the rest of that is one node. */
	k.view.centre = 1;
	graph_build(&p, &k.view);
	assert_true(has_node(&p, 1));
	assert_non_null(edge_of(&p, GRAPH_CORE, 1));
	assert_null(edge_of(&p, 1, GRAPH_CORE));
	graph_release(&p);
	kernel_release(&k);
}

static void test_around_cap(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t hub, costly = 0;
	char path[32];

	(void)state;
	kernel_begin(&k);
	hub = kernel_module(&k, "drivers/hub", 1);
	for (int i = 0; i < 30; i++) {
		uint32_t m;

		snprintf(path, sizeof(path), "drivers/m%02d", i);
		m = kernel_module(&k, path, i == 29 ? 500 : 5);
		kernel_need(&k, m, hub);
		costly = m;
	}
	kernel_end(&k);
	k.view.call_us = k.us;
	k.view.mode = GRAPH_AROUND;
	k.view.centre = hub;
	k.view.max = 10;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 10);
	assert_true(has_node(&p, costly));
	assert_true(has_note(&p, "Not shown: 21 more that need hub"));
	graph_release(&p);
	kernel_release(&k);
}

/* --- The chain ------------------------------------------------------------------------------ */

static void test_chain(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t bus, lib, a, b, lone, later;

	(void)state;
	kernel_begin(&k);
	kernel_call(&k, 0, "main_init", 5000);
	bus = kernel_module(&k, "drivers/bus", 100);
	lib = kernel_module(&k, "lib/lib", -1);
	lone = kernel_module(&k, "drivers/lone", 800);
	a = kernel_module(&k, "drivers/a", 500);
	kernel_call(&k, a, "a_late", 50);
	b = kernel_module(&k, "drivers/b", 300);
	later = kernel_module(&k, "drivers/later", 900);
	/* b needs a, that needs the bus through a library; lone needs what only runs later. */
	kernel_need(&k, b, a);
	kernel_need(&k, a, lib);
	kernel_need(&k, lib, bus);
	kernel_need(&k, lone, later);
	kernel_end(&k);
	k.view.call_us = k.us;
	k.view.mode = GRAPH_CRITICAL;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 5);
	assert_int_equal(p.node[0].node, GRAPH_CORE);
	assert_int_equal(p.node[1].node, bus);
	assert_int_equal(p.node[2].node, lib);
	assert_int_equal(p.node[2].role, GRAPH_VIA);
	assert_int_equal(p.node[3].node, a);
	assert_int_equal(p.node[3].ncalls, 2);
	assert_int_equal(p.node[3].cost_us, 550);
	assert_int_equal(p.node[4].node, b);
	assert_int_equal(p.nedges, 4);
	assert_int_equal(edge_of(&p, bus, GRAPH_CORE)->kinds, 0);
	assert_int_equal(edge_of(&p, b, a)->kinds, 1u << DEP_EXPORT);
	assert_non_null(edge_of(&p, a, lib));
	assert_non_null(edge_of(&p, lib, bus));
	assert_true(has_note(&p, "The chain: 4 initcalls, 0.950 ms"));
	assert_true(has_note(&p, "The chain and the core: 5 initcalls, 5.950 ms"));
	assert_true(has_note(&p, "All initcalls before init: 7 initcalls, 7.650 ms"));
	graph_release(&p);
	kernel_release(&k);
}

/* Needs in a circle, and a kernel of which nothing ran. */
static void test_chain_circle(void **state)
{
	struct kernel k;
	struct graph p;
	uint32_t a, b;

	(void)state;
	kernel_begin(&k);
	a = kernel_module(&k, "drivers/a", 500);
	b = kernel_module(&k, "drivers/b", 300);
	kernel_need(&k, a, b);
	kernel_need(&k, b, a);
	kernel_end(&k);
	k.view.call_us = k.us;
	k.view.mode = GRAPH_CRITICAL;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 2);
	assert_int_equal(p.node[0].node, a);
	assert_int_equal(p.node[1].node, b);
	graph_release(&p);
	for (uint32_t i = 0; i < k.clock; i++)
		k.us[i] = TIME_NONE;
	graph_build(&p, &k.view);
	assert_int_equal(p.nnodes, 0);
	assert_true(has_note(&p, "No initcall outside of the core ran before init"));
	graph_release(&p);
	kernel_release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_costly),
		cmocka_unit_test(test_shared_need),
		cmocka_unit_test(test_core_needs),
		cmocka_unit_test(test_cap),
		cmocka_unit_test(test_without_log),
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_around),
		cmocka_unit_test(test_around_cap),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_chain_circle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
