// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each compilation unit defines and what it lacks. GCC keeps the
 * declarations of functions and variables that a unit refers to and does not
 * define: these are the object's undefined symbols. Only DIEs right below that
 * of the unit are read.
 */
#include "input/image_deps.h"

#include <dwarf.h>
#include <stdlib.h>

static int by_addr(const void *pa, const void *pb)
{
	const struct call_at *a = pa, *b = pb;

	if (a->addr != b->addr)
		return a->addr < b->addr ? -1 : 1;
	return a->call < b->call ? -1 : 1;
}

static void sort_calls(struct units *u)
{
	const struct image *img = u->r->img;

	u->calls = xcalloc(img->n + 1, sizeof(*u->calls));
	u->unit_of = xcalloc(img->n + 1, sizeof(*u->unit_of));
	for (size_t i = 0; i < img->n; i++) {
		const struct initcall *c = &img->v[i];

		/* (with patchable functions the code begins some bytes after the symbol) */
		if (c->address)
			u->calls[u->ncalls++] = (struct call_at){
				c->address + (c->size > 1 ? c->size - 1 : 0), (uint32_t)i,
			};
	}
	qsort(u->calls, u->ncalls, sizeof(*u->calls), by_addr);
}

static void see_bound(struct image_reader *r, void *own, const struct isym *s)
{
	struct units *u = own;

	(void)r;
	if (strcmp(s->name, "_sinittext") == 0)
		u->code_lo = s->value;
	else if (strcmp(s->name, "_einittext") == 0)
		u->code_hi = s->value;
}

static void find_bounds(struct units *u)
{
	const struct section *s;

	image_sym_each(u->r, see_bound, u);
	s = image_section(u->r, ".init.text");
	if (u->code_lo >= u->code_hi && s) {
		u->code_lo = s->addr;
		u->code_hi = s->addr + s->size;
	}
	s = image_section(u->r, ".init.data");
	if (s) {
		u->data_lo = s->addr;
		u->data_hi = s->addr + s->size;
	}
}

/* --- One unit ------------------------------------------------------------------------------- */

/* The initcalls in [lo, hi) that no other unit has: how many there are. */
static size_t claim(struct units *u, uint64_t lo, uint64_t hi, uint32_t unit)
{
	size_t from = 0, to = u->ncalls, n = 0;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (u->calls[mid].addr < lo)
			from = mid + 1;
		else
			to = mid;
	}
	for (; from < u->ncalls && u->calls[from].addr < hi; from++) {
		uint32_t *of = &u->unit_of[u->calls[from].call];

		if (*of)
			continue;
		*of = unit + 1;
		n++;
	}
	return n;
}

static char *path_of(Dwarf_Die *die)
{
	const char *name = dwarf_diename(die), *dir = NULL;
	Dwarf_Attribute attr;

	if (dwarf_attr(die, DW_AT_comp_dir, &attr))
		dir = dwarf_formstring(&attr);
	return path_below(name ? name : "?", dir ? str_of(dir) : STR_NONE);
}

/* The number of this unit when it has initcalls, which are its own from now on. */
static uint32_t unit_number(struct units *u, Dwarf_Die *die)
{
	uint32_t unit = (uint32_t)u->v.n;
	Dwarf_Addr base, lo, hi;
	size_t n = 0, spans = u->spans.n;
	ptrdiff_t at = 0;

	while ((at = dwarf_ranges(die, at, &base, &lo, &hi)) > 0) {
		if (lo >= hi)
			continue;
		n += claim(u, lo, hi, unit);
		*VEC_PUSH(&u->spans) = (struct unit_span){ lo, hi, unit };
	}
	if (!n && !u->all) {
		u->spans.n = spans;
		return UNIT_CORE;
	}
	*VEC_PUSH(&u->v) = (struct unit){ .path = path_of(die) };
	return unit;
}

static uint32_t name_of(struct units *u, const char *name)
{
	uint32_t id = strtab_intern(&u->names, str_of(name));

	while (u->def_of.n <= id)
		*VEC_PUSH(&u->def_of) = 0;
	return id;
}

static void define(struct units *u, uint32_t unit, const char *name, uint64_t addr)
{
	uint32_t id = name_of(u, name);

	*VEC_PUSH(&u->defs) = (struct unit_def){ addr, unit, u->def_of.v[id] };
	u->def_of.v[id] = (uint32_t)u->defs.n;
}

/* Where a variable lies; false when that is no fixed place. */
static bool variable_at(const struct units *u, Dwarf_Die *die, uint64_t *addr)
{
	Dwarf_Attribute attr, of;
	Dwarf_Block block;
	Dwarf_Op *op;
	size_t n;

	if (!dwarf_attr(die, DW_AT_location, &attr) || dwarf_formblock(&attr, &block) != 0 ||
	    block.length < 2)
		return false;
	if (block.data[0] == DW_OP_addr && block.length >= 1 + u->r->word) {
		*addr = image_get(u->r, block.data + 1, u->r->word);
		return true;
	}
	/* (an index into .debug_addr, by clang) */
	return block.data[0] == DW_OP_addrx && dwarf_getlocation(&attr, &op, &n) == 0 && n &&
	       dwarf_getlocation_attr(&attr, op, &of) == 0 && dwarf_formaddr(&of, addr) == 0;
}

/* Where a function begins; false when it has no code of its own, as inlined ones. */
static bool function_at(Dwarf_Die *die, uint64_t *lo, uint64_t *size)
{
	Dwarf_Addr base, hi;

	*size = 0;
	if (dwarf_lowpc(die, lo) == 0) {
		if (dwarf_highpc(die, &hi) == 0 && hi > *lo)
			*size = hi - *lo;
		return true;
	}
	if (!dwarf_hasattr(die, DW_AT_ranges) || dwarf_ranges(die, 0, &base, lo, &hi) <= 0)
		return false;
	*size = hi > *lo ? hi - *lo : 0;
	return true;
}

static void see(struct units *u, uint32_t unit, Dwarf_Die *die, bool function)
{
	bool external = dwarf_hasattr_integrate(die, DW_AT_external), init;
	uint64_t addr = 0, size = 0;
	const char *name;

	/* What only the rest of the kernel lacks is of no interest. */
	if (unit == UNIT_CORE && !external)
		return;
	if (dwarf_hasattr(die, DW_AT_declaration)) {
		name = unit != UNIT_CORE && external ? dwarf_diename(die) : NULL;
		if (name)
			*VEC_PUSH(&u->refs) = (struct unit_ref){
				unit, name_of(u, name), !function,
			};
		return;
	}
	if (function ? !function_at(die, &addr, &size) : !variable_at(u, die, &addr))
		return;
	name = external ? dwarf_diename(die) : NULL;
	if (u->all && !function)
		*VEC_PUSH(&u->data) = (struct unit_datum){ addr, unit };
	if (name)
		define(u, unit, name, addr);
	if (function)
		init = addr >= u->code_lo && addr < u->code_hi;
	else
		init = addr >= u->data_lo && addr < u->data_hi;
	if (unit != UNIT_CORE && init && size <= u->code_hi - u->code_lo)
		*VEC_PUSH(&u->inits) = (struct unit_init){ addr, size, unit, false };
}

static void see_unit(struct units *u, Dwarf_Die *die)
{
	uint32_t unit = unit_number(u, die);
	Dwarf_Die child;

	if (dwarf_child(die, &child) != 0)
		return;
	do {
		int tag = dwarf_tag(&child);

		if (tag == DW_TAG_subprogram || tag == DW_TAG_variable)
			see(u, unit, &child, tag == DW_TAG_subprogram);
	} while (die_next(&child));
}

void units_read(struct units *u, struct image_reader *r, Dwarf *dw, bool all)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die die;

	*u = (struct units){ .r = r, .all = all };
	strtab_init(&u->names, &u->arena);
	sort_calls(u);
	find_bounds(u);
	while (dwarf_get_units(dw, cu, &cu, NULL, NULL, &die, NULL) == 0) {
		if (dwarf_tag(&die) == DW_TAG_compile_unit)
			see_unit(u, &die);
	}
}

void units_release(struct units *u)
{
	for (size_t i = 0; i < u->v.n; i++)
		free(u->v.v[i].path);
	free(u->calls);
	free(u->unit_of);
	free(u->v.v);
	free(u->spans.v);
	free(u->defs.v);
	free(u->def_of.v);
	free(u->refs.v);
	free(u->inits.v);
	free(u->data.v);
	strtab_release(&u->names);
	arena_release(&u->arena);
}
