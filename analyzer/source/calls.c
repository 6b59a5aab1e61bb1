// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/calls.h"

#include <stdlib.h>

#include "source/push.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The line's first word may declare an initcall, or it is in a #define that may. */
static bool tells(const struct macros *m, struct str line, bool in_define)
{
	size_t at = 0, n;

	while (at < line.n && is_blank(line.p[at]))
		at++;
	if (at < line.n && line.p[at] == '#') {
		struct str rest;

		return str_eq(ctok_directive(str_from(line, at), &rest), STR("include")) &&
		       str_ends(str_trim(rest), STR(".c\""));
	}
	for (n = at; n < line.n && ctok_is_word(line.p[n]);)
		n++;
	if (n == at)
		return false;
	if (in_define && (str_find(line, STR("initcall")) < line.n ||
			  str_find(line, STR("module_")) < line.n))
		return true;
	/* No declaration of another kind is followed by a parenthesis at once, at the left. */
	for (size_t k = n; k < line.n && line.p[k] != '('; k++) {
		if (!is_blank(line.p[k]))
			return false;
	}
	return macros_known(m, (struct str){ line.p + at, n - at });
}

/* Most files have nothing: that is to be found out fast. */
static bool is_worth(const struct macros *m, struct str text)
{
	bool in_define = false;

	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\n', at);
		struct str line = { text.p + at, end - at };

		if (line.n > 3 && tells(m, line, in_define))
			return true;
		if (line.n && line.p[0] == '#')
			in_define = str_find(line, STR("define")) < line.n;
		in_define = in_define && line.n && line.p[line.n - 1] == '\\';
		at = end + 1;
	}
	return false;
}

/* #include "other.c": both are compiled with it. */
static void see_include(struct calls *c, const char *file, struct str directive)
{
	struct str rest, name = ctok_directive(directive, &rest), dir = str_of(file);
	struct buf b = { .p = NULL };

	if (!str_eq(name, STR("include")) || rest.n < 5 || rest.p[0] != '"')
		return;
	rest = str_from(rest, 1);
	rest = str_head(rest, str_chr(rest, '"', 0));
	if (!str_ends(rest, STR(".c")))
		return;
	while (dir.n && dir.p[dir.n - 1] != '/')
		dir.n--;
	while (str_starts(rest, STR("../")) || str_starts(rest, STR("./"))) {
		bool up = rest.p[1] == '.';

		rest = str_from(rest, up ? 3 : 2);
		if (up && dir.n)
			dir.n--;
		while (up && dir.n && dir.p[dir.n - 1] != '/')
			dir.n--;
	}
	buf_add(&b, dir.p, dir.n);
	buf_add(&b, rest.p, rest.n);
	*VEC_PUSH(&c->included) = arena_strdup(&c->arena, (struct str){ b.p, b.n });
	buf_release(&b);
}

static void keep_branches(struct calls *c, struct call *call, const struct ctok_reader *r)
{
	call->branch = arena_alloc(&c->arena, (r->nlevels + 1) * sizeof(*call->branch));
	call->nbranches = r->nlevels;
	for (unsigned i = 0; i < r->nlevels; i++)
		call->branch[i] = (struct branch){ r->level[i].group, r->level[i].branch,
						   r->level[i].when };
}

static bool is_file_of(const char *file, const char *end)
{
	return str_ends(str_of(file), str_of(end));
}

/* Behind the call: its semicolon, and whether more stands in the line. */
static void see_end(struct call *call, const struct ctok_args *args, struct ctok_reader r)
{
	struct ctok_reader ahead = r;
	struct ctok t;

	call->end = args->close + 1;
	call->last_line = args->line;
	if (ctok_next(&ahead, &t) && t.kind == CTOK_PUNCT && t.s.p[0] == ';') {
		call->end = t.off + 1;
		call->last_line = t.line;
		ctok_next(&ahead, &t);
	}
	call->alone = t.kind == CTOK_END || t.first;
	/* A comment that begins here and ends in another line belongs to neither. */
	for (size_t i = call->end; call->alone && i < r.text.n && r.text.p[i] != '\n'; i++) {
		if (r.text.p[i] == '\\')
			call->alone = false;
		if (r.text.p[i] == '/' && i + 1 < r.text.n && r.text.p[i + 1] == '*') {
			struct str line = str_from(r.text, i + 2);

			line = str_head(line, str_chr(line, '\n', 0));
			call->alone = str_find(line, STR("*/")) < line.n;
			break;
		}
	}
}

static const char *trouble(const struct call *call, const struct ctok_reader *r,
			   const struct ctok_args *args)
{
	if (is_file_of(call->file, ".h"))
		return "stands in a header, which many files include; change it by hand";
	if (r->lost)
		return "the #if around it cannot be followed; change it by hand";
	if (r->depth > 0)
		return "stands inside braces; change it by hand";
	if (args->directive)
		return "has a directive between its arguments; change it by hand";
	return call->d.why;
}

static void see_call(struct calls *c, const char *file, const struct ctok *t,
		     struct ctok_reader *r)
{
	struct ctok_reader ahead = *r;
	struct ctok_args args;
	struct declares d;
	struct call *call;

	if (!ctok_args(&ahead, &args))
		return;
	macros_resolve(&c->macros, &c->arena, file, t->s, &args, &d);
	if (!d.form || !d.fn.n)
		return;
	call = VEC_PUSH(&c->v);
	*call = (struct call){
		.file = file, .macro = arena_strdup(&c->arena, t->s), .line = t->line,
		.off = t->off, .open = args.open, .close = args.close, .form = d.form, .d = d,
		.fn = arena_strdup(&c->arena, d.fn), .first = t->first,
	};
	for (unsigned i = 0; i < d.nargs; i++)
		call->d.arg[i] = str_of(arena_strdup(&c->arena, d.arg[i]));
	call->d.id = str_of(arena_strdup(&c->arena, d.id));
	call->d.fn = str_of(call->fn);
	keep_branches(c, call, r);
	see_end(call, &args, ahead);
	call->why = trouble(call, r, &args);
	call->pushed = push_is_around(r->text, call);
	*r = ahead;
}

void calls_read_text(struct calls *c, const char *file, struct str text)
{
	struct ctok_reader r;
	struct ctok t;

	ctok_start(&r, text);
	while (ctok_next(&r, &t)) {
		if (t.kind == CTOK_DIRECTIVE)
			see_include(c, file, t.s);
		else if (t.kind != CTOK_WORD || t.spliced || !macros_known(&c->macros, t.s))
			ctok_skip_line(&r); /* a call is the first word of its line */
		else if (t.first)
			see_call(c, file, &t, &r);
	}
}

/* A file's own wrappers, which come before their use. */
static bool defines(struct str text)
{
	for (size_t at = 0; (at += str_find(str_from(text, at), STR("define"))) < text.n; at += 6) {
		struct str d = str_from(text, at);
		size_t end = 0;

		do {
			end = str_chr(d, '\n', end + 1);
		} while (end > 0 && end < d.n && d.p[end - 1] == '\\');
		d = str_head(d, end);
		if (str_find(d, STR("initcall(")) < d.n || str_find(d, STR("module_init(")) < d.n ||
		    str_find(d, STR("_driver(")) < d.n)
			return true;
	}
	return false;
}

static void read_file(struct calls *c, const char *file, struct buf *text)
{
	struct str s;

	if (!tree_read(c->tree.dir, file, text))
		return;
	s = (struct str){ buf_str(text), text->n };
	if (!is_worth(&c->macros, s))
		return;
	if (defines(s)) {
		macros_read_text(&c->macros, file, s);
		macros_settle(&c->macros);
	}
	calls_read_text(c, file, s);
}

int calls_read(struct calls *c, const char *dir, struct err *e)
{
	struct buf text = { .p = NULL };

	*c = (struct calls){ .v = { .v = NULL } };
	if (tree_list(&c->tree, dir, e) < 0)
		return -1;
	macros_read(&c->macros, &c->tree);
	for (size_t i = 0; i < c->tree.c.n; i++)
		read_file(c, c->tree.c.v[i], &text);
	buf_release(&text);
	return 0;
}

void calls_release(struct calls *c)
{
	free(c->v.v);
	free(c->included.v);
	macros_release(&c->macros);
	tree_release(&c->tree);
	arena_release(&c->arena);
	*c = (struct calls){ .v = { .v = NULL } };
}

unsigned calls_includers(const struct calls *c, const char *file)
{
	unsigned n = 0;

	for (size_t i = 0; i < c->included.n; i++)
		n += strcmp(c->included.v[i], file) == 0;
	return n;
}

bool calls_exclude(const struct call *a, const struct call *b)
{
	if (strcmp(a->file, b->file) != 0)
		return false;
	for (unsigned i = 0; i < a->nbranches && i < b->nbranches; i++) {
		if (a->branch[i].group != b->branch[i].group)
			return false;
		if (a->branch[i].branch != b->branch[i].branch)
			return true;
	}
	return false;
}

bool call_is_built_in(const struct call *c)
{
	for (unsigned i = 0; i < c->nbranches; i++) {
		if (c->branch[i].when == WHEN_MODULE || c->branch[i].when == WHEN_NEVER)
			return false;
	}
	return true;
}
