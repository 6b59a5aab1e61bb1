/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who needs whom: what image_units.c reads from the debug information, for
 * image_deps.c to make modules and their needs of.
 */
#pragma once

#include <elfutils/libdw.h>

#include "base/arena.h"
#include "base/strtab.h"
#include "base/vec.h"
#include "input/image_priv.h"

/* Any unit without an initcall. */
#define UNIT_CORE UINT32_MAX

/* A compilation unit with an initcall. */
struct unit {
	char *path; /* of its source */
	uint32_t module;
};

/* Code of such a unit. */
struct unit_span {
	uint64_t lo, hi;
	uint32_t unit;
};

/* A definition that other units can see. */
struct unit_def {
	uint64_t addr; /* 0: not known */
	uint32_t unit; /* or UNIT_CORE */
	uint32_t next; /* of the same name, + 1 */
};

/* A declaration of what should be defined elsewhere. */
struct unit_ref {
	uint32_t unit, name;
	bool object; /* data */
};

/* A function or an object that is thrown away after the boot. */
struct unit_init {
	uint64_t addr, size;
	uint32_t unit;
	bool exact; /* the size is the symbol's */
};

/* Where a variable of a unit lies. */
struct unit_datum {
	uint64_t addr;
	uint32_t unit;
};

struct call_at {
	uint64_t addr; /* surely the function's own */
	uint32_t call; /* index of the initcall */
};

struct units {
	struct image_reader *r;
	struct call_at *calls; /* by address */
	size_t ncalls;
	uint32_t *unit_of; /* by initcall, + 1; 0: not known */
	bool all;          /* units without initcalls, too */
	struct arena arena;
	struct strtab names;
	VEC(struct unit) v;
	VEC(struct unit_span) spans;
	VEC(struct unit_def) defs;
	VEC(uint32_t) def_of; /* by name: the first definition + 1 */
	VEC(struct unit_ref) refs;
	VEC(struct unit_init) inits;
	VEC(struct unit_datum) data; /* with all: variables, static ones as well */
	uint64_t code_lo, code_hi; /* .init.text */
	uint64_t data_lo, data_hi; /* .init.data */
};

struct unit_edge {
	uint32_t from, to; /* modules; to may be UNIT_CORE */
	const char *symbol;
};

struct unit_value {
	uint64_t lo, hi; /* of the symbol; hi 0: there is none */
	bool exported;
};

/* Who needs whom, so far as image_deps() has come. */
struct unit_deps {
	struct units u;
	struct image_module *v;
	size_t n;
	uint32_t nnames;
	struct unit_value *value; /* by name */
	VEC(struct unit_edge) edges;
};

#define UNIT_NOBODY (UINT32_MAX - 1) /* defines it: it is of the linker, or not used after all */

/* The unit whose definition of this name counts, UNIT_CORE or UNIT_NOBODY. */
uint32_t unit_owner(const struct unit_deps *d, uint32_t name);
/* The unit that this address is in the code of, or UNIT_CORE. */
uint32_t unit_at(const struct units *u, uint64_t addr);
/* The unit of the variable at this address, or UNIT_CORE; u->data is sorted. */
uint32_t unit_datum_at(const struct units *u, uint64_t addr);
/* image_keep.c: units and references as image_opts.units wants them. */
void image_keep(struct unit_deps *d);
/* image_emitted.c: references by relocations that the kernel kept; false: there are none. */
bool image_emitted(struct unit_deps *d);

/* all: image_opts.units. */
void units_read(struct units *u, struct image_reader *r, Dwarf *dw, bool all);
void units_release(struct units *u);
