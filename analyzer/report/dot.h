/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The language of Graphviz: text that is safe in it, and dot(1), which makes
 * pictures of it. dot is run as a program, never linked.
 */
#pragma once

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Adds text of others to what becomes a "quoted string": the same text is seen
 * in labels and tooltips, whatever is in it. What is not UTF-8, and control
 * bytes, become U+FFFD. max: longer texts are cut to that many characters; 0:
 * never.
 */
void dot_text(struct buf *b, const char *s, size_t max);
/* The same for names of nodes and groups, where dot knows no escapes but \". */
void dot_name(struct buf *b, const char *s);

enum dot_format { DOT_TEXT, DOT_SVG, DOT_PNG, DOT_PDF };

/*
 * dot: a stream that can be read from its beginning. The same input gives the
 * same bytes, as far as the versions of dot and of the fonts are the same.
 * Returns 0, or -1 with e set.
 */
int dot_draw(FILE *dot, enum dot_format format, FILE *to, struct err *e);
