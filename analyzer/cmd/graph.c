// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advice/deps.h"
#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "base/str.h"
#include "base/vec.h"
#include "cmd/advising.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "report/dot.h"
#include "report/graph.h"

enum key {
	KEY_VMLINUX = OPT_OWN,
	KEY_BUILD,
	KEY_MODINFO,
	KEY_DTB,
	KEY_AROUND,
	KEY_DEPTH,
	KEY_CRITICAL,
	KEY_ALL,
	KEY_MIN_US,
	KEY_MAX,
	KEY_NEED,
	KEY_MAY_WAIT,
	KEY_FORMAT,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is read:", 1 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0, "the kernel: dependencies by its debug information", 1 },
	{ "build", KEY_BUILD, "DIR", 0,
	  "the tree that it was built in: exact dependencies, by the objects", 1 },
	{ "modinfo", KEY_MODINFO, "FILE", 0,
	  "modules.builtin.modinfo of the kernel (default: that of --build)", 1 },
	{ "dtb", KEY_DTB, "FILE", 0, "the device tree: which device supplies which", 1 },
	{ NULL, 0, NULL, 0, "What is drawn (default: what costs time, and what connects it):", 2 },
	{ "around", KEY_AROUND, "NAME", 0,
	  "a module, source file or initcall: what it needs, and what needs it", 2 },
	{ "depth", KEY_DEPTH, "N", 0, "with --around, how many steps away (default 2)", 2 },
	{ "critical", KEY_CRITICAL, NULL, 0,
	  "the costliest chain of modules that need each other", 2 },
	{ "all", KEY_ALL, NULL, 0, "all modules, however many", 2 },
	{ "min-us", KEY_MIN_US, "N", 0,
	  "leave out modules that cost less, in microseconds (default 1000)", 2 },
	{ "max", KEY_MAX, "N", 0, "modules at most (default 60)", 2 },
	{ "need", KEY_NEED, "NAME", 0, "with a log, as for suggest: what the first job needs", 2 },
	{ "may-wait", KEY_MAY_WAIT, "NAME,...", 0, "with a log, as for suggest: what it does not need",
	  2 },
	{ NULL, 0, NULL, 0, "How:", 3 },
	{ "format", KEY_FORMAT, "dot|svg|png|pdf", 0,
	  "what to write (default: by the ending of FILE, else dot)", 3 },
	{ 0 },
};

static const char *const formats[] = { "dot", "svg", "png", "pdf" };
#define FORMAT_NONE (-1)

struct args {
	const char *vmlinux, *around;
	struct deps_opts deps;
	struct graph_view view;
	VEC(const char *) logs;
	VEC(const char *) need;
	VEC(const char *) may_wait;
	int format; /* enum dot_format, FORMAT_NONE */
	bool depth_given, min_given, max_given;
};

static error_t set_mode(struct args *a, enum graph_mode mode, struct argp_state *state)
{
	if (a->view.mode != GRAPH_COSTLY && a->view.mode != mode)
		return opts_bad(state, "--around, --critical and --all exclude each other");
	a->view.mode = mode;
	return 0;
}

static error_t add_log(struct args *a, const char *name, struct argp_state *state)
{
	if (strcmp(name, "-") == 0 && a->vmlinux && strcmp(a->vmlinux, "-") == 0)
		return opts_bad(state, "standard input ('-') is given twice");
	for (size_t i = 0; strcmp(name, "-") == 0 && i < a->logs.n; i++) {
		if (strcmp(a->logs.v[i], "-") == 0)
			return opts_bad(state, "standard input ('-') is given twice");
	}
	*VEC_PUSH(&a->logs) = name;
	return 0;
}

static error_t parse_end(struct args *a, struct argp_state *state)
{
	if (!a->vmlinux && !a->deps.build)
		return opts_bad(state, "no kernel given; give --vmlinux FILE or --build DIR");
	if (a->depth_given && a->view.mode != GRAPH_AROUND)
		return opts_bad(state, "--depth needs --around");
	if (a->view.mode == GRAPH_CRITICAL && !a->logs.n)
		return opts_bad(state, "--critical needs a log: what the initcalls cost");
	if (a->min_given && (a->view.mode != GRAPH_COSTLY || !a->logs.n))
		return opts_bad(state, a->logs.n ? "--min-us is for the default picture" :
						   "--min-us needs a log");
	if ((a->need.n || a->may_wait.n) && !a->logs.n)
		return opts_bad(state, "--need and --may-wait need a log: the advice is of a boot");
	if (a->max_given && (a->view.mode == GRAPH_CRITICAL || a->view.mode == GRAPH_ALL))
		return opts_bad(state, "--max is for the default picture and --around");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	error_t r;
	long n = 0;

	switch (key) {
	case KEY_VMLINUX:
		a->vmlinux = arg;
		return 0;
	case KEY_BUILD:
		a->deps.build = arg;
		return 0;
	case KEY_MODINFO:
		a->deps.modinfo = arg;
		return 0;
	case KEY_DTB:
		a->deps.dtb = arg;
		return 0;
	case KEY_AROUND:
		a->around = arg;
		return set_mode(a, GRAPH_AROUND, state);
	case KEY_DEPTH:
		a->depth_given = true;
		r = opts_number(state, "depth", arg, 1, 100, &n);
		a->view.depth = (unsigned int)n;
		return r;
	case KEY_CRITICAL:
		return set_mode(a, GRAPH_CRITICAL, state);
	case KEY_ALL:
		return set_mode(a, GRAPH_ALL, state);
	case KEY_MIN_US:
		a->min_given = true;
		r = opts_number(state, "min-us", arg, 0, 1000000000, &n);
		a->view.min_us = n;
		return r;
	case KEY_MAX:
		a->max_given = true;
		r = opts_number(state, "max", arg, 4, 1000, &n);
		a->view.max = (size_t)n;
		return r;
	case KEY_NEED:
		*VEC_PUSH(&a->need) = arg;
		return 0;
	case KEY_MAY_WAIT:
		*VEC_PUSH(&a->may_wait) = arg;
		return 0;
	case KEY_FORMAT:
		return opts_choice(state, "format", arg, formats, 4, &a->format);
	case ARGP_KEY_ARG:
		return add_log(a, arg, state);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "graph",
	.args = "--vmlinux FILE|--build DIR [LOG...]",
	.about = "Draw who needs whom among the modules that are built into a kernel. With a LOG, which\n"
		 "is as for analyze, modules carry what their initcalls cost before init, and only\n"
		 "those are drawn that matter. An arrow points to what is needed.",
	.example = "  What would have to wait together with xhci, as a picture:\n"
		   "    bootcheck graph --build ~/linux --around xhci_hcd boot.log -o xhci.svg\n",
	.options = options,
	.parse = parse,
	.no_json = true,
};

/* What the options ask for, else what the ending of the file name does. */
static int pick_format(struct args *a, const struct common *c)
{
	static const char *const endings[] = { ".dot", ".svg", ".png", ".pdf", ".gv" };
	struct str name = str_of(c->output && strcmp(c->output, "-") != 0 ? c->output : "");

	for (int i = 0; i < 5 && a->format == FORMAT_NONE; i++) {
		if (str_ends(name, str_of(endings[i])))
			a->format = i == 4 ? DOT_TEXT : i;
	}
	if (a->format == FORMAT_NONE && name.n)
		return opts_error("graph", "'%s' ends in none of .dot .svg .png .pdf; give --format",
				  c->output);
	if (a->format == FORMAT_NONE)
		a->format = DOT_TEXT;
	if (!name.n && a->format > DOT_SVG && isatty(STDOUT_FILENO))
		return opts_error("graph", "not written to a terminal; give -o FILE");
	return -1;
}

/* --- The picture ---------------------------------------------------------------------------- */

static int draw(const struct graph *p, const struct graph_view *v, enum dot_format format, FILE *f,
		struct err *e)
{
	FILE *dot;
	int r;

	if (format == DOT_TEXT) {
		graph_dot(p, v, f);
		return 0;
	}
	dot = tmpfile();
	if (!dot)
		return err_set(e, NULL, 0, "no temporary file can be made; is the disk full?");
	graph_dot(p, v, dot);
	if (fflush(dot) != 0 || ferror(dot))
		r = err_set(e, NULL, 0, "a temporary file cannot be written; is the disk full?");
	else
		r = dot_draw(dot, format, f, e);
	fclose(dot);
	return r;
}

static int write_graph(const struct args *a, const char *name, struct err *e)
{
	struct graph p;
	struct out out;
	int r;

	if (out_open(&out, name, e) != 0)
		return -1;
	graph_build(&p, &a->view);
	r = draw(&p, &a->view, (enum dot_format)a->format, out.f, e);
	graph_release(&p);
	if (r == 0)
		return out_close(&out, e);
	out_abort(&out);
	return -1;
}

/* --- The input ------------------------------------------------------------------------------ */

/* Names that a mistyped one could have meant: modules, then initcalls. */
static int not_found(const struct args *a, const struct deps *d, const struct image *img,
		     struct err *e)
{
	const char *file = a->deps.build ? a->deps.build : a->vmlinux;
	size_t n = 0, calls = img ? img->n : 0;
	const char **names = xcalloc(d->nnodes + calls + 1, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < d->nnodes; i++)
		names[n++] = d->node[i].name;
	for (size_t i = 0; i < calls; i++)
		names[n++] = img->v[i].name;
	near = opts_nearest(a->around, names, n);
	if (near)
		err_set(e, file, 0, "no module, source file or initcall is called '%s'; did you "
			"mean '%s'?", a->around, near);
	else
		err_set(e, file, 0, "no module, source file or initcall is called '%s'; "
			"'bootcheck image --deps' lists those with initcalls", a->around);
	free(names);
	return -1;
}

static int find_centre(struct args *a, const struct common *c, const struct deps *d,
		       const struct image *img, struct err *e)
{
	size_t n;

	if (!a->around)
		return 0;
	a->view.centre = deps_find(d, img, a->around, &n);
	if (a->view.centre == DEP_NONE)
		return not_found(a, d, img, e);
	if (n > 1 && !c->quiet)
		fprintf(stderr, "bootcheck: '%s' could be any of %zu; drawn around %s\n", a->around,
			n, d->node[a->view.centre].path);
	return 0;
}

/* --- Without a log: who needs whom ------------------------------------------------------------- */

static int draw_deps(struct args *a, const struct common *c, const struct image *img,
		     const struct deps *d, struct err *e)
{
	struct depgraph g;
	int r = find_centre(a, c, d, img, e);

	if (r != 0)
		return r;
	depgraph_init(&g, d, img);
	a->view.g = &g;
	r = write_graph(a, c->output, e);
	depgraph_release(&g);
	return r;
}

static int draw_kernel(struct args *a, const struct common *c, struct err *e)
{
	struct image_opts o = { .units = !a->deps.build, .deps = !a->deps.build };
	struct image img = { 0 };
	struct deps d;
	int r = image_read(&img, a->vmlinux, &o, e);

	if (r == 0)
		r = deps_read(&d, &img, &a->deps, e);
	if (r == 0) {
		for (size_t i = 0; i < d.nnotes && c->verbose; i++)
			fprintf(stderr, "bootcheck: %s\n", d.notes[i]);
		r = draw_deps(a, c, &img, &d, e);
		deps_release(&d);
	}
	image_release(&img);
	return r;
}

/* --- With a log: what it costs, and what is advised --------------------------------------------- */

/* What is drawn of the advice. */
struct verdicts {
	int64_t *us;      /* by initcall */
	uint8_t *verdict; /* by node */
	bool *root;
};

/* A module is what the most cautious of its initcalls is. */
static void take_verdicts(struct verdicts *v, const struct advice *a)
{
	static const enum graph_verdict of[] = {
		[ADVICE_DEFER] = GRAPH_DEFER, [ADVICE_ASK] = GRAPH_ASK, [ADVICE_KEEP] = GRAPH_KEEP,
	};

	v->us = xcalloc(a->img->n + 1, sizeof(*v->us));
	v->verdict = xcalloc(a->deps->nnodes + 1, sizeof(*v->verdict));
	v->root = xcalloc(a->deps->nnodes + 1, sizeof(*v->root));
	for (size_t i = 0; i < a->img->n; i++)
		v->us[i] = TIME_NONE;
	for (size_t i = 0; i < a->n; i++) {
		const struct advised *x = &a->v[i];

		/* One that ran within another is in the time of that one. */
		if (x->row->call->parent == CALL_NONE)
			v->us[x->call->index] = x->row->median_us;
		if (x->node == DEP_NONE)
			continue;
		if (of[x->verdict] > v->verdict[x->node])
			v->verdict[x->node] = of[x->verdict];
		v->root[x->node] |= x->root;
	}
}

static void release_verdicts(struct verdicts *v)
{
	free(v->us);
	free(v->verdict);
	free(v->root);
}

static int draw_advice(struct args *a, const struct common *c, const struct advising *all,
		       struct err *e)
{
	struct verdicts v;
	int r = find_centre(a, c, &all->deps, &all->image, e);

	if (r != 0)
		return r;
	take_verdicts(&v, &all->advice);
	a->view.g = &all->advice.graph;
	a->view.call_us = v.us;
	a->view.verdict = v.verdict;
	a->view.root = v.root;
	a->view.log = a->logs.v[0];
	a->view.boots = all->series.set.n;
	a->view.init_us = all->advice.init_us;
	r = write_graph(a, c->output, e);
	release_verdicts(&v);
	return r;
}

static int draw_logs(struct args *a, const struct common *c, struct err *e)
{
	const struct advising_opts o = {
		.vmlinux = a->vmlinux, .deps = a->deps, .verbose = c->verbose,
		.logs = a->logs.v, .nlogs = a->logs.n,
		.advice = { .need = a->need.v, .nneed = a->need.n,
			    .may_wait = a->may_wait.v, .nmay_wait = a->may_wait.n },
	};
	struct advising all;
	int r = advising_read(&all, &o, e);

	if (r == 0)
		r = draw_advice(a, c, &all, e);
	advising_release(&all);
	return r;
}

static int read_and_draw(struct args *a, const struct common *c, struct err *e)
{
	struct buf in_build = { 0 };
	int r;

	/* The kernel of a build tree lies in it. */
	if (!a->vmlinux) {
		buf_printf(&in_build, "%s/vmlinux", a->deps.build);
		a->vmlinux = in_build.p;
	}
	r = a->logs.n ? draw_logs(a, c, e) : draw_kernel(a, c, e);
	buf_release(&in_build);
	return r;
}

static int graph(int argc, char **argv)
{
	struct args a = {
		.view = { .init_us = TIME_NONE, .min_us = GRAPH_MIN_US, .max = GRAPH_MAX,
			  .centre = DEP_NONE, .depth = GRAPH_DEPTH },
		.format = FORMAT_NONE,
	};
	struct common c;
	struct err e;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0)
		status = pick_format(&a, &c);
	if (status < 0)
		status = read_and_draw(&a, &c, &e) == 0 ? EXIT_DONE : cmd_unusable(&e);
	free(a.logs.v);
	free(a.need.v);
	free(a.may_wait.v);
	return status;
}

const struct cmd cmd_graph = {
	.name = "graph",
	.summary = "pictures: who needs whom among built-in modules",
	.run = graph,
};
