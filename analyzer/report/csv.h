/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV by RFC 4180: CR LF after each row, quotes where needed; what is not known is empty. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

struct csv {
	FILE *f;
	struct buf row;
	bool open; /* the row has a field already */
};

void csv_init(struct csv *c, FILE *f);
void csv_release(struct csv *c);
/* NULL is an empty field. */
void csv_field(struct csv *c, const char *s);
void csv_number(struct csv *c, int64_t v);
void csv_end_row(struct csv *c);
/* A row of names, separated by commas already. */
void csv_header(struct csv *c, const char *names);
