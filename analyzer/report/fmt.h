/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers and text for people. Every function adds to a struct buf. Times are
 * written as milliseconds with all three decimals, so that the digits are those
 * of the log's own stamps and figures; the unit is always there.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct call;

/* "5313.382 ms", "-0.048 ms"; "-" for TIME_NONE. */
void fmt_ms(struct buf *b, int64_t us);
/* "16.7 %"; nothing when either is unknown or the whole is not positive. */
void fmt_share(struct buf *b, int64_t part_us, int64_t whole_us);
/* "1 initcall", "2 initcalls"; `one` is the singular, to which an s is added. */
void fmt_count(struct buf *b, size_t n, const char *one);
/* Text of others, safe on a terminal: control and ill-formed bytes become '?'. */
void fmt_text(struct buf *b, const char *s);
/* "0", "ENODEV", "-1234", "196": what a call returned; "-" when it did not. */
void fmt_result(struct buf *b, const struct call *c);
/* What a probe returned, whose sign does not count. */
void fmt_probe_result(struct buf *b, int32_t ret);
