/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the files of roots*.c: a root while it is put together, and the ways
 * from a name to initcalls. All strings of a draft live in the finder's arena.
 */
#pragma once

#include "advice/roots.h"
#include "advice/roots_table.h"
#include "base/vec.h"

/* Selectors of one root, and devices that lie on one another: what a hostile log may cause. */
#define SELECTORS_MAX 64
#define STACK_MAX 4
#define ROOTS_MAX 128

struct finder {
	struct roots *r;
	const struct boot *b;
	const struct image *img; /* or NULL */
	const char *cmdline;     /* or NULL */
	unsigned long cmdline_line;
	VEC(struct root) roots;
	VEC(struct root_selector) sel; /* of the draft */
};

struct draft {
	struct finder *f;
	struct root root;
	unsigned int depth; /* devices whose buses are looked for */
	/* For the selectors that are added: */
	const char *why;
	const char *evidence;
	unsigned long line;
	enum root_sure sure;
};

/* --- roots.c ------------------------------------------------------------------------------- */

const char *text(struct finder *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *text_of(struct finder *f, struct str s);
/* A root begins, and is added to the roots. */
struct draft draft(struct finder *f, enum root_kind kind, enum root_sure sure, const char *what,
		   const char *evidence, unsigned long line);
void draft_done(struct draft *d);
/* What could not be found; several are put together. */
void draft_unknown(struct draft *d, const char *what);
/* What the next selectors are to the root, and what shows it (NULL: the table). */
void draft_because(struct draft *d, enum root_sure sure, const char *why, const char *evidence,
		   unsigned long line);
/* Is there a root of that kind with that name already? */
bool root_there(const struct finder *f, enum root_kind kind, const char *what);

/* --- roots_select.c: names to initcalls ---------------------------------------------------- */

/* Adds a selector when it fits something; returns whether it does. */
bool select_by(struct draft *d, enum root_how how, struct str name);
/* The call itself, as the log shows it. */
bool select_call(struct draft *d, uint32_t call);
/* Groups of roots_table.h; returns false when one that has to be there is not, and how many fit. */
bool select_groups(struct draft *d, const char *groups, size_t *fit);
/* The same, and what is missing is told. */
void select_row(struct draft *d, const struct root_row *row, const char *what);
/* Initcalls that are called as the driver is. */
bool select_driver_name(struct draft *d, struct str driver);
/* Does this call look as if it were the driver's? */
bool call_named_as(const char *call, struct str driver);
/* Its time is that of other drivers: what happens in it is not its own. */
bool call_is_of_others(const struct boot *b, uint32_t call);

/* --- roots_device.c: devices to drivers ---------------------------------------------------- */

/*
 * The driver of a device: by the probe in the log, by the name that it prints, by the
 * call that ran. Either may be NULL. what: in the text of what is missing; NULL: say nothing.
 */
bool find_driver(struct draft *d, const char *device, const char *driver, const char *what);
/* A network device, by its name; NULL: any. */
void find_netdev(struct draft *d, const char *name);
/* A terminal or console: "ttyS0". Returns false when nothing is known of it. */
bool find_tty(struct draft *d, const char *name);
const struct note *note_of(const struct boot *b, enum note_kind kind, const char *name);
/* The first of that kind from *at on; NULL ends. */
const struct note *note_next(const struct boot *b, enum note_kind kind, size_t *at);

/* --- roots_block.c: block devices ---------------------------------------------------------- */

/* "mmcblk0p2", "sda", "mapper/root": without "/dev/". Returns false when it is no name of one. */
bool find_disk(struct draft *d, const char *name, unsigned int depth);
/* All disks that the log shows, when it cannot be told which one is meant. */
size_t find_any_disk(struct draft *d, unsigned int depth);
/* A value of root= or resume=: a device in any form. */
void find_device_value(struct draft *d, struct str value);
void find_fs(struct draft *d, struct str type);
/* What was mounted as root, NULL: the log does not tell. *early: by the kernel itself. */
const struct note *root_mount(const struct boot *b, const struct note **vfs);

/* --- where roots come from ----------------------------------------------------------------- */

void roots_of_cmdline(struct finder *f);
void roots_of_log(struct finder *f);
void roots_of_need(struct finder *f, const char *need);
/* The value of the last word NAME= on the command line; p is NULL: not there. */
struct str cmdline_value(const struct finder *f, const char *name);
