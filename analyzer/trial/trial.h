/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trial: boots of one kernel in QEMU without deferral and with it, by turns,
 * and what each of them handed over. Whether that proves anything is judged
 * elsewhere (compare/proof.h).
 */
#pragma once

#include "compare/proof.h"
#include "trial/executor.h"
#include "trial/guest.h"
#include "trial/machine.h"
#include "trial/vm.h"

/* One boot that is to be made. */
struct trial_order {
	enum side side;
	char name[24];            /* "before-1" */
	const char *const *defer; /* of boots with deferral: "function" or "module:function" */
	size_t ndefer;            /* 0: what the kernel was built to defer */
	bool control;             /* without deferral, but with all else that boots with it have */
};

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
	const struct executor *executor; /* NULL: QEMU */
	const struct vm_disk *disks;
	size_t ndisks;
	struct guest_job job;  /* but for the channel */
	bool own_trigger;      /* the user's system pulls it, not the guest's program */
	bool virtual_clock;
	unsigned runs;         /* a side */
	unsigned cpus;
	unsigned seconds;      /* a boot may take, by our clock */
	/* Called before each boot; NULL: nobody wants to know. */
	void (*begin)(void *ctx, const struct trial_order *order);
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

/* The steps of it, for who decides boot by boot. */

/* Looks at the kernel and the machine. Returns 0, or -1 with e set; to be released either way. */
int trial_begin(struct trial *t, const struct trial_opts *o, struct err *e);
/*
 * One boot, on any thread. Returns 0 with b filled, however it ended; or -1 with e set when
 * nothing is known of the kernel. To be released either way.
 */
int trial_boot(struct trial_boot *b, const struct trial *t, const struct trial_opts *o,
	       const struct trial_order *order, struct err *e);
void trial_boot_release(struct trial_boot *b);
/* The nth of a side, of the choice in o, into t->boots; also -1 when a trial cannot go on after it. */
int trial_boot_nth(struct trial *t, const struct trial_opts *o, enum side side, unsigned nth,
		   struct err *e);
/* -1 with e set when it was not the kernel that ended the boot. */
int trial_check_after(const struct trial_boot *b, struct err *e);
/* -1 with e set when the log of a boot without deferral lacks a call that is to be deferred. */
int trial_check_names(const struct trial_opts *o, struct str log, struct err *e);
/* What a judge sees of a boot; b must outlive it. */
void trial_view(struct proof_boot *v, const struct trial_boot *b);
/* Sorts the boots and makes the views of them. */
void trial_end(struct trial *t);
