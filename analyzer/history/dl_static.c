// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * For the static program alone, whose linker gives this to who asks for dlopen() (-Wl,--wrap). SQLite can
 * load extensions, which is off here and stays off; libc's dlopen() would need shared libraries at run
 * time. So nothing is ever loaded.
 */
#include <stddef.h>

void *__wrap_dlopen(const char *file, int mode);

void *__wrap_dlopen(const char *file, int mode)
{
	(void)file;
	(void)mode;
	return NULL;
}
