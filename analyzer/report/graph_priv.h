/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that make a struct graph share. */
#pragma once

#include "base/buf.h"
#include "base/vec.h"
#include "report/graph.h"

struct graph_work {
	struct graph *p;
	const struct graph_view *v;
	const struct deps *d;
	int64_t *cost_us;  /* by node, TIME_NONE: nothing of it ran */
	uint32_t *users;   /* by node: how many need it by edges that are drawn */
	bool *core;        /* by node: is drawn as part of the core */
	uint8_t *shown;    /* by node: enum graph_role + 1 */
	VEC(struct graph_node) node;
	VEC(struct graph_edge) edge;
	VEC(const char *) note;
};

void graph_note(struct graph_work *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Is an edge of the dependencies drawn in this view, when both its ends are there? */
bool graph_is_drawn(const struct graph_work *w, const struct dep *e);
/* The costliest first, then what has initcalls, then what most others need. */
void graph_sort(const struct graph_work *w, uint32_t *v, size_t n);
/* A node of the picture; of the core when node is GRAPH_CORE. Its calls are call[0..n). */
void graph_add(struct graph_work *w, uint32_t node, enum graph_role role, const uint32_t *call,
	       size_t ncalls);
/* An edge of the picture for these n edges of the dependencies, all between the same two ends. */
void graph_join(struct graph_work *w, uint32_t from, uint32_t to, const struct dep *const *e,
		size_t n);

/* graph_pick.c: sets shown, adds notes. */
void graph_pick(struct graph_work *w);
/* graph_chain.c: adds nodes, edges and notes itself. */
void graph_chain(struct graph_work *w);
