// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/arch.h"

static void expect(const char *a, const char *b, const char *arch)
{
	struct arch_hints h = { 0 };
	const char *got;

	arch_see(&h, str_of(a));
	if (b)
		arch_see(&h, str_of(b));
	got = arch_guess(&h);
	if (!arch != !got || (arch && strcmp(arch, got) != 0))
		fail_msg("%s: %s is not %s", a, got ? got : "nothing", arch ? arch : "nothing");
}

static void test_banner(void **state)
{
	static const char *const cases[][2] = {
		{ "Linux version 6.12.0-amd64 (x@y) (gcc)", "x86_64" },
		{ "Linux version 6.12.0 (x@y) (x86_64-linux-gnu-gcc-12)", "x86_64" },
		{ "Linux version 6.13.0 (x@y) (aarch64-linux-gnu-gcc)", "arm64" },
		{ "Linux version 6.12.0-arm64 (x@y)", "arm64" },
		{ "Linux version 6.12.0-armmp (x@y)", "arm" },
		{ "Linux version 6.12.0 (x@y) (arm-linux-gnueabihf-gcc)", "arm" },
		{ "Linux version 6.12.0 (x@y) (arm-none-eabi-gcc)", "arm" },
		{ "Linux version 5.17.0 (x@y) (powerpc64le-linux-gnu-gcc)", "ppc64le" },
		{ "Linux version 5.17.0 (x@y) (powerpc64-linux-gnu-gcc)", "ppc64" },
		{ "Linux version 6.1.0 (x@y) (riscv64-linux-gnu-gcc)", "riscv64" },
		{ "Linux version 6.1.0-s390x (x@y)", "s390x" },
		{ "Linux version 6.1.0 (x@y) (mips64-linux-gcc)", "mips64" },
		{ "Linux version 6.1.0 (x@y) (mipsel-linux-gcc)", "mips" },
		{ "Linux version 6.1.0 (x@y) (loongarch64-linux-gcc)", "loongarch64" },
		{ "Linux version 6.1.0-686-pae (x@y)", "i386" },
		{ "Linux version 6.12.0 (x@y) (gcc)", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i][0], NULL, cases[i][1]);
}

static void test_messages(void **state)
{
	(void)state;
	expect("Booting Linux on physical CPU 0x0000000000 [0x410fd4b0]", NULL, "arm64");
	expect("Booting Linux on physical CPU 0x0", NULL, "arm");
	expect("CPU: ARMv7 Processor [413fc082] revision 2", NULL, "arm");
	expect("radix-mmu: Page sizes from device-tree:", NULL, "ppc64le");
	expect("riscv: base ISA extensions acdfim", NULL, "riscv64");
	expect("setup: Linux is running as a z/VM guest", NULL, "s390x");
	expect("CPU features: detected: GIC system register", NULL, "arm64");
	expect("BIOS-e820: [mem 0x0-0x1]", "  DMA32    [mem 0x1]", "x86_64");
	expect("x86/fpu: Supporting XSAVE", "  DMA32    [mem 0x1]", "x86_64");
	expect("BIOS-e820: [mem 0x0-0x1]", "  HighMem  [mem 0x1]", "i386");
	expect("BIOS-e820: [mem 0x0-0x1]", NULL, NULL);
	/* arm64 has such a zone as well */
	expect("  DMA32    [mem 0x1]", NULL, NULL);
	expect("x", "", NULL);
	expect("the BIOS-e820: [mem 0x0-0x1]", "  DMA32    [mem 0x1]", NULL);
}

/* The first one that tells is believed. */
static void test_first(void **state)
{
	(void)state;
	expect("Booting Linux on physical CPU 0x0000000000 [0x410fd4b0]",
	       "Linux version 6.12.0 (x@y) (arm-linux-gnueabihf-gcc)", "arm64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_banner),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
