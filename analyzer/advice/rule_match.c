// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "advice/rule.h"
#include "advice/rule_pattern.h"

/* The first of the sorted keys that is not before the text. */
static size_t first_key(const struct rule_key *v, size_t n, const char *text)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(v[mid].text, text) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void add_keys(struct rule_hits *h, const struct rule_key *v, size_t n, const char *text)
{
	for (size_t i = first_key(v, n, text); i < n && strcmp(v[i].text, text) == 0; i++)
		*VEC_PUSH(&h->maybe) = v[i].rule;
}

static int by_number(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return (a > b) - (a < b);
}

/* The rules that ask for a name which the subject has, each once. */
static void find_by_name(const struct rulebook *b, const struct rule_subject *s,
			 struct rule_hits *h)
{
	size_t n = 0;

	h->maybe.n = 0;
	if (s->initcall)
		add_keys(h, b->by_initcall.v, b->by_initcall.n, s->initcall);
	for (size_t i = 0; i < s->nsymbols; i++)
		add_keys(h, b->by_symbol.v, b->by_symbol.n, s->symbols[i]);
	if (!h->maybe.n)
		return;
	qsort(h->maybe.v, h->maybe.n, sizeof(*h->maybe.v), by_number);
	for (size_t i = 0; i < h->maybe.n; i++) {
		if (!n || h->maybe.v[n - 1] != h->maybe.v[i])
			h->maybe.v[n++] = h->maybe.v[i];
	}
	h->maybe.n = n;
}

/* The first symbol that a pattern fits; '!' patterns say which must not be there at all. */
static const char *symbol_that_fits(const struct rule_patterns *ps, const struct rule_subject *s)
{
	const char *found = NULL;

	for (size_t i = 0; i < ps->n; i++) {
		for (size_t k = 0; k < s->nsymbols; k++) {
			if (!rule_pattern_fits(&ps->v[i], s->symbols[k]))
				continue;
			if (ps->v[i].not)
				return NULL;
			if (!found)
				found = s->symbols[k];
			break;
		}
	}
	return found;
}

static bool fits(const struct rule *r, const struct rule_subject *s, struct rule_hit *hit)
{
	const struct rule_patterns *f = r->field;

	if (!rule_patterns_fit(&f[RULE_INITCALL], s->initcall) ||
	    !rule_patterns_fit(&f[RULE_MODULE], s->module) ||
	    !rule_patterns_fit(&f[RULE_SOURCE], s->file) ||
	    !rule_patterns_fit(&f[RULE_LEVEL], s->level))
		return false;
	*hit = (struct rule_hit){ .rule = r, .verdict = r->verdict };
	if (!f[RULE_SYMBOL].n)
		return true;
	hit->symbol = symbol_that_fits(&f[RULE_SYMBOL], s);
	return hit->symbol;
}

/* What counts comes first, then by caution, then as in the book. */
static int by_weight(const void *pa, const void *pb)
{
	const struct rule_hit *a = pa, *b = pb;

	if (a->counts != b->counts)
		return a->counts ? -1 : 1;
	if (!a->counts && a->rule->weight != b->rule->weight)
		return a->rule->weight < b->rule->weight ? 1 : -1;
	if (a->verdict != b->verdict)
		return a->verdict < b->verdict ? 1 : -1;
	/* Of a sure and an unsure reason to ask, the sure one. */
	if (a->unsure != b->unsure)
		return a->unsure ? 1 : -1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static void try_rule(const struct rulebook *b, uint32_t at, const struct rule_subject *s,
		     struct rule_hits *h)
{
	const struct rule_condition *c = &b->conditions[at];
	const struct rule *r = &b->rules.v[at];
	struct rule_hit hit;

	if (c->met == RULE_UNMET || (c->met == RULE_UNSURE && r->verdict == RULE_DEFER) ||
	    !fits(r, s, &hit))
		return;
	hit.word = c->word;
	hit.unsure = c->met == RULE_UNSURE;
	if (hit.unsure)
		hit.verdict = RULE_ASK;
	*VEC_PUSH(&h->hit) = hit;
}

/*
 * The greatest weight counts. What is unsure counts beside it and not instead
 * of it: that a command line is not known must not make the book less cautious.
 */
static void weigh(struct rule_hits *h)
{
	enum rule_weight top = RULE_DEFAULT;

	for (size_t i = 0; i < h->hit.n; i++) {
		if (!h->hit.v[i].unsure && h->hit.v[i].rule->weight > top)
			top = h->hit.v[i].rule->weight;
	}
	for (size_t i = 0; i < h->hit.n; i++) {
		struct rule_hit *hit = &h->hit.v[i];

		hit->counts = hit->unsure ? hit->rule->weight >= top : hit->rule->weight == top;
	}
}

size_t rulebook_match(const struct rulebook *b, const struct rule_subject *s, struct rule_hits *h)
{
	h->hit.n = 0;
	for (size_t i = 0; i < b->others.n; i++)
		try_rule(b, b->others.v[i], s, h);
	find_by_name(b, s, h);
	for (size_t i = 0; i < h->maybe.n; i++)
		try_rule(b, h->maybe.v[i], s, h);
	if (!h->hit.n)
		return 0;
	weigh(h);
	qsort(h->hit.v, h->hit.n, sizeof(*h->hit.v), by_weight);
	return h->hit.n;
}

void rule_hits_release(struct rule_hits *h)
{
	free(h->hit.v);
	free(h->maybe.v);
	*h = (struct rule_hits){ .hit = { .v = NULL } };
}
