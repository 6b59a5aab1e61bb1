/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report of `bootcheck image`: the initcalls of a kernel, or what differs
 * between those of two. One writer for each format; all of them only read.
 */
#pragma once

#include <stdio.h>

#include "advice/deps.h"
#include "base/term.h"
#include "model/imagediff.h"

enum image_sort { IMAGE_ORDER, IMAGE_NAME, IMAGE_SIZE, IMAGE_FILE, IMAGE_LEVEL };

struct image_report {
	const struct image *img;
	const struct image *other;     /* of --diff, or NULL */
	const struct image_diff *diff; /* NULL without other */
	const char *level;             /* only this one; NULL: all */
	enum image_sort sort;
	bool deps;                     /* modules, too */
	const struct depgraph *graph;  /* by which modules and needs are told; NULL: those of img */
	bool quiet, verbose;           /* text only */
	enum colour colour;            /* text only */
};

void image_text(const struct image_report *r, FILE *f);
void image_json(const struct image_report *r, bool pretty, FILE *f);
void image_csv(const struct image_report *r, FILE *f);

/* --- image_rows.c: what the writers share --- */

struct image_rows {
	const struct initcall **v;
	size_t n;
};

/* The initcalls that are wanted, sorted; equal ones in the order they run. */
void image_rows_of(struct image_rows *rows, const struct image_report *r);
void image_rows_release(struct image_rows *rows);
bool image_wanted(const struct image_report *r, const struct change *c);
/* Whether a module has an initcall of the level that is wanted. */
bool module_wanted(const struct image_report *r, const struct image_module *m);
bool calls_wanted(const struct image_report *r, const uint32_t *calls, size_t n);

struct level_sum {
	const char *level; /* NULL: not known */
	size_t calls;
	uint64_t bytes;
};

/* Sums by level in the order they run; the caller frees *v. Returns how many. */
size_t level_sums(struct level_sum **v, const struct image_report *r);
