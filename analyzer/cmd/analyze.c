// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "base/str.h"
#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/logs.h"
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
	KEY_SUMMARY,
	KEY_JOBS,
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
	{ "jobs", KEY_JOBS, "N", 0,
	  "read N logs at a time (default: the number of processors)", 90 },
	{ NULL, 0, NULL, 0, "What is shown:", 1 },
	{ "top", KEY_TOP, "N", 0, "the N first rows of each list (default 10)", 1 },
	{ "all", KEY_ALL, NULL, 0, "all rows", 1 },
	{ "sort", KEY_SORT, "duration|start|name", 0, "order of the initcalls (default duration)",
	  1 },
	{ "by", KEY_BY, "initcall|module|subsystem|level", 0,
	  "sums by that as well; subsystem needs --vmlinux", 1 },
	{ "before-init", KEY_BEFORE_INIT, NULL, 0, "only up to the start of init", 1 },
	{ "csv", KEY_CSV, NULL, 0, "write CSV, one row a call", 90 },
	{ "summary", KEY_SUMMARY, NULL, 0,
	  "JSON: of each boot only the sums and findings, not the calls", 90 },
	{ 0 },
};

struct args {
	struct analyze_opts o;
	VEC(const char *) files;
	const char *vmlinux, *system_map, *source, *budget;
	bool csv, stdin_given;
	unsigned int jobs;
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
	case KEY_SUMMARY:
		a->o.summary = true;
		return 0;
	case KEY_JOBS:
		r = opts_number(state, "jobs", arg, 1, 1024, &n);
		a->jobs = (unsigned int)n;
		return r;
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
	if (a->o.summary && cmd_format(a->csv, c) != FORMAT_JSON)
		return opts_error("analyze", "--summary needs --json");
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

/* Everything of one run. */
struct run {
	struct args a;
	struct common c;
	enum cmd_format format;
	struct image image;
	struct joiner *joiner;  /* NULL: no vmlinux */
	struct budget budget;   /* empty: none */
	struct series series;
	struct checks checks;
	struct out out;
	struct analyze_json *json; /* once a boot was written */
};

/* What the logs are seen in the light of. */
static int read_besides(struct run *r, struct err *e)
{
	struct image_opts o = { .lines = true, .system_map = r->a.system_map };

	if (r->a.vmlinux) {
		if (image_read(&r->image, r->a.vmlinux, &o, e) != 0)
			return -1;
		if (r->a.source && source_locate(&r->image, r->a.source, e) != 0)
			return -1;
		r->a.o.image = &r->image;
		r->joiner = joiner_new(&r->image);
	}
	return r->a.budget ? budget_read(&r->budget, r->a.budget, e) : 0;
}

/* JSON has all of every boot, so it is written while the boots come by. */
static int begin_json(struct run *r, struct err *e)
{
	bool pretty = r->c.json == JSON_PRETTY;

	if (out_open(&r->out, r->c.output, e) != 0)
		return -1;
	if (r->c.json == JSON_AUTO)
		pretty = isatty(fileno(r->out.f));
	r->json = analyze_json_begin(&r->a.o, pretty, r->out.f);
	return 0;
}

static int take_boot(void *ctx, const struct boot *b, struct err *e)
{
	struct run *r = ctx;

	if (r->a.budget)
		budget_see(&r->budget, b);
	if (r->format != FORMAT_JSON)
		return 0;
	if (!r->json && begin_json(r, e) != 0)
		return -1;
	analyze_json_boot(r->json, b);
	/* A reader that went away, a full disk: no use to read on. */
	if (!ferror(r->out.f))
		return 0;
	return out_close(&r->out, e) == 0 ? 1 : -1;
}

static int report(struct run *r, struct err *e)
{
	/* The JSON of one boot is its lists, which are written: it needs no rows. */
	if (r->format != FORMAT_JSON || r->series.set.n > 1 || r->a.o.by != BY_INITCALL)
		series_add_own(&r->series);
	if (r->a.budget)
		budget_judge(&r->budget, &r->checks);
	if (r->format == FORMAT_JSON) {
		analyze_json_end(r->json, &r->series, r->a.budget ? &r->budget : NULL);
		r->json = NULL;
		return out_close(&r->out, e);
	}
	if (out_open(&r->out, r->c.output, e) != 0)
		return -1;
	if (r->format == FORMAT_CSV)
		analyze_csv(&r->series, &r->a.o, r->out.f);
	else
		analyze_text(&r->series, &r->a.o, r->out.f);
	if (r->format == FORMAT_TEXT && r->checks.n)
		checks_text(&r->checks, "Budget", r->out.f);
	return out_close(&r->out, e);
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

static int read_and_report(struct run *r)
{
	struct logs logs = {
		.file = r->a.files.v,
		.n = r->a.files.n,
		.jobs = r->a.jobs ? r->a.jobs : logs_jobs(),
		.boot = take_boot,
		.ctx = r,
		.silent = r->format == FORMAT_JSON && !r->c.output && isatty(STDOUT_FILENO),
	};
	struct err e;
	int status;

	if (read_besides(r, &e) != 0)
		return cmd_unusable(&e);
	logs.joiner = r->joiner;
	status = logs_read(&logs, &r->series, &e);
	if (status < 0)
		return cmd_unusable(&e);
	if (status > 0) /* nobody reads any more */
		return r->series.bad.n ? EXIT_UNUSABLE : EXIT_DONE;
	if (!r->series.set.n)
		return EXIT_UNUSABLE; /* each log was named */
	if (report(r, &e) != 0)
		return cmd_unusable(&e);
	status = judge(&r->checks);
	/* Whatever the rest of the logs say: not all that was asked for was looked at. */
	return r->series.bad.n ? EXIT_UNUSABLE : status;
}

static int analyze(int argc, char **argv)
{
	struct run *r = xcalloc(1, sizeof(*r));
	int status;

	r->a.o.top = TOP_DEFAULT;
	status = opts_parse(&command_line, argc, argv, &r->c, &r->a);
	if (status < 0)
		status = contradiction(&r->a, &r->c);
	if (status < 0) {
		r->a.o.quiet = r->c.quiet;
		r->a.o.verbose = r->c.verbose;
		r->a.o.colour = r->c.colour;
		r->format = cmd_format(r->a.csv, &r->c);
		series_init(&r->series, r->a.o.before_init, r->a.o.by);
		status = read_and_report(r);
		series_release(&r->series);
	}
	out_abort(&r->out);
	analyze_json_free(r->json);
	checks_release(&r->checks);
	budget_release(&r->budget);
	joiner_free(r->joiner);
	image_release(&r->image);
	free(r->a.files.v);
	free(r);
	return status;
}

const struct cmd cmd_analyze = {
	.name = "analyze",
	.summary = "where the time of a boot goes",
	.run = analyze,
};
