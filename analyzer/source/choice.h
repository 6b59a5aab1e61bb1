/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which initcalls the user wants deferred: names from the command line, and what
 * `bootcheck suggest --json` advises. Other programs write such JSON, too, and
 * what is in it ends in file names and in source: all of it is checked.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/strtab.h"
#include "base/us.h"
#include "base/vec.h"

struct choice_reason {
	const char *text, *evidence; /* evidence may be NULL */
};

/* What is not known is NULL, 0 or TIME_NONE. */
struct chosen {
	const char *name, *module;
	const char *file; /* relative to the tree, and below it */
	uint32_t line;
	int64_t duration_us, saving_us;
	int64_t runs;
	const char *check; /* what to make sure of first */
	bool shared;       /* another initcall has this name */
	bool place;        /* chosen as FILE:LINE, which the name repeats until the tree is read */
	const struct choice_reason *reasons;
	size_t nreasons;
	size_t next;       /* with this name: index + 1, or 0 */
};

struct choice {
	struct arena arena;
	VEC(struct chosen) v; /* in the order they came, each once */
	struct strtab names;
	VEC(size_t) first; /* by number of the name: index + 1 of the first */
};

void choice_release(struct choice *c);

/*
 * Names from "a,module:b,drivers/c.c:d,drivers/e.c:7", the last one a place: whatever stands in
 * that line. Returns 0, or -1 with e set.
 */
int choice_names(struct choice *c, const char *list, struct err *e);
/* The same of a file: a line has names, nothing, or a comment after #. `name` is for messages. */
int choice_lines(struct choice *c, const char *name, struct str text, struct err *e);
/* The calls with verdict "defer" or "proved" of a report of suggest; `name` is for messages. */
int choice_json(struct choice *c, const char *name, struct str text, struct err *e);
/* Those of a file; "-" is standard input. */
int choice_file(struct choice *c, const char *name, struct err *e);

/* Returns 0; -1 with e set to `what` of the first call that was chosen by its place alone. */
int choice_named(const struct choice *c, const char *what, struct err *e);

/* Adds x, or what it tells to the one that is there. */
void choice_add(struct choice *c, const struct chosen *x);
bool choice_is_function(struct str s);
bool choice_is_module(struct str s);
/* A name for deferred calls that a kernel tells from what else it is asked for. */
bool choice_is_group(const char *s);
/* A name of a file relative to the tree that does not lead out of it. */
bool choice_is_file(const char *s);

/* "a,b,module:c": as the kernel takes them; with a group, "a@group,...". */
void choice_list(struct buf *b, const struct choice *c, const char *group);
