// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/dot.h"

#include <string.h>

#include "base/proc.h"
#include "base/utf8.h"
#include "report/export.h"

/* dot needs a second for 500 nodes, and hours for some graphs of many thousand. */
#define DOT_SECONDS 120

#define REPLACEMENT "\xef\xbf\xbd"

/* Bytes of a character that XML allows, too; 0: none begins here. */
static size_t length_of(const char *p, size_t n)
{
	size_t len = utf8_length(p, n);

	if (len == 1 && ((unsigned char)*p < 0x20 || *p == 0x7f))
		return 0;
	/* The controls of Latin 1, and the two that are no characters. */
	if (len == 2 && *p == '\xc2' && (unsigned char)p[1] < 0xa0)
		return 0;
	if (len == 3 && memcmp(p, "\xef\xbf", 2) == 0 && (unsigned char)p[2] >= 0xbe)
		return 0;
	return len;
}

static void add_char(struct buf *b, const char *p, size_t len)
{
	if (len == 0)
		buf_puts(b, REPLACEMENT);
	else if (*p == '"')
		buf_puts(b, "\\\"");
	else if (*p == '\\')
		buf_puts(b, "\\\\");
	else if (*p == '&') /* dot reads entities of HTML in all texts */
		buf_puts(b, "&amp;");
	else
		buf_add(b, p, len);
}

void dot_text(struct buf *b, const char *s, size_t max)
{
	size_t n = strlen(s), chars = 0;

	for (size_t i = 0, len; i < n; i += len ? len : 1) {
		if (max && ++chars > max) {
			buf_puts(b, "\xe2\x80\xa6");
			return;
		}
		len = length_of(s + i, n - i);
		add_char(b, s + i, len);
	}
}

void dot_name(struct buf *b, const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0, len; i < n; i += len ? len : 1) {
		len = length_of(s + i, n - i);
		/* (a backslash before the closing quote would escape it) */
		if (s[i] == '\\')
			buf_addc(b, '/');
		else
			add_char(b, s + i, len);
	}
}

static int run_dot(FILE *dot, const char *as, FILE *to, struct err *e)
{
	/* Fonts are chosen by the language, too. */
	static const char *const env[] = { "LC_ALL=C.UTF-8", "LANGUAGE=", NULL };
	const char *const argv[] = { "dot", as, NULL };
	const struct proc p = {
		.argv = argv,
		.package = "graphviz",
		.input = dot,
		.output = to,
		.seconds = DOT_SECONDS,
		.env = env,
	};

	return proc_run(&p, e);
}

/* A PDF of dot holds the time of day; that of rsvg-convert does not. */
static int draw_pdf(FILE *dot, FILE *to, struct err *e)
{
	FILE *svg = tmpfile();
	int r;

	if (!svg)
		return err_set(e, NULL, 0, "no temporary file can be made; is the disk full?");
	r = run_dot(dot, "-Tsvg", svg, e);
	if (r == 0 && (fflush(svg) != 0 || ferror(svg)))
		r = err_set(e, NULL, 0, "a temporary file cannot be written; is the disk full?");
	if (r == 0)
		r = export_svg(svg, EXPORT_PDF, to, e);
	fclose(svg);
	return r;
}

int dot_draw(FILE *dot, enum dot_format format, FILE *to, struct err *e)
{
	if (format == DOT_PDF)
		return draw_pdf(dot, to, e);
	return run_dot(dot, format == DOT_PNG ? "-Tpng" : "-Tsvg", to, e);
}
