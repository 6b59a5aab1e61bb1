/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many logs into one series: read on several threads, added in the order they
 * were named, so that every number of threads gives the same bytes.
 */
#pragma once

#include "model/join.h"
#include "model/series.h"

struct logs {
	const char *const *file;
	size_t n;
	unsigned int jobs;
	const struct joiner *joiner; /* NULL: no vmlinux */
	/* Gets every boot, whole, in order; 0, 1: enough, or -1 with e set to give up. */
	int (*boot)(void *ctx, const struct boot *b, struct err *e);
	void *ctx;
	bool silent; /* no progress: the terminal gets the report meanwhile */
};

/* Processors that are online. */
unsigned int logs_jobs(void);
/*
 * Says on stderr which logs cannot be used, and goes on; s->bad lists them.
 * Returns what boot() returned last, 0 when there was none.
 */
int logs_read(const struct logs *l, struct series *s, struct err *e);
