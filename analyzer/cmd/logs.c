// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/logs.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/ordered.h"
#include "base/progress.h"
#include "base/xalloc.h"
#include "cmd/common.h"

struct reading {
	const struct logs *l;
	struct series *s;
	struct progress progress;
	struct err *e;
	size_t first; /* logs before it were read beforehand */
};

/* What a thread makes of a log. */
struct one_log {
	struct bootset set;
	struct err e;
	bool usable;
};

unsigned int logs_jobs(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 1 ? (unsigned int)n : 1;
}

static bool read_log(const struct logs *l, size_t i, struct bootset *set, struct err *e)
{
	if (bootset_read(set, l->file[i], e) != 0)
		return false;
	if (l->joiner)
		bootset_join(set, l->joiner);
	return true;
}

static void bad_log(struct reading *r, size_t i, const struct err *e)
{
	progress_end(&r->progress); /* it shares the line of the terminal */
	cmd_unusable(e);
	series_add_bad(r->s, r->l->file[i], e);
}

static int hand_out(struct reading *r, const struct bootset *set)
{
	int ret = 0;

	for (size_t i = 0; i < set->n && ret == 0; i++)
		ret = r->l->boot(r->l->ctx, set->v[i], r->e);
	return ret;
}

static void *make(void *ctx, size_t i)
{
	struct reading *r = ctx;
	struct one_log *log = xmalloc(sizeof(*log));

	bootset_init(&log->set);
	log->usable = read_log(r->l, r->first + i, &log->set, &log->e);
	return log;
}

static void drop(void *ctx, void *result)
{
	struct one_log *log = result;

	(void)ctx;
	bootset_release(&log->set);
	free(log);
}

static int take(void *ctx, size_t i, void *result)
{
	struct reading *r = ctx;
	struct one_log *log = result;
	int ret = 0;

	if (log->usable) {
		series_add(r->s, &log->set);
		ret = hand_out(r, &log->set);
	} else {
		bad_log(r, r->first + i, &log->e);
	}
	drop(ctx, log);
	progress_step(&r->progress, r->first + i + 1);
	return ret;
}

/* Up to the first log that can be used, which stays whole. */
static int read_first(struct reading *r)
{
	struct err e;
	size_t i;

	while (r->first < r->l->n) {
		i = r->first++;
		if (read_log(r->l, i, &r->s->set, &e))
			return hand_out(r, &r->s->set);
		bad_log(r, i, &e);
		progress_step(&r->progress, r->first);
	}
	return 0;
}

int logs_read(const struct logs *l, struct series *s, struct err *e)
{
	struct reading r = { .l = l, .s = s, .e = e };
	struct ordered work = {
		.jobs = l->jobs, .ctx = &r, .make = make, .take = take, .drop = drop};
	int ret;

	progress_begin(&r.progress, "logs", l->n);
	if (l->silent)
		r.progress.terminal = false;
	ret = read_first(&r);
	work.n = l->n - r.first;
	if (ret == 0)
		ret = ordered_run(&work);
	progress_end(&r.progress);
	return ret;
}
