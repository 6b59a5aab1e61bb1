/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boots of one system, one log after the other. Of thousands of boots not all
 * calls can stay in memory: each boot is added to what the reports show of all
 * of them together (medians, sums by device, ...), and only the boots of the
 * first log stay whole. Of the others the lists (calls, probes, waits, gaps)
 * are empty; findings, marks and the accounting are there.
 */
#pragma once

#include "base/err.h"
#include "model/boot.h"
#include "model/rowfold.h"
#include "model/tally.h"

struct failed_probe {
	const char *device;
	int32_t error; /* positive; of the first probe that failed */
};

struct hung_call {
	const struct boot *boot;
	const struct call *call;
};

struct bad_log {
	const char *file;
	const char *message; /* FILE[:LINE]: what is wrong; what to do */
};

struct series {
	struct bootset set;
	bool before_init;
	enum row_by by;
	size_t added; /* boots of the set that are in the figures below */
	struct row_fold calls, asyncs;
	struct tally groups, devices, deferred;
	struct pile deferred_tries, deferred_us; /* by boot */
	struct {
		struct failed_probe *v;
		size_t n, cap;
	} failed; /* each device once */
	struct {
		struct hung_call *v;
		size_t n, cap;
	} hung;
	struct {
		struct bad_log *v;
		size_t n, cap;
	} bad; /* logs that are left out */
};

/* Only calls before the start of init when before_init; sums by `by`. */
void series_init(struct series *s, bool before_init, enum row_by by);
void series_release(struct series *s);
/*
 * Adds the boots that were read into s->set since the last time; they stay whole. Reports of several
 * boots, and of rows, need that; it is done with the first boots of another set at the latest.
 */
void series_add_own(struct series *s);
/* Adds the boots of another set, which may then be released. */
void series_add(struct series *s, const struct bootset *from);
/* Keeps in mind a log that cannot be used. */
void series_add_bad(struct series *s, const char *file, const struct err *e);
