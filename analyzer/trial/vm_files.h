/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files in memory that a child sees by name. */
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* An empty file in memory, closed on exec; returns its descriptor, above 2, or -1 with e set. */
int memory_file(struct err *e);
/* With these bytes. */
int memory_file_of(struct str bytes, struct err *e);
/* With a copy of a file, its holes included. */
int memory_file_copy(const char *file, struct err *e);
/* Appends what is in it. Returns 0, or -1 with e set. */
int memory_file_read(struct buf *b, int fd, struct err *e);
