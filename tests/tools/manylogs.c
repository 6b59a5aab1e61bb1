/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manylogs - write boot logs of one made-up system.
 *
 *   manylogs DIR N CALLS
 *
 * DIR gets N logs, 00000.log and so on: CALLS initcalls, of which one in ten is a module's after
 * init, a probe for one in five, of which some fail or are deferred; each boot has times of its
 * own. The same arguments give the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct boot {
	FILE *f;
	uint32_t state;
	long us;
};

static uint32_t next_random(struct boot *b)
{
	b->state = b->state * 1664525u + 1013904223u;
	return b->state >> 8;
}

static void stamp(struct boot *b, long step)
{
	b->us += step;
	fprintf(b->f, "[%5ld.%06ld] ", b->us / 1000000, b->us % 1000000);
}

static void one_probe(struct boot *b, unsigned long n)
{
	static const int ret[] = { 0, 0, 0, 0, -517, 0, 0, -110, 0, 0 };
	unsigned int us = next_random(b) % 300;

	stamp(b, (long)us + 5);
	fprintf(b->f, "probe of 0000:%02lx:%02lx.0 returned %d after %u usecs\n", n / 256,
		n % 256, ret[n / 5 % 10], us);
}

static void one_call(struct boot *b, unsigned long n, unsigned long calls)
{
	unsigned int us = (unsigned int)(n * 37 % 4000) + next_random(b) % 500;
	char module[32] = "";

	if (n >= calls - calls / 10)
		snprintf(module, sizeof(module), " [mod%lu]", n);
	if (n == calls - calls / 10) {
		stamp(b, 50);
		fprintf(b->f, "Run /init as init process\n");
	}
	stamp(b, 20);
	fprintf(b->f, "calling  call_%lu_init+0x0/0x%lx%s @ 1\n", n, 16 + n % 512,
		module);
	if (n % 5 == 0)
		one_probe(b, n);
	stamp(b, us);
	fprintf(b->f, "initcall call_%lu_init+0x0/0x%lx%s returned %d after %u usecs\n",
		n, 16 + n % 512, module, n % 50 == 7 ? -19 : 0, us);
}

static int one_log(const char *dir, unsigned long n, unsigned long calls)
{
	struct boot b = { .state = (uint32_t)n + 1 };
	char name[4096];

	snprintf(name, sizeof(name), "%s/%05lu.log", dir, n);
	b.f = fopen(name, "w");
	if (!b.f) {
		perror(name);
		return 1;
	}
	stamp(&b, 0);
	fprintf(b.f, "Linux version 6.12.0 (synthetic@example) (gcc 12.2.0) #1 SMP\n");
	stamp(&b, 0);
	fprintf(b.f, "Kernel command line: initcall_debug log_buf_len=16M quiet\n");
	b.us = 100000;
	for (unsigned long i = 0; i < calls; i++)
		one_call(&b, i, calls);
	return fclose(b.f) ? 1 : 0;
}

int main(int argc, char **argv)
{
	unsigned long n, calls;

	if (argc != 4) {
		fprintf(stderr, "usage: manylogs DIR N CALLS\n");
		return 2;
	}
	n = strtoul(argv[2], NULL, 10);
	calls = strtoul(argv[3], NULL, 10);
	for (unsigned long i = 0; i < n; i++) {
		if (one_log(argv[1], i, calls))
			return 1;
	}
	return 0;
}
