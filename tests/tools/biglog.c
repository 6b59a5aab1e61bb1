/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * biglog - write a synthetic boot log of any size to standard output.
 *
 *   biglog MIB [CALLS]
 *
 * A head as of a boot, CALLS initcalls (default 100) spread evenly, drivers' chatter between them
 * up to about MIB MiB, then the start of init. The same arguments give the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static int64_t us;
static uint64_t bytes;
static uint32_t state = 1;

static uint32_t next_random(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

static void stamp(int step)
{
	us += step;
	bytes += (uint64_t)printf("[%5d.%06d] ", (int)(us / 1000000), (int)(us % 1000000));
}

static void chatter(void)
{
	uint32_t r = next_random(), a = (r >> 4) % 32, b = (r >> 8) % 65536;

	stamp((int)(r % 7));
	if (r % 4 == 0)
		bytes += (uint64_t)printf("pci 0000:00:%02x.0: reg 0x10: [mem 0xfebf%04x-0xfebfffff]\n",
					  a, b);
	else if (r % 4 == 1)
		bytes += (uint64_t)printf("ACPI: bus type %u registered, cookie 0x%x\n", a, b);
	else
		bytes += (uint64_t)printf("usb 1-%u: new high-speed USB device number %u using %s\n",
					  a, b, "xhci_hcd");
}

int main(int argc, char **argv)
{
	uint64_t want = (argc > 1 ? strtoull(argv[1], NULL, 10) : 1) << 20;
	unsigned long calls = argc > 2 ? strtoul(argv[2], NULL, 10) : 100, i;
	int64_t start;

	stamp(0);
	printf("Linux version 6.12.0 (synthetic@example) (gcc 12.2.0) #1 SMP\n");
	stamp(0);
	printf("Kernel command line: initcall_debug log_buf_len=16M quiet\n");
	us = 100000;
	for (i = 0; i < calls; i++) {
		stamp(5);
		start = us;
		printf("calling  synthetic_%lu_init+0x0/0x%lx @ 1\n", i, 64 + i % 512);
		while (bytes < want * (i + 1) / calls)
			chatter();
		stamp(20);
		printf("initcall synthetic_%lu_init+0x0/0x%lx returned 0 after %d usecs\n", i,
		       64 + i % 512, (int)(us - start - 4));
	}
	stamp(10);
	printf("Run /init as init process\n");
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
