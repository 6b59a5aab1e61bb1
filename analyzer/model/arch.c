// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/arch.h"

struct hint {
	struct str text;
	const char *arch;
};

#define HINT(s, a) { { s, sizeof(s) - 1 }, a }

/* Anywhere in the banner: the compiler's name or the release's suffix. */
static const struct hint banner[] = {
	HINT("x86_64", "x86_64"),   HINT("amd64", "x86_64"),      HINT("aarch64", "arm64"),
	HINT("arm64", "arm64"),     HINT("powerpc64le", "ppc64le"), HINT("ppc64le", "ppc64le"),
	HINT("powerpc64-", "ppc64"), HINT("riscv64", "riscv64"),  HINT("s390x", "s390x"),
	HINT("armmp", "arm"),       HINT("arm-linux", "arm"),     HINT("armhf", "arm"),
	HINT("arm-none", "arm"),    HINT("mips64", "mips64"),     HINT("mipsel", "mips"),
	HINT("loongarch64", "loongarch64"), HINT("i686", "i386"), HINT("i386", "i386"),
	HINT("-686", "i386"),
};

/* Beginnings of messages. */
static const struct hint begins[] = {
	HINT("CPU: ARMv", "arm"),
	HINT("hash-mmu: ", "ppc64le"),
	HINT("radix-mmu: ", "ppc64le"),
	HINT("riscv: base ISA", "riscv64"),
	HINT("riscv: ISA extensions", "riscv64"),
	HINT("setup: Linux is running", "s390x"),
	HINT("setup: The maximum memory size is", "s390x"),
	HINT("CPU features: detected: ", "arm64"),
	HINT("CPU0: thread -1, cpu 0, socket", "arm"),
	HINT("Clocks: CPU ", "arm"),
};


static void see_banner(struct arch_hints *h, struct str msg)
{
	for (size_t i = 0; i < sizeof(banner) / sizeof(banner[0]); i++) {
		size_t at = str_find(msg, banner[i].text);

		if (at < msg.n) {
			h->arch = banner[i].arch;
			return;
		}
	}
}

/* "Booting Linux on physical CPU 0x0000000000 [0x410fd4b0]" is arm64, "0x0" is arm. */
static bool see_booting(struct arch_hints *h, struct str msg)
{
	struct str head = STR("Booting Linux on physical CPU ");

	if (!str_starts(msg, head))
		return false;
	msg = str_from(msg, head.n);
	h->arch = str_starts(msg, STR("0x0000000000")) || str_chr(msg, '[', 0) < msg.n ? "arm64" : "arm";
	return true;
}

void arch_see(struct arch_hints *h, struct str msg)
{
	if (h->arch || msg.n < 8)
		return;
	switch (msg.p[0]) {
	case 'L':
		if (str_starts(msg, STR("Linux version ")))
			see_banner(h, msg);
		break;
	case 'B':
		if (!see_booting(h, msg) && str_starts(msg, STR("BIOS-")))
			h->x86 = true;
		break;
	case 'x':
		h->x86 |= str_starts(msg, STR("x86/"));
		break;
	case ' ':
		h->dma32 |= str_starts(msg, STR("  DMA32  "));
		h->highmem |= str_starts(msg, STR("  HighMem "));
		break;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		if (msg.p[0] == begins[i].text.p[0] && str_starts(msg, begins[i].text))
			h->arch = begins[i].arch;
	}
}

const char *arch_guess(const struct arch_hints *h)
{
	if (h->arch || !h->x86)
		return h->arch;
	if (h->dma32)
		return "x86_64";
	return h->highmem ? "i386" : NULL;
}
