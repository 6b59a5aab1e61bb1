// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/slurp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define STEP ((size_t)65536)

static int take(struct buf *b, FILE *f, const char *name, size_t most, struct err *e)
{
	size_t before = b->n, n;

	do {
		buf_reserve(b, STEP);
		errno = 0;
		n = fread(b->p + b->n, 1, STEP, f);
		b->n += n;
		b->p[b->n] = '\0';
		if (b->n - before > most)
			return err_set(e, name, 0, "has more than %zu bytes; is it the right file?",
				       most);
	} while (n);
	if (ferror(f))
		return err_set(e, name, 0, "cannot read: %s; name a file that can be read",
			       strerror(errno));
	return 0;
}

int slurp(struct buf *b, const char *name, size_t most, struct err *e)
{
	FILE *f;
	int r;

	if (strcmp(name, "-") == 0)
		return take(b, stdin, "standard input", most, e);
	f = fopen(name, "re");
	if (!f)
		return err_set(e, name, 0, "cannot open: %s; check the name", strerror(errno));
	r = take(b, f, name, most, e);
	fclose(f);
	return r;
}
