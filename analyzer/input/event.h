/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a kernel message to what it says about the boot. A message that looks
 * like an initcall line and is not a whole one is EV_BROKEN: reported, never
 * guessed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum event_kind {
	EV_NONE,
	EV_CALLING,     /* sym, pid */
	EV_RETURNED,    /* sym, ret, n_us; units in `unit` */
	EV_RAN_FOR,     /* sym, n_us: 2.6.25 prints it in a line of its own */
	EV_TROUBLE,     /* sym, text: "preemption imbalance" */
	EV_BLACKLISTED, /* sym */
	EV_TRACE_START, /* sym: tracepoint initcall:initcall_start */
	EV_TRACE_FINISH, /* sym, ret */
	EV_LEVEL,       /* text */
	EV_PROBE,       /* sym: device; ret, n_us */
	EV_PROBING,     /* sym: device; text: driver */
	EV_ASYNC_WAIT,  /* pid */
	EV_ASYNC_GO,    /* pid, n_us */
	EV_BANNER,      /* text: release */
	EV_CMDLINE,     /* text */
	EV_MACHINE,     /* text */
	EV_RUN_INIT,    /* text: path */
	EV_INIT_FAILED, /* the program did not start */
	EV_FREE_INITMEM,
	EV_CLOCKSOURCE, /* text: name */
	EV_CPUS,        /* n_us: how many processors run */
	EV_CPUS_POSSIBLE, /* n_us: how many may, plugged in later ones as well */
	EV_DROPPED,     /* n_us: how many messages, 0 for unknown */
	EV_BROKEN,      /* text: what the line began with */
};

#define N_NONE (-1)
#define N_WILD (-2)

struct event {
	enum event_kind kind;
	struct str sym;
	struct str text;
	int64_t n_us; /* N_NONE: not printed; N_WILD, EV_RETURNED: no time that a call can take */
	int32_t pid;  /* -1: not printed */
	int32_t ret;
	size_t at;    /* where in the message it begins: more than 0 is a merged line */
	size_t end;   /* where it ends; what follows may be another message */
};

/*
 * Looks at a message. cut: its end is missing, so a number at the end cannot
 * be trusted. Returns ev->kind.
 */
enum event_kind event_parse(struct str msg, bool cut, struct event *ev);
