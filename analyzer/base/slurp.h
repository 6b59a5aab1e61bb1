/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole file in memory. */
#pragma once

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Adds the bytes of the file to b ("-": standard input). Returns 0, or -1 with e
 * set: it cannot be read, or has more than `most` bytes.
 */
int slurp(struct buf *b, const char *name, size_t most, struct err *e);
