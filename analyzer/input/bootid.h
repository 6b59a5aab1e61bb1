/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot id of a log: in the head that scripts/capture-boot writes, and in a journal's records. */
#pragma once

#include "base/err.h"

/* Hexadecimal digits of an id. */
#define BOOTID_DIGITS 32

/*
 * The first id in a log of one boot, without dashes, to id; "" when there is none, and for standard
 * input, which can be read once. Returns 0, or -1 with e set when the file cannot be read.
 */
int bootid_read(char id[BOOTID_DIGITS + 1], const char *name, struct err *e);
