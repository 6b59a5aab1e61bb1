/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * maxrss - run a program and write down its peak memory.
 *
 *   maxrss FILE PROGRAM [ARG...]
 *
 * FILE gets one line: peak resident memory in KiB, wall and CPU time in us, exit status. The exit
 * status is the program's (128 + signal). Its own peak counts, not that of others in a pipe.
 */
#include "child.h"

#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct child c = { .status = 0 };
	int64_t start = now_us();
	pid_t pid;
	FILE *f;

	if (argc < 3) {
		fprintf(stderr, "usage: maxrss FILE PROGRAM [ARG...]\n");
		return 2;
	}
	pid = fork();
	if (pid < 0)
		child_fail("fork");
	if (pid == 0)
		child_exec(argv + 2, -1, -1, -1);
	child_wait(&c, pid, start);
	f = fopen(argv[1], "w");
	if (!f)
		child_fail(argv[1]);
	fprintf(f, "%ld %lld %lld %d\n", c.maxrss_kib, (long long)c.wall_us,
		(long long)c.cpu_us, c.status);
	return fclose(f) ? 1 : c.status;
}
