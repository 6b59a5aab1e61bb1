// SPDX-License-Identifier: GPL-2.0-or-later
/* An object file: its symbols, those that it lacks as well. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "input/objtree.h"

/* Make says what is wrong with a tree better than this program. */
#define REBUILD "finish the build of the kernel (make), or give no --build"

static int parse(struct objfile *f, const char *name, struct err *e)
{
	f->r = (struct image_reader){
		.img = &f->img, .name = name, .p = f->bytes.p, .n = f->bytes.n,
	};
	if (f->r.n >= 4 && memcmp(f->r.p, "BC\xc0\xde", 4) == 0)
		return err_set(e, name, 0, "is LLVM bitcode (LTO), which has no symbol table of "
			       "this kind; give no --build, but a vmlinux with debug information");
	if (f->r.n < 4 || memcmp(f->r.p, "\177ELF", 4) != 0)
		return err_set(e, name, 0, "is no ELF file; " REBUILD);
	if (image_elf_open(&f->r, e) != 0)
		return -1;
	return image_symtab_open(&f->r, e);
}

void objfile_close(struct objfile *f)
{
	free(f->r.sec);
	free(f->r.by_addr);
	if (f->r.elf)
		elf_end(f->r.elf);
	image_unload(&f->bytes);
	arena_release(&f->img.arena);
}

int objfile_open_memory(struct objfile *f, const char *name, const void *p, size_t n,
			struct err *e)
{
	*f = (struct objfile){ .bytes = { .p = p, .n = n } };
	if (parse(f, name, e) == 0)
		return 0;
	objfile_close(f);
	return -1;
}

int objfile_open(struct objfile *f, const char *dir, const char *name, struct err *e)
{
	struct buf path = { 0 };
	struct stat st;
	int fd, ret = -1;

	*f = (struct objfile){ .bytes = { .format = "ELF" } };
	if (dir && name[0] != '/')
		buf_printf(&path, "%s/", dir);
	buf_puts(&path, name);
	fd = open(path.p, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		err_set(e, path.p, 0, "cannot open: %s; " REBUILD, strerror(errno));
	} else if (!S_ISREG(st.st_mode) || st.st_size < 4) {
		err_set(e, path.p, 0, "is no object file; " REBUILD);
	} else {
		/* (libelf may write to it, see image_load.c) */
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);

		if (p == MAP_FAILED) {
			err_set(e, path.p, 0, "cannot map: %s; " REBUILD, strerror(errno));
		} else {
			f->bytes.p = f->bytes.map = p;
			f->bytes.n = f->bytes.nmap = (size_t)st.st_size;
			ret = parse(f, name, e);
		}
	}
	if (fd >= 0)
		close(fd);
	if (ret != 0)
		objfile_close(f);
	buf_release(&path);
	return ret;
}

void objfile_symbols(const struct objfile *f, objsym_fn *fn, void *own)
{
	const struct symtab *t = &f->r.syms;
	bool is64 = f->r.word == 8;

	for (size_t i = 1; i < t->n; i++) {
		const unsigned char *p = t->p + i * t->step;
		uint64_t name = image_get(&f->r, p, 4);
		unsigned char info = is64 ? p[4] : p[12];
		struct objsym s;

		if (!name || name >= t->nstr || !t->str[name] || (info & 15) == STT_FILE ||
		    (info & 15) == STT_SECTION)
			continue;
		s.name = t->str + name;
		s.undefined = image_get(&f->r, p + (is64 ? 6 : 14), 2) == SHN_UNDEF;
		s.local = info >> 4 == STB_LOCAL;
		s.weak = info >> 4 == STB_WEAK;
		s.object = (info & 15) == STT_OBJECT || (info & 15) == STT_COMMON;
		if (!(s.undefined && s.local))
			fn(own, &s);
	}
}

uint64_t objfile_init_bytes(const struct objfile *f)
{
	uint64_t n = 0;

	for (size_t i = 0; i < f->r.nsec; i++) {
		const struct section *s = &f->r.sec[i];
		struct str name = str_of(s->name);

		if (!(s->flags & SHF_ALLOC) || s->size > UINT32_MAX)
			continue;
		if (str_starts(name, STR(".init.text")) || str_starts(name, STR(".init.data")) ||
		    str_starts(name, STR(".init.rodata")))
			n += s->size;
	}
	return n;
}
