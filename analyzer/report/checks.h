/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was demanded of boots, and how it came out. */
#pragma once

#include <stdio.h>

#include "compare/budget.h"
#include "report/json.h"

/* A section of that title, a line for each check. */
void checks_text(const struct checks *c, const char *title, FILE *f);
/* JSON: the lines of a budget as an array "budget"; what was not judged is null. */
void budget_json(const struct budget *b, struct json *j);
