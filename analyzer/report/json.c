// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/us.h"
#include "base/utf8.h"

static void flush(struct json *j)
{
	fwrite(j->buf, 1, j->n, j->f);
	j->n = 0;
}

static void put(struct json *j, const char *p, size_t n)
{
	if (n > sizeof(j->buf) - j->n)
		flush(j);
	if (n > sizeof(j->buf)) {
		fwrite(p, 1, n, j->f);
		return;
	}
	memcpy(j->buf + j->n, p, n);
	j->n += n;
}

static void putch(struct json *j, char c)
{
	if (j->n == sizeof(j->buf))
		flush(j);
	j->buf[j->n++] = c;
}

static void newline(struct json *j)
{
	static const char blanks[] = "                                ";

	if (!j->pretty)
		return;
	putch(j, '\n');
	put(j, blanks, (size_t)2 * j->depth);
}

static void put_key(struct json *j, const char *key)
{
	if (j->depth) {
		if (!j->empty[j->depth - 1])
			putch(j, ',');
		j->empty[j->depth - 1] = false;
		newline(j);
	}
	if (!key)
		return;
	putch(j, '"');
	put(j, key, strlen(key));
	put(j, "\": ", j->pretty ? 3 : 2);
}

void jw_init(struct json *j, FILE *f, bool pretty)
{
	j->f = f;
	j->n = 0;
	j->depth = 0;
	j->pretty = pretty;
}

void jw_finish(struct json *j)
{
	putch(j, '\n');
	flush(j);
}

static void begin(struct json *j, const char *key, char open, char close)
{
	put_key(j, key);
	putch(j, open);
	if (j->depth == JSON_DEPTH)
		abort(); /* our mistake: no document of ours is that deep */
	j->close[j->depth] = close;
	j->empty[j->depth] = true;
	j->depth++;
}

void jw_object(struct json *j, const char *key)
{
	begin(j, key, '{', '}');
}

void jw_array(struct json *j, const char *key)
{
	begin(j, key, '[', ']');
}

void jw_end(struct json *j)
{
	if (!j->depth)
		abort(); /* our mistake */
	j->depth--;
	if (!j->empty[j->depth])
		newline(j);
	putch(j, j->close[j->depth]);
}

static bool is_plain(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x20 && u < 0x7f && u != '"' && u != '\\';
}

void jw_stringn(struct json *j, const char *key, const char *s, size_t n)
{
	static const char hex[] = "0123456789abcdef";

	put_key(j, key);
	putch(j, '"');
	while (n) {
		size_t len = 0;

		while (len < n && is_plain(s[len]))
			len++;
		if (len) {
			put(j, s, len);
		} else if (*s == '"' || *s == '\\') {
			putch(j, '\\');
			putch(j, *s);
			len = 1;
		} else if ((unsigned char)*s < 0x80) {
			char esc[6] = { '\\', 'u', '0', '0', hex[*s >> 4], hex[*s & 15] };

			put(j, esc, sizeof(esc));
			len = 1;
		} else if ((len = utf8_length(s, n))) {
			put(j, s, len);
		} else {
			put(j, "\xef\xbf\xbd", 3);
			len = 1;
		}
		s += len;
		n -= len;
	}
	putch(j, '"');
}

void jw_string(struct json *j, const char *key, const char *s)
{
	if (s)
		jw_stringn(j, key, s, strlen(s));
	else
		jw_null(j, key);
}

void jw_int(struct json *j, const char *key, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char digits[20];
	size_t at = sizeof(digits);

	put_key(j, key);
	do {
		digits[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		putch(j, '-');
	put(j, digits + at, sizeof(digits) - at);
}

void jw_bool(struct json *j, const char *key, bool v)
{
	put_key(j, key);
	put(j, v ? "true" : "false", v ? 4 : 5);
}

void jw_null(struct json *j, const char *key)
{
	put_key(j, key);
	put(j, "null", 4);
}

void jw_us(struct json *j, const char *key, int64_t us)
{
	if (us == TIME_NONE)
		jw_null(j, key);
	else
		jw_int(j, key, us);
}
