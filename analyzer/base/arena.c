// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/xalloc.h"

#define BLOCK_FIRST ((size_t)64 * 1024)
/* Big enough for one huge page: a thousand boots fault in by those. */
#define BLOCK_MAX ((size_t)2 * 1024 * 1024)
#define ALIGN_BYTES _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	max_align_t data[];
};

void arena_release(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head);
		a->head = next;
	}
	*a = (struct arena){ 0 };
}

static struct arena_block *block_new(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size == BLOCK_MAX && (b = aligned_alloc(BLOCK_MAX, BLOCK_MAX)))
		madvise(b, BLOCK_MAX, MADV_HUGEPAGE); /* a hint: it may say no */
	else
		b = xmalloc(size);
	b->next = a->head;
	a->head = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 2)
		return xreallocarray(NULL, size, 2); /* dies */
	size = (size + ALIGN_BYTES - 1) & ~(ALIGN_BYTES - 1);
	/* A big request gets a block of its own, so that the open block stays in use. */
	if (size > BLOCK_MAX / 4)
		return block_new(a, sizeof(struct arena_block) + size + 1)->data;
	while (size > a->left || !a->at) {
		a->block = a->block ? a->block * 2 : BLOCK_FIRST;
		if (a->block > BLOCK_MAX)
			a->block = BLOCK_MAX;
		a->at = (char *)block_new(a, a->block)->data;
		a->left = a->block - sizeof(struct arena_block);
	}
	p = a->at;
	a->at += size;
	a->left -= size;
	return p;
}

void *arena_copy(struct arena *a, const void *p, size_t size)
{
	void *to = arena_alloc(a, size);

	if (size)
		memcpy(to, p, size);
	return to;
}

char *arena_strdup(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}
