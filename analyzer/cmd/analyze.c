// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/str.h"
#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "compare/budget.h"
#include "model/join.h"
#include "report/analyze.h"
#include "report/checks.h"
#include "source/locate.h"

#define TOP_DEFAULT 10

enum key {
	KEY_TOP = OPT_OWN,
	KEY_SORT,
	KEY_BY,
	KEY_BEFORE_INIT,
	KEY_ALL,
	KEY_CSV,
	KEY_VMLINUX,
	KEY_SYSTEM_MAP,
	KEY_SOURCE,
	KEY_BUDGET,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is read besides:", 2 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0,
	  "the kernel that booted: module, level, file and line of each initcall", 2 },
	{ "system-map", KEY_SYSTEM_MAP, "FILE", 0, "symbols for it, when it has none", 2 },
	{ "source", KEY_SOURCE, "DIR", 0,
	  "kernel tree, for files that the vmlinux does not name", 2 },
	{ "budget", KEY_BUDGET, "FILE", 0,
	  "limits for init, levels and calls; exit status 1 when one is exceeded", 2 },
	{ NULL, 0, NULL, 0, "What is shown:", 1 },
	{ "top", KEY_TOP, "N", 0, "the N first rows of each list (default 10)", 1 },
	{ "all", KEY_ALL, NULL, 0, "all rows", 1 },
	{ "sort", KEY_SORT, "duration|start|name", 0, "order of the initcalls (default duration)",
	  1 },
	{ "by", KEY_BY, "initcall|module|subsystem|level", 0,
	  "sums by that as well; subsystem needs --vmlinux", 1 },
	{ "before-init", KEY_BEFORE_INIT, NULL, 0, "only up to the start of init", 1 },
	{ "csv", KEY_CSV, NULL, 0, "write CSV, one row a call", 90 },
	{ 0 },
};

struct args {
	struct analyze_opts o;
	VEC(const char *) files;
	const char *vmlinux, *system_map, *source, *budget;
	bool csv, stdin_given;
};

static error_t add_file(struct args *a, const char *name, struct argp_state *state)
{
	if (strcmp(name, "-") == 0) {
		if (a->stdin_given)
			return opts_bad(state, "standard input ('-') is given twice");
		a->stdin_given = true;
	}
	*VEC_PUSH(&a->files) = name;
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	static const char *const sorts[] = { "duration", "start", "name" };
	static const char *const bys[] = { "initcall", "module", "subsystem", "level" };
	struct args *a = opts_own(state);
	error_t r;
	int at = 0;
	long n = 0;

	switch (key) {
	case KEY_TOP:
		r = opts_number(state, "top", arg, 1, 1000000, &n);
		a->o.top = (size_t)n;
		a->o.top_given = true;
		return r;
	case KEY_SORT:
		r = opts_choice(state, "sort", arg, sorts, 3, &at);
		a->o.sort = (enum row_sort)at;
		a->o.sort_given = true;
		return r;
	case KEY_BY:
		r = opts_choice(state, "by", arg, bys, 4, &at);
		a->o.by = (enum row_by)at;
		return r;
	case KEY_BEFORE_INIT:
		a->o.before_init = true;
		return 0;
	case KEY_ALL:
		a->o.all = true;
		return 0;
	case KEY_VMLINUX:
		a->vmlinux = arg;
		return 0;
	case KEY_SOURCE:
		a->source = arg;
		return 0;
	case KEY_SYSTEM_MAP:
		a->system_map = arg;
		return 0;
	case KEY_BUDGET:
		a->budget = arg;
		return 0;
	case KEY_CSV:
		a->csv = true;
		return 0;
	case ARGP_KEY_ARG:
		return add_file(a, arg, state);
	case ARGP_KEY_END:
		if (a->files.n)
			return 0;
		if (isatty(STDIN_FILENO))
			return opts_bad(state, "no log given; name one, or pipe one in: dmesg | "
					       "bootcheck analyze");
		return add_file(a, "-", state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "analyze",
	.args = "[LOG...]",
	.about = "Show where the time of a boot goes. LOG is a boot log made with initcall_debug (dmesg,\n"
		 "/dev/kmsg, journal, serial console, ...; plain, gzip, xz or zstd); '-' is standard\n"
		 "input. Several LOGs are several boots of the same system: each row then has its\n"
		 "median, minimum and maximum.",
	.example = "  Boot with `initcall_debug log_buf_len=16M quiet printk.time=1`, then:\n"
		   "    dmesg >boot.log\n"
		   "    bootcheck analyze --before-init --top 20 boot.log\n",
	.options = options,
	.parse = parse,
};

/* What the options do not allow together; an exit status, or -1. */
static int contradiction(const struct args *a, const struct common *c)
{
	if (a->csv && c->json != JSON_OFF)
		return opts_error("analyze", "--csv and --json exclude each other");
	if (a->o.by == BY_SUBSYSTEM && !a->vmlinux)
		return opts_error("analyze", "--by subsystem needs --vmlinux");
	if (a->system_map && !a->vmlinux)
		return opts_error("analyze", "--system-map needs --vmlinux; a System.map itself will "
				  "do as one");
	if (a->source && !a->vmlinux)
		return opts_error("analyze", "--source needs --vmlinux");
	if (a->vmlinux && strcmp(a->vmlinux, "-") == 0 && a->stdin_given)
		return opts_error("analyze", "standard input ('-') is given twice");
	return -1;
}

/* Gives the boots what the vmlinux knows of their calls. */
static int join(struct bootset *s, struct args *a, struct image *img, struct err *e)
{
	struct image_opts o = { .lines = true, .system_map = a->system_map };

	if (!a->vmlinux)
		return 0;
	if (image_read(img, a->vmlinux, &o, e) != 0)
		return -1;
	if (a->source && source_locate(img, a->source, e) != 0)
		return -1;
	bootset_join(s, img);
	a->o.image = img;
	return 0;
}

/* Holds the boots against the budget; returns 0, or -1 when there is none to be read. */
static int check_budget(const struct bootset *s, const struct args *a, struct checks *checks,
			struct err *e)
{
	struct budget budget;

	if (!a->budget)
		return 0;
	if (budget_read(&budget, a->budget, e) != 0)
		return -1;
	budget_check(&budget, s->v, s->n, checks);
	budget_release(&budget);
	return 0;
}

/* One line that says why the budget is not kept. */
static int judge(const struct checks *checks)
{
	const struct check *why = checks_reason(checks);
	struct err e;

	if (!why)
		return EXIT_DONE;
	err_set(&e, NULL, 0, "%s: %s", why->name, why->text);
	fprintf(stderr, "bootcheck: %s\n", e.msg);
	return checks_exit(checks);
}

static int report(const struct bootset *s, const struct args *a, const struct common *c,
		  const struct checks *checks)
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
		analyze_csv(s, &a->o, out.f);
		break;
	case FORMAT_JSON:
		analyze_json(s, &a->o, pretty, out.f);
		break;
	case FORMAT_TEXT:
		analyze_text(s, &a->o, out.f);
		if (checks->n)
			checks_text(checks, "Budget", out.f);
		break;
	}
	return out_close(&out, &e) == 0 ? judge(checks) : cmd_unusable(&e);
}

static int read_logs(struct bootset *s, const struct args *a, struct err *e)
{
	struct progress p;
	int r = 0;

	progress_begin(&p, "logs", a->files.n);
	for (size_t i = 0; i < a->files.n && r == 0; i++) {
		r = bootset_read(s, a->files.v[i], e);
		progress_step(&p, i + 1);
	}
	progress_end(&p);
	return r;
}

static int analyze(int argc, char **argv)
{
	struct args a = { .o = { .top = TOP_DEFAULT } };
	struct common c;
	struct bootset s;
	struct image img = { 0 };
	struct checks checks = { 0 };
	struct err e;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0)
		status = contradiction(&a, &c);
	if (status >= 0) {
		free(a.files.v);
		return status;
	}
	a.o.quiet = c.quiet;
	a.o.verbose = c.verbose;
	a.o.colour = c.colour;
	bootset_init(&s);
	if (status < 0 && read_logs(&s, &a, &e) != 0)
		status = cmd_unusable(&e);
	if (status < 0 && join(&s, &a, &img, &e) != 0)
		status = cmd_unusable(&e);
	if (status < 0 && check_budget(&s, &a, &checks, &e) != 0)
		status = cmd_unusable(&e);
	if (status < 0)
		status = report(&s, &a, &c, &checks);
	checks_release(&checks);
	bootset_release(&s);
	image_release(&img);
	free(a.files.v);
	return status;
}

const struct cmd cmd_analyze = {
	.name = "analyze",
	.summary = "where the time of a boot goes",
	.run = analyze,
};
