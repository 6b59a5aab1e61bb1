/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols as logs print them, each distinct text taken apart once. */
#pragma once

#include "model/boot.h"

/*
 * The symbol with this text ("F+0x0/0x1c [mod]"), owned by s and
 * shared by all boots of the set.
 */
struct sym *bootset_sym(struct bootset *s, struct str raw);
