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
	free(c->first.v);
	strtab_release(&c->names);
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

bool choice_is_group(const char *s)
{
	return is_word(str_of(s), "_-.") && strcmp(s, "all") != 0;
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

static bool same_call(const struct chosen *a, const struct chosen *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       (!a->module || !b->module || str_same_module(str_of(a->module), str_of(b->module))) &&
	       (!a->file || !b->file || strcmp(a->file, b->file) == 0) &&
	       (!a->line || !b->line || a->line == b->line);
}

/* The first call of this name, index + 1; where to write it, if there is none. */
static size_t *first_of(struct choice *c, const char *name)
{
	uint32_t id;

	if (!c->names.nslot)
		strtab_init(&c->names, &c->arena);
	id = strtab_intern(&c->names, str_of(name));
	if (id == c->first.n)
		*VEC_PUSH(&c->first) = 0;
	return &c->first.v[id];
}

void choice_add(struct choice *c, const struct chosen *x)
{
	size_t *at = first_of(c, x->name);

	while (*at) {
		struct chosen *y = &c->v.v[*at - 1];
		struct chosen was = *y;

		at = &y->next;
		if (!same_call(x, y))
			continue;
		/* Once named by --defer, once in a report, which knows more. */
		if (!y->reasons && x->reasons)
			*y = *x;
		y->module = was.module ? was.module : x->module;
		y->file = was.file ? was.file : x->file;
		y->line = was.line ? was.line : x->line;
		y->next = was.next;
		return;
	}
	*at = c->v.n + 1;
	*VEC_PUSH(&c->v) = *x;
	c->v.v[c->v.n - 1].next = 0;
}

/* Where a name was read: a line of a file, or the command line. */
struct origin {
	const char *file;
	unsigned long line;
};

static int bad_name(struct str s, const struct origin *o, struct err *e)
{
	return err_set(e, o->file, o->line, "'%.*s' is no name of an initcall; give FUNCTION, "
		       "MODULE:FUNCTION, FILE.c:FUNCTION or FILE.c:LINE, several with commas "
		       "between", STR_ARG(s));
}

/* "7"; 0 when it is none. */
static uint32_t line_of(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]) || i > 7)
			return 0;
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	}
	return n;
}

/* "drivers/a.c" and "a.c" are files, "a" is a module. */
static bool take_place(struct choice *c, struct chosen *x, struct str s, struct str behind)
{
	char *text = arena_strdup(&c->arena, s);

	if (!str_ends(s, STR(".c"))) {
		x->module = text;
		return choice_is_module(s);
	}
	x->file = text;
	x->line = line_of(behind);
	x->place = x->line != 0;
	return choice_is_file(text);
}

static int add_name(struct choice *c, struct str s, const struct origin *o, struct err *e)
{
	struct chosen x = { .duration_us = TIME_NONE, .saving_us = TIME_NONE };
	size_t colon = str_chr(s, ':', 0);
	struct str name = colon < s.n ? str_from(s, colon + 1) : s;

	if (colon < s.n && !take_place(c, &x, str_head(s, colon), name))
		return bad_name(s, o, e);
	if (!x.place && !choice_is_function(name))
		return bad_name(s, o, e);
	x.name = arena_strdup(&c->arena, x.place ? s : name);
	choice_add(c, &x);
	return 0;
}

static int add_names(struct choice *c, struct str s, const struct origin *o, struct err *e)
{
	for (size_t at = 0, end; at <= s.n; at = end + 1) {
		end = str_chr(s, ',', at);
		if (add_name(c, str_trim((struct str){ s.p + at, end - at }), o, e) != 0)
			return -1;
	}
	return 0;
}

int choice_names(struct choice *c, const char *list, struct err *e)
{
	return add_names(c, str_of(list), &(struct origin){ "--defer", 0 }, e);
}

int choice_lines(struct choice *c, const char *name, struct str text, struct err *e)
{
	struct origin o = { name, 0 };

	for (size_t at = 0, end; at < text.n; at = end + 1) {
		struct str line;

		end = str_chr(text, '\n', at);
		line = (struct str){ text.p + at, end - at };
		line = str_trim(str_head(line, str_chr(line, '#', 0)));
		o.line++;
		if (line.n && add_names(c, line, &o, e) != 0)
			return -1;
	}
	return 0;
}

int choice_named(const struct choice *c, const char *what, struct err *e)
{
	for (size_t i = 0; i < c->v.n; i++) {
		if (c->v.v[i].place)
			return err_set(e, c->v.v[i].name, 0, "%s", what);
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

void choice_list(struct buf *b, const struct choice *c, const char *group)
{
	for (size_t i = 0; i < c->v.n; i++) {
		const struct chosen *x = &c->v.v[i];

		if (i)
			buf_addc(b, ',');
		if (x->module && needs_module(c, x))
			buf_printf(b, "%s:", x->module);
		buf_puts(b, x->name);
		if (group)
			buf_printf(b, "@%s", group);
	}
}
