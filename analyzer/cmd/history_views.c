// SPDX-License-Identifier: GPL-2.0-or-later
/* Many releases: as a list, as a picture, as rows for others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/xalloc.h"
#include "cmd/common.h"
#include "cmd/history.h"
#include "report/export.h"

/* The releases of a board, the `last` newest ones. */
static int load_board(struct history_board *b, struct hist *h, const struct hist_item *board,
		      const struct history_args *a, struct err *e)
{
	struct hist_series series;
	int64_t from = 0, before = 0;

	*b = (struct history_board){ .name = board->name };
	if (hist_releases(h, board->id, a->last, &b->names, e) != 0)
		return -1;
	if (b->names.n)
		from = b->names.v[0].id;
	/* What is before the first one is not shown, and it is judged against that all the same. */
	if (hist_before(h, board->id, from, &before, e) != 0 ||
	    hist_inits(h, board->id, before ? before : from, &series, e) != 0)
		return -1;
	trend_init(&b->trend, &b->names, &series);
	hist_series_release(&series);
	if (a->call && a->verb == VERB_LIST) {
		b->by_call = true;
		return movers_named(&b->calls, h, board->id, &b->trend, a->call, e);
	}
	return 0;
}

static void release_board(struct history_board *b)
{
	trend_release(&b->trend);
	movers_release(&b->calls);
	hist_items_release(&b->names);
}

struct all_boards {
	struct hist_items names;
	VEC(struct history_board) v;
};

/* All boards, or the one that was named; those without boots are left out. */
static int load_boards(struct all_boards *all, struct hist *h, const struct history_args *a,
		       struct err *e)
{
	bool called = false;
	int r = hist_boards(h, &all->names, e);

	for (size_t i = 0; i < all->names.n && r == 0; i++) {
		struct history_board b;

		if (a->board && strcmp(a->board, all->names.v[i].name) != 0)
			continue;
		r = load_board(&b, h, &all->names.v[i], a, e);
		if (r != 0 || !b.trend.n || (b.by_call && !b.calls.n)) {
			release_board(&b);
			continue;
		}
		called |= b.by_call;
		*VEC_PUSH(&all->v) = b;
	}
	if (r == 0 && a->call && !called)
		return err_set(e, a->db, 0, "no call '%.200s' in it; look at 'show --all', or at a log",
			       a->call);
	if (r == 0 && !all->v.n)
		return a->board ? err_set(e, a->db, 0, "no boot of board '%.200s'; 'list' without --board "
						       "shows what there is", a->board) :
				  err_set(e, a->db, 0, "holds no boot yet; add one");
	return r;
}

static void release_boards(struct all_boards *all)
{
	for (size_t i = 0; i < all->v.n; i++)
		release_board(&all->v.v[i]);
	free(all->v.v);
	hist_items_release(&all->names);
}

static int write_list(const struct all_boards *all, const struct history_args *a,
		      const struct common *c)
{
	const struct history_view view = { c->quiet, c->verbose, c->colour };
	struct out out;
	struct err e;

	if (out_open(&out, c->output, &e) != 0)
		return cmd_unusable(&e);
	switch (cmd_format(a->csv, c)) {
	case FORMAT_JSON:
		history_list_json(all->v.v, all->v.n, c->json == JSON_PRETTY ||
				  (c->json == JSON_AUTO && isatty(fileno(out.f))), out.f);
		break;
	case FORMAT_CSV:
		history_list_csv(all->v.v, all->v.n, out.f);
		break;
	default:
		history_list_text(all->v.v, all->v.n, &view, out.f);
	}
	return out_close(&out, &e) == 0 ? EXIT_DONE : cmd_unusable(&e);
}

int history_list(const struct history_args *a, const struct common *c)
{
	struct all_boards all = { 0 };
	struct hist *h = NULL;
	struct err e;
	int status, r = hist_open(&h, a->db, DB_READ, a->wait_ms, &e);

	if (r == 0)
		r = hist_freeze(h, &e);
	if (r == 0)
		r = load_boards(&all, h, a, &e);
	hist_close(h);
	status = r == 0 ? write_list(&all, a, c) : cmd_unusable(&e);
	release_boards(&all);
	return status;
}

/* What the options ask for, else what the ending of the file name does; NULL after a message. */
static const char *picture_format(const struct history_args *a, const struct common *c)
{
	static const char *const endings[] = { "svg", "png", "pdf" };
	const char *name = c->output && strcmp(c->output, "-") != 0 ? c->output : NULL;
	const char *dot = name ? strrchr(name, '.') : NULL;

	if (!name && isatty(STDOUT_FILENO)) {
		opts_error("history", "not written to a terminal; give -o FILE");
		return NULL;
	}
	if (a->format || !name)
		return a->format ? a->format : endings[0];
	for (size_t i = 0; i < 3; i++) {
		if (dot && strcmp(dot + 1, endings[i]) == 0)
			return endings[i];
	}
	opts_error("history", "'%s' ends in none of .svg .png .pdf; give --format", name);
	return NULL;
}

static int draw_export(const struct history_chart *chart, enum export_format format, FILE *f,
		       struct err *e)
{
	FILE *svg = tmpfile();
	int r;

	if (!svg)
		return err_set(e, NULL, 0, "no temporary file can be made; is the disk full?");
	history_chart_svg(chart, svg);
	if (fflush(svg) != 0 || ferror(svg))
		r = err_set(e, NULL, 0, "a temporary file cannot be written; is the disk full?");
	else
		r = export_svg(svg, format, f, e);
	fclose(svg);
	return r;
}

static int draw(const struct history_chart *chart, const char *format, const char *name,
		struct err *e)
{
	struct out out;
	int r = 0;

	if (out_open(&out, name, e) != 0)
		return -1;
	if (strcmp(format, "svg") == 0)
		history_chart_svg(chart, out.f);
	else
		r = draw_export(chart, strcmp(format, "png") == 0 ? EXPORT_PNG : EXPORT_PDF, out.f,
				e);
	if (r == 0)
		return out_close(&out, e);
	out_abort(&out);
	return -1;
}

static int find_calls(struct movers *m, struct hist *h, int64_t board, const struct trend *t,
		      const struct history_args *a, struct err *e)
{
	if (!a->call)
		return movers_find(m, h, board, t, a->how.view.top, e);
	if (movers_named(m, h, board, t, a->call, e) != 0)
		return -1;
	return m->n ? 0 : err_set(e, a->db, 0, "no call '%.200s' in it; look at a log", a->call);
}

int history_chart(const struct history_args *a, const struct common *c)
{
	const char *format = picture_format(a, c);
	struct history_board board = { 0 };
	struct movers movers = { 0 };
	const struct history_chart chart = { &board, &movers, a->call != NULL, a->width };
	struct hist_item item;
	struct arena arena = { 0 };
	struct hist *h = NULL;
	struct err e;
	int r;

	if (!format)
		return EXIT_USAGE;
	r = hist_open(&h, a->db, DB_READ, a->wait_ms, &e);
	if (r == 0)
		r = hist_freeze(h, &e);
	if (r == 0)
		r = history_board(h, a, NULL, 0, &arena, &item, &e);
	if (r == 0)
		r = load_board(&board, h, &item, a, &e);
	if (r == 0 && !board.trend.n)
		r = err_set(&e, a->db, 0, "no boot of board '%.200s'; add one", item.name);
	if (r == 0)
		r = find_calls(&movers, h, item.id, &board.trend, a, &e);
	hist_close(h);
	if (r == 0)
		r = draw(&chart, format, c->output, &e);
	release_board(&board);
	movers_release(&movers);
	arena_release(&arena);
	return r == 0 ? EXIT_DONE : cmd_unusable(&e);
}

struct exporting {
	struct history_export x;
	const struct hist_item *board, *release;
};

static int export_row(void *ctx, const struct hist_boot *row, const struct boot *boot,
		      struct err *e)
{
	struct exporting *x = ctx;

	history_export_boot(&x->x, x->release->name, x->release->id, x->board->name, row, boot);
	/* Nobody reads any more: out_close() says what is to be said. */
	if (!ferror(x->x.f))
		return 0;
	return err_set(e, NULL, 0, "the output cannot be written; is the disk full?");
}

/* All releases of the board that are wanted. */
static int export_board(struct exporting *x, struct hist *h, const struct history_args *a,
			struct err *e)
{
	struct hist_items releases;
	int r = hist_releases(h, x->board->id, 0, &releases, e);

	for (size_t i = 0; i < releases.n && r == 0; i++) {
		x->release = &releases.v[i];
		if (!a->release || strcmp(a->release, x->release->name) == 0)
			r = hist_boots(h, x->board->id, x->release->id, true, export_row, x, e);
	}
	hist_items_release(&releases);
	return r;
}

static int export_boards(struct exporting *x, struct hist *h, const struct history_args *a,
			 struct err *e)
{
	struct hist_items boards;
	int64_t id;
	int r;

	if (a->release && history_release_id(h, a->release, &id, e) != 0)
		return -1;
	r = hist_boards(h, &boards, e);
	for (size_t i = 0; i < boards.n && r == 0; i++) {
		x->board = &boards.v[i];
		if (!a->board || strcmp(a->board, x->board->name) == 0)
			r = export_board(x, h, a, e);
	}
	hist_items_release(&boards);
	return r;
}

int history_export(const struct history_args *a, const struct common *c)
{
	struct str name = str_of(c->output ? c->output : "");
	bool csv = a->csv || (!a->jsonl && str_ends(name, STR(".csv")));
	struct exporting x = { 0 };
	struct hist *h = NULL;
	struct hist_item board;
	struct arena arena = { 0 };
	struct out out;
	struct err e;
	int r = hist_open(&h, a->db, DB_READ, a->wait_ms, &e);

	if (r == 0)
		r = hist_freeze(h, &e);
	if (r == 0 && a->board)
		r = history_board(h, a, NULL, 0, &arena, &board, &e);
	if (r == 0)
		r = out_open(&out, c->output, &e);
	arena_release(&arena);
	if (r != 0) {
		hist_close(h);
		return cmd_unusable(&e);
	}
	history_export_begin(&x.x, a->boots ? ROWS_BOOTS : ROWS_CALLS, csv, out.f);
	r = export_boards(&x, h, a, &e);
	history_export_end(&x.x);
	hist_close(h);
	if (r == 0 || ferror(out.f))
		r = out_close(&out, &e);
	else
		out_abort(&out);
	return r == 0 ? EXIT_DONE : cmd_unusable(&e);
}
