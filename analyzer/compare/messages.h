/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of a kernel's log that are on one side only: what is new after a
 * change, if it is an error (level err or worse) or a report of the kernel about
 * itself (WARNING, BUG, Oops, lockdep, KASAN, hung tasks, RCU stalls, ...);
 * and what is missing, if it tells that memory is protected or freed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

struct message {
	const char *text; /* as in the log, without its prefix; of a report: its first line */
	int level;        /* 0 to 7, -1: not known */
	bool report;      /* of the kernel about itself */
	unsigned long line; /* in the log that has it, from 1 */
	size_t times;     /* more often than on the other side */
};

struct message_diff {
	struct arena arena;
	VEC(struct message) added;      /* errors and reports that are only after, or more often */
	VEC(struct message) protection; /* lines about protected or freed memory, only before */
	size_t read_before, read_after; /* messages in the logs; 0: nothing can be said */
};

/*
 * before, after: logs (any form that input/line.h reads; levels as "dmesg -r"
 * or /dev/kmsg have them: without levels only reports are found). Numbers,
 * addresses and process ids do not tell messages apart, the number of an error
 * ("error -22") does.
 */
void messages_compare(struct message_diff *d, struct str before, struct str after);
void message_diff_release(struct message_diff *d);
