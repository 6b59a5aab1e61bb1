// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the command and runs it. Nothing else. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/version.h"
#include "cmd/cmd.h"

static const struct cmd *const commands[] = {
	&cmd_analyze,
	&cmd_image,
	&cmd_compare,
	&cmd_chart,
	&cmd_suggest,
	&cmd_trial,
	&cmd_history,
	&cmd_graph,
	&cmd_patch,
	&cmd_rules,
};

#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct cmd *find(const char *name)
{
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static int help(void)
{
	puts("Usage: bootcheck COMMAND [OPTIONS] [FILE...]\n"
	     "Reads Linux boot logs made with initcall_debug and shows where the boot time goes.\n"
	     "\n"
	     "Commands:");
	for (size_t i = 0; i < NCOMMANDS; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
	puts("\n"
	     "Options:\n"
	     "  -h, --help           show this; of a command: bootcheck COMMAND --help\n"
	     "  -V, --version        show the version\n"
	     "      --list-commands  show the names of the commands, one a line\n"
	     "\n"
	     "Exit status: 0 done; 1 a regression, violation or failed check was found; 2 wrong\n"
	     "usage; 3 unusable input or output; 4 inconclusive.\n"
	     "\n"
	     "Example:\n"
	     "  dmesg | bootcheck analyze");
	return EXIT_DONE;
}

static int unknown(const char *word)
{
	const char *names[NCOMMANDS], *near;

	for (size_t i = 0; i < NCOMMANDS; i++)
		names[i] = commands[i]->name;
	near = opts_nearest(word, names, NCOMMANDS);
	if (near)
		return opts_error(NULL, "unknown command '%s'; did you mean '%s'?", word, near);
	if (access(word, R_OK) == 0)
		return opts_error(NULL, "unknown command '%s'; did you mean 'analyze %s'?", word,
				  word);
	return opts_error(NULL, "unknown %s '%s'", word[0] == '-' ? "option" : "command", word);
}

static int is(const char *word, const char *a, const char *b)
{
	return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

int main(int argc, char **argv)
{
	const struct cmd *cmd;
	const char *word = argc > 1 ? argv[1] : NULL;

	/* `bootcheck ... | head` is no failure, and half a file is to be removed. */
	signal(SIGPIPE, SIG_IGN);
	if (!word)
		return opts_error(NULL, "no command");
	if (is(word, "-h", "--help") || (argc == 2 && strcmp(word, "help") == 0))
		return help();
	if (is(word, "-V", "--version")) {
		printf("bootcheck %s\n", bootcheck_version());
		return EXIT_DONE;
	}
	if (strcmp(word, "--list-commands") == 0) {
		for (size_t i = 0; i < NCOMMANDS; i++)
			puts(commands[i]->name);
		return EXIT_DONE;
	}
	if (strcmp(word, "help") == 0) {
		char help_option[] = "--help", *args[] = { argv[2], help_option, NULL };

		cmd = find(argv[2]);
		return cmd ? cmd->run(2, args) : unknown(argv[2]);
	}
	cmd = find(word);
	return cmd ? cmd->run(argc - 1, argv + 1) : unknown(word);
}
