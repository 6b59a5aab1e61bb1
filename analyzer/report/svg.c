// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/svg.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

/* Characters that XML 1.0 does not allow, though UTF-8 does. */
static bool xml_char(const char *p, size_t n)
{
	unsigned char c = (unsigned char)p[0];

	if (n == 1)
		return c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n';
	if (n == 2) /* C1 controls: a terminal would obey them */
		return c != 0xc2 || (unsigned char)p[1] >= 0xa0;
	if (n == 3 && c == 0xef && (unsigned char)p[1] == 0xbf)
		return (unsigned char)p[2] < 0xbe;
	/* Marks that turn the direction of text around: names would lie. */
	if (n == 3 && c == 0xe2)
		return !((unsigned char)p[1] == 0x80 && (unsigned char)p[2] >= 0xaa &&
			 (unsigned char)p[2] <= 0xae) &&
		       !((unsigned char)p[1] == 0x81 && (unsigned char)p[2] >= 0xa6 &&
			 (unsigned char)p[2] <= 0xa9);
	return true;
}

void xml_text(FILE *f, const char *s)
{
	size_t left = strlen(s), n;

	for (; left; s += n, left -= n) {
		n = utf8_length(s, left);
		if (!n || !xml_char(s, n)) {
			n = n ? n : 1;
			fputs("\xef\xbf\xbd", f);
		} else if (n > 1) {
			fwrite(s, 1, n, f);
		} else if (*s == '<') {
			fputs("&lt;", f);
		} else if (*s == '>') {
			fputs("&gt;", f);
		} else if (*s == '&') {
			fputs("&amp;", f);
		} else if (*s == '"') {
			fputs("&quot;", f);
		} else if (*s == '\'') {
			fputs("&#39;", f);
		} else {
			putc(*s, f);
		}
	}
}

/* Two decimals at most, and no more than needed: a chart has thousands of these. */
static void number(FILE *f, double v)
{
	long long n = llround(v * 100);
	long long a = n < 0 ? -n : n;

	fprintf(f, n < 0 ? "-%lld" : "%lld", a / 100);
	if (a % 100 && a % 10)
		fprintf(f, ".%02lld", a % 100);
	else if (a % 100)
		fprintf(f, ".%lld", a % 100 / 10);
}

static void attribute(FILE *f, const char *name, double v)
{
	fprintf(f, " %s=\"", name);
	number(f, v);
	putc('"', f);
}

static void put_class(FILE *f, const char *class)
{
	if (class)
		fprintf(f, " class=\"%s\"", class);
}

static void put_title(FILE *f, const char *title)
{
	fputs("<title>", f);
	xml_text(f, title);
	fputs("</title>", f);
}

void svg_begin(FILE *f, double width, double height, const char *title, const char *style,
	       bool embedded)
{
	if (!embedded)
		fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", f);
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"", f);
	if (!embedded) {
		attribute(f, "width", width);
		attribute(f, "height", height);
	}
	fputs(" viewBox=\"0 0 ", f);
	number(f, width);
	putc(' ', f);
	number(f, height);
	fputs("\">\n", f);
	put_title(f, title);
	putc('\n', f);
	if (style)
		fprintf(f, "<style>\n%s</style>\n", style);
}

void svg_end(FILE *f)
{
	fputs("</svg>\n", f);
}

void svg_group(FILE *f, const char *class, const char *title)
{
	fputs("<g", f);
	put_class(f, class);
	putc('>', f);
	if (title)
		put_title(f, title);
	putc('\n', f);
}

void svg_group_end(FILE *f)
{
	fputs("</g>\n", f);
}

void svg_rect(FILE *f, const char *class, double x, double y, double w, double h,
	      const char *title)
{
	if (!(w > 0 && h > 0))
		return;
	fputs("<rect", f);
	put_class(f, class);
	attribute(f, "x", x);
	attribute(f, "y", y);
	attribute(f, "width", w);
	attribute(f, "height", h);
	if (!title) {
		fputs("/>\n", f);
		return;
	}
	putc('>', f);
	put_title(f, title);
	fputs("</rect>\n", f);
}

void svg_line(FILE *f, const char *class, double x1, double y1, double x2, double y2)
{
	fputs("<line", f);
	put_class(f, class);
	attribute(f, "x1", x1);
	attribute(f, "y1", y1);
	attribute(f, "x2", x2);
	attribute(f, "y2", y2);
	fputs("/>\n", f);
}

void svg_path(FILE *f, const char *class, const char *d)
{
	fputs("<path", f);
	put_class(f, class);
	fprintf(f, " d=\"%s\"/>\n", d);
}

void svg_text(FILE *f, const char *class, enum svg_anchor anchor, double x, double y,
	      const char *text)
{
	static const char *const anchors[] = { NULL, "middle", "end" };

	fputs("<text", f);
	put_class(f, class);
	attribute(f, "x", x);
	attribute(f, "y", y);
	if (anchors[anchor])
		fprintf(f, " text-anchor=\"%s\"", anchors[anchor]);
	putc('>', f);
	xml_text(f, text);
	fputs("</text>\n", f);
}

double svg_text_width(const char *s, double size)
{
	/* Of DejaVu Sans (and Verdana, which it was made after), in 1/1000 of the size. */
	static const unsigned short advance[] = {
		318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318,  337,
		636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838,  531,
		1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
		603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,  500,
		500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634,  612,
		635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
	};
	unsigned int sum = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 32 && c < 127)
			sum += advance[c - 32];
		else if ((c & 0xc0) != 0x80) /* one for each character, a wide one */
			sum += 1000;
	}
	return sum * size / 1000;
}
