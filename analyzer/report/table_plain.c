// SPDX-License-Identifier: GPL-2.0-or-later
/* Draws tables without a library, for the static program: as table_scols.c does. */
#include <string.h>

#include "report/table.h"

static void pad(struct buf *b, size_t n)
{
	while (n--)
		buf_addc(b, ' ');
}

/* The padding is inside of the colour, as libsmartcols does it. */
static void draw_cell(struct buf *b, const struct table_column *c, const char *s, size_t width,
		      bool last, enum table_colour colour)
{
	size_t n = strlen(s), blanks = width - n;

	if (colour)
		buf_printf(b, "\033[%dm", (int)colour);
	if (c->flags & COL_RIGHT)
		pad(b, blanks);
	buf_add(b, s, n);
	if (!(c->flags & COL_RIGHT) && !last)
		pad(b, blanks);
	if (colour)
		buf_puts(b, "\033[0m");
	buf_puts(b, last ? "\n" : TABLE_GAP);
}

char *table_draw(const struct table *t, const size_t *show, size_t nshow, bool colour)
{
	size_t w[TABLE_COLUMNS];
	struct buf b = { 0 };

	for (size_t i = 0; i < nshow; i++) {
		w[i] = strlen(t->col[show[i]].head);
		for (size_t row = 0; row < t->nrow; row++) {
			size_t n = table_cell(t, row, show[i])->n;

			if (n > w[i])
				w[i] = n;
		}
	}
	for (size_t i = 0; i < nshow; i++)
		draw_cell(&b, &t->col[show[i]], t->col[show[i]].head, w[i], i + 1 == nshow,
			  CELL_PLAIN);
	for (size_t row = 0; row < t->nrow; row++) {
		for (size_t i = 0; i < nshow; i++)
			draw_cell(&b, &t->col[show[i]], table_text(t, row, show[i]), w[i],
				  i + 1 == nshow,
				  colour ? table_cell(t, row, show[i])->colour : CELL_PLAIN);
	}
	return b.p;
}
