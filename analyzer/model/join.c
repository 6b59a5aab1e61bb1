// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/join.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/join_check.h"

/* A name under which an initcall may be in the log. */
struct key {
	const char *name;
	uint32_t call;
};

static int by_name(const void *pa, const void *pb)
{
	const struct key *a = pa, *b = pb;
	int c = strcmp(a->name, b->name);

	return c ? c : a->call < b->call ? -1 : a->call > b->call;
}

struct joiner {
	const struct image *img;
	VEC(struct key) k;
};

struct joiner *joiner_new(const struct image *img)
{
	struct joiner *keys = xcalloc(1, sizeof(*keys));

	keys->img = img;
	for (size_t i = 0; i < img->n; i++) {
		const struct initcall *c = &img->v[i];

		*VEC_PUSH(&keys->k) = (struct key){ c->name, (uint32_t)i };
		if (c->alias)
			*VEC_PUSH(&keys->k) = (struct key){ c->alias, (uint32_t)i };
	}
	qsort(keys->k.v, keys->k.n, sizeof(*keys->k.v), by_name);
	return keys;
}

void joiner_free(struct joiner *j)
{
	if (j)
		free(j->k.v);
	free(j);
}

/* Logs print the distance to the next symbol, not the size that the symbol has. */
static bool same_size(const struct initcall *c, uint32_t size)
{
	return !size || (!c->span && !c->size) || c->span == size || c->size == size;
}

/* The first entry of this name that no call of the boot has yet, or NULL. */
static const struct initcall *find(const struct joiner *keys, const struct image *img,
				   const struct sym *sym, bool any_size, const bool *used)
{
	size_t lo = 0, hi = keys->k.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(keys->k.v[mid].name, sym->name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < keys->k.n && strcmp(keys->k.v[lo].name, sym->name) == 0; lo++) {
		const struct initcall *c = &img->v[keys->k.v[lo].call];

		if (!used[c->index] && (any_size || same_size(c, sym->size)))
			return c;
	}
	return NULL;
}

static bool is_builtin(const struct call *c)
{
	return c->sym->valid && !c->sym->module;
}

static void join_pass(struct boot *b, const struct joiner *keys, const struct image *img,
		      bool any_size, struct joined *j)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		struct call *c = &b->calls[i];

		if (!is_builtin(c) || c->image)
			continue;
		c->image = find(keys, img, c->sym, any_size, j->used);
		if (!c->image)
			continue;
		j->used[c->image->index] = true;
		if (any_size && j->nsizes++ == 0)
			j->size = c;
	}
}

static void count(const struct boot *b, struct joined *j)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (!is_builtin(c))
			continue;
		j->ncalls++;
		j->nfound += c->image != NULL;
	}
}

/* The image knows more levels than logs do (the sync ones), and logs before 6.16 none. */
static void set_levels(struct bootset *s, struct boot *b)
{
	const char *level[UINT8_MAX];
	size_t n = 0;

	for (; n < b->nlevels && n < UINT8_MAX; n++)
		level[n] = b->levels[n];
	for (size_t i = 0; i < b->ncalls; i++) {
		struct call *c = &b->calls[i];
		size_t at = 0;

		if (!c->image || !c->image->level)
			continue;
		while (at < n && strcmp(level[at], c->image->level) != 0)
			at++;
		if (at == n && n == UINT8_MAX)
			continue;
		if (at == n)
			level[n++] = c->image->level;
		c->level = (uint8_t)(at + 1);
	}
	b->levels = arena_copy(&s->arena, level, n * sizeof(*level));
	b->nlevels = n;
}

void bootset_join(struct bootset *s, const struct joiner *keys)
{
	const struct image *img = keys->img;

	for (size_t i = 0; i < s->n; i++) {
		struct joined j = { .set = s, .b = s->v[i], .img = img };

		j.used = xcalloc(img->n + 1, sizeof(*j.used));
		join_pass(j.b, keys, img, false, &j);
		join_pass(j.b, keys, img, true, &j);
		count(j.b, &j);
		set_levels(s, j.b);
		join_check(&j);
		free(j.used);
	}
}
