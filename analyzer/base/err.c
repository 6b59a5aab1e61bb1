// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static void clean(char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
	}
}

int err_set(struct err *e, const char *file, unsigned long line, const char *fmt, ...)
{
	va_list ap;
	int n = 0;

	if (file && line)
		n = snprintf(e->msg, sizeof(e->msg), "%.256s:%lu: ", file, line);
	else if (file)
		n = snprintf(e->msg, sizeof(e->msg), "%.256s: ", file);
	if (n < 0)
		n = 0;
	va_start(ap, fmt);
	vsnprintf(e->msg + n, sizeof(e->msg) - (size_t)n, fmt, ap);
	va_end(ap);
	clean(e->msg);
	return -1;
}
