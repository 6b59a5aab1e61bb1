/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a picture of dependencies look like, their texts, and the legend. */
#pragma once

#include "base/buf.h"
#include "report/graph.h"

/* A node: attributes of Graphviz. */
struct graph_look {
	const char *word; /* in the label; NULL: none */
	const char *shape, *style;
	const char *line, *fill; /* colours */
	const char *meaning;
};

struct edge_look {
	uint32_t kinds; /* set of 1 << enum dep_kind */
	const char *word; /* at the edge, or NULL */
	const char *line;
	const char *meaning;
};

extern const struct graph_look graph_looks[GRAPH_KEEP + 1];
extern const struct graph_look graph_look_core;

/* The fill of a node without a verdict, by its cost. */
const char *graph_shade(int64_t cost_us);
/* By the kind that says most of these. */
const struct edge_look *graph_edge_look(uint32_t kinds);
const char *graph_sure_style(enum dep_sure s);

/* A cluster that explains what is in this picture, and nothing else. */
void graph_legend(const struct graph *p, const struct graph_view *v, FILE *f);

/* graph_text.c: what is added is safe in a "quoted string". */
enum graph_verdict graph_verdict_of(const struct graph_view *v, const struct graph_node *n);
bool graph_is_root(const struct graph_view *v, const struct graph_node *n);
void graph_label(struct buf *b, const struct graph_view *v, const struct graph_node *n);
void graph_tip(struct buf *b, const struct graph_view *v, const struct graph_node *n);
/* "xhci_pci needs xhci_hcd: export (exact)", and what shows it. */
void graph_edge_tip(struct buf *b, const struct graph *p, const struct graph_view *v,
		    const struct graph_edge *e);
/* What is drawn of what, from what. */
void graph_title(struct buf *b, const struct graph_view *v);
