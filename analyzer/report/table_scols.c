// SPDX-License-Identifier: GPL-2.0-or-later
/* Draws tables with libsmartcols; the only file that knows it. */
#include <libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/table.h"

/* libsmartcols fails only when memory runs out; then so does everything else. */
static void *need(void *p)
{
	if (!p)
		xreallocarray(NULL, SIZE_MAX, 2);
	return p;
}

static const char *sequence(enum table_colour colour)
{
	switch (colour) {
	case CELL_BOLD:
		return "\033[1m";
	case CELL_RED:
		return "\033[31m";
	case CELL_YELLOW:
		return "\033[33m";
	default:
		return NULL;
	}
}

static void fill(struct libscols_table *tb, const struct table *t, const size_t *show,
		 size_t nshow, bool colour)
{
	for (size_t row = 0; row < t->nrow; row++) {
		struct libscols_line *ln = need(scols_table_new_line(tb, NULL));

		for (size_t i = 0; i < nshow; i++) {
			enum table_colour c = table_cell(t, row, show[i])->colour;

			if (scols_line_set_data(ln, i, table_text(t, row, show[i])) != 0)
				need(NULL);
			if (colour && sequence(c))
				scols_cell_set_color(scols_line_get_cell(ln, i), sequence(c));
		}
	}
}

char *table_draw(const struct table *t, const size_t *show, size_t nshow, bool colour)
{
	struct libscols_table *tb = need(scols_new_table());
	char *lines = NULL;

	scols_table_enable_noencoding(tb, 1);
	scols_table_set_column_separator(tb, TABLE_GAP);
	scols_table_enable_colors(tb, colour);
	/* Cells are cut by us, where they are: libsmartcols shall not look at the terminal. */
	scols_table_set_termforce(tb, SCOLS_TERMFORCE_NEVER);
	for (size_t i = 0; i < nshow; i++) {
		const struct table_column *c = &t->col[show[i]];
		int flags = c->flags & COL_RIGHT ? SCOLS_FL_RIGHT : 0;

		need(scols_table_new_column(tb, c->head, 0, flags));
	}
	fill(tb, t, show, nshow, colour);
	if (scols_print_table_to_string(tb, &lines) != 0 || !lines)
		need(NULL);
	scols_unref_table(tb);
	return lines;
}
