/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What commands share. */
#pragma once

#include <stdbool.h>

#include "base/err.h"
#include "base/opts.h"

/* Prints what is wrong with the input or the output; returns EXIT_UNUSABLE. */
int cmd_unusable(const struct err *e);

enum cmd_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV };

/* What the options ask for, else what the ending of the output's name does. */
enum cmd_format cmd_format(bool csv, const struct common *c);
