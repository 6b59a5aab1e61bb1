/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration of a kernel (.config, /proc/config.gz), and what differs between two. */
#pragma once

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct kconfig_symbol {
	const char *name;  /* with CONFIG_ */
	const char *value; /* "y", "m", "\"text\"", "0x10"; "n": not set */
	unsigned long line;
};

struct kconfig {
	struct arena arena;
	struct kconfig_symbol *v; /* by name, each once */
	size_t n, cap;
};

/* Plain or packed. Returns 0, or -1 with e set. */
int kconfig_read(struct kconfig *k, const char *file, struct err *e);
void kconfig_release(struct kconfig *k);

struct kconfig_change {
	const char *name;
	const char *before, *after;
};

struct kconfig_changes {
	struct kconfig_change *v; /* by name */
	size_t n, cap;
};

/*
 * What is not set and what is not there are the same: symbols come and go with
 * what they depend on. The strings are those of a and b.
 */
void kconfig_compare(struct kconfig_changes *c, const struct kconfig *a,
		     const struct kconfig *b);
void kconfig_changes_release(struct kconfig_changes *c);
