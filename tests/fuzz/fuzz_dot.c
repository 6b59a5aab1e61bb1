/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: names as text for Graphviz. Whatever they hold, what comes out is UTF-8 without
 * control bytes, in which no quote and no backslash stands alone, and not longer than was asked for.
 */
#include "base/utf8.h"
#include "replay.h"
#include "report/dot.h"

#include <string.h>

#define CHARS_MAX 20

/* Returns how many characters a person sees. */
static size_t check_quoted(const struct buf *b)
{
	size_t n = b->n, chars = 0, len;
	const char *p = b->p;

	for (size_t i = 0; i < n; i += len, chars++) {
		len = utf8_length(p + i, n - i);
		MUST(len > 0);
		MUST(len > 1 || ((unsigned char)p[i] >= 0x20 && p[i] != 0x7f));
		MUST(p[i] != '"');
		if (p[i] == '\\') {
			MUST(i + 1 < n && (p[i + 1] == '\\' || p[i + 1] == '"'));
			len = 2;
		} else if (p[i] == '&') {
			MUST(n - i >= 5 && memcmp(p + i, "&amp;", 5) == 0);
			len = 5;
		}
	}
	return chars;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);
	struct buf b = { 0 };

	MUST(s);
	if (size)
		memcpy(s, data, size);
	s[size] = '\0';
	dot_text(&b, s, 0);
	check_quoted(&b);
	buf_clear(&b);
	dot_text(&b, s, CHARS_MAX);
	MUST(check_quoted(&b) <= CHARS_MAX + 1);
	buf_clear(&b);
	dot_name(&b, s);
	check_quoted(&b);
	buf_release(&b);
	free(s);
	return 0;
}
