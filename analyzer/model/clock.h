/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two clocks of a log, and the choice between them for each call: the
 * stamps of its two lines, and the figure that the kernel printed.
 */
#pragma once

#include "model/build.h"

/*
 * Finds what the clocks are worth (tick, units, cost of a line, whether the
 * stamps are the kernel's) and fills duration_us, clock and flags of each call.
 * release: 6012 for 6.12, 0 when not known.
 */
void clock_settle(struct builder *w, unsigned int release);

/* Less than this a line costs on a memory buffer; more is a slow console. */
#define LINE_COST_SLOW_US 100
