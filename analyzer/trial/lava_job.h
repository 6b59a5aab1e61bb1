/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The definition of a LAVA job that makes one boot. */
#pragma once

#include "base/buf.h"
#include "trial/lab.h"

struct lava_job {
	const char *name;    /* of the boot */
	const char *cmdline; /* of the kernel */
	const char *kernel;  /* names of files at the lab's url */
	const char *initrd;
	unsigned seconds;    /* the boot may take */
};

/*
 * Appends the job as YAML. It is over when the guest's program has handed over
 * all, which comes on the console: LAVA watches for its marks there and needs no shell.
 */
void lava_job_write(struct buf *out, const struct lab *l, const struct lava_job *j);
/* Appends s as a YAML string in double quotes, whatever is in it. */
void lava_quote(struct buf *out, const char *s);
