/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File descriptors for who starts other programs. */
#pragma once

#include <stddef.h>

/* Closes *fd if it is open, and makes it -1. */
void fd_close(int *fd);
/*
 * Moves *fd away from 0 to 2, which it can be when we were started without
 * them: setting up the child's would overwrite it. Returns 0, or -1 with errno
 * set and *fd as it was.
 */
int fd_above_std(int *fd);
/*
 * Writes all n bytes, and goes on after signals. Safe between fork() and
 * exec(). Returns 0, or -1 with errno set.
 */
int fd_write_all(int fd, const char *p, size_t n);
