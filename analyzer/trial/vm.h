/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One boot of a kernel in QEMU. Nothing of it is on the host's disk: the
 * initramfs, the user's disks and all that the machine says are in memory, and
 * QEMU dies with us whatever happens to us.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "trial/machine.h"

enum vm_how {
	VM_POWERED_OFF, /* as it should be */
	VM_PANICKED,
	VM_RESET,       /* it started anew, and did not say why: a loop of reboots */
	VM_HUNG,        /* no end within the time */
	VM_DIED,        /* QEMU itself was killed, or gave up */
};

struct vm_disk {
	const char *file;
	const char *device; /* "ide-hd,bus=ide.0"; NULL: as the machine has it */
};

struct vm {
	const struct machine *machine;
	const char *qemu;      /* program instead of the machine's, or NULL */
	const char *kernel;    /* file */
	struct str initrd;     /* all of it */
	const char *cmdline;
	const struct vm_disk *disks;
	size_t ndisks;
	bool virtual_clock;    /* time passes by instructions: the same every time */
	unsigned cpus;
	unsigned seconds;      /* it may take, by our clock */
	const char *name;      /* of the boot, for who boots elsewhere; or NULL */
};

struct vm_result {
	enum vm_how how;
	char why[300];      /* a sentence about an end that is not VM_POWERED_OFF */
	struct buf console; /* what came on the console */
	struct buf channel; /* on the channel of the guest's program */
	struct buf command; /* QEMU's command line, for people */
	double seconds;     /* it took, by our clock */
};

/*
 * Boots, and waits for the end. Returns 0, or -1 with e set when there was no
 * boot: QEMU is missing, does not like the machine, a file cannot be read. To be
 * released either way.
 */
int vm_run(struct vm_result *r, const struct vm *vm, struct err *e);
void vm_result_release(struct vm_result *r);
const char *vm_how_name(enum vm_how h);
/* Of what came on the console: the kernel's own word on why it died, into why; false: none. */
bool vm_find_panic(char *why, size_t size, struct str console);
/* The same for what need not end it. */
bool vm_find_oops(char *why, size_t size, struct str console);
