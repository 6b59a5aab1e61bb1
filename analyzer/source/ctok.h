/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C source as tokens, before preprocessing: comments are left out, a directive
 * is one token, and what the #if around a token says is kept. Takes any bytes;
 * what is not C gives tokens that mean nothing, never a read outside the text.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define CTOK_LEVELS 24

enum ctok_kind {
	CTOK_END,
	CTOK_WORD,
	CTOK_NUMBER,
	CTOK_STRING,
	CTOK_PUNCT, /* one byte; of "##" both in one token */
	CTOK_DIRECTIVE, /* from '#' to the end of the line, continued lines with it */
};

struct ctok {
	enum ctok_kind kind;
	size_t off;
	struct str s;
	uint32_t line;
	bool first; /* nothing but blanks before it in its line */
	bool spliced; /* a word with a backslash and a line end inside */
};

/* When the code inside an #if is compiled, as far as its text tells. */
enum ctok_when {
	WHEN_ANY,
	WHEN_MODULE,
	WHEN_BUILTIN,
	WHEN_NEVER,
};

struct ctok_level {
	uint32_t group, branch; /* which #if of the file, which of its branches */
	enum ctok_when when;
	int depth; /* of braces where it began */
};

struct ctok_reader {
	struct str text;
	size_t at;
	uint32_t line;
	bool mid_line;
	int depth; /* of braces */
	uint32_t groups;
	unsigned nlevels;
	bool lost; /* more levels than fit, or an #endif too many */
	struct ctok_level level[CTOK_LEVELS];
};

void ctok_start(struct ctok_reader *r, struct str text);
/* false at the end; the token is CTOK_END then. */
bool ctok_next(struct ctok_reader *r, struct ctok *t);
/* The word after '#' of a directive, and what follows it. */
struct str ctok_directive(struct str directive, struct str *rest);
/* What is left of a line in which no word counts; only braces do. */
void ctok_skip_line(struct ctok_reader *r);

static inline bool ctok_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

/* Arguments of the call whose '(' stands at off; trimmed, the whole of them. */
#define CTOK_ARGS 16
struct ctok_args {
	struct str v[CTOK_ARGS];
	unsigned n;
	size_t open, close; /* offsets of the parentheses */
	uint32_t line; /* of the closing one */
	bool directive; /* one stands between the arguments */
};

/* The next token is '(' : reads up to its ')'. false: there is none, or too many arguments. */
bool ctok_args(struct ctok_reader *r, struct ctok_args *a);
