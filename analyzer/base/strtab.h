/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interned strings: each distinct string is stored once and gets a small
 * number, from 0 in order of arrival. Sits on the hot path of the log reader
 * (twice per initcall), hence open addressing and not a general map.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct strtab_entry {
	const char *p; /* NUL-terminated, in the arena */
	uint32_t n;
	uint32_t hash;
	uint32_t next; /* the string that was asked for after this one, last time */
};

struct strtab {
	struct arena *arena;
	struct strtab_entry *v; /* by number */
	uint32_t n, cap;
	uint32_t last; /* asked for last */
	uint32_t *slot; /* number + 1, 0 is free */
	uint32_t nslot; /* a power of two */
};

/* The arena must outlive the table. */
void strtab_init(struct strtab *t, struct arena *arena);
void strtab_release(struct strtab *t);
/* The number of s, which is stored when it is new. */
uint32_t strtab_intern(struct strtab *t, struct str s);
/* The stored string; id comes from strtab_intern(). */
static inline const char *strtab_get(const struct strtab *t, uint32_t id)
{
	return t->v[id].p;
}
