// SPDX-License-Identifier: GPL-2.0-or-later
/* CSV: the initcalls, or with --diff what is not as it was; one header line. */
#include <inttypes.h>

#include "report/csv.h"
#include "report/image.h"

static void address(struct csv *c, uint64_t v)
{
	char s[24];

	snprintf(s, sizeof(s), "0x%" PRIx64, v);
	csv_field(c, v ? s : NULL);
}

/* 0 is what is not known. */
static void known(struct csv *c, uint64_t v)
{
	if (v)
		csv_number(c, (int64_t)v);
	else
		csv_field(c, NULL);
}

static void write_rows(struct csv *c, const struct image_report *r)
{
	struct image_rows rows;

	csv_header(c, "index,level,module,name,address,size,span,file,line");
	image_rows_of(&rows, r);
	for (size_t i = 0; i < rows.n; i++) {
		const struct initcall *k = rows.v[i];

		csv_number(c, k->index);
		csv_field(c, k->level);
		csv_field(c, k->module);
		csv_field(c, k->name);
		address(c, k->address);
		known(c, k->size);
		known(c, k->span);
		csv_field(c, k->file);
		known(c, k->line);
		csv_end_row(c);
	}
	image_rows_release(&rows);
}

static const char *what(const struct change *c)
{
	if (!c->old || !c->new)
		return c->old ? "removed" : "added";
	if (c->level)
		return c->size ? "level size" : "level";
	if (c->position)
		return c->size ? "moved size" : "moved";
	return "size";
}

static void side(struct csv *c, const struct initcall *k)
{
	if (k)
		csv_number(c, k->index);
	else
		csv_field(c, NULL);
	csv_field(c, k ? k->level : NULL);
	known(c, k ? k->size : 0);
}

static void write_changes(struct csv *c, const struct image_report *r)
{
	csv_header(c, "change,module,name,file,line,before_index,before_level,before_size,"
		      "after_index,after_level,after_size");
	for (size_t i = 0; i < r->diff->n; i++) {
		const struct change *x = &r->diff->v[i];
		const struct initcall *k = x->new ? x->new : x->old;

		if (!image_wanted(r, x))
			continue;
		csv_field(c, what(x));
		csv_field(c, k->module);
		csv_field(c, k->name);
		csv_field(c, k->file);
		known(c, k->line);
		side(c, x->old);
		side(c, x->new);
		csv_end_row(c);
	}
}

void image_csv(const struct image_report *r, FILE *f)
{
	struct csv c;

	csv_init(&c, f);
	if (r->diff)
		write_changes(&c, r);
	else
		write_rows(&c, r);
	csv_release(&c);
}
