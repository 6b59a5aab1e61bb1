// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of reading an image. */
#include "input/image.h"

#include <stdlib.h>

#include "input/image_priv.h"

static void reader_release(struct image_reader *r)
{
	free(r->sec);
	free(r->by_addr);
	free(r->syms.map.v);
	free(r->bounds.v);
	free(r->entries.v);
	free(r->lsm.v);
	free(r->marks.v);
	free(r->ranges.v);
	free(r->relas.v);
	if (r->elf)
		elf_end(r->elf);
}

static int no_symbols(const struct image_reader *r, struct err *e)
{
	if (strcmp(r->img->format, "ELF") != 0)
		return err_set(e, r->name, 0,
			       "the kernel in this %s has no symbols; give the vmlinux of the "
			       "build or of the debug package, or add --system-map with its "
			       "System.map",
			       r->img->format);
	return err_set(e, r->name, 0,
		       "has no symbols (stripped); give the vmlinux of the build or of the debug "
		       "package, or add --system-map with its System.map");
}

/* A System.map by itself. */
static int read_map(struct image_reader *r, struct err *e)
{
	r->img->is_map = true;
	r->img->no_deps = "a System.map has no debug information";
	r->img->format = "System.map";
	r->word = 8;
	r->code_mask = ~UINT64_C(0);
	if (image_map_parse(r, r->name, r->p, r->n, e) != 0)
		return -1;
	image_sym_collect(r);
	if (image_map_table(r, e) != 0)
		return -1;
	image_deferred(r);
	image_spans(r);
	return 0;
}

static int read_elf(struct image_reader *r, const struct image_opts *o, struct err *e)
{
	if (image_elf_open(r, e) != 0)
		return -1;
	if (o->system_map) {
		if (image_map_read(r, o->system_map, e) != 0)
			return -1;
	} else if (image_symtab_open(r, e) != 0) {
		return -1;
	}
	if (!r->syms.n && !r->syms.map.n)
		return no_symbols(r, e);
	image_sym_collect(r);
	if ((r->rel ? image_rel_table(r, e) : image_table(r, e)) != 0)
		return -1;
	if (!r->rel)
		image_spans(r);
	image_deferred(r);
	image_info(r);
	image_lsm(r);
	if (o->lines || o->deps)
		image_dwarf(r, o);
	return 0;
}

static int read_bytes(struct image *img, struct image_bytes *b, const char *name,
		      const struct image_opts *o, struct err *e)
{
	struct image_reader r = { .img = img, .name = name };
	int ret;

	*img = (struct image){ .file = name, .format = "ELF" };
	ret = image_unpack(b, name, e);
	if (ret == 0) {
		r.p = b->p;
		r.n = b->n;
		img->format = b->format;
		ret = image_is_map(r.p, r.n) ? read_map(&r, e) : read_elf(&r, o, e);
	}
	reader_release(&r);
	if (ret != 0)
		image_release(img);
	return ret;
}

int image_read(struct image *img, const char *name, const struct image_opts *o, struct err *e)
{
	struct image_bytes b;
	int ret;

	if (image_load(&b, name, e) != 0)
		return -1;
	ret = read_bytes(img, &b, strcmp(name, "-") == 0 ? "<stdin>" : name, o, e);
	image_unload(&b);
	return ret;
}

int image_read_memory(struct image *img, const char *name, const void *p, size_t n,
		      const struct image_opts *o, struct err *e)
{
	struct image_bytes b = { .format = "ELF" };
	int ret;

	if (!n)
		return err_set(e, name, 0, "is empty; give a vmlinux");
	b.heap = xmalloc(n);
	b.p = memcpy(b.heap, p, n);
	b.n = n;
	ret = read_bytes(img, &b, name, o, e);
	image_unload(&b);
	return ret;
}

void image_release(struct image *img)
{
	arena_release(&img->arena);
	*img = (struct image){ 0 };
}
