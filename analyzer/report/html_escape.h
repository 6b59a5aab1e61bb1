/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON within a <script> element, which no text in it can end. */
#pragma once

#include <stdio.h>

/*
 * The element's beginning, and a stream for its JSON: < > & and the line ends of
 * Unicode, which are only in strings of it, are written as \u escapes. Nothing
 * else may be written to `to` until it is closed.
 */
FILE *html_escape_open(FILE *to);
void html_escape_close(FILE *f, FILE *to);
