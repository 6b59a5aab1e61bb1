/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes SVG onto a stream: text stays text, what things look like is said by
 * CSS classes, what they are by <title>, which viewers show as a tooltip.
 * Lengths are in px, written with two decimals at most.
 *
 * Text may hold any bytes: what is not UTF-8, and control bytes, which XML does
 * not allow, become U+FFFD.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

/*
 * embedded: a part of an HTML page, which has the style; else a document of its
 * own. style: CSS, or NULL.
 */
void svg_begin(FILE *f, double width, double height, const char *title, const char *style,
	       bool embedded);
void svg_end(FILE *f);
/* class may be NULL in all of these. */
void svg_group(FILE *f, const char *class, const char *title);
void svg_group_end(FILE *f);
/* title NULL: none. Nothing is written for a width or height that is not positive. */
void svg_rect(FILE *f, const char *class, double x, double y, double w, double h,
	      const char *title);
void svg_line(FILE *f, const char *class, double x1, double y1, double x2, double y2);
/* d: path data, written as it is. */
void svg_path(FILE *f, const char *class, const char *d);
/* y: of the base line. */
void svg_text(FILE *f, const char *class, enum svg_anchor anchor, double x, double y,
	      const char *text);

/* Text for XML and HTML, in an element or in a quoted attribute. */
void xml_text(FILE *f, const char *s);

/* How wide a text is at a font size of `size` px, in the font that charts ask for first. */
double svg_text_width(const char *s, double size);
