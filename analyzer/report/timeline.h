/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A boot laid out in time, without a drawing: lanes from top to bottom, in
 * each of them items in rows that do not overlap, and the marks. What draws it
 * (chart*.c, html*.c) or exports it (trace.c) only reads it.
 *
 * Points into the struct boot, which must outlive it. Times are on the log's
 * clock, as in struct boot.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/boot.h"

enum tl_kind {
	TL_CALL,  /* boot->calls[index] */
	TL_ASYNC, /* boot->asyncs[index] */
	TL_PROBE, /* boot->probes[index] */
	TL_WAIT,  /* boot->waits[index] */
	TL_GAP,   /* boot->gaps[index] */
};

/* Where in the boot a lane is: two lanes of the same label may differ in it only. */
enum tl_section {
	TL_KERNEL, /* up to the start of init */
	TL_USER,   /* after it */
};

enum tl_lane_kind {
	TL_LANE_GAPS,     /* gaps and waits */
	TL_LANE_LEVEL,    /* initcalls of one level, or of those that have none */
	TL_LANE_DEFERRED, /* built-in calls after the start of init */
	TL_LANE_TASKS,    /* modules' calls, by task */
	TL_LANE_ASYNC,    /* functions of kernel/async.c */
	TL_LANE_PROBES,   /* probes outside of any call */
};

struct tl_item {
	int64_t start_us, end_us; /* end >= start */
	uint32_t index;
	uint16_t row;   /* in its lane, from 0 */
	uint8_t kind;   /* enum tl_kind */
	bool open;      /* it did not end in this log: drawn to the end */
};

struct tl_lane {
	enum tl_lane_kind kind;
	enum tl_section section;
	const char *label; /* "device", "not known", ... */
	struct tl_item *v; /* by start; of equals, the longer first */
	size_t n;
	size_t rows;
};

enum tl_mark_kind {
	TL_MARK_CLOCKSOURCE,
	TL_MARK_FREE_INITMEM,
	TL_MARK_INIT,
	TL_MARK_DEFERRED, /* the first deferred call began */
	TL_MARK_MAX
};

struct tl_mark {
	enum tl_mark_kind kind;
	const char *label;
	int64_t us;
};

struct timeline {
	const struct boot *boot;
	struct arena arena;
	struct tl_lane *lanes;
	size_t nlanes;
	struct tl_mark marks[TL_MARK_MAX]; /* by time */
	size_t nmarks;
	int64_t from_us;    /* the first thing of it, or 0 if that is later */
	int64_t init_us;    /* end of the first section: the start of init, else to_us */
	int64_t to_us;      /* the last thing of it */
	size_t unplaced;    /* calls that ran before the clock did: no place in time */
};

/*
 * Returns 0, or -1 with e set when the log has no stamps to place calls by.
 * before_init: leave out what began after the start of init.
 */
int timeline_build(struct timeline *t, const struct boot *b, bool before_init, struct err *e);
void timeline_release(struct timeline *t);

/* The name of an item: of a call or a probe's device; what a wait or a gap is. */
const char *timeline_name(const struct timeline *t, const struct tl_item *i);
/*
 * A number for the colour of a name, 0..TL_COLOURS-1: the same in every chart
 * of every boot.
 */
#define TL_COLOURS 8
unsigned int timeline_colour(const char *name);
