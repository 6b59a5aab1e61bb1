// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Archives as binutils writes them. A thin one has only the names of its
 * members; long names are in a table, "/12" being its byte 12.
 */
#include "input/objtree.h"

#define HEADER 60 /* name 16, date 12, uid 6, gid 6, mode 8, size 10, end 2 */

static bool number(struct str s, uint64_t *v)
{
	s = str_trim(s);
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) || *v > UINT64_MAX / 16)
			return false;
		*v = *v * 10 + (uint64_t)(s.p[i] - '0');
	}
	return s.n > 0;
}

/* Names in the table end with "/\n". */
static struct str long_name(struct str names, uint64_t at)
{
	struct str s = at < names.n ? str_from(names, (size_t)at) : STR_NONE;

	s = str_head(s, str_chr(s, '\n', 0));
	if (s.n && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

/* "/12", which some writers end as they do short names, "/12          /". */
static bool is_long(struct str name, uint64_t *where)
{
	if (name.n < 2 || name.p[0] != '/')
		return false;
	if (name.p[name.n - 1] == '/')
		name.n--;
	return number(str_from(name, 1), where);
}

bool ar_each(const unsigned char *p, size_t n, ar_member_fn *fn, void *own)
{
	struct str names = STR_NONE, all = { (const char *)p, n };
	bool thin = str_starts(all, STR("!<thin>\n"));
	size_t at = 8;

	if (!thin && !str_starts(all, STR("!<arch>\n")))
		return false;
	while (n - at >= HEADER) {
		struct str name = str_trim((struct str){ all.p + at, 16 });
		bool inside = true; /* its bytes are in the archive */
		uint64_t size, where;

		if (all.p[at + 58] != '`' || !number((struct str){ all.p + at + 48, 10 }, &size))
			return false;
		at += HEADER;
		if (str_eq(name, STR("//"))) {
			names = str_head(str_from(all, at), size < n ? (size_t)size : n);
		} else if (!str_eq(name, STR("/")) && !str_eq(name, STR("/SYM64/"))) {
			inside = !thin;
			if (is_long(name, &where))
				name = long_name(names, where);
			else if (name.n && name.p[name.n - 1] == '/')
				name.n--;
			if (name.n)
				fn(own, name);
		}
		if (!inside)
			continue;
		if (size > n - at)
			return false;
		at += (size_t)size;
		at += at & 1 && at < n;
	}
	/* (some writers pad the end) */
	return at == n || (n - at == 1 && p[at] == '\n');
}
