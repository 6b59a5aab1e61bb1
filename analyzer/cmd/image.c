// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "report/image.h"

enum key {
	KEY_LEVEL = OPT_OWN,
	KEY_SORT,
	KEY_DIFF,
	KEY_SYSTEM_MAP,
	KEY_LINES,
	KEY_NO_LINES,
	KEY_CSV,
	KEY_DEPS,
	KEY_BUILD,
	KEY_MODINFO,
	KEY_DTB,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is read:", 1 },
	{ "lines", KEY_LINES, NULL, 0,
	  "source files and lines by the debug information, which has to be there", 1 },
	{ "no-lines", KEY_NO_LINES, NULL, 0,
	  "leave the debug information alone (the default is to use it if there is some)", 1 },
	{ "system-map", KEY_SYSTEM_MAP, "FILE", 0, "symbols from this System.map", 1 },
	{ NULL, 0, NULL, 0, "What is shown:", 2 },
	{ "level", KEY_LEVEL, "LEVEL", 0, "only this level, for example core or late_sync", 2 },
	{ "sort", KEY_SORT, "order|name|size|file|level", 0, "(default order: as they run)", 2 },
	{ "deps", KEY_DEPS, NULL, 0,
	  "modules and which others they need, too", 2 },
	{ "diff", KEY_DIFF, "OTHER", 0, "what differs in OTHER, the kernel of a later build", 2 },
	{ NULL, 0, NULL, 0, "Where --deps looks:", 3 },
	{ "build", KEY_BUILD, "DIR", 0,
	  "the folder that the kernel was built in: its objects tell exactly who needs whom", 3 },
	{ "modinfo", KEY_MODINFO, "FILE", 0,
	  "modules.builtin.modinfo (default: that in DIR): softdeps, names asked for", 3 },
	{ "dtb", KEY_DTB, "FILE", 0, "a device tree: which driver supplies which", 3 },
	{ "csv", KEY_CSV, NULL, 0, "write CSV, one row an initcall", 90 },
	{ 0 },
};

enum want_lines { LINES_AUTO, LINES_YES, LINES_NO };

struct args {
	struct image_report r;
	const char *file, *other, *system_map;
	enum want_lines lines;
	struct deps_opts from;
	bool csv, deps;
};

/* More than the debug information of the kernel alone is given. */
static bool wants_graph(const struct args *a)
{
	return a->from.build || a->from.modinfo || a->from.dtb;
}

static error_t take_level(struct args *a, const char *arg, const struct argp_state *state)
{
	size_t n = 0;
	int at = 0;
	error_t r;

	while (image_levels[n])
		n++;
	r = opts_choice(state, "level", arg, image_levels, n, &at);
	a->r.level = image_levels[at];
	return r;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	static const char *const sorts[] = { "order", "name", "size", "file", "level" };
	struct args *a = opts_own(state);
	int at = 0;
	error_t r;

	switch (key) {
	case KEY_LEVEL:
		return take_level(a, arg, state);
	case KEY_SORT:
		r = opts_choice(state, "sort", arg, sorts, 5, &at);
		a->r.sort = (enum image_sort)at;
		return r;
	case KEY_DIFF:
		a->other = arg;
		return 0;
	case KEY_SYSTEM_MAP:
		a->system_map = arg;
		return 0;
	case KEY_LINES:
	case KEY_NO_LINES:
		a->lines = key == KEY_LINES ? LINES_YES : LINES_NO;
		return 0;
	case KEY_DEPS:
		a->deps = true;
		return 0;
	case KEY_BUILD:
		a->from.build = arg;
		return 0;
	case KEY_MODINFO:
		a->from.modinfo = arg;
		return 0;
	case KEY_DTB:
		a->from.dtb = arg;
		return 0;
	case KEY_CSV:
		a->csv = true;
		return 0;
	case ARGP_KEY_ARG:
		if (a->file)
			return opts_bad(state, "more than one kernel given: '%s' and '%s'; to "
					"compare two, --diff", a->file, arg);
		a->file = arg;
		return 0;
	case ARGP_KEY_END:
		if (!a->deps && wants_graph(a))
			return opts_bad(state, "--build, --modinfo and --dtb go with --deps");
		if (a->deps && a->other)
			return opts_bad(state, "--deps and --diff exclude each other");
		if (!a->file)
			return opts_bad(state, "no vmlinux given");
		if (a->other && strcmp(a->file, "-") == 0 && strcmp(a->other, "-") == 0)
			return opts_bad(state, "standard input ('-') is given twice");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "image",
	.args = "VMLINUX",
	.about = "Show the initcalls that are built into a kernel, in the order they run. VMLINUX is the\n"
		 "file of that name from the kernel's build or from a distribution's debug "
		 "package,\n"
		 "of any machine; '-' is standard input. It may be packed with gzip, xz or zstd. "
		 "A\n"
		 "bzImage and the like have no symbols: add --system-map. A System.map by itself\n"
		 "will do as well.",
	.example = "  What did the new configuration change?\n"
		   "    bootcheck image vmlinux.old --diff vmlinux\n",
	.options = options,
	.parse = parse,
};

static int report(const struct args *a, const struct common *c)
{
	bool pretty = c->json == JSON_PRETTY;
	struct out out;
	struct err e;

	if (out_open(&out, c->output, &e) != 0)
		return cmd_unusable(&e);
	if (c->json == JSON_AUTO)
		pretty = isatty(fileno(out.f));
	switch (cmd_format(a->csv, c)) {
	case FORMAT_CSV:
		image_csv(&a->r, out.f);
		break;
	case FORMAT_JSON:
		image_json(&a->r, pretty, out.f);
		break;
	case FORMAT_TEXT:
		image_text(&a->r, out.f);
		break;
	}
	return out_close(&out, &e) == 0 ? EXIT_DONE : cmd_unusable(&e);
}

static int read_one(struct image *img, const char *name, const struct args *a, struct err *e)
{
	struct image_opts o = {
		.lines = a->lines != LINES_NO, .deps = a->deps && !a->from.build,
		.units = wants_graph(a), .system_map = a->system_map,
	};

	if (image_read(img, name, &o, e) != 0)
		return -1;
	if (a->deps && !a->from.build && img->no_deps)
		err_set(e, name, 0, "no dependencies: %s; give --build with the folder that it was "
			"built in, or a vmlinux that was built with CONFIG_DEBUG_INFO, as that of a "
			"debug package, or leave out --deps", img->no_deps);
	else if (a->lines == LINES_YES && img->no_lines)
		err_set(e, name, 0, "no source lines: %s; give the vmlinux of a debug package, or "
			"leave out --lines", img->no_lines);
	else
		return 0;
	image_release(img);
	return -1;
}

static int diff(struct args *a, const struct common *c)
{
	struct image_diff d;
	struct image other;
	struct err e;
	int status;

	/* The map is that of one kernel. */
	a->system_map = NULL;
	if (read_one(&other, a->other, a, &e) != 0)
		return cmd_unusable(&e);
	image_diff(&d, a->r.img, &other);
	a->r.other = &other;
	a->r.diff = &d;
	status = report(a, c);
	image_diff_release(&d);
	image_release(&other);
	return status;
}

static int graph(struct args *a, const struct common *c)
{
	struct depgraph g;
	struct deps d;
	struct err e;
	int status;

	if (deps_read(&d, a->r.img, &a->from, &e) != 0)
		return cmd_unusable(&e);
	depgraph_init(&g, &d, a->r.img);
	a->r.graph = &g;
	status = report(a, c);
	depgraph_release(&g);
	deps_release(&d);
	return status;
}

static int run(int argc, char **argv)
{
	struct args a = { .csv = false };
	struct common c;
	struct image img;
	struct err e;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0 && a.csv && c.json != JSON_OFF)
		status = opts_error("image", "--csv and --json exclude each other");
	if (status < 0 && a.deps && cmd_format(a.csv, &c) == FORMAT_CSV)
		status = opts_error("image", "--deps has no CSV form; use --json");
	if (status >= 0)
		return status;
	if (read_one(&img, a.file, &a, &e) != 0)
		return cmd_unusable(&e);
	a.r.img = &img;
	a.r.deps = a.deps;
	a.r.quiet = c.quiet;
	a.r.verbose = c.verbose;
	a.r.colour = c.colour;
	status = a.other ? diff(&a, &c) : wants_graph(&a) ? graph(&a, &c) : report(&a, &c);
	image_release(&img);
	return status;
}

const struct cmd cmd_image = {
	.name = "image",
	.summary = "the initcalls that are built into a kernel",
	.run = run,
};
