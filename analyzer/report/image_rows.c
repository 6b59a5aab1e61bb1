// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of the image report: picked, sorted, summed up. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/image.h"

static bool has_level(const struct initcall *c, const char *level)
{
	return !level || (c && c->level && strcmp(c->level, level) == 0);
}

bool image_wanted(const struct image_report *r, const struct change *c)
{
	return has_level(c->old, r->level) || has_level(c->new, r->level);
}

bool calls_wanted(const struct image_report *r, const uint32_t *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (has_level(&r->img->v[calls[i]], r->level))
			return true;
	}
	return false;
}

bool module_wanted(const struct image_report *r, const struct image_module *m)
{
	return calls_wanted(r, m->calls, m->ncalls);
}

/* Unknown last. */
static int by_text(const char *a, const char *b)
{
	if (!a || !b)
		return !a - !b;
	return strcmp(a, b);
}

static int compare(const void *pa, const void *pb, void *own)
{
	const struct initcall *a = *(const struct initcall *const *)pa;
	const struct initcall *b = *(const struct initcall *const *)pb;
	int c = 0;

	switch (*(const enum image_sort *)own) {
	case IMAGE_ORDER:
		break;
	case IMAGE_NAME:
		c = strcmp(a->name, b->name);
		break;
	case IMAGE_SIZE:
		c = a->size > b->size ? -1 : a->size < b->size;
		break;
	case IMAGE_FILE:
		c = by_text(a->file, b->file);
		if (!c && a->line != b->line)
			c = a->line < b->line ? -1 : 1;
		break;
	case IMAGE_LEVEL:
		c = (int)a->rank - (int)b->rank;
		if (!c)
			c = strcmp(a->name, b->name);
		break;
	}
	return c ? c : a->index < b->index ? -1 : 1;
}

void image_rows_of(struct image_rows *rows, const struct image_report *r)
{
	enum image_sort sort = r->sort;

	rows->n = 0;
	rows->v = xcalloc(r->img->n + 1, sizeof(struct initcall *));
	for (size_t i = 0; i < r->img->n; i++) {
		if (has_level(&r->img->v[i], r->level))
			rows->v[rows->n++] = &r->img->v[i];
	}
	qsort_r(rows->v, rows->n, sizeof(struct initcall *), compare, &sort);
}

void image_rows_release(struct image_rows *rows)
{
	free(rows->v);
	rows->n = 0;
}

size_t level_sums(struct level_sum **v, const struct image_report *r)
{
	size_t n = 0;

	*v = xcalloc(r->img->n + 1, sizeof(**v));
	for (size_t i = 0; i < r->img->n; i++) {
		const struct initcall *c = &r->img->v[i];
		size_t at = 0;

		if (!has_level(c, r->level))
			continue;
		while (at < n && by_text((*v)[at].level, c->level) != 0)
			at++;
		if (at == n)
			(*v)[n++].level = c->level;
		(*v)[at].calls++;
		(*v)[at].bytes += c->size;
	}
	return n;
}
