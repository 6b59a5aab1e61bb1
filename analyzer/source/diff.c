// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/slurp.h"
#include "source/diff_lines.h"

#define CONTEXT ((size_t)3)
#define FILE_MOST ((size_t)64 << 20)

void edit_apply(struct buf *b, struct str text, const struct edit *v, size_t n)
{
	size_t at = 0;

	buf_reserve(b, text.n);
	for (size_t i = 0; i < n; i++) {
		buf_add(b, text.p + at, v[i].off - at);
		buf_puts(b, v[i].with);
		at = v[i].off + v[i].len;
	}
	buf_add(b, text.p + at, text.n - at);
}

static bool is_plain(char c)
{
	return (unsigned char)c >= ' ' && (unsigned char)c < 0x7f && c != '"' && c != '\\';
}

/* A name as git writes it: what a header could not hold goes into a C string. */
static void put_name(struct buf *b, const char *side, const char *name)
{
	bool quote = false;

	for (const char *p = name; *p; p++)
		quote |= !is_plain(*p);
	if (!quote) {
		buf_printf(b, "%s%s", side, name);
		return;
	}
	buf_printf(b, "\"%s", side);
	for (const char *p = name; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_printf(b, "\\%c", *p);
		else if (!is_plain(*p))
			buf_printf(b, "\\%03o", (unsigned char)*p);
		else
			buf_addc(b, *p);
	}
	buf_addc(b, '"');
}

static void put_header(struct buf *b, const char *name)
{
	/* Without the tab, a blank would end the name. */
	const char *end = strchr(name, ' ') ? "\t\n" : "\n";

	buf_puts(b, "diff --git ");
	put_name(b, "a/", name);
	buf_addc(b, ' ');
	put_name(b, "b/", name);
	buf_puts(b, "\n--- ");
	put_name(b, "a/", name);
	buf_puts(b, end);
	buf_puts(b, "+++ ");
	put_name(b, "b/", name);
	buf_puts(b, end);
}

/* Lines first..end, each after that letter. */
static void put_lines(struct buf *b, char letter, const struct lines *l, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		struct str s = line_of(l, i);

		buf_addc(b, letter);
		buf_add(b, s.p, s.n);
		if (!str_ends(s, STR("\n")))
			buf_puts(b, "\n\\ No newline at end of file\n");
	}
}

static void put_range(struct buf *b, char sign, size_t first, size_t n)
{
	buf_printf(b, " %c%zu", sign, n ? first + 1 : first);
	if (n != 1)
		buf_printf(b, ",%zu", n);
}

static void put_hunk(struct buf *b, const struct lines *old, const struct lines *new,
		     const struct change *c, size_t n)
{
	const struct change *z = &c[n - 1];
	size_t lead = c->old < CONTEXT ? c->old : CONTEXT, at = c->old - lead;
	size_t rest = old->n - (z->old + z->nold), end;

	end = z->old + z->nold + (rest < CONTEXT ? rest : CONTEXT);
	buf_puts(b, "@@");
	put_range(b, '-', at, end - at);
	put_range(b, '+', c->new - lead, end - z->old - z->nold + z->new + z->nnew - c->new + lead);
	buf_puts(b, " @@\n");
	for (size_t i = 0; i < n; i++) {
		put_lines(b, ' ', old, at, c[i].old);
		put_lines(b, '-', old, c[i].old, c[i].old + c[i].nold);
		put_lines(b, '+', new, c[i].new, c[i].new + c[i].nnew);
		at = c[i].old + c[i].nold;
	}
	put_lines(b, ' ', old, at, end);
}

static void put_hunks(struct buf *b, const struct lines *old, const struct lines *new,
		      const struct changes *all)
{
	for (size_t i = 0, k; i < all->n; i = k) {
		for (k = i + 1; k < all->n; k++) {
			const struct change *c = &all->v[k - 1];

			if (all->v[k].old - (c->old + c->nold) > 2 * CONTEXT)
				break;
		}
		put_hunk(b, old, new, &all->v[i], k - i);
	}
}

void diff_file(struct buf *b, struct str text, const struct edit *v, size_t n,
	       struct diff_stat *stat)
{
	struct lines old = { 0 }, new = { 0 };
	struct changes all = { 0 };
	struct buf after = { 0 };

	edit_apply(&after, text, v, n);
	lines_split(&old, text);
	lines_split(&new, (struct str){ after.p, after.n });
	changes_find(&all, &old, &new, v, n);
	if (all.n) {
		put_header(b, v[0].file);
		put_hunks(b, &old, &new, &all);
	}
	if (stat) {
		stat->files += all.n != 0;
		for (size_t i = 0; i < all.n; i++) {
			stat->added += all.v[i].nnew;
			stat->removed += all.v[i].nold;
		}
	}
	free(all.v);
	free(old.at);
	free(new.at);
	buf_release(&after);
}

size_t diff_same_file(const struct edit *v, size_t n)
{
	size_t k = 1;

	while (k < n && strcmp(v[k].file, v[0].file) == 0)
		k++;
	return k;
}

/* What finds the edits promises this; a wrong patch would be worse than none. */
static bool in_order(const struct edit *v, size_t n, size_t size)
{
	for (size_t i = 0, at = 0; i < n; i++) {
		if (v[i].off < at || v[i].off > size || v[i].len > size - v[i].off)
			return false;
		at = v[i].off + v[i].len;
	}
	return true;
}

int diff_tree(struct buf *b, const char *tree, const struct edit *v, size_t n,
	      struct diff_stat *stat, struct err *e)
{
	struct buf path = { 0 }, text = { 0 };
	int r = 0;

	for (size_t i = 0, k; i < n && r == 0; i += k) {
		k = diff_same_file(v + i, n - i);
		buf_clear(&path);
		buf_clear(&text);
		buf_printf(&path, "%s/%s", tree, v[i].file);
		r = slurp(&text, path.p, FILE_MOST, e);
		if (r == 0 && !in_order(v + i, k, text.n))
			r = err_set(e, path.p, 0, "changed while it was read; try again");
		if (r == 0)
			diff_file(b, (struct str){ text.p, text.n }, v + i, k, stat);
	}
	buf_release(&path);
	buf_release(&text);
	return r;
}
