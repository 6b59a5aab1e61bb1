// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/machine_builtin.h"

#include <stddef.h>

const struct machine_builtin machine_builtins[] = {
#include "trial/machines.inc"
	{ NULL, NULL },
};
