/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * histlogs - write the boot logs of one release of a made-up board.
 *
 *   histlogs DIR RELEASE BOOTS CALLS
 *
 * DIR gets BOOTS logs, 000.log and so on, of CALLS initcalls; one call in ten is a module's after
 * init, a probe goes with one in five. Releases, from 0, are alike but for this: in each, one call
 * in sixteen has another size; from each 25th on, one call of those before init takes 5 ms more. So
 * the call "call_N_init" with N = RELEASE / 25 * 7 is what made release 25, 50, ... slower. Each
 * boot has noise of its own. The same arguments give the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define EVERY 25
#define APART 7
#define MORE_US 5000

struct boot {
	FILE *f;
	uint32_t state;
	long us;
	unsigned long release, calls;
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

/* What a call takes in that release, without noise. */
static long length(const struct boot *b, unsigned long n)
{
	long us = (long)(n * 37 % 4000);

	if (n % APART == 0 && n / APART >= 1 && n / APART * EVERY <= b->release)
		us += MORE_US;
	return us;
}

static void one_call(struct boot *b, unsigned long n)
{
	unsigned long size = 16 + n % 512 + (n % 16 == b->release % 16 ? b->release : 0);
	long us = length(b, n) + (long)(next_random(b) % (uint32_t)(20 + length(b, n) / 20));
	char module[32] = "";

	if (n >= b->calls - b->calls / 10)
		snprintf(module, sizeof(module), " [mod%lu]", n);
	if (n == b->calls - b->calls / 10) {
		stamp(b, 50);
		fprintf(b->f, "Run /init as init process\n");
	}
	stamp(b, 20);
	fprintf(b->f, "calling  call_%lu_init+0x0/0x%lx%s @ 1\n", n, size, module);
	if (n % 5 == 0) {
		stamp(b, us / 2);
		fprintf(b->f, "probe of 0000:%02lx:%02lx.0 returned 0 after %ld usecs\n", n / 256,
			n % 256, us / 2);
		us -= us / 2;
	}
	stamp(b, us);
	fprintf(b->f, "initcall call_%lu_init+0x0/0x%lx%s returned %d after %ld usecs\n", n, size,
		module, n % 50 == 7 ? -19 : 0, us);
}

static int one_log(const char *dir, unsigned long nth, unsigned long release, unsigned long calls)
{
	struct boot b = { .state = (uint32_t)(release * 1000 + nth) + 1, .release = release,
			  .calls = calls };
	char name[4096];

	snprintf(name, sizeof(name), "%s/%03lu.log", dir, nth);
	b.f = fopen(name, "w");
	if (!b.f) {
		perror(name);
		return 1;
	}
	stamp(&b, 0);
	fprintf(b.f, "Linux version 6.12.%lu (synthetic@example) (gcc 12.2.0) #1 SMP\n", release);
	stamp(&b, 0);
	fprintf(b.f, "Machine model: Made-up Board\n");
	stamp(&b, 0);
	fprintf(b.f, "Kernel command line: initcall_debug log_buf_len=16M quiet\n");
	b.us = 100000;
	for (unsigned long i = 0; i < calls; i++)
		one_call(&b, i);
	return fclose(b.f) ? 1 : 0;
}

int main(int argc, char **argv)
{
	unsigned long boots;

	if (argc != 5) {
		fprintf(stderr, "usage: histlogs DIR RELEASE BOOTS CALLS\n");
		return 2;
	}
	boots = strtoul(argv[3], NULL, 10);
	for (unsigned long i = 0; i < boots; i++) {
		if (one_log(argv[1], i, strtoul(argv[2], NULL, 10), strtoul(argv[4], NULL, 10)))
			return 1;
	}
	return 0;
}
