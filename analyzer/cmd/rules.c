// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "report/rules.h"
#include "source/declared.h"
#include "source/locate.h"

enum key {
	KEY_CHECK = OPT_OWN,
	KEY_LIST,
	KEY_RULES,
	KEY_SOURCE,
	KEY_VMLINUX,
	KEY_CMDLINE,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is done:", 1 },
	{ "list", KEY_LIST, NULL, 0, "print the rules (the default without --check)", 1 },
	{ "check", KEY_CHECK, NULL, 0,
	  "look for mistakes: rules that come twice or contradict each other; exit status 1 if "
	  "there are some", 1 },
	{ NULL, 0, NULL, 0, "What is read:", 2 },
	{ "rules", KEY_RULES, "FILE", 0, "add the rules of FILE; may be repeated", 2 },
	{ "source", KEY_SOURCE, "DIR", 0,
	  "with --check: a kernel's source tree, in which each pattern has to fit something", 2 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0, "a kernel: which of its initcalls the rules fit", 2 },
	{ "cmdline", KEY_CMDLINE, "STRING", 0,
	  "with --vmlinux: the kernel's command line, for rules with conditions", 2 },
	{ 0 },
};

struct args {
	VEC(const char *) files;
	const char *source, *vmlinux, *cmdline;
	bool check, list;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);

	switch (key) {
	case KEY_CHECK:
		a->check = true;
		return 0;
	case KEY_LIST:
		a->list = true;
		return 0;
	case KEY_RULES:
		*VEC_PUSH(&a->files) = arg;
		return 0;
	case KEY_SOURCE:
		a->source = arg;
		return 0;
	case KEY_VMLINUX:
		a->vmlinux = arg;
		return 0;
	case KEY_CMDLINE:
		a->cmdline = arg;
		return 0;
	case ARGP_KEY_ARG:
		return opts_bad(state, "'%s' is too much; to add a file of rules, --rules", arg);
	case ARGP_KEY_END:
		if (a->source && !a->check && !a->vmlinux)
			return opts_bad(state, "--source goes with --check or --vmlinux");
		if (a->cmdline && !a->vmlinux)
			return opts_bad(state, "--cmdline goes with --vmlinux");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "rules",
	.about = "Show the rule book, or check it: what is known about deferring initcalls, by "
		 "which\n"
		 "'bootcheck suggest' judges them. 'man bootcheck-rules' has the format of the "
		 "files.",
	.example = "  Are my own rules in order, and do they fit this kernel?\n"
		   "    bootcheck rules --check --rules my.rules --source linux-6.12\n",
	.options = options,
	.parse = parse,
};

/* All that a run reads and works out. */
struct work {
	struct rulebook book;
	struct rule_problems problems;
	struct declared declared;
	struct image image;
	struct rule_image judged;
};

static int read_book(struct work *w, const struct args *a, struct err *e)
{
	if (rulebook_builtin(&w->book, e) != 0)
		return -1;
	for (size_t i = 0; i < a->files.n; i++) {
		if (rulebook_read(&w->book, a->files.v[i], e) != 0)
			return -1;
	}
	rulebook_ready(&w->book);
	rulebook_cmdline(&w->book, a->cmdline);
	return 0;
}

static int check(struct work *w, const struct args *a, struct err *e)
{
	rulebook_check(&w->book, &w->problems);
	if (a->source) {
		if (declared_read(&w->declared, a->source, e) != 0)
			return -1;
		declared_check(&w->declared, &w->book, &w->problems);
	}
	rule_problems_sort(&w->problems);
	return 0;
}

static int judge(struct work *w, const struct args *a, struct err *e)
{
	struct image_opts o = { .lines = true };

	if (image_read(&w->image, a->vmlinux, &o, e) != 0)
		return -1;
	if (a->source && source_locate(&w->image, a->source, e) != 0)
		return -1;
	rulebook_judge(&w->book, &w->image, &w->judged);
	return 0;
}

static int work(struct work *w, const struct args *a, struct err *e)
{
	if (read_book(w, a, e) != 0 || (a->check && check(w, a, e) != 0))
		return -1;
	return a->vmlinux ? judge(w, a, e) : 0;
}

static int report(const struct work *w, const struct args *a, const struct common *c, struct err *e)
{
	struct rules_report r = {
		.book = &w->book, .problems = a->check ? &w->problems : NULL,
		.image = a->vmlinux ? &w->judged : NULL, .list = a->list || !a->check,
		.quiet = c->quiet, .verbose = c->verbose, .colour = c->colour,
	};
	bool pretty = c->json == JSON_PRETTY;
	struct out out;

	if (out_open(&out, c->output, e) != 0)
		return -1;
	if (c->json == JSON_AUTO)
		pretty = isatty(fileno(out.f));
	if (cmd_format(false, c) == FORMAT_JSON)
		rules_json(&r, pretty, out.f);
	else
		rules_text(&r, out.f);
	return out_close(&out, e);
}

static int run(int argc, char **argv)
{
	struct work w = { .judged = { .img = NULL } };
	struct args a = { .check = false };
	struct common c;
	struct err e;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0) {
		if (work(&w, &a, &e) != 0 || report(&w, &a, &c, &e) != 0)
			status = cmd_unusable(&e);
		else
			status = w.problems.list.n ? EXIT_REGRESSION : EXIT_DONE;
	}
	rule_image_release(&w.judged);
	image_release(&w.image);
	declared_release(&w.declared);
	rule_problems_release(&w.problems);
	rulebook_release(&w.book);
	free(a.files.v);
	return status;
}

const struct cmd cmd_rules = {
	.name = "rules",
	.summary = "the rule book of 'suggest', and a check of it",
	.run = run,
};
