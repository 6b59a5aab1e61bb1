// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/comparing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "base/str.h"
#include "cmd/common.h"
#include "report/html.h"

#define TOP_DEFAULT 10

void comparing_init(struct comparing *a)
{
	*a = (struct comparing){
		.o = { .least_us = LEAST_US, .least_share = LEAST_SHARE },
		.margin = { .is_share = true, .share = MARGIN_SHARE },
		.view = { .top = TOP_DEFAULT },
	};
}

void comparing_release(struct comparing *a)
{
	for (size_t i = 0; i < a->allow.n; i++)
		pattern_free(a->allow.v[i].pattern);
	free(a->allow.v);
	budget_release(&a->budget);
}

static error_t parse_limit(struct limit *l, const char *option, const char *arg,
			   struct argp_state *state)
{
	if (limit_parse(l, arg) == 0)
		return 0;
	return opts_bad(state, "--%s takes a time or a share (500us, 20ms, 1.5s, 3%%), not '%s'",
			option, arg);
}

static error_t parse_allow(struct comparing *a, const char *arg, struct argp_state *state)
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

static error_t parse_min_change(struct comparing *a, const char *arg, struct argp_state *state)
{
	struct limit l;
	error_t r = parse_limit(&l, "min-change", arg, state);

	if (!r && l.is_share)
		a->o.least_share = l.share;
	else if (!r)
		a->o.least_us = l.us;
	return r;
}

error_t comparing_parse(struct comparing *a, int key, char *arg, struct argp_state *state)
{
	error_t r;
	long n = 0;

	switch (key) {
	case COMPARING_TOP:
		r = opts_number(state, "top", arg, 1, 1000000, &n);
		a->view.top = (size_t)n;
		return r;
	case COMPARING_ALL:
		a->view.all = true;
		return 0;
	case COMPARING_MIN_CHANGE:
		return parse_min_change(a, arg, state);
	case COMPARING_MARGIN:
		return parse_limit(&a->margin, "margin", arg, state);
	case COMPARING_FAIL_ABOVE:
		a->gate.has_limit = true;
		return parse_limit(&a->gate.limit, "fail-above", arg, state);
	case COMPARING_ALLOW:
		return parse_allow(a, arg, state);
	case COMPARING_BUDGET:
		a->budget_file = arg;
		return 0;
	case COMPARING_FORCE:
		a->gate.force = true;
		return 0;
	case COMPARING_HTML:
		a->html = arg;
		return 0;
	case COMPARING_MARKDOWN:
		a->markdown = arg;
		return 0;
	case COMPARING_JUNIT:
		a->junit = arg;
		return 0;
	case COMPARING_KTAP:
		a->ktap = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int comparing_prepare(struct comparing *a, const struct common *c, struct err *e)
{
	a->o.margin_us = a->margin.is_share ? a->o.least_us : a->margin.us;
	a->o.margin_share = a->margin.is_share ? a->margin.share : 0;
	a->view.quiet = c->quiet;
	a->view.verbose = c->verbose;
	a->view.colour = c->colour;
	a->gate.allow = a->allow.v;
	a->gate.nallow = a->allow.n;
	if (!a->budget_file)
		return 0;
	a->gate.budget = &a->budget;
	return budget_read(&a->budget, a->budget_file, e);
}

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

static int write_reports(const struct report *r, const struct comparing *a, const struct common *c)
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

int comparing_run(const struct comparing *a, const struct common *c, const struct bootset *s,
		  size_t nbefore, const struct kconfig *config)
{
	struct checks checks = { 0 };
	struct comparison result;
	struct report r = { .c = &result, .budget = a->gate.budget, .view = &a->view,
			    .json = c->json };
	int status;

	compare_boots(&result, s, nbefore, &a->o);
	if (config)
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
