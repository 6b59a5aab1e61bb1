/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck suggest`; each writes onto a stream and changes nothing. */
#pragma once

#include <stdio.h>

#include "advice/advice.h"
#include "base/term.h"

struct suggest_view {
	size_t top;     /* rows of a list */
	bool all, quiet, verbose;
	enum colour colour;
	int64_t small_us; /* savings of less are summed up in one line */
	/* Macro of each advised call in its source, or NULL; the array or NULL when there is no tree. */
	const char *const *macro;
	const char *source; /* the tree, or NULL */
};

#define SUGGEST_SMALL_US 1000

void suggest_text(const struct advice *a, const struct suggest_view *v, FILE *f);
void suggest_json(const struct advice *a, const struct suggest_view *v, bool pretty, FILE *f);
/* The whole story of one call. */
void suggest_explain(const struct advice *a, const struct advised *x,
		     const struct suggest_view *v, FILE *f);

/* Calls of a verdict, largest saving first; the caller frees *v. Returns how many. */
size_t suggest_pick(const struct advice *a, enum advice_verdict verdict, const struct advised ***v);
/* "drivers/usb/core/usb.c:1234", "usb_init"; what is known of its place. */
void suggest_place(struct buf *b, const struct advised *x);
/* How the saving came about, as a sentence; nothing when it is the plain duration. */
void suggest_saving(struct buf *b, const struct advised *x);
/* "usb_init [usbcore]" */
void suggest_name(struct buf *b, const struct advised *x);

/* What user space has to do after the trigger, by what is deferred: lines, NULL ends. */
struct suggest_step {
	const char *part;  /* of the source tree */
	const char *text;
};
/* The steps for what is deferred, each once; *at begins at 0. NULL ends. */
const struct suggest_step *suggest_next_step(const struct advice *a, size_t *at);
