/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX extended regular expressions; only pattern.c knows <regex.h>. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

struct pattern;

/* NULL, with e set, when the text is none. */
struct pattern *pattern_new(const char *text, struct err *e);
void pattern_free(struct pattern *p);
/* Whether it fits the whole of s. */
bool pattern_fits(const struct pattern *p, const char *s);
