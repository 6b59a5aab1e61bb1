// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/group.h"

#include <stdlib.h>
#include <string.h>

#include "model/series.h"

int64_t add_us(int64_t a, int64_t b)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return b < 0 ? INT64_MIN + 1 : INT64_MAX;
	return sum;
}

/*
 * Shell sort (Ciura's gaps): lists have one value a boot, so there are few of
 * them and many lists, where the calls of qsort() would cost more than the sort.
 */
void sort_us(int64_t *v, size_t n)
{
	static const size_t gaps[] = { 701, 301, 132, 57, 23, 10, 4, 1 };

	for (size_t k = 0; k < sizeof(gaps) / sizeof(gaps[0]); k++) {
		size_t gap = gaps[k];

		for (size_t i = gap; i < n; i++) {
			int64_t x = v[i];
			size_t j = i;

			for (; j >= gap && v[j - gap] > x; j -= gap)
				v[j] = v[j - gap];
			v[j] = x;
		}
	}
}

int64_t median_of(const int64_t *sorted, size_t n)
{
	__int128 sum;
	int64_t low;

	if (n % 2)
		return sorted[n / 2];
	sum = (__int128)sorted[n / 2 - 1] + sorted[n / 2];
	low = (int64_t)(sum >> 1);
	return low + ((sum & 1) && (low & 1));
}

void rows_of(struct rows *r, const struct series *s)
{
	row_fold_rows(&s->calls, false, r);
}

void rows_of_async(struct rows *r, const struct series *s)
{
	row_fold_rows(&s->asyncs, true, r);
}

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_nth(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	return order(a->nth, b->nth);
}

/* TIME_NONE is the smallest number, so unknown ones come last by themselves. */
static int by_duration(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	int r = order(b->median_us, a->median_us);

	return r ? r : by_nth(pa, pb);
}

static int by_start(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	bool no_a = a->start_us == TIME_NONE, no_b = b->start_us == TIME_NONE;
	int r = no_a != no_b ? no_a - no_b : order(a->start_us, b->start_us);

	return r ? r : by_nth(pa, pb);
}

static int by_name(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	int r = strcmp(a->sym->name, b->sym->name);

	return r ? r : by_nth(pa, pb);
}

void rows_sort(struct rows *r, enum row_sort by)
{
	static int (*const how[])(const void *, const void *) = {
		[SORT_DURATION] = by_duration,
		[SORT_START] = by_start,
		[SORT_NAME] = by_name,
	};

	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), how[by]);
}

void rows_release(struct rows *r)
{
	free(r->v);
	*r = (struct rows){ 0 };
}
