/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A line on standard error that says how far long work is. Only a terminal
 * sees it, and only when the work takes longer than a moment.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	const char *what;
	size_t of;
	bool terminal;
	bool shown;
	int64_t start_ms, last_ms;
};

/* what: "logs"; of: how many there are. */
void progress_begin(struct progress *p, const char *what, size_t of);
/* done of them are done. */
void progress_step(struct progress *p, size_t done);
/* Takes the line away. */
void progress_end(struct progress *p);
