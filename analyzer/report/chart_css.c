// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a chart that stands alone looks like. The fills are light, so that black
 * text is read on all of them and in grey; what a thing is, is said by its
 * outline or pattern as well.
 */
#include "report/chart_priv.h"

const char chart_css[] =
	"svg { font-family: 'DejaVu Sans', Verdana, sans-serif; font-size: 12px; fill: #1a1a1a }\n"
	".page { fill: #fff }\n"
	".title { font-size: 18px; font-weight: bold }\n"
	".verdict { font-size: 15px; font-weight: bold }\n"
	".sub, .foot { fill: #444 }\n"
	".foot { font-size: 10px }\n"
	".warning { fill: #8a1c00 }\n"
	".panel-title, .list-title { font-size: 13px; font-weight: bold }\n"
	".stripe { fill: #f3f4f6 }\n"
	".grid { stroke: #e3e5e8; stroke-width: .5 }\n"
	".grid-heavy { stroke: #c4c8ce; stroke-width: 1 }\n"
	".axis { font-size: 10px; fill: #444 }\n"
	".axis-line { stroke: #80868f }\n"
	".lane-label { fill: #333 }\n"
	".label { font-size: 10px; fill: #000 }\n"
	".name { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-opacity: .85 }\n"
	".probe-label { font-size: 9px }\n"
	".gap-label { fill: #333 }\n"
	".leader { stroke: #9aa0a8; stroke-width: .6 }\n"
	".bar, .probe, .many { stroke: #444; stroke-width: .4 }\n"
	".c0 { fill: #77aadd } .c1 { fill: #99ddff } .c2 { fill: #44bb99 } .c3 { fill: #bbcc33 }\n"
	".c4 { fill: #c0b83a } .c5 { fill: #eedd88 } .c6 { fill: #ffaabb } .c7 { fill: #c9b2e0 }\n"
	".many { fill: #78818d }\n"
	".probe { fill-opacity: .75 }\n"
	".again { fill: url(#bc-again) }\n"
	".async { stroke-width: 1.2; stroke-dasharray: 1 1.5 }\n"
	".wait { fill: url(#bc-wait); stroke: #666; stroke-width: .5 }\n"
	".gap { fill: url(#bc-gap); stroke: #888; stroke-width: .5 }\n"
	".failed { stroke: #c1121f; stroke-width: 1.4; stroke-dasharray: 3 2 }\n"
	".open { stroke: #c1121f; stroke-width: 2; fill: url(#bc-open) }\n"
	".deferred { stroke: #d35400; stroke-width: 2.4; stroke-dasharray: 2 1.5 }\n"
	".removed { stroke: #d35400; stroke-width: 2.2; stroke-dasharray: 6 2 1.5 2 }\n"
	".added { stroke: #0b57d0; stroke-width: 2.2; stroke-dasharray: 1 1.5 }\n"
	".slower { stroke: #c1121f; stroke-width: 2.2 }\n"
	".faster { stroke: #0a7d3c; stroke-width: 2.2; stroke-dasharray: 7 2.5 }\n"
	".mark { stroke: #555; stroke-width: 1; stroke-dasharray: 4 3 }\n"
	".mark-init { stroke: #000; stroke-width: 1.6; stroke-dasharray: none }\n"
	".mark-label { font-size: 10px; fill: #222; paint-order: stroke; stroke: #fff; stroke-width: 3px }\n"
	"text.mark-init { font-weight: bold; stroke: #fff; stroke-width: 3px }\n"
	".total { font-weight: bold }\n"
	".saving-line { stroke: #000; stroke-width: 1.2 }\n"
	".saving-arrow { fill: #000 }\n"
	".hatch { stroke: #8a8f98; stroke-width: 1 }\n"
	".hatch-bad { stroke: #c1121f; stroke-width: 1 }\n"
	".hatch-ground { fill: #eceef0 }\n";

static void pattern(FILE *f, const char *id, const char *path, const char *class)
{
	fprintf(f, "<pattern id=\"%s\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
		   "<rect class=\"hatch-ground\" width=\"6\" height=\"6\"/>"
		   "<path class=\"%s\" d=\"%s\"/></pattern>\n", id, class, path);
}

void chart_defs(FILE *f)
{
	fputs("<defs>\n", f);
	pattern(f, "bc-gap", "M-1 7L7 -1", "hatch");
	pattern(f, "bc-wait", "M0 3H6", "hatch");
	pattern(f, "bc-again", "M-1 -1L7 7", "hatch");
	pattern(f, "bc-open", "M-1 7L7 -1M-1 -1L7 7", "hatch-bad");
	fputs("</defs>\n", f);
}
