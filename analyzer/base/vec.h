/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A typed growing array is three members of a struct, `T *v; size_t n, cap;`.
 * VEC_PUSH gives the address of a new, uninitialised last element.
 */
#pragma once

#include <stddef.h>

#include "base/xalloc.h"

#define VEC(T)              \
	struct {            \
		T *v;       \
		size_t n;   \
		size_t cap; \
	}

static inline size_t vec_more(size_t cap)
{
	return cap ? cap + cap / 2 + 1 : 16;
}

#define VEC_PUSH(x)                                                                         \
	({                                                                                  \
		if ((x)->n == (x)->cap) {                                                   \
			(x)->cap = vec_more((x)->cap);                                      \
			(x)->v = xreallocarray((x)->v, (x)->cap, sizeof(*(x)->v));          \
		}                                                                           \
		&(x)->v[(x)->n++];                                                          \
	})
