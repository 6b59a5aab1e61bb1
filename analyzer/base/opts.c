// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/opts.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/version.h"
#include "base/xalloc.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

enum common_key {
	KEY_COLOR = 0x800,
	KEY_JSON,
	KEY_LIST_OPTIONS,
};

static const struct argp_option common_options[] = {
	{ NULL, 0, NULL, 0, "Output:", 90 },
	{ "output", 'o', "FILE", 0,
	  "write to FILE, whole or not at all; its ending (.json, .csv) chooses the format", 90 },
	{ "quiet", 'q', NULL, 0, "say only what matters most", 90 },
	{ "verbose", 'v', NULL, 0, "say everything, sum up nothing", 90 },
	{ "color", KEY_COLOR, "WHEN", 0,
	  "auto (a terminal, and NO_COLOR is not set), always or never", 90 },
	{ "help", 'h', NULL, 0, "show this", 91 },
	{ "version", 'V', NULL, 0, "show the version", 91 },
	{ "list-options", KEY_LIST_OPTIONS, NULL, OPTION_HIDDEN, NULL, 92 },
	{ 0 },
};

static const struct argp_option json_options[] = {
	{ "json", KEY_JSON, "short|pretty", OPTION_ARG_OPTIONAL,
	  "write JSON, on one line or indented; without a value: indented on a terminal", 90 },
	{ 0 },
};

/* What is to be done instead of going on. */
enum instead { GO_ON, SHOW_HELP, SHOW_VERSION, SHOW_OPTIONS };

struct parser {
	const struct command_line *cl;
	struct common *common;
	void *own;
	enum instead instead;
	bool reported; /* a mistake was */
	int next;      /* word of argv after the one that argp did not like */
};

__attribute__((format(printf, 2, 0)))
static void report(const char *command, const char *fmt, va_list ap)
{
	const char *gap = command ? " " : "";
	struct buf b = { 0 };
	struct err e;

	if (!command)
		command = "";
	buf_vprintf(&b, fmt, ap);
	err_set(&e, NULL, 0, "%s", buf_str(&b)); /* cleans what the user typed */
	fprintf(stderr, "bootcheck%s%s: %s; try 'bootcheck%s%s --help'\n", gap, command, e.msg, gap,
		command);
	buf_release(&b);
}

int opts_error(const char *command, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(command, fmt, ap);
	va_end(ap);
	return EXIT_USAGE;
}

void *opts_own(const struct argp_state *state)
{
	return ((const struct parser *)state->hook)->own;
}

error_t opts_bad(const struct argp_state *state, const char *fmt, ...)
{
	struct parser *p = state->hook;
	va_list ap;

	va_start(ap, fmt);
	report(p->cl->name, fmt, ap);
	va_end(ap);
	p->reported = true;
	return EINVAL;
}

error_t opts_choice(const struct argp_state *state, const char *option, const char *arg,
		    const char *const *names, size_t n, int *at)
{
	struct buf b = { 0 };
	int found = -1;
	error_t r;

	for (size_t i = 0; i < n; i++) {
		if (strncmp(names[i], arg, strlen(arg)) != 0 || !*arg)
			continue;
		if (!names[i][strlen(arg)] || found == -1)
			found = (int)i;
		else if (names[found][strlen(arg)])
			found = -2;
		if (!names[i][strlen(arg)])
			break;
	}
	if (found >= 0) {
		*at = found;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", names[i]);
	r = opts_bad(state, "--%s takes %s, not '%s'", option, b.p, arg);
	buf_release(&b);
	return r;
}

error_t opts_number(const struct argp_state *state, const char *option, const char *arg, long min,
		    long max, long *v)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (end == arg || *end || errno || n < min || n > max || arg[0] == ' ')
		return opts_bad(state, "--%s takes a number from %ld to %ld, not '%s'", option, min,
				max, arg);
	*v = n;
	return 0;
}

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	static const char *const when[] = { "auto", "always", "never" };
	static const char *const how[] = { "short", "pretty", "off" };
	static const enum json_mode mode[] = { JSON_SHORT, JSON_PRETTY, JSON_OFF };
	struct parser *p = state->hook;
	struct common *c = p->common;
	error_t r = 0;
	int at = 0;

	switch (key) {
	case 'o':
		if (!*arg)
			return opts_bad(state, "--output takes the name of a file");
		c->output = arg;
		return 0;
	case 'q':
	case 'v':
		c->quiet = key == 'q';
		c->verbose = key == 'v';
		return 0;
	case KEY_COLOR:
		r = opts_choice(state, "color", arg, when, ARRAY_SIZE(when), &at);
		if (!r)
			c->colour = (enum colour)at;
		return r;
	case KEY_JSON:
		c->json = JSON_AUTO;
		if (arg)
			r = opts_choice(state, "json", arg, how, ARRAY_SIZE(how), &at);
		if (arg && !r)
			c->json = mode[at];
		return r;
	case 'h':
	case 'V':
	case KEY_LIST_OPTIONS:
		p->instead = key == 'h' ? SHOW_HELP : key == 'V' ? SHOW_VERSION : SHOW_OPTIONS;
		/* What comes after it, and what is missing, no longer matters. */
		state->next = state->argc;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_any(int key, char *arg, struct argp_state *state)
{
	struct parser *p = state->input;
	error_t r;

	state->hook = p;
	if (key == ARGP_KEY_ERROR)
		p->next = state->next;
	if (p->instead != GO_ON)
		return 0;
	r = parse_common(key, arg, state);
	if (r == ARGP_ERR_UNKNOWN && p->cl->parse)
		r = p->cl->parse(key, arg, state);
	return r;
}

static bool is_option(const struct argp_option *o)
{
	return o->name && !(o->flags & (OPTION_DOC | OPTION_HIDDEN));
}

static bool at_end(const struct argp_option *o)
{
	return !o->name && !o->key && !o->doc && !o->group;
}

/* Own options first, then the common ones, in one table. The caller frees it. */
static struct argp_option *all_options(const struct command_line *cl)
{
	const struct argp_option *parts[] = { cl->options, common_options,
					      cl->no_json ? NULL : json_options };
	struct argp_option *all;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		for (const struct argp_option *o = parts[i]; o && !at_end(o); o++)
			n++;
	}
	all = xcalloc(n + 1, sizeof(*all));
	n = 0;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		for (const struct argp_option *o = parts[i]; o && !at_end(o); o++)
			all[n++] = *o;
	}
	return all;
}

static const struct argp_option *short_option(const struct argp_option *all, int key)
{
	for (; !at_end(all); all++) {
		if (all->name && all->key == key)
			return all;
	}
	return NULL;
}

/* The first letter of -abc that is no option; 0 when all are, or one takes the rest. */
static char bad_letter(const struct argp_option *all, const char *word)
{
	for (word++; *word; word++) {
		const struct argp_option *o = short_option(all, *word);

		if (!o)
			return *word;
		if (o->arg)
			return '\0';
	}
	return '\0';
}

static void say_long(const struct parser *p, const struct argp_option *all, const char *word)
{
	const char *name = p->cl->name, *match = NULL, *names[64];
	size_t len = strcspn(word, "="), nmatch = 0, n = 0;
	char *typed = xstrndup(word, len);

	for (const struct argp_option *o = all; !at_end(o); o++) {
		if (!is_option(o) || n == ARRAY_SIZE(names))
			continue;
		names[n++] = o->name;
		if (strncmp(o->name, typed, len) == 0) {
			match = o->name;
			nmatch++;
		}
	}
	if (nmatch == 1)
		opts_error(name, word[len] ? "--%s takes no value" : "--%s needs a value", match);
	else if (nmatch > 1)
		opts_error(name, "--%s is short for more than one option", typed);
	else if ((match = opts_nearest(typed, names, n)))
		opts_error(name, "unknown option '--%s'; did you mean '--%s'?", typed, match);
	else
		opts_error(name, "unknown option '--%s'", typed);
	free(typed);
}

/*
 * argp runs silent, since its own messages take two lines and name --usage;
 * so find out what was wrong from the words around the place it stopped at. It
 * has gone past a word, but not past -abc when more letters follow the bad one.
 */
static void say_what(const struct parser *p, const struct argp_option *all, int argc, char **argv)
{
	const char *name = p->cl->name;

	for (int i = p->next - 1; i <= p->next; i++) {
		const char *word = i > 0 && i < argc ? argv[i] : "";

		if (word[0] != '-' || !word[1])
			continue;
		if (word[1] == '-') {
			say_long(p, all, word + 2);
			return;
		}
		if (bad_letter(all, word)) {
			opts_error(name, "unknown option '-%c'", bad_letter(all, word));
			return;
		}
		if (i == argc - 1) {
			const struct argp_option *o =
				short_option(all, word[strlen(word) - 1]);

			if (o && o->arg) {
				opts_error(name, "-%c needs a value: %s", o->key, o->arg);
				return;
			}
		}
	}
	opts_error(name, "unexpected argument '%s'",
		   p->next > 0 && p->next <= argc ? argv[p->next - 1] : "");
}

static int show(const struct parser *p, struct argp *argp)
{
	struct buf b = { 0 };

	switch (p->instead) {
	case SHOW_HELP:
		buf_printf(&b, "bootcheck %s", p->cl->name);
		/* Options only, the lines around them are ours; and the same for every user. */
		setenv("ARGP_HELP_FMT", "no-dup-args-note,rmargin=90", 1);
		argp->doc = argp->args_doc = NULL;
		printf("Usage: %s [OPTION...]%s%s\n%s\n\n", b.p, p->cl->args ? " " : "",
		       p->cl->args ? p->cl->args : "", p->cl->about);
		argp_help(argp, stdout, ARGP_HELP_LONG, b.p);
		printf("\nExample:\n%s", p->cl->example);
		break;
	case SHOW_VERSION:
		printf("bootcheck %s\n", bootcheck_version());
		break;
	default:
		for (const struct argp_option *o = argp->options; !at_end(o); o++) {
			if (is_option(o))
				printf("--%s\n", o->name);
		}
	}
	buf_release(&b);
	return fflush(stdout) == 0 || errno == EPIPE ? EXIT_DONE : EXIT_UNUSABLE;
}

int opts_parse(const struct command_line *cl, int argc, char **argv, struct common *c, void *own)
{
	struct parser p = { .cl = cl, .common = c, .own = own };
	struct argp_option *all = all_options(cl);
	struct argp argp = { .options = all, .parser = parse_any };
	int status = -1;
	error_t r;

	*c = (struct common){ 0 };
	r = argp_parse(&argp, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP | ARGP_NO_EXIT, NULL, &p);
	if (p.instead != GO_ON) {
		status = show(&p, &argp);
	} else if (r) {
		if (!p.reported)
			say_what(&p, all, argc, argv);
		status = EXIT_USAGE;
	}
	free(all);
	return status;
}

/* Edit distance (insert, delete, replace, swap two neighbours), at most 32 letters. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int d[34][34];
	size_t n = strlen(a), m = strlen(b);

	if (n > 32 || m > 32)
		return 99;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = (unsigned int)i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = (unsigned int)j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			unsigned int x = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			if (x > d[i - 1][j] + 1)
				x = d[i - 1][j] + 1;
			if (x > d[i][j - 1] + 1)
				x = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    x > d[i - 2][j - 2] + 1)
				x = d[i - 2][j - 2] + 1;
			d[i][j] = x;
		}
	}
	return d[n][m];
}

const char *opts_nearest(const char *word, const char *const *names, size_t n)
{
	const char *best = NULL;
	unsigned int least = 3;

	for (size_t i = 0; i < n; i++) {
		unsigned int x = distance(word, names[i]);

		/* Two changes make a word of three letters anything. */
		if (x < least && x * 2 < strlen(names[i])) {
			least = x;
			best = names[i];
		}
	}
	return best;
}
