// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html_escape.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* The line ends of Unicode, U+2028 and U+2029, are E2 80 A8 and E2 80 A9. */
static const char line_end[] = "\xe2\x80";

struct escape {
	FILE *to;
	size_t held; /* bytes of line_end that came by and are not written */
};

static void let_go(struct escape *e)
{
	fwrite(line_end, 1, e->held, e->to);
	e->held = 0;
}

static void one_byte(struct escape *e, char c)
{
	if (e->held == 2 && (c == '\xa8' || c == '\xa9')) {
		fputs(c == '\xa8' ? "\\u2028" : "\\u2029", e->to);
		e->held = 0;
		return;
	}
	if (e->held < 2 && c == line_end[e->held]) {
		e->held++;
		return;
	}
	let_go(e);
	if (c == line_end[0])
		e->held = 1;
	else if (c == '<' || c == '>' || c == '&')
		fprintf(e->to, "\\u%04x", (unsigned int)c);
	else
		putc(c, e->to);
}

static ssize_t take(void *cookie, const char *p, size_t n)
{
	struct escape *e = cookie;

	for (size_t i = 0; i < n; i++)
		one_byte(e, p[i]);
	return ferror(e->to) ? 0 : (ssize_t)n;
}

static int finish(void *cookie)
{
	let_go(cookie);
	free(cookie);
	return 0;
}

FILE *html_escape_open(FILE *to)
{
	struct escape *e = xcalloc(1, sizeof(*e));
	FILE *f;

	e->to = to;
	f = fopencookie(e, "w", (cookie_io_functions_t){ .write = take, .close = finish });
	if (!f)
		abort(); /* memory is all that it could lack */
	fputs("<script type=\"application/json\" id=\"data\">", to);
	return f;
}

void html_escape_close(FILE *f, FILE *to)
{
	fclose(f);
	fputs("</script>\n", to);
}
