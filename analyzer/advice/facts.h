/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the code of an initcall says about deferring it: what it registers and
 * provides, which interfaces it uses that work during boot only, what of it is
 * thrown away or becomes read-only after boot. facts_table.c has the symbols
 * that are known, and how to add one.
 *
 * A fact weighs the less the less is known: what blocks when the function itself
 * gets there is a question when only a callback of it does, and a note when other
 * code of its module does. Code that could not be read is a fact as well ("unread"),
 * so that nothing is deferred by a miss.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strtab.h"
#include "base/vec.h"
#include "input/code.h"
#include "input/deps.h"
#include "input/image.h"

enum fact_weight {
	FACT_NOTE,   /* good to know; often speaks for deferring */
	FACT_ASK,    /* depends on what the product does before the trigger */
	FACT_BLOCKS, /* would not work when it runs late */
};

/* How the initcall gets there. */
enum fact_reach {
	FACT_UNIT,  /* somewhere in its module or source file */
	FACT_HANDS, /* by a function or data whose address it hands out: a probe, a timer */
	FACT_CALLS, /* by calls */
};

/* --- facts_table.c: what is known of symbols --- */

/* Flags of a kind: */
#define FACT_KEEPS 1   /* what is handed to it may be called after the initcall */
#define FACT_AT_ONCE 2 /* in a callback it says nothing: weighs as a note there */

struct fact_kind {
	const char *code;
	enum fact_weight weight;
	unsigned int flags;
	const char *text;    /* a sentence */
	const char *symbols; /* words; one that ends in '*' stands for all that begin so */
};

extern const struct fact_kind fact_kinds[]; /* code NULL ends */

/* --- facts.c --- */

struct fact {
	const char *code;     /* "console", "ro-after-init", ...: see facts_table.c */
	const char *text;     /* a sentence */
	/* How it gets there: "a -> b" calls, "a => b" takes or holds the address of. */
	const char *evidence;
	const char *symbol;   /* what shows it, or NULL */
	enum fact_weight weight;
	enum fact_reach reach;
	enum dep_sure sure;
	uint32_t provider;    /* node that defines the symbol, DEP_NONE: not known */
	uint32_t more;        /* other symbols or places that show the same */
};

struct facts {
	const struct fact *v; /* heaviest first, then nearest, then in the table's order */
	size_t n;
	enum fact_weight worst; /* FACT_NOTE when there are none */
	size_t visited;         /* functions and data that the initcall gets to */
};

/* What finding facts remembers from one initcall to the next. */
struct fact_finder {
	struct code *c;
	const struct image *img;
	const struct deps *d; /* or NULL */
	struct arena arena;
	struct strtab names;  /* of the table */
	VEC(uint16_t) kind_of_name;
	struct strtab prefixes;
	VEC(uint16_t) kind_of_prefix;
	struct strtab paths;  /* of nodes of d */
	uint16_t *kind_of;    /* by symbol: kind + 2, 1: none, 0: not asked yet */
	uint32_t *mark;       /* by symbol: the search that came to it last */
	uint32_t *via;        /* by symbol: where from, CODE_NONE: the start */
	uint8_t *how;         /* by symbol: enum fact_reach, and whether by an address */
	uint32_t nsyms;
	uint32_t search;
	VEC(uint32_t) queue;
};

/* All of them must outlive it; d may be NULL. */
void fact_finder_init(struct fact_finder *f, struct code *c, const struct image *img,
		      const struct deps *d);
void fact_finder_release(struct fact_finder *f);

/* What is known of an initcall of the image. The arena owns what comes back. */
void facts_of(struct facts *out, struct arena *a, struct fact_finder *f, uint32_t initcall);

const char *fact_weight_name(enum fact_weight w); /* "note", "ask", "blocks" */
const char *fact_reach_name(enum fact_reach r);   /* "unit", "hands", "calls" */
/* The kind that a symbol stands for, or NULL. */
const struct fact_kind *fact_of_symbol(struct fact_finder *f, const char *symbol);
