/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The HTML reports: one self-contained file that works from disk, without a
 * network, and without JavaScript.
 */
#pragma once

#include <stdio.h>

#include "compare/checks.h"
#include "report/chart.h"

/* One boot, or the one in the middle of several. */
void html_boot(const struct chart_of *what, FILE *f);
/*
 * checks: of the gate, or NULL. side: timelines of the boots that are drawn, or NULL when
 * they cannot be.
 */
void html_compare(const struct comparison *c, const struct checks *checks,
		  const struct timeline side[SIDES], FILE *f);
