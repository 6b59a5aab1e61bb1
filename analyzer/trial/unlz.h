/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacks what scripts/guest/lz.c packed. */
#pragma once

#include "base/buf.h"
#include "base/str.h"

/*
 * Appends what is packed to out; what out already holds may be referred to.
 * Returns 0, or -1 if the bytes make no sense or give more than `most`.
 */
int unlz(struct buf *out, struct str packed, size_t most);
