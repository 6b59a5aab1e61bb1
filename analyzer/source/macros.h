/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The macros that declare initcalls. Where they end is known (the forms of
 * linux/init.h and linux/module.h); the wrappers around them are read from the
 * kernel tree, and a use of one is expanded to see what it declares.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "source/ctok.h"
#include "source/tree.h"

enum form_kind {
	FORM_DEVICE, /* the level of drivers, or later */
	FORM_CORE, /* earlier: others rely on it */
	FORM_NEVER, /* not in the tables that can be deferred */
	FORM_DEFERRED,
};

/* A macro of the kernel's own headers that ends an expansion. */
struct initcall_form {
	const char *name;
	const char *id; /* of the level, as __define_initcall() has it */
	enum form_kind kind;
	const char *why; /* FORM_NEVER: cannot be deferred because */
};

const struct initcall_form *form_of(struct str name);
/* The form of kind DEVICE or CORE with this id that is no synonym. */
const struct initcall_form *form_of_id(struct str id);

struct macro {
	struct str name;
	const char *file;
	uint32_t line;
	struct str param[CTOK_ARGS];
	unsigned nparams;
	bool variadic; /* the last parameter takes the rest */
	bool wrapper; /* its body leads to a form */
	struct str body;
	struct macro *next; /* same slot of the table */
};

#define MACROS_SLOTS 4096

struct macros {
	struct arena arena;
	VEC(struct macro *) all;
	struct macro *slot[MACROS_SLOTS];
	unsigned char known[MACROS_SLOTS / 8]; /* a bit for each slot that macros_known() has names in */
};

/* What a use of a macro declares. */
struct declares {
	const struct initcall_form *form; /* NULL: nothing, or why says what is wrong */
	struct str fn; /* name of the function */
	struct str id; /* deferred_initcall_level(): its level */
	const struct macro *via; /* NULL, or a macro that does not end in the form but declares it itself */
	bool direct; /* the form itself stands in the source */
	bool driver; /* it is a module_driver() with these arguments, and only that */
	struct str arg[CTOK_ARGS];
	unsigned nargs;
	const char *why;
};

/* Reads the headers of the tree. */
void macros_read(struct macros *m, const struct tree *t);
/* Macros that one file defines, header or not. */
void macros_read_text(struct macros *m, const char *file, struct str text);
/* Which macros lead to an initcall; after the last macros_read_text(). */
void macros_settle(struct macros *m);
void macros_release(struct macros *m);
/* Whether a use of this macro may declare an initcall. */
bool macros_known(const struct macros *m, struct str name);
/* The use of a macro in file; strings of d are the text's or in the arena. */
void macros_resolve(const struct macros *m, struct arena *a, const char *file, struct str name,
		    const struct ctok_args *args, struct declares *d);
/*
 * Wrapper that file can see whose use with args is the module_driver() of want; NULL: none, or
 * several.
 */
const struct macro *macros_wrapper_of(const struct macros *m, struct arena *a, const char *file,
				      const struct declares *want, struct ctok_args *args);
/* The definition of a macro that counts in file; *twice: another is as near. */
const struct macro *macros_find(const struct macros *m, const char *file, struct str name,
				bool *twice);
