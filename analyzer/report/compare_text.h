/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the text and the Markdown report of `bootcheck compare` share. */
#pragma once

#include "base/buf.h"
#include "report/analyze_text.h"
#include "report/compare.h"

struct compare_report {
	struct text_report t; /* of both sides together: for its helpers */
	struct analyze_opts o;
	const struct comparison *c;
	const struct compare_view *v;
};

/* "+1.500 ms", "-0.048 ms" */
void say_change(struct buf *b, int64_t us);
/* "faster by 255.604 ms (27.1 %)", without a full stop */
void say_verdict(struct buf *b, const struct comparison *c);
/* What follows from the verdict when it is inconclusive; may be nothing. */
void say_advice(struct buf *b, const struct comparison *c);
/* "2 calls deferred", "gap from a_init to init" */
void say_part(struct buf *b, const struct comparison *c, const struct ledger_line *l);
/* How sure it all is: the boots, the method, what it assumes. */
void say_method(struct buf *b, const struct comparison *c);
/* "kernel: 6.1 before, 6.12 after" */
void say_difference(struct buf *b, const struct difference *d);
/* That the times are not comparable, and why; nothing when they are. */
void say_barriers(struct buf *b, const struct comparison *c);
/* "configuration: 2 symbols differ: CONFIG_A=y -> m, ...", without a full stop */
void say_config(struct buf *b, const struct comparison *c, bool all);

/* Rows of one kind, in an order of their own; the caller frees them. */
struct picked {
	const struct delta **v;
	size_t n;
};

/* Calls of a kind, those with the longest durations first; tested ones by their change. */
void pick_calls(struct picked *p, const struct comparison *c, enum change change);
/* Calls that took longer or less long, whatever else became of them; largest change first. */
void pick_timed(struct picked *p, const struct comparison *c);

void text_calls_changed(struct compare_report *r); /* compare_calls.c */
void text_calls_moved(struct compare_report *r);   /* compare_calls.c */
void text_calls_returned(struct compare_report *r); /* compare_calls.c */
