// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/imagediff.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define NONE ((size_t)-1)

struct matcher {
	const struct image *old, *new;
	size_t *to;   /* by old index: the new one, or NONE */
	size_t *from; /* by new index */
	size_t *by_name; /* new indexes, sorted by name, then by place */
};

static int by_name(const void *pa, const void *pb, void *own)
{
	const struct image *img = own;
	size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
	int c = strcmp(img->v[a].name, img->v[b].name);

	return c ? c : a < b ? -1 : 1;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* How alike: pass 0 wants module and file, pass 1 the module, pass 2 only the name. */
static bool alike(const struct initcall *a, const struct initcall *b, int pass)
{
	return (pass > 1 || same_text(a->module, b->module)) &&
	       (pass > 0 || same_text(a->file, b->file));
}

static void match_one(struct matcher *m, size_t i, int pass)
{
	const struct initcall *c = &m->old->v[i];
	size_t lo = 0, hi = m->new->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(m->new->v[m->by_name[mid]].name, c->name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < m->new->n; lo++) {
		size_t k = m->by_name[lo];

		if (strcmp(m->new->v[k].name, c->name) != 0)
			return;
		if (m->from[k] != NONE || !alike(c, &m->new->v[k], pass))
			continue;
		m->from[k] = i;
		m->to[i] = k;
		return;
	}
}

static void match(struct matcher *m)
{
	for (size_t i = 0; i < m->old->n; i++)
		m->to[i] = NONE;
	for (size_t i = 0; i < m->new->n; i++) {
		m->from[i] = NONE;
		m->by_name[i] = i;
	}
	qsort_r(m->by_name, m->new->n, sizeof(*m->by_name), by_name, (void *)m->new);
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < m->old->n; i++) {
			if (m->to[i] == NONE)
				match_one(m, i, pass);
		}
	}
}

/*
 * Marks the new indexes that kept their order: the longest run of pairs, within
 * a level, whose places grow in both images.
 */
static void mark_kept(const struct matcher *m, bool *kept)
{
	size_t n = m->new->n, len = 0;
	size_t *tail = xcalloc(n + 1, sizeof(*tail)), *prev = xcalloc(n + 1, sizeof(*prev));

	for (size_t k = 0; k < n; k++) {
		size_t lo = 0, hi = len;

		if (m->from[k] == NONE ||
		    !same_text(m->new->v[k].level, m->old->v[m->from[k]].level))
			continue;
		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;

			if (m->from[tail[mid]] < m->from[k])
				lo = mid + 1;
			else
				hi = mid;
		}
		prev[k] = lo ? tail[lo - 1] : NONE;
		tail[lo] = k;
		len = lo == len ? len + 1 : len;
	}
	for (size_t k = len ? tail[len - 1] : NONE; k != NONE; k = prev[k])
		kept[k] = true;
	free(tail);
	free(prev);
}

static void add(struct image_diff *d, struct change c)
{
	d->added += !c.old;
	d->removed += !c.new;
	d->levels += c.level;
	d->moved += c.position;
	d->resized += c.size;
	if (c.old && c.new && !c.level && !c.position && !c.size)
		d->same++;
	else
		d->v[d->n++] = c;
}

static void add_pair(struct image_diff *d, const struct initcall *old, const struct initcall *new,
		     bool kept)
{
	bool level = !same_text(old->level, new->level);

	add(d, (struct change){ old, new, level, !kept && !level,
				old->size != new->size && old->size && new->size });
}

void image_diff(struct image_diff *d, const struct image *old, const struct image *new)
{
	struct matcher m = {
		.old = old, .new = new,
		.to = xcalloc(old->n + 1, sizeof(*m.to)),
		.from = xcalloc(new->n + 1, sizeof(*m.from)),
		.by_name = xcalloc(new->n + 1, sizeof(*m.by_name)),
	};
	bool *kept = xcalloc(new->n + 1, sizeof(*kept));
	size_t i = 0;

	*d = (struct image_diff){ .v = xcalloc(old->n + new->n + 1, sizeof(*d->v)) };
	match(&m);
	mark_kept(&m, kept);
	for (size_t k = 0; k < new->n; k++) {
		if (m.from[k] == NONE) {
			add(d, (struct change){ .new = &new->v[k] });
			continue;
		}
		/* What was removed before the one that is still there. */
		for (; kept[k] && i < m.from[k]; i++) {
			if (m.to[i] == NONE)
				add(d, (struct change){ .old = &old->v[i] });
		}
		add_pair(d, &old->v[m.from[k]], &new->v[k], kept[k]);
	}
	for (; i < old->n; i++) {
		if (m.to[i] == NONE)
			add(d, (struct change){ .old = &old->v[i] });
	}
	free(m.to);
	free(m.from);
	free(m.by_name);
	free(kept);
}

void image_diff_release(struct image_diff *d)
{
	free(d->v);
	*d = (struct image_diff){ 0 };
}
