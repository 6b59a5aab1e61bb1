/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of `bootcheck history`: what was asked for, and one function for each verb. */
#pragma once

#include "cmd/comparing.h"
#include "history/hist.h"
#include "report/history.h"

enum history_verb {
	VERB_ADD,
	VERB_LIST,
	VERB_SHOW,
	VERB_COMPARE,
	VERB_CHART,
	VERB_EXPORT,
	VERB_REMOVE,
	VERB_MAX
};

struct history_args {
	enum history_verb verb;
	const char *db, *release, *board, *boot_id, *call, *format;
	VEC(const char *) word; /* after the verb */
	struct comparing how;
	size_t last;            /* releases; 0: all */
	bool last_given, top_given;
	unsigned int wait_ms, width;
	bool csv, jsonl, boots;
};

/* Each returns the exit status, and has said on stderr what is wrong. */
int history_add(const struct history_args *a, const struct common *c);    /* history_add.c */
int history_remove(const struct history_args *a, const struct common *c); /* history_add.c */
int history_list(const struct history_args *a, const struct common *c);   /* history_views.c */
int history_chart(const struct history_args *a, const struct common *c);  /* history_views.c */
int history_show(const struct history_args *a, const struct common *c);   /* history_pair.c */
int history_compare(struct history_args *a, const struct common *c);      /* history_pair.c */
int history_export(const struct history_args *a, const struct common *c); /* history_views.c */

/* The number of a release that was named; -1 with e set when there is none. */
int history_release_id(struct hist *h, const char *name, int64_t *id, struct err *e);
/*
 * The board to look at: that of --board, else the only one that has boots of all n releases. Its
 * name lives in the arena.
 */
int history_board(struct hist *h, const struct history_args *a, const int64_t *release, size_t n,
		  struct arena *arena, struct hist_item *board, struct err *e);
