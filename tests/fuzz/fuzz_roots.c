/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: the roots of a log. The first line of the input is --need, the second one another
 * command line (empty: that of the log), the rest is the log. Whatever it says, every root has its
 * texts, every selector a name that it fits, and every line is one of the log.
 */
#include "advice/roots.h"
#include "replay.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Takes a line off the input, as a string. */
static char *take(const uint8_t **data, size_t *size)
{
	const uint8_t *end = memchr(*data, '\n', *size);
	size_t n = end ? (size_t)(end - *data) : *size;
	char *s = strndup((const char *)*data, n);

	MUST(s);
	n += end != NULL;
	*data += n;
	*size -= n;
	return s;
}

static void check_roots(const struct roots *r, const struct boot *b)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct root *root = &r->v[i];

		MUST(root->kind < ROOT_KINDS && root_kind_name(root->kind));
		MUST(root->what && root->evidence && root_sure_name(root->sure));
		MUST(root->line <= b->last_line);
		for (size_t k = 0; k < root->n; k++) {
			const struct root_selector *s = &root->v[k];

			MUST(s->name && s->name[0] && s->why && root_how_name(s->how));
			MUST(s->fits > 0 && s->line <= b->last_line);
			MUST(!s->call || (s->call >= b->calls && s->call < b->calls + b->ncalls));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *need = take(&data, &size), *cmdline = take(&data, &size);
	const char *needs[] = { need };
	struct bootset s;
	struct text *t;
	struct err e;

	if (text_open_memory(&t, "fuzz", data, size, &e) == 0) {
		bootset_init(&s);
		s.want_notes = true;
		if (bootset_read_text(&s, t, "fuzz", &e) == 0) {
			for (size_t i = 0; i < s.n && i < 4; i++) {
				struct roots r;

				roots_find(&r, s.v[i], cmdline[0] ? cmdline : NULL, needs, 1, NULL);
				check_roots(&r, s.v[i]);
				roots_release(&r);
			}
		}
		bootset_release(&s);
		text_close(t);
	}
	free(need);
	free(cmdline);
	return 0;
}
