/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a search among candidates found, as a file that is read like the advice they came from. */
#pragma once

#include <stdio.h>

#include "source/choice.h"

struct proved_call {
	const struct chosen *call;
	bool proved;
	const char *text, *evidence;
};

struct proved {
	const struct proved_call *v;
	size_t n;
	const struct str *advice; /* texts of the files that candidates came from */
	size_t nadvice;
	const char *cmdline;      /* "deferred_initcalls=a,b", or NULL: nothing is left */
	int64_t saving_us;        /* as measured, or TIME_NONE */
};

/*
 * Writes JSON (schema bootcheck/suggest/1): those proved as candidates, with the verdict "proved";
 * those disproved among the kept; with all that the advice tells of them. What the advice had no
 * verdict "defer" for stays as it is. Returns 0, or -1 with e set: the advice cannot be read.
 */
int choice_proved_write(const struct proved *p, FILE *f, struct err *e);
