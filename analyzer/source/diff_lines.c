// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/diff_lines.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Pairs of lines that are compared at most, to find what stays inside of an edit. */
#define PAIRS_MOST ((size_t)1 << 16)

void lines_split(struct lines *l, struct str text)
{
	size_t n = 0, at = 0;

	for (size_t p = 0; p < text.n; p = str_chr(text, '\n', p) + 1)
		n++;
	l->text = text;
	l->n = n;
	l->at = xreallocarray(NULL, n + 1, sizeof(*l->at));
	for (size_t i = 0; i < n; i++) {
		l->at[i] = at;
		at = str_chr(text, '\n', at) + 1;
	}
	l->at[n] = text.n;
}

static bool same(const struct lines *a, size_t i, const struct lines *b, size_t k)
{
	return str_eq(line_of(a, i), line_of(b, k));
}

/* The line that byte `at` is in; l->n at the end of a text that ends with a newline. */
static size_t line_at(const struct lines *l, size_t at)
{
	size_t low = 0, high = l->n;

	if (at >= l->text.n)
		return str_ends(l->text, STR("\n")) || !l->n ? l->n : l->n - 1;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (l->at[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* Leaves out lines at both ends that are as before. */
static void trim(struct change *c, const struct lines *old, const struct lines *new)
{
	while (c->nold && c->nnew && same(old, c->old, new, c->new)) {
		c->old++;
		c->nold--;
		c->new++;
		c->nnew--;
	}
	while (c->nold && c->nnew &&
	       same(old, c->old + c->nold - 1, new, c->new + c->nnew - 1)) {
		c->nold--;
		c->nnew--;
	}
}

/* Adds a change; one that nothing parts from the last becomes a part of that. */
static void add(struct changes *all, struct change c)
{
	struct change *z = all->n ? &all->v[all->n - 1] : NULL;

	if (!c.nold && !c.nnew)
		return;
	if (z && z->old + z->nold == c.old) {
		z->nold += c.nold;
		z->nnew += c.nnew;
		return;
	}
	*VEC_PUSH(all) = c;
}

/*
 * Lengths of the longest common lines of what follows each pair: row by old line,
 * column by new line. Edits are small, so the plain table will do.
 */
static uint32_t *common(const struct change *c, const struct lines *old, const struct lines *new)
{
	size_t w = c->nnew + 1;
	uint32_t *t = xcalloc((c->nold + 1) * w, sizeof(*t));

	for (size_t i = c->nold; i-- > 0;) {
		for (size_t k = c->nnew; k-- > 0;) {
			uint32_t down = t[(i + 1) * w + k], right = t[i * w + k + 1];

			if (same(old, c->old + i, new, c->new + k))
				t[i * w + k] = t[(i + 1) * w + k + 1] + 1;
			else
				t[i * w + k] = down > right ? down : right;
		}
	}
	return t;
}

/* Adds a trimmed change in the pieces that lines inside of it which stay leave. */
static void add_pieces(struct changes *all, const struct change *c, const struct lines *old,
		       const struct lines *new)
{
	size_t i = 0, k = 0, w = c->nnew + 1;
	uint32_t *t;

	if (!c->nold || !c->nnew || c->nold > PAIRS_MOST / c->nnew) {
		add(all, *c);
		return;
	}
	t = common(c, old, new);
	while (i < c->nold || k < c->nnew) {
		struct change piece = { c->old + i, 0, c->new + k, 0 };

		if (i < c->nold && k < c->nnew && same(old, c->old + i, new, c->new + k)) {
			i++;
			k++;
			continue;
		}
		if (i < c->nold && (k == c->nnew || t[(i + 1) * w + k] >= t[i * w + k + 1])) {
			piece.nold = 1;
			i++;
		} else {
			piece.nnew = 1;
			k++;
		}
		add(all, piece);
	}
	free(t);
}

/* Moves change i down as long as it says the same; returns whether it met the next one. */
static bool slide(struct changes *all, size_t i, const struct lines *old, const struct lines *new)
{
	struct change *c = &all->v[i];
	size_t end = i + 1 < all->n ? all->v[i + 1].old : old->n;

	while (c->old + c->nold < end) {
		if (c->nold && !c->nnew && same(old, c->old, old, c->old + c->nold))
			;
		else if (c->nnew && !c->nold && same(new, c->new, new, c->new + c->nnew))
			;
		else
			return false;
		c->old++;
		c->new++;
	}
	return i + 1 < all->n;
}

static void slide_all(struct changes *all, const struct lines *old, const struct lines *new)
{
	/* From the end, so that each finds the next where it will be. */
	for (size_t i = all->n; i-- > 0;) {
		while (slide(all, i, old, new)) {
			struct change *c = &all->v[i], *next = c + 1;

			c->nold += next->nold;
			c->nnew += next->nnew;
			memmove(next, next + 1, (all->n - i - 2) * sizeof(*next));
			all->n--;
		}
	}
}

void changes_find(struct changes *all, const struct lines *old, const struct lines *new,
		  const struct edit *v, size_t n)
{
	size_t old_at = 0, new_at = 0; /* bytes: after the last edit, before and after it is made */

	for (size_t i = 0, k; i < n; i = k) {
		size_t first = line_at(old, v[i].off), last, begin, end;
		struct change c = { .old = first };

		/* Edits that share a line are one. */
		begin = first < old->n ? old->at[first] : old->text.n;
		c.new = line_at(new, new_at + (begin - old_at));
		for (k = i, last = first; k < n && line_at(old, v[k].off) <= last; k++) {
			last = line_at(old, v[k].off + v[k].len);
			new_at += v[k].off - old_at + strlen(v[k].with);
			old_at = v[k].off + v[k].len;
		}
		last += last < old->n;
		end = last < old->n ? old->at[last] : old->text.n;
		new_at += end - old_at;
		old_at = end;
		c.nold = last - first;
		/* After the last one, whatever is left; else up to the line that comes next. */
		c.nnew = (k == n && end == old->text.n ? new->n : line_at(new, new_at)) - c.new;
		trim(&c, old, new);
		add_pieces(all, &c, old, new);
	}
	slide_all(all, old, new);
}
