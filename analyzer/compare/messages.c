// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/messages.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/strtab.h"
#include "compare/message_kind.h"
#include "input/line.h"
#include "input/text.h"

#define LEVEL_ERR 3

/* A report whose end did not come ends here: 10 s, or 1 s where nothing says the end. */
#define REPORT_LINES 300
#define REPORT_US 10000000
#define SOON_LINES 100
#define SOON_US 1000000

/* A text, and how often it is on the two sides. */
struct count {
	size_t before, after;
	size_t entry; /* number in `added`, from 1; 0: not there */
	struct message first; /* before; of a line about protection */
	enum protection kind;
};

struct counts {
	struct strtab names;
	VEC(struct count) by_name;
};

struct side {
	struct message_diff *d;
	struct counts messages, protection;
	struct buf plain;
	bool after;
	/* the report that lines belong to */
	enum report_end open;
	int64_t begin_us;
	size_t lines;
	bool cut_here;
};

static struct count *count_of(struct counts *c, struct str name)
{
	uint32_t id = strtab_intern(&c->names, name);

	while (c->by_name.n <= id)
		*VEC_PUSH(&c->by_name) = (struct count){ 0 };
	return &c->by_name.v[id];
}

/* "<3>[...", "3,1234,...", as numbers of facility and level; -1 when there is none. */
static int level_of(struct str s)
{
	size_t i = s.n && s.p[0] == '<', n = i;
	int v = 0;

	while (n < s.n && n < i + 4 && is_digit(s.p[n]))
		v = v * 10 + (s.p[n++] - '0');
	if (n == i || n == s.n || s.p[n] != (i ? '>' : ','))
		return -1;
	if (!i && (n + 1 == s.n || !is_digit(s.p[n + 1])))
		return -1;
	return v & 7;
}

/* Whether a line belongs to the report that is open. */
static bool is_part(struct side *s, const struct line *l, enum report_end begins)
{
	bool soon = s->open == REPORT_SOON;
	bool late = l->us != TIME_NONE && s->begin_us != TIME_NONE &&
		    (l->us < s->begin_us || l->us - s->begin_us > (soon ? SOON_US : REPORT_US));

	if (s->open == REPORT_NONE)
		return false;
	if (s->open == REPORT_LAST)
		return true;
	if (++s->lines > (soon ? SOON_LINES : REPORT_LINES) || late ||
	    (begins != REPORT_NONE && soon) ||
	    begins == REPORT_LAST) {
		s->open = REPORT_NONE;
		return false;
	}
	if (message_ends(l->msg, s->open))
		s->open = REPORT_NONE;
	return true;
}

static void note_message(struct side *s, const struct line *l, int level, bool report)
{
	struct count *c;

	buf_clear(&s->plain);
	message_plain(&s->plain, l->msg);
	c = count_of(&s->messages, (struct str){ buf_str(&s->plain), s->plain.n });
	if (!s->after) {
		c->before++;
		return;
	}
	if (++c->after <= c->before)
		return;
	if (c->entry) {
		s->d->added.v[c->entry - 1].times++;
		return;
	}
	*VEC_PUSH(&s->d->added) = (struct message){
		.text = arena_strdup(&s->d->arena, l->msg),
		.level = level,
		.report = report,
		.line = l->no,
		.times = 1,
	};
	c->entry = s->d->added.n;
}

static void note_protection(struct side *s, const struct line *l, int level)
{
	struct str what;
	enum protection kind = message_protection(l->msg, &what);
	struct count *c;

	if (kind == PROTECTION_NONE)
		return;
	buf_clear(&s->plain);
	message_plain(&s->plain, what);
	c = count_of(&s->protection, (struct str){ buf_str(&s->plain), s->plain.n });
	if (s->after) {
		c->after++;
	} else if (!c->before++) {
		c->kind = kind;
		c->first = (struct message){
			.text = arena_strdup(&s->d->arena, l->msg),
			.level = level,
			.line = l->no,
		};
	}
}

static void see(struct side *s, const struct line *l, int level)
{
	enum report_end begins = message_report(l->msg);
	bool part;

	if (!str_trim(l->msg).n)
		return;
	note_protection(s, l, level);
	if (message_is_cut_here(l->msg)) {
		s->cut_here = true;
		s->open = REPORT_NONE;
		return;
	}
	if (s->cut_here && begins != REPORT_LAST)
		begins = REPORT_MARK;
	s->cut_here = false;
	part = is_part(s, l, begins);
	if (!part && begins == REPORT_NONE && message_is_call_trace(l->msg))
		begins = REPORT_SOON;
	if (!part && begins != REPORT_NONE) {
		s->open = begins == REPORT_LINE ? REPORT_NONE : begins;
		s->begin_us = l->us;
		s->lines = 0;
	}
	/* What was a part of something before may stand alone after. */
	if (!s->after ||
	    (!part && (begins != REPORT_NONE ||
		       (level >= 0 && level <= LEVEL_ERR && !message_is_dump(l->msg)))))
		note_message(s, l, level, begins != REPORT_NONE);
}

/* Returns how many messages there are. */
static size_t read_side(struct side *s, struct str log)
{
	struct err e = { 0 };
	struct text_line t;
	struct line_parser lp;
	struct line l;
	struct text *text;
	size_t n = 0;

	s->open = REPORT_NONE;
	s->cut_here = false;
	if (!log.n || text_open_memory(&text, "log", log.p, log.n, &e) != 0)
		return 0;
	line_parser_init(&lp);
	while (text_next(text, &t, &e) > 0) {
		int level = level_of(t.s);

		for (bool more = line_first(&lp, &t, &l); more; more = line_again(&lp, &l), n++)
			see(s, &l, level);
	}
	line_parser_release(&lp);
	text_close(text);
	return n;
}

static void judge_protection(struct side *s)
{
	for (size_t i = 0; i < s->protection.by_name.n; i++) {
		struct count *c = &s->protection.by_name.v[i];
		size_t want = c->kind == PROTECTION_COUNT ? c->before : c->before > 0;

		if (c->after >= want)
			continue;
		c->first.times = c->before - c->after;
		*VEC_PUSH(&s->d->protection) = c->first;
	}
}

void messages_compare(struct message_diff *d, struct str before, struct str after)
{
	struct side s = { .d = d };

	*d = (struct message_diff){ 0 };
	strtab_init(&s.messages.names, &d->arena);
	strtab_init(&s.protection.names, &d->arena);
	d->read_before = read_side(&s, before);
	s.after = true;
	d->read_after = read_side(&s, after);
	judge_protection(&s);
	strtab_release(&s.messages.names);
	strtab_release(&s.protection.names);
	free(s.messages.by_name.v);
	free(s.protection.by_name.v);
	buf_release(&s.plain);
}

void message_diff_release(struct message_diff *d)
{
	free(d->added.v);
	free(d->protection.v);
	arena_release(&d->arena);
	*d = (struct message_diff){ 0 };
}
