/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pictures of who needs whom: what of the dependencies of a kernel is drawn
 * (graph.c, graph_pick.c, graph_chain.c), and that as text for Graphviz
 * (graph_dot.c). A struct graph is built once, then only read; it owns all it
 * points to but what the view does.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "advice/deps.h"
#include "base/arena.h"
#include "model/boot.h"

#define GRAPH_CORE (UINT32_MAX - 1) /* in the place of a node: the kernel's core as a whole */
#define GRAPH_MAX 60                /* nodes that a person can still read */
#define GRAPH_MIN_US 1000
#define GRAPH_DEPTH 2
#define GRAPH_EVIDENCE 4            /* how many symbols and the like an edge names */

enum graph_verdict { GRAPH_UNKNOWN, GRAPH_DEFER, GRAPH_ASK, GRAPH_KEEP };

enum graph_mode {
	GRAPH_COSTLY,   /* what costs time, and what connects it */
	GRAPH_AROUND,   /* one node, whom it needs, and who needs it */
	GRAPH_CRITICAL, /* the costliest chain of initcalls that need each other */
	GRAPH_ALL,
};

/* What is to be drawn. Nothing in it is changed. */
struct graph_view {
	const struct depgraph *g;
	/* By initcall of the image: what it costs before init, TIME_NONE where it did not run;
	 * NULL: there is no log. */
	const int64_t *call_us;
	/* By node; NULL: nothing was decided, there are no roots. */
	const uint8_t *verdict; /* enum graph_verdict */
	const bool *root;       /* the first job needs it by itself */
	const char *log;        /* its name for the heading, or NULL */
	size_t boots;           /* how many the costs are the median of */
	int64_t init_us;        /* time to init (the median), or TIME_NONE */
	enum graph_mode mode;
	int64_t min_us;         /* GRAPH_COSTLY: cheaper modules are left out */
	size_t max;             /* nodes at most; 0: no limit. The core is not counted */
	uint32_t centre;        /* GRAPH_AROUND: the node ... */
	unsigned int depth;     /* ... and how many steps away from it */
};

enum graph_role {
	GRAPH_CHOSEN, /* it is what the view asks for */
	GRAPH_VIA,    /* only connects others */
	GRAPH_CENTRE,
};

struct graph_node {
	uint32_t node;        /* of the dependencies, or GRAPH_CORE */
	enum graph_role role;
	uint32_t units;       /* nodes that it stands for: more than one for the core */
	const uint32_t *call; /* its initcalls, indexes in the image, in the order they run */
	size_t ncalls;
	int64_t cost_us;      /* the sum of what these cost, or TIME_NONE */
	uint32_t users;       /* nodes outside of the core that need it, so far as needs are drawn */
};

struct graph_edge {
	uint32_t from, to; /* indexes in graph.node; from needs to */
	uint32_t kinds;    /* set of 1 << enum dep_kind; 0: it only runs after it (chains) */
	enum dep_sure sure; /* of the surest */
	const char *evidence; /* a few of what shows it, or NULL */
	uint32_t nevidence;   /* how many there are of these */
};

struct graph {
	struct arena arena;
	struct graph_node *node; /* the core first, if it is there, then in link order */
	size_t nnodes;
	struct graph_edge *edge; /* by from, to */
	size_t nedges;
	const char **note;       /* what is not shown, a sentence each */
	size_t nnotes;
};

/* A view of GRAPH_CRITICAL needs call_us. */
void graph_build(struct graph *p, const struct graph_view *v);
void graph_release(struct graph *p);

/* As text for dot(1). */
void graph_dot(const struct graph *p, const struct graph_view *v, FILE *f);
