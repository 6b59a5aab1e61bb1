/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reports of `bootcheck patch --list`: what would be edited. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/vec.h"

enum patch_row_status { PATCH_ROW_EDITED, PATCH_ROW_ALREADY, PATCH_ROW_REFUSED };

/* What is not known is NULL or 0. */
struct patch_row {
	const char *name, *module;
	enum patch_row_status status;
	const char *file;
	uint32_t line;
	const char *macro;  /* that stands there */
	const char *edit;   /* "deferred_module_init", "push_macro" */
	const char *reason; /* of a refusal */
};

struct patch_list {
	VEC(struct patch_row) rows;
	const char *cmdline; /* the same choice, "deferred_initcalls=a,b" */
	bool revert;
};

/* width 0: no limit */
void patch_list_text(const struct patch_list *l, int width, bool colour, FILE *f);
void patch_list_json(const struct patch_list *l, bool pretty, FILE *f);
