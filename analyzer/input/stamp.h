/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time stamps and names that tools put in front of a kernel message. Each
 * function looks at the beginning of s and returns how many bytes it took,
 * 0 when s does not begin with what it looks for.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * No kernel runs for 31 years: a longer time is no stamp. Keeps sums and differences of stamps far
 * from overflow.
 */
#define TIME_DIGITS 9
#define TIME_LIMIT_US ((int64_t)1000000000 * 1000000)

enum bracket_kind {
	BRACKET_STAMP,  /* [    0.123456], also with a dmesg -d delta after it */
	BRACKET_DELTA,  /* [<    0.000016>] or [  +0.000016]: time since the line before */
	BRACKET_MINUTE, /* [Feb 4 14:55]: dmesg -e where a minute begins */
	BRACKET_CTIME,  /* [Tue Feb  4 14:55:36 2025] */
	BRACKET_ISO,    /* [2024-12-13 10:00:00.123] */
	BRACKET_CAPTURE, /* [1.295642 0.000010]: the capturing tool's clock */
	BRACKET_CALLER, /* [    T1], [   C0] */
	BRACKET_TASK,   /* [2: swapper/0: 1], (0)[1:swapper/0] */
};

struct bracket {
	enum bracket_kind kind;
	int64_t us;  /* STAMP, DELTA, CAPTURE, ISO (TIME_NONE when to the second) */
	int32_t pid; /* CALLER, TASK; -1 for none */
};

size_t scan_bracket(struct str s, struct bracket *b);

/*
 * "123.456789" with 1 to 9 decimals, at most TIME_DIGITS digits before them; -1 in *us
 * never occurs. decimals may be NULL.
 */
size_t scan_seconds(struct str s, int64_t *us, int *decimals);
/* Decimal digits only; no sign, no overflow beyond INT64_MAX / 10. */
static inline size_t scan_number(struct str s, int64_t *v)
{
	size_t i = 0;
	int64_t n = 0;

	*v = 0;
	for (; i < s.n && is_digit(s.p[i]); i++) {
		if (n > (INT64_MAX - 9) / 10)
			return 0;
		n = n * 10 + (s.p[i] - '0');
	}
	*v = n;
	return i;
}

/*
 * A date: ISO 8601 ("2025-02-04T14:55:36,123456+01:00"), syslog ("Feb  4
 * 14:55:36.123456", the month in any language) or logcat ("02-04
 * 14:55:36.123"). *us counts from some midnight, or is TIME_NONE when the date
 * is to the second; *form says which it was. Takes the blank after it as well.
 */
enum date_kind { DATE_ISO, DATE_SYSLOG, DATE_LOGCAT };
size_t scan_date(struct str s, int64_t *us, enum date_kind *kind);

/* "host kernel: " or "host kernel[1]: " after a date. */
size_t scan_host(struct str s);
/* "  0     0 D TAG     : " after a logcat date. */
size_t scan_logcat(struct str s);
/* "kern  :debug : " of dmesg -x. */
size_t scan_facility(struct str s);
/* "<7>" */
size_t scan_priority(struct str s);
