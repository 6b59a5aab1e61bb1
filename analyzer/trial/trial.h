/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trial: boots of one kernel in QEMU without deferral and with it, by turns,
 * and what each of them handed over. Whether that proves anything is judged
 * elsewhere (compare/proof.h).
 */
#pragma once

#include "compare/proof.h"
#include "trial/guest.h"
#include "trial/machine.h"
#include "trial/vm.h"

struct trial_opts {
	const char *kernel;
	const char *initrd;    /* the user's, or NULL */
	const char *machine;   /* names of profiles; NULL: as fits the kernel */
	const char *qemu;      /* program instead of the machine's, or NULL */
	const char *program;   /* guest's program instead of the built-in one, or NULL */
	const char *append;    /* to the kernel's command line, or NULL */
	const char *append_after; /* of boots with deferral only, or NULL */
	const char *const *defer; /* "function" or "module:function" */
	size_t ndefer;         /* 0: what the kernel was built to defer */
	const struct vm_disk *disks;
	size_t ndisks;
	struct guest_job job;  /* but for the channel */
	bool own_trigger;      /* the user's system pulls it, not the guest's program */
	bool virtual_clock;
	unsigned runs;         /* a side */
	unsigned cpus;
	unsigned seconds;      /* a boot may take, by our clock */
	/* Called before each boot; NULL: nobody wants to know. */
	void (*begin)(void *ctx, enum side side, unsigned nth);
	void *ctx;
};

struct trial_boot {
	enum side side;
	char name[24];  /* "before-1" */
	struct vm_result vm;
	struct handover handover;
	char why[400];  /* it did not come to its end: what happened; "" */
};

struct trial {
	struct machine machine;
	struct buf initrd;  /* the user's */
	unsigned long tsc_khz; /* that guests see by the wall clock; 0: they find out */
	VEC(struct trial_boot) boots; /* those before first */
	VEC(struct proof_boot) views; /* the same for who judges; made by trial_run() */
};

/*
 * Boots. Returns 0, also when boots with deferral fail, which is a result; or -1
 * with e set when there is nothing to judge: the machine does not come up even
 * without deferral, the kernel lacks the patch, QEMU does not start. To be
 * released either way.
 */
int trial_run(struct trial *t, const struct trial_opts *o, struct err *e);
void trial_release(struct trial *t);
