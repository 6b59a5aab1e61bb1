// SPDX-License-Identifier: GPL-2.0-or-later
/* HTML: what is around the timeline of the script. Hidden without it. */
#include "report/html_parts.h"

void html_controls(struct html *p)
{
	html_put(p,
		 "<form id=\"controls\" class=\"js\" role=\"search\">\n"
		 "<label>Search <input id=\"q\" type=\"search\" "
		 "placeholder=\"name, module, device\" autocomplete=\"off\" "
		 "spellcheck=\"false\" aria-describedby=\"found\"></label>\n"
		 "<output id=\"found\" aria-live=\"polite\"></output>\n"
		 "<label>Lane <select id=\"lane\"><option value=\"\">all</option></select>"
		 "</label>\n"
		 "<label>Module <select id=\"module\"><option value=\"\">all</option></select>"
		 "</label>\n"
		 "<label>At least <input id=\"least\" type=\"number\" min=\"0\" step=\"any\" "
		 "inputmode=\"decimal\"> ms</label>\n"
		 "<span class=\"buttons\"><button type=\"button\" id=\"in\" title=\"Zoom in (+)\" "
		 "aria-label=\"Zoom in\">+</button><button type=\"button\" id=\"out\" "
		 "title=\"Zoom out (-)\" aria-label=\"Zoom out\">&minus;</button>"
		 "<button type=\"button\" id=\"home\" title=\"As at first (0 or Home)\">Reset"
		 "</button><button type=\"button\" id=\"whole\" title=\"The whole log (a)\">All"
		 "</button></span>\n</form>\n"
		 "<p class=\"js hint\">Wheel or + and &minus; zooms, dragging or arrows move, a "
		 "click shows details, / searches, Enter goes to the next match.</p>\n");
}

/* What bars look like, of one boot and, besides, of two. */
static const struct {
	const char *class, *text;
	bool compared;
} looks[] = {
	{ "bar c0", "initcall, colour by its name", false },
	{ "many", "short ones side by side", false },
	{ "probe c0", "probe of a device", false },
	{ "gap", "no initcall runs, or a wait", false },
	{ "bar async c0", "async function", false },
	{ "bar failed c0", "returned an error", false },
	{ "bar open c0", "did not end in this log", false },
	{ "bar deferred c0", "deferred", false },
	{ "bar removed c0", "removed", true },
	{ "bar added c0", "added", true },
	{ "bar slower c0", "slower", true },
	{ "bar faster c0", "faster", true },
};

void html_legend(struct html *p, bool compared)
{
	html_put(p, "<ul class=\"js legend\" aria-label=\"Legend\">\n");
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		if (looks[i].compared && !compared)
			continue;
		html_put(p, "<li><svg class=\"live\" width=\"24\" height=\"14\" "
			    "aria-hidden=\"true\"><rect class=\"");
		html_put(p, looks[i].class);
		html_put(p, "\" x=\"2\" y=\"2\" width=\"20\" height=\"10\"/></svg> ");
		html_put(p, looks[i].text);
		html_put(p, "</li>\n");
	}
	html_put(p, "</ul>\n");
}
