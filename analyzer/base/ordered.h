/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work on several threads whose results are taken in its order: what is done
 * with them does not depend on which thread was faster. A few results at most
 * wait to be taken, so memory does not grow with the work.
 */
#pragma once

#include <stddef.h>

struct ordered {
	size_t n;	   /* pieces of work, 0..n-1 */
	unsigned int jobs; /* threads; 1: all is done by the caller */
	void *ctx;
	/* Does piece i, on any thread: what it changes must be its own. */
	void *(*make)(void *ctx, size_t i);
	/* Gets each result, on the caller's thread, in order; not 0 ends the work. */
	int (*take)(void *ctx, size_t i, void *result);
	/* Frees a result that is not taken any more. */
	void (*drop)(void *ctx, void *result);
};

/* Returns what the last take() returned, 0 when there was no work. */
int ordered_run(const struct ordered *o);
