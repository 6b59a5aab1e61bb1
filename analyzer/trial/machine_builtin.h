/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The profiles of samples/machines/, as the build put them into the program. */
#pragma once

struct machine_builtin {
	const char *name; /* of the file, without .machine */
	const char *text;
};

/* Ends with a name of NULL. */
extern const struct machine_builtin machine_builtins[];
