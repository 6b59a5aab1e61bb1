// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/push.h"

/*
 * The macro to define anew. module_init() ends in device_initcall() where the
 * code is built in, and only there: in a module nothing changes.
 */
static const char *inner(const struct form *f)
{
	return form_of_id(str_of(f->id))->name;
}

static void define(struct buf *b, const struct call *c, const char *group)
{
	const char *name = inner(c->form);

	buf_printf(b, "#define %s(fn) ", name);
	if (strcmp(c->form->id, "6") != 0)
		buf_printf(b, "deferred_initcall_level(fn, %s, \"%s\")", c->form->id,
			   group ? group : "default");
	else if (group)
		buf_printf(b, "deferred_initcall_group(fn, \"%s\")", group);
	else
		buf_puts(b, "deferred_initcall(fn)");
}

void push_before(struct buf *b, const struct call *c, const char *group, const char *eol)
{
	const char *name = inner(c->form);

	buf_printf(b, "#pragma push_macro(\"%s\")%s#undef %s%s", name, eol, name, eol);
	define(b, c, group);
	buf_puts(b, eol);
}

void push_after(struct buf *b, const struct call *c)
{
	buf_printf(b, "#pragma pop_macro(\"%s\")", inner(c->form));
}

static size_t line_start(struct str text, size_t at)
{
	while (at && text.p[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(struct str text, size_t at)
{
	size_t end = str_chr(text, '\n', at);

	return end < text.n ? end + 1 : end;
}

static struct str line_at(struct str text, size_t at)
{
	struct str s = { text.p + at, line_end(text, at) - at };

	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

bool push_lines(struct str text, const struct call *c, struct push_lines *l)
{
	struct buf b = { .p = NULL };
	const char *name;
	bool same;

	if (c->form->kind > FORM_CORE)
		return false;
	name = inner(c->form);
	l->before_end = l->before = line_start(text, c->off);
	if (!l->before)
		return false;
	for (unsigned i = 0; i < 3 && l->before; i++)
		l->before = line_start(text, l->before - 1);
	l->after = line_end(text, c->end);
	l->after_end = l->after < text.n ? line_end(text, l->after) : l->after;
	buf_printf(&b, "#pragma push_macro(\"%s\")", name);
	same = str_eq(line_at(text, l->before), (struct str){ b.p, b.n });
	buf_clear(&b);
	buf_printf(&b, "#define %s(fn) deferred_initcall", name);
	same = same && str_starts(line_at(text, line_start(text, l->before_end - 1)),
				  (struct str){ b.p, b.n });
	buf_clear(&b);
	push_after(&b, c);
	same = same && str_eq(line_at(text, l->after), (struct str){ b.p, b.n });
	buf_release(&b);
	return same;
}

bool push_is_around(struct str text, const struct call *c)
{
	struct push_lines l;

	return push_lines(text, c, &l);
}
