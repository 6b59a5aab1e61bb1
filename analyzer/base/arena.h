/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bump allocator. Everything that lives as long as a set of boots is put in
 * one arena and freed by one call; nobody frees parts of it.
 */
#pragma once

#include <stddef.h>

#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	char *at;
	size_t left;
	size_t block; /* size of the open block; they double */
};

/* A zeroed struct arena is an empty arena. */
void arena_release(struct arena *a);
/* Uninitialised memory, aligned for any object. Dies when memory runs out. */
void *arena_alloc(struct arena *a, size_t size);
/* A copy of size bytes. */
void *arena_copy(struct arena *a, const void *p, size_t size);
/* A NUL-terminated copy of s. */
char *arena_strdup(struct arena *a, struct str s);
