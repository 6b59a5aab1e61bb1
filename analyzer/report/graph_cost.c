// SPDX-License-Identifier: GPL-2.0-or-later
/* What initcalls cost, from the boots of a log. */
#include <stdlib.h>

#include "base/vec.h"
#include "report/graph.h"

static int by_time(const void *pa, const void *pb)
{
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return a < b ? -1 : a > b;
}

static int64_t median(int64_t *v, size_t n)
{
	if (!n)
		return TIME_NONE;
	qsort(v, n, sizeof(*v), by_time);
	return v[(n - 1) / 2];
}

/* What each initcall took in one boot. One that ran within another is in that one's time. */
static void of_boot(const struct boot *b, int64_t *us)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (c->image && c->phase == PHASE_KERNEL && c->parent == CALL_NONE &&
		    c->duration_us != TIME_NONE && c->duration_us >= 0)
			us[c->image->index] = c->duration_us;
	}
}

void graph_costs(const struct bootset *s, const struct image *img, int64_t *us)
{
	int64_t *all = xcalloc(s->n * img->n + 1, sizeof(*all));
	int64_t *of_call = xcalloc(s->n + 1, sizeof(*of_call));

	for (size_t i = 0; i < s->n * img->n; i++)
		all[i] = TIME_NONE;
	for (size_t b = 0; b < s->n; b++)
		of_boot(s->v[b], all + b * img->n);
	for (size_t i = 0; i < img->n; i++) {
		size_t n = 0;

		for (size_t b = 0; b < s->n; b++) {
			if (all[b * img->n + i] != TIME_NONE)
				of_call[n++] = all[b * img->n + i];
		}
		us[i] = median(of_call, n);
	}
	free(of_call);
	free(all);
}

int64_t graph_init_us(const struct bootset *s)
{
	int64_t *v = xcalloc(s->n + 1, sizeof(*v)), us;
	size_t n = 0;

	for (size_t b = 0; b < s->n; b++) {
		if (s->v[b]->init_us != TIME_NONE)
			v[n++] = s->v[b]->init_us;
	}
	us = median(v, n);
	free(v);
	return us;
}
