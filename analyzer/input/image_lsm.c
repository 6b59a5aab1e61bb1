// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Since 6.19 the initcalls of security modules are no entries of the table any
 * more: security_initcall_LEVEL() walks all struct lsm_info and calls what each
 * has for that level. The last seven words of the struct are these pointers.
 */
#include <stdlib.h>

#include "input/image_priv.h"

static const char *const levels[] = { "pure", "early", "core", "subsys", "fs", "device", "late" };

#define NLEVELS (sizeof(levels) / sizeof(levels[0]))

static bool has_second_layer(const struct image *img)
{
	size_t n = 0;

	for (size_t i = 0; i < img->n; i++)
		n += strncmp(img->v[i].name, "security_initcall_", 18) == 0;
	/* Another struct, another number of levels: then nothing is known. */
	return n == NLEVELS;
}

static int by_value(const void *pa, const void *pb)
{
	const struct isym *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Pointers of all modules, level by level, which is the order they run in. */
static void collect(struct image_reader *r, struct resolver *v)
{
	for (size_t level = 0; level < NLEVELS; level++) {
		for (size_t i = 0; i < r->lsm.n; i++) {
			const struct isym *s = &r->lsm.v[i];
			uint64_t at = s->value + s->size - (NLEVELS - level) * r->word, code;
			bool ok;

			code = image_word(r, at, &ok) & r->code_mask;
			if (ok && code)
				v->t[v->n++] = (struct target){
					.slot = level, .code = code, .range = (uint32_t)i,
				};
		}
	}
}

static const char *best_name(const struct resolver *v, const struct target *t, uint64_t *size)
{
	const struct alias *best = NULL;

	for (uint32_t i = t->first; i; i = v->aliases.v[i - 1].next) {
		const struct alias *a = &v->aliases.v[i - 1];

		if (!best || a->score > best->score ||
		    (a->score == best->score && strcmp(a->name, best->name) < 0))
			best = a;
	}
	*size = best ? best->size : 0;
	return best ? best->name : NULL;
}

static void take(struct image_reader *r, const struct resolver *v)
{
	struct image *img = r->img;

	img->lsm = arena_alloc(&img->arena, (v->n + 1) * sizeof(*img->lsm));
	for (size_t i = 0; i < v->n; i++) {
		const struct target *t = &v->t[i];
		struct lsm_call *c = &img->lsm[img->nlsm];
		const char *name = best_name(v, t, &c->size);

		/* One that is no function: these are not the pointers. */
		if (!name) {
			img->nlsm = 0;
			return;
		}
		c->name = arena_strdup(&img->arena, symbol_clean(str_of(name)));
		c->lsm = arena_strdup(&img->arena, str_of(r->lsm.v[t->range].name + 6));
		c->level = levels[t->slot];
		c->address = t->code;
		img->nlsm++;
	}
}

void image_lsm(struct image_reader *r)
{
	struct resolver v = { 0 };
	size_t n = 0;

	if (!has_second_layer(r->img) || r->lsm_end <= r->lsm_start)
		return;
	for (size_t i = 0; i < r->lsm.n; i++) {
		const struct isym *s = &r->lsm.v[i];

		if (s->value >= r->lsm_start && s->value < r->lsm_end &&
		    s->size >= NLEVELS * r->word && s->size <= r->lsm_end - s->value)
			r->lsm.v[n++] = *s;
	}
	r->lsm.n = n;
	if (!n)
		return;
	qsort(r->lsm.v, n, sizeof(*r->lsm.v), by_value);
	image_relas(r, r->lsm_start, r->lsm_end);
	image_relas_sort(r);
	v.t = xcalloc(n * NLEVELS, sizeof(*v.t));
	collect(r, &v);
	if (v.n) {
		image_resolve(r, &v);
		take(r, &v);
	}
	resolver_release(&v);
}
