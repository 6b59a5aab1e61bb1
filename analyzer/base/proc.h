/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs another program (rsvg-convert, dot): an argument vector, no shell, a time limit. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/* How a program ended, for who does not take a status for a failure. */
struct proc_end {
	int status;     /* of its exit; 128 + N when signal N ended it */
	bool late;      /* it took too long and was killed */
	char said[200]; /* the last line of its stderr, or "" */
};

struct proc {
	const char *const *argv; /* argv[0] is looked up in PATH; NULL ends */
	const char *package;     /* Debian's package that has it: for the message when it is missing */
	FILE *input;             /* read from its beginning as the standard input, or NULL: none */
	FILE *output;            /* gets the standard output */
	unsigned int seconds;    /* it may run */
	const char *const *env;  /* "NAME=value" added to the environment, NULL ends; or NULL */
	struct proc_end *end;    /* gets how it ended, which then is no failure; or NULL */
};

/*
 * Returns 0 when it ended with status 0; else -1 with e set: it is not there, it
 * failed (with the last line of its stderr), it took too long and was killed.
 * No child is left behind.
 */
int proc_run(const struct proc *p, struct err *e);
