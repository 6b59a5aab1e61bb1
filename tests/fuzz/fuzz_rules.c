/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: files of rules. The text before a line "%%" is parsed twice, alone and as part of
 * a book; what it gives is checked and matched against the words that follow the line. A mistake
 * names a line that there is, and matching gives the same whichever way rules are found.
 */
#include "advice/rule.h"
#include "advice/rule_check.h"
#include "advice/rule_pattern.h"
#include "base/str.h"
#include "replay.h"
#include "valid.h"

#include <stdlib.h>
#include <string.h>

#define WORDS 12

/* Words of the rest, each a string of its own. */
static size_t take_words(struct str rest, char **word)
{
	size_t n = 0;

	while (n < WORDS && rest.n) {
		size_t end = str_chr(rest, '\n', 0);

		word[n] = strndup(rest.p, end);
		MUST(word[n++]);
		rest = str_from(rest, end + 1);
	}
	return n;
}

static bool plain_fit(const struct rule *r, const struct rule_subject *s)
{
	const struct rule_patterns *ps = &r->field[RULE_SYMBOL];
	bool symbol = !ps->n;

	for (size_t i = 0; i < ps->n; i++) {
		for (size_t k = 0; k < s->nsymbols; k++) {
			if (!rule_pattern_fits(&ps->v[i], s->symbols[k]))
				continue;
			if (ps->v[i].not)
				return false;
			symbol = true;
		}
	}
	return symbol && rule_patterns_fit(&r->field[RULE_INITCALL], s->initcall) &&
	       rule_patterns_fit(&r->field[RULE_MODULE], s->module) &&
	       rule_patterns_fit(&r->field[RULE_SOURCE], s->file) &&
	       rule_patterns_fit(&r->field[RULE_LEVEL], s->level);
}

static void check_hits(const struct rulebook *b, const struct rule_subject *s,
		       const struct rule_hits *h)
{
	size_t plain = 0;

	for (size_t i = 0; i < b->rules.n; i++) {
		enum rule_met met = b->conditions[i].met;

		plain += met != RULE_UNMET && plain_fit(&b->rules.v[i], s) &&
			 !(met == RULE_UNSURE && b->rules.v[i].verdict == RULE_DEFER);
	}
	MUST(plain == h->hit.n);
	MUST(!h->hit.n || h->hit.v[0].counts);
	for (size_t i = 1; i < h->hit.n; i++) {
		const struct rule_hit *a = &h->hit.v[i - 1], *z = &h->hit.v[i];

		MUST(a->counts || !z->counts);
		MUST(a->counts != z->counts || !a->counts || a->verdict >= z->verdict);
	}
}

static void check_book(struct rulebook *b, char **word, size_t n)
{
	struct rule_problems p = { .list = { .v = NULL } };
	struct rule_hits h = { .maybe = { .v = NULL } };
	struct rule_subject s = {
		.initcall = n > 1 ? word[1] : NULL,
		.module = n > 2 ? word[2] : NULL,
		.file = n > 3 ? word[3] : NULL,
		.level = n > 4 ? word[4] : NULL,
		.symbols = n > 5 ? (const char *const *)word + 5 : NULL,
		.nsymbols = n > 5 ? n - 5 : 0,
	};

	rulebook_ready(b);
	rulebook_match(b, &s, &h);
	check_hits(b, &s, &h);
	rulebook_cmdline(b, n ? word[0] : "");
	rulebook_match(b, &s, &h);
	check_hits(b, &s, &h);
	rulebook_check(b, &p);
	for (size_t i = 0; i < p.list.n; i++)
		MUST(valid_text(p.list.v[i].text, strlen(p.list.v[i].text), false));
	rule_hits_release(&h);
	rule_problems_release(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, text;
	struct rulebook b = { .conditions = NULL };
	char *word[WORDS], *copy;
	struct err e;
	size_t n;

	text = str_head(all, str_find(all, STR("\n%%\n")));
	n = take_words(str_from(all, text.n + 4), word);
	/* A copy of its own, so that reading past its end is seen. */
	copy = malloc(text.n + 1);
	MUST(copy);
	memcpy(copy, text.p, text.n);
	if (rulebook_parse(&b, "f", (struct str){ copy, text.n }, &e) == 0) {
		size_t rules = b.rules.n;

		MUST(rules > 0);
		MUST(rulebook_parse(&b, "g", (struct str){ copy, text.n }, &e) == 0);
		MUST(b.rules.n == 2 * rules);
		free(copy);
		check_book(&b, word, n);
	} else {
		free(copy);
		MUST(strncmp(e.msg, "f:", 2) == 0);
		MUST(valid_text(e.msg, strlen(e.msg), false));
	}
	rulebook_release(&b);
	while (n)
		free(word[--n]);
	return 0;
}
