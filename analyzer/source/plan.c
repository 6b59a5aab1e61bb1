// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/plan.h"

#include <stdlib.h>
#include <string.h>

#include "source/diff.h"

static void release_part(struct plan_part *x)
{
	edits_release(&x->edits);
	free(x->results);
	free(x->calls.v);
	free(x->files.v);
}

int plan_begin(struct plan *p, const char *tree, struct err *e)
{
	*p = (struct plan){ .parts = { .v = NULL } };
	return calls_read(&p->tree, tree, e);
}

void plan_release(struct plan *p)
{
	for (size_t i = 0; i < p->parts.n; i++)
		release_part(&p->parts.v[i]);
	free(p->parts.v);
	calls_release(&p->tree);
}

/* The edits of a part's calls, and the files that they are in. */
static int find_edits(struct plan *p, struct plan_part *x, const struct defer_opts *o,
		      struct err *e)
{
	struct defer_want *want = xcalloc(x->calls.n + 1, sizeof(*want));
	struct defer_opts with = *o;
	int r;

	for (size_t i = 0; i < x->calls.n; i++) {
		const struct chosen *c = x->calls.v[i];

		want[i].name = c->name;
		want[i].module = c->module;
		want[i].file = c->file;
		want[i].line = c->line;
	}
	edits_release(&x->edits);
	free(x->results);
	x->results = xcalloc(x->calls.n + 1, sizeof(*x->results));
	with.result = x->results;
	x->files.n = 0;
	r = defer_edits_of(&x->edits, &p->tree, want, x->calls.n, &with, e);
	free(want);
	for (size_t i = 0; r == 0 && i < x->edits.v.n;
	     i += diff_same_file(&x->edits.v.v[i], x->edits.v.n - i))
		*VEC_PUSH(&x->files) = x->edits.v.v[i].file;
	return r;
}

static struct plan_part *new_part(struct plan *p)
{
	struct plan_part *x = VEC_PUSH(&p->parts);

	memset(x, 0, sizeof(*x));
	return x;
}

int plan_whole(struct plan *p, const struct choice *c, const struct defer_opts *o, struct err *e)
{
	struct plan_part *x = new_part(p);

	for (size_t i = 0; i < c->v.n; i++)
		*VEC_PUSH(&x->calls) = &c->v.v[i];
	return find_edits(p, x, o, e);
}

static bool share_file(const struct plan_part *a, const struct plan_part *b)
{
	for (size_t i = 0; i < a->files.n; i++) {
		for (size_t k = 0; k < b->files.n; k++) {
			if (strcmp(a->files.v[i], b->files.v[k]) == 0)
				return true;
		}
	}
	return false;
}

static void drop_part(struct plan *p, size_t i)
{
	release_part(&p->parts.v[i]);
	memmove(&p->parts.v[i], &p->parts.v[i + 1],
		(p->parts.n - i - 1) * sizeof(p->parts.v[0]));
	p->parts.n--;
}

/* Takes into part i those that share a file with it; returns whether there were any. */
static bool take_in(struct plan *p, size_t i)
{
	struct plan_part *x = &p->parts.v[i];
	size_t before = p->parts.n;

	for (size_t k = i + 1; k < p->parts.n;) {
		struct plan_part *y = &p->parts.v[k];

		if (!share_file(x, y)) {
			k++;
			continue;
		}
		for (size_t m = 0; m < y->calls.n; m++)
			*VEC_PUSH(&x->calls) = y->calls.v[m];
		drop_part(p, k);
	}
	return p->parts.n < before;
}

static int merge(struct plan *p, const struct defer_opts *o, struct err *e)
{
	for (size_t i = 0; i < p->parts.n;) {
		if (!p->parts.v[i].edits.v.n) {
			drop_part(p, i);
		} else if (take_in(p, i)) {
			/* With its new calls it may have other files, so look again. */
			if (find_edits(p, &p->parts.v[i], o, e) != 0)
				return -1;
		} else {
			i++;
		}
	}
	return 0;
}

int plan_drivers(struct plan *p, const struct choice *c, const struct defer_opts *o,
		 struct err *e)
{
	for (size_t i = 0; i < c->v.n; i++) {
		struct plan_part *x = new_part(p);

		*VEC_PUSH(&x->calls) = &c->v.v[i];
		if (find_edits(p, x, o, e) != 0)
			return -1;
	}
	return merge(p, o, e);
}
