/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a message of the kernel is: a report about itself, a part of one, news of memory. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Where a report ends. */
enum report_end {
	REPORT_NONE, /* the message begins none */
	REPORT_LINE, /* with its first line */
	REPORT_SOON, /* nobody says: with its call trace, or some time later */
	REPORT_RULE, /* a line of "=====" */
	REPORT_MARK, /* "---[ end trace ..." */
	REPORT_LAST, /* never: the kernel is dead */
};

/* Whether a message begins a report, and of which kind. */
enum report_end message_report(struct str msg);
/* "---[ cut here ]---": the next line is the first of a report. */
bool message_is_cut_here(struct str msg);
/* Somebody printed a stack: a report, if it belongs to none. */
bool message_is_call_trace(struct str msg);
/* A line that is the last of such a report. */
bool message_ends(struct str msg, enum report_end kind);
/* Registers, call traces and the like: never a message of their own. */
bool message_is_dump(struct str msg);

enum protection {
	PROTECTION_NONE,
	PROTECTION_ONCE,  /* such a message must be there */
	PROTECTION_COUNT, /* as often as on the other side */
};

/* Memory was protected, freed or found to be protected; *what is what tells it from others. */
enum protection message_protection(struct str msg, struct str *what);

/* Appends the message as it is compared: "#" for numbers, addresses, ids of tasks. */
void message_plain(struct buf *out, struct str msg);
