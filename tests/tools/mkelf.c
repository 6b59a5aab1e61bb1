/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mkelf - small files that have the initcall table of a kernel, in all the forms it has had.
 *
 *   mkelf LAYOUT FILE      writes one
 *   mkelf --list           names of the layouts, one a line
 *
 * All hold the same initcalls (struct call, below) on a few hundred bytes of nothing. The names
 * that the symbols carry, the entries, their relocations and descriptors, class, byte order and
 * machine are the layout's. Those whose name begins with "bad-" are damaged.
 */
#include "mkelf.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LAYOUT(n, m, ...) { .name = n, .machine = m, __VA_ARGS__ }

static const struct layout layouts[] = {
	LAYOUT("x86_64", EM_X86_64, .entry = RELATIVE),
	LAYOUT("x86_64-4.18", EM_X86_64, .names = OLD),
	LAYOUT("x86_64-5.10", EM_X86_64, .entry = RELATIVE, .names = OLD),
	LAYOUT("i386", EM_386, .is32 = true, .entry = RELATIVE),
	LAYOUT("arm", EM_ARM, .is32 = true),
	LAYOUT("arm-thumb", EM_ARM, .is32 = true, .thumb = true),
	LAYOUT("arm64", EM_AARCH64, .entry = RELATIVE, .type = ET_DYN),
	LAYOUT("arm64-4.18", EM_AARCH64, .names = OLD, .rela = RELA_ALONE, .type = ET_DYN),
	LAYOUT("riscv64", EM_RISCV),
	LAYOUT("ppc64", EM_PPC64, .big = true, .desc = OPD24, .rela = RELA_TOO),
	LAYOUT("ppc64le", EM_PPC64, .flags = 2, .rela = RELA_TOO, .type = ET_DYN),
	LAYOUT("s390x", EM_S390, .big = true, .rela = RELA_TOO),
	LAYOUT("mips", EM_MIPS, .is32 = true, .big = true),
	LAYOUT("mips64", EM_MIPS, .big = true),
	LAYOUT("loongarch64", EM_LOONGARCH, .relr = true, .type = ET_DYN),
	LAYOUT("sparc64", EM_SPARCV9, .big = true),
	LAYOUT("parisc64", EM_PARISC, .big = true, .desc = OPD32),
	LAYOUT("m68k", EM_68K, .is32 = true, .big = true, .names = OLD),
	LAYOUT("no-levels", EM_X86_64, .names = OLD, .bounds = NO_LEVELS),
	LAYOUT("no-levels-32", EM_386, .is32 = true, .names = OLD, .bounds = NO_LEVELS),
	LAYOUT("underscore", EM_BLACKFIN, .is32 = true, .names = OLD, .underscore = true),
	LAYOUT("lto", EM_X86_64, .entry = RELATIVE, .names = STUB),
	LAYOUT("android", EM_AARCH64, .names = ANDROID, .entry = RELATIVE),
	LAYOUT("cfi", EM_AARCH64, .entry = RELATIVE, .suffix = ".cfi_jt"),
	LAYOUT("rust", EM_X86_64, .entry = RELATIVE, .rust = true),
	LAYOUT("lsm", EM_X86_64, .entry = RELATIVE, .lsm = true),
	LAYOUT("lsm-ptr", EM_S390, .big = true, .lsm = true),
	LAYOUT("many-sections", EM_X86_64, .entry = RELATIVE, .sections = 65400),
	LAYOUT("one-entry", EM_X86_64, .entry = RELATIVE, .calls = 1),
	LAYOUT("two-entries", EM_ARM, .is32 = true, .calls = 2),
	LAYOUT("no-entry-symbols", EM_RISCV, .names = NAMELESS),
	LAYOUT("deferred", EM_X86_64, .entry = RELATIVE, .deferred = true),
	LAYOUT("emit-relocs", EM_X86_64, .entry = RELATIVE, .rela = RELA_NOT_LOADED),
	LAYOUT("bad-no-symbols", EM_X86_64, .entry = RELATIVE, .bounds = STRIPPED),
	LAYOUT("bad-no-bounds", EM_X86_64, .entry = RELATIVE, .bounds = NO_BOUNDS),
	LAYOUT("bad-reversed", EM_X86_64, .entry = RELATIVE, .bounds = REVERSED),
	LAYOUT("bad-odd", EM_RISCV, .bounds = ODD),
	LAYOUT("bad-far", EM_RISCV, .bounds = FAR_AWAY),
	LAYOUT("bad-no-functions", EM_X86_64, .names = NAMELESS, .garbage = true),
	LAYOUT("bad-empty", EM_X86_64, .entry = RELATIVE, .bounds = EMPTY),
	LAYOUT("bad-debug-only", EM_X86_64, .entry = RELATIVE, .nobits = true),
	LAYOUT("bad-program", EM_X86_64, .bounds = NO_BOUNDS, .interp = true),
};

#define NLAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

int main(int argc, char **argv)
{
	size_t i;

	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		for (i = 0; i < NLAYOUTS; i++)
			puts(layouts[i].name);
		return 0;
	}
	if (argc != 3) {
		fputs("usage: mkelf LAYOUT FILE, or mkelf --list\n", stderr);
		return 2;
	}
	for (i = 0; i < NLAYOUTS; i++) {
		if (strcmp(layouts[i].name, argv[1]) == 0)
			break;
	}
	if (i == NLAYOUTS) {
		fprintf(stderr, "mkelf: no layout '%s'\n", argv[1]);
		return 2;
	}
	return mkelf_write(&layouts[i], argv[2]) == 0 ? 0 : 1;
}
