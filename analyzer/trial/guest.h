/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of a trial: a small static program (scripts/guest/) that goes
 * into the machine behind the user's initramfs, with a job to do. What it finds
 * it hands over as parts, in lines of text on a serial port that other text may
 * come between.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Where it is in the guest: rdinit= of the kernel's command line. */
#define GUEST_INIT "/bootcheck/init"

/* What the guest is to do. Times in seconds of the guest. */
struct guest_job {
	const char *channel;  /* it hands over by: "/dev/ttyS1", or "port:NAME", a port of virtio-serial */
	const char *command;  /* the first job: run by /bin/sh -c; NULL: being in user space */
	const char *init;     /* of the user's system, runs as process 1; NULL: the guest itself stays it */
	const char *root;     /* device that holds the user's root file system; NULL: the initramfs */
	bool trigger;         /* read /proc/deferred_initcalls after the first job */
	unsigned job_seconds; /* the first job may take */
	unsigned trigger_seconds;
	unsigned settle_seconds; /* probing may go on after that */
};

/*
 * Appends what the kernel takes as further parts of an initramfs to out: a newc
 * archive with the program (NULL: the built-in one, for machine: "x86_64"), and
 * the job. The same input gives the same bytes. Returns 0, or -1 with e set: there is none for
 * such a machine, it cannot be read, it is no static ELF program.
 */
int guest_pack(struct buf *out, const struct guest_job *job, const char *machine, const char *program,
	       struct err *e);

/* What was handed over; a part that did not come, or not whole, is NULL. */
struct handover {
	struct arena arena;
	bool began;            /* the guest's program ran */
	bool ended;            /* and came to its end */
	const char *damaged;   /* name of the first part that was not whole; NULL */
	struct str log;        /* the kernel's log, as "dmesg -r" has it */
	struct str first;      /* inventory when the first job was done, before the trigger */
	struct str inventory;  /* at the end */
	struct str status;     /* of /proc/deferred_initcalls_status at the end; empty: not there */
	bool settled;          /* nothing changed any more at the end */
	int job_status;        /* exit status of the first job, -1: it did not end in time */
	int64_t job_us;        /* when it was done, by the log's clock; -1: not known (an init that does
				* not say so counts as done when all is quiet) */
	const char *trigger;   /* what reading the trigger gave, or the name of its error; "timeout" */
	int64_t trigger_us;    /* it took; -1: not known */
	const char *trouble;   /* what the guest could not do ("mount /dev/sda: ENOENT"); NULL */
};

/* Of all that came on the channel, text of others included. Never fails: what is wrong is in h. */
void handover_read(struct handover *h, struct str channel);
void handover_release(struct handover *h);
