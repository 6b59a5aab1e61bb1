/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The object tree that a kernel was built in: which objects were linked, what
 * kbuild says of each, and their symbols. Nothing in it is trusted.
 */
#pragma once

#include "base/vec.h"
#include "input/image_priv.h"

struct object {
	const char *name;   /* relative to the tree: "drivers/ata/libata-core.o" */
	const char *module; /* KBUILD_MODFILE: "drivers/ata/libata" */
	const char *source; /* "drivers/ata/libata-core.c" */
	bool lib;           /* of a lib.a: linked only when something lacks what it has */
};

struct objtree {
	struct arena arena;
	const char *dir;
	const char *from; /* the first archive: "vmlinux.a" */
	const char *broken; /* an archive that ends too early, or is none; or NULL */
	VEC(struct object) v;
};

/* The objects of the tree in link order. On -1 e is set and there is nothing to release. */
int objtree_read(struct objtree *t, const char *dir, struct err *e);
void objtree_release(struct objtree *t);

/* --- objtree_ar.c: an archive, thin or not --- */

typedef void ar_member_fn(void *own, struct str name);

/* Calls fn for each member; false when these bytes are no archive, or end too early. */
bool ar_each(const unsigned char *p, size_t n, ar_member_fn *fn, void *own);

/* --- objtree_cmd.c: .X.o.cmd --- */

struct objcmd {
	struct str modfile; /* n 0: not there */
	struct str modname;
	struct str source;  /* path as written there */
};

void objcmd_parse(struct objcmd *c, struct str text);

/* --- objtree_file.c: one object --- */

struct objfile {
	struct image img;
	struct image_reader r;
	struct image_bytes bytes;
};

struct objsym {
	const char *name;
	bool undefined, weak, local, object; /* object: data */
};

typedef void objsym_fn(void *own, const struct objsym *s);

/* Returns 0, or -1 with e set and nothing to close. dir may be NULL. */
int objfile_open(struct objfile *f, const char *dir, const char *name, struct err *e);
/* The same of memory that outlives it. */
int objfile_open_memory(struct objfile *f, const char *name, const void *p, size_t n,
			struct err *e);
void objfile_close(struct objfile *f);
void objfile_symbols(const struct objfile *f, objsym_fn *fn, void *own);
/* Bytes that are thrown away after the boot. */
uint64_t objfile_init_bytes(const struct objfile *f);
