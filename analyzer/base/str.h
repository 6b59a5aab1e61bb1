/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct str: a view of bytes that somebody else owns. Never NUL-terminated
 * by promise, may hold any byte. Cheap to pass by value.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(lit) ((struct str){ (lit), sizeof(lit) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })

/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_of(const char *p)
{
	return (struct str){ p, strlen(p) };
}

static inline struct str str_from(struct str s, size_t off)
{
	return off > s.n ? (struct str){ s.p + s.n, 0 } : (struct str){ s.p + off, s.n - off };
}

static inline struct str str_head(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.n ? n : s.n };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline __attribute__((always_inline)) bool str_starts(struct str s, struct str with)
{
	return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static inline bool str_ends(struct str s, struct str with)
{
	return s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0;
}

/* Index of byte c in s at or after `from`; s.n when there is none. */
static inline size_t str_chr(struct str s, char c, size_t from)
{
	const char *q = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

	return q ? (size_t)(q - s.p) : s.n;
}

/* Index of `what` in s; s.n when it is not there. */
static inline size_t str_find(struct str s, struct str what)
{
	const char *q = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;

	return q ? (size_t)(q - s.p) : s.n;
}

static inline struct str str_trim(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Equal but for '-' and '_', which are one in names of modules. */
static inline bool str_same_module(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i] == '-' ? '_' : a.p[i], y = b.p[i] == '-' ? '_' : b.p[i];

		if (x != y)
			return false;
	}
	return true;
}
