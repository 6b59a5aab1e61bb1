// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/rule.h"

#include <stdlib.h>
#include <string.h>

#include "advice/rule_pattern.h"

const char *rule_verdict_name(enum rule_verdict v)
{
	static const char *const names[RULE_VERDICTS] = { "defer", "ask", "fix", "keep" };

	return names[v];
}

const char *rule_weight_name(enum rule_weight w)
{
	static const char *const names[RULE_WEIGHTS] = { "default", "normal", "final" };

	return names[w];
}

const char *rule_field_name(enum rule_field f)
{
	static const char *const names[RULE_FIELDS] = {
		"initcall", "module", "source", "symbol", "level", "cmdline", "and",
	};

	return names[f];
}

static int by_text(const void *pa, const void *pb)
{
	const struct rule_key *a = pa, *b = pb;
	int c = strcmp(a->text, b->text);

	return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

/* Whether one of a few names has to be there, so that the rule can be found by them. */
static bool is_key(const struct rule_patterns *ps)
{
	bool exact = ps->n > 0;

	for (size_t i = 0; i < ps->n; i++)
		exact &= ps->v[i].exact && !ps->v[i].not;
	return exact;
}

void rulebook_ready(struct rulebook *b)
{
	b->by_initcall.n = b->by_symbol.n = b->others.n = 0;
	for (uint32_t i = 0; i < b->rules.n; i++) {
		const struct rule *r = &b->rules.v[i];
		const struct rule_patterns *names = &r->field[RULE_INITCALL];
		const struct rule_patterns *symbols = &r->field[RULE_SYMBOL];

		if (is_key(names)) {
			for (size_t k = 0; k < names->n; k++)
				*VEC_PUSH(&b->by_initcall) =
					(struct rule_key){names->v[k].text, i};
		} else if (is_key(symbols)) {
			for (size_t k = 0; k < symbols->n; k++)
				*VEC_PUSH(&b->by_symbol) =
					(struct rule_key){symbols->v[k].text, i};
		} else {
			*VEC_PUSH(&b->others) = i;
		}
	}
	if (b->by_initcall.n)
		qsort(b->by_initcall.v, b->by_initcall.n, sizeof(*b->by_initcall.v), by_text);
	if (b->by_symbol.n)
		qsort(b->by_symbol.v, b->by_symbol.n, sizeof(*b->by_symbol.v), by_text);
	rulebook_cmdline(b, NULL);
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word of a command line; as in the kernel, blanks may be in double quotes. */
static bool next_word(struct str *rest, struct str *w)
{
	bool quoted = false;
	size_t n = 0;

	while (rest->n && is_blank(rest->p[0]))
		*rest = str_from(*rest, 1);
	while (n < rest->n && (quoted || !is_blank(rest->p[n])))
		quoted ^= rest->p[n++] == '"';
	*w = str_head(*rest, n);
	*rest = str_from(*rest, n);
	if (w->n && w->p[0] == '"') {
		*w = str_from(*w, 1);
		if (w->n && w->p[w->n - 1] == '"')
			w->n--;
	}
	return n > 0;
}

static bool word_fits(const struct rule_patterns *ps, const char *word)
{
	bool fits = false;

	for (size_t i = 0; i < ps->n; i++) {
		if (!rule_pattern_fits_word(&ps->v[i], word))
			continue;
		if (ps->v[i].not)
			return false;
		fits = true;
	}
	return fits;
}

/* Takes note of a word that a rule's condition, or its first one, asks for. */
static void see_word(struct rulebook *b, const char *word, bool *also)
{
	for (size_t i = 0; i < b->rules.n; i++) {
		const struct rule_patterns *f = b->rules.v[i].field;
		struct rule_condition *c = &b->conditions[i];

		if (f[RULE_CMDLINE].n && !c->word && word_fits(&f[RULE_CMDLINE], word))
			c->word = word;
		also[i] |= f[RULE_AND].n && word_fits(&f[RULE_AND], word);
	}
}

void rulebook_cmdline(struct rulebook *b, const char *cmdline)
{
	struct str rest = str_of(cmdline ? cmdline : ""), w;
	bool *also = xcalloc(b->rules.n + 1, sizeof(*also));

	free(b->conditions);
	b->conditions = xcalloc(b->rules.n + 1, sizeof(*b->conditions));
	while (next_word(&rest, &w))
		see_word(b, arena_strdup(&b->arena, w), also);
	for (size_t i = 0; i < b->rules.n; i++) {
		const struct rule_patterns *f = b->rules.v[i].field;
		struct rule_condition *c = &b->conditions[i];
		bool met = (!f[RULE_CMDLINE].n || c->word) && (!f[RULE_AND].n || also[i]);

		c->met = !f[RULE_CMDLINE].n ? RULE_MET : !cmdline ? RULE_UNSURE :
			 met ? RULE_MET : RULE_UNMET;
	}
	free(also);
}

void rulebook_release(struct rulebook *b)
{
	free(b->rules.v);
	free(b->conditions);
	free(b->by_initcall.v);
	free(b->by_symbol.v);
	free(b->others.v);
	arena_release(&b->arena);
	*b = (struct rulebook){ .conditions = NULL };
}
