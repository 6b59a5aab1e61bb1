// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/macro.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MACRO_MAX 64

/* The identifier that the line begins with, if "(" follows it. */
static bool take_macro(struct buf *b, const char *text)
{
	size_t n = 0, end;

	while (isspace((unsigned char)*text))
		text++;
	while (isalnum((unsigned char)text[n]) || text[n] == '_')
		n++;
	for (end = n; text[end] == ' ' || text[end] == '\t';)
		end++;
	if (!n || n > MACRO_MAX || text[end] != '(')
		return false;
	buf_add(b, text, n);
	return true;
}

bool source_macro(struct buf *b, const char *dir, const char *file, uint32_t line)
{
	struct buf path = { 0 };
	char *text = NULL;
	size_t size = 0;
	bool r = false;
	FILE *f;

	if (strstr(file, "../") || file[0] == '/')
		return false;
	buf_printf(&path, "%s/%s", dir, file);
	f = fopen(path.p, "re");
	buf_release(&path);
	if (!f)
		return false;
	for (uint32_t i = 1; getline(&text, &size, f) > 0; i++) {
		if (i == line) {
			r = take_macro(b, text);
			break;
		}
	}
	free(text);
	fclose(f);
	return r;
}
