// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/opts.h"
#include "base/out.h"
#include "base/vec.h"
#include "cmd/advising.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "report/suggest.h"
#include "source/macro.h"

#define TOP_DEFAULT 20

enum key {
	KEY_VMLINUX = OPT_OWN,
	KEY_SYSTEM_MAP,
	KEY_BUILD,
	KEY_MODINFO,
	KEY_DTB,
	KEY_SOURCE,
	KEY_NEED,
	KEY_MAY_WAIT,
	KEY_CMDLINE,
	KEY_RULES,
	KEY_MIN_US,
	KEY_EXPLAIN,
	KEY_TOP,
	KEY_ALL,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is read besides:", 1 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0, "the kernel that booted", 1 },
	{ "system-map", KEY_SYSTEM_MAP, "FILE", 0, "symbols for it, when it has none", 1 },
	{ "build", KEY_BUILD, "DIR", 0, "its object tree: exact dependencies", 1 },
	{ "modinfo", KEY_MODINFO, "FILE", 0,
	  "its modules.builtin.modinfo (default: that of the object tree)", 1 },
	{ "dtb", KEY_DTB, "FILE", 0, "the device tree it booted with: who supplies whom", 1 },
	{ "source", KEY_SOURCE, "DIR", 0, "kernel tree: files and macros", 1 },
	{ "rules", KEY_RULES, "FILE", 0, "rules added to the built-in ones; may be repeated", 1 },
	{ NULL, 0, NULL, 0, "What the product does first:", 2 },
	{ "need", KEY_NEED, "NAME", 0,
	  "an initcall, module, driver, device or path that it needs; may be repeated", 2 },
	{ "may-wait", KEY_MAY_WAIT, "NAME,...", 0,
	  "initcalls or modules that it does not need, or all: no question any more; may be repeated", 2 },
	{ "cmdline", KEY_CMDLINE, "STRING", 0, "kernel command line (default: the log's)", 2 },
	{ "min-us", KEY_MIN_US, "N", 0, "leave alone what saves less than N microseconds", 2 },
	{ NULL, 0, NULL, 0, "What is shown:", 3 },
	{ "explain", KEY_EXPLAIN, "NAME", 0, "all that is known of one call, and why", 3 },
	{ "top", KEY_TOP, "N", 0, "the N first rows of each list (default 20)", 3 },
	{ "all", KEY_ALL, NULL, 0, "all rows", 3 },
	{ 0 },
};

struct args {
	VEC(const char *) files;
	VEC(const char *) need;
	VEC(const char *) may_wait;
	VEC(const char *) rules;
	struct advising_opts o;
	struct suggest_view view;
	const char *explain;
	bool stdin_given;
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

static error_t parse_end(struct args *a, struct argp_state *state)
{
	if (!a->o.vmlinux)
		return opts_bad(state, "no kernel given; name it with --vmlinux FILE");
	if (a->files.n)
		return 0;
	if (isatty(STDIN_FILENO))
		return opts_bad(state, "no log given; name one, or pipe one in: dmesg | bootcheck "
				       "suggest --vmlinux FILE");
	return add_file(a, "-", state);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	error_t r;
	long n = 0;

	switch (key) {
	case KEY_VMLINUX:
		a->o.vmlinux = arg;
		return 0;
	case KEY_SYSTEM_MAP:
		a->o.system_map = arg;
		return 0;
	case KEY_BUILD:
		a->o.deps.build = arg;
		return 0;
	case KEY_MODINFO:
		a->o.deps.modinfo = arg;
		return 0;
	case KEY_DTB:
		a->o.deps.dtb = arg;
		return 0;
	case KEY_SOURCE:
		a->view.source = arg;
		return 0;
	case KEY_NEED:
		*VEC_PUSH(&a->need) = arg;
		return 0;
	case KEY_MAY_WAIT:
		*VEC_PUSH(&a->may_wait) = arg;
		return 0;
	case KEY_CMDLINE:
		a->o.advice.cmdline = arg;
		return 0;
	case KEY_RULES:
		*VEC_PUSH(&a->rules) = arg;
		return 0;
	case KEY_MIN_US:
		r = opts_number(state, "min-us", arg, 0, 1000000000, &n);
		a->o.advice.least_us = n;
		return r;
	case KEY_EXPLAIN:
		a->explain = arg;
		return 0;
	case KEY_TOP:
		r = opts_number(state, "top", arg, 1, 1000000, &n);
		a->view.top = (size_t)n;
		return r;
	case KEY_ALL:
		a->view.all = true;
		return 0;
	case ARGP_KEY_ARG:
		return add_file(a, arg, state);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "suggest",
	.args = "[LOG...] --vmlinux FILE",
	.about = "Advise which initcalls may wait until the first job is done (bootcheck's kernel patch\n"
		 "defers them), which may not, and why. What depends on what is read from the object\n"
		 "tree, or from the kernel's debug information; what the first job needs, from the\n"
		 "command line and the log, and from --need.",
	.example = "  A camera that takes its first picture through the CSI sensor:\n"
		   "    bootcheck suggest boot.log --vmlinux vmlinux --build ~/linux-out \\\n"
		   "        --need /dev/video0\n",
	.options = options,
	.parse = parse,
};

struct run {
	struct args a;
	struct common c;
	struct advising all;
	char **macro; /* by advised call */
	struct out out;
};

/* The macro at the place of each call, for who edits the source. */
static void find_macros(struct run *r)
{
	struct buf b = { 0 };

	if (!r->a.view.source)
		return;
	r->macro = xcalloc(r->all.advice.n + 1, sizeof(*r->macro));
	for (size_t i = 0; i < r->all.advice.n; i++) {
		const struct initcall *c = r->all.advice.v[i].call;

		if (c->file && c->line && source_macro(&b, r->a.view.source, c->file, c->line))
			r->macro[i] = xstrdup(b.p);
		buf_clear(&b);
	}
	buf_release(&b);
	r->a.view.macro = (const char *const *)r->macro;
}

static int write_report(struct run *r, struct err *e)
{
	const struct advised *x = NULL;

	if (r->a.explain) {
		x = advice_find(&r->all.advice, r->a.explain);
		if (!x)
			return err_set(e, NULL, 0, "'%s' is no built-in initcall that ran before init "
				       "in this log; `bootcheck analyze --all` lists them",
				       r->a.explain);
	}
	if (out_open(&r->out, r->c.output, e) != 0)
		return -1;
	if (cmd_format(false, &r->c) == FORMAT_JSON)
		suggest_json(&r->all.advice, &r->a.view, r->c.json == JSON_PRETTY ||
			     (r->c.json == JSON_AUTO && isatty(fileno(r->out.f))), r->out.f);
	else if (x)
		suggest_explain(&r->all.advice, x, &r->a.view, r->out.f);
	else
		suggest_text(&r->all.advice, &r->a.view, r->out.f);
	return out_close(&r->out, e);
}

static int read_and_report(struct run *r)
{
	struct args *a = &r->a;
	struct err e;

	a->o.rules = a->rules.v;
	a->o.nrules = a->rules.n;
	a->o.logs = a->files.v;
	a->o.nlogs = a->files.n;
	a->o.source = a->view.source;
	a->o.advice.need = a->need.v;
	a->o.advice.nneed = a->need.n;
	a->o.advice.may_wait = a->may_wait.v;
	a->o.advice.nmay_wait = a->may_wait.n;
	if (advising_read(&r->all, &a->o, &e) != 0)
		return r->all.series.bad.n && !r->all.series.set.n ? EXIT_UNUSABLE :
								      cmd_unusable(&e);
	find_macros(r);
	if (write_report(r, &e) != 0)
		return cmd_unusable(&e);
	return r->all.series.bad.n ? EXIT_UNUSABLE : EXIT_DONE;
}
static void release(struct run *r)
{
	out_abort(&r->out);
	if (r->macro) {
		for (size_t i = 0; i < r->all.advice.n; i++)
			free(r->macro[i]);
	}
	free(r->macro);
	advising_release(&r->all);
	free(r->a.files.v);
	free(r->a.need.v);
	free(r->a.may_wait.v);
	free(r->a.rules.v);
	free(r);
}

static int suggest(int argc, char **argv)
{
	struct run *r = xcalloc(1, sizeof(*r));
	int status;

	r->a.view.top = TOP_DEFAULT;
	r->a.view.small_us = SUGGEST_SMALL_US;
	status = opts_parse(&command_line, argc, argv, &r->c, &r->a);
	if (status < 0) {
		r->a.o.verbose = r->c.verbose;
		r->a.view.quiet = r->c.quiet;
		r->a.view.verbose = r->c.verbose;
		r->a.view.colour = r->c.colour;
		status = read_and_report(r);
	}
	release(r);
	return status;
}

const struct cmd cmd_suggest = {
	.name = "suggest",
	.summary = "what can be deferred, and why it is safe",
	.run = suggest,
};
