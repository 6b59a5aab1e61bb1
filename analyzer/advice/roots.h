/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roots of the advice: what the product needs until its first job is done,
 * as the command line, the log and the user (--need) show it. Each root names
 * the initcalls that serve it by selectors; whatever these need in turn is for
 * the dependency graph to say. What fits initcalls of every kernel, log or no
 * log, is in the rule book and not here.
 *
 * A root that cannot be followed to an initcall is not dropped: `unknown` says
 * what is missing, and the advice has to ask.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "input/image.h"
#include "model/boot.h"

enum root_kind {
	ROOT_CONSOLE,    /* console=, earlycon, "console [ttyS0] enabled" */
	ROOT_DEVICE,     /* the device of root=, or that root was mounted from */
	ROOT_FILESYSTEM, /* its type */
	ROOT_ARRAY,      /* md=, dm-mod.create=, an array that was assembled */
	ROOT_CRYPT,      /* cryptdevice=, rd.luks: it is unlocked before it can be mounted */
	ROOT_NETWORK,    /* ip=, nfsroot=, "IP-Config: Complete" */
	ROOT_RESUME,     /* resume=: an image to come back from */
	ROOT_INITRAMFS,  /* it is unpacked */
	ROOT_INIT,       /* the first program: init=, "Run X as init process" */
	ROOT_WATCHDOG,   /* one that runs before init does */
	ROOT_RTC,        /* sets the system's clock */
	ROOT_SECURITY,   /* a security module that was initialised */
	ROOT_NEED,       /* --need */
	ROOT_KINDS
};

/* How much stands behind it, most last. */
enum root_sure {
	ROOT_MAYBE,  /* one of several that could be meant */
	ROOT_LIKELY, /* by a name, or by the table of devices */
	ROOT_EXACT,  /* the log shows it, or the user named it */
};

/* What a selector's name is the name of. */
enum root_how {
	ROOT_BY_INITCALL, /* function */
	ROOT_BY_MODULE,   /* KBUILD_MODNAME, with '_' for '-' */
	ROOT_BY_PATH,     /* source file, or a folder that ends with '/' */
};

struct root_selector {
	enum root_how how;
	enum root_sure sure;
	const char *name;
	const char *why;        /* "driver of mmc0", "filesystem ext4": what it is to the root */
	const char *evidence;   /* of the log, or NULL: the table of devices, the name alone */
	unsigned long line;     /* of the evidence; 0: none, or the whole command line */
	const struct call *call; /* the very call, when the log shows which; or NULL */
	size_t fits;            /* initcalls of the image, without one of the log, that it fits */
	bool loaded;            /* belongs to a module that is loaded later: not built in */
};

struct root {
	enum root_kind kind;
	enum root_sure sure;
	const char *what;     /* "root=/dev/mmcblk0p2", "console ttyS0", "/dev/video0" */
	const char *evidence; /* text of the log or the command line's word */
	unsigned long line;   /* in the log, 0: none (--need, --cmdline) */
	const struct root_selector *v;
	size_t n;
	const char *unknown;  /* what could not be found, for people: ask; NULL: resolved */
};

struct roots {
	struct arena arena;
	struct root *v; /* by kind, then as found */
	size_t n;
};

/*
 * Finds the roots of a boot. cmdline: instead of the log's; NULL: that of the
 * log. img: NULL when there is none; then selectors are tried on the calls of
 * the log. Never fails: what cannot be told is a root with `unknown`.
 * b is of a set that was read with want_notes, or much of the log is not seen. r is to be
 * released; b, img and need must outlive it.
 */
void roots_find(struct roots *r, const struct boot *b, const char *cmdline,
		const char *const *need, size_t nneed, const struct image *img);
void roots_release(struct roots *r);

/* Is this initcall the selector's? module and file may be NULL: not known. */
bool root_selector_fits(const struct root_selector *s, const char *initcall, const char *module,
			const char *file);

/*
 * The first root from *at on that the initcall serves, and its selector; NULL
 * ends. *at is moved behind it. Start with 0.
 */
const struct root *roots_next(const struct roots *r, size_t *at, const char *initcall,
			      const char *module, const char *file,
			      const struct root_selector **s);

const char *root_kind_name(enum root_kind k); /* "console", "root-device", ... */
const char *root_sure_name(enum root_sure s); /* "maybe", "likely", "exact" */
const char *root_how_name(enum root_how h);   /* "initcall", "module", "path" */
