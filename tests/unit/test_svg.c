// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/svg.h"

static char text[4096];

static FILE *begin(void)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	return f;
}

static const char *end(FILE *f)
{
	size_t n;

	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static const char *escaped(const char *s)
{
	FILE *f = begin();

	xml_text(f, s);
	return end(f);
}

static void test_escape(void **state)
{
	(void)state;
	assert_string_equal(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
	assert_string_equal(escaped("caf\xc3\xa9"), "caf\xc3\xa9");
	/* not UTF-8, an escape sequence, DEL, a C1 control, U+FFFE, a lone surrogate */
	assert_string_equal(escaped("\xff"), "\xef\xbf\xbd");
	assert_string_equal(escaped("\x1b[31m"), "\xef\xbf\xbd[31m");
	assert_string_equal(escaped("\x7f"), "\xef\xbf\xbd");
	assert_string_equal(escaped("\xc2\x9b"), "\xef\xbf\xbd");
	assert_string_equal(escaped("\xef\xbf\xbe"), "\xef\xbf\xbd");
	assert_string_equal(escaped("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	/* cut in the middle of a character */
	assert_string_equal(escaped("x\xe2\x82"), "x\xef\xbf\xbd\xef\xbf\xbd");
	/* text that turns around */
	assert_string_equal(escaped("a\xe2\x80\xae" "b\xe2\x81\xa6"), "a\xef\xbf\xbd" "b\xef\xbf\xbd");
	assert_string_equal(escaped("\xe2\x80\x94 \xe2\x82\xac"), "\xe2\x80\x94 \xe2\x82\xac");
}

static void test_shapes(void **state)
{
	FILE *f = begin();

	(void)state;
	svg_begin(f, 100, 50.5, "<t>", NULL, false);
	svg_rect(f, "bar c1", 1.005, -2.5, 10, 0.126, "a & b");
	svg_rect(f, NULL, 1, 1, 0, 5, NULL);
	svg_rect(f, NULL, 1, 1, -1, 5, NULL);
	svg_line(f, NULL, 0, 0.1, 0.25, 1000000);
	svg_text(f, "label", SVG_END, 5, 6, "x<y");
	svg_group(f, "g", "t");
	svg_group_end(f);
	svg_end(f);
	assert_string_equal(end(f),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"100\" height=\"50.5\" "
		"viewBox=\"0 0 100 50.5\">\n<title>&lt;t&gt;</title>\n"
		"<rect class=\"bar c1\" x=\"1\" y=\"-2.5\" width=\"10\" height=\"0.13\">"
		"<title>a &amp; b</title></rect>\n"
		"<line x1=\"0\" y1=\"0.1\" x2=\"0.25\" y2=\"1000000\"/>\n"
		"<text class=\"label\" x=\"5\" y=\"6\" text-anchor=\"end\">x&lt;y</text>\n"
		"<g class=\"g\"><title>t</title>\n</g>\n</svg>\n");
}

static void test_width(void **state)
{
	(void)state;
	assert_true(svg_text_width("", 10) == 0);
	assert_true(svg_text_width("i", 10) < svg_text_width("m", 10));
	/* DejaVu Sans: l 278, 0 636 of 1000 */
	assert_true(svg_text_width("l0", 100) > 91.3 && svg_text_width("l0", 100) < 91.5);
	/* one for a character of several bytes */
	assert_true(svg_text_width("\xe2\x82\xac", 10) == 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
