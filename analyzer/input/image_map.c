// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * System.map (or /proc/kallsyms): symbols for an image that has none. By
 * itself it still tells the table, as each entry has a symbol; only what an
 * entry points to is then taken from its name.
 */
#include <stdlib.h>

#include "input/image_priv.h"
#include "input/text.h"

/* Distributions install a file of one line in its place. */
#define MAP_LEAST 5

/* "ffffffff81000000 T _text": the address, the letter, the name. */
static bool parse_line(struct str s, uint64_t *addr, char *letter, struct str *name)
{
	size_t n = 0, end;

	*addr = 0;
	for (; n < s.n && n < 16 && hex_value(s.p[n]) >= 0; n++)
		*addr = *addr << 4 | (uint64_t)hex_value(s.p[n]);
	if ((n != 8 && n != 16) || n + 3 >= s.n || s.p[n] != ' ' || s.p[n + 2] != ' ')
		return false;
	*letter = s.p[n + 1];
	*name = str_from(s, n + 3);
	end = str_chr(*name, '\t', 0); /* "[module]" follows */
	*name = str_trim(str_head(*name, end));
	return name->n > 0 && (*letter | 32) >= 'a' && (*letter | 32) <= 'z';
}

bool image_is_map(const unsigned char *p, size_t n)
{
	struct str s = { (const char *)p, n }, name;
	uint64_t addr;
	char letter;

	return parse_line(str_head(s, str_chr(s, '\n', 0)), &addr, &letter, &name);
}

static void take(struct image_reader *r, uint64_t addr, char letter, struct str name)
{
	struct isym *s;

	if ((letter | 32) == 'u' || letter == 'a')
		return;
	s = VEC_PUSH(&r->syms.map);
	*s = (struct isym){
		.name = arena_strdup(&r->img->arena, name),
		.value = addr,
		.kind = (letter | 32) == 't' || (letter | 32) == 'w' ? ISYM_FUNC : ISYM_NOTYPE,
		.global = letter >= 'A' && letter <= 'Z',
	};
	/* Data is no function; entries of the table are data. */
	if (s->kind == ISYM_NOTYPE)
		s->kind = ISYM_OBJECT;
	/* Its place in the file is looked up by address. */
	s->section = SHN_LORESERVE;
}

static int read_text(struct image_reader *r, struct text *t, const char *name, struct err *e)
{
	struct text_line l;
	bool any = false;
	int got;

	while ((got = text_next(t, &l, e)) > 0) {
		struct str sym;
		uint64_t addr;
		char letter;

		if (!l.s.n)
			continue;
		if (!parse_line(l.s, &addr, &letter, &sym))
			return err_set(e, name, l.no, "is no line of a System.map; give the "
				       "System.map of this kernel");
		take(r, addr, letter, sym);
		any |= addr != 0;
	}
	if (got < 0)
		return -1;
	if (!r->syms.map.n)
		return err_set(e, name, 0, "has no symbols; give the System.map of this kernel");
	if (any && r->syms.map.n < MAP_LEAST)
		return err_set(e, name, 0, "stands for a System.map that is elsewhere; give the "
			       "real one, from the kernel's build or its debug package");
	if (!any)
		return err_set(e, name, 0, "has all addresses hidden; read /proc/kallsyms as root "
			       "with kernel.kptr_restrict=0, or give the System.map of this "
			       "kernel");
	return 0;
}

int image_map_read(struct image_reader *r, const char *name, struct err *e)
{
	struct text *t;
	int ret;

	if (text_open(&t, name, e) != 0)
		return -1;
	ret = read_text(r, t, name, e);
	text_close(t);
	return ret;
}

int image_map_parse(struct image_reader *r, const char *name, const unsigned char *p, size_t n,
		    struct err *e)
{
	struct text *t;
	int ret;

	if (text_open_memory(&t, name, p, n, e) != 0)
		return -1;
	ret = read_text(r, t, name, e);
	text_close(t);
	return ret;
}

/* --- The table by symbols alone ------------------------------------------------------------- */

struct wanted {
	size_t *call; /* initcalls by name */
	size_t n;
};

static int by_name(const void *pa, const void *pb, void *own)
{
	const struct image *img = own;

	return strcmp(img->v[*(const size_t *)pa].name, img->v[*(const size_t *)pb].name);
}

/* A function's address by its name, when only one function and one initcall have it. */
static void find_function(struct image_reader *r, void *own, const struct isym *s)
{
	struct wanted *w = own;
	struct image *img = r->img;
	size_t lo = 0, hi = w->n;

	if (s->kind != ISYM_FUNC)
		return;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(img->v[w->call[mid]].name, s->name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < w->n && strcmp(img->v[w->call[lo]].name, s->name) == 0; lo++) {
		struct initcall *c = &img->v[w->call[lo]];
		bool twice = lo + 1 < w->n && strcmp(img->v[w->call[lo + 1]].name, c->name) == 0;

		/* size counts the functions of that name until the pass is over */
		c->address = c->size++ || twice ? 0 : s->value;
	}
}

static void find_functions(struct image_reader *r)
{
	struct image *img = r->img;
	struct wanted w = { .call = xmalloc(img->n * sizeof(*w.call)) };

	for (size_t i = 0; i < img->n; i++)
		w.call[w.n++] = i;
	qsort_r(w.call, w.n, sizeof(*w.call), by_name, img);
	image_sym_each(r, find_function, &w);
	for (size_t i = 0; i < img->n; i++)
		img->v[i].size = 0;
	free(w.call);
}

int image_map_table(struct image_reader *r, struct err *e)
{
	struct resolver none = { 0 };

	if (image_ranges(r, e) != 0)
		return -1;
	r->img->v = arena_alloc(&r->img->arena, (r->entries.n + 1) * sizeof(struct initcall));
	for (size_t i = 0; i < r->ranges.n; i++) {
		const struct range *g = &r->ranges.v[i];

		for (size_t k = 0; k < r->entries.n; k++) {
			struct target t = { .slot = r->entries.v[k].value, .range = (uint32_t)i };

			if (t.slot >= g->lo && t.slot < g->hi && r->img->n < r->entries.n)
				image_add(r, &none, &t);
		}
	}
	if (!r->img->n)
		return err_set(e, r->name, 0, "has no symbol for any entry of the initcall table; "
			       "give the System.map of a kernel built with CONFIG_KALLSYMS_ALL");
	r->img->entries = "symbol";
	find_functions(r);
	return 0;
}
