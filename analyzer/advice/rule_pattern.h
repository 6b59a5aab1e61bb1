/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns of rules, as in the shell: * is any bytes ('/' as well), ? is one,
 * [a-z] and [!a-z] one of a set. fnmatch() would do, but its time grows with
 * the power of the stars, and rules come from anywhere.
 */
#pragma once

#include <stdbool.h>

#include "advice/rule.h"

/* Fills in p from a text that outlives it. Returns NULL, or what is wrong with the text. */
const char *rule_pattern_parse(struct rule_pattern *p, enum rule_field f, const char *text);
/* Whatever p->not is. */
bool rule_pattern_fits(const struct rule_pattern *p, const char *s);
/* As kernel parameters are compared: in the name, before '=', '-' and '_' are the same. */
bool rule_pattern_fits_word(const struct rule_pattern *p, const char *word);
/* One of the patterns fits, and none with '!'. NULL: does not fit. No patterns: fits. */
bool rule_patterns_fit(const struct rule_patterns *ps, const char *s);
