// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/tsc.h"

#include <stdint.h>
#include <time.h>

#if defined(__x86_64__) || defined(__i386__)
#include <x86intrin.h>

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The counter at a time: of some tries the one that was least disturbed. */
static uint64_t sample(int64_t *ns)
{
	int64_t best = INT64_MAX;
	uint64_t ticks = 0;

	for (int i = 0; i < 20; i++) {
		int64_t a = now_ns(), b;
		uint64_t c = __rdtsc();

		b = now_ns();
		if (b - a < best) {
			best = b - a;
			*ns = a + (b - a) / 2;
			ticks = c;
		}
	}
	return ticks;
}

unsigned long tsc_khz(void)
{
	struct timespec pause = { 0, 50000000 };
	int64_t from, to;
	uint64_t first = sample(&from), last;

	nanosleep(&pause, NULL);
	last = sample(&to);
	return (unsigned long)((double)(last - first) * 1e6 / (double)(to - from));
}
#else
unsigned long tsc_khz(void)
{
	return 0;
}
#endif
