/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses the architecture of a boot from messages that only it prints. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

struct arch_hints {
	const char *arch; /* NULL: not known yet; kernel's own names: x86_64, arm64, ... */
	bool x86, dma32, highmem;
};

void arch_see(struct arch_hints *h, struct str msg);
/* The answer after the last line; NULL when nothing told it. */
const char *arch_guess(const struct arch_hints *h);
