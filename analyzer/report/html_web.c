// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html_web.h"

const char html_css[] =
#include "report/web/report.css.inc"
	;
const char html_css_hash[] =
#include "report/web/report.css.hash"
	;
const char html_js[] =
#include "report/web/report.js.inc"
	;
const char html_js_hash[] =
#include "report/web/report.js.hash"
	;
