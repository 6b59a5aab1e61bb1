/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: from the bytes of a log to the pictures. Every boot that has a place in time gives
 * a timeline that keeps what its header promises, an SVG and an HTML page that are text without
 * control characters and without an element of the log's making, and a trace that is JSON; twice
 * the same bytes.
 */
#include "base/err.h"
#include "input/text.h"
#include "replay.h"
#include "report/chart.h"
#include "report/chart_priv.h"
#include "report/html.h"
#include "report/trace.h"
#include "valid.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_lane(const struct timeline *t, const struct tl_lane *l)
{
	MUST(l->label && l->n > 0 && l->rows > 0);
	for (size_t i = 0; i < l->n; i++) {
		const struct tl_item *x = &l->v[i];

		MUST(x->end_us >= x->start_us && x->row < l->rows);
		MUST(x->start_us >= t->from_us && x->end_us <= t->to_us);
		MUST(i == 0 || l->v[i - 1].start_us <= x->start_us);
		MUST(timeline_name(t, x));
		MUST(timeline_colour(timeline_name(t, x)) < TL_COLOURS);
		MUST(!x->open || x->end_us == t->to_us);
	}
}

static void check_timeline(const struct timeline *t)
{
	MUST(t->nlanes > 0 && t->from_us < t->to_us);
	for (size_t i = 0; i < t->nlanes; i++)
		check_lane(t, &t->lanes[i]);
	MUST(t->nmarks <= TL_MARK_MAX);
	for (size_t i = 0; i < t->nmarks; i++)
		MUST(t->marks[i].label && (i == 0 || t->marks[i - 1].us <= t->marks[i].us));
}

enum picture { AS_SVG, AS_NARROW_SVG, AS_HTML, AS_TRACE, PICTURES };

static char *draw(const struct chart_of *what, enum picture as, size_t *n)
{
	struct chart_opts o = { .width = as == AS_NARROW_SVG ? CHART_WIDTH_MIN : CHART_WIDTH,
		.top = as == AS_NARROW_SVG ? 0 : CHART_TOP, .before_init = as == AS_NARROW_SVG };
	char *bytes = NULL;
	FILE *f = open_memstream(&bytes, n);

	MUST(f);
	if (as == AS_TRACE)
		trace_write(what->t, NULL, 1, f);
	else if (as == AS_HTML)
		html_boot(what, f);
	else
		chart_boot(what, &o, f);
	MUST(fclose(f) == 0 && *n > 0);
	return bytes;
}

/* How often a text is there, which no log may add to. */
static size_t count(const char *bytes, const char *what)
{
	size_t n = 0;

	for (const char *p = bytes; (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void check_picture(const struct chart_of *what, enum picture as)
{
	size_t n, again;
	char *bytes = draw(what, as, &n), *twice = draw(what, as, &again);

	MUST(n == again && memcmp(bytes, twice, n) == 0);
	if (as == AS_TRACE) {
		MUST(valid_json(bytes, n));
	} else {
		MUST(strlen(bytes) == n);
	}
	/* The data and the script; the picture, the patterns, and a sample for each kind of bar. */
	if (as == AS_HTML)
		MUST(count(bytes, "<script") == 2 && count(bytes, "<svg") <= 2 + KIND_MAX);
	if (as == AS_SVG || as == AS_NARROW_SVG) {
		MUST(count(bytes, "<script") == 0 && count(bytes, "<svg") == 1);
		MUST(count(bytes, "</svg>\n") == 1 && count(bytes, "]]>") == 0);
		MUST(count(bytes, "<g") == count(bytes, "</g>"));
		MUST(count(bytes, "<title>") == count(bytes, "</title>"));
		for (size_t i = 0; i < n; i++)
			MUST((unsigned char)bytes[i] >= 0x20 || bytes[i] == '\n' ||
			     bytes[i] == '\t');
	}
	free(twice);
	free(bytes);
}

static void check_boot(const struct bootset *s, size_t nth, bool before_init)
{
	struct timeline t;
	struct chart_of what = { &t, s, 0, s->n };
	struct err e = { "" };

	if (timeline_build(&t, s->v[nth], before_init, &e) != 0) {
		MUST(strlen(e.msg) > 0);
		return;
	}
	check_timeline(&t);
	for (int i = 0; i < PICTURES; i++)
		check_picture(&what, (enum picture)i);
	timeline_release(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bootset s;
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "fuzz", data, size, &e))
		return 0;
	bootset_init(&s);
	if (bootset_read_text(&s, t, "fuzz", &e) == 0) {
		MUST(chart_pick(&s, 0, s.n));
		/* (a log may hold thousands of boots) */
		for (size_t i = 0; i < s.n && i < 4; i++) {
			check_boot(&s, i, false);
			check_boot(&s, i, true);
		}
	}
	bootset_release(&s);
	text_close(t);
	return 0;
}
