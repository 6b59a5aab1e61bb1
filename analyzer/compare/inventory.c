// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/inventory.h"

#include <stdlib.h>
#include <string.h>

struct item {
	const char *plain; /* with "N" for numbers that depend on order */
	const char *text;  /* the line */
};

struct items {
	struct item *v;
	size_t n, cap;
};

static int by_plain(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int r = strcmp(a->plain, b->plain);

	return r ? r : strcmp(a->text, b->text);
}

/* Digits count as a number: event9 comes before event10. */
static int by_number(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;
	int r = strcmp(a->plain, b->plain);

	if (!r)
		r = strverscmp(a->text, b->text);
	return r ? r : strcmp(a->text, b->text);
}

static int by_text(const void *pa, const void *pb)
{
	const char *const *a = pa, *const *b = pb;

	return strcmp(*a, *b);
}

static int by_before(const void *pa, const void *pb)
{
	const struct renumbered *a = pa, *b = pb;
	int r = strcmp(a->before, b->before);

	return r ? r : strcmp(a->after, b->after);
}

/* The text ends in a NUL, so it may have none. */
static const char *keep(struct arena *a, struct str s)
{
	char *p = arena_strdup(a, s);

	for (size_t i = 0; i < s.n; i++)
		p[i] = p[i] ? p[i] : '?';
	return p;
}

/*
 * What the kernel took from memory before it had an allocator (arm64: "reserved", riscv:
 * "Reserved"): pages that lie elsewhere as soon as the command line has another length, which it
 * has. A range of the firmware's has such a name, too, and no driver had a part in it.
 */
static bool moves(struct str line)
{
	return str_starts(line, STR("iomem ")) &&
	       (str_ends(line, STR(" reserved")) || str_ends(line, STR(" Reserved")));
}

static void read_items(struct items *to, struct arena *a, struct str from)
{
	struct buf plain = { 0 };

	while (from.n) {
		size_t end = str_chr(from, '\n', 0);
		struct str s = str_head(str_trim(str_head(from, end)), INVENTORY_LINE_MAX);

		from = str_from(from, end + 1);
		if (!s.n || moves(s))
			continue;
		buf_clear(&plain);
		inventory_plain(&plain, s);
		*VEC_PUSH(to) = (struct item){
			.plain = keep(a, (struct str){ plain.p, plain.n }),
			.text = keep(a, s),
		};
	}
	buf_release(&plain);
	if (to->n)
		qsort(to->v, to->n, sizeof(*to->v), by_plain);
}

/* Takes out of both what is in both; what is left moves to the front. Sorted in, sorted out. */
static size_t take_equal(struct item *a, size_t *na, struct item *b, size_t *nb)
{
	size_t i = 0, k = 0, left_a = 0, left_b = 0, same = 0;

	while (i < *na || k < *nb) {
		int r = i == *na ? 1 : k == *nb ? -1 : by_plain(&a[i], &b[k]);

		if (r < 0) {
			a[left_a++] = a[i++];
		} else if (r > 0) {
			b[left_b++] = b[k++];
		} else {
			same++;
			i++;
			k++;
		}
	}
	*na = left_a;
	*nb = left_b;
	return same;
}

static size_t group_end(const struct items *t, size_t from)
{
	size_t i = from + 1;

	while (i < t->n && strcmp(t->v[i].plain, t->v[from].plain) == 0)
		i++;
	return i;
}

void inventory_compare(struct inventory_diff *d, struct str before, struct str after)
{
	struct items a = { 0 }, b = { 0 };
	size_t i = 0, k = 0;

	*d = (struct inventory_diff){ 0 };
	read_items(&a, &d->arena, before);
	read_items(&b, &d->arena, after);
	d->same = take_equal(a.v, &a.n, b.v, &b.n);
	if (a.n)
		qsort(a.v, a.n, sizeof(*a.v), by_number);
	if (b.n)
		qsort(b.v, b.n, sizeof(*b.v), by_number);
	while (i < a.n || k < b.n) {
		int r = i == a.n ? 1 : k == b.n ? -1 : strcmp(a.v[i].plain, b.v[k].plain);
		size_t end_a = r <= 0 ? group_end(&a, i) : i;
		size_t end_b = r >= 0 ? group_end(&b, k) : k;

		for (; i < end_a && k < end_b; i++, k++) {
			*VEC_PUSH(&d->renumbered) =
				(struct renumbered){ a.v[i].text, b.v[k].text };
			d->same++;
		}
		while (i < end_a)
			*VEC_PUSH(&d->missing) = a.v[i++].text;
		while (k < end_b)
			*VEC_PUSH(&d->extra) = b.v[k++].text;
	}
	free(a.v);
	free(b.v);
	if (d->missing.n)
		qsort(d->missing.v, d->missing.n, sizeof(*d->missing.v), by_text);
	if (d->extra.n)
		qsort(d->extra.v, d->extra.n, sizeof(*d->extra.v), by_text);
	if (d->renumbered.n)
		qsort(d->renumbered.v, d->renumbered.n, sizeof(*d->renumbered.v), by_before);
}

void inventory_diff_release(struct inventory_diff *d)
{
	free(d->missing.v);
	free(d->extra.v);
	free(d->renumbered.v);
	arena_release(&d->arena);
	*d = (struct inventory_diff){ 0 };
}
