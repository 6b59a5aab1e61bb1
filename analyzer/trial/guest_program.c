// SPDX-License-Identifier: GPL-2.0-or-later
/* Carries the guest's program, which make built before; GUEST_PROGRAM is its file. */
#include "trial/guest_program.h"

__asm__(".pushsection .rodata, \"a\"\n"
	"	.balign 16\n"
	"bootcheck_guest_program:\n"
	"	.incbin \"" GUEST_PROGRAM "\"\n"
	"bootcheck_guest_program_end:\n"
	"	.byte 0\n"
	".popsection\n");

extern const char bootcheck_guest_program[] __attribute__((visibility("hidden")));
extern const char bootcheck_guest_program_end[] __attribute__((visibility("hidden")));

struct str guest_program(void)
{
	return (struct str){ bootcheck_guest_program,
			     (size_t)(bootcheck_guest_program_end - bootcheck_guest_program) };
}
