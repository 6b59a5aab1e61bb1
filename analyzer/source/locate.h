/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Source files of initcalls by the kernel's source tree, for a vmlinux without
 * debug information: looks for the macros that declare them.
 */
#pragma once

#include "input/image.h"

/*
 * Fills in the file of each initcall that has none, and the line when it is not
 * known, where the tree leaves no doubt. Reads every .c and .h file below dir.
 * Returns 0, or -1 with e set when dir is no kernel tree.
 */
int source_locate(struct image *img, const char *dir, struct err *e);
