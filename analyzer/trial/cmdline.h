/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel of a trial is told. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "trial/machine.h"

struct cmdline_opts {
	const struct machine *machine;
	bool virtual_clock;
	unsigned long tsc_khz; /* that the guest will see; 0: it is to find out */
	const char *append, *append_after; /* the user's words, or NULL */
	bool own_trigger;   /* of the system that boots: the kernel's time limit for it stays */
	const char *const *defer; /* NULL: nothing is deferred */
	size_t ndefer;
};

/*
 * The command line to out. A choice that makes it longer than kernels take goes to
 * config instead, as what bootconfig wants at the end of an initramfs of that size.
 */
void cmdline_make(struct buf *out, struct buf *config, const struct cmdline_opts *o);
/* Appends the text to an initramfs, with what the kernel finds it by. */
void cmdline_add_bootconfig(struct buf *initrd, const struct buf *config);
