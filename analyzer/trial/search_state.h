/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a search knows so far, in a file: text, a line for each boot, added when
 * the boot is over. A search that is interrupted at any time goes on from it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

/* More candidates than any kernel has initcalls. */
#define SEARCH_MOST 65536

struct known_boot {
	const bool *set; /* by candidate */
	bool passed;
	const char *why;
};

struct search_state {
	struct arena arena;
	uint64_t identity;       /* of what is searched: another kernel has another */
	VEC(const char *) names; /* candidates in the order of their calls */
	VEC(struct known_boot) boots;
	size_t whole;            /* bytes of whole lines; a cut line behind them is no harm */
	const char *file;
	int fd;                  /* -1: not open */
};

/*
 * Reads the text of such a file; file is for messages. Returns 0, or -1 with e set; to be
 * released either way.
 */
int search_state_parse(struct search_state *s, const char *file, struct str text, struct err *e);
/*
 * Opens the file, or makes it. identity and names (n, in order) are those of the search:
 * a file of another one is refused. names may come in another order than they have in the file; the
 * file's counts. Nobody else can open it meanwhile. Returns 0, or -1 with e set; to be released either way.
 */
int search_state_open(struct search_state *s, const char *file, uint64_t identity,
		      const char *const *names, size_t n, struct err *e);
/* Adds a boot to the file, which is then on the disk. Returns 0, or -1 with e set. */
int search_state_add(struct search_state *s, const bool *set, bool passed, const char *why,
		     struct err *e);
void search_state_release(struct search_state *s);
