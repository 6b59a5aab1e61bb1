/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a search among candidates found, as a part of the report of `bootcheck trial`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/json.h"

struct search_call {
	const char *name;     /* "function" or "module:function" */
	bool proved;          /* it can be deferred with all others that are */
	const char *text;     /* why, a sentence */
	const char *evidence; /* the boots that show it */
};

struct search_report {
	struct search_call *v; /* in the order of their calls */
	size_t n, bad;
	size_t boots;  /* made by now, all sides */
	size_t known;  /* of these, by earlier runs */
	size_t booted; /* by this run */
	size_t bound;  /* boots that a search of so many bad ones may take */
};

/* all: also those that are proved. */
void search_text(const struct search_report *s, bool all, FILE *f);
/* The object "search". */
void search_json(const struct search_report *s, struct json *j);
