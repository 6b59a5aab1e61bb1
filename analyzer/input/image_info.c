// SPDX-License-Identifier: GPL-2.0-or-later
/* What the image says of itself: machine, release, build id, debug information. */
#include "base/buf.h"
#include "input/image_priv.h"

const char *image_machine(unsigned int machine, bool is64, bool big)
{
	static const struct {
		unsigned int machine;
		const char *name, *name64;
	} machines[] = {
		{ EM_X86_64, "x86_64", "x86_64" },
		{ EM_386, "i386", "i386" },
		{ EM_AARCH64, "arm64", "arm64" },
		{ EM_ARM, "arm", "arm" },
		{ EM_RISCV, "riscv32", "riscv64" },
		{ EM_PPC, "ppc", "ppc" },
		{ EM_S390, "s390", "s390x" },
		{ EM_MIPS, "mips", "mips64" },
		{ EM_LOONGARCH, "loongarch32", "loongarch64" },
		{ EM_SPARC, "sparc", "sparc" },
		{ EM_SPARCV9, "sparc64", "sparc64" },
		{ EM_PARISC, "parisc", "parisc64" },
		{ EM_IA_64, "ia64", "ia64" },
		{ EM_68K, "m68k", "m68k" },
		{ EM_SH, "sh", "sh64" },
		{ EM_MICROBLAZE, "microblaze", "microblaze" },
		{ EM_ARC_COMPACT, "arc", "arc" },
		{ EM_ARCV2, "arc", "arc" },
		{ EM_XTENSA, "xtensa", "xtensa" },
		{ EM_OPENRISC, "openrisc", "openrisc" },
		{ EM_CSKY, "csky", "csky" },
		{ EM_ALPHA, "alpha", "alpha" },
		{ 0x9026, "alpha", "alpha" }, /* what Linux uses */
		{ EM_QDSP6, "hexagon", "hexagon" },
		{ EM_ALTERA_NIOS2, "nios2", "nios2" },
		{ EM_BLACKFIN, "blackfin", "blackfin" },
		{ EM_METAG, "metag", "metag" },
		{ EM_TILEGX, "tilegx", "tilegx" },
	};

	if (machine == EM_PPC64)
		return big ? "ppc64" : "ppc64le";
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (machines[i].machine == machine)
			return is64 ? machines[i].name64 : machines[i].name;
	}
	return NULL;
}

/* The word after "Linux version ". */
static const char *release(struct image_reader *r, const unsigned char *p, size_t n)
{
	struct str s = { (const char *)p, n }, head = STR("Linux version ");
	size_t end = 0;

	if (!str_starts(s, head))
		return NULL;
	s = str_head(str_from(s, head.n), 128);
	while (end < s.n && s.p[end] > ' ' && s.p[end] < 0x7f)
		end++;
	return end && end < s.n ? arena_strdup(&r->img->arena, str_head(s, end)) : NULL;
}

/* Bytes from an address to the end of its section. */
static const unsigned char *rest(const struct image_reader *r, uint64_t addr, size_t *n)
{
	const struct section *s = image_section_at(r, addr);
	const unsigned char *p = image_at(r, addr, 1);

	*n = p ? s->size - (addr - s->addr) : 0;
	return p;
}

static void find_release(struct image_reader *r)
{
	const struct section *s;
	struct str text;
	size_t n, at;

	if (r->banner) {
		const unsigned char *p = rest(r, r->banner, &n);

		r->img->kernel = p ? release(r, p, n) : NULL;
	}
	s = r->img->kernel ? NULL : image_section(r, ".rodata");
	if (!s || !s->p)
		return;
	/* "Linux version %s" is a format that lies about as well. */
	text = (struct str){ (const char *)s->p, s->size };
	while ((at = str_find(text, STR("Linux version "))) < text.n && !r->img->kernel) {
		text = str_from(text, at);
		if (text.n > 14 && is_digit(text.p[14]))
			r->img->kernel = release(r, (const unsigned char *)text.p, text.n);
		text = str_from(text, 14);
	}
}

static const char *hex(struct image_reader *r, const unsigned char *p, size_t n)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%02x", p[i]);
	s = arena_strdup(&r->img->arena, (struct str){ buf_str(&b), b.n });
	buf_release(&b);
	return s;
}

/* A note is three words, a name and data, both filled up to words of four bytes. */
static void find_build_id(struct image_reader *r, const struct section *s)
{
	const unsigned char *p = s->p;
	size_t n = s->size;

	while (n >= 12 && !r->img->build_id) {
		uint64_t name = image_get(r, p, 4), data = image_get(r, p + 4, 4);
		uint64_t at = 12 + ((name + 3) & ~UINT64_C(3));
		uint64_t all = at + ((data + 3) & ~UINT64_C(3));

		if (at + data > n)
			return;
		if (image_get(r, p + 8, 4) == NT_GNU_BUILD_ID && name == 4 &&
		    memcmp(p + 12, "GNU", 4) == 0 && data && data <= 64)
			r->img->build_id = hex(r, p + at, data);
		if (all >= n)
			return;
		p += all;
		n -= all;
	}
}

void image_info(struct image_reader *r)
{
	find_release(r);
	for (size_t i = 0; i < r->nsec; i++) {
		const struct section *s = &r->sec[i];

		if (s->type == SHT_NOTE)
			find_build_id(r, s);
		if (s->size && s->p &&
		    (strcmp(s->name, ".debug_info") == 0 || strcmp(s->name, ".zdebug_info") == 0))
			r->img->has_dwarf = true;
	}
}
