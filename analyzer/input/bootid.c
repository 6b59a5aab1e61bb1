// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/bootid.h"

#include <string.h>

#include "input/text.h"

/* Where the id is not in the first lines, it is nowhere. */
#define LINES_MOST 64
/* Between the key and the id: '" : "'. */
#define BETWEEN_MOST 8

static bool take_id(char id[BOOTID_DIGITS + 1], struct str s)
{
	size_t n = 0, i = 0;

	while (i < s.n && i < BETWEEN_MOST && strchr("\" :\t", s.p[i]))
		i++;
	for (; i < s.n && n < BOOTID_DIGITS; i++) {
		int digit = hex_value(s.p[i]);

		if (digit >= 0)
			id[n++] = "0123456789abcdef"[digit];
		else if (s.p[i] != '-' || !n)
			break;
	}
	if (n < BOOTID_DIGITS || (i < s.n && hex_value(s.p[i]) >= 0))
		n = 0;
	id[n] = '\0';
	return n > 0;
}

static bool line_id(char id[BOOTID_DIGITS + 1], struct str s)
{
	static const struct str head = { "# boot_id", 9 }, key = { "\"_BOOT_ID\"", 10 };
	size_t at = str_find(s, key);

	if (str_starts(s, head))
		return take_id(id, str_from(s, head.n));
	return at < s.n && take_id(id, str_from(s, at + key.n));
}

int bootid_read(char id[BOOTID_DIGITS + 1], const char *name, struct err *e)
{
	struct text_line line;
	struct text *t;
	int r;

	id[0] = '\0';
	if (strcmp(name, "-") == 0)
		return 0;
	if (text_open(&t, name, e) != 0)
		return -1;
	while ((r = text_next(t, &line, e)) > 0) {
		r = 0;
		if (line.no > LINES_MOST || line_id(id, line.s))
			break;
	}
	text_close(t);
	return r;
}
