// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <time.h>

#include "base/err.h"
#include "cmd/patching.h"

int64_t patching_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* What the makefile sets NAME to; the text begins with a line end. */
static struct str setting(struct str text, const char *name)
{
	struct buf b = { 0 };
	struct str s;
	size_t at;

	buf_printf(&b, "\n%s =", name);
	at = str_find(text, (struct str){ b.p, b.n });
	s = str_from(text, at + b.n);
	buf_release(&b);
	return str_trim(str_head(s, str_chr(s, '\n', 0)));
}

/* "Linux 6.12.117: ", as far as the tree's makefile has it. */
static void put_version(struct buf *b, const char *dir)
{
	static const char *const names[] = { "VERSION", "PATCHLEVEL", "SUBLEVEL" };
	struct buf text = { 0 }, file = { 0 };
	struct str s, v[3];

	buf_addc(&text, '\n');
	if (tree_read(dir, "Makefile", &file)) {
		buf_add(&text, file.p, file.n);
		s = (struct str){ buf_str(&text), text.n };
		for (unsigned i = 0; i < 3; i++)
			v[i] = setting(s, names[i]);
		if (v[0].n && v[1].n)
			buf_printf(b, "Linux %.*s.%.*s.%.*s: ", STR_ARG(v[0]), STR_ARG(v[1]),
				   STR_ARG(v[2]));
	}
	buf_release(&text);
	buf_release(&file);
}

/* As all messages are, so that no control byte of a tree's text gets to the terminal. */
static void say(const struct buf *b)
{
	struct err e;

	err_set(&e, NULL, 0, "%s", buf_str(b));
	fprintf(stderr, "bootcheck: %s\n", e.msg);
}

void patching_say_read(const struct patching *p, const struct calls *c, int64_t start_us)
{
	int64_t ms = (patching_now_us() - start_us) / 1000;
	struct buf b = { 0 };

	if (!p->common->verbose)
		return;
	put_version(&b, p->source);
	buf_printf(&b, "%zu sources and %zu headers declare %zu initcalls (read in %lld.%03lld s)",
		   c->tree.c.n, c->tree.h.n, c->v.n, (long long)ms / 1000, (long long)ms % 1000);
	say(&b);
	buf_release(&b);
}

void patching_say_chosen(const struct patching *p, const struct plan *plan, size_t modules)
{
	size_t n = plan->choice->v.n, edited = 0, files = 0;
	struct buf b = { 0 };

	if (!p->common->verbose)
		return;
	for (size_t i = 0; i < n; i++)
		edited += plan->results[i].status == DEFER_EDITED;
	for (size_t i = 0; i < plan->parts.n; i++)
		files += plan->parts.v[i].files.n;
	buf_printf(&b, "%zu chosen: %zu edited in %zu file%s, %zu as they should be, %zu refused", n,
		   edited, files, files == 1 ? "" : "s", n - edited - plan->refused, plan->refused);
	say(&b);
	if (modules) {
		buf_clear(&b);
		buf_printf(&b, "%zu left out, which are compiled only into modules", modules);
		say(&b);
	}
	buf_release(&b);
}

void patching_say_refused(const struct plan *plan)
{
	const struct choice *c = plan->choice;
	struct err e;

	if (!plan->refused)
		return;
	for (size_t i = 0; i < c->v.n; i++) {
		if (plan->results[i].status != DEFER_REFUSED)
			continue;
		defer_refused(&e, c->v.v[i].name, &plan->results[i]);
		fprintf(stderr, "bootcheck: %s\n", e.msg);
	}
	fprintf(stderr, "bootcheck: the patch is without %zu of %zu initcalls, which cannot be edited\n",
		plan->refused, c->v.n);
}

void patching_say_done(const struct patching *p, const struct plan *plan)
{
	size_t n = plan->choice->v.n;

	if (p->common->quiet || plan->refused)
		return;
	if (!n)
		fprintf(stderr, "bootcheck: nothing is to be %s; the patch is empty\n",
			p->opts.revert ? "reverted" : "deferred");
	else
		fprintf(stderr, "bootcheck: nothing to change: %s %s deferred; the patch is empty\n",
			n == 1 ? "the initcall is" : "the initcalls are",
			p->opts.revert ? "not" : "already");
}
