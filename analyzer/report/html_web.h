/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Style and script of the HTML reports, from the files in web/: the Makefile
 * joins and embeds them. Hashes are SHA-256 in base64, as a content security
 * policy has them.
 */
#pragma once

extern const char html_css[], html_css_hash[];
extern const char html_js[], html_js_hash[];
