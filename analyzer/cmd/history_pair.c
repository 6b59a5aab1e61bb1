// SPDX-License-Identifier: GPL-2.0-or-later
/* One release, and two of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/xalloc.h"
#include "cmd/common.h"
#include "cmd/history.h"

/* Names that a message lists. */
#define NAMES_SHOWN 5

int history_release_id(struct hist *h, const char *name, int64_t *id, struct err *e)
{
	if (hist_find_release(h, name, id, e) != 0)
		return -1;
	if (*id)
		return 0;
	return err_set(e, hist_name(h), 0, "no release '%.200s' in it; 'list --all' shows them", name);
}

static int has_all(struct hist *h, int64_t board, const int64_t *release, size_t n, bool *has,
		   struct err *e)
{
	*has = true;
	for (size_t i = 0; i < n && *has; i++) {
		size_t boots;

		if (hist_count(h, board, release[i], &boots, e) != 0)
			return -1;
		*has = boots > 0;
	}
	return 0;
}

static int no_board(struct hist *h, const struct history_args *a, size_t n, struct err *e)
{
	if (a->board)
		return err_set(e, hist_name(h), 0, "no boot of board '%.200s'%s; 'list --all' shows what "
						   "there is", a->board,
			       n ? " in the release" : "");
	if (!n)
		return err_set(e, hist_name(h), 0, "holds no boot yet; add one");
	return err_set(e, hist_name(h), 0, "no board has boots of %s; 'list --all' shows what there is",
		       n > 1 ? "both releases" : "that release");
}

static int many_boards(struct hist *h, const struct hist_items *x, struct err *e)
{
	struct buf b = { 0 };
	int r;

	for (size_t i = 0; i < x->n && i < NAMES_SHOWN; i++)
		buf_printf(&b, "%s%.40s", i ? ", " : "", x->v[i].name);
	r = err_set(e, hist_name(h), 0, "has %zu boards (%s%s); choose one with --board", x->n, b.p,
		    x->n > NAMES_SHOWN ? ", ..." : "");
	buf_release(&b);
	return r;
}

int history_board(struct hist *h, const struct history_args *a, const int64_t *release, size_t n,
		  struct arena *arena, struct hist_item *board, struct err *e)
{
	struct hist_items x;
	size_t found = 0;
	int r = hist_boards(h, &x, e);

	for (size_t i = 0; i < x.n && r == 0; i++) {
		bool has = !a->board || strcmp(a->board, x.v[i].name) == 0;

		if (has)
			r = has_all(h, x.v[i].id, release, n, &has, e);
		if (has)
			x.v[found++] = x.v[i];
	}
	if (r == 0 && found == 0)
		r = no_board(h, a, n, e);
	x.n = found;
	if (r == 0 && found > 1)
		r = many_boards(h, &x, e);
	if (r == 0)
		*board = (struct hist_item){ x.v[0].id, arena_strdup(arena, str_of(x.v[0].name)) };
	hist_items_release(&x);
	return r;
}

/* The newest release of a board. */
static int newest(struct hist *h, int64_t board, int64_t *id, struct err *e)
{
	if (hist_before(h, board, INT64_MAX, id, e) != 0)
		return -1;
	return *id ? 0 : err_set(e, hist_name(h), 0, "no boot of that board; add one");
}

struct pair {
	struct hist_item board;
	int64_t release[SIDES]; /* before: 0 when there is none */
	struct bootset s;
	size_t nbefore;
};

/* Which releases: those that were named, the newest where none is, and the one before it. */
static int find_pair(struct pair *p, struct hist *h, const struct history_args *a,
		     struct arena *arena, struct err *e)
{
	size_t n = a->word.n;

	for (size_t i = 0; i < n; i++) {
		enum side side = n == 2 && i == 0 ? BEFORE : AFTER;

		if (history_release_id(h, a->word.v[i], &p->release[side], e) != 0)
			return -1;
	}
	if (history_board(h, a, p->release + (n == 2 ? 0 : 1), n, arena, &p->board, e) != 0)
		return -1;
	if (n == 0 && newest(h, p->board.id, &p->release[AFTER], e) != 0)
		return -1;
	if (n == 2)
		return 0;
	return hist_before(h, p->board.id, p->release[AFTER], &p->release[BEFORE], e);
}

static int load_pair(struct pair *p, struct hist *h, struct err *e)
{
	if (p->release[BEFORE] &&
	    hist_load(h, p->board.id, p->release[BEFORE], &p->s, e) != 0)
		return -1;
	p->nbefore = p->s.n;
	return hist_load(h, p->board.id, p->release[AFTER], &p->s, e);
}

int history_compare(struct history_args *a, const struct common *c)
{
	struct pair p = { 0 };
	struct arena arena = { 0 };
	struct hist *h = NULL;
	struct err e;
	int r = comparing_prepare(&a->how, c, &e), status;

	bootset_init(&p.s);
	if (r == 0)
		r = hist_open(&h, a->db, DB_READ, a->wait_ms, &e);
	if (r == 0)
		r = hist_freeze(h, &e);
	if (r == 0)
		r = find_pair(&p, h, a, &arena, &e);
	if (r == 0 && !p.release[BEFORE])
		r = err_set(&e, a->db, 0, "no release before it to compare with; name two, or add "
					  "another");
	if (r == 0)
		r = load_pair(&p, h, &e);
	/* Nobody waits for the reports. */
	hist_close(h);
	status = r == 0 ? comparing_run(&a->how, c, &p.s, p.nbefore, NULL) : cmd_unusable(&e);
	bootset_release(&p.s);
	arena_release(&arena);
	return status;
}

struct listing {
	struct history_show *show;
	const char *call;
	bool found;
};

static const char *keep(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, str_of(s)) : NULL;
}

/* All that calls of a name took in a boot. */
static int64_t call_time(const struct boot *b, const char *name, bool *found)
{
	int64_t sum = TIME_NONE;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (strcmp(c->sym->name, name) != 0)
			continue;
		*found = true;
		if (c->duration_us != TIME_NONE)
			sum = sum == TIME_NONE ? c->duration_us : sum + c->duration_us;
	}
	return sum;
}

static int take_boot(void *ctx, const struct hist_boot *row, const struct boot *boot, struct err *e)
{
	struct listing *l = ctx;
	struct history_show *s = l->show;

	(void)e;
	*VEC_PUSH(&s->boots) = (struct history_boot){
		.id = row->id,
		.init_us = row->init_us,
		.calls = row->calls,
		.file = keep(&s->arena, row->file),
		.boot_id = keep(&s->arena, row->boot_id),
		.kernel = keep(&s->arena, row->kernel),
		.call_us = boot ? call_time(boot, l->call, &l->found) : TIME_NONE,
	};
	return 0;
}

/* The time to init of the release, against the one before. */
static int fill_point(struct history_show *s, struct hist *h, const struct pair *p, struct err *e)
{
	struct hist_item name = { p->release[AFTER], s->release };
	const struct hist_items names = { .v = &name, .n = 1 };
	struct hist_series series, two;
	struct trend t;

	if (hist_inits(h, p->board.id, p->release[p->release[BEFORE] ? BEFORE : AFTER], &series,
		       e) != 0)
		return -1;
	two = series;
	two.n = p->release[BEFORE] ? 2 : 1;
	if (series.n < two.n) {
		hist_series_release(&series);
		return err_set(e, hist_name(h), 0, "the database is damaged: an index lacks boots; go "
						   "back to a copy");
	}
	trend_init(&t, &names, &two);
	s->point = t.v[0];
	trend_release(&t);
	hist_series_release(&series);
	return 0;
}

static int fill_show(struct history_show *s, struct hist *h, struct pair *p,
		     const struct history_args *a, struct err *e)
{
	struct listing l = { .show = s, .call = a->call };

	s->board = p->board.name;
	s->call = a->call;
	if (hist_release_name(h, p->release[AFTER], &s->arena, &s->release, e) != 0)
		return -1;
	if (p->release[BEFORE] &&
	    hist_release_name(h, p->release[BEFORE], &s->arena, &s->before, e) != 0)
		return -1;
	if (fill_point(s, h, p, e) != 0 ||
	    hist_boots(h, p->board.id, p->release[AFTER], a->call != NULL, take_boot, &l, e) != 0)
		return -1;
	if (a->call && !l.found)
		return err_set(e, a->db, 0, "no call '%.200s' in release '%.200s'; 'list --call' looks "
					    "in all of them", a->call, s->release);
	return load_pair(p, h, e);
}

static int write_show(struct history_show *s, const struct pair *p, const struct history_args *a,
		      const struct common *c)
{
	const struct history_view view = { c->quiet, c->verbose, c->colour };
	struct comparison result;
	struct out out;
	struct err e;

	if (out_open(&out, c->output, &e) != 0)
		return cmd_unusable(&e);
	if (p->nbefore) {
		compare_boots(&result, &p->s, p->nbefore, &a->how.o);
		s->c = &result;
	}
	if (cmd_format(false, c) == FORMAT_JSON)
		history_show_json(s, c->json == JSON_PRETTY ||
					     (c->json == JSON_AUTO && isatty(fileno(out.f))), out.f);
	else
		history_show_text(s, &view, a->how.view.all ? SIZE_MAX : a->how.view.top, out.f);
	if (p->nbefore)
		comparison_release(&result);
	return out_close(&out, &e) == 0 ? EXIT_DONE : cmd_unusable(&e);
}

int history_show(const struct history_args *a, const struct common *c)
{
	struct history_args own = *a;
	struct history_show s = { 0 };
	struct pair p = { 0 };
	struct hist *h = NULL;
	struct err e;
	int r = comparing_prepare(&own.how, c, &e), status;

	bootset_init(&p.s);
	if (r == 0)
		r = hist_open(&h, a->db, DB_READ, a->wait_ms, &e);
	if (r == 0)
		r = hist_freeze(h, &e);
	if (r == 0)
		r = find_pair(&p, h, &own, &s.arena, &e);
	if (r == 0)
		r = fill_show(&s, h, &p, &own, &e);
	hist_close(h);
	status = r == 0 ? write_show(&s, &p, &own, c) : cmd_unusable(&e);
	free(s.boots.v);
	arena_release(&s.arena);
	bootset_release(&p.s);
	return status;
}
