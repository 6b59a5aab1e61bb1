/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of `bootcheck image --deps` that a graph of all built-in code gives. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "report/image.h"
#include "report/json.h"

/* "dependencies" and "modules". */
void image_graph_json(const struct image_report *r, struct json *j);
void image_graph_text(const struct image_report *r, bool colour, FILE *f);
