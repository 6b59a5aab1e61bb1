/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether bytes are what a writer must give for any log: JSON by RFC 8259, or text for a terminal
 * without control characters. Checks only, keeps nothing.
 */
#ifndef TESTS_FUZZ_VALID_H
#define TESTS_FUZZ_VALID_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct scan {
	const unsigned char *p, *end;
	int depth;
};

/* Length of the UTF-8 sequence at p, 0 when it is none (overlong, surrogate, cut). */
static inline size_t utf8_length(const unsigned char *p, const unsigned char *end)
{
	size_t n = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;
	size_t i;

	if (n == 0 || (size_t)(end - p) < n)
		return 0;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] >= 0xa0) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] >= 0x90))
		return 0;
	return n;
}

static inline void scan_space(struct scan *s)
{
	while (s->p < s->end && strchr(" \t\r\n", *s->p) && *s->p)
		s->p++;
}

static inline bool scan_char(struct scan *s, char c)
{
	scan_space(s);
	if (s->p == s->end || *s->p != (unsigned char)c)
		return false;
	s->p++;
	return true;
}

static inline bool scan_string(struct scan *s)
{
	size_t n;

	if (!scan_char(s, '"'))
		return false;
	while (s->p < s->end && *s->p != '"') {
		if (*s->p < 0x20)
			return false;
		if (*s->p == '\\') {
			if (s->end - s->p < 2 || !strchr("\"\\/bfnrtu", s->p[1]))
				return false;
			s->p += s->p[1] == 'u' ? 6 : 2;
			if (s->p > s->end)
				return false;
			continue;
		}
		n = utf8_length(s->p, s->end);
		if (!n)
			return false;
		s->p += n;
	}
	return scan_char(s, '"');
}

/* Only integers: the reports have no other numbers. */
static inline bool scan_number(struct scan *s)
{
	const unsigned char *start;

	if (s->p < s->end && *s->p == '-')
		s->p++;
	start = s->p;
	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > start && (*start != '0' || s->p == start + 1);
}

static inline bool scan_word(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n))
		return false;
	s->p += n;
	return true;
}

static inline bool scan_value(struct scan *s)
{
	char close;

	scan_space(s);
	if (s->p == s->end || s->depth > 32)
		return false;
	if (*s->p == '"')
		return scan_string(s);
	if (*s->p != '{' && *s->p != '[')
		return scan_word(s, "null") || scan_word(s, "true") || scan_word(s, "false") ||
		       scan_number(s);
	close = *s->p++ == '{' ? '}' : ']';
	if (scan_char(s, close))
		return true;
	s->depth++;
	do {
		if (close == '}' && (!scan_string(s) || !scan_char(s, ':')))
			return false;
		if (!scan_value(s))
			return false;
	} while (scan_char(s, ','));
	s->depth--;
	return scan_char(s, close);
}

static inline bool valid_json(const char *bytes, size_t n)
{
	struct scan s = { (const unsigned char *)bytes, (const unsigned char *)bytes + n, 0 };

	if (!scan_value(&s))
		return false;
	scan_space(&s);
	return s.p == s.end;
}

/* No control characters but newline (and, for CSV, carriage return); UTF-8. */
static inline bool valid_text(const char *bytes, size_t n, bool cr)
{
	const unsigned char *p = (const unsigned char *)bytes, *end = p + n;
	size_t len;

	for (; p < end; p += len) {
		len = utf8_length(p, end);
		if (!len || *p == 0x7f || (*p < 0x20 && *p != '\n' && !(cr && *p == '\r')))
			return false;
		if (*p == 0xc2 && p[1] < 0xa0)	/* C1 controls: a terminal may obey them */
			return false;
	}
	return true;
}

#endif
