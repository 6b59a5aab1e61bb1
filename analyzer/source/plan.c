// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/strtab.h"
#include "source/defer_find.h"
#include "source/diff.h"

int plan_begin(struct plan *p, const char *tree, struct err *e)
{
	*p = (struct plan){ .parts = { .v = NULL } };
	return calls_read(&p->tree, tree, e);
}

void plan_release(struct plan *p)
{
	for (size_t i = 0; i < p->parts.n; i++) {
		free(p->parts.v[i].calls.v);
		free(p->parts.v[i].files.v);
	}
	free(p->parts.v);
	free(p->results);
	edits_release(&p->edits);
	calls_release(&p->tree);
}

/* --- Which calls --- */

/* The only call at a place; NULL: none, or several. */
static const struct call *call_at(const struct calls *c, const struct chosen *x)
{
	const struct call *found = NULL;

	for (size_t i = 0; i < c->v.n; i++) {
		const struct call *k = &c->v.v[i];

		if (x->line < k->line || x->line > k->last_line || strcmp(k->file, x->file) != 0)
			continue;
		if (found)
			return NULL;
		found = k;
	}
	return found;
}

void plan_places(const struct plan *p, const struct choice *from, struct choice *c)
{
	for (size_t i = 0; i < from->v.n; i++) {
		struct chosen x = from->v.v[i];
		const struct call *k = x.place ? call_at(&p->tree, &x) : NULL;

		if (k) {
			x.name = arena_strdup(&c->arena, str_of(k->fn));
			x.line = k->line;
			x.place = false;
		}
		/* It may have been chosen by its name, too. */
		choice_add(c, &x);
	}
}

static bool is_deferred(const struct call *k)
{
	return k->form->kind == FORM_DEFERRED || k->pushed;
}

static bool is_of_all(const struct call *k, const struct defer_opts *o)
{
	if (o->arch && defer_other_arch(k->file, o->arch))
		return false;
	if (is_deferred(k))
		return true;
	return !o->revert && (k->form->kind == FORM_DEVICE ||
			      (k->form->kind == FORM_CORE && o->force_level));
}

size_t plan_all(const struct plan *p, struct choice *c, const struct defer_opts *o)
{
	size_t modules = 0;

	for (size_t i = 0; i < p->tree.v.n; i++) {
		const struct call *k = &p->tree.v.v[i];

		if (!is_of_all(k, o))
			continue;
		if (!call_is_built_in(k)) {
			modules++;
			continue;
		}
		choice_add(c, &(struct chosen){
			.name = arena_strdup(&c->arena, str_of(k->fn)),
			.file = arena_strdup(&c->arena, str_of(k->file)), .line = k->line,
			.duration_us = TIME_NONE, .saving_us = TIME_NONE,
		});
	}
	return modules;
}

/* --- Their edits --- */

int plan_edits(struct plan *p, const struct choice *c, const struct defer_opts *o, struct err *e)
{
	struct defer_want *want = xcalloc(c->v.n + 1, sizeof(*want));
	struct defer_opts with = *o;
	int r;

	p->choice = c;
	p->results = xcalloc(c->v.n + 1, sizeof(*p->results));
	with.result = p->results;
	for (size_t i = 0; i < c->v.n; i++) {
		const struct chosen *x = &c->v.v[i];

		want[i] = (struct defer_want){
			.name = x->place ? NULL : x->name, .module = x->module,
			.file = x->file, .line = x->line,
		};
	}
	r = defer_edits_of(&p->edits, &p->tree, want, c->v.n, &with, e);
	for (size_t i = 0; r == 0 && i < c->v.n; i++)
		p->refused += p->results[i].status == DEFER_REFUSED;
	free(want);
	return r;
}

static struct plan_part *new_part(struct plan *p)
{
	struct plan_part *x = VEC_PUSH(&p->parts);

	memset(x, 0, sizeof(*x));
	return x;
}

void plan_whole(struct plan *p)
{
	struct plan_part *x = new_part(p);
	const struct edit *v = p->edits.v.v;
	size_t n = p->edits.v.n;

	x->edits = v;
	x->nedits = n;
	for (size_t i = 0; i < n; i += diff_same_file(&v[i], n - i))
		*VEC_PUSH(&x->files) = v[i].file;
	for (size_t i = 0; i < p->choice->v.n; i++) {
		if (p->results[i].status == DEFER_EDITED)
			*VEC_PUSH(&x->calls) = &p->choice->v.v[i];
	}
}

/* All places of a call are in one file. */
void plan_drivers(struct plan *p)
{
	const struct edit *v = p->edits.v.v;
	size_t n = p->edits.v.n, same;
	struct arena a = { .head = NULL };
	struct strtab files;

	strtab_init(&files, &a);
	for (size_t i = 0; i < p->choice->v.n; i++) {
		const struct defer_result *r = &p->results[i];
		uint32_t id;

		if (r->status != DEFER_EDITED)
			continue;
		id = strtab_intern(&files, str_of(r->file));
		if (id == p->parts.n)
			new_part(p);
		*VEC_PUSH(&p->parts.v[id].calls) = &p->choice->v.v[i];
	}
	for (size_t i = 0; i < n; i += same) {
		struct plan_part *x = &p->parts.v[strtab_intern(&files, str_of(v[i].file))];

		same = diff_same_file(&v[i], n - i);
		x->edits = &v[i];
		x->nedits = same;
		*VEC_PUSH(&x->files) = v[i].file;
	}
	strtab_release(&files);
	arena_release(&a);
}
