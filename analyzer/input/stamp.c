// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/stamp.h"

#include "input/line.h"

#define BRACKET_MAX 80

static size_t blanks(struct str s, size_t i)
{
	while (i < s.n && s.p[i] == ' ')
		i++;
	return i;
}

size_t scan_seconds(struct str s, int64_t *us, int *decimals)
{
	int64_t sec, frac = 0;
	size_t i = scan_number(s, &sec), n = 0;

	if (i == 0 || i > TIME_DIGITS || i >= s.n || (s.p[i] != '.' && s.p[i] != ','))
		return 0;
	for (i++; i < s.n && is_digit(s.p[i]) && n < 9; i++, n++) {
		if (n < 6)
			frac = frac * 10 + (s.p[i] - '0');
	}
	if (n == 0)
		return 0;
	if (decimals)
		*decimals = (int)n;
	for (; n < 6; n++)
		frac *= 10;
	*us = sec * 1000000 + frac;
	return i;
}

/* Two digits at s.p[i], as a number; -1 when they are not there. */
static int two(struct str s, size_t i)
{
	if (i + 2 > s.n || !is_digit(s.p[i]) || !is_digit(s.p[i + 1]))
		return -1;
	return (s.p[i] - '0') * 10 + s.p[i + 1] - '0';
}

/* "14:55:36" and an optional fraction. *us is TIME_NONE without a fraction. */
static size_t scan_clock(struct str s, int64_t *us)
{
	int h = two(s, 0), m = two(s, 3), sec = two(s, 6);
	int64_t frac;
	size_t n;

	if (h < 0 || m < 0 || sec < 0 || s.p[2] != ':' || s.p[5] != ':' || h > 24 || m > 59)
		return 0;
	*us = TIME_NONE;
	n = scan_seconds(str_from(s, 6), &frac, NULL);
	if (!n)
		return 8;
	*us = (int64_t)(h * 60 + m) * 60000000 + frac;
	return 6 + n;
}

/* Days before a month in a year of 372 days: only differences within a boot count. */
static int64_t day_us(int month, int day)
{
	return (int64_t)(month * 31 + day) * 86400 * 1000000;
}

static size_t scan_iso(struct str s, int64_t *us)
{
	int month = two(s, 5), day = two(s, 8);
	size_t i, n;

	if (s.n < 19 || two(s, 0) < 0 || two(s, 2) < 0 || s.p[4] != '-' || month < 0 ||
	    s.p[7] != '-' || day < 0 || (s.p[10] != 'T' && s.p[10] != ' '))
		return 0;
	n = scan_clock(str_from(s, 11), us);
	if (!n)
		return 0;
	i = 11 + n;
	if (*us != TIME_NONE)
		*us += day_us(month, day);
	if (i < s.n && s.p[i] == 'Z')
		i++;
	else if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		for (i++; i < s.n && (is_digit(s.p[i]) || s.p[i] == ':'); i++)
			;
	return i;
}

/* The month may be localised: any word; its name is only compared. */
static size_t scan_syslog(struct str s, int64_t *us)
{
	size_t word = str_chr(s, ' ', 0), i = blanks(s, word), n;
	int64_t day;

	if (word < 3 || word > 16 || word == s.n || is_digit(s.p[0]) || s.p[0] == '[')
		return 0;
	n = scan_number(str_from(s, i), &day);
	if (n == 0 || n > 2)
		return 0;
	i += n;
	if (i >= s.n || s.p[i] != ' ')
		return 0;
	n = scan_clock(str_from(s, i + 1), us);
	if (!n)
		return 0;
	if (*us != TIME_NONE)
		*us += day_us(0, (int)day);
	return i + 1 + n;
}

size_t scan_date(struct str s, int64_t *us, enum date_kind *kind)
{
	size_t n;
	int month, day;

	if (s.n < 14)
		return 0;
	*kind = DATE_ISO;
	n = scan_iso(s, us);
	if (!n) {
		month = two(s, 0);
		day = two(s, 3);
		if (month > 0 && day > 0 && s.p[2] == '-' && s.p[5] == ' ') {
			*kind = DATE_LOGCAT;
			n = scan_clock(str_from(s, 6), us);
			n = n ? n + 6 : 0;
			if (n && *us != TIME_NONE)
				*us += day_us(month, day);
		} else {
			*kind = DATE_SYSLOG;
			n = scan_syslog(s, us);
		}
	}
	if (!n)
		return 0;
	if (n < s.n && s.p[n] != ' ' && s.p[n] != '\t' && s.p[n] != ':')
		return 0;
	return n < s.n ? n + 1 : n;
}

size_t scan_host(struct str s)
{
	size_t host = str_chr(s, ' ', 0), i = host + 1;
	struct str word = STR("kernel");

	/* "kernel: msg" without a host occurs too. */
	if (str_starts(s, word))
		i = 0;
	else if (host == 0 || host > 64 || i >= s.n || !str_starts(str_from(s, i), word))
		return 0;
	i += word.n;
	if (i < s.n && s.p[i] == '[')
		i = str_chr(s, ']', i) + 1;
	if (i >= s.n || s.p[i] != ':')
		return 0;
	i++;
	return i < s.n && s.p[i] == ' ' ? i + 1 : i;
}

size_t scan_logcat(struct str s)
{
	int64_t v;
	size_t i = blanks(s, 0), n;

	for (int k = 0; k < 2; k++) {
		n = scan_number(str_from(s, i), &v);
		if (!n)
			return 0;
		i = blanks(s, i + n);
	}
	if (i + 1 >= s.n || !strchr("VDIWEF", s.p[i]) || s.p[i + 1] != ' ')
		return 0;
	/* The tag ends with a colon; a kernel line has an empty or a short one. */
	n = str_chr(s, ':', i + 1);
	if (n >= s.n || n - i > 40)
		return 0;
	n++;
	return n < s.n && s.p[n] == ' ' ? n + 1 : n;
}

size_t scan_facility(struct str s)
{
	static const char *const levels[] = { "emerg", "alert", "crit", "err",
					      "warn", "notice", "info", "debug" };
	size_t colon, i = 0;

	while (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z')
		i++;
	if (i < 3 || i > 9)
		return 0;
	colon = blanks(s, i);
	if (colon >= s.n || s.p[colon] != ':')
		return 0;
	i = colon + 1;
	for (size_t k = 0; k < sizeof(levels) / sizeof(levels[0]); k++) {
		struct str l = str_of(levels[k]);
		size_t j;

		if (!str_starts(str_from(s, i), l))
			continue;
		j = blanks(s, i + l.n);
		if (j < s.n && s.p[j] == ':')
			return j + 1 < s.n && s.p[j + 1] == ' ' ? j + 2 : j + 1;
	}
	return 0;
}

size_t scan_priority(struct str s)
{
	int64_t v;
	size_t n;

	if (s.n < 3 || s.p[0] != '<')
		return 0;
	n = scan_number(str_from(s, 1), &v);
	if (n == 0 || n > 4 || 1 + n >= s.n || s.p[1 + n] != '>')
		return 0;
	return n + 2;
}

/* "2: swapper/0: 1" (Samsung), "1:swapper/0" (MediaTek): the pid is one of the ends. */
static bool task(struct str in, struct bracket *b)
{
	size_t first = str_chr(in, ':', 0), last;
	int64_t v, cpu;
	size_t n;

	if (first == 0 || first == in.n)
		return false;
	last = first;
	for (size_t i = first + 1; i < in.n; i++) {
		if (in.p[i] == ':')
			last = i;
	}
	b->kind = BRACKET_TASK;
	if (last != first) {
		struct str comm = str_trim((struct str){ in.p + first + 1, last - first - 1 });
		struct str tail = str_trim(str_from(in, last + 1));

		n = scan_number(tail, &v);
		/* "10:11:12" is a time of day. */
		if (n == 0 || n != tail.n || v > INT32_MAX || scan_number(comm, &cpu) == comm.n)
			return false;
		b->pid = (int32_t)v;
		return true;
	}
	n = scan_number(in, &v);
	if (n != first || v > INT32_MAX)
		return false;
	b->pid = (int32_t)v;
	return true;
}

static bool caller(struct str in, struct bracket *b)
{
	int64_t v;
	size_t n;

	if (in.n < 2 || (in.p[0] != 'T' && in.p[0] != 'C'))
		return false;
	n = scan_number(str_from(in, 1), &v);
	if (n != in.n - 1 || v > INT32_MAX)
		return false;
	b->kind = BRACKET_CALLER;
	b->pid = in.p[0] == 'T' ? (int32_t)v : -1;
	return true;
}

/* "1.295642 0.000010" or "0.123456 <    0.000016>" or the stamp alone. */
static bool stamp(struct str in, struct bracket *b)
{
	int64_t delta;
	size_t n = scan_seconds(in, &b->us, NULL), i, m;

	if (!n)
		return false;
	b->kind = BRACKET_STAMP;
	if (n == in.n)
		return true;
	if (in.p[n] != ' ')
		return false;
	i = blanks(in, n);
	if (i < in.n && in.p[i] == '<') {
		i = blanks(in, i + 1);
		i += i < in.n && in.p[i] == '-'; /* lines do overtake one another */
		m = scan_seconds(str_from(in, i), &delta, NULL);
		return m && i + m + 1 == in.n && in.p[i + m] == '>';
	}
	m = scan_seconds(str_from(in, i), &delta, NULL);
	b->kind = BRACKET_CAPTURE;
	return m && i + m == in.n;
}

/* "<    0.000016>", "+0.000016"; less than nothing where lines overtook one another. */
static bool delta_only(struct str in, struct bracket *b)
{
	bool angle = in.p[0] == '<', minus;
	size_t i = blanks(in, angle || in.p[0] == '+'), n;

	minus = i < in.n && in.p[i] == '-';
	i += minus;
	n = scan_seconds(str_from(in, i), &b->us, NULL);
	if (!n)
		return false;
	if (minus)
		b->us = -b->us;
	b->kind = BRACKET_DELTA;
	return angle ? i + n + 1 == in.n && in.p[i + n] == '>' : i + n == in.n;
}

/* "Tue Feb  4 14:55:36 2025" and "Feb  4 14:55". */
static bool calendar(struct str in, struct bracket *b)
{
	int colons = 0;

	if (in.n < 10 || is_digit(in.p[0]))
		return false;
	for (size_t i = 0; i + 2 < in.n; i++) {
		if (in.p[i] == ':' && two(in, i + 1) >= 0 && i > 1 && is_digit(in.p[i - 1]))
			colons++;
	}
	if (colons == 1)
		b->kind = BRACKET_MINUTE;
	else if (colons == 2 && is_digit(in.p[in.n - 1]))
		b->kind = BRACKET_CTIME;
	else
		return false;
	return true;
}

size_t scan_bracket(struct str s, struct bracket *b)
{
	struct str in;
	size_t close;

	if (s.n < 3 || s.p[0] != '[')
		return 0;
	close = str_chr(str_head(s, BRACKET_MAX), ']', 1);
	if (close >= s.n || close >= BRACKET_MAX)
		return 0;
	in = str_trim((struct str){ s.p + 1, close - 1 });
	if (in.n == 0)
		return 0;
	*b = (struct bracket){ .us = TIME_NONE, .pid = -1 };
	if (is_digit(in.p[0])) {
		if (stamp(in, b))
			return close + 1;
		b->kind = BRACKET_ISO;
		return scan_iso(in, &b->us) || task(in, b) ? close + 1 : 0;
	}
	if (in.p[0] == '+' || in.p[0] == '<' || in.p[0] == '-')
		return delta_only(in, b) ? close + 1 : 0;
	if (caller(in, b))
		return close + 1;
	return calendar(in, b) ? close + 1 : 0;
}
