// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Work that is over before this shows nothing; then the line is renewed at this pace. */
#define QUIET_MS 300
#define PACE_MS 100

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct progress *p, const char *what, size_t of)
{
	*p = (struct progress){ .what = what, .of = of, .terminal = isatty(STDERR_FILENO) };
	if (p->terminal)
		p->start_ms = p->last_ms = now_ms();
}

void progress_step(struct progress *p, size_t done)
{
	int64_t now, left;

	if (!p->terminal || done == 0)
		return;
	now = now_ms();
	if (now - p->start_ms < QUIET_MS || now - p->last_ms < PACE_MS)
		return;
	p->last_ms = now;
	p->shown = true;
	left = (now - p->start_ms) * (int64_t)(p->of - done) / (int64_t)done;
	fprintf(stderr, "\r\033[K%zu of %zu %s, about %lld s left", done, p->of, p->what,
		(long long)(left + 999) / 1000);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
