// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/defer_find.h"

#include <stdlib.h>
#include <string.h>

#include "source/kbuild.h"

#define SHOWN 4 /* places in a message */

static int by_name(const void *pa, const void *pb)
{
	const struct call *a = *(struct call *const *)pa, *b = *(struct call *const *)pb;
	int r = strcmp(a->fn, b->fn);

	if (!r)
		r = strcmp(a->file, b->file);
	return r ? r : (a->off > b->off) - (a->off < b->off);
}

void defer_index_make(struct defer_index *x, struct calls *c)
{
	x->v = xreallocarray(x->v, c->v.n + 1, sizeof(struct call *));
	x->n = c->v.n;
	for (size_t i = 0; i < c->v.n; i++)
		x->v[i] = &c->v.v[i];
	qsort(x->v, x->n, sizeof(struct call *), by_name);
}

void defer_index_release(struct defer_index *x)
{
	free(x->v);
	*x = (struct defer_index){ .v = NULL };
}

/* The calls of headers are looked for only when no other fits. */
static void add_headers(struct defer_index *x, struct calls *c)
{
	struct buf text = { .p = NULL };

	x->headers = true;
	for (size_t i = 0; i < c->tree.h.n; i++) {
		if (tree_read(c->tree.dir, c->tree.h.v[i], &text))
			calls_read_text(c, c->tree.h.v[i], (struct str){ buf_str(&text), text.n });
	}
	buf_release(&text);
	defer_index_make(x, c);
}

static const char *plain(const char *file)
{
	while (file && file[0] == '.' && file[1] == '/')
		file += 2;
	return file;
}

bool defer_other_arch(const char *file, const char *arch)
{
	size_t n = arch ? strlen(arch) : 0;

	return arch && strncmp(file, "arch/", 5) == 0 &&
	       (strncmp(file + 5, arch, n) != 0 || file[5 + n] != '/');
}

struct found {
	VEC(struct call *) v;
};

static void collect(struct found *f, const struct defer_index *x, const struct defer_want *w,
		    const struct defer_opts *o)
{
	const char *file = plain(w->file);
	size_t lo = 0, hi = x->n;

	while (w->name && lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(x->v[mid]->fn, w->name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < x->n && (!w->name || strcmp(x->v[lo]->fn, w->name) == 0); lo++) {
		if (file ? strcmp(x->v[lo]->file, file) == 0 : !defer_other_arch(x->v[lo]->file, o->arch))
			*VEC_PUSH(&f->v) = x->v[lo];
	}
}

/* Keeps what ok() says, unless that is nothing. true: something is left of it. */
static bool prefer(struct found *f, bool (*ok)(const struct call *, const void *), const void *arg)
{
	size_t n = 0;

	for (size_t i = 0; i < f->v.n; i++)
		n += ok(f->v.v[i], arg);
	if (!n)
		return false;
	n = 0;
	for (size_t i = 0; i < f->v.n; i++) {
		if (ok(f->v.v[i], arg))
			f->v.v[n++] = f->v.v[i];
	}
	f->v.n = n;
	return true;
}

static bool at_line(const struct call *c, const void *arg)
{
	const struct defer_want *w = arg;

	return c->line <= w->line && w->line <= c->last_line;
}

static bool is_built_in(const struct call *c, const void *arg)
{
	(void)arg;
	return call_is_built_in(c);
}

struct of_module {
	const char *dir, *module;
	struct arena *a;
};

static bool has_module(const struct call *c, const void *arg)
{
	const struct of_module *m = arg;
	struct kbuild k;

	kbuild_modules(&k, m->a, m->dir, c->file);
	return kbuild_has(&k, m->module);
}

/* A folder of that name: objects that several makefiles make one module of. */
static bool has_folder(const struct call *c, const void *arg)
{
	const struct of_module *m = arg;
	size_t n = strlen(m->module), from = 0;

	for (size_t i = 0; c->file[i]; i++) {
		bool same = c->file[i] == '/' && i - from == n;

		for (size_t k = 0; same && k < n; k++) {
			char f = c->file[from + k];

			same = (f == '-' ? '_' : f) == (m->module[k] == '-' ? '_' : m->module[k]);
		}
		if (same)
			return true;
		if (c->file[i] == '/')
			from = i + 1;
	}
	return false;
}

/* The file itself has that name; its makefile takes it by a variable. */
static bool has_base(const struct call *c, const void *arg)
{
	const struct of_module *m = arg;
	struct kbuild k = { .n = 1 };
	const char *base = strrchr(c->file, '/');
	char *name = arena_strdup(m->a, str_of(base ? base + 1 : c->file));

	name[strlen(name) - 2] = '\0';
	for (char *p = name; *p; p++)
		*p = *p == '-' ? '_' : *p;
	k.name[0] = name;
	return kbuild_has(&k, m->module);
}

static void list_places(struct buf *b, const struct found *f)
{
	for (size_t i = 0; i < f->v.n && i < SHOWN; i++)
		buf_printf(b, "%s%s:%u", i ? ", " : "", f->v.v[i]->file, f->v.v[i]->line);
	if (f->v.n > SHOWN)
		buf_printf(b, " and %zu more", f->v.n - SHOWN);
}

static const char *keep(struct buf *b, struct arena *a)
{
	const char *s = arena_strdup(a, (struct str){ b->p, b->n });

	buf_release(b);
	return s;
}

static const char *no_place(const struct calls *c, const struct defer_want *w)
{
	const char *file = plain(w->file);
	struct buf text = { .p = NULL };
	bool there = file && tree_read(c->tree.dir, file, &text);

	buf_release(&text);
	if (file && str_ends(str_of(file), STR(".rs")))
		return "is written in Rust, whose macros have no deferred form";
	if (file && str_ends(str_of(file), STR(".S")))
		return "stands in assembly; change it by hand";
	if (file && !there)
		return "its file is not in the tree: it is generated, or the tree is of another "
		       "kernel; give the source that the kernel was built from";
	for (size_t i = 0; w->module && i < c->tree.rust.n; i++) {
		struct str rs = str_of(c->tree.rust.v[i]);

		rs.n -= 3;
		if (str_ends(rs, str_of(w->module)) && rs.n > strlen(w->module) &&
		    rs.p[rs.n - strlen(w->module) - 1] == '/')
			return "is written in Rust, whose macros have no deferred form";
	}
	if (file)
		return "its file does not declare it; give the tree that the kernel was built from";
	return "no file of the tree declares it; check the name, or give its file";
}

static const char *in_one_file(const struct found *f, struct arena *a)
{
	struct buf b = { .p = NULL };
	bool one = true;

	for (size_t i = 0; i < f->v.n; i++) {
		for (size_t k = i + 1; k < f->v.n; k++)
			one = one && calls_exclude(f->v.v[i], f->v.v[k]);
	}
	if (one && f->v.n <= DEFER_PLACES)
		return NULL;
	buf_puts(&b, "is declared in several places: ");
	list_places(&b, f);
	buf_puts(&b, "; give the module, or the file and line");
	return keep(&b, a);
}

/* A single place whose makefile says for sure that it is another module's. */
static const char *of_another(const struct found *f, const struct of_module *m)
{
	struct buf b = { .p = NULL };
	struct kbuild k;

	kbuild_modules(&k, m->a, m->dir, f->v.v[0]->file);
	if (!k.sure || kbuild_has(&k, m->module) || has_folder(f->v.v[0], m))
		return NULL;
	buf_printf(&b, "%s:%u declares it for module %s, not %s; give the file, or another module",
		   f->v.v[0]->file, f->v.v[0]->line, k.name[0], m->module);
	return keep(&b, m->a);
}

static const char *narrow(struct found *f, struct calls *c, const struct defer_want *w,
			  struct arena *a)
{
	struct of_module m = { c->tree.dir, w->module, a };

	if (w->line && !prefer(f, at_line, w) && !w->name)
		return "no initcall is declared at that line; give the tree that the kernel "
		       "was built from";
	if (!prefer(f, is_built_in, NULL))
		return "is compiled only in modules; nothing to defer";
	if (w->module && !w->file && f->v.n > 1 && !prefer(f, has_module, &m) &&
	    !prefer(f, has_base, &m))
		prefer(f, has_folder, &m);
	if (w->module && !w->file && f->v.n == 1) {
		const char *why = of_another(f, &m);

		if (why)
			return why;
	}
	return in_one_file(f, a);
}

const char *defer_find(struct defer_places *p, struct defer_index *x, struct calls *c,
		       const struct defer_want *w, const struct defer_opts *o, struct arena *a)
{
	struct found f = { .v = { .v = NULL } };
	const char *why = NULL;

	p->n = 0;
	collect(&f, x, w, o);
	if (!f.v.n && !x->headers) {
		add_headers(x, c);
		collect(&f, x, w, o);
	}
	if (!f.v.n)
		why = no_place(c, w);
	else
		why = narrow(&f, c, w, a);
	for (size_t i = 0; !why && i < f.v.n; i++)
		p->v[p->n++] = f.v.v[i];
	free(f.v.v);
	return why;
}
