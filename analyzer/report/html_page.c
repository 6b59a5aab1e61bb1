// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html_page.h"

#include "report/compare_text.h"
#include "report/fmt.h"
#include "report/html_web.h"
#include "report/svg.h"

/*
 * Nothing may be loaded, and only this style and this script may be used: should
 * ever a name in a log get past the escaping, it still does nothing.
 */
static void policy(FILE *f)
{
	fprintf(f, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		   "style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; "
		   "form-action 'none'\">\n", html_css_hash, html_js_hash);
}

/* Patterns that the style refers to: hatching shows waits and gaps without colour. */
static const char patterns[] =
	"<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
	"<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
	"patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0V6\"/></pattern>"
	"</defs></svg>\n";

void html_begin(struct html *p, FILE *f, const char *title)
{
	*p = (struct html){ .f = f };
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", f);
	policy(f);
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"generator\" content=\"bootcheck\">\n<title>", f);
	xml_text(f, title);
	fputs("</title>\n<style>", f);
	fputs(html_css, f);
	fputs("</style>\n</head>\n<body>\n", f);
	fputs(patterns, f);
}

void html_main_end(struct html *p)
{
	html_put(p, "</main>\n");
}

void html_end(struct html *p)
{
	html_put(p, "<script>");
	html_put(p, html_js);
	html_put(p, "</script>\n</body>\n</html>\n");
	buf_release(&p->b);
}

void html_put(struct html *p, const char *markup)
{
	fputs(markup, p->f);
}

void html_flush(struct html *p)
{
	xml_text(p->f, buf_str(&p->b));
	buf_clear(&p->b);
}

void html_element(struct html *p, const char *element, const char *class)
{
	if (class)
		fprintf(p->f, "<%s class=\"%s\">", element, class);
	else
		fprintf(p->f, "<%s>", element);
	html_flush(p);
	fprintf(p->f, "</%s>\n", element);
}

void html_paragraph(struct html *p, const char *class)
{
	if (p->b.n)
		html_element(p, "p", class);
}

void html_section(struct html *p, const char *id, const char *heading)
{
	fprintf(p->f, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">", id, id,
		id);
	xml_text(p->f, heading);
	html_put(p, "</h2>\n");
}

void html_section_end(struct html *p)
{
	html_put(p, "</section>\n");
}

static void column_head(struct html *p, const struct html_column *c)
{
	html_put(p, c->number ? "<th scope=\"col\" class=\"n\"" : "<th scope=\"col\"");
	if (c->key)
		fprintf(p->f, " data-key=\"%s\"", c->key);
	html_put(p, ">");
	xml_text(p->f, c->head);
	html_put(p, "</th>");
}

void html_table(struct html *p, const char *id, const char *caption,
		const struct html_column *columns, size_t n)
{
	html_put(p, id ? "<div class=\"scroll static\"><table" : "<div class=\"scroll\"><table");
	if (id)
		fprintf(p->f, " id=\"%s\"", id);
	html_put(p, ">\n<caption>");
	xml_text(p->f, caption);
	html_put(p, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < n; i++)
		column_head(p, &columns[i]);
	html_put(p, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct html *p)
{
	html_put(p, "</tbody></table></div>\n");
}

void html_row(struct html *p, const char *class)
{
	if (class)
		fprintf(p->f, "<tr class=\"%s\">", class);
	else
		html_put(p, "<tr>");
}

void html_row_end(struct html *p)
{
	html_put(p, "</tr>\n");
}

void html_cell(struct html *p, bool number)
{
	html_put(p, number ? "<td class=\"n\">" : "<td>");
	html_flush(p);
	html_put(p, "</td>");
}

void html_cell_ms(struct html *p, int64_t us)
{
	fmt_ms(&p->b, us);
	html_cell(p, true);
}

void html_cell_change(struct html *p, int64_t us)
{
	say_change(&p->b, us);
	html_cell(p, true);
}

void html_cell_text(struct html *p, const char *s)
{
	if (s)
		fmt_text(&p->b, s);
	html_cell(p, false);
}

void html_more(struct html *p, size_t n, size_t shown, const char *how)
{
	if (shown >= n)
		return;
	buf_printf(&p->b, "These are %zu of %zu rows. With JavaScript this page shows all of "
			  "them; so does %s.", shown, n, how);
	html_paragraph(p, "more static");
}
