/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What facts.c asks of facts_find.c. */
#pragma once

#include "advice/facts.h"

/* The kind that a symbol of the code stands for, or NULL. */
const struct fact_kind *fact_of_sym(struct fact_finder *f, uint32_t sym);
/* The kind with this code. */
const struct fact_kind *fact_kind_of(const char *code);
/* The node that defines what an initcall uses. sym may be CODE_NONE. */
uint32_t fact_provider(struct fact_finder *f, uint32_t call, const char *symbol, uint32_t sym);
