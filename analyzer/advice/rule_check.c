// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/rule_check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* A longer reason is no reason. */
#define MAX_WHY 300

/* One pattern of a rule, with all else that the rule asks for. */
struct claim {
	const struct rule *rule;
	const char *text;
};

struct claims {
	struct arena arena;
	VEC(struct claim) list;
};

void rule_problem_add(struct rule_problems *p, const struct rule *r, const char *fmt, ...)
{
	struct buf text = { .p = NULL };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	*VEC_PUSH(&p->list) = (struct rule_problem){
		r->file, r->line, arena_strdup(&p->arena, (struct str){ buf_str(&text), text.n }),
	};
	buf_release(&text);
}

static int by_place(const void *pa, const void *pb)
{
	const struct rule_problem *a = pa, *b = pb;
	int c = strcmp(a->file, b->file);

	if (c)
		return c;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return strcmp(a->text, b->text);
}

void rule_problems_sort(struct rule_problems *p)
{
	if (p->list.n)
		qsort(p->list.v, p->list.n, sizeof(*p->list.v), by_place);
}

void rule_problems_release(struct rule_problems *p)
{
	free(p->list.v);
	arena_release(&p->arena);
	*p = (struct rule_problems){ .list = { .v = NULL } };
}

static int by_string(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The patterns of a field in one order, so that two rules can be compared. */
static void add_field(struct buf *to, const struct rule_patterns *ps, enum rule_field f,
		      bool only_not)
{
	const char **v = xreallocarray(NULL, ps->n + 1, sizeof(*v));

	for (int not = only_not; not < 2; not++) {
		size_t n = 0;

		for (size_t i = 0; i < ps->n; i++) {
			if (ps->v[i].not == not)
				v[n++] = ps->v[i].text;
		}
		if (n)
			qsort(v, n, sizeof(*v), by_string);
		for (size_t i = 0; i < n; i++)
			buf_printf(to, "\n%d %s%s", (int)f, not ? "!" : "", v[i]);
	}
	free(v);
}

/* Of each pattern: what it asks for together with the rest of its rule. */
static void add_claims(struct claims *c, const struct rule *r)
{
	struct buf text = { .p = NULL };

	for (int f = 0; f < RULE_CMDLINE; f++) {
		const struct rule_patterns *ps = &r->field[f];

		for (size_t i = 0; i < ps->n; i++) {
			if (ps->v[i].not)
				continue;
			buf_clear(&text);
			buf_printf(&text, "%s '%s'", rule_field_name((enum rule_field)f),
				   ps->v[i].text);
			for (int g = 0; g < RULE_FIELDS; g++)
				add_field(&text, &r->field[g], (enum rule_field)g, g == f);
			*VEC_PUSH(&c->list) = (struct claim){
				r, arena_strdup(&c->arena, (struct str){ text.p, text.n }),
			};
		}
	}
	buf_release(&text);
}

static int by_claim(const void *pa, const void *pb)
{
	const struct claim *a = pa, *b = pb;
	int c = strcmp(a->text, b->text);

	return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

static void compare(const struct claim *a, const struct claim *b, struct rule_problems *p)
{
	int shown = (int)strcspn(a->text, "\n");

	if (a->rule == b->rule)
		rule_problem_add(p, b->rule, "rule '%s' has %.*s twice; leave one out", b->rule->id,
				 shown, a->text);
	else if ((a->rule->weight == RULE_FINAL) != (b->rule->weight == RULE_FINAL))
		return; /* that is what 'final' is for */
	else if (a->rule->verdict != b->rule->verdict)
		rule_problem_add(p, b->rule,
				 "rule '%s' says %s of %.*s and contradicts rule '%s' (%s:%lu), "
				 "which says %s; leave it out of one",
				 b->rule->id, rule_verdict_name(b->rule->verdict), shown, a->text,
				 a->rule->id, a->rule->file, a->rule->line,
				 rule_verdict_name(a->rule->verdict));
	else
		rule_problem_add(p, b->rule,
				 "rule '%s' says of %.*s what rule '%s' (%s:%lu) says; leave it "
				 "out of one",
				 b->rule->id, shown, a->text, a->rule->id, a->rule->file,
				 a->rule->line);
}

static void check_claims(const struct rulebook *b, struct rule_problems *p)
{
	struct claims c = { .list = { .v = NULL } };

	for (size_t i = 0; i < b->rules.n; i++)
		add_claims(&c, &b->rules.v[i]);
	if (c.list.n)
		qsort(c.list.v, c.list.n, sizeof(*c.list.v), by_claim);
	for (size_t i = 1; i < c.list.n; i++) {
		if (strcmp(c.list.v[i - 1].text, c.list.v[i].text) == 0)
			compare(&c.list.v[i - 1], &c.list.v[i], p);
	}
	free(c.list.v);
	arena_release(&c.arena);
}

static int by_id(const void *pa, const void *pb)
{
	const struct rule *a = *(const struct rule *const *)pa,
			  *b = *(const struct rule *const *)pb;
	int c = strcmp(a->id, b->id);

	return c ? c : (a > b) - (a < b);
}

static void check_names(const struct rulebook *b, struct rule_problems *p)
{
	const struct rule **v = xreallocarray(NULL, b->rules.n + 1, sizeof(*v));

	for (size_t i = 0; i < b->rules.n; i++)
		v[i] = &b->rules.v[i];
	qsort(v, b->rules.n, sizeof(*v), by_id);
	for (size_t i = 1; i < b->rules.n; i++) {
		if (strcmp(v[i - 1]->id, v[i]->id) == 0)
			rule_problem_add(p, v[i],
					 "another rule is called '%s' (%s:%lu); give it another "
					 "name",
					 v[i]->id, v[i - 1]->file, v[i - 1]->line);
	}
	free(v);
}

/* It may begin with a name of the kernel's: "usb_register()", "cfg80211". */
static bool is_name(const char *s)
{
	size_t word = strcspn(s, " ,"), n = strcspn(s, "_(0123456789");

	return n < word;
}

static bool is_sentence(const char *s)
{
	size_t n = strlen(s);

	return n > 1 && n <= MAX_WHY && s[n - 1] == '.' && !strstr(s, ". ") &&
	       (*s < 'a' || *s > 'z' || is_name(s));
}

static void check_text(const struct rule *r, struct rule_problems *p)
{
	if (!is_sentence(r->why))
		rule_problem_add(p, r,
				 "the reason of rule '%s' is not one sentence; begin it with a "
				 "capital, end it with a full stop, take at most %d letters",
				 r->id, MAX_WHY);
	if (r->builtin && r->weight == RULE_FINAL)
		rule_problem_add(p, r, "rule '%s' is 'final', which is for users; leave that out",
				 r->id);
}

void rulebook_check(const struct rulebook *b, struct rule_problems *p)
{
	check_names(b, p);
	check_claims(b, p);
	for (size_t i = 0; i < b->rules.n; i++)
		check_text(&b->rules.v[i], p);
}
