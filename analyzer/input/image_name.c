// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of the entries, of all generations:
 *
 *  __initcall_FN ID                         2.6.27 to 5.11; no ID for console and security
 *  __initcall_COUNTER_LINE_FN ID            Android 4.9 to 5.4 with LTO
 *  __initcall__kmod_MODULE__COUNTER_LINE_FN ID    5.12 and later
 *  __NAME_initcall                          Rust
 *
 * FN ID is not to be split blindly: "foo1s1" may be foo1s at level 1.
 */
#include "input/image_priv.h"

static struct str word_of(struct str s, size_t n)
{
	return (struct str){ s.p, n };
}

/* Digits at s[at..]; how many, and their value, held at the end of the range. */
static size_t number(struct str s, size_t at, uint32_t *v)
{
	size_t n = 0;
	uint64_t x = 0;

	for (; at + n < s.n && is_digit(s.p[at + n]); n++) {
		x = x * 10 + (uint64_t)(s.p[at + n] - '0');
		if (x > UINT32_MAX)
			x = UINT32_MAX;
	}
	*v = (uint32_t)x;
	return n;
}

/* "COUNTER_LINE_" at s[at..]: its length, or 0. */
static size_t counter_line(struct str s, size_t at, uint32_t *counter, uint32_t *line)
{
	size_t a = number(s, at, counter), b;

	if (!a || at + a >= s.n || s.p[at + a] != '_')
		return 0;
	b = number(s, at + a + 1, line);
	if (!b || at + a + 1 + b >= s.n || s.p[at + a + 1 + b] != '_')
		return 0;
	return a + b + 2;
}

static bool known(struct str s, const struct str *fn, size_t nfn)
{
	for (size_t i = 0; i < nfn; i++) {
		if (str_eq(s, fn[i]))
			return true;
	}
	return false;
}

/* The level's id at the end of s, as far as it looks like one: its length. */
static size_t trailing_id(struct str s)
{
	static const char *const words[] = { "rootfs", "early", "deferred", "security", "con" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (s.n > strlen(words[i]) && str_ends(s, str_of(words[i])))
			return strlen(words[i]);
	}
	if (s.n > 2 && s.p[s.n - 1] == 's' && s.p[s.n - 2] >= '0' && s.p[s.n - 2] <= '7')
		return 2;
	return s.n > 1 && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '8';
}

static void set_id(struct entry_name *out, struct str id)
{
	out->sync = id.n == 2 && id.p[1] == 's';
	out->id = word_of(id, id.n - out->sync);
}

/* Nobody knows the level: the longest known name leaves a valid id. */
static void split_unknown(struct entry_name *out, struct str s, const struct str *fn, size_t nfn)
{
	size_t n = 0;

	for (size_t i = 0; i < nfn; i++) {
		struct str id = str_from(s, fn[i].n);

		if (!str_starts(s, fn[i]) || !id.n || fn[i].n < n)
			continue;
		if (id.n == 2 && id.p[1] == 's')
			id.n--;
		if (!level_is_id(id))
			continue;
		n = fn[i].n;
		out->matched = true;
	}
	if (!n && !known(s, fn, nfn))
		n = s.n - trailing_id(s);
	out->fn = word_of(s, n ? n : s.n);
	set_id(out, str_from(s, out->fn.n));
}

/* The level is known: its id is there with an s, without, or not at all. */
static void split_known(struct entry_name *out, struct str s, struct str id, const struct str *fn,
			size_t nfn)
{
	size_t cut[3], n = 0;

	if (s.n > id.n + 1 && s.p[s.n - 1] == 's' && id.n == 1 && is_digit(id.p[0]) &&
	    s.p[s.n - 2] == id.p[0])
		cut[n++] = 2;
	if (s.n > id.n && str_ends(s, id))
		cut[n++] = id.n;
	cut[n++] = 0;
	for (size_t i = 0; i < n && !out->matched; i++) {
		out->fn = word_of(s, s.n - cut[i]);
		out->matched = known(out->fn, fn, nfn);
		out->sync = cut[i] == 2 && id.n == 1;
	}
	if (!out->matched) {
		out->fn = word_of(s, s.n - cut[0]);
		out->sync = cut[0] == 2 && id.n == 1;
	}
	out->id = id;
}

static void split(struct entry_name *out, struct str s, struct str id, const struct str *fn,
		  size_t nfn)
{
	if (id.n)
		split_known(out, s, id, fn, nfn);
	else
		split_unknown(out, s, fn, nfn);
}

/* MODULE__COUNTER_LINE_FN ID: of several places to split at, one that gives a known name. */
static void parse_kmod(struct entry_name *out, struct str s, struct str id, const struct str *fn,
		       size_t nfn)
{
	struct entry_name first = { .fn = s, .id = id };
	bool found = false;

	for (size_t at = 0; at + 2 < s.n; at++) {
		struct entry_name x = { .module = word_of(s, at) };
		size_t n;

		if (s.p[at] != '_' || s.p[at + 1] != '_')
			continue;
		n = counter_line(s, at + 2, &x.counter, &x.line);
		if (!n)
			continue;
		split(&x, str_from(s, at + 2 + n), id, fn, nfn);
		if (x.matched || !found)
			first = x;
		found = true;
		if (x.matched)
			break;
	}
	*out = first;
}

static struct str skip_extra(struct str s)
{
	/* Machines that put "_" before each C name. */
	return str_starts(s, STR("___")) && !str_starts(s, STR("____")) ? str_from(s, 1) : s;
}

bool symbol_is_entry(struct str s)
{
	s = skip_extra(s);
	if (str_starts(s, STR("__initcall_")))
		return s.n > 11;
	return s.n > 11 && str_starts(s, STR("__")) && str_ends(s, STR("_initcall"));
}

void entry_name_parse(struct entry_name *out, struct str symbol, struct str id,
		      const struct str *fn, size_t nfn)
{
	struct str s = skip_extra(symbol);
	size_t n;

	*out = (struct entry_name){ .id = id };
	if (!str_starts(s, STR("__initcall_"))) {
		out->module = word_of(str_from(s, 2), s.n - 11);
		out->fn = nfn ? fn[0] : STR_NONE;
		out->matched = nfn > 0;
		return;
	}
	s = str_from(s, 11);
	if (str_starts(s, STR("_kmod_"))) {
		parse_kmod(out, str_from(s, 6), id, fn, nfn);
		return;
	}
	n = counter_line(s, 0, &out->counter, &out->line);
	split(out, str_from(s, n), id, fn, nfn);
}

/* ".word" or ".word.NUMBER" at the end of s: its length. */
static size_t suffix(struct str s)
{
	static const char *const words[] = { "cfi_jt", "cfi", "llvm", "lto_priv", "constprop",
					     "isra", "part", "cold" };
	size_t at = s.n;

	while (at && is_digit(s.p[at - 1]))
		at--;
	if (at == s.n || !at || s.p[at - 1] != '.')
		at = s.n;
	else
		at--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (at > n + 1 && s.p[at - n - 1] == '.' && memcmp(s.p + at - n, words[i], n) == 0)
			return s.n - (at - n - 1);
	}
	return 0;
}

struct str symbol_clean(struct str s)
{
	size_t n;

	if (s.n > 1 && s.p[0] == '.')
		s = str_from(s, 1);
	while ((n = suffix(s)))
		s.n -= n;
	return s;
}
