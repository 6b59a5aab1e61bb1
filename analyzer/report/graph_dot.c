// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A struct graph as text for dot. What is shown by a colour is shown by a shape
 * or a word, too. Arrows point to what is needed.
 */
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/dot.h"
#include "report/graph_look.h"

#define MANY_NODES 300 /* from here on, quick beats beautiful */

/* The path of a node names it; a chain can come by a second time. */
static void add_id(struct buf *b, const struct graph *p, const struct graph_view *v, uint32_t at)
{
	unsigned int again = 1;

	for (uint32_t i = 0; v->mode == GRAPH_CRITICAL && i < at; i++)
		again += p->node[i].node == p->node[at].node;
	buf_addc(b, '"');
	if (p->node[at].node == GRAPH_CORE)
		buf_puts(b, "kernel core");
	else
		dot_name(b, v->g->d->node[p->node[at].node].path);
	if (again > 1)
		buf_printf(b, " (%u)", again);
	buf_addc(b, '"');
}

static void write_node(const struct graph *p, const struct graph_view *v, uint32_t at, FILE *f)
{
	const struct graph_node *n = &p->node[at];
	const struct graph_look *look = n->node == GRAPH_CORE ?
		&graph_look_core : &graph_looks[graph_verdict_of(v, n)];
	bool plain = look == &graph_looks[GRAPH_UNKNOWN];
	struct buf b = { 0 };

	add_id(&b, p, v, at);
	buf_puts(&b, " [label=\"");
	graph_label(&b, v, n);
	buf_puts(&b, "\", tooltip=\"");
	graph_tip(&b, v, n);
	buf_printf(&b, "\", shape=%s, style=\"%s%s\", color=\"%s\", fillcolor=\"%s\"", look->shape,
		   look->style, plain && n->role == GRAPH_VIA ? ",dashed" : "", look->line,
		   plain ? graph_shade(n->cost_us) : look->fill);
	if (n->node == GRAPH_CORE)
		buf_puts(&b, ", margin=\"0.2,0.15\"");
	if (n->role == GRAPH_CENTRE)
		buf_puts(&b, ", penwidth=4");
	if (graph_is_root(v, n))
		buf_puts(&b, ", peripheries=2");
	fprintf(f, "\t%s];\n", b.p);
	buf_release(&b);
}

static int by_ends(const void *pa, const void *pb)
{
	const struct graph_edge *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->to < b->to ? -1 : a->to > b->to;
}

static const struct graph_edge *reverse_of(const struct graph *p, const struct graph_edge *e)
{
	const struct graph_edge want = { .from = e->to, .to = e->from };

	return bsearch(&want, p->edge, p->nedges, sizeof(want), by_ends);
}

static void edge_tips(struct buf *b, const struct graph *p, const struct graph_view *v,
		      const struct graph_edge *e, const struct graph_edge *back)
{
	graph_edge_tip(b, p, v, e);
	if (back) {
		buf_puts(b, "\\n");
		graph_edge_tip(b, p, v, back);
	}
}

/* Two that need each other in the same way have one line, with two heads. */
static void write_edge(const struct graph *p, const struct graph_view *v,
		       const struct graph_edge *e, FILE *f)
{
	const struct edge_look *look = graph_edge_look(e->kinds);
	const struct graph_edge *back = reverse_of(p, e);
	struct buf b = { 0 };

	if (back && (back->sure != e->sure || graph_edge_look(back->kinds) != look))
		back = NULL;
	if (back && back < e)
		return;
	add_id(&b, p, v, e->from);
	buf_puts(&b, " -> ");
	add_id(&b, p, v, e->to);
	buf_printf(&b, " [color=\"%s\", style=\"%s\"%s", look->line,
		   e->kinds ? graph_sure_style(e->sure) : "dotted", back ? ", dir=both" : "");
	if (look->word) {
		buf_printf(&b, ", label=\"%s\", fontcolor=\"%s\", labeltooltip=\"", look->word,
			   look->line);
		edge_tips(&b, p, v, e, back);
		buf_puts(&b, "\"");
	}
	buf_puts(&b, ", tooltip=\"");
	edge_tips(&b, p, v, e, back);
	fprintf(f, "\t%s\"];\n", b.p);
	buf_release(&b);
}

/* --- The page ------------------------------------------------------------------------------- */

static void write_head(const struct graph *p, const struct graph_view *v, FILE *f)
{
	struct buf b = { 0 };

	graph_title(&b, v);
	fprintf(f, "digraph bootcheck {\n"
	      "\trankdir=%s; bgcolor=\"white\"; pad=0.3; nodesep=0.15; ranksep=0.7;\n"
	      "\tfontname=\"DejaVu Sans\"; fontsize=12; labelloc=t; labeljust=l;\n"
	      "\tnode [fontname=\"DejaVu Sans\", fontsize=10, margin=\"0.12,0.06\"];\n"
	      "\tedge [fontname=\"DejaVu Sans\", fontsize=9, arrowsize=0.7];\n",
		/* (time runs to the right) */
		v->mode == GRAPH_CRITICAL ? "RL" : "LR");
	/* (layouts of many nodes take minutes without limits, and splines as long again) */
	if (p->nnodes > MANY_NODES)
		fputs("\tsplines=false; nslimit=1; nslimit1=1; mclimit=0.2;\n", f);
	fprintf(f, "\tlabel=\"%s\\n\";\n", b.p);
	buf_release(&b);
}

static void write_notes(const struct graph *p, FILE *f)
{
	struct buf b = { 0 };

	if (!p->nnotes)
		return;
	for (size_t i = 0; i < p->nnotes; i++) {
		dot_text(&b, p->note[i], 0);
		buf_puts(&b, "\\l");
	}
	fprintf(f, "\t\" note\" [label=\"%s\", tooltip=\"note\", shape=note, "
		   "style=filled, color=\"#666666\", fillcolor=\"#fffbe6\"];\n", b.p);
	buf_release(&b);
}

struct alone {
	uint32_t users;
	int64_t us;
	uint32_t at;
};

static int by_cost(const void *pa, const void *pb)
{
	const struct alone *a = pa, *b = pb;

	if (a->us != b->us)
		return a->us > b->us ? -1 : 1;
	if (a->users != b->users)
		return a->users > b->users ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/*
 * What has no edge, what costs or is needed most first: in rows, for all in one column would
 * be the longest part of the picture.
 */
static void write_alone(const struct graph *p, const struct graph_view *v, const bool *joined,
			FILE *f)
{
	struct alone *a = xcalloc(p->nnodes + 1, sizeof(*a));
	size_t n = 0, columns;
	struct buf b = { 0 };

	for (uint32_t i = 0; i < p->nnodes; i++) {
		if (!joined[i] && p->node[i].node != GRAPH_CORE)
			a[n++] = (struct alone){ p->node[i].users, p->node[i].cost_us, i };
	}
	columns = n > 24 ? 6 : n > 12 ? 4 : n > 4 ? 3 : 2;
	qsort(a, n, sizeof(*a), by_cost);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i % columns ? " -> " : "\t\t");
		add_id(&b, p, v, a[i].at);
		if (i % columns == columns - 1 || i == n - 1)
			buf_puts(&b, i % columns ? " [style=invis];\n" : ";\n");
	}
	/* (a column of a picture that goes from left to right, dot counts from below) */
	buf_puts(&b, "\t\t{ rank=same; ");
	for (size_t i = 0, rows = (n + columns - 1) / columns; i < rows; i++) {
		buf_puts(&b, i ? " -> " : "");
		add_id(&b, p, v, a[(rows - 1 - i) * columns].at);
	}
	buf_puts(&b, n > columns ? " [style=invis]; }\n" : "; }\n");
	if (n > 1)
		fprintf(f, "\tsubgraph \"cluster alone\" {\n"
			   "\t\tlabel=\"Neither need one of the others shown, nor are needed\"; "
			   "labeljust=l; fontsize=11; color=\"#bbbbbb\"; style=\"dashed\";\n"
			   "%s\t}\n", b.p);
	buf_release(&b);
	free(a);
}

void graph_dot(const struct graph *p, const struct graph_view *v, FILE *f)
{
	bool *joined = xcalloc(p->nnodes + 1, sizeof(*joined));

	write_head(p, v, f);
	for (uint32_t i = 0; i < p->nnodes; i++)
		write_node(p, v, i, f);
	write_notes(p, f);
	for (size_t i = 0; i < p->nedges; i++) {
		write_edge(p, v, &p->edge[i], f);
		joined[p->edge[i].from] = joined[p->edge[i].to] = true;
	}
	write_alone(p, v, joined, f);
	graph_legend(p, v, f);
	fputs("}\n", f);
	free(joined);
}
