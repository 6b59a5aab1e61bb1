// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Initcalls that their drivers defer, in a kernel with the patch of this project: the entry stays
 * in the table of its level, and a second symbol of the same form says that it is deferred,
 * "__deferred__kmod_M__C_L_fn6" beside "__initcall__kmod_M__C_L_fn6" (the counters differ).
 */
#include <stdlib.h>

#include "input/image_priv.h"

#define MARK "__deferred__kmod_"
#define ENTRY "__initcall__kmod_"

/* A kernel has a few; a damaged file does not keep us busy for ever. */
#define MAX_MARKS 4096

bool image_is_mark(const char *name)
{
	return strncmp(name, MARK, strlen(MARK)) == 0;
}

/* Module, line and function of a mark, as the entry's symbol has them. */
static void parse(struct entry_name *out, struct buf *b, const char *mark)
{
	buf_clear(b);
	buf_printf(b, "%s%s", ENTRY, mark + strlen(MARK));
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

void image_deferred(struct image_reader *r)
{
	struct image *img = r->img;
	struct buf b = { 0 };
	bool any = false;

	for (size_t m = 0; m < r->marks.n && m < MAX_MARKS; m++) {
		struct entry_name name;

		parse(&name, &b, r->marks.v[m]);
		for (size_t i = 0; i < img->n; i++) {
			if (img->v[i].boot_level || !is_of(&img->v[i], &name))
				continue;
			set_deferred(r, &img->v[i]);
			any = true;
			break;
		}
	}
	if (any)
		move_to_end(img);
	buf_release(&b);
}
