/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boots without and with deferred initcalls: was init sooner, and is everything
 * still there once the deferred calls have run? Each demand is a check with an
 * answer; all passed is a proof.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare/checks.h"
#include "compare/compare.h"
#include "compare/inventory.h"
#include "compare/messages.h"
#include "model/boot.h"

/* What is known of a boot. Texts are views, the owner of the boot has them. */
struct proof_boot {
	enum side side;
	const char *name;      /* "before-1" */
	const char *why;       /* it did not come to its end: what happened, a sentence; NULL: it did */
	struct str log;        /* the kernel's; of a boot without an end what came on the console */
	struct str inventory;  /* at the end */
	struct str status;     /* /proc/deferred_initcalls_status at the end */
	bool settled;          /* nothing changed any more then */
	int job_status;        /* of the first job; -1: it did not end in time */
	const char *trigger;   /* what reading the trigger gave; NULL: nobody read it */
};

struct proof_opts {
	const char *const *defer; /* "function" or "module:function" */
	size_t ndefer;
	bool exact;             /* the clock is virtual: a boot gives the same figures every time */
	int64_t predicted_us;   /* saving; TIME_NONE */
	const char *unseen;     /* a call whose work in the background may make it less; NULL */
	struct compare_opts compare;
};

struct proof_call {
	const char *name, *module; /* module NULL: not known */
	const char *state;         /* as the status has it; NULL: it is not there */
	const char *trigger;       /* who ran it; NULL */
	size_t runs;               /* how often, in the log of the first boot after */
	int64_t ret, ret_before;   /* TIME_NONE: it did not return */
	int64_t duration_us, before_us;
	bool ran;                  /* once, after init, to its end */
};

struct proof {
	struct arena arena;
	struct bootset set;
	size_t nbefore;
	bool compared;               /* comparison is filled */
	struct comparison comparison;
	struct checks checks;
	struct proof_call *calls;    /* in the order of opts.defer */
	size_t ncalls;
	bool inventoried;            /* inventory is filled */
	struct inventory_diff inventory; /* of the first boot after that differs, else of the first */
	struct message_diff messages;
	int64_t job_us[SIDES];       /* the first job was done: median; TIME_NONE */
	int64_t predicted_us, measured_us; /* saving of the time to init; TIME_NONE */
	const char *unseen;          /* as in the options */
	bool exact, passed;
};

/*
 * v: boots, those before first; at least one a side, and those before have no
 * `why`. All texts must outlive the proof. Returns 0, or -1 with e set when a log
 * before cannot be read.
 */
int proof_make(struct proof *p, const struct proof_boot *v, size_t n, const struct proof_opts *o,
	       struct err *e);
void proof_release(struct proof *p);

/* The steps, each in a file of its name. */
void proof_calls(struct proof *p, const struct proof_boot *v, size_t n, const struct proof_opts *o);
/* When the guest said that the first job was done, by the log's clock; TIME_NONE. */
int64_t proof_job_us(struct str log);
