/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The edit that fits every macro: lines around one use of it in which the form
 * that it ends in is a deferred one. The use itself stays as it is.
 *
 *	#pragma push_macro("device_initcall")
 *	#undef device_initcall
 *	#define device_initcall(fn) deferred_initcall(fn)
 *	module_phy_driver(foo);
 *	#pragma pop_macro("device_initcall")
 */
#pragma once

#include "base/buf.h"
#include "source/calls.h"

/* Whether such lines stand around the call. */
bool push_is_around(struct str text, const struct call *c);
/* Offsets of the lines before the call and behind it, each with its end. */
struct push_lines {
	size_t before, before_end, after, after_end;
};
bool push_lines(struct str text, const struct call *c, struct push_lines *l);
/* The text of the lines before and behind; NULL group: the default one. */
void push_before(struct buf *b, const struct call *c, const char *group, const char *eol);
void push_after(struct buf *b, const struct call *c);
