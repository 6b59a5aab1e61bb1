/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every place of a kernel's source tree that declares an initcall. */
#pragma once

#include "source/macros.h"

/* The branch of an #if that a place is in. */
struct branch {
	uint32_t group, branch;
	enum ctok_when when;
};

struct call {
	const char *file, *macro, *fn;
	uint32_t line, last_line;
	size_t off, open, close, end; /* macro, its parentheses, behind the ';' if there is one */
	const struct initcall_form *form;
	struct declares d;
	struct branch *branch;
	unsigned nbranches;
	bool first; /* nothing but blanks before it in its line */
	bool alone; /* nothing but a comment behind it in its line */
	bool pushed; /* between the lines that make it a deferred one */
	const char *why; /* no program can edit it, because */
};

struct calls {
	struct arena arena;
	struct tree tree;
	struct macros macros;
	VEC(struct call) v; /* by file, off */
	VEC(const char *) included; /* .c files that others include, once for each */
};

/* Reads the whole tree. Returns 0, or -1 with e set when dir is none. */
int calls_read(struct calls *c, const char *dir, struct err *e);
void calls_release(struct calls *c);
/* The calls of one text, which may be another than that of the tree's file. */
void calls_read_text(struct calls *c, const char *file, struct str text);
/* How many other .c files include this one. */
unsigned calls_includers(const struct calls *c, const char *file);
/* One of the two is not compiled when the other is. */
bool calls_exclude(const struct call *a, const struct call *b);
/* No #if around it says that only modules have it. */
bool call_is_built_in(const struct call *c);
