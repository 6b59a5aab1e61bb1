/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bench - how long a program takes.
 *
 *   bench RUNS PROGRAM [ARG...]
 *
 * Runs it RUNS times, standard output and error into a pipe that is read to the end (programs do
 * less when they write to /dev/null), and prints one line: the shortest and the median wall time
 * and the shortest CPU time in us, the peak memory in KiB, the exit status of the last run.
 */
#include "child.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_RUNS 1000

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static int64_t wall[MAX_RUNS], cpu[MAX_RUNS];
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0, i, rss = 0;
	struct child c;
	int status = 0;

	if (runs < 1 || runs > MAX_RUNS) {
		fprintf(stderr, "usage: bench RUNS PROGRAM [ARG...], RUNS 1 to %d\n", MAX_RUNS);
		return 2;
	}
	for (i = 0; i < runs; i++) {
		child_run(&c, argv + 2, "", 0);
		wall[i] = c.wall_us;
		cpu[i] = c.cpu_us;
		rss = c.maxrss_kib > rss ? c.maxrss_kib : rss;
		status = c.status;
		child_release(&c);
	}
	qsort(wall, (size_t)runs, sizeof(wall[0]), by_value);
	qsort(cpu, (size_t)runs, sizeof(cpu[0]), by_value);
	printf("%lld %lld %lld %ld %d\n", (long long)wall[0], (long long)wall[runs / 2],
	       (long long)cpu[0], rss, status);
	return 0;
}
