/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What advice is made of, read in the order in which one needs the other: the
 * kernel, the links that the logs show, the dependencies, the code, the rule
 * book, the logs. For commands that advise, or show advice.
 */
#pragma once

#include "advice/advice.h"
#include "base/vec.h"
#include "model/join.h"

struct advising_opts {
	const char *vmlinux;
	const char *source;          /* kernel tree for files that the kernel does not name, or NULL */
	struct deps_opts deps;       /* but for the hints */
	const char *system_map;      /* or NULL */
	const char *const *rules;    /* files added to the built-in ones */
	size_t nrules;
	const char *const *logs;     /* at least one */
	size_t nlogs;
	struct advice_opts advice;
	bool verbose;                /* say what was passed over */
};

struct advising {
	struct image image;
	struct deps deps;
	struct code code;
	struct joiner *joiner;
	struct rulebook book;
	struct series series;
	struct rows rows;
	struct advice advice;
	bool has_image, has_deps, has_code, has_series, has_advice;
};

/*
 * Reads it all and advises. Logs that cannot be used are named on stderr and
 * left out (series.bad). Returns 0, or -1 with e set; to be released either way.
 */
int advising_read(struct advising *a, const struct advising_opts *o, struct err *e);
void advising_release(struct advising *a);
