/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's monitor (QMP: a JSON object a line) over a socket: greets, lets the
 * machine go, and hears how it ended.
 */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

enum qmp_state {
	QMP_GREETING, /* nothing was said yet */
	QMP_CAPABLE,  /* the capabilities were asked for */
	QMP_RUNNING,  /* the machine was told to go */
	QMP_CLOSED,
};

struct qmp {
	int fd; /* not owned */
	enum qmp_state state;
	struct buf in;
	bool went;        /* the machine was told to go */
	bool shutdown;    /* the machine ended, ... */
	bool by_guest;    /* ... because the guest wanted it, ... */
	char reason[40];  /* ... for that reason, in QEMU's words: "guest-reset" */
	bool panicked;    /* the guest said so to a pvpanic device */
	char error[200];  /* the last error that QEMU answered; "" */
};

void qmp_init(struct qmp *q, int fd);
void qmp_release(struct qmp *q);
/* Waits up to ms for QEMU to say something, and deals with it. */
void qmp_listen(struct qmp *q, int ms);
/* Sends a command without arguments. */
void qmp_send(struct qmp *q, const char *command);
/* What QEMU sent; lines that are no JSON or nothing known are passed over. */
void qmp_take(struct qmp *q, const char *p, size_t n);
