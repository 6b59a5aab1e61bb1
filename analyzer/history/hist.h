/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The history: boots by release and board, in one file, each with all that its log told. A release
 * is older than another when its first boot was added before. Functions return 0, or -1 with e set
 * ("FILE: what is wrong; what to do").
 */
#pragma once

#include "base/arena.h"
#include "history/db.h"
#include "model/boot.h"

/* Bytes that the name of a release or a board may have. */
#define HIST_NAME_MOST 200

struct hist;

/* For hist_close(), which takes NULL. DB_MAKE: a file that is not there is made. */
int hist_open(struct hist **h, const char *name, enum db_mode mode, unsigned int wait_ms,
	      struct err *e);
void hist_close(struct hist *h);
const char *hist_name(const struct hist *h);

/* Why text is no name of a release or a board ("it is empty"), or NULL when it is one. */
const char *hist_name_fault(const char *text);

struct hist_add {
	const char *release;
	const char *board;          /* NULL: the machine that each log names */
	const char *const *boot_id; /* by boot of the set, NULL where not known; or NULL */
	bool id_given;              /* these are the user's word for it that the boots are others */
};

/*
 * Adds all boots of the set, or none: when one of them is there already, it says which, and where.
 * When it returns 0 they are on the disk.
 */
int hist_add(struct hist *h, const struct bootset *s, const struct hist_add *a, struct err *e);
/* Takes the boots of a release and board away, all or none; *n: how many. */
int hist_remove(struct hist *h, int64_t board, int64_t release, size_t *n, struct err *e);
/* The board that a boot is of when nobody says so; lives in the arena. */
const char *hist_board_of(struct arena *a, const struct boot *b);

struct hist_item {
	int64_t id;
	const char *name;
};

struct hist_items {
	struct arena arena;
	struct hist_item *v;
	size_t n, cap;
};

void hist_items_release(struct hist_items *x);
/* All boards, in the order they came. */
int hist_boards(struct hist *h, struct hist_items *x, struct err *e);
/* The `last` newest releases of a board, oldest first; 0: all. */
int hist_releases(struct hist *h, int64_t board, size_t last, struct hist_items *x, struct err *e);
/* The number of a name, to *id; 0 when there is none. */
int hist_find_board(struct hist *h, const char *name, int64_t *id, struct err *e);
int hist_find_release(struct hist *h, const char *name, int64_t *id, struct err *e);
/* The release of the board before that one, to *id; 0 when there is none. */
int hist_before(struct hist *h, int64_t board, int64_t release, int64_t *id, struct err *e);
/* The name of a release, which lives in the arena. */
int hist_release_name(struct hist *h, int64_t id, struct arena *a, const char **name,
		      struct err *e);
/* How many boots of a board that release has, to *n. */
int hist_count(struct hist *h, int64_t board, int64_t release, size_t *n, struct err *e);

/* From here until hist_close() everything that is read is of one moment, whoever writes meanwhile. */
int hist_freeze(struct hist *h, struct err *e);

/* Adds the boots of a release and board to the set, whole, in the order they were added. */
int hist_load(struct hist *h, int64_t board, int64_t release, struct bootset *s, struct err *e);

/* What is kept of a boot beside its calls. Texts live until the next row. */
struct hist_boot {
	int64_t id, release, board;
	const char *boot_id, *file, *kernel, *arch, *machine; /* NULL: not known */
	char mark[33]; /* hexadecimal */
	int64_t init_us, initcalls_us, async_wait_us, gaps_us, residual_us, calls;
};

/* Calls back for each boot of a release and board; with its calls when `whole`, else boot is NULL. */
typedef int (*hist_boot_fn)(void *ctx, const struct hist_boot *row, const struct boot *boot,
			    struct err *e);
int hist_boots(struct hist *h, int64_t board, int64_t release, bool whole, hist_boot_fn each,
	       void *ctx, struct err *e);

/* The times to init of the boots of a release, ascending; without those that are not known. */
struct hist_inits {
	int64_t release;
	size_t boots;
	int64_t *v;
	size_t n, cap;
};

struct hist_series {
	struct hist_inits *v; /* oldest first */
	size_t n, cap;
};

void hist_series_release(struct hist_series *s);
/* Of the releases of a board from that one on. */
int hist_inits(struct hist *h, int64_t board, int64_t from, struct hist_series *s, struct err *e);

/* What the boots of a release say of a call. */
struct hist_figure {
	int64_t release, initcall;
	enum call_phase phase; /* in most of them */
	int64_t runs, median_us, min_us, max_us, sd_us;
};

typedef void (*hist_figure_fn)(void *ctx, const struct hist_figure *f);
/* All calls of a board, release by release, from that one on. */
int hist_figures(struct hist *h, int64_t board, int64_t from, hist_figure_fn each, void *ctx,
		 struct err *e);
/* One call in one release; f->runs is 0 where it did not run. */
int hist_figure(struct hist *h, int64_t board, int64_t release, int64_t initcall,
		struct hist_figure *f, struct err *e);

struct hist_call {
	int64_t id;
	const char *name, *module; /* module NULL: built-in, or not known */
	int64_t ordinal;
};

struct hist_calls {
	struct arena arena;
	struct hist_call *v;
	size_t n, cap;
};

void hist_calls_release(struct hist_calls *x);
/* Adds what is known by that number. */
int hist_call(struct hist *h, int64_t id, struct hist_calls *x, struct err *e);
/* Adds all calls of that name. */
int hist_calls_named(struct hist *h, const char *name, struct hist_calls *x, struct err *e);
