/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pictures: a timeline of one boot, or of one before and one after a
 * change on the same scale. SVG; other formats are made from it (export.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "compare/compare.h"
#include "report/timeline.h"

struct chart_opts {
	unsigned int width; /* px */
	size_t top;         /* rows of the side list */
	bool before_init;   /* only up to the start of init */
	bool embedded;      /* for an HTML page (svg.h) */
};

#define CHART_WIDTH 1400
#define CHART_WIDTH_MIN 480
#define CHART_WIDTH_MAX 8000
#define CHART_TOP 20

/*
 * The boot to draw of several: the one in the middle by the time to init.
 * boots s->v[from..to), at least one.
 */
const struct boot *chart_pick(const struct bootset *s, size_t from, size_t to);

/* s: all boots that t's is drawn for, from..to of them: the figures say how they vary. */
struct chart_of {
	const struct timeline *t;
	const struct bootset *s;
	size_t from, to;
};

/*
 * The timelines of the boots to draw of a comparison, one a side. Returns 0, or -1 with e set and nothing to
 * release.
 */
int chart_sides(struct timeline side[SIDES], const struct comparison *c, struct err *e);
void chart_sides_release(struct timeline side[SIDES]);

void chart_boot(const struct chart_of *what, const struct chart_opts *o, FILE *f);
void chart_compare(const struct comparison *c, const struct timeline side[SIDES],
		   const struct chart_opts *o, FILE *f);

/* The CSS of a chart that stands alone. An HTML page has its own for the same classes. */
extern const char chart_css[];
