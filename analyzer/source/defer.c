// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/defer.h"

#include <stdlib.h>

#include "source/defer_find.h"
#include "source/defer_form.h"
#include "source/kbuild.h"
#include "source/push.h"

struct job {
	struct edits *out;
	struct calls *c;
	const struct defer_opts *o;
	struct defer_index index;
	struct buf text; /* of the file that is open */
	const char *file;
};

static void add_edit(struct job *j, const struct call *call, size_t off, size_t len,
		     struct str with)
{
	*VEC_PUSH(&j->out->v) = (struct edit){
		arena_strdup(&j->out->arena, str_of(call->file)), off, len,
		arena_strdup(&j->out->arena, with),
	};
}

static struct str open_file(struct job *j, const char *file)
{
	if (!j->file || strcmp(j->file, file) != 0) {
		buf_clear(&j->text);
		if (!tree_read(j->c->tree.dir, file, &j->text))
			buf_clear(&j->text);
		j->file = file;
	}
	return (struct str){ buf_str(&j->text), j->text.n };
}

static const char *compiled_twice(struct job *j, const struct call *call)
{
	struct buf b = { .p = NULL };
	unsigned includers;
	struct kbuild k;
	const char *s;

	kbuild_modules(&k, &j->out->arena, j->c->tree.dir, call->file);
	includers = calls_includers(j->c, call->file);
	/* What one file includes, and nobody else compiles, is a part of that. */
	if (includers && includers + k.n > 1)
		return "its file is included by another .c file, so that the edit would defer "
		       "other initcalls as well; --force-twice does it nevertheless";
	if (k.n < 2 || !k.sure)
		return NULL;
	buf_printf(&b, "its file is compiled into several modules (%s, %s), which the edit would "
		   "all defer; --force-twice does it nevertheless", k.name[0], k.name[1]);
	s = arena_strdup(&j->out->arena, (struct str){ b.p, b.n });
	buf_release(&b);
	return s;
}

static const char *refusal(struct job *j, const struct call *call)
{
	if (call->why)
		return call->why;
	if (call->form->kind == FORM_CORE && !j->o->force_level && !j->o->revert)
		return "its level is before that of drivers, and others may rely on it; "
		       "--force-level defers it nevertheless";
	return j->o->force_twice || j->o->revert ? NULL : compiled_twice(j, call);
}

/* Where the line that holds `at` ends; behind its line end, if it has one. */
static size_t line_end(struct str text, size_t at)
{
	size_t end = str_chr(text, '\n', at);

	return end < text.n ? end + 1 : end;
}

static const char *push(struct job *j, const struct call *call, struct str text)
{
	struct buf b = { .p = NULL };
	size_t start = call->off, end = line_end(text, call->end);
	bool whole = end > 0 && text.p[end - 1] == '\n';
	const char *eol = end > 1 && text.p[end - 2] == '\r' ? "\r\n" : "\n";

	if (!call->first || !call->alone)
		return "shares its line with other code; change it by hand";
	while (start && text.p[start - 1] != '\n')
		start--;
	push_before(&b, call, j->o->group, eol);
	add_edit(j, call, start, 0, (struct str){ b.p, b.n });
	buf_clear(&b);
	if (!whole)
		buf_puts(&b, eol);
	push_after(&b, call);
	if (whole)
		buf_puts(&b, eol);
	add_edit(j, call, end, 0, (struct str){ b.p, b.n });
	buf_release(&b);
	return NULL;
}

/* The lines go. The end of a file without one is as it was. */
static const char *unpush(struct job *j, const struct call *call, struct str text)
{
	struct push_lines l;

	if (!push_lines(text, call, &l))
		return "changed meanwhile; try again";
	add_edit(j, call, l.before, l.before_end - l.before, STR(""));
	if (l.after_end == text.n && text.p[text.n - 1] != '\n')
		l.after -= l.after > 1 && text.p[l.after - 2] == '\r' ? 2 : 1;
	add_edit(j, call, l.after, l.after_end - l.after, STR(""));
	return NULL;
}

static const char *edit_one(struct job *j, struct call *call, struct defer_result *r)
{
	bool is_deferred = call->form->kind == FORM_DEFERRED || call->pushed;
	struct str text = open_file(j, call->file);
	struct arena *a = &j->out->arena;
	struct buf b = { .p = NULL };
	const char *how, *why = NULL;
	bool ok;

	if (is_deferred != j->o->revert)
		return NULL;
	why = refusal(j, call);
	if (why)
		return why;
	if (text.n < call->end)
		return "its file cannot be read any more; try again";
	r->status = DEFER_EDITED;
	r->how = "push_macro";
	if (call->pushed)
		return unpush(j, call, text);
	ok = j->o->revert ? form_revert(&b, j->c, a, call, text, &how) :
			    form_defer(&b, j->c, a, call, text, j->o->group, &how);
	if (ok) {
		r->how = how;
		add_edit(j, call, call->off, call->close + 1 - call->off,
			 (struct str){ b.p, b.n });
	} else {
		why = j->o->revert ? "its deferred form is not one of ours; change it by hand" :
				     push(j, call, text);
	}
	buf_release(&b);
	return why;
}

static void edit_want(struct job *j, const struct defer_want *w, struct defer_result *r)
{
	struct defer_places p;
	const char *why;
	size_t start = j->out->v.n;

	*r = (struct defer_result){ .status = DEFER_ALREADY };
	why = defer_find(&p, &j->index, j->c, w, j->o, &j->out->arena);
	for (unsigned i = 0; i < p.n && !why; i++) {
		if (!r->file) {
			r->file = arena_strdup(&j->out->arena, str_of(p.v[i]->file));
			r->line = p.v[i]->line;
			r->macro = arena_strdup(&j->out->arena, str_of(p.v[i]->macro));
		}
		why = edit_one(j, p.v[i], r);
	}
	if (!why)
		return;
	j->out->v.n = start;
	r->status = DEFER_REFUSED;
	r->how = NULL;
	r->reason = why;
}

static bool is_pop(const struct edit *e)
{
	return strncmp(e->with, "#pragma pop", 11) == 0;
}

static int by_place(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	int r = strcmp(a->file, b->file);

	if (r || a->off != b->off)
		return r ? r : a->off < b->off ? -1 : 1;
	/* Of two calls in neighbouring lines, what ends the first comes first. */
	if (is_pop(a) != is_pop(b))
		return is_pop(b) - is_pop(a);
	return strcmp(a->with, b->with);
}

static bool same_place(const struct edit *a, const struct edit *b)
{
	return a->off == b->off && strcmp(a->file, b->file) == 0;
}

/* Two wants can have one place. */
static void drop_twins(struct edits *out)
{
	size_t n = 0;

	for (size_t i = 0; i < out->v.n; i++) {
		struct edit *e = &out->v.v[i], *last = n ? &out->v.v[n - 1] : NULL;

		if (!last || !same_place(last, e) || last->len != e->len ||
		    strcmp(last->with, e->with) != 0)
			out->v.v[n++] = *e;
	}
	out->v.n = n;
}

/* Insertions at one place become one edit. */
static void settle(struct edits *out)
{
	size_t n = 0;

	if (out->v.n)
		qsort(out->v.v, out->v.n, sizeof(*out->v.v), by_place);
	drop_twins(out);
	for (size_t i = 0; i < out->v.n; i++) {
		struct edit *e = &out->v.v[i], *last = n ? &out->v.v[n - 1] : NULL;
		struct buf b = { .p = NULL };

		if (!last || !same_place(last, e)) {
			out->v.v[n++] = *e;
			continue;
		}
		buf_printf(&b, "%s%s", last->with, e->with);
		last->with = arena_strdup(&out->arena, (struct str){ b.p, b.n });
		last->len += e->len;
		buf_release(&b);
	}
	out->v.n = n;
}

int defer_refused(struct err *e, const char *name, const struct defer_result *r)
{
	if (r->file)
		return err_set(e, r->file, r->line, "%s (%s) %s", name, r->macro, r->reason);
	return err_set(e, name, 0, "%s", r->reason);
}

static int refuse(struct err *e, const struct defer_want *w, const struct defer_result *r)
{
	struct buf b = { .p = NULL };
	int ret;

	if (w->name)
		return defer_refused(e, w->name, r);
	buf_printf(&b, "%s:%u", w->file ? w->file : "initcall", w->line);
	ret = defer_refused(e, b.p, r);
	buf_release(&b);
	return ret;
}

int defer_edits_of(struct edits *out, struct calls *c, const struct defer_want *want, size_t n,
		   const struct defer_opts *o, struct err *e)
{
	struct job j = { .out = out, .c = c, .o = o };
	int ret = 0;

	*out = (struct edits){ .v = { .v = NULL } };
	defer_index_make(&j.index, c);
	for (size_t i = 0; i < n && !ret; i++) {
		struct defer_result one, *r = o->result ? &o->result[i] : &one;

		edit_want(&j, &want[i], r);
		if (r->status == DEFER_REFUSED && !o->keep_going)
			ret = refuse(e, &want[i], r);
	}
	if (ret)
		out->v.n = 0;
	settle(out);
	defer_index_release(&j.index);
	buf_release(&j.text);
	return ret;
}

int defer_edits(struct edits *out, const char *tree, const struct defer_want *want, size_t n,
		const struct defer_opts *o, struct err *e)
{
	struct calls c;
	int ret;

	*out = (struct edits){ .v = { .v = NULL } };
	if (calls_read(&c, tree, e) < 0)
		return -1;
	ret = defer_edits_of(out, &c, want, n, o, e);
	calls_release(&c);
	return ret;
}
