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

static bool same_module(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i] == '-' ? '_' : a.p[i], y = b.p[i] == '-' ? '_' : b.p[i];

		if (x != y)
			return false;
	}
	return true;
}

/* "function" or "module:function" */
static void split_name(const char *text, struct str *module, struct str *name)
{
	const char *colon = strchr(text, ':');

	*module = colon ? (struct str){ text, (size_t)(colon - text) } : STR_NONE;
	*name = str_of(colon ? colon + 1 : text);
}

/* The line of a call in the status. */
static bool find_status(struct str status, struct str module, struct str name,
			struct str field[COLUMNS])
{
	for (size_t at = 0; at < status.n;) {
		size_t end = str_chr(status, '\n', at);

		split(str_head(str_from(status, at), end - at), field);
		at = end + 1;
		if (str_eq(field[COL_NAME], name) &&
		    (!module.n || same_module(field[COL_MODULE], module)))
			return true;
	}
	return false;
}

/* Calls of that name in a boot; the last of them to *c. later: those after init. */
static size_t find_calls(const struct boot *b, struct str name, bool later, const struct call **c)
{
	size_t n = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *x = &b->calls[i];

		if (!str_eq(str_of(x->sym->name), name) || (x->phase == PHASE_KERNEL) == later)
			continue;
		*c = x;
		n++;
	}
	return n;
}

static void fill(struct proof *p, struct proof_call *x, const char *text, struct str status,
		 const struct boot *before, const struct boot *after)
{
	struct str module, name, field[COLUMNS];
	const struct call *c = NULL;

	split_name(text, &module, &name);
	*x = (struct proof_call){ .name = arena_strdup(&p->arena, name), .ret = TIME_NONE,
				  .ret_before = TIME_NONE, .duration_us = TIME_NONE,
				  .before_us = TIME_NONE };
	if (module.n)
		x->module = arena_strdup(&p->arena, module);
	if (find_status(status, module, name, field)) {
		x->module = arena_strdup(&p->arena, field[COL_MODULE]);
		x->state = arena_strdup(&p->arena, field[COL_STATE]);
		x->trigger = arena_strdup(&p->arena, field[COL_TRIGGER]);
	}
	if (before && find_calls(before, name, false, &c) && c->has_ret) {
		x->ret_before = c->ret;
		x->before_us = c->duration_us;
	}
	if (after)
		x->runs = find_calls(after, name, true, &c);
	if (x->runs && c->has_ret) {
		x->ret = c->ret;
		x->duration_us = c->duration_us;
	}
	x->ran = x->runs == 1 && c->has_ret && x->state && strcmp(x->state, "done") == 0;
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


/* The deferred calls of a boot after, in the order they ran. */
static void check_order(struct proof *p, const struct boot *before, const struct boot *after)
{
	size_t last = 0, n = 0;
	const char *last_name = NULL;

	if (!before || !after)
		return;
	for (size_t i = 0; i < after->ncalls; i++) {
		const struct call *c = &after->calls[i];
		size_t at = before->ncalls;

		if (c->phase == PHASE_KERNEL)
			continue;
		for (size_t k = 0; k < p->ncalls; k++) {
			if (strcmp(p->calls[k].name, c->sym->name) == 0)
				at = 0;
		}
		if (at)
			continue;
		while (at < before->ncalls && (before->calls[at].phase != PHASE_KERNEL ||
					       strcmp(before->calls[at].sym->name, c->sym->name) != 0))
			at++;
		if (at == before->ncalls)
			continue;
		if (n && at < last) {
			checks_add(&p->checks, CHECK_FAIL, "order",
				   "%s ran after %s, and before it without deferral", c->sym->name,
				   last_name);
			return;
		}
		last = at;
		last_name = c->sym->name;
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
