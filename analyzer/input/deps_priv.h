/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making a struct deps: what its sources (deps_*.c) hand to one another. A
 * source adds nodes and single facts; deps_finish() makes edges of them.
 */
#pragma once

#include "base/buf.h"
#include "base/strtab.h"
#include "base/vec.h"
#include "input/deps.h"

/* A fact: "from needs to, as `what` shows". */
struct dep_fact {
	uint32_t from, to;
	uint8_t kind, sure, source;
	const char *what; /* lives as long as the graph */
};

/* Code that asks for a name at run time. */
struct dep_ask {
	uint32_t node;
	uint8_t kind; /* DEP_CRYPTO or DEP_ALIAS */
	const char *name;
};

/* A driver that matches a compatible string. */
struct dep_match {
	uint32_t node;
	const char *compatible;
};

struct dep_call {
	uint32_t call, node;
	const char *file; /* NULL: not known */
};

struct dtb;
struct modinfo;

struct deps_work {
	struct deps *d;
	const struct image *img; /* or NULL */
	struct strtab paths;   /* of nodes: the number of one is that of the node */
	VEC(struct dep_node) node;
	VEC(struct dep_fact) fact;
	VEC(struct dep_call) call;
	VEC(const char *) note;
	VEC(struct dep_ask) ask;
	VEC(struct dep_match) match;
	bool matches;          /* these are wanted */
	const struct modinfo *info; /* or NULL */
};

/* The node with this path, made when it is new. */
uint32_t deps_node(struct deps_work *w, struct str path);
/* One fact more; those of a node with itself, and facts without a node, are dropped. */
void deps_fact(struct deps_work *w, uint32_t from, uint32_t to, enum dep_kind kind,
	       enum dep_sure sure, enum dep_source source, const char *what);
/* The node of an initcall; file: its source, or NULL. It is not copied. */
void deps_call(struct deps_work *w, uint32_t node, uint32_t call, const char *file);
void deps_note(struct deps_work *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void deps_work_release(struct deps_work *w);
/* Facts become edges, calls get their nodes. */
void deps_finish(struct deps_work *w);
/* Node by the name of a module, '-' and '_' being the same; DEP_NONE: none or not one only. */
uint32_t deps_module(const struct deps_work *w, struct str name);

/* What a symbol says of the need for it. object: it is data, not code. */
enum dep_kind dep_symbol_kind(const char *symbol, bool exported, bool object);

/* A copy with '-' as '_'; the arena owns it. */
char *module_name_of(struct arena *a, struct str path);

/* --- the sources --- */

/* deps_objects.c: the objects of a build. */
int deps_objects(struct deps_work *w, const char *dir, struct err *e);
/* deps_strings.c, for that: what an object asks for by name, and its match tables. */
struct objfile;
enum dep_kind deps_asks(const char *symbol);
/* kinds: set of 1 << enum dep_kind. The nodes of what is added are the object for now. */
void deps_strings(struct deps_work *w, const struct objfile *f, uint32_t kinds, uint32_t object);
void deps_match_tables(struct deps_work *w, const struct objfile *f, uint32_t object);
/* deps_units.c: units that image_read() kept. */
int deps_units(struct deps_work *w, struct err *e);
/* deps_fold.c: gives units the nodes of the modules that they are parts of; node is by unit. */
void deps_fold(struct deps_work *w, uint32_t *node);
/* deps_modinfo.c: which nodes could be modules, softdeps, aliases, algorithms by name. */
void deps_modinfo(struct deps_work *w);
/* deps_tree.c: suppliers of the device tree. */
void deps_tree(struct deps_work *w, const struct dtb *t);
