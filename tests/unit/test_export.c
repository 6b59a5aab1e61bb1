// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/proc.h"
#include "report/export.h"

#define SVG(body)                                                              \
	"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"321\" height=\"123\">" \
	"<rect class=\"call\" x=\"10\" y=\"10\" width=\"100\" height=\"20\" fill=\"#246\"/>" body \
	"</svg>\n"
#define TEXT "<text x=\"10\" y=\"60\" font-family=\"sans-serif\">pci_init &lt;x&gt;</text>"

static bool have(const char *program)
{
	const char *argv[] = { program, "--version", NULL };
	FILE *f = tmpfile();
	struct proc p = { .argv = argv, .output = f, .seconds = 60 };
	struct err e;
	bool missing;

	assert_non_null(f);
	missing = proc_run(&p, &e) != 0 && strstr(e.msg, "is not installed");
	fclose(f);
	return !missing;
}

/* The SVG in another format; *e.msg is empty when that went well. */
static int convert(const char *svg, enum export_format format, struct buf *out, struct err *e)
{
	FILE *in = tmpfile();
	char *bytes = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&bytes, &n);
	int rc;

	assert_true(in && to);
	fputs(svg, in);
	memset(e, 0, sizeof(*e));
	rc = export_svg(in, format, to, e);
	fclose(to);
	fclose(in);
	buf_clear(out);
	buf_add(out, bytes, n);
	free(bytes);
	return rc;
}

static unsigned int big_endian(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (unsigned int)u[0] << 24 | (unsigned int)u[1] << 16 | (unsigned int)u[2] << 8 | u[3];
}

static void test_png(void **state)
{
	struct buf a = { 0 }, b = { 0 };
	struct err e;

	(void)state;
	if (!have("rsvg-convert"))
		skip();
	assert_int_equal(convert(SVG(TEXT), EXPORT_PNG, &a, &e), 0);
	assert_true(a.n > 100);
	assert_memory_equal(a.p, "\x89PNG\r\n\x1a\n", 8);
	assert_memory_equal(a.p + 12, "IHDR", 4);
	/* A px of the drawing is one of the picture. */
	assert_int_equal(big_endian(a.p + 16), 321);
	assert_int_equal(big_endian(a.p + 20), 123);
	assert_int_equal(convert(SVG(TEXT), EXPORT_PNG, &b, &e), 0);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_release(&a);
	buf_release(&b);
}

/* What a program makes of the bytes. */
static void filter(const char *const *argv, const struct buf *in, struct buf *out)
{
	FILE *f = tmpfile();
	char *bytes = NULL;
	size_t n = 0;
	struct proc p = { .argv = argv, .input = f, .output = open_memstream(&bytes, &n),
		.seconds = 60 };
	struct err e;

	assert_true(f && p.output);
	assert_int_equal(fwrite(in->p, 1, in->n, f), in->n);
	if (proc_run(&p, &e) != 0)
		fail_msg("%s", e.msg);
	fclose(f);
	fclose(p.output);
	buf_clear(out);
	buf_add(out, bytes, n);
	free(bytes);
}

static void test_pdf(void **state)
{
	struct buf a = { 0 }, b = { 0 };
	struct err e;

	(void)state;
	if (!have("rsvg-convert"))
		skip();
	assert_int_equal(convert(SVG(TEXT), EXPORT_PDF, &a, &e), 0);
	assert_true(a.n > 100);
	assert_memory_equal(a.p, "%PDF-", 5);
	/* Whenever it is made. */
	setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
	sleep(1);
	assert_int_equal(convert(SVG(TEXT), EXPORT_PDF, &b, &e), 0);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_release(&a);
	buf_release(&b);
}

/* Text stays text; 96 px are 72 pt. */
static void test_pdf_text(void **state)
{
	static const char *const to_text[] = { "pdftotext", "-", "-", NULL };
	static const char *const info[] = { "pdfinfo", "-", NULL };
	struct buf pdf = { 0 }, text = { 0 };
	struct err e;

	(void)state;
	if (!have("rsvg-convert") || !have("pdftotext"))
		skip();
	assert_int_equal(convert(SVG(TEXT), EXPORT_PDF, &pdf, &e), 0);
	filter(to_text, &pdf, &text);
	assert_non_null(strstr(buf_str(&text), "pci_init <x>"));
	filter(info, &pdf, &text);
	assert_non_null(strstr(buf_str(&text), "240.75 x 92.25 pts"));
	buf_release(&pdf);
	buf_release(&text);
}

/* 60,000 rectangles with a tooltip each, and a text of a megabyte. */
static void test_large(void **state)
{
	struct buf svg = { 0 }, out = { 0 };
	struct err e;

	(void)state;
	if (!have("rsvg-convert"))
		skip();
	buf_puts(&svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4000\" height=\"2000\">");
	for (int i = 0; i < 60000; i++)
		buf_printf(&svg, "<rect x=\"%d\" y=\"%d\" width=\"3\" height=\"3\"><title>call %d</title>"
				 "</rect>\n", i % 4000, i / 400 * 10, i);
	buf_puts(&svg, "<desc>");
	for (int i = 0; i < 100000; i++)
		buf_puts(&svg, "some words.\n");
	buf_puts(&svg, "</desc></svg>\n");
	assert_int_equal(convert(svg.p, EXPORT_PNG, &out, &e), 0);
	assert_int_equal(big_endian(out.p + 16), 4000);
	buf_release(&svg);
	buf_release(&out);
}

static void test_refused(void **state)
{
	static const char *const bad[] = { "", "no picture\n", "<svg", SVG("</g>"),
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900000\" height=\"900000\"/>" };
	struct buf out = { 0 };
	struct err e;

	(void)state;
	if (!have("rsvg-convert"))
		skip();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(convert(bad[i], EXPORT_PNG, &out, &e), -1);
		assert_int_equal(strncmp(e.msg, "rsvg-convert ", 13), 0);
		assert_int_equal(out.n, 0);
	}
	buf_release(&out);
}

static void test_missing(void **state)
{
	const char *path = getenv("PATH");
	char *old = strdup(path ? path : "");
	struct buf out = { 0 };
	struct err e;

	(void)state;
	setenv("PATH", "/nowhere", 1);
	assert_int_equal(convert(SVG(TEXT), EXPORT_PDF, &out, &e), -1);
	setenv("PATH", old, 1);
	free(old);
	assert_string_equal(e.msg, "rsvg-convert is not installed; install it (Debian: librsvg2-bin)");
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_png),     cmocka_unit_test(test_pdf),
		cmocka_unit_test(test_pdf_text), cmocka_unit_test(test_large),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
