/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a struct code: what its parts (code_*.c) hand to one another. */
#pragma once

#include "input/code.h"
#include "input/image_priv.h"
#include "input/objtree.h"

/* In code_ref.to while files are read: the number of a name that is not resolved yet. */
#define CODE_BY_NAME UINT32_C(0x80000000)

struct code_edge {
	uint32_t from, to;
	uint8_t access;
};

struct code_name {
	uint32_t strong, weak; /* symbols, CODE_NONE */
};

/* A relocation of an initcall's entry: which function it calls. */
struct code_entry {
	uint32_t sym;  /* of the entry */
	uint32_t next; /* entry of the same name + 1 */
};

/* While it is made. */
struct code_work {
	struct code *c;
	VEC(struct code_name) name;   /* by number of the name */
	VEC(struct code_edge) edge;
	VEC(struct code_entry) entry; /* in link order */
	bool unsure;                  /* of a machine whose local calls are not known */
};

/* Symbols of one file by address. */
struct code_order {
	uint32_t *v;
	size_t n;
};

/* A file that is linked or all in one object. */
struct code_reader {
	struct image_bytes bytes;
	struct image img;
	struct image_reader r;
	struct code_order order;
	VEC(struct code_ref) found; /* of one symbol */
};

/* --- code_elf.c --- */

/*
 * Adds the symbols of an ELF file, and what its relocations say. owner CODE_NONE:
 * a source file each, as the symbol table tells. o, when it is not NULL, keeps the
 * order. Returns how many relocations of code there were.
 */
size_t code_elf(struct code_work *w, const struct image_reader *r, uint32_t owner,
		struct code_order *o);
/* The symbol that has this address, CODE_NONE: none. exact: it begins there. */
uint32_t code_at(const struct code *c, const struct code_order *o, uint64_t at, bool exact);

/* --- code_insn.c --- */

#define ARM64_CALL_KEEPS 19 /* from this register on a function that is called must restore them */

struct code_operand {
	enum code_access access;
	unsigned int tail; /* bytes of the instruction behind the address, of x86 */
	bool known;        /* the bytes are those of an instruction that is known */
	bool half;         /* half of an address: the other half says it all */
};

/* Code p[0..n) with the address in 4 bytes at p[at]; relative: it is one from its own place. */
struct code_operand code_x86(const unsigned char *p, size_t at, size_t n, bool relative);
/* The same of an arm64 instruction that a relocation of this type is for. */
struct code_operand code_arm64(uint32_t insn, unsigned int type);
/*
 * GCC makes the addresses of several variables from that of one place between them. Code p[0..n) comes
 * behind the instruction that put an address into this register of arm64: calls use() for each thing
 * at a distance from it, as long as the register holds it; with a distance of 0 also for what the
 * register may be used for otherwise. Returns whether that was all: no branch was on the way, and in
 * the end the register got another value.
 */
bool code_arm64_uses(const unsigned char *p, size_t n, unsigned int reg,
		     void (*use)(void *own, uint64_t by, enum code_access access), void *own);

/* --- code_scan.c: a kernel without relocations --- */

bool code_can_scan(const struct image_reader *r);
/*
 * Calls within one section, which need no relocation: the assembler fills in the
 * distance. As edges; only those that lead to where a function begins.
 */
void code_local_calls(struct code_work *w, const struct image_reader *r,
		      const struct code_order *o);
/* What this symbol refers to, so far as it can be seen: to r->found. */
void code_scan(struct code *c, const struct code_sym *s);

/* --- code.c --- */

/* As code_open(), of bytes that need not outlive the call: for tests. */
int code_open_memory(struct code *c, const struct image *img, const void *p, size_t n,
		     struct err *e);
