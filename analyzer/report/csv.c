// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/csv.h"

#include <inttypes.h>
#include <string.h>

void csv_init(struct csv *c, FILE *f)
{
	*c = (struct csv){ .f = f };
}

void csv_release(struct csv *c)
{
	buf_release(&c->row);
}

void csv_field(struct csv *c, const char *s)
{
	if (c->open)
		buf_addc(&c->row, ',');
	c->open = true;
	if (!s)
		return;
	if (!strpbrk(s, ",\"\r\n")) {
		buf_puts(&c->row, s);
		return;
	}
	buf_addc(&c->row, '"');
	for (; *s; s++) {
		if (*s == '"')
			buf_addc(&c->row, '"');
		buf_addc(&c->row, *s);
	}
	buf_addc(&c->row, '"');
}

void csv_number(struct csv *c, int64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRId64, v);
	csv_field(c, s);
}

void csv_end_row(struct csv *c)
{
	buf_puts(&c->row, "\r\n");
	fwrite(c->row.p, 1, c->row.n, c->f);
	buf_clear(&c->row);
	c->open = false;
}

void csv_header(struct csv *c, const char *names)
{
	buf_puts(&c->row, names);
	csv_end_row(c);
}
