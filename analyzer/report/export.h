/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other formats from ours, by the programs that are best at it. */
#pragma once

#include <stdio.h>

#include "base/err.h"

enum export_format { EXPORT_PNG, EXPORT_PDF };

/*
 * svg: a stream that can be read from its beginning. The same input gives the
 * same bytes (as far as the version of rsvg-convert is the same). Returns 0, or
 * -1 with e set.
 */
int export_svg(FILE *svg, enum export_format format, FILE *to, struct err *e);
