/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The logs of commands that take --before LOG... --after LOG... */
#pragma once

#include "base/opts.h"
#include "base/vec.h"
#include "compare/compare.h"
#include "model/join.h"

struct sides {
	VEC(const char *) files[SIDES];
	bool stdin_given;
};

void sides_release(struct sides *s);
/* Standard input can be read once: reports it when name is "-" for the second time. */
error_t sides_check_stdin(struct sides *s, const char *name, struct argp_state *state);
error_t sides_add(struct sides *s, enum side side, const char *name, struct argp_state *state);
/* The value of an option, and all words after it that are no options. */
error_t sides_add_all(struct sides *s, enum side side, const char *arg, struct argp_state *state);
/* That both sides are there; "no log after the change; ..." */
error_t sides_check(const struct sides *s, const struct argp_state *state);
/*
 * Reads all logs, those before first, with progress; *nbefore: how many boots
 * these are. joiner: for the boots, or NULL. Returns 0, or -1 with e set.
 */
int sides_read(const struct sides *s, const struct joiner *joiner, struct bootset *set,
	       size_t *nbefore, struct err *e);
