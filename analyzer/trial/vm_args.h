/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's command line for a boot. */
#pragma once

#include "base/arena.h"
#include "base/vec.h"
#include "trial/vm.h"

/* Descriptors that the child inherits; -1: none. */
struct vm_fds {
	int monitor, initrd, console, channel;
	VEC(int) disks;
};

struct vm_args {
	struct arena arena;
	VEC(const char *) v; /* ends with NULL */
};

void vm_args(struct vm_args *a, const struct vm *vm, const struct vm_fds *fds);
void vm_args_release(struct vm_args *a);
/* For people: the same as a line of shell. */
void vm_args_print(struct buf *b, const struct vm_args *a);
