/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tracks of a trace: in each of them things follow each other, or one is
 * within the other and ran in it. Rows of a timeline (report/timeline.h) will not
 * do: viewers nest by time alone, drop what overlaps, and there may be more at a
 * time than there are rows to draw.
 */
#pragma once

#include "report/timeline.h"

struct track_call;

struct tracks {
	const struct boot *boot;
	struct track_call *call; /* by number of the call */
	size_t *of;              /* by item of the lane: its track, from 0 */
	size_t n;                /* tracks of the lane */
};

void tracks_init(struct tracks *k, const struct boot *b);
/* Fills of and n for a lane of a timeline of that boot. */
void tracks_place(struct tracks *k, const struct timeline *t, size_t lane);
void tracks_release(struct tracks *k);
