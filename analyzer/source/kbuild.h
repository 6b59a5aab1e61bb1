/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which modules a source file is a part of, by the makefiles above it. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

#define KBUILD_NAMES 8

struct kbuild {
	const char *name[KBUILD_NAMES]; /* with '_' for '-' */
	unsigned n;
	bool sure; /* each of them is an object of obj-..., and all lines were understood */
};

void kbuild_modules(struct kbuild *k, struct arena *a, const char *dir, const char *file);
bool kbuild_has(const struct kbuild *k, const char *module);
