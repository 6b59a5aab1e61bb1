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
};

/* A function or an object that is thrown away after the boot. */
struct unit_init {
	uint64_t addr, size;
	uint32_t unit;
	bool exact; /* the size is the symbol's */
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
	struct arena arena;
	struct strtab names;
	VEC(struct unit) v;
	VEC(struct unit_span) spans;
	VEC(struct unit_def) defs;
	VEC(uint32_t) def_of; /* by name: the first definition + 1 */
	VEC(struct unit_ref) refs;
	VEC(struct unit_init) inits;
	uint64_t code_lo, code_hi; /* .init.text */
	uint64_t data_lo, data_hi; /* .init.data */
};

void units_read(struct units *u, struct image_reader *r, Dwarf *dw);
void units_release(struct units *u);
