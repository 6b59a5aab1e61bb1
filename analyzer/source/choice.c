// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/choice.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The kernel's own limits are 512 for a symbol and less for a module. */
#define NAME_MOST 511

void choice_release(struct choice *c)
{
	free(c->v.v);
	arena_release(&c->arena);
	*c = (struct choice){ 0 };
}

static bool is_word(struct str s, const char *also)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!s.p[i] || !(isalnum((unsigned char)s.p[i]) || strchr(also, s.p[i])))
			return false;
	}
	return s.n > 0 && s.n <= NAME_MOST;
}

bool choice_is_function(struct str s)
{
	return is_word(s, "_.$") && !is_digit(s.p[0]);
}

bool choice_is_module(struct str s)
{
	return is_word(s, "_-");
}

bool choice_is_file(const char *file)
{
	struct str s = str_of(file);

	for (const char *p = file; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	}
	for (size_t at = 0, end; at <= s.n; at = end + 1) {
		struct str part;

		end = str_chr(s, '/', at);
		part = (struct str){ s.p + at, end - at };
		if (!part.n || str_eq(part, STR("..")) || str_eq(part, STR(".")))
			return false;
	}
	return true;
}

/* In names of modules the two are one. */
static bool same_module(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	}
	return *a == *b;
}

static bool same_call(const struct chosen *a, const struct chosen *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       (!a->module || !b->module || same_module(a->module, b->module)) &&
	       (!a->file || !b->file || strcmp(a->file, b->file) == 0);
}

void choice_add(struct choice *c, const struct chosen *x)
{
	for (size_t i = 0; i < c->v.n; i++) {
		struct chosen *y = &c->v.v[i];
		struct chosen was = *y;

		if (!same_call(x, y))
			continue;
		/* Once named by --defer, once in a report, which knows more. */
		if (!y->reasons && x->reasons)
			*y = *x;
		y->module = was.module ? was.module : x->module;
		y->file = was.file ? was.file : x->file;
		return;
	}
	*VEC_PUSH(&c->v) = *x;
}

/* "drivers/a.c" and "a.c" are files, "a" is a module. */
static bool take_place(struct choice *c, struct chosen *x, struct str s)
{
	char *text = arena_strdup(&c->arena, s);

	if (str_ends(s, STR(".c"))) {
		x->file = text;
		return choice_is_file(text);
	}
	x->module = text;
	return choice_is_module(s);
}

static int add_name(struct choice *c, struct str s, struct err *e)
{
	struct chosen x = { .duration_us = TIME_NONE, .saving_us = TIME_NONE };
	size_t colon = str_chr(s, ':', 0);
	bool place = colon < s.n;
	struct str name = place ? str_from(s, colon + 1) : s;

	if (!choice_is_function(name) || (place && !take_place(c, &x, str_head(s, colon))))
		return err_set(e, "--defer", 0, "'%.*s' is no name of an initcall; give FUNCTION, "
			       "MODULE:FUNCTION or FILE.c:FUNCTION, several with commas between",
			       STR_ARG(s));
	x.name = arena_strdup(&c->arena, name);
	choice_add(c, &x);
	return 0;
}

int choice_names(struct choice *c, const char *list, struct err *e)
{
	struct str s = str_of(list);

	for (size_t at = 0, end; at <= s.n; at = end + 1) {
		end = str_chr(s, ',', at);
		if (add_name(c, str_trim((struct str){ s.p + at, end - at }), e) != 0)
			return -1;
	}
	return 0;
}

static bool needs_module(const struct choice *c, const struct chosen *x)
{
	if (x->shared || !x->reasons)
		return true;
	for (size_t i = 0; i < c->v.n; i++) {
		if (&c->v.v[i] != x && strcmp(c->v.v[i].name, x->name) == 0)
			return true;
	}
	return false;
}

void choice_list(struct buf *b, const struct choice *c)
{
	for (size_t i = 0; i < c->v.n; i++) {
		const struct chosen *x = &c->v.v[i];

		if (i)
			buf_addc(b, ',');
		if (x->module && needs_module(c, x))
			buf_printf(b, "%s:", x->module);
		buf_puts(b, x->name);
	}
}
