/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The log of a LAVA job, as "lavacli jobs logs --raw" and lava-run give it: a line of
 * YAML for each message, {"dt": ..., "lvl": ..., "msg": ...}.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum lava_end {
	LAVA_UNKNOWN,  /* the log does not tell: cut, or no log */
	LAVA_COMPLETE,
	LAVA_FAILED,   /* the board did not do what the job wanted */
	LAVA_BROKEN,   /* the lab failed: nothing is known of the kernel */
};

struct lava_log {
	struct buf console;  /* what the board said */
	enum lava_end end;
	char why[300];       /* of an end that is not LAVA_COMPLETE: LAVA's words; "" */
	size_t strange;      /* lines that are no message */
};

/* Reads a log. Never fails: what cannot be read is counted. To be released. */
void lava_log_read(struct lava_log *l, struct str text);
void lava_log_release(struct lava_log *l);
