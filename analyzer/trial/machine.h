/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine that QEMU is, and the sets of devices that it has: profiles, text
 * files of lines "KEY VALUE" and "-OPTION VALUE" (an option of QEMU). Those of
 * samples/machines/ are in the program; more come from files.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct machine {
	struct arena arena;
	const char *arch;    /* "x86_64", as uname has it */
	const char *qemu;    /* program */
	const char *package; /* Debian's package that has it */
	const char *console; /* of the kernel: "ttyS0" */
	const char *channel; /* device by which the guest hands over: "/dev/ttyS1" */
	const char *disk;    /* device that a disk of the user's is: "virtio-blk-pci" */
	const char *memory;  /* "512M" */
	VEC(const char *) append; /* words for the kernel's command line */
	VEC(const char *) options; /* of QEMU, with their values */
};

/*
 * names: "pc+usb+disks": a machine and sets of devices; a name with a '/' or a
 * '.' is a file. Returns 0, or -1 with e set; to be released either way.
 */
int machine_read(struct machine *m, const char *names, struct err *e);
/* The same for a board, of which only the arch and the console must be known. */
int machine_read_board(struct machine *m, const char *names, struct err *e);
/* A profile from its text, added to what is there; file is for messages. */
int machine_parse(struct machine *m, const char *file, struct str text, struct err *e);
void machine_release(struct machine *m);
/* The machine for a kernel of that architecture when the user names none; NULL: none. */
const char *machine_default(const char *arch);
