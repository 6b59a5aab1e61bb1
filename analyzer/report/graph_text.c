// SPDX-License-Identifier: GPL-2.0-or-later
/* The texts of a picture of dependencies: labels, tooltips, the heading. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/dot.h"
#include "report/fmt.h"
#include "report/graph_look.h"

#define LABEL_MAX 44 /* characters of a name */
#define TIP_MAX 200
#define TOP_CALLS 4  /* of the core: how many of its initcalls are named */
#define TIP_CALLS 12

static const struct dep_node *dep_of(const struct graph_view *v, const struct graph_node *n)
{
	return n->node == GRAPH_CORE ? NULL : &v->g->d->node[n->node];
}

static int64_t call_cost(const struct graph_view *v, uint32_t call)
{
	return v->call_us ? v->call_us[call] : TIME_NONE;
}

/* The calls of a node, costliest first. The caller frees it. */
struct priced {
	int64_t us;
	uint32_t call;
};

static int by_price(const void *pa, const void *pb)
{
	const struct priced *a = pa, *b = pb;

	if (a->us != b->us)
		return a->us > b->us ? -1 : 1;
	return a->call < b->call ? -1 : a->call > b->call;
}

static struct priced *priced_calls(const struct graph_view *v, const struct graph_node *n)
{
	struct priced *p = xcalloc(n->ncalls + 1, sizeof(*p));

	for (size_t i = 0; i < n->ncalls; i++)
		p[i] = (struct priced){ call_cost(v, n->call[i]), n->call[i] };
	qsort(p, n->ncalls, sizeof(*p), by_price);
	return p;
}

static void add_calls(struct buf *b, const struct graph_view *v, const struct graph_node *n,
		      size_t max)
{
	struct priced *p = priced_calls(v, n);

	for (size_t i = 0; i < n->ncalls && i < max; i++) {
		buf_puts(b, "\\n");
		dot_text(b, v->g->img->v[p[i].call].name, LABEL_MAX);
		if (p[i].us != TIME_NONE) {
			buf_puts(b, "  ");
			fmt_ms(b, p[i].us);
		}
	}
	if (n->ncalls > max)
		buf_printf(b, "\\nand %zu more", n->ncalls - max);
	free(p);
}

static struct str folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (struct str){ path, slash ? (size_t)(slash - path) : 0 };
}

static void add_folder(struct buf *b, const char *path)
{
	struct str folder = folder_of(path);
	char *copy = xstrndup(folder.p, folder.n);

	if (folder.n) {
		buf_puts(b, "\\n");
		dot_text(b, copy, LABEL_MAX);
	}
	free(copy);
}

static void core_label(struct buf *b, const struct graph_view *v, const struct graph_node *n)
{
	buf_puts(b, "kernel core\\n");
	fmt_count(b, n->ncalls, "initcall");
	if (n->cost_us != TIME_NONE) {
		buf_puts(b, ", ");
		fmt_ms(b, n->cost_us);
		buf_puts(b, "\\ncostliest:");
		add_calls(b, v, n, TOP_CALLS);
	}
}

enum graph_verdict graph_verdict_of(const struct graph_view *v, const struct graph_node *n)
{
	return v->verdict && n->node != GRAPH_CORE ? v->verdict[n->node] : GRAPH_UNKNOWN;
}

bool graph_is_root(const struct graph_view *v, const struct graph_node *n)
{
	return v->root && n->node != GRAPH_CORE && v->root[n->node];
}

void graph_label(struct buf *b, const struct graph_view *v, const struct graph_node *n)
{
	const struct dep_node *d = dep_of(v, n);
	enum graph_verdict verdict = graph_verdict_of(v, n);

	if (!d) {
		core_label(b, v, n);
		return;
	}
	dot_text(b, d->name, LABEL_MAX);
	add_folder(b, d->path);
	if (n->cost_us != TIME_NONE) {
		buf_puts(b, "\\n");
		fmt_ms(b, n->cost_us);
	} else if (!n->ncalls) {
		buf_puts(b, "\\nno initcall");
	} else if (v->call_us) {
		buf_puts(b, "\\nnot run before init");
	} else if (v->mode == GRAPH_COSTLY) {
		buf_printf(b, "\\nneeded by %u", (unsigned int)n->users);
	}
	if (verdict != GRAPH_UNKNOWN)
		buf_printf(b, "\\n%s", graph_looks[verdict].word);
	if (graph_is_root(v, n))
		buf_puts(b, verdict == GRAPH_UNKNOWN ? "\\nroot" : ", root");
}

void graph_tip(struct buf *b, const struct graph_view *v, const struct graph_node *n)
{
	const struct dep_node *d = dep_of(v, n);

	if (d) {
		dot_text(b, d->path, TIP_MAX);
	} else {
		fmt_count(b, n->units, "unit");
		buf_puts(b, " of code that nothing can do without");
	}
	add_calls(b, v, n, TIP_CALLS);
}

/* "xhci_pci needs xhci_hcd: export, exact; xhci_gen_setup, xhci_suspend and 3 more" */
void graph_edge_tip(struct buf *b, const struct graph *p, const struct graph_view *v,
		     const struct graph_edge *e)
{
	const struct dep_node *from = dep_of(v, &p->node[e->from]);
	const struct dep_node *to = dep_of(v, &p->node[e->to]);
	const char *sep = ": ";

	dot_text(b, from ? from->name : "kernel core", LABEL_MAX);
	buf_puts(b, " needs ");
	dot_text(b, to ? to->name : "kernel core", LABEL_MAX);
	for (unsigned int k = 0; k < DEP_KINDS; k++) {
		if (e->kinds & 1u << k) {
			buf_printf(b, "%s%s", sep, dep_kind_name(k));
			sep = ", ";
		}
	}
	if (e->kinds)
		buf_printf(b, " (%s)", dep_sure_name(e->sure));
	if (e->evidence) {
		buf_puts(b, "\\n");
		dot_text(b, e->evidence, TIP_MAX);
		if (e->nevidence > GRAPH_EVIDENCE)
			buf_printf(b, " and %u more", (unsigned int)e->nevidence - GRAPH_EVIDENCE);
	}
}

/* --- The heading ---------------------------------------------------------------------------- */

/* Lines of the heading are at the left. */
static void line_end(struct buf *b)
{
	buf_puts(b, "\\l");
}

static void add_subject(struct buf *b, const struct graph_view *v)
{
	switch (v->mode) {
	case GRAPH_COSTLY:
		buf_puts(b, "Who needs whom among the ");
		if (v->call_us) {
			buf_puts(b, "modules of ");
			fmt_ms(b, v->min_us);
			buf_puts(b, " and more");
		} else {
			buf_puts(b, "modules that others need most");
		}
		break;
	case GRAPH_AROUND:
		buf_puts(b, "What ");
		dot_text(b, v->g->d->node[v->centre].path, TIP_MAX);
		buf_printf(b, " needs, and what needs it, up to %u step%s away", v->depth,
			   v->depth == 1 ? "" : "s");
		break;
	case GRAPH_CRITICAL:
		buf_puts(b, "The costliest chain of modules that need each other");
		break;
	case GRAPH_ALL:
		buf_puts(b, "Who needs whom among all built-in modules");
		break;
	}
	line_end(b);
}

void graph_title(struct buf *b, const struct graph_view *v)
{
	const struct image *img = v->g->img;

	add_subject(b, v);
	if (img && img->kernel) {
		buf_puts(b, "Linux ");
		dot_text(b, img->kernel, TIP_MAX);
		line_end(b);
	}
	buf_puts(b, "needs: ");
	dot_text(b, v->g->d->from ? v->g->d->from : "not known", TIP_MAX);
	line_end(b);
	if (!v->log)
		return;
	buf_puts(b, "costs: ");
	dot_text(b, v->log, TIP_MAX);
	if (v->boots > 1)
		buf_printf(b, ", medians of %zu boots", v->boots);
	if (v->init_us != TIME_NONE) {
		buf_puts(b, "; time to init ");
		fmt_ms(b, v->init_us);
	}
	line_end(b);
}
