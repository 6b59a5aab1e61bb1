/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who boots: QEMU here, a script that drives a board, or a lab. Each is told
 * what to boot, and gives back what the machine said. The guest's program is in
 * the initramfs of each boot; its report comes on a channel of its own, or
 * between the lines of the console.
 */
#pragma once

#include <stdio.h>

#include "trial/lab.h"
#include "trial/vm.h"

struct executor {
	const char *kind; /* "qemu", "command", "lava" */
	/*
	 * Makes one boot, on any thread. Returns 0 with r filled, which tells how it
	 * ended; or -1 with e set when nothing is known of the kernel: the lab failed.
	 * r is to be released either way.
	 */
	int (*boot)(const struct executor *x, struct vm_result *r, const struct vm *vm,
		    struct err *e);
	const char *script;    /* command: program to run */
	const struct lab *lab; /* lava */
	FILE *dry;             /* lava: gets the job, and nothing is booted; NULL: it is */
};

/*
 * what: "qemu", "command:SCRIPT" or "lava:FILE"; it and lab must outlive x. Returns 0, or -1 with
 * e set: there is none of that name, no such script, the lab's file is wrong. lab is to be released
 * either way.
 */
int executor_open(struct executor *x, struct lab *lab, const char *what, struct err *e);

/* As in the struct, each in a file of its name. */
int executor_command(const struct executor *x, struct vm_result *r, const struct vm *vm, struct err *e);
int executor_lava(const struct executor *x, struct vm_result *r, const struct vm *vm, struct err *e);
