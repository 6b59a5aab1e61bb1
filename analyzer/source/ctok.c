// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/ctok.h"

void ctok_start(struct ctok_reader *r, struct str text)
{
	*r = (struct ctok_reader){ .text = text, .line = 1 };
}

static char peek(const struct ctok_reader *r, size_t at)
{
	return at < r->text.n ? r->text.p[at] : '\0';
}

/* Bytes of a backslash with its line end at `at`, or 0. */
static size_t splice(const struct ctok_reader *r, size_t at)
{
	if (peek(r, at) != '\\')
		return 0;
	if (peek(r, at + 1) == '\n')
		return 2;
	return peek(r, at + 1) == '\r' && peek(r, at + 2) == '\n' ? 3 : 0;
}

static void block_comment(struct ctok_reader *r)
{
	for (r->at += 2; r->at < r->text.n; r->at++) {
		if (r->text.p[r->at] == '\n') {
			r->line++;
		} else if (r->text.p[r->at] == '*' && peek(r, r->at + 1) == '/') {
			r->at += 2;
			return;
		}
	}
}

/* Up to the line end, which stays. */
static void line_comment(struct ctok_reader *r)
{
	while (r->at < r->text.n && r->text.p[r->at] != '\n') {
		size_t n = splice(r, r->at);

		r->line += n > 0;
		r->at += n ? n : 1;
	}
}

static bool comment(struct ctok_reader *r)
{
	if (peek(r, r->at) != '/')
		return false;
	if (peek(r, r->at + 1) == '*')
		block_comment(r);
	else if (peek(r, r->at + 1) == '/')
		line_comment(r);
	else
		return false;
	return true;
}

static void blanks(struct ctok_reader *r)
{
	while (r->at < r->text.n) {
		char c = r->text.p[r->at];
		size_t n = splice(r, r->at);

		if (n) {
			r->line++;
			r->at += n;
		} else if (c == '\n') {
			r->line++;
			r->at++;
			r->mid_line = false;
		} else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
			r->at++;
		} else if (!comment(r)) {
			break;
		}
	}
}

/* A literal ends at its quote, or at the line's end if that is missing. */
static void literal(struct ctok_reader *r, char quote)
{
	for (r->at++; r->at < r->text.n && r->text.p[r->at] != '\n'; r->at++) {
		size_t n = splice(r, r->at);

		if (n) {
			r->line++;
			r->at += n - 1;
		} else if (r->text.p[r->at] == '\\' && peek(r, r->at + 1) != '\n') {
			r->at++;
		} else if (r->text.p[r->at] == quote) {
			r->at++;
			return;
		}
	}
	if (r->at > r->text.n)
		r->at = r->text.n;
}

/* Bytes that matter even where the rest of a line does not. */
static const bool stops[256] = {
	['\n'] = true, ['{'] = true, ['}'] = true, ['"'] = true,
	['\''] = true, ['/'] = true, ['\\'] = true,
};

void ctok_skip_line(struct ctok_reader *r)
{
	while (r->at < r->text.n) {
		size_t at = r->at, n;
		char c;

		while (at < r->text.n && !stops[(unsigned char)r->text.p[at]])
			at++;
		r->at = at;
		if (at == r->text.n || r->text.p[at] == '\n')
			return;
		c = r->text.p[at];
		n = splice(r, at);
		if (n) {
			r->line++;
			r->at += n;
		} else if (c == '"' || c == '\'') {
			literal(r, c);
		} else if (c != '/' || !comment(r)) {
			r->depth += (c == '{') - (c == '}');
			r->at++;
		}
	}
}

static void word(struct ctok_reader *r, struct ctok *t)
{
	for (;;) {
		size_t n;

		while (r->at < r->text.n && ctok_is_word(r->text.p[r->at]))
			r->at++;
		n = splice(r, r->at);
		if (!n || !ctok_is_word(peek(r, r->at + n)))
			return;
		t->spliced = true;
		r->line++;
		r->at += n;
	}
}

static void directive_end(struct ctok_reader *r)
{
	while (r->at < r->text.n && r->text.p[r->at] != '\n') {
		char c = r->text.p[r->at];
		size_t n = splice(r, r->at);

		if (n) {
			r->line++;
			r->at += n;
		} else if (c == '"' || c == '\'') {
			literal(r, c);
		} else if (!comment(r)) {
			r->at++;
		}
	}
}

struct str ctok_directive(struct str d, struct str *rest)
{
	struct str s = str_trim(str_from(d, 1)), w;
	size_t n = 0;

	while (n < s.n && ctok_is_word(s.p[n]))
		n++;
	w = str_head(s, n);
	*rest = str_trim(str_from(s, n));
	return w;
}

/* The condition says this and nothing else; a comment may follow. */
static bool says(struct str cond, const char *what)
{
	struct str w = str_of(what), rest;

	if (!str_starts(cond, w))
		return false;
	rest = str_trim(str_from(cond, w.n));
	return !rest.n || str_starts(rest, STR("/*")) || str_starts(rest, STR("//"));
}

static enum ctok_when when_of(struct str name, struct str cond)
{
	if (str_eq(name, STR("ifdef")))
		return says(cond, "MODULE") ? WHEN_MODULE : WHEN_ANY;
	if (str_eq(name, STR("ifndef")))
		return says(cond, "MODULE") ? WHEN_BUILTIN : WHEN_ANY;
	if (says(cond, "0"))
		return WHEN_NEVER;
	if (says(cond, "defined(MODULE)") || says(cond, "defined MODULE"))
		return WHEN_MODULE;
	if (says(cond, "!defined(MODULE)") || says(cond, "!defined MODULE"))
		return WHEN_BUILTIN;
	return WHEN_ANY;
}

static enum ctok_when other_branch(enum ctok_when w)
{
	return w == WHEN_MODULE ? WHEN_BUILTIN : w == WHEN_BUILTIN ? WHEN_MODULE : WHEN_ANY;
}

static void condition(struct ctok_reader *r, struct str directive)
{
	struct str rest, name = ctok_directive(directive, &rest);
	struct ctok_level *top = r->nlevels ? &r->level[r->nlevels - 1] : NULL;

	if (str_starts(name, STR("if"))) {
		if (r->nlevels == CTOK_LEVELS) {
			r->lost = true;
			return;
		}
		r->level[r->nlevels++] = (struct ctok_level){
			.group = ++r->groups, .when = when_of(name, rest), .depth = r->depth,
		};
	} else if (!top) {
		r->lost |= str_starts(name, STR("el")) || str_eq(name, STR("endif"));
	} else if (str_starts(name, STR("el"))) {
		top->branch++;
		top->when = other_branch(top->when);
		r->depth = top->depth;
	} else if (str_eq(name, STR("endif"))) {
		r->nlevels--;
	}
}

bool ctok_next(struct ctok_reader *r, struct ctok *t)
{
	char c;

	blanks(r);
	*t = (struct ctok){ .off = r->at, .line = r->line, .first = !r->mid_line };
	if (r->at >= r->text.n)
		return false;
	c = r->text.p[r->at];
	if (c == '#' && !r->mid_line) {
		t->kind = CTOK_DIRECTIVE;
		directive_end(r);
		t->s = (struct str){ r->text.p + t->off, r->at - t->off };
		condition(r, t->s);
		return true;
	}
	r->mid_line = true;
	if (ctok_is_word(c)) {
		t->kind = is_digit(c) ? CTOK_NUMBER : CTOK_WORD;
		word(r, t);
	} else if (c == '"' || c == '\'') {
		t->kind = CTOK_STRING;
		literal(r, c);
	} else {
		t->kind = CTOK_PUNCT;
		r->at += c == '#' && peek(r, r->at + 1) == '#' ? 2 : 1;
		r->depth += (c == '{') - (c == '}');
	}
	t->s = (struct str){ r->text.p + t->off, r->at - t->off };
	return true;
}

static struct str between(const struct ctok_reader *r, size_t from, size_t to)
{
	struct str s = { r->text.p + from, to - from };

	while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r'))) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		s.n--;
	return s;
}

bool ctok_args(struct ctok_reader *r, struct ctok_args *a)
{
	struct ctok t;
	size_t from;
	int depth = 0;

	*a = (struct ctok_args){ .n = 0 };
	if (!ctok_next(r, &t) || t.kind != CTOK_PUNCT || t.s.p[0] != '(')
		return false;
	a->open = t.off;
	from = t.off + 1;
	while (ctok_next(r, &t)) {
		char c = t.kind == CTOK_PUNCT ? t.s.p[0] : '\0';

		a->directive |= t.kind == CTOK_DIRECTIVE;
		if (c == '(' || c == '{' || c == '[')
			depth++;
		if ((c == ',' || c == ')') && !depth) {
			if (a->n == CTOK_ARGS)
				return false;
			a->v[a->n++] = between(r, from, t.off);
			from = t.off + 1;
			a->close = t.off;
			a->line = t.line;
			if (c == ')')
				return true;
		}
		if (c == ')' || c == '}' || c == ']')
			depth--;
		if (depth < 0)
			return false;
	}
	return false;
}
