// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cmd.h"
#include "report/chart.h"

#define LAST_DEFAULT 20
#define WAIT_DEFAULT_MS 30000
#define CALLS_DEFAULT 6

enum key {
	KEY_DB = OPT_OWN,
	KEY_RELEASE,
	KEY_BOARD,
	KEY_BOOT_ID,
	KEY_CALL,
	KEY_LAST,
	KEY_WAIT,
	KEY_WIDTH,
	KEY_FORMAT,
	KEY_CSV,
	KEY_JSONL,
	KEY_BOOTS,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0,
	  "Verbs: add LOG..., list, show [RELEASE], compare [[A] B], chart -o FILE, export, "
	  "remove RELEASE", 1 },
	{ NULL, 0, NULL, 0, "The history:", 2 },
	{ "db", KEY_DB, "FILE", 0, "the SQLite file; add makes it when it is not there", 2 },
	{ "wait", KEY_WAIT, "SECONDS", 0,
	  "how long to wait while others write to it (default 30)", 2 },
	{ NULL, 0, NULL, 0, "What is added or looked at:", 3 },
	{ "release", KEY_RELEASE, "NAME", 0, "add: the release that was booted; export: only that",
	  3 },
	{ "board", KEY_BOARD, "NAME", 0,
	  "the board (add: by default the machine that the log names; else the only one there is)",
	  3 },
	{ "boot-id", KEY_BOOT_ID, "ID", 0,
	  "add: what tells this boot from all others, for boots that are alike in virtual time", 3 },
	{ "call", KEY_CALL, "NAME", 0, "list, show, chart: of that initcall", 3 },
	{ "last", KEY_LAST, "N", 0,
	  "list, chart: the N newest releases (list: default 20; chart: all)", 3 },
	{ NULL, 0, NULL, 0, "chart and export:", 4 },
	{ "format", KEY_FORMAT, "svg|png|pdf", 0,
	  "what to draw (default: by the ending of FILE, else svg)", 4 },
	{ "width", KEY_WIDTH, "PX", 0, "of the picture, 480 to 8000 (default 1400)", 4 },
	{ "csv", KEY_CSV, NULL, 0, "export, list: CSV", 4 },
	{ "jsonl", KEY_JSONL, NULL, 0, "export: an object a line (the default)", 4 },
	{ "boots", KEY_BOOTS, NULL, 0, "export: a row for each boot, not for each call of it", 4 },
	{ NULL, 0, NULL, 0, "compare, and what show says of the release before:", 5 },
	COMPARING_OPTIONS_LEAST(5),
	COMPARING_OPTIONS_SHOWN(5),
	COMPARING_OPTIONS_GATE(5),
	COMPARING_OPTIONS_FILES(5),
	{ 0 },
};

static const char *const verbs[] = { "add", "list", "show", "compare", "chart", "export", "remove" };

#define BIT(verb) (1u << (verb))

/* Which option says something to which verb. */
static const struct {
	int key;
	unsigned int verbs;
} fits[] = {
	{ KEY_RELEASE, BIT(VERB_ADD) | BIT(VERB_EXPORT) },
	{ KEY_BOARD, BIT(VERB_MAX) - 1 },
	{ KEY_BOOT_ID, BIT(VERB_ADD) },
	{ KEY_CALL, BIT(VERB_LIST) | BIT(VERB_SHOW) | BIT(VERB_CHART) },
	{ KEY_LAST, BIT(VERB_LIST) | BIT(VERB_CHART) },
	{ KEY_FORMAT, BIT(VERB_CHART) },
	{ KEY_WIDTH, BIT(VERB_CHART) },
	{ KEY_CSV, BIT(VERB_LIST) | BIT(VERB_EXPORT) },
	{ KEY_JSONL, BIT(VERB_EXPORT) },
	{ KEY_BOOTS, BIT(VERB_EXPORT) },
	{ COMPARING_TOP, BIT(VERB_COMPARE) | BIT(VERB_SHOW) | BIT(VERB_CHART) },
	{ COMPARING_ALL, BIT(VERB_COMPARE) | BIT(VERB_SHOW) | BIT(VERB_LIST) },
	{ COMPARING_MIN_CHANGE, BIT(VERB_COMPARE) },
	{ COMPARING_MARGIN, BIT(VERB_COMPARE) },
	{ COMPARING_FAIL_ABOVE, BIT(VERB_COMPARE) },
	{ COMPARING_ALLOW, BIT(VERB_COMPARE) },
	{ COMPARING_BUDGET, BIT(VERB_COMPARE) },
	{ COMPARING_FORCE, BIT(VERB_COMPARE) },
	{ COMPARING_MARKDOWN, BIT(VERB_COMPARE) },
	{ COMPARING_JUNIT, BIT(VERB_COMPARE) },
	{ COMPARING_KTAP, BIT(VERB_COMPARE) },
	{ COMPARING_HTML, BIT(VERB_COMPARE) },
};

#define NFITS (sizeof(fits) / sizeof(fits[0]))

struct parsing {
	struct history_args a;
	bool has_verb;
	unsigned int given; /* bits of fits[] */
};

static const char *option_name(int key)
{
	for (const struct argp_option *o = options; o->name || o->doc; o++) {
		if (o->key == key)
			return o->name;
	}
	return "";
}

static error_t check_options(const struct parsing *p, const struct argp_state *state)
{
	for (size_t i = 0; i < NFITS; i++) {
		if ((p->given & BIT(i)) && !(fits[i].verbs & BIT(p->a.verb)))
			return opts_bad(state, "--%s says nothing to '%s'", option_name(fits[i].key),
					verbs[p->a.verb]);
	}
	return 0;
}

static error_t check_words(struct history_args *a, const struct argp_state *state)
{
	static const size_t most[] = { SIZE_MAX, 0, 1, 2, 0, 0, 1 };

	if (a->word.n > most[a->verb])
		return opts_bad(state, "'%s' is one word too many for '%s'",
				a->word.v[most[a->verb]], verbs[a->verb]);
	if (a->verb == VERB_REMOVE && !a->word.n)
		return opts_bad(state, "no release given; say which one to remove");
	return 0;
}

static error_t check_names(const struct history_args *a, const struct argp_state *state)
{
	const char *fault;

	if (a->verb == VERB_ADD && !a->release)
		return opts_bad(state, "no release given; say which one was booted: --release NAME");
	if (a->verb != VERB_ADD)
		return 0;
	fault = hist_name_fault(a->release);
	if (fault)
		return opts_bad(state, "--release takes a name, and this is none: %s", fault);
	fault = a->board ? hist_name_fault(a->board) : NULL;
	if (fault)
		return opts_bad(state, "--board takes a name, and this is none: %s", fault);
	fault = a->boot_id ? hist_name_fault(a->boot_id) : NULL;
	return fault ? opts_bad(state, "--boot-id takes an id, and this is none: %s", fault) : 0;
}

static error_t parse_end(struct parsing *p, struct argp_state *state)
{
	error_t r;

	if (!p->has_verb)
		return opts_bad(state, "no verb given; say add, list, show, compare, chart, export or "
				       "remove");
	if (!p->a.db)
		return opts_bad(state, "no history given; name its file: --db FILE");
	r = check_options(p, state);
	r = r ? r : check_words(&p->a, state);
	r = r ? r : check_names(&p->a, state);
	if (!r && p->a.csv && p->a.jsonl)
		r = opts_bad(state, "--csv and --jsonl exclude each other");
	return r;
}

static error_t take_word(struct parsing *p, const char *word, const struct argp_state *state)
{
	const char *near;

	if (p->has_verb) {
		*VEC_PUSH(&p->a.word) = word;
		return 0;
	}
	p->has_verb = true;
	for (size_t i = 0; i < VERB_MAX; i++) {
		if (strcmp(word, verbs[i]) == 0) {
			p->a.verb = (enum history_verb)i;
			return 0;
		}
	}
	near = opts_nearest(word, verbs, VERB_MAX);
	if (near)
		return opts_bad(state, "unknown verb '%s'; did you mean '%s'?", word, near);
	return opts_bad(state, "unknown verb '%s'; say add, list, show, compare, chart, export or "
			       "remove", word);
}

static error_t take_number(const struct argp_state *state, const char *option, const char *arg,
			   long min, long max, size_t *v)
{
	long n = 0;
	error_t r = opts_number(state, option, arg, min, max, &n);

	*v = (size_t)n;
	return r;
}

static error_t take_value(struct history_args *a, int key, char *arg, struct argp_state *state)
{
	static const char *const formats[] = { "svg", "png", "pdf" };
	size_t n = 0;
	error_t r;
	int at = 0;

	switch (key) {
	case KEY_LAST:
		a->last_given = true;
		return take_number(state, "last", arg, 1, 1000000, &a->last);
	case KEY_WAIT:
		r = take_number(state, "wait", arg, 0, 3600, &n);
		a->wait_ms = (unsigned int)n * 1000;
		return r;
	case KEY_WIDTH:
		r = take_number(state, "width", arg, CHART_WIDTH_MIN, CHART_WIDTH_MAX, &n);
		a->width = (unsigned int)n;
		return r;
	case KEY_FORMAT:
		r = opts_choice(state, "format", arg, formats, 3, &at);
		a->format = formats[at];
		return r;
	case COMPARING_TOP:
		a->top_given = true;
		return comparing_parse(&a->how, key, arg, state);
	default:
		return comparing_parse(&a->how, key, arg, state);
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct parsing *p = opts_own(state);
	struct history_args *a = &p->a;

	for (size_t i = 0; i < NFITS; i++)
		p->given |= fits[i].key == key ? BIT(i) : 0;
	switch (key) {
	case KEY_DB:
		a->db = arg;
		return 0;
	case KEY_RELEASE:
		a->release = arg;
		return 0;
	case KEY_BOARD:
		a->board = arg;
		return 0;
	case KEY_BOOT_ID:
		a->boot_id = arg;
		return 0;
	case KEY_CALL:
		a->call = arg;
		return 0;
	case KEY_CSV:
		a->csv = true;
		return 0;
	case KEY_JSONL:
		a->jsonl = true;
		return 0;
	case KEY_BOOTS:
		a->boots = true;
		return 0;
	case ARGP_KEY_ARG:
		return take_word(p, arg, state);
	case ARGP_KEY_END:
		return parse_end(p, state);
	default:
		return take_value(a, key, arg, state);
	}
}

static const struct command_line command_line = {
	.name = "history",
	.args = "--db FILE VERB [WORD...]",
	.about = "Keep the boots of all releases of a board, or of many boards, in one file, and look at\n"
		 "them over time: the time to init of each release and how sure it is, which calls\n"
		 "changed in which release, any two releases compared as 'bootcheck compare' does.\n"
		 "LOG is as for analyze. A boot is taken once; add takes all its logs or none.",
	.example = "  Four boots of a release; the last ten releases; what made v7 slower; a picture:\n"
		   "    bootcheck history --db boots.db add v7-*.log --release v7\n"
		   "    bootcheck history --db boots.db list --last 10\n"
		   "    bootcheck history --db boots.db show v7\n"
		   "    bootcheck history --db boots.db chart -o boots.png\n"
		   "  In CI, against the release before it:\n"
		   "    bootcheck history --db boots.db compare --fail-above 2%\n",
	.options = options,
	.parse = parse,
};

static int run_verb(struct history_args *a, const struct common *c)
{
	bool reports = a->verb == VERB_LIST || a->verb == VERB_SHOW || a->verb == VERB_COMPARE;

	if (c->json != JSON_OFF && !reports)
		return opts_error("history", "--json says nothing to '%s'", verbs[a->verb]);
	switch (a->verb) {
	case VERB_ADD:
		return history_add(a, c);
	case VERB_LIST:
		if (!a->last_given && !a->how.view.all)
			a->last = LAST_DEFAULT;
		return history_list(a, c);
	case VERB_SHOW:
		return history_show(a, c);
	case VERB_COMPARE:
		return history_compare(a, c);
	case VERB_CHART:
		if (!a->top_given)
			a->how.view.top = CALLS_DEFAULT;
		return history_chart(a, c);
	case VERB_EXPORT:
		return history_export(a, c);
	default:
		return history_remove(a, c);
	}
}

static int history(int argc, char **argv)
{
	struct parsing p = { .a = { .wait_ms = WAIT_DEFAULT_MS, .width = CHART_WIDTH } };
	struct common c;
	int status;

	comparing_init(&p.a.how);
	status = opts_parse(&command_line, argc, argv, &c, &p);
	if (status < 0)
		status = run_verb(&p.a, &c);
	comparing_release(&p.a.how);
	free(p.a.word.v);
	return status;
}

const struct cmd cmd_history = {
	.name = "history",
	.summary = "releases over time, one board or a fleet",
	.run = history,
};
