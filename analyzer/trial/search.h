/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of n candidates can be deferred together, found with few boots. This
 * is the plan alone: it says which sets to boot, and is told how that went.
 *
 * Candidates are in the order in which the kernel calls them. What is booted
 * while a bad one is looked for is always a tail of that order, so a call that
 * others need is never deferred without those of them that are candidates.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

#define SEARCH_NONE ((size_t)-1)

/* A boot that was made. */
struct search_boot {
	const bool *set; /* by candidate: it was deferred */
	bool passed;
	const char *why; /* a sentence; of one that passed: what was measured, or "" */
};

/* Why a candidate is left out. Numbers are those of boots. */
struct search_bad {
	size_t failed;  /* with it and later ones */
	size_t passed;  /* the same set without it; SEARCH_NONE: nothing was left to defer */
};

enum search_phase { SEARCH_WHOLE, SEARCH_HALVE, SEARCH_CONTROL, SEARCH_RECHECK, SEARCH_DONE };

struct search {
	struct arena arena;
	size_t n;
	unsigned jobs;
	VEC(struct search_boot) boots; /* all that is known, also from before */
	VEC(bool *) next;              /* what search_next() gave */
	enum search_phase phase;
	bool *out;                     /* by candidate: is left out */
	struct search_bad *bad;        /* by candidate; of those left out */
	size_t fails, passes;          /* the tail from fails on fails, that from passes on does not */
	size_t fails_boot, passes_boot;
	size_t nout, spent, recheck;
	bool control_failed;
};

/* jobs: how many boots can be made at the same time. Never fails. */
void search_init(struct search *s, size_t n, unsigned jobs);
void search_release(struct search *s);
/* Tells how a boot went, also one that nobody asked for. set has n entries; all is copied. */
void search_learn(struct search *s, const bool *set, bool passed, const char *why);
/*
 * Returns how many boots are to be made next (s->next.v: a set each; at most
 * jobs), which do not wait for each other; 0: the search is over. To be called again
 * when each of them is learned.
 */
size_t search_next(struct search *s);
/* The boot of exactly that set, or SEARCH_NONE. */
size_t search_find(const struct search *s, const bool *set);
/* After the end: the boot of the final set, SEARCH_NONE when nothing is left in it. */
size_t search_final(const struct search *s);
/* After the end: the boot of the final set and one that is left out; SEARCH_NONE: was not booted. */
size_t search_recheck(const struct search *s, size_t i);
/*
 * At most so many boots are planned when so many are found to be bad, the boot without
 * deferral included: 2 for each and each halving, and 2. Of one or two candidates, one more.
 */
size_t search_bound(size_t n, size_t bad);
