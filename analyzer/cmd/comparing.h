/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What commands that compare boots share: options, the gate, the reports and the exit status. */
#pragma once

#include "base/opts.h"
#include "base/vec.h"
#include "compare/gate.h"
#include "report/compare.h"

enum comparing_key {
	COMPARING_TOP = 0x1800,
	COMPARING_ALL,
	COMPARING_MIN_CHANGE,
	COMPARING_MARGIN,
	COMPARING_FAIL_ABOVE,
	COMPARING_ALLOW,
	COMPARING_BUDGET,
	COMPARING_FORCE,
	COMPARING_MARKDOWN,
	COMPARING_JUNIT,
	COMPARING_KTAP,
	COMPARING_HTML,
};

/* Rows of a table of options, in group g of the help. */
#define COMPARING_OPTIONS_LEAST(g)                                                               \
	{ "min-change", COMPARING_MIN_CHANGE, "TIME|N%", 0,                                      \
	  "call nothing a change below that time, and no initcall below that share of it; may be " \
	  "given twice (default 500us and 2%)", g },                                             \
	{ "margin", COMPARING_MARGIN, "TIME|N%", 0,                                              \
	  "the time to init is the same when it surely changed by less (default 1%)", g }
#define COMPARING_OPTIONS_SHOWN(g)                                                               \
	{ "top", COMPARING_TOP, "N", 0, "the N first rows of each list (default 10)", g },       \
	{ "all", COMPARING_ALL, NULL, 0, "all rows", g }
#define COMPARING_OPTIONS_GATE(g)                                                                \
	{ "fail-above", COMPARING_FAIL_ABOVE, "N%|TIME", 0,                                      \
	  "fail when the time to init surely grew by more; a bare number is microseconds", g },  \
	{ "allow", COMPARING_ALLOW, "REGEX:TIME", 0,                                             \
	  "initcalls that may get slower by up to TIME, but not by more; may be repeated", g },  \
	{ "budget", COMPARING_BUDGET, "FILE", 0,                                                 \
	  "fail when the boots after exceed a limit in FILE", g },                               \
	{ "force", COMPARING_FORCE, NULL, 0, "judge boots of different machines, too", g }
#define COMPARING_OPTIONS_FILES(g)                                                               \
	{ "html", COMPARING_HTML, "FILE", 0,                                                     \
	  "for a release review: charts and tables in one file", g },                            \
	{ "markdown", COMPARING_MARKDOWN, "FILE", 0, "for a merge request", g },                 \
	{ "junit", COMPARING_JUNIT, "FILE", 0, "JUnit XML, a test for each check of the gate", g }, \
	{ "ktap", COMPARING_KTAP, "FILE", 0, "the same as KTAP", g }

struct comparing {
	struct compare_opts o;
	struct compare_view view;
	struct gate_opts gate;
	struct limit margin;
	VEC(struct allowed) allow;
	struct budget budget;
	const char *budget_file, *html, *markdown, *junit, *ktap;
};

void comparing_init(struct comparing *a);
void comparing_release(struct comparing *a);
/* Takes an option of the tables above; ARGP_ERR_UNKNOWN for others. */
error_t comparing_parse(struct comparing *a, int key, char *arg, struct argp_state *state);
/* After all options: reads the budget. Returns 0, or -1 with e set. */
int comparing_prepare(struct comparing *a, const struct common *c, struct err *e);
/*
 * Compares boots 0..nbefore-1 of s with the rest, writes the reports, judges, and says why the gate
 * does not pass. config: of both kernels, or NULL. Returns the exit status.
 */
int comparing_run(const struct comparing *a, const struct common *c, const struct bootset *s,
		  size_t nbefore, const struct kconfig *config);
