// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opts.h"
#include "base/out.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/common.h"
#include "cmd/sides.h"
#include "report/chart.h"
#include "report/export.h"
#include "report/html.h"
#include "report/trace.h"

enum key {
	KEY_BEFORE = OPT_OWN,
	KEY_AFTER,
	KEY_FORMAT,
	KEY_TRACE,
	KEY_VMLINUX,
	KEY_SYSTEM_MAP,
	KEY_WIDTH,
	KEY_TOP,
	KEY_BEFORE_INIT,
	KEY_VIRTUAL,
};

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "What is drawn:", 1 },
	{ "before", KEY_BEFORE, "LOG...", 0,
	  "boots before a change; all words up to the next option", 1 },
	{ "after", KEY_AFTER, "LOG...", 0, "boots after it: both on one scale", 1 },
	{ "before-init", KEY_BEFORE_INIT, NULL, 0, "only up to the start of init", 1 },
	{ "virtual", KEY_VIRTUAL, NULL, 0,
	  "the boots ran in virtual time, in which one a side tells all", 1 },
	{ "vmlinux", KEY_VMLINUX, "FILE", 0, "the kernel that booted: the level of each initcall",
	  1 },
	{ "system-map", KEY_SYSTEM_MAP, "FILE", 0, "symbols for it, when it has none", 1 },
	{ NULL, 0, NULL, 0, "How:", 2 },
	{ "format", KEY_FORMAT, "svg|png|pdf|html|trace", 0,
	  "what to write (default: by the ending of FILE, else svg)", 2 },
	{ "trace", KEY_TRACE, NULL, 0, "Chrome trace events, for Perfetto; the same as --format trace",
	  2 },
	{ "width", KEY_WIDTH, "PX", 0, "of the picture, 480 to 8000 (default 1400)", 2 },
	{ "top", KEY_TOP, "N", 0, "rows of the list beside it (default 20)", 2 },
	{ 0 },
};

enum format { FORMAT_NONE = -1, SVG, PNG, PDF, HTML, TRACE };

struct args {
	struct sides sides;
	struct chart_opts o;
	const char *vmlinux, *system_map;
	enum format format;
	bool compare, picture_opts, exact;
};

static const char *const formats[] = { "svg", "png", "pdf", "html", "trace" };

static error_t parse_end(struct args *a, struct argp_state *state)
{
	if (a->compare)
		return sides_check(&a->sides, state);
	if (a->sides.files[BEFORE].n)
		return 0;
	if (isatty(STDIN_FILENO))
		return opts_bad(state, "no log given; name one, or pipe one in: dmesg | bootcheck "
				       "chart -o boot.svg");
	return sides_add(&a->sides, BEFORE, "-", state);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *a = opts_own(state);
	error_t r;
	long n = 0;
	int at = 0;

	switch (key) {
	case KEY_BEFORE:
		a->compare = true;
		return sides_add_all(&a->sides, BEFORE, arg, state);
	case KEY_AFTER:
		a->compare = true;
		return sides_add_all(&a->sides, AFTER, arg, state);
	case KEY_FORMAT:
		r = opts_choice(state, "format", arg, formats, 5, &at);
		a->format = (enum format)at;
		return r;
	case KEY_TRACE:
		a->format = TRACE;
		return 0;
	case KEY_VMLINUX:
		a->vmlinux = arg;
		return sides_check_stdin(&a->sides, arg, state);
	case KEY_SYSTEM_MAP:
		a->system_map = arg;
		return 0;
	case KEY_WIDTH:
		r = opts_number(state, "width", arg, CHART_WIDTH_MIN, CHART_WIDTH_MAX, &n);
		a->o.width = (unsigned int)n;
		a->picture_opts = true;
		return r;
	case KEY_TOP:
		r = opts_number(state, "top", arg, 0, 1000, &n);
		a->o.top = (size_t)n;
		a->picture_opts = true;
		return r;
	case KEY_VIRTUAL:
		a->exact = true;
		return 0;
	case KEY_BEFORE_INIT:
		a->o.before_init = true;
		return 0;
	case ARGP_KEY_ARG:
		if (a->compare)
			return opts_bad(state, "'%s' belongs to no side; give --before LOG... "
					       "--after LOG...", arg);
		return sides_add(&a->sides, BEFORE, arg, state);
	case ARGP_KEY_END:
		return parse_end(a, state);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct command_line command_line = {
	.name = "chart",
	.args = "LOG... | --before LOG... --after LOG...",
	.about = "Draw the timeline of a boot: initcalls by level, the probes inside them, gaps, waits\n"
		 "and marks; or a boot before and one after a change on the same scale. Of several\n"
		 "boots the one in the middle by its time to init is drawn. LOG is as for analyze.",
	.example = "  For a release review, a page that opens in any browser, and a picture:\n"
		   "    bootcheck chart boot.log -o boot.html\n"
		   "    bootcheck chart --before old-*.log --after new-*.log -o boot.png\n",
	.options = options,
	.parse = parse,
	.no_json = true,
};

/* What the options ask for, else what the ending of the file name does. */
static int pick_format(struct args *a, const struct common *c)
{
	static const struct {
		const char *ending;
		enum format format;
	} endings[] = { { ".svg", SVG }, { ".png", PNG }, { ".pdf", PDF },
			{ ".html", HTML }, { ".htm", HTML } };
	struct str name = str_of(c->output && strcmp(c->output, "-") != 0 ? c->output : "");

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (a->format == FORMAT_NONE && str_ends(name, str_of(endings[i].ending)))
			a->format = endings[i].format;
	}
	if (a->format == FORMAT_NONE && str_ends(name, STR(".json")))
		return opts_error("chart", "a .json file holds trace events; give --trace as well");
	if (a->format == FORMAT_NONE && name.n)
		return opts_error("chart", "'%s' ends in none of .svg .png .pdf .html .json; give "
					   "--format", c->output);
	if (a->format == FORMAT_NONE)
		a->format = SVG;
	if (!name.n && isatty(STDOUT_FILENO))
		return opts_error("chart", "not written to a terminal; give -o FILE");
	if (a->system_map && !a->vmlinux)
		return opts_error("chart", "--system-map needs --vmlinux; a System.map itself will "
					   "do as one");
	if (a->picture_opts && a->format == TRACE)
		return opts_error("chart", "--width and --top say nothing to a trace");
	return -1;
}

/* What is drawn: of one boot side[0] alone. */
struct drawing {
	const struct args *a;
	const struct bootset *s;
	struct timeline side[SIDES];
	struct comparison comparison;
};

static void draw_svg(const struct drawing *d, FILE *f)
{
	if (d->a->compare)
		chart_compare(&d->comparison, d->side, &d->a->o, f);
	else
		chart_boot(&(struct chart_of){ &d->side[0], d->s, 0, d->s->n }, &d->a->o, f);
}

static void draw_html(const struct drawing *d, FILE *f)
{
	if (d->a->compare)
		html_compare(&d->comparison, NULL, d->side, f);
	else
		html_boot(&(struct chart_of){ &d->side[0], d->s, 0, d->s->n }, f);
}

/* Formats that another program makes of the SVG. */
static int draw_export(const struct drawing *d, FILE *f, struct err *e)
{
	FILE *svg = tmpfile();
	int r;

	if (!svg)
		return err_set(e, NULL, 0, "no temporary file can be made; is the disk full?");
	draw_svg(d, svg);
	if (fflush(svg) != 0 || ferror(svg))
		r = err_set(e, NULL, 0, "a temporary file cannot be written; is the disk full?");
	else
		r = export_svg(svg, d->a->format == PNG ? EXPORT_PNG : EXPORT_PDF, f, e);
	fclose(svg);
	return r;
}

static int draw(const struct drawing *d, const char *name, struct err *e)
{
	static const char *const names[] = { "before", "after" };
	static const char *const one[] = { "boot" };
	struct out out;
	int r = 0;

	if (out_open(&out, name, e) != 0)
		return -1;
	switch (d->a->format) {
	case HTML:
		draw_html(d, out.f);
		break;
	case TRACE:
		trace_write(d->side, d->a->compare ? names : one, d->a->compare ? 2 : 1, out.f);
		break;
	case PNG:
	case PDF:
		r = draw_export(d, out.f, e);
		break;
	default:
		draw_svg(d, out.f);
	}
	if (r == 0)
		return out_close(&out, e);
	out_abort(&out);
	return -1;
}

static int draw_one(struct drawing *d, const char *name, struct err *e)
{
	const struct boot *b = chart_pick(d->s, 0, d->s->n);
	int r;

	if (timeline_build(&d->side[0], b, d->a->o.before_init, e) != 0)
		return -1;
	r = draw(d, name, e);
	timeline_release(&d->side[0]);
	return r;
}

static int draw_both(struct drawing *d, size_t nbefore, const char *name, struct err *e)
{
	const struct compare_opts o = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
					.margin_us = LEAST_US, .margin_share = MARGIN_SHARE,
					.exact = d->a->exact };
	int r;

	compare_boots(&d->comparison, d->s, nbefore, &o);
	r = chart_sides(d->side, &d->comparison, e);
	if (r == 0) {
		r = draw(d, name, e);
		chart_sides_release(d->side);
	}
	comparison_release(&d->comparison);
	return r;
}

static int read_and_draw(const struct args *a, const struct common *c)
{
	struct image_opts image_opts = { .lines = false, .system_map = a->system_map };
	struct image image = { 0 };
	struct joiner *joiner = NULL;
	struct bootset s;
	struct drawing d = { .a = a, .s = &s };
	size_t nbefore = 0;
	struct err e;
	int r = 0;

	bootset_init(&s);
	if (a->vmlinux)
		r = image_read(&image, a->vmlinux, &image_opts, &e);
	if (r == 0 && a->vmlinux)
		joiner = joiner_new(&image);
	if (r == 0)
		r = sides_read(&a->sides, joiner, &s, &nbefore, &e);
	if (r == 0)
		r = a->compare ? draw_both(&d, nbefore, c->output, &e) :
				 draw_one(&d, c->output, &e);
	joiner_free(joiner);
	image_release(&image);
	bootset_release(&s);
	return r == 0 ? EXIT_DONE : cmd_unusable(&e);
}

static int chart(int argc, char **argv)
{
	struct args a = { .o = { .width = CHART_WIDTH, .top = CHART_TOP }, .format = FORMAT_NONE };
	struct common c;
	int status = opts_parse(&command_line, argc, argv, &c, &a);

	if (status < 0)
		status = pick_format(&a, &c);
	if (status < 0)
		status = read_and_draw(&a, &c);
	sides_release(&a.sides);
	return status;
}

const struct cmd cmd_chart = {
	.name = "chart",
	.summary = "pictures: a timeline, before and after, for a review",
	.run = chart,
};
