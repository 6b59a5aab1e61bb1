// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Of YAML only what LAVA writes: a mapping in braces on one line, with plain or
 * quoted scalars and mappings in it. The console is what messages of the level "target" have.
 */
#include "trial/lava_log.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MAX_DEPTH 16

/* What a message tells, as far as we need it. */
struct message {
	struct buf level, text;        /* lvl, and msg if it is a scalar */
	struct buf test_case, result, type, why; /* of a result or error */
};

struct scan {
	struct str s;
	size_t at;
	struct message *m;
};

static void skip_blanks(struct scan *c)
{
	while (c->at < c->s.n && (c->s.p[c->at] == ' ' || c->s.p[c->at] == '\t'))
		c->at++;
}

static bool take(struct scan *c, char x)
{
	skip_blanks(c);
	if (c->at >= c->s.n || c->s.p[c->at] != x)
		return false;
	c->at++;
	return true;
}

static void add_utf8(struct buf *b, uint32_t v)
{
	if (v < 0x80) {
		buf_addc(b, (char)v);
	} else if (v < 0x800) {
		buf_addc(b, (char)(0xc0 | v >> 6));
		buf_addc(b, (char)(0x80 | (v & 63)));
	} else if (v < 0x10000) {
		buf_addc(b, (char)(0xe0 | v >> 12));
		buf_addc(b, (char)(0x80 | (v >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (v & 63)));
	} else {
		buf_addc(b, (char)(0xf0 | v >> 18));
		buf_addc(b, (char)(0x80 | (v >> 12 & 63)));
		buf_addc(b, (char)(0x80 | (v >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (v & 63)));
	}
}

static bool take_hex(struct scan *c, struct buf *to, size_t digits)
{
	uint32_t v = 0;

	for (size_t i = 0; i < digits; i++) {
		int d = c->at < c->s.n ? hex_value(c->s.p[c->at]) : -1;

		if (d < 0)
			return false;
		v = v << 4 | (uint32_t)d;
		c->at++;
	}
	if (v > 0x10ffff)
		return false;
	add_utf8(to, v);
	return true;
}

/* Behind a backslash */
static bool take_escape(struct scan *c, struct buf *to)
{
	static const char names[] = "0abtnvfre \"/\\N_\tLP";
	static const uint32_t values[] = { 0, 7, 8, 9, 10, 11, 12, 13, 27, ' ', '"', '/', '\\',
					   0x85, 0xa0, 9, 0x2028, 0x2029 };
	const char *p;

	if (c->at >= c->s.n || !c->s.p[c->at])
		return false;
	switch (c->s.p[c->at++]) {
	case 'x':
		return take_hex(c, to, 2);
	case 'u':
		return take_hex(c, to, 4);
	case 'U':
		return take_hex(c, to, 8);
	}
	p = strchr(names, c->s.p[c->at - 1]);
	if (!p)
		return false;
	add_utf8(to, values[p - names]);
	return true;
}

static bool take_quoted(struct scan *c, struct buf *to, char quote)
{
	while (c->at < c->s.n) {
		char x = c->s.p[c->at++];

		if (x == quote) {
			/* '' is one ' */
			if (quote == '"' || c->at >= c->s.n || c->s.p[c->at] != quote)
				return true;
			c->at++;
		} else if (x == '\\' && quote == '"') {
			if (!take_escape(c, to))
				return false;
			continue;
		}
		buf_addc(to, x);
	}
	return false;
}

/* A scalar; plain ones end where the mapping goes on. */
static bool take_scalar(struct scan *c, struct buf *to)
{
	size_t from;

	skip_blanks(c);
	/* a tag, as !!str */
	if (c->at < c->s.n && c->s.p[c->at] == '!') {
		while (c->at < c->s.n && c->s.p[c->at] != ' ')
			c->at++;
		skip_blanks(c);
	}
	if (take(c, '"'))
		return take_quoted(c, to, '"');
	if (take(c, '\''))
		return take_quoted(c, to, '\'');
	from = c->at;
	while (c->at < c->s.n && !strchr(",{}[]", c->s.p[c->at])) {
		if (c->s.p[c->at] == ':' && (c->at + 1 >= c->s.n || c->s.p[c->at + 1] == ' '))
			break;
		c->at++;
	}
	buf_add(to, c->s.p + from, str_trim((struct str){ c->s.p + from, c->at - from }).n);
	return true;
}

static struct buf *field(struct message *m, const char *key, int depth)
{
	static const struct {
		const char *key;
		int depth;
		size_t at;
	} fields[] = {
		{ "lvl", 1, offsetof(struct message, level) },
		{ "msg", 1, offsetof(struct message, text) },
		{ "case", 2, offsetof(struct message, test_case) },
		{ "result", 2, offsetof(struct message, result) },
		{ "error_type", 2, offsetof(struct message, type) },
		{ "error_msg", 2, offsetof(struct message, why) },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (fields[i].depth == depth && strcmp(fields[i].key, key) == 0)
			return (struct buf *)(void *)((char *)m + fields[i].at);
	}
	return NULL;
}

static bool take_mapping(struct scan *c, int depth);

static bool take_list(struct scan *c, int depth)
{
	struct buf ignored = { 0 };
	bool good = depth < MAX_DEPTH;

	while (good && !take(c, ']')) {
		if (take(c, '{'))
			good = take_mapping(c, depth + 1);
		else if (take(c, '['))
			good = take_list(c, depth + 1);
		else
			good = c->at < c->s.n && take_scalar(c, &ignored);
		if (good && !take(c, ','))
			good = c->at < c->s.n && c->s.p[c->at] == ']';
	}
	buf_release(&ignored);
	return good;
}

/* Behind its brace */
static bool take_mapping(struct scan *c, int depth)
{
	struct buf key = { 0 }, ignored = { 0 };
	bool good = depth < MAX_DEPTH;

	while (good && !take(c, '}')) {
		struct buf *to;

		buf_clear(&key);
		good = take_scalar(c, &key) && key.n && take(c, ':');
		if (!good)
			break;
		if (take(c, '{')) {
			good = take_mapping(c, depth + 1);
		} else if (take(c, '[')) {
			good = take_list(c, depth + 1);
		} else {
			to = field(c->m, buf_str(&key), depth);
			good = take_scalar(c, to && !to->n ? to : &ignored);
		}
		if (good && !take(c, ','))
			good = c->at < c->s.n && c->s.p[c->at] == '}';
	}
	buf_release(&key);
	buf_release(&ignored);
	return good;
}

static bool is(const struct buf *b, const char *s)
{
	return strcmp(buf_str(b), s) == 0;
}

/* The job's own result, the last one of a log; what the lab is to blame for is told by its type. */
static void take_result(struct lava_log *l, const struct message *m)
{
	if (!is(&m->test_case, "job"))
		return;
	if (is(&m->result, "pass"))
		l->end = LAVA_COMPLETE;
	else if (is(&m->type, "Infrastructure") || is(&m->type, "Bug") || is(&m->type, "Configuration") ||
		 is(&m->type, "Canceled") || is(&m->type, "MultinodeTimeout"))
		l->end = LAVA_BROKEN;
	else
		l->end = LAVA_FAILED;
	snprintf(l->why, sizeof(l->why), "%s%s%s", buf_str(&m->type), m->why.n ? ": " : "",
		 buf_str(&m->why));
}

static bool read_line(struct lava_log *l, struct str line, struct message *m)
{
	struct scan c = { .s = line, .m = m };

	take(&c, '-');
	if (!take(&c, '{') || !take_mapping(&c, 1) || !m->level.n)
		return false;
	skip_blanks(&c);
	if (c.at < c.s.n && c.s.p[c.at] != '\r')
		return false;
	if (is(&m->level, "target")) {
		buf_add(&l->console, buf_str(&m->text), m->text.n);
		buf_addc(&l->console, '\n');
	} else if (is(&m->level, "results")) {
		take_result(l, m);
	}
	return true;
}

static void clear(struct message *m)
{
	struct buf *v[] = { &m->level, &m->text, &m->test_case, &m->result, &m->type, &m->why };

	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		buf_release(v[i]);
	memset(m, 0, sizeof(*m));
}

void lava_log_read(struct lava_log *l, struct str text)
{
	struct message m = { 0 };

	memset(l, 0, sizeof(*l));
	while (text.n) {
		size_t n = str_chr(text, '\n', 0);
		struct str line = str_trim(str_head(text, n));

		if (line.n && !read_line(l, line, &m))
			l->strange++;
		clear(&m);
		text = str_from(text, n + 1);
	}
}

void lava_log_release(struct lava_log *l)
{
	buf_release(&l->console);
	memset(l, 0, sizeof(*l));
}
