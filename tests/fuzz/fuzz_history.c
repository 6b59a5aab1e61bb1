/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: a history that others made. The input is a whole database file, or, after "boot\n", the
 * bytes of one boot with a list of texts that they may name. Whatever it is, a mistake is one line that
 * begins with the file's name, and what is read can be compared, listed, drawn and exported.
 */
#include "compare/compare.h"
#include "history/bootpack.h"
#include "history/hist.h"
#include "replay.h"
#include "report/compare.h"
#include "report/history.h"
#include "report/html.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Boots of a file that are looked at: what is found in the first is found in all. */
#define BOOTS_MOST 8
#define TEXTS 64

static void compare(const struct bootset *s, FILE *f)
{
	const struct compare_opts o = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
					.margin_us = LEAST_US, .margin_share = MARGIN_SHARE };
	const struct compare_view v = { .top = 10, .verbose = true };
	struct timeline side[SIDES];
	struct comparison c;
	struct err e;

	if (s->n < 2 || s->n > BOOTS_MOST)
		return;
	compare_boots(&c, s, 1, &o);
	compare_json(&c, NULL, NULL, false, f);
	compare_text(&c, NULL, &v, f);
	if (chart_sides(side, &c, &e) == 0) {
		html_compare(&c, NULL, side, f);
		chart_sides_release(side);
	}
	comparison_release(&c);
}

static struct str text(void *ctx, uint64_t number)
{
	static const char *const names[] = { "a_init+0x0/0x10", "b_init+0x0/0x20 [b]", "device",
					     "0000:00:01.0", "", "x" };

	(void)ctx;
	return number && number < TEXTS ? str_of(names[number % 6]) : STR_NONE;
}

static void one_boot(struct str bytes, FILE *f)
{
	const struct text_values t = { text, NULL };
	struct bootset s;

	bootset_init(&s);
	if (boot_unpack(&s, bytes, "f", &t)) {
		MUST(s.n == 1);
		MUST(boot_unpack(&s, bytes, "f", &t));
		compare(&s, f);
	} else {
		MUST(s.n == 0);
	}
	bootset_release(&s);
}

static int export(void *ctx, const struct hist_boot *row, const struct boot *boot, struct err *e)
{
	(void)e;
	history_export_boot(ctx, "r", row->release, "b", row, boot);
	return 0;
}

static void one_board(struct hist *h, const struct hist_item *item, FILE *f, struct err *e)
{
	struct history_board b = { .name = item->name };
	const struct history_view view = { .verbose = true };
	struct hist_series series = { 0 };
	struct history_export x;
	struct movers m = { 0 };
	struct bootset s;

	bootset_init(&s);
	if (hist_releases(h, item->id, 0, &b.names, e) == 0 &&
	    hist_inits(h, item->id, INT64_MIN, &series, e) == 0) {
		trend_init(&b.trend, &b.names, &series);
		history_list_text(&b, 1, &view, f);
		history_list_json(&b, 1, false, f);
		if (b.trend.n && movers_find(&m, h, item->id, &b.trend, 3, e) == 0)
			history_chart_svg(&(struct history_chart){ &b, &m, false, 800 }, f);
	}
	history_export_begin(&x, ROWS_CALLS, true, f);
	for (size_t i = 0; i < b.names.n && i < BOOTS_MOST; i++) {
		if (hist_load(h, item->id, b.names.v[i].id, &s, e) != 0 ||
		    hist_boots(h, item->id, b.names.v[i].id, true, export, &x, e) != 0)
			break;
	}
	history_export_end(&x);
	compare(&s, f);
	movers_release(&m);
	trend_release(&b.trend);
	hist_series_release(&series);
	hist_items_release(&b.names);
	bootset_release(&s);
}

static void one_file(const char *name, FILE *f)
{
	struct err e = { "" };
	struct hist_items boards;
	struct hist *h;

	if (hist_open(&h, name, DB_READ, 0, &e) == 0) {
		if (hist_boards(h, &boards, &e) == 0) {
			for (size_t i = 0; i < boards.n && i < BOOTS_MOST; i++)
				one_board(h, &boards.v[i], f, &e);
			hist_items_release(&boards);
		}
		hist_close(h);
	} else {
		MUST(e.msg[0]);
	}
	MUST(!e.msg[0] || strncmp(e.msg, name, strlen(name)) == 0);
	MUST(!strchr(e.msg, '\n'));
}

/* The file, and what SQLite may have left beside it. */
static void forget(const char *name)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char path[PATH_MAX + 16];

		snprintf(path, sizeof(path), "%s%s", name, ends[i]);
		unlink(path);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "boot\n";
	const char *tmp = getenv("TMPDIR");
	char name[PATH_MAX];
	char *copy = malloc(size ? size : 1);
	FILE *f = fopen("/dev/null", "w");
	int fd;

	/* A copy of its own, so that reading past its end is seen. */
	MUST(copy && f);
	memcpy(copy, data, size);
	if (size >= sizeof(head) - 1 && memcmp(copy, head, sizeof(head) - 1) == 0) {
		char *bytes = malloc(size);

		MUST(bytes);
		memcpy(bytes, copy + sizeof(head) - 1, size - (sizeof(head) - 1));
		one_boot((struct str){ bytes, size - (sizeof(head) - 1) }, f);
		free(bytes);
	} else {
		snprintf(name, sizeof(name), "%s/fuzz_history.XXXXXX", tmp ? tmp : "/tmp");
		fd = mkstemp(name);
		MUST(fd >= 0);
		MUST(write(fd, copy, size) == (ssize_t)size);
		close(fd);
		one_file(name, f);
		forget(name);
	}
	fclose(f);
	free(copy);
	return 0;
}
