// SPDX-License-Identifier: GPL-2.0-or-later
/* The ELF file: headers and sections, and which bytes are at an address. */
#include <stdlib.h>

#include "input/image_priv.h"

#define WHAT_TO_GIVE "give the vmlinux of the kernel build or of the debug package"
#define COPY_AGAIN "copy the file again"

/* What the gelf functions do not check: the header table lies within the file. */
static int check_table(const struct image_reader *r, const GElf_Ehdr *h, size_t n, struct err *e)
{
	size_t step = r->word == 8 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);

	if (h->e_shoff && (h->e_shoff > r->n || n > (r->n - h->e_shoff) / step || n == 0))
		return err_set(e, r->name, 0,
			       "is cut off: its section headers should be at byte %llu, and it has "
			       "only %zu; " COPY_AGAIN, (unsigned long long)h->e_shoff, r->n);
	if (n == 0)
		return err_set(e, r->name, 0,
			       "has no section headers, so no symbols; " WHAT_TO_GIVE);
	return 0;
}

static const char *section_name(const struct section *strings, uint32_t at)
{
	const char *s;

	if (!strings || at >= strings->size)
		return "";
	s = (const char *)strings->p + at;
	return memchr(s, '\0', strings->size - at) ? s : "";
}

static bool has_bytes(const struct section *s)
{
	return s->type != SHT_NOBITS && s->type != SHT_NULL;
}

static int read_sections(struct image_reader *r, size_t strings, struct err *e)
{
	const struct section *str = NULL;
	GElf_Shdr h;

	for (size_t i = 0; i < r->nsec; i++) {
		struct section *s = &r->sec[i];

		if (!gelf_getshdr(elf_getscn(r->elf, i), &h))
			return err_set(e, r->name, 0, "section header %zu is broken; " COPY_AGAIN,
				       i);
		*s = (struct section){
			.name = "", .type = h.sh_type, .link = h.sh_link, .info = h.sh_info,
			.flags = h.sh_flags, .addr = h.sh_addr, .off = h.sh_offset,
			.size = h.sh_size, .entsize = h.sh_entsize,
		};
		if (!has_bytes(s))
			continue;
		if (s->off > r->n || s->size > r->n - s->off)
			return err_set(e, r->name, 0,
				       "section %zu should end at byte %llu, and the file has only "
				       "%zu: it is cut off; " COPY_AGAIN, i,
				       (unsigned long long)(s->off + s->size), r->n);
		s->p = r->p + s->off;
	}
	if (strings && strings < r->nsec && r->sec[strings].p)
		str = &r->sec[strings];
	for (size_t i = 0; i < r->nsec; i++) {
		if (gelf_getshdr(elf_getscn(r->elf, i), &h))
			r->sec[i].name = section_name(str, h.sh_name);
	}
	return 0;
}

static int by_addr(const void *pa, const void *pb, void *own)
{
	const struct section *sec = own;
	const struct section *a = &sec[*(const uint32_t *)pa], *b = &sec[*(const uint32_t *)pb];

	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return a < b ? -1 : 1;
}

static void sort_sections(struct image_reader *r)
{
	r->by_addr = xmalloc(r->nsec * sizeof(*r->by_addr));
	for (size_t i = 0; i < r->nsec; i++) {
		const struct section *s = &r->sec[i];

		if ((s->flags & SHF_ALLOC) && s->type != SHT_NULL && s->size &&
		    !(s->flags & SHF_TLS) && s->addr + s->size > s->addr)
			r->by_addr[r->nby_addr++] = (uint32_t)i;
	}
	qsort_r(r->by_addr, r->nby_addr, sizeof(*r->by_addr), by_addr, r->sec);
}

const struct section *image_section_at(const struct image_reader *r, uint64_t addr)
{
	size_t lo = 0, hi = r->nby_addr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->sec[r->by_addr[mid]].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo)
		return NULL;
	hi = r->by_addr[lo - 1];
	return addr - r->sec[hi].addr < r->sec[hi].size ? &r->sec[hi] : NULL;
}

const unsigned char *image_at(const struct image_reader *r, uint64_t addr, uint64_t size)
{
	const struct section *s = image_section_at(r, addr);

	if (!s || !s->p || size > s->size - (addr - s->addr))
		return NULL;
	return s->p + (addr - s->addr);
}

const struct section *image_section(const struct image_reader *r, const char *name)
{
	for (size_t i = 0; i < r->nsec; i++) {
		if (strcmp(r->sec[i].name, name) == 0)
			return &r->sec[i];
	}
	return NULL;
}

/* What kind of file it is, before anything is looked for in it. */
static int check_kind(const struct image_reader *r, const GElf_Ehdr *h, struct err *e)
{
	if (h->e_type == ET_CORE)
		return err_set(e, r->name, 0, "is a core dump, no kernel; " WHAT_TO_GIVE);
	if (image_section(r, ".gnu.linkonce.this_module"))
		return err_set(e, r->name, 0, "is a kernel module, which has no table of initcalls; "
			       WHAT_TO_GIVE);
	/* (ppc64 kernels have an .interp as well) */
	if (image_section(r, ".interp") && !image_section(r, ".init.text"))
		return err_set(e, r->name, 0, "is a program, no kernel; " WHAT_TO_GIVE);
	return 0;
}

int image_elf_open(struct image_reader *r, struct err *e)
{
	size_t n = 0, strings = 0;
	GElf_Ehdr h;

	elf_version(EV_CURRENT);
	r->elf = elf_memory((char *)r->p, r->n);
	if (!r->elf || elf_kind(r->elf) != ELF_K_ELF || !gelf_getehdr(r->elf, &h))
		return err_set(e, r->name, 0, "is cut off or broken: its ELF header is not whole; "
			       COPY_AGAIN);
	r->machine = h.e_machine;
	r->eflags = h.e_flags;
	r->rel = h.e_type == ET_REL;
	r->word = h.e_ident[EI_CLASS] == ELFCLASS64 ? 8 : 4;
	r->code_mask = ~UINT64_C(0);
	if (h.e_machine == EM_ARM || h.e_machine == EM_MIPS)
		r->code_mask = ~UINT64_C(1);
	r->img->bits = r->word * 8;
	r->img->big_endian = h.e_ident[EI_DATA] == ELFDATA2MSB;
	r->img->machine = image_machine(r->machine, r->word == 8, r->img->big_endian);
	if (elf_getshdrnum(r->elf, &n) != 0)
		n = 0;
	if (elf_getshdrstrndx(r->elf, &strings) != 0)
		strings = 0;
	if (check_table(r, &h, n, e) != 0)
		return -1;
	r->nsec = n;
	r->sec = xcalloc(n, sizeof(*r->sec));
	if (read_sections(r, strings, e) != 0)
		return -1;
	sort_sections(r);
	return check_kind(r, &h, e);
}
