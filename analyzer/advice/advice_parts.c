// SPDX-License-Identifier: GPL-2.0-or-later
/* What level, roots, rule book and code say of each call by itself. */
#include <stdlib.h>
#include <string.h>

#include "advice/advice.h"

/* Levels whose calls are drivers and the like: what is earlier is there for others. */
static bool is_late(const char *level)
{
	return level && (strcmp(level, "device") == 0 || strcmp(level, "late") == 0);
}

void advice_levels(struct advice *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];
		const char *level = x->call->level;

		if (!level)
			advice_add(a, x, ADVICE_ASK, "level-not-known", NULL,
				   "the kernel's file does not say at which level it runs");
		else if (x->call->boot_level)
			advice_add(a, x, ADVICE_DEFER, "deferred", x->call->boot_level,
				   "is deferred by the source already");
		else if (!is_late(level))
			advice_add(a, x, ADVICE_KEEP, "level", level,
				   "runs at level %s: what runs before drivers is there for others",
				   level);
	}
}

/* One answer. Returns whether any call is meant. */
static bool answer(struct advice *a, const char *name)
{
	bool all = strcmp(name, "all") == 0, any = false;

	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];

		if (!all && !advice_is(x, name))
			continue;
		any = true;
		if (x->answered)
			continue;
		x->answered = true;
		advice_add(a, x, ADVICE_DEFER, "answered", NULL,
			   "you said that it may wait (--may-wait %s)", name);
	}
	return any;
}

/* What the user says of calls takes the place of questions, not of what stays. */
void advice_answers(struct advice *a, const struct advice_opts *o)
{
	for (size_t k = 0; k < o->nmay_wait; k++) {
		struct str rest = str_of(o->may_wait[k]), name;

		while (rest.n) {
			const char *comma = memchr(rest.p, ',', rest.n), *copy;

			name = (struct str){ rest.p, comma ? (size_t)(comma - rest.p) : rest.n };
			rest = (struct str){ rest.p + name.n + !!comma, rest.n - name.n - !!comma };
			copy = arena_strdup(&a->arena, name);
			if (name.n && !answer(a, copy))
				*VEC_PUSH(&a->unmeant) = copy;
		}
	}
}

static enum advice_verdict of_root(const struct root *r, const struct root_selector *s)
{
	enum root_sure sure = s->sure < r->sure ? s->sure : r->sure;

	/* Of several that could be meant, each may be the one: all of them stay. */
	return sure == ROOT_MAYBE && s->how == ROOT_BY_PATH ? ADVICE_ASK : ADVICE_KEEP;
}

static void add_root(struct advice *a, struct advised *x, const struct root *r,
		     const struct root_selector *s)
{
	const char *evidence = s->evidence ? s->evidence : r->evidence;
	unsigned long line = s->evidence ? s->line : r->line;
	struct buf b = { 0 };

	if (line)
		buf_printf(&b, "line %lu: ", line);
	buf_puts(&b, evidence ? evidence : r->what);
	x->root = true;
	advice_add(a, x, of_root(r, s), "root", b.p, "the first job needs it: %s (%s)", r->what,
		   s->why);
	buf_release(&b);
}

void advice_roots(struct advice *a, const struct advice_opts *o)
{
	roots_find(&a->roots, a->boot, o->cmdline, o->need, o->nneed, a->img);
	for (size_t i = 0; i < a->n; i++) {
		const struct initcall *c = a->v[i].call;
		const struct root_selector *s;
		const struct root *r;
		size_t at = 0;

		while ((r = roots_next(&a->roots, &at, c->name, c->module, a->v[i].file,
				       &s)))
			add_root(a, &a->v[i], r, s);
	}
}

/* The symbols that a node uses and does not define, for rules that ask for them. */
static size_t symbols_of(const struct deps *d, uint32_t node, const char ***v)
{
	size_t n = 0, cap = 0;

	*v = NULL;
	if (node == DEP_NONE)
		return 0;
	for (uint32_t i = 0; i < d->node[node].nneeds; i++) {
		const struct dep *e = deps_need(d, node, i);

		if (e->kind != DEP_SYMBOL && e->kind != DEP_EXPORT && e->kind != DEP_BUS &&
		    e->kind != DEP_CLASS)
			continue;
		for (uint32_t k = 0; k < e->nevidence; k++) {
			if (n == cap) {
				cap = vec_more(cap);
				*v = xreallocarray(*v, cap, sizeof(**v));
			}
			(*v)[n++] = e->evidence[k];
		}
	}
	return n;
}

static const enum advice_verdict of_rule[RULE_VERDICTS] = {
	[RULE_DEFER] = ADVICE_DEFER,
	[RULE_ASK] = ADVICE_ASK,
	[RULE_FIX] = ADVICE_KEEP,
	[RULE_KEEP] = ADVICE_KEEP,
};

static void add_rule(struct advice *a, struct advised *x, const struct rule_hit *h)
{
	struct buf b = { 0 };

	buf_printf(&b, "rule %s (%s:%lu)", h->rule->id, h->rule->file, h->rule->line);
	if (h->symbol)
		buf_printf(&b, ", uses %s", h->symbol);
	if (h->word)
		buf_printf(&b, ", command line has %s", h->word);
	if (h->unsure)
		buf_puts(&b, ", command line not known");
	advice_add(a, x, of_rule[h->verdict], "rule", b.p, "%s", h->rule->why);
	buf_release(&b);
	if (!x->check)
		x->check = h->rule->check;
	if (!x->instead)
		x->instead = h->rule->instead;
}

void advice_rules(struct advice *a, struct rulebook *book, const char *cmdline)
{
	struct rule_hits hits = { 0 };

	rulebook_cmdline(book, cmdline);
	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];
		const char **symbols;
		struct rule_subject s = { .initcall = x->call->name, .module = x->call->module,
					  .file = x->file, .level = x->call->level };

		s.nsymbols = symbols_of(a->deps, x->node, &symbols);
		s.symbols = symbols;
		rulebook_match(book, &s, &hits);
		for (size_t k = 0; k < hits.hit.n; k++) {
			if (hits.hit.v[k].counts)
				add_rule(a, x, &hits.hit.v[k]);
		}
		x->known = hits.hit.n > 0;
		x->settled = hits.hit.n && hits.hit.v[0].rule->weight == RULE_FINAL;
		if (x->settled)
			x->verdict = of_rule[hits.hit.v[0].verdict];
		free(symbols);
	}
	rule_hits_release(&hits);
}

static void add_fact(struct advice *a, struct advised *x, const struct fact *f)
{
	static const enum advice_verdict verdicts[] = {
		[FACT_NOTE] = ADVICE_DEFER,
		[FACT_ASK] = ADVICE_ASK,
		[FACT_BLOCKS] = ADVICE_KEEP,
	};

	advice_add(a, x, verdicts[f->weight], f->code, f->evidence, "%s", f->text);
}

/*
 * Code that no rule knows may wait when it could be a module: it is made to be
 * initialised at any time. Else only the user can tell.
 */
static void add_form(struct advice *a, struct advised *x)
{
	const struct dep_node *node = x->node == DEP_NONE ? NULL : &a->deps->node[x->node];

	if (node && node->tristate)
		advice_add(a, x, ADVICE_DEFER, "could-be-module", node->path,
			   "could be built as a module, which is initialised at any time");
	else if (!x->known && a->deps->has_tristate)
		advice_add(a, x, ADVICE_ASK, "never-a-module", node ? node->path : NULL,
			   "cannot be built as a module, and no rule is known for it");
	else if (!x->known)
		advice_add(a, x, ADVICE_ASK, "no-rule", NULL,
			   "no rule is known for it, nor whether it could be a module");
}

void advice_facts(struct advice *a, struct code *code)
{
	struct fact_finder finder;

	if (code)
		fact_finder_init(&finder, code, a->img, a->deps);
	for (size_t i = 0; i < a->n; i++) {
		struct advised *x = &a->v[i];
		struct facts f;

		/* What stays anyway needs no look at its code. */
		if (x->verdict == ADVICE_KEEP || x->settled)
			continue;
		add_form(a, x);
		if (!code) {
			advice_add(a, x, ADVICE_ASK, "unread", NULL, "its code could not be read");
			continue;
		}
		facts_of(&f, &a->arena, &finder, x->call->index);
		for (size_t k = 0; k < f.n; k++)
			add_fact(a, x, &f.v[k]);
	}
	if (code)
		fact_finder_release(&finder);
}
