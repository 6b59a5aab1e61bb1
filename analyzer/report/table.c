// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/table.h"

#include <stdlib.h>
#include <string.h>

void table_init(struct table *t, const struct table_column *col, size_t ncol)
{
	*t = (struct table){ .col = col, .ncol = ncol };
}

void table_release(struct table *t)
{
	free(t->cell.v);
	buf_release(&t->text);
	*t = (struct table){ 0 };
}

void table_row(struct table *t)
{
	for (size_t i = 0; i < t->ncol; i++)
		*VEC_PUSH(&t->cell) = (struct table_cell){ 0 };
	t->nrow++;
}

static struct table_cell *last_row(struct table *t, size_t col)
{
	return &t->cell.v[(t->nrow - 1) * t->ncol + col];
}

void table_set(struct table *t, size_t col, const char *s)
{
	struct table_cell *c = last_row(t, col);
	char *p;

	c->at = t->text.n;
	c->n = strlen(s);
	buf_add(&t->text, s, c->n + 1);
	for (p = t->text.p + c->at; *p; p++) {
		if (*p < 0x20 || *p > 0x7e)
			*p = '?';
	}
}

void table_take(struct table *t, size_t col, struct buf *b)
{
	table_set(t, col, buf_str(b));
	buf_clear(b);
}

void table_colour(struct table *t, size_t col, enum table_colour colour)
{
	last_row(t, col)->colour = colour;
}

/* Columns that have text, by place; those that have none are not shown. */
static size_t columns_shown(const struct table *t, size_t *show, size_t *width)
{
	size_t n = 0;

	for (size_t i = 0; i < t->ncol && n < TABLE_COLUMNS; i++) {
		size_t most = 0;

		for (size_t row = 0; row < t->nrow; row++) {
			size_t len = table_cell(t, row, i)->n;

			most = len > most ? len : most;
		}
		if (!most)
			continue;
		width[n] = strlen(t->col[i].head);
		if (most > width[n])
			width[n] = most;
		show[n++] = i;
	}
	return n;
}

static void cut(struct table *t, size_t col, size_t limit)
{
	for (size_t row = 0; row < t->nrow; row++) {
		struct table_cell *c = &t->cell.v[row * t->ncol + col];

		if (c->n <= limit)
			continue;
		c->n = limit;
		t->text.p[c->at + limit - 1] = '+';
		t->text.p[c->at + limit] = '\0';
	}
}

/* Makes lines fit into `limit` as far as may be. Returns how many columns are left. */
static size_t fit(struct table *t, size_t *show, size_t *width, size_t n, size_t limit)
{
	size_t sum = 0, kept = 0;

	for (size_t i = 0; i < n; i++)
		sum += width[i] + (i ? strlen(TABLE_GAP) : 0);
	for (unsigned int flag = COL_SPARE; flag >= COL_CUT; flag >>= 1) {
		size_t least = flag == COL_CUT ? CUT_LEAST : SPARE_LEAST;

		for (size_t i = 0; i < n && sum > limit; i++) {
			size_t over = sum - limit;

			if (!(t->col[show[i]].flags & flag))
				continue;
			if (flag == COL_SPARE && width[i] < least + over) {
				sum -= width[i] + strlen(TABLE_GAP);
				width[i] = 0;
			} else if (width[i] > least) {
				if (over > width[i] - least)
					over = width[i] - least;
				width[i] -= over;
				sum -= over;
				cut(t, show[i], width[i]);
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (width[i])
			show[kept++] = show[i];
	}
	return kept;
}

void table_print(struct table *t, FILE *f, size_t indent, int width, bool colour)
{
	size_t show[TABLE_COLUMNS], w[TABLE_COLUMNS], n = columns_shown(t, show, w);
	char *lines, *next;

	if (width > 0)
		n = fit(t, show, w, n, (size_t)width > indent ? (size_t)width - indent : 0);
	if (!n)
		return;
	lines = table_draw(t, show, n, colour);
	for (char *line = lines; *line; line = next) {
		size_t len = strcspn(line, "\n");

		next = line + len + (line[len] == '\n');
		while (len && line[len - 1] == ' ')
			len--;
		fprintf(f, "%*s", (int)indent, "");
		fwrite(line, 1, len, f);
		putc('\n', f);
	}
	free(lines);
}
