// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/push.h"

/*
 * The macro to define anew. module_init() ends in device_initcall() where the
 * code is built in, and only there: in a module nothing changes. A macro that
 * uses __define_initcall() itself has no such end: it is the one.
 */
static struct str inner(const struct call *c)
{
	return c->d.via ? c->d.via->name : str_of(form_of_id(str_of(c->form->id))->name);
}

/* Blanks between two words of the macro, with its lines. */
static void gap(struct buf *b, struct str s, const char *eol)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_puts(b, eol);
		else if (s.p[i] != '\r')
			buf_addc(b, s.p[i]);
	}
}

/*
 * The macro as it is, in its lines, but that what it declares is deferred. The
 * semicolon at its end is left to the call, when that has one.
 */
static void define_own(struct buf *b, const struct call *c, const char *group, const char *eol)
{
	const struct macro *mc = c->d.via;
	bool semicolon = c->end > c->close + 1;
	struct ctok_reader r;
	struct ctok_args args;
	size_t end = 0, close = 0;
	struct ctok t, next;

	buf_printf(b, "#define %.*s(", STR_ARG(mc->name));
	for (unsigned i = 0; i < mc->nparams; i++)
		buf_printf(b, "%s%.*s", i ? ", " : "", STR_ARG(mc->param[i]));
	buf_puts(b, ")");
	ctok_start(&r, mc->body);
	/* A '#' that opens the body is an operator, not a directive. */
	r.mid_line = true;
	while (ctok_next(&r, &t)) {
		struct ctok_reader ahead = r, last = r;

		if (semicolon && str_eq(t.s, STR(";")) && !ctok_next(&last, &next))
			break;
		if (!end && !t.off)
			buf_addc(b, ' ');
		gap(b, (struct str){ mc->body.p + end, t.off - end }, eol);
		end = t.off + t.s.n;
		if (close && t.off == close)
			buf_printf(b, ", \"%s\"", group ? group : "default");
		if (str_eq(t.s, STR("__define_initcall")) && ctok_args(&ahead, &args)) {
			close = args.close;
			buf_puts(b, "deferred_initcall_level");
		} else {
			buf_add(b, t.s.p, t.s.n);
		}
	}
}

static void define(struct buf *b, const struct call *c, const char *group, const char *eol)
{
	struct str name = inner(c);

	if (c->d.via) {
		define_own(b, c, group, eol);
		return;
	}
	buf_printf(b, "#define %.*s(fn) ", STR_ARG(name));
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
	struct str name = inner(c);

	buf_printf(b, "#pragma push_macro(\"%.*s\")%s#undef %.*s%s", STR_ARG(name), eol,
		   STR_ARG(name), eol);
	define(b, c, group, eol);
	buf_puts(b, eol);
}

void push_after(struct buf *b, const struct call *c)
{
	struct str name = inner(c);

	buf_printf(b, "#pragma pop_macro(\"%.*s\")", STR_ARG(name));
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

/* The start of the line before, and of those that it goes on from by a backslash. */
static size_t line_before(struct str text, size_t at)
{
	while (at) {
		struct str line;

		at = line_start(text, at - 1);
		if (!at)
			break;
		line = line_at(text, line_start(text, at - 1));
		if (!line.n || line.p[line.n - 1] != '\\')
			break;
	}
	return at;
}

bool push_lines(struct str text, const struct call *c, struct push_lines *l)
{
	struct buf b = { .p = NULL };
	struct str name, line;
	size_t defined;
	bool same;

	if (c->form->kind > FORM_CORE)
		return false;
	name = inner(c);
	l->before_end = l->before = line_start(text, c->off);
	if (!l->before)
		return false;
	defined = line_before(text, l->before);
	l->before = defined;
	for (unsigned i = 0; i < 2 && l->before; i++)
		l->before = line_start(text, l->before - 1);
	l->after = line_end(text, c->end);
	l->after_end = l->after < text.n ? line_end(text, l->after) : l->after;
	buf_printf(&b, "#pragma push_macro(\"%.*s\")", STR_ARG(name));
	same = str_eq(line_at(text, l->before), (struct str){ b.p, b.n });
	buf_clear(&b);
	buf_printf(&b, "#define %.*s(%s", STR_ARG(name), c->d.via ? "" : "fn) deferred_initcall");
	line = (struct str){ text.p + defined, l->before_end - defined };
	same = same && str_starts(line, (struct str){ b.p, b.n }) &&
	       str_find(line, STR("deferred_initcall")) < line.n;
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
