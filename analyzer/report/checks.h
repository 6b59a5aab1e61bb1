/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text: what was demanded of boots, and how it came out. */
#pragma once

#include <stdio.h>

#include "compare/checks.h"

/* A section of that title, a line for each check. */
void checks_text(const struct checks *c, const char *title, FILE *f);
