// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots into the history, and out of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "base/xalloc.h"
#include "cmd/common.h"
#include "cmd/history.h"
#include "input/bootid.h"

struct logs_read {
	struct bootset set;
	VEC(const char *) id; /* by boot; NULL: not known */
};

/* The id that a log of one boot names; which of several it is of, nobody knows. */
static const char *log_id(struct logs_read *l, const char *file, size_t boots, int *r,
			  struct err *e)
{
	char id[BOOTID_DIGITS + 1];

	if (boots != 1)
		return NULL;
	*r = bootid_read(id, file, e);
	return *r == 0 && id[0] ? arena_strdup(&l->set.arena, str_of(id)) : NULL;
}

static int read_log(struct logs_read *l, const char *file, const char *given, struct err *e)
{
	size_t before = l->set.n;
	const char *id = given;
	int r = bootset_read(&l->set, file, e);

	if (r == 0 && !given)
		id = log_id(l, file, l->set.n - before, &r, e);
	for (size_t i = before; i < l->set.n; i++)
		*VEC_PUSH(&l->id) = id;
	return r;
}

static int read_logs(struct logs_read *l, const struct history_args *a, struct err *e)
{
	static const char *const piped[] = { "-" };
	const char *const *file = a->word.n ? a->word.v : piped;
	size_t n = a->word.n ? a->word.n : 1;
	struct progress p;
	int r = 0;

	progress_begin(&p, "logs", n);
	for (size_t i = 0; i < n && r == 0; i++) {
		r = read_log(l, file[i], a->boot_id, e);
		progress_step(&p, i + 1);
	}
	progress_end(&p);
	if (r == 0 && a->boot_id && l->set.n != 1)
		r = err_set(e, file[0], 0, "--boot-id names one boot, and these are %zu; add them one "
					   "by one", l->set.n);
	return r;
}

static void report(const struct history_args *a, const struct bootset *s, const struct common *c)
{
	if (!c->quiet)
		printf("%s: %zu boot%s added\n", a->release, s->n, s->n == 1 ? "" : "s");
}

int history_add(const struct history_args *a, const struct common *c)
{
	struct hist_add add = { .release = a->release, .board = a->board,
				.id_given = a->boot_id != NULL };
	struct logs_read l = { 0 };
	struct hist *h = NULL;
	struct err e;
	int r;

	if (!a->word.n && isatty(STDIN_FILENO))
		return opts_error("history", "no log given; name one, or pipe one in");
	if (c->output)
		return opts_error("history", "--output says nothing to 'add'");
	bootset_init(&l.set);
	/* The logs first: nobody is to wait for them. */
	r = read_logs(&l, a, &e);
	add.boot_id = l.id.v;
	if (r == 0)
		r = hist_open(&h, a->db, DB_MAKE, a->wait_ms, &e);
	if (r == 0)
		r = hist_add(h, &l.set, &add, &e);
	if (r == 0)
		report(a, &l.set, c);
	hist_close(h);
	free(l.id.v);
	bootset_release(&l.set);
	return r == 0 ? EXIT_DONE : cmd_unusable(&e);
}

int history_remove(const struct history_args *a, const struct common *c)
{
	struct arena arena = { 0 };
	struct hist_item board;
	struct hist *h = NULL;
	int64_t release;
	size_t n = 0;
	struct err e;
	int r;

	if (c->output)
		return opts_error("history", "--output says nothing to 'remove'");
	r = hist_open(&h, a->db, DB_WRITE, a->wait_ms, &e);
	if (r == 0)
		r = history_release_id(h, a->word.v[0], &release, &e);
	if (r == 0)
		r = history_board(h, a, &release, 1, &arena, &board, &e);
	if (r == 0)
		r = hist_remove(h, board.id, release, &n, &e);
	if (r == 0 && !c->quiet)
		printf("%s: %zu boot%s removed\n", a->word.v[0], n, n == 1 ? "" : "s");
	hist_close(h);
	arena_release(&arena);
	return r == 0 ? EXIT_DONE : cmd_unusable(&e);
}
