/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The macro that declares an initcall, as it stands in the source. */
#pragma once

#include <stdint.h>

#include "base/buf.h"

/*
 * Puts the macro's name at file:line of the tree dir into b ("module_init").
 * false: the file is not there, or the line does not begin with a macro's use.
 */
bool source_macro(struct buf *b, const char *dir, const char *file, uint32_t line);
