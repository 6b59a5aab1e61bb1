/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: C source. Tokens lie in the text, one behind the other, with lines that only grow;
 * of what is found to declare initcalls, each edit leads back to the text.
 */
#include "replay.h"
#include "source/calls.h"
#include "source/defer_form.h"
#include "source/push.h"

#include <string.h>

static void check_tokens(struct str text)
{
	struct ctok_reader r;
	struct ctok t;
	size_t at = 0;
	uint32_t line = 1, lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	ctok_start(&r, text);
	while (ctok_next(&r, &t)) {
		MUST(t.off >= at && t.s.n > 0);
		MUST(t.s.p == text.p + t.off && t.off + t.s.n <= text.n);
		MUST(t.line >= line && t.line <= lines);
		at = t.off + t.s.n;
		line = t.line;
		MUST(r.nlevels <= CTOK_LEVELS);
	}
	MUST(r.at == text.n && r.line <= lines);
}

/* Who skips lines sees the same first tokens of them as who does not. */
static void check_skip(struct str text)
{
	struct ctok_reader all, some;
	struct ctok t, u;

	ctok_start(&all, text);
	ctok_start(&some, text);
	while (ctok_next(&all, &t)) {
		if (!t.first)
			continue;
		MUST(ctok_next(&some, &u));
		MUST(u.off == t.off && u.kind == t.kind && u.line == t.line && u.first);
		MUST(some.depth == all.depth && some.nlevels == all.nlevels);
		if (u.kind != CTOK_DIRECTIVE)
			ctok_skip_line(&some);
	}
	MUST(!ctok_next(&some, &u) && some.depth == all.depth && some.line == all.line);
}

static void check_call(struct calls *c, const struct call *call, struct str text)
{
	struct buf b = { 0 };
	const char *how;

	MUST(call->off < call->open && call->open < call->close && call->close < call->end);
	MUST(call->end <= text.n && call->line <= call->last_line);
	MUST(text.p[call->open] == '(' && text.p[call->close] == ')');
	if (call->form->kind <= FORM_CORE && !call->why) {
		form_defer(&b, c, &c->arena, call, text, NULL, &how);
		buf_clear(&b);
		push_before(&b, call, "g", "\n");
	} else if (call->form->kind == FORM_DEFERRED) {
		form_revert(&b, c, &c->arena, call, text, &how);
	}
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct calls c = { .v = { .v = NULL } };
	struct str text;
	char *copy;

	if (size > 8192)
		return 0;
	copy = malloc(size + 1);
	MUST(copy);
	memcpy(copy, data, size);
	text = (struct str){ copy, size };
	check_tokens(text);
	check_skip(text);
	macros_read_text(&c.macros, "a.c", text);
	macros_settle(&c.macros);
	calls_read_text(&c, "a.c", text);
	for (size_t i = 0; i < c.v.n; i++)
		check_call(&c, &c.v.v[i], text);
	calls_release(&c);
	free(copy);
	return 0;
}
