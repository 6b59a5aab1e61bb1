// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Initcalls that their drivers defer, in a kernel with the patch of this project: the entry stays
 * in the table of its level, and a second symbol of the same form says that it is deferred,
 * "__deferred__kmod_M__C_L_fn6" beside "__initcall__kmod_M__C_L_fn6" (the counters differ).
 * Before 5.12 these symbols have neither module nor line: "__deferred_fn6", "__initcall_fn6".
 */
#include <stdlib.h>

#include "input/image_priv.h"

#define MARK "__deferred_"
#define MARK_KMOD MARK "_kmod_"
#define ENTRY "__initcall_"
#define ENTRY_KMOD ENTRY "_kmod_"

/* A kernel has a few; a damaged file does not keep us busy for ever. */
#define MAX_MARKS 4096

/* A mark ends in the id of its level; "__deferred_initcall_start" of other patches is a bound. */
bool image_is_mark(const char *name)
{
	struct str s = str_of(name);

	return str_starts(s, STR(MARK)) && !str_ends(s, STR("_start")) && !str_ends(s, STR("_end"));
}

/* Module, line and function of a mark, as the entry's symbol has them. */
static void parse(struct entry_name *out, struct buf *b, const char *mark)
{
	buf_clear(b);
	buf_printf(b, "%s%s", ENTRY_KMOD, mark + strlen(MARK_KMOD));
	*out = (struct entry_name){ .line = 0 };
	entry_name_parse(out, (struct str){ buf_str(b), b->n }, STR_NONE, NULL, 0);
}

static bool is_of(const struct initcall *c, const struct entry_name *name)
{
	return c->line == name->line && c->module && str_eq(str_of(c->module), name->module) &&
	       str_eq(str_of(c->name), name->fn);
}

static void set_deferred(struct image_reader *r, struct initcall *c)
{
	c->boot_level = c->level;
	c->level = level_name(r, STR("deferred"), false, &c->rank);
}

/* Deferred calls run after all others, and among themselves as they are. */
static void move_to_end(struct image *img)
{
	struct initcall *late = xmalloc(img->n * sizeof(*late));
	size_t n = 0, k = 0;

	for (size_t i = 0; i < img->n; i++) {
		if (img->v[i].boot_level)
			late[n++] = img->v[i];
		else
			img->v[k++] = img->v[i];
	}
	for (size_t i = 0; i < n; i++)
		img->v[k++] = late[i];
	for (size_t i = 0; i < img->n; i++)
		img->v[i].index = (uint32_t)i;
	free(late);
}

/* The first entry that is at the module, function and line of a mark. */
static bool defer_by_place(struct image_reader *r, struct buf *b, const char *mark)
{
	struct image *img = r->img;
	struct entry_name name;

	parse(&name, b, mark);
	for (size_t i = 0; i < img->n; i++) {
		if (img->v[i].boot_level || !is_of(&img->v[i], &name))
			continue;
		set_deferred(r, &img->v[i]);
		return true;
	}
	return false;
}

static bool is_entry_of(const struct initcall *c, const char *mark)
{
	return c->entry && strncmp(c->entry, ENTRY, strlen(ENTRY)) == 0 &&
	       strcmp(c->entry + strlen(ENTRY), mark + strlen(MARK)) == 0;
}

/*
 * The entries that have the symbol of a mark. Functions of one name in several files are not to be
 * told apart by it: they are deferred if there are as many marks as entries, else none is.
 */
static bool defer_by_symbol(struct image_reader *r, const char *mark)
{
	struct image *img = r->img;
	size_t entries = 0, marks = 0;

	for (size_t i = 0; i < img->n; i++)
		entries += !img->v[i].boot_level && is_entry_of(&img->v[i], mark);
	if (!entries)
		return false;
	for (size_t m = 0; m < r->marks.n && m < MAX_MARKS; m++)
		marks += strcmp(r->marks.v[m], mark) == 0;
	if (marks < entries)
		return false;
	for (size_t i = 0; i < img->n; i++) {
		if (!img->v[i].boot_level && is_entry_of(&img->v[i], mark))
			set_deferred(r, &img->v[i]);
	}
	return true;
}

void image_deferred(struct image_reader *r)
{
	struct buf b = { 0 };
	bool any = false;

	for (size_t m = 0; m < r->marks.n && m < MAX_MARKS; m++) {
		const char *mark = r->marks.v[m];

		if (strncmp(mark, MARK_KMOD, strlen(MARK_KMOD)) == 0)
			any |= defer_by_place(r, &b, mark);
		else
			any |= defer_by_symbol(r, mark);
	}
	if (any)
		move_to_end(r->img);
	buf_release(&b);
}
