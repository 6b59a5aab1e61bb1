/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of a history, and the way from an older set of them to this one. */
#pragma once

#include <stddef.h>

#include "history/db.h"

/* "bchi": says in the file's head whose it is. */
#define SCHEMA_APPLICATION 0x62636869

/* steps[n] leads from version n to n + 1; a file without tables is version 0. */
struct schema {
	const char *const *steps;
	size_t n; /* the version that this program knows */
};

extern const struct schema hist_schema;

/*
 * Whether the file is a history of the version that is known. Returns 0; 1 when it is an older one,
 * or is empty; or -1 with e set.
 */
int schema_check(struct db *db, const struct schema *s, struct err *e);
/*
 * Brings the file to the version that is known, all steps or none; it is open for writing. Others
 * may be doing the same. Returns 0, or -1 with e set.
 */
int schema_update(struct db *db, const struct schema *s, struct err *e);
