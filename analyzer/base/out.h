/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a report goes: standard output, or a file that appears whole or not
 * at all (written beside its final name, then renamed).
 */
#pragma once

#include <stdio.h>

#include "base/err.h"

struct out {
	FILE *f;
	char *name; /* final name, NULL for standard output */
	char *tmp;
};

/* name NULL or "-": standard output. Returns 0, or -1 with e set. */
int out_open(struct out *o, const char *name, struct err *e);
/*
 * Flushes, checks that every byte was written, and renames. A reader that
 * closed the pipe early (EPIPE) is no error. Returns 0, or -1 with e set and
 * nothing left behind.
 */
int out_close(struct out *o, struct err *e);
/* Gives up: removes the temporary file. Harmless after out_close(). */
void out_abort(struct out *o);
