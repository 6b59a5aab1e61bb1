/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocation that ends the program when memory runs out (message on stderr,
 * exit status 3): a report with holes would be worse than none. The caller
 * owns what comes back and frees it with free().
 */
#pragma once

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
/* Room for n elements of `size` bytes; dies as well when n * size overflows. */
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
