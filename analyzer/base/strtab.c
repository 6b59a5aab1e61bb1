// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/strtab.h"

#include <stdlib.h>

#include "base/xalloc.h"

#define FIRST_SLOTS 1024u

void strtab_init(struct strtab *t, struct arena *arena)
{
	*t = (struct strtab){ .arena = arena };
	t->nslot = FIRST_SLOTS;
	t->slot = xcalloc(t->nslot, sizeof(*t->slot));
}

void strtab_release(struct strtab *t)
{
	free(t->v);
	free(t->slot);
	*t = (struct strtab){ 0 };
}

/* Eight bytes a step; the names are 20 to 60 bytes long and share heads and tails. */
static uint32_t hash_bytes(struct str s)
{
	uint64_t h = 0x9e3779b97f4a7c15ull ^ s.n;
	const char *p = s.p;
	size_t n = s.n;
	uint64_t w;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&w, p, 8);
		h = (h ^ w) * 0xff51afd7ed558ccdull;
		h ^= h >> 32;
	}
	w = 0;
	if (n)
		memcpy(&w, p, n);
	h = (h ^ w) * 0xc4ceb9fe1a85ec53ull;
	return (uint32_t)(h ^ (h >> 29) ^ (h >> 43));
}

static void grow(struct strtab *t)
{
	uint32_t mask;

	free(t->slot);
	t->nslot *= 2;
	t->slot = xcalloc(t->nslot, sizeof(*t->slot));
	mask = t->nslot - 1;
	for (uint32_t id = 0; id < t->n; id++) {
		uint32_t i = t->v[id].hash & mask;

		while (t->slot[i])
			i = (i + 1) & mask;
		t->slot[i] = id + 1;
	}
}

static uint32_t look_up(struct strtab *t, struct str s)
{
	uint32_t h = hash_bytes(s), mask = t->nslot - 1, i = h & mask, id;

	for (; t->slot[i]; i = (i + 1) & mask) {
		const struct strtab_entry *e = &t->v[t->slot[i] - 1];

		if (e->hash == h && e->n == s.n && (!s.n || memcmp(e->p, s.p, s.n) == 0))
			return t->slot[i] - 1;
	}
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 256;
		t->v = xreallocarray(t->v, t->cap, sizeof(*t->v));
	}
	id = t->n++;
	t->v[id] = (struct strtab_entry){ arena_strdup(t->arena, s), (uint32_t)s.n, h, 0 };
	t->slot[i] = id + 1;
	if (t->n * 2 > t->nslot)
		grow(t);
	return id;
}

uint32_t strtab_intern(struct strtab *t, struct str s)
{
	uint32_t id;

	/* Boots repeat themselves: what followed last time most often follows again. */
	if (t->last < t->n) {
		id = t->v[t->last].next;
		if (t->v[id].n == s.n && s.n && memcmp(t->v[id].p, s.p, s.n) == 0)
			return t->last = id;
	}
	id = look_up(t, s);
	if (t->last < t->n)
		t->v[t->last].next = id;
	return t->last = id;
}
