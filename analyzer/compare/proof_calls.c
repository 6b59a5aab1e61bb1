// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What became of the deferred calls: by the kernel's own list, and by the lines
 * that it logged.
 */
#include <stdlib.h>
#include <string.h>

#include "compare/proof.h"

enum column { COL_NAME, COL_MODULE, COL_LEVEL, COL_GROUP, COL_STATE, COL_RET, COL_US, COL_TRIGGER,
	      COLUMNS };

/* The fields of a line; those that are not there are empty. */
static void split(struct str line, struct str field[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++) {
		size_t end = str_chr(line, '\t', 0);

		field[c] = str_head(line, end);
		line = str_from(line, end + 1);
	}
}

/* "function" or "module:function" */
static void split_name(const char *text, struct str *module, struct str *name)
{
	const char *colon = strchr(text, ':');

	*module = colon ? (struct str){ text, (size_t)(colon - text) } : STR_NONE;
	*name = str_of(colon ? colon + 1 : text);
}

/* Functions of several modules may have one name; the kernel runs them in the order of its list. */
struct place {
	size_t rank; /* lines of that name before its own */
	size_t of;   /* lines of that name */
};

/* The line of a call in the status. */
static bool find_status(struct str status, struct str module, struct str name,
			struct str field[COLUMNS], struct place *p)
{
	struct str line[COLUMNS];
	bool found = false;

	*p = (struct place){ 0, 0 };
	for (size_t at = 0; at < status.n;) {
		size_t end = str_chr(status, '\n', at);

		split(str_head(str_from(status, at), end - at), line);
		at = end + 1;
		if (!str_eq(line[COL_NAME], name))
			continue;
		p->of++;
		if (found || (module.n && !str_same_module(line[COL_MODULE], module)))
			continue;
		found = true;
		p->rank = p->of - 1;
		memcpy(field, line, sizeof(line));
	}
	return found;
}

static bool is_named(const struct call *c, struct str name, bool later)
{
	return str_eq(str_of(c->sym->name), name) && (c->phase == PHASE_KERNEL) != later;
}

/* The rank-th call of a name in a boot, NULL: there are fewer; *n: how many there are. */
static const struct call *find_call(const struct boot *b, struct str name, bool later, size_t rank,
				    size_t *n)
{
	const struct call *r = NULL;

	*n = 0;
	for (size_t i = 0; i < b->ncalls; i++) {
		if (is_named(&b->calls[i], name, later) && (*n)++ == rank)
			r = &b->calls[i];
	}
	return r;
}

/* The same function in another boot: its size tells it from others of its name. */
static const struct call *same_call(const struct boot *b, const struct call *c, bool later)
{
	for (size_t i = 0; i < b->ncalls; i++) {
		if (b->calls[i].sym == c->sym && (b->calls[i].phase == PHASE_KERNEL) != later)
			return &b->calls[i];
	}
	return NULL;
}

static void fill(struct proof *p, struct proof_call *x, const char *text, struct str status,
		 const struct boot *before, const struct boot *after)
{
	struct str module, name, field[COLUMNS];
	const struct call *ran = NULL, *was = NULL;
	struct place place;
	size_t n = 0;

	split_name(text, &module, &name);
	*x = (struct proof_call){ .name = arena_strdup(&p->arena, name), .ret = TIME_NONE,
				  .ret_before = TIME_NONE, .duration_us = TIME_NONE,
				  .before_us = TIME_NONE };
	if (module.n)
		x->module = arena_strdup(&p->arena, module);
	if (find_status(status, module, name, field, &place)) {
		x->module = arena_strdup(&p->arena, field[COL_MODULE]);
		x->state = arena_strdup(&p->arena, field[COL_STATE]);
		x->trigger = arena_strdup(&p->arena, field[COL_TRIGGER]);
	}
	if (after)
		ran = find_call(after, name, true, place.rank, &n);
	/* More than there are in the list: one of them ran again. */
	x->runs = !ran ? 0 : place.of && n > place.of ? n - place.of + 1 : 1;
	if (ran && ran->has_ret) {
		x->ret = ran->ret;
		x->duration_us = ran->duration_us;
	}
	if (before)
		was = ran ? same_call(before, ran, false) : find_call(before, name, false, place.rank, &n);
	if (was && was->has_ret) {
		x->ret_before = was->ret;
		x->before_us = was->duration_us;
	}
	x->ran = x->runs == 1 && ran->has_ret && x->state && strcmp(x->state, "done") == 0;
}

/* "a_init, b_init and 3 more" */
struct names {
	struct buf b;
	size_t n;
};

#define NAMED 3

static void name_it(struct names *s, const char *name)
{
	if (s->n < NAMED)
		buf_printf(&s->b, "%s%s", s->n ? ", " : "", name);
	s->n++;
}

static const char *named(struct names *s)
{
	if (s->n > NAMED)
		buf_printf(&s->b, " and %zu more", s->n - NAMED);
	return buf_str(&s->b);
}

static void check_ran(struct proof *p, struct str status)
{
	struct names not_there = { 0 }, pending = { 0 }, running = { 0 }, often = { 0 };

	for (size_t i = 0; i < p->ncalls; i++) {
		const struct proof_call *x = &p->calls[i];

		if (x->ran)
			continue;
		if (!x->state)
			name_it(&not_there, x->name);
		else if (strcmp(x->state, "running") == 0 || (x->runs && x->ret == TIME_NONE))
			name_it(&running, x->name);
		else if (x->runs > 1)
			name_it(&often, x->name);
		else
			name_it(&pending, x->name);
	}
	if (!status.n)
		checks_add(&p->checks, CHECK_UNSURE, "deferred calls",
			   "not known, as the boot did not come to its end");
	else if (running.n)
		checks_add(&p->checks, CHECK_FAIL, "deferred calls",
			   "began and did not return: %s", named(&running));
	else if (not_there.n)
		checks_add(&p->checks, CHECK_FAIL, "deferred calls",
			   "the kernel did not defer %s; its log says why",
			   named(&not_there));
	else if (pending.n)
		checks_add(&p->checks, CHECK_FAIL, "deferred calls", "did not run: %s",
			   named(&pending));
	else if (often.n)
		checks_add(&p->checks, CHECK_FAIL, "deferred calls", "ran more than once: %s",
			   named(&often));
	else
		checks_add(&p->checks, CHECK_PASS, "deferred calls",
			   p->ncalls == 1 ? "the call ran once, after init"
					  : "each of the %zu ran once, after init",
			   p->ncalls);
	buf_release(&not_there.b);
	buf_release(&pending.b);
	buf_release(&running.b);
	buf_release(&often.b);
}

static void check_returns(struct proof *p)
{
	struct names other = { 0 };
	struct buf what = { 0 };
	size_t known = 0;

	for (size_t i = 0; i < p->ncalls; i++) {
		const struct proof_call *x = &p->calls[i];

		if (x->ret == TIME_NONE || x->ret_before == TIME_NONE)
			continue;
		known++;
		if (x->ret == x->ret_before)
			continue;
		buf_clear(&what);
		buf_printf(&what, "%s %d instead of %d", x->name, (int)x->ret, (int)x->ret_before);
		name_it(&other, what.p);
	}
	if (other.n)
		checks_add(&p->checks, CHECK_FAIL, "return codes", "not those of before: %s",
			   named(&other));
	else if (known)
		checks_add(&p->checks, CHECK_PASS, "return codes", "those of before");
	buf_release(&other.b);
	buf_release(&what);
}


static bool is_chosen(const struct proof *p, const struct call *c)
{
	for (size_t k = 0; k < p->ncalls; k++) {
		if (strcmp(p->calls[k].name, c->sym->name) == 0)
			return true;
	}
	return false;
}

/* The deferred calls of a boot after, in the order they ran. */
static void check_order(struct proof *p, const struct boot *before, const struct boot *after)
{
	const struct call *last = NULL;
	size_t n = 0;

	if (!before || !after)
		return;
	for (size_t i = 0; i < after->ncalls; i++) {
		const struct call *c = &after->calls[i], *was;

		if (c->phase == PHASE_KERNEL || !is_chosen(p, c))
			continue;
		was = same_call(before, c, false);
		if (!was)
			continue;
		/* (both are in the array of that boot) */
		if (last && was < last) {
			checks_add(&p->checks, CHECK_FAIL, "order",
				   "%s ran after %s, and before it without deferral", c->sym->name,
				   last->sym->name);
			return;
		}
		last = was;
		n++;
	}
	if (n > 1)
		checks_add(&p->checks, CHECK_PASS, "order", "that of before");
}

/* All calls of the status, for a kernel that was built to defer them. */
static void take_all(struct proof *p, struct str status, const struct boot *before,
		     const struct boot *after)
{
	struct str field[COLUMNS];
	VEC(struct proof_call) calls = { 0 };
	struct buf name = { 0 };

	for (size_t at = str_chr(status, '\n', 0) + 1; at < status.n;) {
		size_t end = str_chr(status, '\n', at);

		split(str_head(str_from(status, at), end - at), field);
		at = end + 1;
		if (!field[COL_NAME].n)
			continue;
		buf_clear(&name);
		buf_printf(&name, "%.*s:%.*s", STR_ARG(field[COL_MODULE]), STR_ARG(field[COL_NAME]));
		fill(p, VEC_PUSH(&calls), name.p, status, before, after);
	}
	buf_release(&name);
	p->ncalls = calls.n;
	p->calls = arena_copy(&p->arena, calls.v, calls.n * sizeof(*calls.v));
	free(calls.v);
}

void proof_calls(struct proof *p, const struct proof_boot *v, size_t n, const struct proof_opts *o)
{
	const struct boot *before = p->nbefore ? p->set.v[0] : NULL, *after = NULL;
	struct str status = STR_NONE;

	for (size_t i = n; i-- > 0;) {
		if (v[i].side == AFTER)
			status = v[i].status;
	}
	if (p->set.n > p->nbefore)
		after = p->set.v[p->nbefore];
	if (o->ndefer) {
		p->ncalls = o->ndefer;
		p->calls = arena_alloc(&p->arena, o->ndefer * sizeof(*p->calls));
		for (size_t i = 0; i < o->ndefer; i++)
			fill(p, &p->calls[i], o->defer[i], status, before, after);
	} else {
		take_all(p, status, before, after);
	}
	check_ran(p, status);
	check_order(p, before, after);
	check_returns(p);
}
