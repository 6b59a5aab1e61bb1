/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the terminal can show. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* auto: a terminal that is not "dumb", and NO_COLOR is unset or empty. */
bool term_colour(enum colour want, FILE *f);
/* Columns to use: COLUMNS, else the terminal's width, else 0 (no limit). */
int term_width(FILE *f);
