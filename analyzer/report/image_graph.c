// SPDX-License-Identifier: GPL-2.0-or-later
/* Modules and their needs by the graph of an object tree or of all units, as JSON and as text. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/fmt.h"
#include "report/image.h"
#include "report/image_graph.h"

/* An edge names so many symbols, all with --verbose; the number of all is there as well. */
#define SOME 8

/* What could be a module, or has initcalls of the wanted level; with --verbose all code. */
static bool wanted(const struct image_report *r, const struct dep_node *n)
{
	if (r->verbose && !r->level)
		return true;
	return n->ncalls ? calls_wanted(r, n->calls, n->ncalls) : n->tristate && !r->level;
}

/* Needs of the core that has nothing to run are only counted, but for --verbose. */
static bool told(const struct image_report *r, const struct dep *e)
{
	const struct depgraph *g = r->graph;

	return r->verbose || g->d->node[e->to].ncalls || dep_class(g, e) != DEP_CORE_API;
}

struct by_name {
	const char *name;
	uint32_t edge;
};

static int by_name(const void *pa, const void *pb)
{
	const struct by_name *a = pa, *b = pb;
	int c = strcmp(a->name, b->name);

	return c ? c : a->edge < b->edge ? -1 : a->edge > b->edge;
}

/* The edges of a node that are told, by the names of what is needed. */
static size_t edges_of(const struct image_report *r, const struct dep_node *n, struct by_name **v)
{
	const struct depgraph *g = r->graph;
	size_t k = 0;

	*v = xcalloc(n->nneeds + 1, sizeof(**v));
	for (uint32_t i = n->needs; i < n->needs + n->nneeds; i++) {
		if (told(r, &g->d->v[i]))
			(*v)[k++] = (struct by_name){ g->d->node[g->d->v[i].to].name, i };
	}
	if (k)
		qsort(*v, k, sizeof(**v), by_name);
	return k;
}

/* --- JSON ----------------------------------------------------------------------------------- */

static void write_edge(struct json *j, const struct image_report *r, const struct dep *e)
{
	const struct depgraph *g = r->graph;
	const struct dep_node *to = &g->d->node[e->to];

	jw_object(j, NULL);
	jw_string(j, "name", to->name);
	jw_string(j, "path", to->path);
	jw_string(j, "file", to->file);
	jw_string(j, "kind", dep_kind_name(e->kind));
	jw_string(j, "sure", dep_sure_name(e->sure));
	jw_string(j, "source", dep_source_name(e->source));
	jw_string(j, "class", dep_class_name(dep_class(g, e)));
	jw_string(j, "order", dep_order_name(dep_order(g, e)));
	jw_string(j, "symbol", e->nevidence ? e->evidence[0] : NULL);
	jw_int(j, "symbols", e->nevidence);
	jw_array(j, "evidence");
	for (uint32_t i = 0; i < e->nevidence && (i < SOME || r->verbose); i++)
		jw_string(j, NULL, e->evidence[i]);
	jw_end(j);
	jw_end(j);
}

static void write_needs(struct json *j, const struct image_report *r, const struct dep_node *n)
{
	const struct depgraph *g = r->graph;
	const char *last = NULL;
	struct by_name *v;
	size_t k = edges_of(r, n, &v);
	int64_t rest = 0;

	jw_array(j, "needs");
	for (size_t i = 0; i < k; i++) {
		if (!last || strcmp(last, v[i].name) != 0)
			jw_string(j, NULL, v[i].name);
		last = v[i].name;
	}
	jw_end(j);
	jw_array(j, "needs_by");
	for (size_t i = 0; i < k; i++)
		write_edge(j, r, &g->d->v[v[i].edge]);
	jw_end(j);
	for (uint32_t i = n->needs; i < n->needs + n->nneeds; i++) {
		if (!told(r, &g->d->v[i]))
			rest += g->d->v[i].nevidence;
	}
	jw_int(j, "core_symbols", rest);
	free(v);
}

/* Who needs it: what has to wait with it; and code of the core, that cannot. */
static void write_users(struct json *j, const struct depgraph *g, uint32_t node)
{
	struct dep_query q = { .sure = DEP_MAYBE };
	struct dep_closure c;

	if (g->place[node] == DEP_CORE) {
		jw_null(j, "needed_by");
		jw_null(j, "blocked_by");
		return;
	}
	depgraph_users(g, &node, 1, &q, &c);
	jw_array(j, "needed_by");
	for (size_t i = 1; i < c.n; i++)
		jw_string(j, NULL, g->d->node[c.v[i].node].path);
	jw_end(j);
	jw_array(j, "blocked_by");
	for (size_t i = 0; i < c.nblockers; i++) {
		const struct dep *e = &g->d->v[c.blockers[i]];

		jw_object(j, NULL);
		jw_string(j, "path", g->d->node[e->from].path);
		jw_string(j, "needs", g->d->node[e->to].path);
		jw_string(j, "kind", dep_kind_name(e->kind));
		jw_string(j, "symbol", e->evidence[0]);
		jw_int(j, "symbols", e->nevidence);
		jw_end(j);
	}
	jw_end(j);
	dep_closure_release(&c);
}

static void write_node(struct json *j, const struct image_report *r, uint32_t node)
{
	const struct depgraph *g = r->graph;
	const struct dep_node *n = &g->d->node[node];

	jw_object(j, NULL);
	jw_string(j, "name", n->name);
	jw_string(j, "path", n->path);
	jw_string(j, "file", n->file);
	jw_string(j, "place", dep_place_name((enum dep_place)g->place[node]));
	if (g->d->has_tristate)
		jw_bool(j, "tristate", n->tristate);
	else
		jw_null(j, "tristate");
	jw_int(j, "objects", n->objects);
	jw_array(j, "initcalls");
	for (size_t i = 0; i < n->ncalls; i++)
		jw_string(j, NULL, r->img->v[n->calls[i]].name);
	jw_end(j);
	write_needs(j, r, n);
	write_users(j, g, node);
	jw_int(j, "init_bytes", (int64_t)n->init_bytes);
	jw_end(j);
}

void image_graph_json(const struct image_report *r, struct json *j)
{
	const struct deps *d = r->graph->d;
	int64_t core = 0;

	for (size_t i = 0; i < d->nnodes; i++)
		core += r->graph->place[i] == DEP_CORE;
	jw_object(j, "dependencies");
	jw_string(j, "source", dep_source_name(d->source));
	jw_string(j, "from", d->from);
	jw_int(j, "nodes", (int64_t)d->nnodes);
	jw_int(j, "core_nodes", core);
	jw_int(j, "edges", (int64_t)d->n);
	jw_int(j, "references", (int64_t)d->refs);
	jw_array(j, "notes");
	for (size_t i = 0; i < d->nnotes; i++)
		jw_string(j, NULL, d->notes[i]);
	jw_end(j);
	jw_end(j);
	jw_array(j, "modules");
	for (uint32_t i = 0; i < d->nnodes; i++) {
		if (wanted(r, &d->node[i]))
			write_node(j, r, i);
	}
	jw_end(j);
}

/* --- Text ----------------------------------------------------------------------------------- */

static void needs_text(struct buf *b, const struct image_report *r, const struct dep_node *n)
{
	const struct depgraph *g = r->graph;
	const char *last = NULL;
	struct by_name *v;
	size_t k = edges_of(r, n, &v);

	for (size_t i = 0; i < k; i++) {
		const struct dep *e = &g->d->v[v[i].edge];
		enum dep_class class = dep_class(g, e);

		/* The core and libraries are always there: only --verbose names them. */
		if (!r->verbose && (class <= DEP_CORE_API || (last && !strcmp(last, v[i].name))))
			continue;
		buf_puts(b, !last ? "    needs " : r->verbose ? "\n          " : ", ");
		last = v[i].name;
		fmt_text(b, last);
		if (!r->verbose)
			continue;
		buf_printf(b, " (%s, %s: ", dep_class_name(class), dep_kind_name(e->kind));
		fmt_text(b, e->evidence[0]);
		if (e->nevidence > 1)
			buf_printf(b, " and %" PRIu32 " more", e->nevidence - 1);
		buf_addc(b, ')');
	}
	if (last)
		buf_addc(b, '\n');
	free(v);
}

static void node_text(struct buf *b, const struct image_report *r, const struct dep_node *n)
{
	buf_puts(b, "  ");
	fmt_text(b, n->name);
	buf_puts(b, " (");
	fmt_text(b, n->path);
	buf_printf(b, "), %" PRIu64 " init bytes\n", n->init_bytes);
	for (size_t i = 0; i < n->ncalls; i++) {
		buf_puts(b, i ? ", " : "    calls ");
		fmt_text(b, r->img->v[n->calls[i]].name);
	}
	if (n->ncalls)
		buf_addc(b, '\n');
	needs_text(b, r, n);
}

void image_graph_text(const struct image_report *r, bool colour, FILE *f)
{
	const struct deps *d = r->graph->d;
	struct buf b = { 0 };
	size_t shown = 0;

	for (size_t i = 0; i < d->nnodes; i++)
		shown += wanted(r, &d->node[i]);
	if (colour)
		buf_puts(&b, "\033[1m");
	fmt_count(&b, shown, "module");
	buf_puts(&b, " and which others they need, by ");
	fmt_text(&b, d->from);
	buf_puts(&b, colour ? "\033[0m\n" : "\n");
	for (size_t i = 0; i < d->nnodes; i++) {
		if (wanted(r, &d->node[i]))
			node_text(&b, r, &d->node[i]);
		fwrite(buf_str(&b), 1, b.n, f);
		buf_clear(&b);
	}
	for (size_t i = 0; !r->quiet && i < d->nnotes; i++) {
		buf_puts(&b, i ? "  " : "\nNotes\n  ");
		fmt_text(&b, d->notes[i]);
		buf_addc(&b, '\n');
	}
	fwrite(buf_str(&b), 1, b.n, f);
	buf_release(&b);
}
