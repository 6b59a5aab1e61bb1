/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct image: the initcalls that are built into a kernel, in the order in
 * which they would run, read from a vmlinux of any age and machine, from an
 * image that holds one, or from a System.map. Owns all it points to.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct initcall {
	const char *name;   /* the function */
	const char *alias;  /* symbol at its address when that is another one, or NULL */
	const char *entry;  /* symbol of the table's entry, or NULL */
	const char *module; /* KBUILD_MODNAME (5.12 and later), or NULL */
	const char *level;  /* "early", "core_sync", ...; NULL: not known */
	const char *boot_level; /* of a deferred call: where boot has it; NULL: not deferred */
	const char *file;   /* source file, relative to the tree; NULL: not known */
	const char *subsystem; /* the part of the tree that it is in: "drivers/usb/host", "mm" */
	uint64_t address;   /* of the function; 0: not known */
	uint64_t slot;      /* address of the entry */
	uint64_t size;      /* bytes of the function; 0: not known */
	uint64_t span;      /* to the next symbol, as logs print it; 0: not known */
	uint32_t index;     /* its place, from 0 */
	uint32_t line;      /* of the macro, 0: not known */
	uint32_t counter;   /* __COUNTER__ of that line, 5.12 and later */
	uint16_t rank;      /* of the level, in the order they run */
};

/* A call that security_initcall_LEVEL() makes for a security module (6.19 and later). */
struct lsm_call {
	const char *name;
	const char *lsm;
	const char *level;
	uint64_t address, size;
};

/* Of a module: another one that defines symbols which it lacks. */
struct module_need {
	uint32_t module;    /* index in modules */
	uint32_t symbols;   /* how many */
	const char *symbol; /* one of them, by the letters */
};

/* What holds initcalls: the units of one KBUILD_MODNAME in one folder. */
struct image_module {
	const char *name;
	const char *file; /* source of the first initcall's unit */
	uint32_t *calls;  /* indexes of its initcalls */
	size_t ncalls;
	const struct module_need *needs; /* by name */
	size_t nneeds;
	size_t core;         /* symbols that it has of units without an initcall */
	uint64_t init_bytes; /* functions in .init.text, objects in .init.data */
};

/* A compilation unit, as image_opts.units keeps them; those of one path are one. */
struct image_unit {
	const char *path;    /* of its source */
	uint64_t init_bytes; /* functions in .init.text, objects in .init.data */
};

/* A unit refers to what another one defines. */
struct image_ref {
	uint32_t from, to;  /* units */
	const char *symbol;
	bool object;        /* data */
	bool exported;
};

/* A compatible string in a match table (struct of_device_id) of a unit. */
struct image_match {
	uint32_t unit;
	const char *compatible;
};

struct image {
	struct arena arena;
	const char *file;
	const char *format;     /* "ELF", "bzImage", "gzip", "System.map", ... */
	const char *machine;    /* "x86_64", ...; NULL: not known */
	unsigned int bits;      /* 32 or 64 */
	bool big_endian;
	bool is_map;            /* read from a System.map alone: no machine, no byte order */
	bool has_dwarf;
	const char *no_lines;   /* why files and lines are missing though asked for, or NULL */
	const char *kernel;     /* release, or NULL */
	const char *build_id;   /* hexadecimal, or NULL */
	const char *entries;    /* form of the table: "pointer", "relative", ...; or NULL */
	struct initcall *v;
	size_t n;
	struct lsm_call *lsm;
	size_t nlsm;
	struct image_module *modules; /* in the order of their first initcalls */
	size_t nmodules;
	const char *no_deps;    /* why these are missing though asked for, or NULL */
	struct image_unit *units;     /* in the order of the debug information */
	size_t nunits;
	struct image_ref *refs;
	size_t nrefs;
	struct image_match *matches;
	size_t nmatches;
	uint32_t *unit_of;            /* by initcall; UINT32_MAX: not known */
	bool refs_by_relocs;          /* they are those of relocations, not of declarations */
};

struct image_opts {
	bool lines;             /* source files and lines by DWARF, when there is some */
	bool deps;              /* modules and their needs, by DWARF */
	bool units;             /* with deps: all units and references, too */
	const char *system_map; /* symbols from there; or NULL */
};

/*
 * Reads a file, "-" is standard input. The name must outlive the image.
 * Returns 0, or -1 with e set and nothing to release.
 */
int image_read(struct image *img, const char *name, const struct image_opts *o, struct err *e);
/* The same from memory, which need not outlive the call. */
int image_read_memory(struct image *img, const char *name, const void *p, size_t n,
		      const struct image_opts *o, struct err *e);
void image_release(struct image *img);

/* Gives an initcall its file, and the line unless it is 0; img owns the text. */
void initcall_set_place(struct image *img, struct initcall *c, struct str file, uint32_t line);

/* Names of all levels in the order they run; NULL ends. */
extern const char *const image_levels[];
