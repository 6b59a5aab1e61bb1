/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of text. Columns are as wide as what is in them; the last one is not
 * padded, and a column without any text is left out. Where there is a width to
 * keep, that is on a terminal, cells are cut: the last letter is then a '+'.
 *
 * Cells are ASCII: what is not printable ASCII becomes '?', so that a name out
 * of a log can neither move the columns nor talk to the terminal.
 *
 * Two files know how to draw it, table_scols.c (libsmartcols) and table_plain.c
 * (for the static program, as there is no static libsmartcols); one of them is
 * linked, and both give the same bytes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/vec.h"

enum table_flag {
	COL_RIGHT = 1 << 0, /* numbers */
	COL_CUT = 1 << 1,   /* what is cut when the terminal is narrow, to CUT_LEAST */
	COL_SPARE = 1 << 2, /* cut before that, or left out altogether */
};

/* As terminals know them: SGR numbers. */
enum table_colour { CELL_PLAIN = 0, CELL_BOLD = 1, CELL_RED = 31, CELL_YELLOW = 33 };

#define TABLE_COLUMNS 12
#define CUT_LEAST ((size_t)20)
#define SPARE_LEAST ((size_t)10)
#define TABLE_GAP "  "

struct table_column {
	const char *head;
	unsigned int flags;
};

struct table_cell {
	size_t at, n; /* in text; n 0 is an empty cell */
	enum table_colour colour;
};

struct table {
	const struct table_column *col;
	size_t ncol;
	size_t nrow;
	VEC(struct table_cell) cell; /* row by row */
	struct buf text;             /* each cell's, with a NUL after it */
};

void table_init(struct table *t, const struct table_column *col, size_t ncol);
void table_release(struct table *t);
/* A new row of empty cells, to which table_set() then refers. */
void table_row(struct table *t);
void table_set(struct table *t, size_t col, const char *s);
/* The same from a buffer, which is cleared for the next cell. */
void table_take(struct table *t, size_t col, struct buf *b);
void table_colour(struct table *t, size_t col, enum table_colour colour);
/*
 * width 0: no limit. Each line begins with `indent` blanks and ends without any.
 * Cells that are cut stay cut.
 */
void table_print(struct table *t, FILE *f, size_t indent, int width, bool colour);

static inline const struct table_cell *table_cell(const struct table *t, size_t row, size_t col)
{
	return &t->cell.v[row * t->ncol + col];
}

static inline const char *table_text(const struct table *t, size_t row, size_t col)
{
	const struct table_cell *c = table_cell(t, row, col);

	return c->n ? t->text.p + c->at : "";
}

/*
 * Done by the one file or the other: the lines of the table as a string that
 * the caller frees. Shows the columns show[0..nshow). Lines may end in blanks.
 */
char *table_draw(const struct table *t, const size_t *show, size_t nshow, bool colour);
