/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Questions that one asks of a struct deps: what is core, what runs before
 * what, who needs a node in the end, and whom it needs.
 */
#pragma once

#include "input/deps.h"

/* Where code is with regard to the core. */
enum dep_place {
	DEP_CORE,    /* in the one big cycle of the kernel proper, and cannot be a module */
	DEP_BELOW,   /* needed by the core, directly or not */
	DEP_OUTSIDE, /* needed by no core code */
};

/* What is the one that is needed to the one that needs it? */
enum dep_class {
	DEP_LIBRARY,  /* nothing to run: neither it nor, the core aside, what it needs has initcalls */
	DEP_CORE_API, /* core, or code below it that cannot be a module */
	DEP_EARLIER,  /* a subsystem: its first initcall is of an earlier level */
	DEP_LEAF,     /* of the same level or a later one: waits together with it */
};

/* The first initcalls of the one that is needed and of the one that needs it. */
enum dep_order {
	DEP_ORDER_NONE,    /* one of them has no initcall */
	DEP_ORDER_EARLIER, /* the provider is of an earlier level */
	DEP_ORDER_SAME,    /* of the same level, and first by link order */
	DEP_ORDER_LATER,   /* the provider runs after the one that needs it */
};

struct depgraph {
	const struct deps *d;
	const struct image *img;
	uint32_t *scc;          /* by node; numbered providers first */
	uint32_t nscc;
	uint32_t core;          /* the scc of the core, DEP_NONE: there is none */
	uint8_t *place;         /* enum dep_place by node */
	uint16_t *rank;         /* by node: level of its first initcall + 1; without one, the latest
				 * of what it needs outside of the core; 0: there is none */
};

/* d and img must outlive it. */
void depgraph_init(struct depgraph *g, const struct deps *d, const struct image *img);
void depgraph_release(struct depgraph *g);

enum dep_order dep_order(const struct depgraph *g, const struct dep *e);
enum dep_class dep_class(const struct depgraph *g, const struct dep *e);
const char *dep_class_name(enum dep_class c); /* "library", "core-api", "earlier", "leaf" */
const char *dep_order_name(enum dep_order o); /* NULL, "earlier", "same", "later" */
const char *dep_place_name(enum dep_place p); /* "core", "below", "outside" */

/* A node of a closure, and how the search came to it. */
struct dep_hit {
	uint32_t node;
	uint32_t via;   /* the edge, index in deps->v; DEP_NONE: it is a start */
	uint32_t depth; /* 0: a start */
};

struct dep_closure {
	struct dep_hit *v; /* nearest first, equally near ones as the nodes are */
	size_t n;
	/* Edges out of the core into the closure (of dependents only), indexes in deps->v. */
	uint32_t *blockers;
	size_t nblockers;
};

/* What a search leaves aside. */
struct dep_query {
	enum dep_sure sure;    /* edges that are less sure are not followed */
	uint32_t kinds;        /* set of 1 << enum dep_kind; 0: all */
	bool direct;           /* one step only */
	/* Only list what has an initcall that runs before this index of the image (0: all). What
	 * is not listed is searched through all the same. */
	uint32_t before;
	bool with_calls;       /* only list what has an initcall */
};

/*
 * Who needs one of start[0..n), transitively: what has to wait when these do.
 * The core is never entered: its edges into the closure are the blockers. A start that
 * is core itself is needed by all of it, and has to stay.
 */
void depgraph_users(const struct depgraph *g, const uint32_t *start, size_t n,
		    const struct dep_query *q, struct dep_closure *c);
/*
 * Whom these need, transitively: what has to stay when they do. The core and
 * what is below it are not entered (they are always there).
 */
void depgraph_needs(const struct depgraph *g, const uint32_t *start, size_t n,
		    const struct dep_query *q, struct dep_closure *c);
void dep_closure_release(struct dep_closure *c);
