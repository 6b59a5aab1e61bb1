// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/roots_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

const char *text(struct finder *f, const char *fmt, ...)
{
	struct buf b = { 0 };
	const char *s;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	s = text_of(f, (struct str){ b.p, b.n });
	buf_release(&b);
	return s;
}

const char *text_of(struct finder *f, struct str s)
{
	return arena_strdup(&f->r->arena, s);
}

struct draft draft(struct finder *f, enum root_kind kind, enum root_sure sure, const char *what,
		   const char *evidence, unsigned long line)
{
	f->sel.n = 0;
	return (struct draft){
		.f = f,
		.root = { .kind = kind,
			  .sure = sure,
			  .what = what,
			  .evidence = evidence,
			  .line = line },
		.why = what,
		.sure = sure,
	};
}

void draft_because(struct draft *d, enum root_sure sure, const char *why, const char *evidence,
		   unsigned long line)
{
	d->why = why;
	d->evidence = evidence;
	d->line = line;
	d->sure = sure;
}

void draft_unknown(struct draft *d, const char *what)
{
	const char *have = d->root.unknown;

	if (!have)
		d->root.unknown = text(d->f, "%s", what);
	else if (!strstr(have, what) && strlen(have) < 400)
		d->root.unknown = text(d->f, "%s; %s", have, what);
}

void draft_done(struct draft *d)
{
	struct finder *f = d->f;

	d->root.n = f->sel.n;
	d->root.v = arena_copy(&f->r->arena, f->sel.v, f->sel.n * sizeof(*f->sel.v));
	*VEC_PUSH(&f->roots) = d->root;
	f->sel.n = 0;
}

bool root_there(const struct finder *f, enum root_kind kind, const char *what)
{
	for (size_t i = 0; i < f->roots.n; i++) {
		if (f->roots.v[i].kind == kind && strcmp(f->roots.v[i].what, what) == 0)
			return true;
	}
	return false;
}

/* By kind; as found within one. There are few. */
static void hand_over(struct finder *f)
{
	struct roots *r = f->r;

	r->v = arena_alloc(&r->arena, (f->roots.n + 1) * sizeof(*r->v));
	for (enum root_kind k = 0; k < ROOT_KINDS; k++) {
		for (size_t i = 0; i < f->roots.n; i++) {
			if (f->roots.v[i].kind == k)
				r->v[r->n++] = f->roots.v[i];
		}
	}
}

void roots_find(struct roots *r, const struct boot *b, const char *cmdline,
		const char *const *need, size_t nneed, const struct image *img)
{
	struct finder f = { .r = r, .b = b, .img = img, .cmdline = cmdline };

	*r = (struct roots){ 0 };
	if (!cmdline) {
		f.cmdline = b->cmdline;
		f.cmdline_line = b->cmdline_line;
	}
	roots_of_cmdline(&f);
	roots_of_log(&f);
	for (size_t i = 0; i < nneed; i++)
		roots_of_need(&f, need[i]);
	hand_over(&f);
	free(f.roots.v);
	free(f.sel.v);
}

void roots_release(struct roots *r)
{
	arena_release(&r->arena);
	*r = (struct roots){ 0 };
}

bool root_selector_fits(const struct root_selector *s, const char *initcall, const char *module,
			const char *file)
{
	struct str name = str_of(s->name);

	switch (s->how) {
	case ROOT_BY_INITCALL:
		return initcall && strcmp(initcall, s->name) == 0;
	case ROOT_BY_MODULE:
		return module && str_same_module(str_of(module), name);
	case ROOT_BY_PATH:
		if (!file)
			return false;
		return str_ends(name, STR("/")) ? str_starts(str_of(file), name) :
						  strcmp(file, s->name) == 0;
	}
	return false;
}

const struct root *roots_next(const struct roots *r, size_t *at, const char *initcall,
			      const char *module, const char *file,
			      const struct root_selector **s)
{
	for (; *at < r->n; ++*at) {
		const struct root *root = &r->v[*at];

		for (size_t i = 0; i < root->n; i++) {
			if (root->v[i].loaded ||
			    !root_selector_fits(&root->v[i], initcall, module, file))
				continue;
			if (s)
				*s = &root->v[i];
			++*at;
			return root;
		}
	}
	return NULL;
}

const char *root_kind_name(enum root_kind k)
{
	static const char *const names[] = {
		[ROOT_CONSOLE] = "console",	[ROOT_DEVICE] = "root-device",
		[ROOT_FILESYSTEM] = "filesystem", [ROOT_ARRAY] = "array",
		[ROOT_CRYPT] = "crypt",		[ROOT_NETWORK] = "network",
		[ROOT_RESUME] = "resume",	[ROOT_INITRAMFS] = "initramfs",
		[ROOT_INIT] = "init",		[ROOT_WATCHDOG] = "watchdog",
		[ROOT_RTC] = "rtc",		[ROOT_SECURITY] = "security",
		[ROOT_NEED] = "need",
	};

	return names[k];
}

const char *root_sure_name(enum root_sure s)
{
	static const char *const names[] = { "maybe", "likely", "exact" };

	return names[s];
}

const char *root_how_name(enum root_how h)
{
	static const char *const names[] = { "initcall", "module", "path" };

	return names[h];
}
