/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reader of one image: what its parts (image_*.c) hand to one another.
 * Every number that comes out of the file is checked before it is used.
 */
#pragma once

#include <elfutils/libdw.h>
#include <gelf.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"
#include "input/image.h"

/* Limits: real kernels have 900 initcalls, 250,000 symbols, sections below 1 GiB. */
#define IMAGE_MAX_BYTES ((size_t)4 << 30)
#define IMAGE_MAX_TABLE ((uint64_t)1 << 20)
#define IMAGE_MAX_ALIASES 64

struct section {
	const char *name; /* "" when it has none */
	uint32_t type, link, info;
	uint64_t flags, addr, off, size, entsize;
	const unsigned char *p; /* its bytes in the file; NULL when it has none there */
};

enum isym_kind { ISYM_OBJECT, ISYM_NOTYPE, ISYM_FUNC };

struct isym {
	const char *name;
	uint64_t value, size;
	uint32_t section; /* index; SHN_ABS and the like as they are */
	enum isym_kind kind;
	bool global;
};

/* Either the symbol table of the ELF file, or a System.map. */
struct symtab {
	const unsigned char *p; /* NULL: none, or a System.map */
	size_t n;               /* symbols */
	size_t step;
	const char *str;
	size_t nstr; /* up to and with its last NUL */
	const unsigned char *shndx;
	size_t nshndx;
	VEC(struct isym) map;
};

/* A label of the linker script: the name without "__" and "_start" or "_end". */
struct bound {
	struct str name; /* "initcall", "initcall6", "con_initcall", "early_initcall" */
	uint64_t value;
	bool end;
};

struct entry_sym {
	uint64_t value;
	const char *name;
	uint32_t nth; /* in the symbol table */
};

struct range {
	uint64_t lo, hi;
	struct str id; /* "early", "6", "rootfs", "con", ...; n 0: only the suffix tells */
	uint16_t rank; /* of the level */
	bool sync;     /* known without the suffix of a name */
};

/* What a slot of the table leads to. */
struct target {
	uint64_t slot;
	uint64_t desc; /* function descriptor in between; 0: none */
	uint64_t code;
	uint32_t first; /* alias + 1, 0: none */
	uint32_t naliases;
	uint32_t range;
};

struct alias {
	const char *name;
	uint64_t size;
	uint32_t next; /* alias + 1 */
	uint8_t score; /* how good a name it is */
};

/* Hash from address to the first target + 1 that has it; more by `next`. */
struct addr_slot {
	uint64_t addr;
	uint32_t target;
	uint32_t next;
};

struct rela_hit {
	uint64_t at, value;
};

struct image_reader {
	struct image *img;
	const char *name;
	const unsigned char *p;
	size_t n;
	Elf *elf;
	bool rel; /* ET_REL: vmlinux.o */
	unsigned int machine;
	uint32_t eflags;
	unsigned int word; /* 4 or 8 */
	uint64_t code_mask; /* ~1 where bit 0 of an address is the instruction set */
	struct section *sec;
	size_t nsec;
	uint32_t *by_addr; /* sections with bytes in memory */
	size_t nby_addr;
	struct symtab syms;

	VEC(struct bound) bounds;
	VEC(struct entry_sym) entries;
	VEC(struct isym) lsm; /* __lsm_NAME */
	VEC(const char *) marks; /* symbols that say: deferred */
	uint64_t banner, lsm_start, lsm_end;
	VEC(struct range) ranges;
	VEC(struct rela_hit) relas;
};

/* Bytes of the image, in its byte order. */
static inline uint64_t image_get(const struct image_reader *r, const unsigned char *p,
				 unsigned int n)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < n; i++)
		v = v << 8 | p[r->img->big_endian ? i : n - 1 - i];
	return v;
}

/* What tells places apart: the address, in an object file with the section. */
static inline uint64_t image_key(const struct image_reader *r, uint64_t value, uint32_t section)
{
	return r->rel ? value + ((uint64_t)(section + 1) << 40) : value;
}

/* --- image_load.c, image_bz.c, image_lz4.c: bytes --- */

struct image_bytes {
	const unsigned char *p;
	size_t n;
	const char *format;
	void *map;     /* munmap() this */
	size_t nmap;
	void *heap;    /* or free() this */
};

int image_load(struct image_bytes *b, const char *name, struct err *e);
void image_unload(struct image_bytes *b);
/* What is no ELF file becomes one, when one is in it; or a System.map stays as it is. */
int image_unpack(struct image_bytes *b, const char *name, struct err *e);
/* The old LZ4 format, from its magic number on: adds what can be unpacked. */
void image_unlz4(struct buf *out, const unsigned char *p, size_t n);
/* Whether these bytes begin as a System.map does. */
bool image_is_map(const unsigned char *p, size_t n);

/* --- image_elf.c: headers, sections --- */

int image_elf_open(struct image_reader *r, struct err *e);
/* The bytes at an address, or NULL. */
const unsigned char *image_at(const struct image_reader *r, uint64_t addr, uint64_t size);
const struct section *image_section_at(const struct image_reader *r, uint64_t addr);
const struct section *image_section(const struct image_reader *r, const char *name);

/* --- image_sym.c, image_map.c: symbols --- */

typedef void image_sym_fn(struct image_reader *r, void *own, const struct isym *s);

int image_symtab_open(struct image_reader *r, struct err *e);
void image_sym_each(struct image_reader *r, image_sym_fn *fn, void *own);
/* The symbol with this index; false when there is none. */
bool image_sym_get(const struct image_reader *r, size_t i, struct isym *s);
/* Boundaries, entries and what else has a known name. */
void image_sym_collect(struct image_reader *r);
/* Symbols of a System.map instead. */
int image_map_read(struct image_reader *r, const char *name, struct err *e);
int image_map_parse(struct image_reader *r, const char *name, const unsigned char *p, size_t n,
		    struct err *e);
/* The table by symbols alone, without its bytes. */
int image_map_table(struct image_reader *r, struct err *e);

/* --- image_table.c, image_entry.c, image_rel.c: the table --- */

int image_ranges(struct image_reader *r, struct err *e);
int image_table(struct image_reader *r, struct err *e);
/* The same for an object file, whose table still is in its relocations. */
int image_rel_table(struct image_reader *r, struct err *e);
/* Values that alloc relocations give to words in [lo, hi). */
void image_relas(struct image_reader *r, uint64_t lo, uint64_t hi);
void image_relas_sort(struct image_reader *r);
uint64_t image_word(const struct image_reader *r, uint64_t addr, bool *ok);

/* Symbols by address: targets[0..n) get their aliases. */
struct resolver {
	struct target *t;
	size_t n;
	VEC(struct alias) aliases;
	struct addr_slot *slot;
	size_t nslot;
};
void image_resolve(struct image_reader *r, struct resolver *v);
void resolver_release(struct resolver *v);
/* Fills in the spans of the initcalls. */
void image_spans(struct image_reader *r);
/* An initcall from its target; appends to img->v, which has room. */
void image_add(struct image_reader *r, const struct resolver *v, const struct target *t);

/* --- image_level.c --- */

/* "6s" -> "device_sync" and its rank; an unknown id is its own name. */
const char *level_name(struct image_reader *r, struct str id, bool sync, uint16_t *rank);
bool level_is_id(struct str id);

/* --- image_name.c: names --- */

struct entry_name {
	struct str fn, module; /* p NULL: not known */
	struct str id;         /* of the level, without the s */
	uint32_t counter, line;
	bool sync;
	bool matched; /* fn is one of the names that were given */
};

/*
 * Takes "__initcall__kmod_M__C_L_fn6s" and its older forms apart. id is what
 * the table says of the level (n 0: nothing), fn[0..nfn) are the clean names
 * of the function it leads to.
 */
void entry_name_parse(struct entry_name *out, struct str symbol, struct str id,
		      const struct str *fn, size_t nfn);
/* Without what compilers and linkers add: ".foo", "foo.cfi_jt", "foo.lto_priv.0". */
struct str symbol_clean(struct str s);
bool symbol_is_entry(struct str s);

/* --- the rest --- */

void image_info(struct image_reader *r);  /* image_info.c */
const char *image_machine(unsigned int machine, bool is64, bool big);
void image_lsm(struct image_reader *r);   /* image_lsm.c */
void image_deferred(struct image_reader *r); /* image_deferred.c, which knows its symbols */
bool image_is_mark(const char *name);
/* image_dwarf.c: files and lines, and who needs whom, as the options want them */
void image_dwarf(struct image_reader *r, const struct image_opts *o);
/* image_deps.c */
void image_deps(struct image_reader *r, Dwarf *dw, bool all);
/* The next DIE beside this one; false at the end, or when that is not after it. */
bool die_next(Dwarf_Die *die);
/* image_path.c: what all of these paths begin with before the tree begins. */
struct str tree_prefix(const char *const *path, size_t n);
/* "a/b/../c" -> "a/c", in place; returns s. */
char *path_normalise(char *s);
/*
 * Paths may be relative to the folder that the compiler ran in. Generated files
 * are below it: these lose it. The caller frees what comes back.
 */
char *path_below(const char *file, struct str dir);
/*
 * The part of the kernel that a source file belongs to, as MAINTAINERS has it:
 * "drivers/usb/host", "arch/x86/kernel", "net/ipv4", "mm".
 */
struct str subsystem_of(const char *file);
