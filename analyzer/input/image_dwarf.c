// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Source files and lines. DWARF is most of a vmlinux, so only the compilation
 * units that hold an initcall are looked at. Where an initcall was declared say,
 * best first: the variable that is its entry of the table (pointer tables), the
 * variable that __ADDRESSABLE() leaves (4.19 and later), the function itself.
 */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>

#include "input/image_priv.h"

#define BY_ZSTD                                                                               \
	"the debug information is compressed with zstd, which this libdw does not read; "      \
	"install elfutils 0.189 or later, or decompress it: "                                  \
	"objcopy --decompress-debug-sections"

/* A macro call that takes more lines than this is none. */
#define MACRO_LINES 12

/* What is known of the place of one initcall; better sources overwrite. */
enum source { FROM_NOTHING, FROM_UNIT, FROM_FUNCTION, FROM_ADDRESSABLE, FROM_ENTRY };

struct place {
	struct initcall *call;
	Dwarf_Off unit; /* of the unit's DIE */
	bool found;     /* unit is valid */
	enum source from;
	char *file;
	uint32_t line;
	const char *name; /* of the unit */
	struct str dir; /* that the compiler ran in */
};

struct lines {
	Dwarf *dw;
	struct place *v; /* by address */
	size_t n;
};

static int by_address(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->call->address != b->call->address)
		return a->call->address < b->call->address ? -1 : 1;
	return a->call < b->call ? -1 : 1;
}

static int by_unit(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->found != b->found)
		return a->found ? -1 : 1;
	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	return by_address(pa, pb);
}

/*
 * An address that is surely the function's own: with patchable entries the
 * unit's code begins some bytes after the symbol.
 */
static uint64_t inside(const struct initcall *c)
{
	return c->size > 1 ? c->address + c->size - 1 : c->address;
}

/* --- Which unit ----------------------------------------------------------------------------- */

static void units_by_aranges(struct lines *l)
{
	Dwarf_Aranges *ranges;
	size_t n;

	if (dwarf_getaranges(l->dw, &ranges, &n) != 0)
		return;
	for (size_t i = 0; i < l->n; i++) {
		Dwarf_Arange *a = dwarf_getarange_addr(ranges, inside(l->v[i].call));

		l->v[i].found = a && dwarf_getarangeinfo(a, NULL, NULL, &l->v[i].unit) == 0;
	}
}

static void claim(struct lines *l, Dwarf_Off unit, uint64_t lo, uint64_t hi)
{
	size_t from = 0, to = l->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (inside(l->v[mid].call) < lo)
			from = mid + 1;
		else
			to = mid;
	}
	for (; from < l->n && inside(l->v[from].call) < hi; from++) {
		if (!l->v[from].found) {
			l->v[from].found = true;
			l->v[from].unit = unit;
		}
	}
}

/* clang writes no .debug_aranges: ask the units themselves. */
static void units_by_ranges(struct lines *l)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die die;
	bool missing = false;

	for (size_t i = 0; i < l->n; i++)
		missing |= !l->v[i].found;
	while (missing && dwarf_get_units(l->dw, cu, &cu, NULL, NULL, &die, NULL) == 0) {
		Dwarf_Addr base, lo, hi;
		ptrdiff_t at = 0;

		while ((at = dwarf_ranges(&die, at, &base, &lo, &hi)) > 0)
			claim(l, dwarf_dieoffset(&die), lo, hi);
	}
}

/* --- Which declaration ---------------------------------------------------------------------- */

/* File 0 is the unit's own since DWARF 5; clang uses it, libdw 0.188 does not know it. */
static const char *decl_file(const struct place *p, Dwarf_Die *die)
{
	const char *file = dwarf_decl_file(die);
	Dwarf_Attribute attr;
	Dwarf_Word n;

	if (!file && dwarf_attr_integrate(die, DW_AT_decl_file, &attr) &&
	    dwarf_formudata(&attr, &n) == 0 && n == 0)
		file = p->name;
	return file;
}

static void take(struct place *p, Dwarf_Die *die, enum source from)
{
	const char *file = decl_file(p, die);
	int line = 0;

	if (!file || from < p->from)
		return;
	if (dwarf_decl_line(die, &line) != 0 || line < 0)
		line = 0;
	/* EXPORT_SYMBOL(fn) leaves such a variable as well. */
	if (from == FROM_ADDRESSABLE && p->call->line &&
	    ((uint32_t)line > p->call->line || (uint32_t)line + MACRO_LINES < p->call->line))
		return;
	free(p->file);
	p->file = path_below(file, p->dir);
	p->from = from;
	p->line = (uint32_t)line;
}

/* "__UNIQUE_ID___addressable_FN123", "__addressable_FN123", "__UNIQUE_ID_addressable_FN_123" */
static bool is_addressable(const char *name, const char *fn)
{
	const char *p = strstr(name, "addressable_");
	size_t n = strlen(fn);

	if (!p || strncmp(p + 12, fn, n) != 0)
		return false;
	p += 12 + n;
	p += *p == '_';
	return p[strspn(p, "0123456789")] == '\0';
}

static void see_variable(Dwarf_Die *die, struct place *p, size_t n)
{
	const char *name = dwarf_diename(die);

	if (!name || name[0] != '_' || name[1] != '_' ||
	    (name[2] != 'i' && name[2] != 'U' && name[2] != 'a' && name[2] != '_'))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct initcall *c = p[i].call;

		if (c->entry && strcmp(name, c->entry) == 0)
			take(&p[i], die, FROM_ENTRY);
		else if (is_addressable(name, c->name))
			take(&p[i], die, FROM_ADDRESSABLE);
	}
}

static bool covers(Dwarf_Die *die, uint64_t lo, uint64_t hi)
{
	Dwarf_Addr base, from, to;
	ptrdiff_t at = 0;

	if (dwarf_lowpc(die, &from) == 0)
		return from >= lo && from < hi;
	if (!dwarf_hasattr(die, DW_AT_ranges))
		return false;
	while ((at = dwarf_ranges(die, at, &base, &from, &to)) > 0) {
		if (from >= lo && from < hi)
			return true;
	}
	return false;
}

static void see_function(Dwarf_Die *die, struct place *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t lo = p[i].call->address, size = p[i].call->size;

		if (p[i].from < FROM_FUNCTION && covers(die, lo, lo + (size ? size : 1)))
			take(&p[i], die, FROM_FUNCTION);
	}
}

/* The places p[0..n) are all of this unit. */
static void see_unit(struct lines *l, struct place *p, size_t n)
{
	Dwarf_Die unit, die;
	Dwarf_Attribute attr;
	struct str dir = STR_NONE;
	const char *name;

	if (!dwarf_offdie(l->dw, p->unit, &unit))
		return;
	name = dwarf_diename(&unit);
	if (dwarf_attr(&unit, DW_AT_comp_dir, &attr) && dwarf_formstring(&attr))
		dir = str_of(dwarf_formstring(&attr));
	for (size_t i = 0; i < n && name; i++) {
		p[i].name = name;
		p[i].dir = dir;
		p[i].file = path_below(name, dir);
		p[i].from = FROM_UNIT;
	}
	if (dwarf_child(&unit, &die) != 0)
		return;
	do {
		int tag = dwarf_tag(&die);

		if (tag == DW_TAG_variable)
			see_variable(&die, p, n);
		else if (tag == DW_TAG_subprogram)
			see_function(&die, p, n);
	} while (die_next(&die));
}

/* --- All together --------------------------------------------------------------------------- */

static void settle(struct image *img, struct lines *l)
{
	const char **path = xmalloc((l->n + 1) * sizeof(*path));
	struct str prefix;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].file)
			path[n++] = l->v[i].file;
	}
	prefix = tree_prefix(path, n);
	for (size_t i = 0; i < l->n; i++) {
		struct place *p = &l->v[i];
		struct str s = str_of(p->file ? p->file : "");

		if (!p->file)
			continue;
		if (prefix.n && prefix.n < s.n && str_starts(s, prefix))
			s = str_from(s, prefix.n);
		initcall_set_place(img, p->call, s, p->from >= FROM_ADDRESSABLE ? p->line : 0);
	}
	free(path);
}

static void read_lines(struct image_reader *r, Dwarf *dw)
{
	struct image *img = r->img;
	struct lines l = { .dw = dw, .v = xcalloc(img->n, sizeof(*l.v)) };
	size_t end;

	for (size_t i = 0; i < img->n; i++) {
		if (img->v[i].address)
			l.v[l.n++].call = &img->v[i];
	}
	qsort(l.v, l.n, sizeof(*l.v), by_address);
	units_by_aranges(&l);
	units_by_ranges(&l);
	qsort(l.v, l.n, sizeof(*l.v), by_unit);
	for (size_t i = 0; i < l.n && l.v[i].found; i = end) {
		for (end = i; end < l.n && l.v[end].found && l.v[end].unit == l.v[i].unit; end++)
			;
		see_unit(&l, &l.v[i], end - i);
	}
	settle(img, &l);
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i].file);
	free(l.v);
}

/* Compressed in a way that libdw may not know: 1 is zlib, 2 is zstd. */
static bool by_zstd(const struct image_reader *r)
{
	const struct section *s = image_section(r, ".debug_info");

	return s && s->p && (s->flags & SHF_COMPRESSED) && s->size >= 4 &&
	       image_get(r, s->p, 4) == 2;
}

static const char *no_lines(const struct image_reader *r)
{
	for (size_t i = 0; i < r->img->n; i++) {
		if (r->img->v[i].file)
			return NULL;
	}
	return by_zstd(r) ? BY_ZSTD : "the debug information names no file of an initcall";
}

static const char *no_deps(const struct image_reader *r)
{
	if (r->img->nmodules)
		return NULL;
	return by_zstd(r) ? BY_ZSTD : "the debug information has no unit with an initcall";
}

bool die_next(Dwarf_Die *die)
{
	Dwarf_Off at = dwarf_dieoffset(die);

	return dwarf_siblingof(die, die) == 0 && dwarf_dieoffset(die) > at;
}

void image_dwarf(struct image_reader *r, const struct image_opts *o)
{
	struct image *img = r->img;
	const char *why = NULL;
	Dwarf *dw;

	if (!img->has_dwarf)
		why = "the kernel has no debug information";
	else if (r->rel)
		why = "an object file's debug information is not linked yet";
	if (why) {
		img->no_lines = o->lines ? why : NULL;
		img->no_deps = o->deps ? why : NULL;
		return;
	}
	dw = dwarf_begin_elf(r->elf, DWARF_C_READ, NULL);
	if (o->lines) {
		if (dw)
			read_lines(r, dw);
		img->no_lines = no_lines(r);
	}
	if (o->deps) {
		if (dw)
			image_deps(r, dw, o->units);
		img->no_deps = no_deps(r);
	}
	dwarf_end(dw);
}
