// SPDX-License-Identifier: GPL-2.0-or-later
/* A message without what differs from boot to boot. */
#include "compare/message_kind.h"

#include <string.h>

/* The rest of a longer message does not tell it from others. */
#define COMPARED_MAX 1024
/* Letters may be an address when there are so many. */
#define HEX_WORD 8
/* The kernel's error numbers have three digits at most. */
#define ERROR_DIGITS 3

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_alnum(char c)
{
	return is_letter(c) || is_digit(c);
}

static size_t word_end(struct str s, size_t i)
{
	while (i < s.n && is_alnum(s.p[i]))
		i++;
	return i;
}

static bool is_hex(struct str w)
{
	bool digit = false;

	if (str_starts(w, STR("0x")) && w.n > 2)
		return true;
	for (size_t i = 0; i < w.n; i++) {
		if (hex_value(w.p[i]) < 0)
			return false;
		digit = digit || is_digit(w.p[i]);
	}
	return digit && (is_digit(w.p[0]) || w.n >= HEX_WORD);
}

/* "0000:00:1d.7", "1-1.2", "0.123" and "0x12/0x40" are one number each. */
static void add_number(struct buf *out, size_t begin)
{
	const char *p = out->p;

	if (out->n > begin && p[out->n - 1] == '#')
		return;
	if (out->n >= begin + 2 && p[out->n - 2] == '#' && memchr(":-./", p[out->n - 1], 4)) {
		out->p[--out->n] = '\0';
		return;
	}
	buf_addc(out, '#');
}

/* sda, vdb1: a number in letters */
static bool is_disk(struct str w)
{
	if (!str_starts(w, STR("sd")) && !str_starts(w, STR("vd")))
		return false;
	if (w.n < 3 || !is_letter(w.p[2]))
		return false;
	for (size_t i = 3; i < w.n; i++) {
		if (!is_digit(w.p[i]))
			return false;
	}
	return true;
}

static void add_word(struct buf *out, size_t begin, struct str w)
{
	size_t i = 0;

	if (is_hex(w)) {
		add_number(out, begin);
		return;
	}
	if (is_disk(w)) {
		buf_add(out, w.p, 2);
		buf_addc(out, '#');
		return;
	}
	while (i < w.n) {
		if (!is_digit(w.p[i])) {
			buf_addc(out, w.p[i++]);
			continue;
		}
		add_number(out, begin);
		while (i < w.n && is_digit(w.p[i]))
			i++;
	}
}

/* " -22", "(-110)": returns where it ends, 0 when it is none */
static size_t error_number(struct str s, size_t i)
{
	size_t end = i + 1;

	if (s.p[i] != '-' || !i || !memchr(" (=:", s.p[i - 1], 4))
		return 0;
	while (end < s.n && is_digit(s.p[end]))
		end++;
	if (end == i + 1 || end > i + 1 + ERROR_DIGITS ||
	    (end < s.n && (is_alnum(s.p[end]) || s.p[end] == '.')))
		return 0;
	return end;
}

void message_plain(struct buf *out, struct str msg)
{
	struct str s = str_head(str_trim(msg), COMPARED_MAX), w;
	size_t begin = out->n, i = 0, end;

	while (i < s.n) {
		if (is_alnum(s.p[i])) {
			end = word_end(s, i);
			w = (struct str){ s.p + i, end - i };
			add_word(out, begin, w);
			i = end;
			/* kworker/0:1H, kworker/u8:3-events: which one is chance */
			if (str_eq(w, STR("kworker")) && i < s.n && s.p[i] == '/') {
				while (i < s.n && !memchr(" ,)[", s.p[i], 4))
					i++;
			}
			continue;
		}
		end = error_number(s, i);
		if (end) {
			buf_add(out, s.p + i, end - i);
			i = end;
		} else if (s.p[i] != ' ' || s.p[i - 1] != ' ') {
			buf_addc(out, s.p[i++]);
		} else {
			i++;
		}
	}
}
