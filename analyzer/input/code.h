/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct code: functions and data of a kernel, and what each of them refers to.
 * Of the objects of a build, or of one ELF file that has relocations, it is exact:
 * relocations, and the calls within a section that need none (x86 and arm64; of
 * other machines these may be missing). Of a linked kernel without relocations the
 * bytes of a function are searched for instructions that name an address (x86_64
 * and arm64 only): what is found is likely, and something may be missing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strtab.h"
#include "base/vec.h"
#include "input/deps.h"
#include "input/image.h"

#define CODE_NONE UINT32_MAX

/* Where something lies. */
enum code_place {
	CODE_ELSEWHERE, /* defined by none of the objects: the linker script, or not known */
	CODE_TEXT,
	CODE_DATA,
	CODE_RO_AFTER_INIT,
	CODE_INIT_TEXT,
	CODE_INIT_DATA,
	CODE_INIT_RODATA, /* in a linked kernel these are with the data */
	CODE_EXIT,      /* text and data that only unloading a module would use */
};

/* How it is referred to. */
enum code_access {
	CODE_UNKNOWN,
	CODE_CALL,    /* called or jumped to */
	CODE_LOAD,    /* read from memory */
	CODE_STORE,   /* written to, or read and written */
	CODE_ADDRESS, /* its address is taken */
	CODE_POINTER, /* a word of data has its address */
};

struct code_ref {
	uint32_t to; /* symbol */
	uint8_t access;
};

struct code_sym {
	const char *name;
	uint64_t at;      /* address; in an object the section is part of it */
	uint64_t size;    /* 0: not known */
	uint32_t owner;   /* CODE_NONE: not known */
	uint32_t refs, nrefs;
	uint8_t place;    /* enum code_place */
	bool func, global;
	bool guessed;     /* the owner: it lies between two files */
	bool read;        /* refs and nrefs are set */
};

/* What may be followed as one thing: a module, or where that is not known one source file. */
struct code_owner {
	const char *name;    /* "drivers/ata/libata", or "ahci.c" */
	uint32_t syms, nsyms; /* code->by_owner[syms .. syms + nsyms) */
	/* Owners that may be of the same module: itself, and without modules also the files that
	 * are linked beside it and have no initcalls. */
	uint32_t from, to;
};

struct code_reader;

struct code {
	struct arena arena;
	struct strtab names;
	VEC(struct code_sym) sym;
	VEC(struct code_ref) ref;
	VEC(struct code_owner) owner;
	uint32_t *by_owner;   /* symbols */
	uint32_t *call;       /* by initcall of the image: its function, CODE_NONE: not found */
	size_t ncalls;
	bool exact;           /* by relocations, and local calls are known: nothing is missing */
	bool partial;         /* else: something is known, and something may be missing */
	bool lazy;            /* instructions are searched when they are asked for */
	bool modules;         /* owners are modules */
	const char *from;     /* "relocations of the 2534 objects of DIR/vmlinux.a" */
	size_t unread;        /* objects that cannot be read */
	struct code_reader *r; /* of a scanned kernel */
};

/*
 * The code of a kernel: of the objects in the folder build; NULL: of the file
 * that img was read from. d may be NULL; it tells initcalls of one name apart.
 * Returns 0, or -1 with e set and nothing to close.
 */
int code_open(struct code *c, const struct image *img, const struct deps *d, const char *build,
	      struct err *e);
void code_close(struct code *c);

/* What a symbol refers to; each pair of symbol and access once. Valid until the next call. */
const struct code_ref *code_refs(struct code *c, uint32_t sym, size_t *n);
