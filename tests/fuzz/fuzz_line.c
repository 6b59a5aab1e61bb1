/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: the prefix parser alone. Every line of the input goes through line_first() and
 * line_again(); a line has a bounded number of messages, each is readable memory and names a form.
 */
#include "base/str.h"
#include "input/line.h"
#include "replay.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Far beyond any stamp; a sum of a few must not overflow. */
#define FAR_US (INT64_MAX / 8)

static void check_message(const struct line *l, unsigned long no)
{
	volatile char sink = 0;
	size_t i;

	MUST(l->form < FORM_MAX);
	MUST(form_name(l->form));
	MUST(l->no >= 1 && l->no <= no);
	MUST(l->pid >= -1);
	MUST(l->us == TIME_NONE || (l->us > -FAR_US && l->us < FAR_US));
	for (i = 0; i < l->msg.n; i++) {
		MUST(l->msg.p[i] != '\n' || l->form == FORM_JSON || l->form == FORM_KMSG);
		sink = l->msg.p[i];
	}
	(void)sink;
	for (i = 0; i < l->msg.n; i += 7)
		line_stamp_before(l->msg, i);
}

static void check_line(struct line_parser *lp, const struct text_line *t)
{
	size_t messages = 0;
	struct line l;
	bool more;

	for (more = line_first(lp, t, &l); more; more = line_again(lp, &l)) {
		MUST(++messages <= t->s.n + 1);
		check_message(&l, t->no);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct line_parser lp;
	struct text_line t = { .no = 0 };
	size_t end;

	line_parser_init(&lp);
	while (rest.n) {
		end = str_chr(rest, '\n', 0);
		/* A copy of its own, so that reading past its end is seen. */
		char *copy = malloc(end + 1);

		MUST(copy);
		memcpy(copy, rest.p, end);
		t.s = (struct str){ copy, end };
		t.no++;
		t.cut = end == rest.n;
		check_line(&lp, &t);
		free(copy);
		rest = str_from(rest, end + 1);
	}
	line_parser_release(&lp);
	return 0;
}
