// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/pile.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "model/group.h"

/* Few boots need little room, and many lose little in a chunk that is not full. */
#define CHUNK_FIRST 4
#define CHUNK_MOST  256

struct pile_chunk {
	struct pile_chunk *next;
	uint32_t n, cap;
	bool wide;	/* of int64_t, else of uint32_t */
	int64_t data[]; /* of cap times */
};

static bool is_narrow(int64_t us)
{
	return us >= 0 && us <= UINT32_MAX;
}

static struct pile_chunk *new_chunk(struct pile *p, struct arena *a, bool wide)
{
	uint32_t cap = p->head ? p->head->cap * 2 : CHUNK_FIRST;
	struct pile_chunk *c;

	if (cap > CHUNK_MOST)
		cap = CHUNK_MOST;
	c = arena_alloc(a,
			sizeof(*c) + cap * (wide ? sizeof(int64_t) : sizeof(uint32_t)));
	*c = (struct pile_chunk){ .next = p->head, .cap = cap, .wide = wide };
	p->head = c;
	return c;
}

void pile_add(struct pile *p, struct arena *a, int64_t us)
{
	struct pile_chunk *c = p->head;

	if (p->n++ == 0) {
		p->first = us;
		return;
	}
	if (!c || c->n == c->cap || (!c->wide && !is_narrow(us)))
		c = new_chunk(p, a, !is_narrow(us));
	if (c->wide)
		c->data[c->n++] = us;
	else
		((uint32_t *)c->data)[c->n++] = (uint32_t)us;
}

static void pile_get(const struct pile *p, int64_t *v)
{
	*v++ = p->first;
	for (const struct pile_chunk *c = p->head; c; c = c->next) {
		for (uint32_t i = 0; i < c->n; i++)
			*v++ = c->wide ? c->data[i] : ((const uint32_t *)c->data)[i];
	}
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

struct spread pile_spread(const struct pile *p)
{
	struct spread s = { TIME_NONE, TIME_NONE, TIME_NONE, p->n };
	int64_t *v;

	if (p->n <= 1) {
		if (p->n)
			s.median_us = s.min_us = s.max_us = p->first;
		return s;
	}
	v = xmalloc(p->n * sizeof(*v));
	pile_get(p, v);
	s.min_us = s.max_us = v[0];
	for (size_t i = 1; i < p->n; i++) {
		s.min_us = v[i] < s.min_us ? v[i] : s.min_us;
		s.max_us = v[i] > s.max_us ? v[i] : s.max_us;
	}
	s.median_us = median_select(v, p->n);
	free(v);
	return s;
}
