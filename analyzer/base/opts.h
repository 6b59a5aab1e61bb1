/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line of a command: an argp table of its own options, to which
 * the options that every command has are added. The table is the help.
 *
 * A mistake gives one line on stderr that names it and points to --help, and
 * exit status 2.
 */
#pragma once

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/term.h"

/* Keys of options without a short form begin here. */
#define OPT_OWN 0x1000

enum json_mode { JSON_OFF, JSON_AUTO, JSON_SHORT, JSON_PRETTY };

/* What the common options say. Strings point into argv. */
struct common {
	const char *output; /* NULL: standard output */
	enum colour colour;
	enum json_mode json;
	bool quiet, verbose; /* not both: the later one counts */
};

struct command_line {
	const char *name;    /* "analyze" */
	const char *args;    /* "[LOG...]" */
	const char *about;   /* what it does, in a sentence or a few */
	const char *example; /* goes last in the help */
	const struct argp_option *options;
	/* As in argp: gets own, as input, of opts_parse(); ARGP_ERR_UNKNOWN for what it does not know. */
	argp_parser_t parse;
	bool no_json; /* has no report */
};

/*
 * Parses argv (argv[0] is the name of the command). Returns -1 to go on, or
 * the exit status: help was shown, or a mistake was reported.
 */
int opts_parse(const struct command_line *cl, int argc, char **argv, struct common *c, void *own);
/* The `own` of opts_parse(), for the parse function. */
void *opts_own(const struct argp_state *state);
/* Reports a mistake: "bootcheck analyze: MESSAGE; try 'bootcheck analyze --help'". Returns 2. */
int opts_error(const char *command, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same from a parse function; returns what that shall return. */
error_t opts_bad(const struct argp_state *state, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The place of arg among names[0..n), to *at. A beginning that fits only one
 * will do. Returns 0, or reports what --`option` takes.
 */
error_t opts_choice(const struct argp_state *state, const char *option, const char *arg,
		    const char *const *names, size_t n, int *at);
/* A decimal number from min to max, to *v. */
error_t opts_number(const struct argp_state *state, const char *option, const char *arg, long min,
		    long max, long *v);

/* The best of names[0..n) for a mistyped word, NULL when none is near. */
const char *opts_nearest(const char *word, const char *const *names, size_t n);
