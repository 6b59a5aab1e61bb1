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
#include "cmd/sides.h"
#include "compare/gate.h"
#include "report/compare.h"
#include "report/html.h"

#define TOP_DEFAULT 10

enum key {
	KEY_BEFORE = OPT_OWN,
	KEY_AFTER,
	KEY_BEFORE_CONFIG,
	KEY_AFTER_CONFIG,
	KEY_TOP,
	KEY_ALL,
	KEY_MIN_CHANGE,
	KEY_MARGIN,
	KEY_FAIL_ABOVE,
	KEY_ALLOW,
	KEY_BUDGET,
	KEY_FORCE,
	KEY_MARKDOWN,
	KEY_JUNIT,
	KEY_KTAP,
	KEY_HTML,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is compared:", 1 },
	{ "before", KEY_BEFORE, "LOG...", 0,
	  "boots before the change; all words up to the next option", 1 },
	{ "after", KEY_AFTER, "LOG...", 0, "boots after it", 1 },
	{ "before-config", KEY_BEFORE_CONFIG, "FILE", 0,
	  "the .config of the kernel before, or its /proc/config.gz", 1 },
	{ "after-config", KEY_AFTER_CONFIG, "FILE", 0,
	  "the .config of the kernel after, or its /proc/config.gz", 1 },
	{ "min-change", KEY_MIN_CHANGE, "TIME|N%", 0,
	  "call nothing a change below that time, and no initcall below that share of it; may be "
	  "given twice (default 500us and 2%)", 1 },
	{ "margin", KEY_MARGIN, "TIME|N%", 0,
	  "the time to init is the same when it surely changed by less (default 1%)", 1 },
	{ NULL, 0, NULL, 0, "What is shown:", 2 },
	{ "top", KEY_TOP, "N", 0, "the N first rows of each list (default 10)", 2 },
	{ "all", KEY_ALL, NULL, 0, "all rows", 2 },
	{ NULL, 0, NULL, 0, "The gate (exit status 0 pass, 1 fail, 4 cannot tell):", 3 },
	{ "fail-above", KEY_FAIL_ABOVE, "N%|TIME", 0,
	  "fail when the time to init surely grew by more; a bare number is microseconds", 3 },
	{ "allow", KEY_ALLOW, "REGEX:TIME", 0,
	  "initcalls that may get slower by up to TIME, but not by more; may be repeated", 3 },
	{ "budget", KEY_BUDGET, "FILE", 0, "fail when the boots after exceed a limit in FILE", 3 },
	{ "force", KEY_FORCE, NULL, 0, "judge boots of different machines, too", 3 },
	{ NULL, 0, NULL, 0, "Files for others to read:", 4 },
	{ "html", KEY_HTML, "FILE", 0, "for a release review: charts and tables in one file", 4 },
	{ "markdown", KEY_MARKDOWN, "FILE", 0, "for a merge request", 4 },
	{ "junit", KEY_JUNIT, "FILE", 0, "JUnit XML, a test for each check of the gate", 4 },
	{ "ktap", KEY_KTAP, "FILE", 0, "the same as KTAP", 4 },
	{ 0 },
};

struct args {
	struct compare_opts o;
	struct compare_view view;
	struct gate_opts gate;
	struct limit margin;
	VEC(struct allowed) allow;
	struct sides sides;
	const char *config[SIDES];
	const char *budget_file, *html, *markdown, *junit, *ktap;
};

static error_t take_config(struct args *a, enum side side, const char *name,
			   struct argp_state *state)
{
	a->config[side] = name;
	return sides_check_stdin(&a->sides, name, state);
}

static error_t parse_limit(struct limit *l, const char *option, const char *arg,
			   struct argp_state *state)
{
	if (limit_parse(l, arg) == 0)
		return 0;
	return opts_bad(state, "--%s takes a time or a share (500us, 20ms, 1.5s, 3%%), not '%s'",
			option, arg);
}

static error_t parse_allow(struct args *a, const char *arg, struct argp_state *state)
{
	const char *colon = strrchr(arg, ':');
	struct allowed x = { .text = arg };
	struct limit limit;
	struct err e;
	char *regex;

	if (!colon || colon == arg || limit_parse(&limit, colon + 1) != 0 || limit.is_share)
		return opts_bad(state, "--allow takes REGEX:TIME, as in 'usb_.*:2ms', not '%s'",
				arg);
	regex = xstrndup(arg, (size_t)(colon - arg));
	x.us = limit.us;
	x.pattern = pattern_new(regex, &e);
	free(regex);
	if (!x.pattern)
		return opts_bad(state, "--allow: %s", e.msg);
	*VEC_PUSH(&a->allow) = x;
	return 0;
}

static error_t parse_min_change(struct args *a, const char *arg, struct argp_state *state)
{
	struct limit l;
	error_t r = parse_limit(&l, "min-change", arg, state);

	if (!r && l.is_share)
		a->o.least_share = l.share;
	else if (!r)
		a->o.least_us = l.us;
	return r;
}

static error_t parse_end(struct args *a, struct argp_state *state)
{
	error_t r = sides_check(&a->sides, state);

	if (r)
		return r;
	if (!a->config[BEFORE] != !a->config[AFTER])
		return opts_bad(state, "%s is missing; give the configurations of both kernels",
				a->config[BEFORE] ? "--after-config" : "--before-config");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	error_t r;
	long n = 0;

	switch (key) {
	case KEY_BEFORE:
		return sides_add_all(&a->sides, BEFORE, arg, state);
	case KEY_AFTER:
		return sides_add_all(&a->sides, AFTER, arg, state);
	case KEY_BEFORE_CONFIG:
		return take_config(a, BEFORE, arg, state);
	case KEY_AFTER_CONFIG:
		return take_config(a, AFTER, arg, state);
	case KEY_TOP:
		r = opts_number(state, "top", arg, 1, 1000000, &n);
		a->view.top = (size_t)n;
		return r;
	case KEY_ALL:
		a->view.all = true;
		return 0;
	case KEY_MIN_CHANGE:
		return parse_min_change(a, arg, state);
	case KEY_MARGIN:
		return parse_limit(&a->margin, "margin", arg, state);
	case KEY_FAIL_ABOVE:
		a->gate.has_limit = true;
		return parse_limit(&a->gate.limit, "fail-above", arg, state);
	case KEY_ALLOW:
		return parse_allow(a, arg, state);
	case KEY_BUDGET:
		a->budget_file = arg;
		return 0;
	case KEY_FORCE:
		a->gate.force = true;
		return 0;
	case KEY_HTML:
		a->html = arg;
		return 0;
	case KEY_MARKDOWN:
		a->markdown = arg;
		return 0;
	case KEY_JUNIT:
		a->junit = arg;
		return 0;
	case KEY_KTAP:
		a->ktap = arg;
		return 0;
	case ARGP_KEY_ARG:
		return opts_bad(state, "'%s' belongs to no side; give --before LOG... --after "
				       "LOG...", arg);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "compare",
	.args = "--before LOG... --after LOG...",
	.about = "Compare boots before a change with boots after it: how much the time to init\n"
		 "changed, how sure that is, which initcalls changed, were added, removed or\n"
		 "deferred, and where the difference is from. LOG is as for analyze. Four boots a\n"
		 "side or more tell a change from chance; one a side tells nothing.",
	.example = "  In CI, with four boots of each kernel; fails when the boot got 2 % slower:\n"
		   "    bootcheck compare --before old-*.log --after new-*.log --fail-above 2% \\\n"
		   "        --allow 'i915_init:5ms' --markdown boot.md\n",
	.options = options,
	.parse = parse,
};

enum format { TEXT, JSON, MARKDOWN, JUNIT, KTAP, HTML };

/* What the options ask for, else what the ending of the file name does. */
static enum format format_of(const struct common *c)
{
	struct str name = str_of(c->output ? c->output : "");

	if (c->json != JSON_OFF || str_ends(name, STR(".json")))
		return JSON;
	if (str_ends(name, STR(".md")))
		return MARKDOWN;
	if (str_ends(name, STR(".html")))
		return HTML;
	return str_ends(name, STR(".xml")) ? JUNIT : TEXT;
}

struct report {
	const struct comparison *c;
	const struct checks *checks; /* NULL: no gate */
	const struct budget *budget; /* NULL: none */
	const struct compare_view *view;
	enum json_mode json;
};

/* A picture of boots without stamps cannot be drawn; the rest of the report can. */
static void write_html(const struct report *r, FILE *f)
{
	struct timeline side[SIDES];
	struct err e;
	bool drawn = chart_sides(side, r->c, &e) == 0;

	html_compare(r->c, r->checks, drawn ? side : NULL, f);
	if (drawn)
		chart_sides_release(side);
}

static int write_report(const struct report *r, enum format format, const char *name)
{
	struct out out;
	struct err e;

	if (out_open(&out, name, &e) != 0)
		return cmd_unusable(&e);
	switch (format) {
	case TEXT:
		compare_text(r->c, r->checks, r->view, out.f);
		break;
	case JSON:
		compare_json(r->c, r->checks, r->budget,
			     r->json == JSON_PRETTY ||
				     (r->json == JSON_AUTO && isatty(fileno(out.f))), out.f);
		break;
	case MARKDOWN:
		compare_markdown(r->c, r->checks, r->view, out.f);
		break;
	case JUNIT:
		compare_junit(r->c, r->checks, out.f);
		break;
	case HTML:
		write_html(r, out.f);
		break;
	case KTAP:
		compare_ktap(r->c, r->checks, out.f);
		break;
	}
	return out_close(&out, &e) == 0 ? EXIT_DONE : cmd_unusable(&e);
}

static int write_reports(const struct report *r, const struct args *a, const struct common *c)
{
	const struct {
		const char *name;
		enum format format;
	} more[] = { { a->html, HTML },
		     { a->markdown, MARKDOWN },
		     { a->junit, JUNIT },
		     { a->ktap, KTAP } };
	int status = EXIT_DONE;

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]) && status == EXIT_DONE; i++) {
		if (more[i].name)
			status = write_report(r, more[i].format, more[i].name);
	}
	return status == EXIT_DONE ? write_report(r, format_of(c), c->output) : status;
}

/* One line that says why the gate does not pass. */
static int judge(const struct checks *checks)
{
	const struct check *why = checks_reason(checks);
	enum exit_status status = checks_exit(checks);
	struct err e;

	if (!why)
		return EXIT_DONE;
	err_set(&e, NULL, 0, "%s: %s", why->name, why->text);
	fprintf(stderr, "bootcheck: gate %s: %s\n",
		status == EXIT_REGRESSION ? "failed" : "cannot tell", e.msg);
	return status;
}

static int run(struct args *a, const struct common *c, const struct bootset *s, size_t nbefore,
	       const struct kconfig config[SIDES])
{
	struct checks checks = { 0 };
	struct comparison result;
	struct report r = { .c = &result, .budget = a->gate.budget, .view = &a->view,
			    .json = c->json };
	int status;

	compare_boots(&result, s, nbefore, &a->o);
	if (a->config[BEFORE])
		compare_configs(&result, &config[BEFORE], &config[AFTER]);
	if (gate_wanted(&a->gate)) {
		gate_check(&result, &a->gate, &checks);
		r.checks = &checks;
	}
	status = write_reports(&r, a, c);
	if (status == EXIT_DONE && r.checks)
		status = judge(r.checks);
	checks_release(&checks);
	comparison_release(&result);
	return status;
}

static int read_configs(const struct args *a, struct kconfig config[SIDES], struct err *e)
{
	for (enum side side = BEFORE; side < SIDES; side++) {
		if (a->config[side] && kconfig_read(&config[side], a->config[side], e) != 0)
			return -1;
	}
	return 0;
}

static int read_and_run(struct args *a, const struct common *c)
{
	struct kconfig config[SIDES] = { 0 };
	struct budget budget = { 0 };
	struct bootset s;
	size_t nbefore;
	struct err e;
	int status;

	if (a->budget_file) {
		if (budget_read(&budget, a->budget_file, &e) != 0)
			return cmd_unusable(&e);
		a->gate.budget = &budget;
	}
	bootset_init(&s);
	if (read_configs(a, config, &e) != 0 || sides_read(&a->sides, NULL, &s, &nbefore, &e) != 0)
		status = cmd_unusable(&e);
	else
		status = run(a, c, &s, nbefore, config);
	bootset_release(&s);
	for (enum side side = BEFORE; side < SIDES; side++)
		kconfig_release(&config[side]);
	budget_release(&budget);
	return status;
}

static int compare(int argc, char **argv)
{
	struct args a = {
		.o = { .least_us = LEAST_US, .least_share = LEAST_SHARE },
		.margin = { .is_share = true, .share = MARGIN_SHARE },
		.view = { .top = TOP_DEFAULT },
	};
	struct common c;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0) {
		a.o.margin_us = a.margin.is_share ? a.o.least_us : a.margin.us;
		a.o.margin_share = a.margin.is_share ? a.margin.share : 0;
		a.view.quiet = c.quiet;
		a.view.verbose = c.verbose;
		a.view.colour = c.colour;
		a.gate.allow = a.allow.v;
		a.gate.nallow = a.allow.n;
		status = read_and_run(&a, &c);
	}
	for (size_t i = 0; i < a.allow.n; i++)
		pattern_free(a.allow.v[i].pattern);
	free(a.allow.v);
	sides_release(&a.sides);
	return status;
}

const struct cmd cmd_compare = {
	.name = "compare",
	.summary = "before and after a change, and a gate for CI",
	.run = compare,
};
