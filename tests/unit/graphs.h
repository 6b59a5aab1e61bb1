/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of graphs share: a kernel of a few nodes, made by hand. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/deps_priv.h"
#include "report/graph.h"

#define KERNEL_CALLS 4096

struct kernel {
	struct image img;
	struct initcall *call;
	int64_t us[KERNEL_CALLS];
	struct deps deps;
	struct deps_work work;
	struct depgraph g;
	struct graph_view view;
	uint32_t clock; /* of the next initcall */
};

/* Three objects that need each other are the core; init/main has the first initcall. */
static inline void kernel_begin(struct kernel *k)
{
	static const char *const core[] = { "init/main", "kernel/sched", "mm/slab" };

	memset(k, 0, sizeof(*k));
	k->call = xcalloc(KERNEL_CALLS, sizeof(*k->call));
	k->img.v = k->call;
	k->work.d = &k->deps;
	k->work.img = &k->img;
	strtab_init(&k->work.paths, &k->deps.arena);
	for (uint32_t i = 0; i < 3; i++)
		deps_node(&k->work, str_of(core[i]));
	for (uint32_t i = 0; i < 3; i++)
		deps_fact(&k->work, i, (i + 1) % 3, DEP_SYMBOL, DEP_EXACT, DEPS_OBJECTS, "core");
	k->view = (struct graph_view){ .g = &k->g, .init_us = TIME_NONE, .max = GRAPH_MAX,
				       .min_us = GRAPH_MIN_US, .depth = GRAPH_DEPTH,
				       .centre = DEP_NONE };
}

/* Its next initcall, which costs that much; all are of one level. */
static inline void kernel_call(struct kernel *k, uint32_t node, const char *name, int64_t us)
{
	uint32_t i = k->clock++;

	assert_true(i < KERNEL_CALLS);
	k->call[i] = (struct initcall){ .name = name, .level = "device", .rank = 9, .index = i };
	k->us[i] = us;
	k->img.n = k->clock;
	deps_call(&k->work, node, i, NULL);
}

/* A module with one initcall of the name of the module; us < 0: it has none. */
static inline uint32_t kernel_module(struct kernel *k, const char *path, int64_t us)
{
	uint32_t node = deps_node(&k->work, str_of(path));

	k->work.node.v[node].tristate = true;
	if (us >= 0)
		kernel_call(k, node, k->work.node.v[node].name, us);
	return node;
}

static inline void kernel_need(struct kernel *k, uint32_t from, uint32_t to)
{
	deps_fact(&k->work, from, to, DEP_EXPORT, DEP_EXACT, DEPS_OBJECTS, "symbol");
}

static inline void kernel_end(struct kernel *k)
{
	k->deps.has_tristate = true;
	k->deps.from = "a test";
	deps_finish(&k->work);
	deps_work_release(&k->work);
	depgraph_init(&k->g, &k->deps, &k->img);
}

static inline void kernel_release(struct kernel *k)
{
	depgraph_release(&k->g);
	deps_release(&k->deps);
	free(k->call);
}

/* Place of a node in the picture, UINT32_MAX: it is not there. */
static inline uint32_t at_of(const struct graph *p, uint32_t node)
{
	for (uint32_t i = 0; i < p->nnodes; i++) {
		if (p->node[i].node == node)
			return i;
	}
	return UINT32_MAX;
}

static inline bool has_node(const struct graph *p, uint32_t node)
{
	return at_of(p, node) != UINT32_MAX;
}

static inline const struct graph_edge *edge_of(const struct graph *p, uint32_t from, uint32_t to)
{
	for (size_t i = 0; i < p->nedges; i++) {
		if (p->node[p->edge[i].from].node == from && p->node[p->edge[i].to].node == to)
			return &p->edge[i];
	}
	return NULL;
}

static inline bool has_note(const struct graph *p, const char *text)
{
	for (size_t i = 0; i < p->nnotes; i++) {
		if (strcmp(p->note[i], text) == 0)
			return true;
	}
	for (size_t i = 0; i < p->nnotes; i++)
		print_message("# note: %s\n", p->note[i]);
	return false;
}
