/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the timeline's layout share. */
#pragma once

#include "base/vec.h"
#include "report/timeline.h"

/* A lane that is being filled. */
struct tl_draft {
	enum tl_lane_kind kind;
	enum tl_section section;
	const char *label;
	size_t nth; /* the order in which they were made */
	VEC(struct tl_item) items;
};

/* A task that runs calls after the start of init. */
struct tl_task {
	int32_t pid;
	int64_t first_us, last_us;
	size_t slot; /* tasks that never live at the same time share one */
};

struct tl_build {
	const struct boot *b;
	bool before_init;
	VEC(struct tl_draft) lanes;
	size_t *lane; /* by call, SIZE_MAX: it has none */
	size_t unplaced;
	VEC(struct tl_task) tasks; /* by pid */
	const char **slot;         /* labels */
	size_t nslots;
	struct arena *arena;
};

/* The lane of a kind and section, made when the first thing for it comes by; label: the very string. */
size_t timeline_lane(struct tl_build *k, enum tl_lane_kind kind, enum tl_section section,
		     const char *label);

/* timeline_tasks.c */
void timeline_tasks(struct tl_build *k);
size_t timeline_task_lane(struct tl_build *k, const struct call *c);
void timeline_tasks_release(struct tl_build *k);

/* timeline_rows.c: sorts the items of a lane and gives each a row. */
void timeline_rows(struct timeline *t, struct tl_lane *l);
