/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Chrome trace events (the JSON object form), which Perfetto and
 * chrome://tracing open: a process per boot, a track per lane and row.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include "report/timeline.h"

/* One document of n boots, each its own process. names: of the processes, e.g. "before". */
void trace_write(const struct timeline *t, const char *const *names, size_t n, FILE *f);
