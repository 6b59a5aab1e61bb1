/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct deps: the code that is built into a kernel as nodes, who needs whom
 * as edges. A node is what would be one module (KBUILD_MODFILE) or one object
 * of the core. Built once by deps_read(), then only read; advice/deps.h has
 * the questions that one asks of it. Owns all it points to.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "input/image.h"

#define DEP_NONE UINT32_MAX /* no such node */

/* What an edge is made of. Two nodes can have one edge of each kind. */
enum dep_kind {
	DEP_SYMBOL,  /* a symbol that only built-in code can use */
	DEP_EXPORT,  /* an exported symbol */
	DEP_BUS,     /* registers a driver on a bus of the other: that call or the bus itself */
	DEP_CLASS,   /* makes devices of a class of the other */
	DEP_SOFTDEP, /* MODULE_SOFTDEP */
	DEP_ALIAS,   /* request_module() of an alias of the other */
	DEP_CRYPTO,  /* asks for an algorithm of the other by name */
	DEP_TREE,    /* a device of the other supplies one of its devices, by the device tree */
	DEP_LOG,     /* the same, as the log says */
};
#define DEP_KINDS (DEP_LOG + 1)

enum dep_sure { DEP_MAYBE, DEP_LIKELY, DEP_EXACT };

/* Where it is known from. */
enum dep_source {
	DEPS_NOTHING,
	DEPS_OBJECTS, /* undefined symbols of the objects of a build */
	DEPS_RELOCS,  /* relocations that the kernel kept */
	DEPS_DWARF,   /* declarations in the debug information */
	DEPS_MODINFO, /* modules.builtin.modinfo */
	DEPS_TREE,    /* a device tree and the match tables of drivers */
	DEPS_LOG,
};

struct dep {
	uint32_t from; /* needs ... */
	uint32_t to;   /* ... this one */
	enum dep_kind kind;
	enum dep_sure sure;
	enum dep_source source;
	/* What shows it: symbols by the letters, aliases, or a property of the tree. */
	const char *const *evidence;
	uint32_t nevidence;
};

struct dep_node {
	const char *path;      /* "drivers/usb/host/xhci-hcd": the identity */
	const char *name;      /* its name as a module: "xhci_hcd"; not unique */
	const char *file;      /* source of its first initcall, or of its first object */
	const uint32_t *calls; /* initcalls, indexes in the image, in the order they run */
	size_t ncalls;
	uint64_t init_bytes;   /* .init.text and .init.data */
	uint32_t objects;      /* how many object files or units */
	bool tristate;         /* could be built as a module (modules.builtin lists it) */
	/* Its edges: deps->v[needs .. needs + nneeds), deps->v[deps->by_to[users ...]]. */
	uint32_t needs, nneeds;
	uint32_t users, nusers;
};

struct deps {
	struct arena arena;
	struct dep_node *node; /* in link order, so far as it is known */
	size_t nnodes;
	struct dep *v;         /* by from, to, kind */
	size_t n;
	uint32_t *by_to;       /* indexes in v by to, from, kind */
	uint32_t *of_call;     /* node of each initcall of the image, DEP_NONE: not known */
	const char **file_of;  /* source of each initcall, by the object that it is in; NULL: not known */
	size_t ncalls;
	enum dep_source source; /* of the symbols: the best there was */
	const char *from;      /* that, in words with the file's name: "objects of DIR/vmlinux.a" */
	bool has_tristate;     /* known which code could be a module */
	size_t objects;        /* read */
	size_t refs;           /* undefined symbols, each once an object, that somebody defines */
	size_t unresolved;     /* different names that nobody defines: those of the linker script */
	/* What was passed over, a line each: "FILE: what is wrong". */
	const char *const *notes;
	size_t nnotes;
};

/* A driver whose device waits for one of another driver, by the log: deps_log.h. */
struct dep_hint {
	const char *from, *to; /* names of drivers */
	const char *what;      /* the message */
};

struct deps_opts {
	const char *build;    /* object tree, or NULL */
	const char *modinfo;  /* modules.builtin.modinfo; NULL: that of the object tree, if any */
	const char *dtb;      /* device tree, or NULL */
	const struct dep_hint *hints; /* of a log */
	size_t nhints;
};

/*
 * The graph by the best source there is: the object tree of o, else what
 * image_read() kept with image_opts.units. img may be NULL with a build: then
 * there are no initcalls. Returns 0, or -1 with e set and nothing to release.
 */
int deps_read(struct deps *d, const struct image *img, const struct deps_opts *o, struct err *e);
void deps_release(struct deps *d);

/*
 * The node that is meant: a path, a module's name ('-' and '_' are the same),
 * a source file, or the function of an initcall. *n is how many it could be;
 * the first is returned, DEP_NONE when there is none.
 */
uint32_t deps_find(const struct deps *d, const struct image *img, const char *what, size_t *n);

const char *dep_kind_name(enum dep_kind k);     /* "symbol", "export", "bus", ... */
const char *dep_sure_name(enum dep_sure s);     /* "maybe", "likely", "exact" */
const char *dep_source_name(enum dep_source s); /* "objects", "relocations", ... */

static inline const struct dep *deps_need(const struct deps *d, uint32_t node, uint32_t i)
{
	return &d->v[d->node[node].needs + i];
}

static inline const struct dep *deps_user(const struct deps *d, uint32_t node, uint32_t i)
{
	return &d->v[d->by_to[d->node[node].users + i]];
}
