/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sums over what shares a name (a module, a level, a device) in each boot, and
 * the figures of these sums over the boots that have it.
 */
#pragma once

#include "base/strtab.h"
#include "model/pile.h"

struct tally_key {
	const char *name;
	const char *driver; /* for the caller, NULL at first */
	bool listed;	    /* for the caller, false at first */
	size_t most;	    /* pieces in the boot that has most */
	size_t failed;	    /* of the boot in which most failed */
	struct pile n;	    /* pieces, by boot that has any */
	struct pile us;	    /* sums that are known, by boot */
	/* In the boot that is being added */
	size_t now_n, now_failed;
	int64_t now_us; /* TIME_NONE: not known so far */
};

struct tally {
	struct tally_key *v;
	size_t n, cap;
	struct {
		uint32_t *v;
		size_t n, cap;
	} now;		  /* keys that the boot which is being added has */
	uint32_t *key_of; /* by number of the string: the key + 1 */
	size_t nkey_of;
};

/* A piece of a boot; valid until the next one. us may be TIME_NONE. */
struct tally_key *tally_add(struct tally *t, struct strtab *strings, const char *name,
			    int64_t us, bool failed);
/* The boot is over. */
void tally_end_boot(struct tally *t, struct arena *a);
void tally_release(struct tally *t);
