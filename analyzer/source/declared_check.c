// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether the rules speak of things that a kernel's source has. */
#include <string.h>

#include "advice/rule_pattern.h"
#include "source/declared.h"

static bool any_fits(const struct rule_pattern *p, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (rule_pattern_fits(p, v[i]))
			return true;
	}
	return false;
}

static const char *value(const struct declared_call *c, int f)
{
	return f == RULE_INITCALL ? c->name : f == RULE_SOURCE ? c->file : c->level;
}

/*
 * A call that fits this pattern, and of the rule's other fields the patterns
 * without '!'. For a '!' pattern the same: it is there to take a call away.
 */
static bool call_fits(const struct declared *d, const struct rule *r, int field,
		      const struct rule_pattern *p)
{
	for (size_t i = 0; i < d->calls.n; i++) {
		const struct declared_call *c = &d->calls.v[i];
		bool fits = rule_pattern_fits(p, value(c, field));

		for (int f = 0; fits && f < RULE_FIELDS; f++) {
			if (f != field &&
			    (f == RULE_INITCALL || f == RULE_SOURCE || f == RULE_LEVEL))
				fits = rule_patterns_fit(&r->field[f], value(c, f));
		}
		if (fits)
			return true;
	}
	return false;
}

/* Levels are left out: which of them a folder uses changes, and their names are known. */
static void check_rule(const struct declared *d, const struct rule *r, struct rule_problems *out)
{
	for (int f = 0; f < RULE_LEVEL; f++) {
		for (size_t i = 0; i < r->field[f].n; i++) {
			const struct rule_pattern *p = &r->field[f].v[i];
			bool fits;

			if (f == RULE_SYMBOL)
				fits = any_fits(p, d->symbols.v, d->symbols.n);
			else if (f == RULE_MODULE)
				fits = any_fits(p, d->objects.v, d->objects.n);
			else
				fits = call_fits(d, r, f, p);
			if (!fits)
				rule_problem_add(out, r,
						 "%s '%s%s' of rule '%s' fits nothing in the "
						 "source; correct it or leave it out",
						 rule_field_name((enum rule_field)f),
						 p->not ? "!" : "", p->text, r->id);
		}
	}
}

void declared_check(const struct declared *d, const struct rulebook *b, struct rule_problems *p)
{
	for (size_t i = 0; i < b->rules.n; i++)
		check_rule(d, &b->rules.v[i], p);
}
