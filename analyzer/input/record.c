// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/record.h"

#include <stdlib.h>

#include "input/stamp.h"

/* Longest message that is kept; printk's own limit is 1 KiB (2 KiB extended). */
#define MSG_MAX 16384

bool record_begins(struct str s)
{
	s = str_trim(s);
	if (str_starts(s, STR("- ")))
		s = str_trim(str_from(s, 2));
	if (s.n == 1 && s.p[0] == '{')
		return true;
	if (s.n < 2)
		return false;
	if (s.p[0] == '{')
		return str_trim(str_from(s, 1)).n == 0 || str_find(s, STR(":")) < s.n;
	return s.p[0] == '[' && str_trim(str_from(s, 1)).n && str_trim(str_from(s, 1)).p[0] == '{';
}

bool record_goes_on(struct str s)
{
	s = str_trim(s);
	return s.n && strchr("\"{}],", s.p[0]) != NULL;
}

static void add_utf8(struct buf *b, unsigned int c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
	} else if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
		buf_addc(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c & 0x3f)));
	}
}

/* The escape at s.p[i], a backslash. Returns the index after it. */
static size_t unescape(struct str s, size_t i, struct buf *to)
{
	static const char from[] = "nrtbf", into[] = "\n\r\t\b\f";
	const char *at;
	unsigned int c = 0;

	if (i + 1 >= s.n)
		return s.n;
	if (s.p[i + 1] == 'u' && i + 6 <= s.n) {
		for (size_t k = i + 2; k < i + 6; k++)
			c = c << 4 | ((unsigned int)hex_value(s.p[k]) & 0xf);
		if (to)
			add_utf8(to, c);
		return i + 6;
	}
	at = strchr(from, s.p[i + 1]);
	if (to)
		buf_addc(to, at && *at ? into[at - from] : s.p[i + 1]);
	return i + 2;
}

/*
 * A string in either quote at s.p[0]; YAML doubles a single quote within.
 * Returns the index after it, or s.n + 1 when the string does not end.
 */
static size_t quoted(struct str s, struct buf *to)
{
	char q = s.p[0];
	size_t i = 1;

	while (i < s.n) {
		size_t run = i;

		while (run < s.n && s.p[run] != q && s.p[run] != '\\')
			run++;
		if (to && run > i && to->n < MSG_MAX)
			buf_add(to, s.p + i, run - i);
		i = run;
		if (i >= s.n)
			break;
		if (s.p[i] == '\\' && q == '"') {
			i = unescape(s, i, to && to->n < MSG_MAX ? to : NULL);
		} else if (s.p[i] == q && q == '\'' && i + 1 < s.n && s.p[i + 1] == q) {
			if (to)
				buf_addc(to, q);
			i += 2;
		} else if (s.p[i] == q) {
			return i + 1;
		} else {
			if (to)
				buf_addc(to, s.p[i]);
			i++;
		}
	}
	return s.n + 1;
}

static size_t bare(struct str s, size_t i, const char *stop)
{
	while (i < s.n && !strchr(stop, s.p[i]))
		i++;
	return i;
}

static bool is_key(const struct json_record *rec, const char *name)
{
	return str_eq((struct str){ rec->key.p, rec->key.n }, str_of(name));
}

static void take_caller(struct json_record *rec, struct str v)
{
	int64_t n;

	if (v.n > 1 && v.p[0] == 'T' && scan_number(str_from(v, 1), &n) == v.n - 1 &&
	    n <= INT32_MAX)
		rec->pid = (int32_t)n;
}

/* "0.123456", but also 0 and 1.5e-05, as programs that rewrite JSON leave it. */
static int64_t json_seconds(struct str v)
{
	char text[40], *end;
	int64_t us;
	double d;

	if (scan_seconds(v, &us, NULL) == v.n && v.n)
		return us;
	if (v.n == 0 || v.n >= sizeof(text) || (!is_digit(v.p[0]) && v.p[0] != '-'))
		return TIME_NONE;
	memcpy(text, v.p, v.n);
	text[v.n] = '\0';
	d = strtod(text, &end) * 1e6;
	if (*end)
		return TIME_NONE;
	return d > -1e15 && d < 1e15 ? (int64_t)(d + 0.5) : TIME_NONE;
}

/* A value other than the message, quotes taken off. */
static void take_value(struct json_record *rec, struct str v)
{
	int64_t n;

	v = str_trim(v);
	if (is_key(rec, "time")) {
		rec->us = json_seconds(v);
	} else if (is_key(rec, "_SOURCE_MONOTONIC_TIMESTAMP")) {
		if (v.n && scan_number(v, &n) == v.n && n < TIME_LIMIT_US)
			rec->us = n;
	} else if (is_key(rec, "caller")) {
		take_caller(rec, v);
	} else if (is_key(rec, "seq")) {
		if (v.n && scan_number(v, &n) == v.n)
			rec->seq = (uint64_t)n + 1;
	}
}

static bool is_message(const struct json_record *rec)
{
	return is_key(rec, "msg") || is_key(rec, "MESSAGE") || is_key(rec, "message");
}

/* The value after "key":. Returns the index after it, s.n + 1 when it does not end. */
static size_t value(struct json_record *rec, struct str s, size_t i, unsigned long no)
{
	struct str v = str_from(s, i);
	size_t n;

	if (v.n && (v.p[0] == '"' || v.p[0] == '\'')) {
		if (is_message(rec)) {
			buf_clear(&rec->msg);
			n = quoted(v, &rec->msg);
			if (n > v.n)
				return s.n + 1;
			rec->have_msg = true;
			rec->no = no;
			return i + n;
		}
		n = quoted(v, NULL);
		if (n > v.n)
			return s.n + 1;
		take_value(rec, (struct str){ v.p + 1, n - 2 });
		return i + n;
	}
	/* An object or a list: its own pairs are read as if they stood here. */
	if (v.n && (v.p[0] == '{' || v.p[0] == '['))
		return i;
	n = bare(s, i, ",}");
	take_value(rec, (struct str){ s.p + i, n - i });
	return n;
}

static void record_reset(struct json_record *rec)
{
	rec->us = TIME_NONE;
	rec->seq = 0;
	rec->pid = -1;
	rec->have_msg = false;
	buf_clear(&rec->key);
}

bool record_scan(struct json_record *rec, struct str *s, unsigned long no)
{
	size_t i = 0, n;

	/* The record that was handed out last time. */
	if (!rec->key.n && rec->have_msg)
		record_reset(rec);
	while (i < s->n) {
		char c = s->p[i];

		if (c == '}') {
			i++;
			if (!rec->have_msg) {
				record_reset(rec);
				continue;
			}
			buf_clear(&rec->key);
			*s = str_from(*s, i);
			return true;
		}
		if (c == '{') {
			record_reset(rec);
			i++;
			continue;
		}
		if (strchr(" \t\r,[]-", c)) {
			i++;
			continue;
		}
		buf_clear(&rec->key);
		if (c == '"' || c == '\'') {
			n = quoted(str_from(*s, i), &rec->key);
			if (n > s->n - i)
				break;
			i += n;
		} else {
			n = bare(*s, i, ":,{}");
			buf_add(&rec->key, s->p + i, n - i);
			i = n;
		}
		while (i < s->n && s->p[i] == ' ')
			i++;
		if (i >= s->n || s->p[i] != ':')
			continue;
		for (i++; i < s->n && s->p[i] == ' '; i++)
			;
		i = value(rec, *s, i, no);
		if (i > s->n)
			break;
	}
	*s = str_from(*s, s->n);
	return false;
}
