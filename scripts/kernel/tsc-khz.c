// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints the rate of this machine's time stamp counter in kHz. QEMU without KVM gives its guest the
 * same counter, so a guest that is told the rate need not measure it (and never falls back to
 * jiffies because a busy host spoilt the measurement).
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The counter at a time: of some tries the one that was least disturbed. */
static uint64_t sample(uint64_t *ns)
{
	uint64_t best = UINT64_MAX, tsc = 0;
	int i;

	for (i = 0; i < 20; i++) {
		uint64_t a = now(), c = __rdtsc(), b = now();

		if (b - a < best) {
			best = b - a;
			*ns = a + (b - a) / 2;
			tsc = c;
		}
	}
	return tsc;
}

int main(void)
{
	struct timespec pause = { 0, 50000000 };
	uint64_t ns0, ns1, tsc0, tsc1;

	tsc0 = sample(&ns0);
	nanosleep(&pause, NULL);
	tsc1 = sample(&ns1);
	printf("%llu\n", (unsigned long long)((tsc1 - tsc0) * 1000000 / (ns1 - ns0)));
	return 0;
}
