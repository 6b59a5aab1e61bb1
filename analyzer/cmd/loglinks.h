/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What logs say of devices that supply others, for commands that read dependencies. */
#pragma once

#include "base/err.h"
#include "input/deps_log.h"

/*
 * Gives l the messages of a log. Standard input ("-") is left alone: it can be
 * read once, and the boots are in there. Returns 0, or -1 with e set.
 */
int loglinks_read(struct devlinks *l, const char *name, struct err *e);
