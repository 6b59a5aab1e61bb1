// SPDX-License-Identifier: GPL-2.0-or-later
/* Colours that differ for the colour-blind and in grey, after Okabe and Ito. */
#include "report/graph_look.h"

#include "report/dot.h"

const struct graph_look graph_looks[GRAPH_KEEP + 1] = {
	[GRAPH_UNKNOWN] = { NULL, "box", "rounded,filled", "#444444", "#ffffff",
			    "a module, no verdict" },
	[GRAPH_DEFER] = { "defer", "ellipse", "filled", "#00664b", "#bfe8da",
			  "defer: may wait until after init" },
	[GRAPH_ASK] = { "ask", "hexagon", "filled", "#8a6100", "#ffe9b0",
			"ask: a person has to decide" },
	[GRAPH_KEEP] = { "keep", "box", "filled,bold", "#0b3d6b", "#cfe3f5",
			 "keep: has to run before init" },
};

const struct graph_look graph_look_core = {
	NULL, "box3d", "filled", "#444444", "#e4e4e4",
	"kernel core, and what it needs: always runs",
};

/* The kinds that say most come first; the last one fits whatever is left. */
static const struct edge_look edge_looks[] = {
	{ 1u << DEP_TREE, "device tree", "#8a3a00", "needs, by the device tree" },
	{ 1u << DEP_LOG, "log", "#8a3a00", "needs, by the log" },
	{ 1u << DEP_BUS, "bus", "#00508c", "registers on its bus" },
	{ 1u << DEP_CLASS, "class", "#00508c", "makes devices of its class" },
	{ 1u << DEP_SOFTDEP, "softdep", "#9a2f7a", "MODULE_SOFTDEP" },
	{ 1u << DEP_ALIAS, "alias", "#9a2f7a", "asks for it by an alias" },
	{ 1u << DEP_CRYPTO, "crypto", "#9a2f7a", "asks for its algorithm by name" },
	{ 1u << DEP_SYMBOL | 1u << DEP_EXPORT, NULL, "#222222", "uses its symbols" },
	{ 0, NULL, "#777777", "needs the core, as all do" },
};

#define NLOOKS (sizeof(edge_looks) / sizeof(edge_looks[0]))

const struct edge_look *graph_edge_look(uint32_t kinds)
{
	for (size_t i = 0; i < NLOOKS; i++) {
		if (edge_looks[i].kinds & kinds)
			return &edge_looks[i];
	}
	return &edge_looks[NLOOKS - 1];
}

const char *graph_sure_style(enum dep_sure s)
{
	return s == DEP_EXACT ? "solid" : s == DEP_LIKELY ? "dashed" : "dotted";
}

static const struct {
	int64_t from_us;
	const char *fill, *meaning;
} shades[] = {
	{ 100000, "#f2a07b", "costs 100 ms and more" },
	{ 10000, "#f9cdb5", "costs 10 ms and more" },
	{ 1000, "#fdeade", "costs 1 ms and more" },
};

#define NSHADES (sizeof(shades) / sizeof(shades[0]))

const char *graph_shade(int64_t cost_us)
{
	for (size_t i = 0; i < NSHADES; i++) {
		if (cost_us != TIME_NONE && cost_us >= shades[i].from_us)
			return shades[i].fill;
	}
	return graph_looks[GRAPH_UNKNOWN].fill;
}

/* --- The legend ----------------------------------------------------------------------------- */

struct legend {
	FILE *f;
	unsigned int n; /* entries so far: their names */
};

static void entry(struct legend *l, const struct graph_look *look, const char *more,
		  const char *fill, const char *text)
{
	fprintf(l->f, "\t\t\" legend %u\" [label=\"%s\", tooltip=\"legend\", shape=%s, "
		      "style=\"%s\", color=\"%s\", fillcolor=\"%s\"%s];\n", ++l->n, text,
		look->shape, look->style, look->line, fill, more);
}

/* An arrow of that look, which points to what it means. */
static void edge_entry(struct legend *l, const char *line, const char *style, const char *text)
{
	l->n++;
	fprintf(l->f, "\t\t\" legend %u\" [label=\"\", tooltip=\"legend\", shape=plaintext, width=0.1];\n"
		      "\t\t\" legend %u text\" [label=\"%s\", tooltip=\"legend\", shape=plaintext];\n"
		      "\t\t\" legend %u\" -> \" legend %u text\" [color=\"%s\", style=%s, "
		      "tooltip=\"legend\"];\n", l->n, l->n, text, l->n, l->n, line, style);
}

static bool has_verdict(const struct graph *p, const struct graph_view *v, enum graph_verdict x)
{
	for (size_t i = 0; i < p->nnodes; i++) {
		uint32_t node = p->node[i].node;

		if (node != GRAPH_CORE && (v->verdict ? v->verdict[node] : 0) == x)
			return true;
	}
	return false;
}

static bool has_root(const struct graph *p, const struct graph_view *v)
{
	for (size_t i = 0; v->root && i < p->nnodes; i++) {
		if (p->node[i].node != GRAPH_CORE && v->root[p->node[i].node])
			return true;
	}
	return false;
}

static bool has_role(const struct graph *p, enum graph_role role)
{
	for (size_t i = 0; i < p->nnodes; i++) {
		if (p->node[i].role == role)
			return true;
	}
	return false;
}

/* Shades are of nodes without a verdict only. */
static void shade_entries(struct legend *l, const struct graph *p, const struct graph_view *v)
{
	const struct graph_look *look = &graph_looks[GRAPH_UNKNOWN];

	for (size_t i = 0; i < NSHADES; i++) {
		bool there = false;

		for (size_t k = 0; k < p->nnodes && !there; k++) {
			uint32_t node = p->node[k].node;

			there = node != GRAPH_CORE && !(v->verdict && v->verdict[node]) &&
				graph_shade(p->node[k].cost_us) == shades[i].fill;
		}
		if (there)
			entry(l, look, "", shades[i].fill, shades[i].meaning);
	}
}

static void node_entries(struct legend *l, const struct graph *p, const struct graph_view *v)
{
	const struct graph_look *plain = &graph_looks[GRAPH_UNKNOWN];
	const struct graph_look via = { .shape = plain->shape, .style = "rounded,filled,dashed",
					.line = plain->line };

	for (unsigned int i = GRAPH_UNKNOWN; i <= GRAPH_KEEP; i++) {
		const struct graph_look *look = &graph_looks[i];

		/* Where nothing is decided, that it is not goes without saying. */
		if (has_verdict(p, v, i) && (i || v->verdict))
			entry(l, look, "", look->fill, look->meaning);
	}
	if (has_root(p, v))
		entry(l, plain, ", peripheries=2", plain->fill,
		      "root: the first job needs it by itself");
	if (has_role(p, GRAPH_CENTRE))
		entry(l, plain, ", penwidth=4", plain->fill, "what was asked for");
	shade_entries(l, p, v);
	if (has_role(p, GRAPH_VIA))
		entry(l, &via, "", plain->fill, "only connects others");
	for (size_t i = 0; i < p->nnodes; i++) {
		if (p->node[i].node == GRAPH_CORE) {
			entry(l, &graph_look_core, "", graph_look_core.fill,
			      graph_look_core.meaning);
			break;
		}
	}
}

static void edge_entries(struct legend *l, const struct graph *p)
{
	static const char *const sures[DEP_EXACT] = {
		[DEP_MAYBE] = "maybe", [DEP_LIKELY] = "likely, not sure",
	};
	bool looks[NLOOKS] = { false }, sure[DEP_EXACT + 1] = { false };

	for (size_t i = 0; i < p->nedges; i++) {
		looks[graph_edge_look(p->edge[i].kinds) - edge_looks] = true;
		if (p->edge[i].kinds)
			sure[p->edge[i].sure] = true;
	}
	for (size_t i = 0; i < NLOOKS; i++) {
		if (looks[i])
			edge_entry(l, edge_looks[i].line, edge_looks[i].kinds ? "solid" : "dotted",
				   edge_looks[i].meaning);
	}
	for (unsigned int i = DEP_MAYBE; i < DEP_EXACT; i++) {
		if (sure[i])
			edge_entry(l, "#222222", graph_sure_style(i), sures[i]);
	}
}

void graph_legend(const struct graph *p, const struct graph_view *v, FILE *f)
{
	struct legend l = { .f = f };

	fputs("\tsubgraph \"cluster legend\" {\n"
	      "\t\tlabel=\"Legend: arrows point to what is needed\"; labeljust=l; fontsize=11; color=\"#999999\"; style=\"\";\n"
	      "\t\tnode [fontsize=9, height=0.25, margin=\"0.1,0.04\"];\n", f);
	node_entries(&l, p, v);
	edge_entries(&l, p);
	fputs("\t}\n", f);
}
