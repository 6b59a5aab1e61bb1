/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands of the program. To add one, foo:
 *
 *  1. cmd/foo.c with `const struct cmd cmd_foo`: it parses its options (a
 *     struct command_line, base/opts.h), calls what does the work, picks a
 *     writer. No arithmetic here.
 *  2. Declare it below, and add a row to the table in main.c.
 *  3. analyzer/man/bootcheck-foo.1.scd, a line in bootcheck.1.scd, and its
 *     options in analyzer/completion/bootcheck.bash.
 *  4. tests/cli/foo/ with a case for every option.
 *
 * tests/lint fails until help, man page, completion and tests agree.
 */
#pragma once

struct cmd {
	const char *name;
	const char *summary; /* for the list of commands, no full stop */
	/* argv[0] is the name. Returns the exit status (base/err.h). */
	int (*run)(int argc, char **argv);
};

extern const struct cmd cmd_analyze;
extern const struct cmd cmd_chart;
extern const struct cmd cmd_compare;
extern const struct cmd cmd_graph;
extern const struct cmd cmd_history;
extern const struct cmd cmd_image;
extern const struct cmd cmd_patch;
extern const struct cmd cmd_rules;
extern const struct cmd cmd_suggest;
extern const struct cmd cmd_trial;
