/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One error, as a message for the user. Functions that can fail return -1 and
 * fill a struct err; only cmd/ and main.c print it. A message names the thing
 * and the fix: "FILE:LINE: what is wrong; what to do".
 */
#pragma once

#include <stdarg.h>

struct err {
	char msg[512];
};

/*
 * Sets e to "file:line: message" (line 0: "file: message"; file NULL: the
 * message alone). Control bytes become '?', since names and logs are hostile
 * text. Returns -1, so that callers can `return err_set(...)`.
 */
int err_set(struct err *e, const char *file, unsigned long line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Exit statuses of the program (interface). */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_REGRESSION = 1,
	EXIT_USAGE = 2,
	EXIT_UNUSABLE = 3,
	EXIT_INCONCLUSIVE = 4,
};
