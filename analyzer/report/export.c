// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/export.h"

#include "base/proc.h"

/* The largest charts take a few seconds on a slow machine. */
#define EXPORT_SECONDS 120

int export_svg(FILE *svg, enum export_format format, FILE *to, struct err *e)
{
	/* One px of the SVG is one of the PNG; a chart of a long boot is no attack. */
	static const char *const png[] = { "rsvg-convert", "--format=png", "--dpi-x=96", "--dpi-y=96",
		"--background-color=white", "--unlimited", NULL };
	static const char *const pdf[] = { "rsvg-convert", "--format=pdf", "--dpi-x=96", "--dpi-y=96",
		"--unlimited", NULL };
	/* A PDF holds its date; fonts are chosen by the language, too. */
	static const char *const env[] = { "SOURCE_DATE_EPOCH=0", "LC_ALL=C.UTF-8", "LANGUAGE=", NULL };
	const struct proc p = {
		.argv = format == EXPORT_PDF ? pdf : png,
		.package = "librsvg2-bin",
		.input = svg,
		.output = to,
		.seconds = EXPORT_SECONDS,
		.env = env,
	};

	return proc_run(&p, e);
}
