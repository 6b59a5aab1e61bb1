// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define NO_ROW UINT32_MAX

int64_t add_us(int64_t a, int64_t b)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return b < 0 ? INT64_MIN + 1 : INT64_MAX;
	return sum;
}

/*
 * Shell sort (Ciura's gaps): a row has one value a boot, so there are few of
 * them and many rows, where the calls of qsort() would cost more than the sort.
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

/*
 * The median without sorting all: moves what is smaller than the middle to the
 * left of it. Reorders v.
 */
static int64_t median_select(int64_t *v, size_t n)
{
	size_t left = 0, right = n - 1, mid = n / 2;

	while (left < right) {
		int64_t pivot = v[left + (right - left) / 2], x;
		size_t i = left, j = right;

		for (;;) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i >= j)
				break;
			x = v[i];
			v[i++] = v[j];
			v[j--] = x;
		}
		/* v[left..j] <= pivot <= v[j + 1..right] */
		if (mid <= j)
			right = j;
		else
			left = j + 1;
	}
	if (n % 2 == 0) {
		int64_t two[2] = { v[0], v[mid] };

		for (size_t i = 1; i < mid; i++)
			two[0] = v[i] > two[0] ? v[i] : two[0];
		return median_of(two, 2);
	}
	return v[mid];
}

/* While rows are collected: which row a call belongs to, without a search. */
struct collector {
	struct rows *rows;
	size_t cap;
	uint32_t *first;          /* by symbol: its row for the first occurrence */
	uint32_t *next;           /* by row: the row of the next occurrence */
	struct seen {
		uint32_t row;     /* of the latest occurrence ... */
		uint32_t boot;    /* ... in this boot (number + 1) */
	} *seen;                  /* by symbol */
	uint32_t *row_of;         /* by call, in the order of the walk */
	size_t ncalls;
};

typedef const struct call *(*calls_fn)(const struct boot *b, size_t *n);

static const struct call *calls_of(const struct boot *b, size_t *n)
{
	*n = b->ncalls;
	return b->calls;
}

static const struct call *asyncs_of(const struct boot *b, size_t *n)
{
	*n = b->nasyncs;
	return b->asyncs;
}

static uint32_t new_row(struct collector *c, const struct boot *b, const struct call *call)
{
	struct rows *r = c->rows;

	if (r->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 1024;
		r->v = xreallocarray(r->v, c->cap, sizeof(*r->v));
		c->next = xreallocarray(c->next, c->cap, sizeof(*c->next));
	}
	c->next[r->n] = NO_ROW;
	r->v[r->n] = (struct row){
		.sym = call->sym,
		.ordinal = call->ordinal,
		.nth = (uint32_t)r->n,
		.boot = b,
		.call = call,
	};
	return (uint32_t)r->n++;
}

static uint32_t find_row(struct collector *c, uint32_t boot, const struct boot *b,
			 const struct call *call)
{
	struct seen *seen = &c->seen[call->sym->id];
	uint32_t row;

	if (seen->boot != boot + 1) {
		row = c->first[call->sym->id];
		if (row == NO_ROW)
			row = c->first[call->sym->id] = new_row(c, b, call);
	} else {
		row = c->next[seen->row];
		if (row == NO_ROW) {
			row = new_row(c, b, call);
			c->next[seen->row] = row;
		}
	}
	*seen = (struct seen){ row, boot + 1 };
	return row;
}

static void collect(struct collector *c, const struct bootset *s, calls_fn calls,
		    bool before_init)
{
	size_t total = 0, n;

	for (size_t i = 0; i < s->n; i++) {
		calls(s->v[i], &n);
		total += n;
	}
	c->row_of = xmalloc(total * sizeof(*c->row_of));
	for (size_t i = 0; i < s->n; i++) {
		const struct call *v = calls(s->v[i], &n);

		for (size_t k = 0; k < n; k++) {
			uint32_t at;
			struct row *row;

			if (!call_wanted(&v[k], before_init))
				continue;
			at = find_row(c, (uint32_t)i, s->v[i], &v[k]);
			c->row_of[c->ncalls++] = at;
			row = &c->rows->v[at];
			row->runs++;
			row->n += v[k].duration_us != TIME_NONE;
			row->failed += call_failed(&v[k]);
			row->flags |= v[k].flags;
		}
	}
}

/* Second walk: each row's durations and starts, side by side in two arrays. */
static void fill(struct collector *c, const struct bootset *s, calls_fn calls,
		 bool before_init)
{
	struct rows *r = c->rows;
	int64_t *starts = xmalloc(c->ncalls * sizeof(*starts)), *at = starts;
	size_t *nstarts = xcalloc(r->n, sizeof(*nstarts));
	int64_t *values, **sv = xmalloc(r->n * sizeof(*sv));
	size_t n, walk = 0;

	values = r->values = xmalloc(c->ncalls * sizeof(*r->values));
	for (size_t i = 0; i < r->n; i++) {
		r->v[i].v = values;
		values += r->v[i].n;
		r->v[i].n = 0;
		sv[i] = at;
		at += r->v[i].runs;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct call *v = calls(s->v[i], &n);

		for (size_t k = 0; k < n; k++) {
			uint32_t to;

			if (!call_wanted(&v[k], before_init))
				continue;
			to = c->row_of[walk++];
			if (v[k].duration_us != TIME_NONE)
				r->v[to].v[r->v[to].n++] = v[k].duration_us;
			if (v[k].start_us != TIME_NONE)
				sv[to][nstarts[to]++] = v[k].start_us;
		}
	}
	for (size_t i = 0; i < r->n; i++) {
		r->v[i].start_us = nstarts[i] ? median_select(sv[i], nstarts[i]) : TIME_NONE;
	}
	free(starts);
	free(nstarts);
	free(sv);
}

static void rows_from(struct rows *r, const struct bootset *s, calls_fn calls, bool before_init)
{
	struct collector c = { .rows = r };

	*r = (struct rows){ 0 };
	c.first = xmalloc(s->nsyms * sizeof(*c.first));
	memset(c.first, 0xff, s->nsyms * sizeof(*c.first));
	c.seen = xcalloc(s->nsyms, sizeof(*c.seen));
	collect(&c, s, calls, before_init);
	fill(&c, s, calls, before_init);
	for (size_t i = 0; i < r->n; i++) {
		struct row *row = &r->v[i];

		sort_us(row->v, row->n);
		row->median_us = row->n ? median_of(row->v, row->n) : TIME_NONE;
		row->min_us = row->n ? row->v[0] : TIME_NONE;
		row->max_us = row->n ? row->v[row->n - 1] : TIME_NONE;
	}
	free(c.first);
	free(c.next);
	free(c.seen);
	free(c.row_of);
}

void rows_of(struct rows *r, const struct bootset *s, bool before_init)
{
	rows_from(r, s, calls_of, before_init);
}

void rows_of_async(struct rows *r, const struct bootset *s, bool before_init)
{
	rows_from(r, s, asyncs_of, before_init);
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
	free(r->values);
	*r = (struct rows){ 0 };
}
