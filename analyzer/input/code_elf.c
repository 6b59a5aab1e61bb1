// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbols and relocations of one ELF file. */
#include <stdlib.h>

#include "input/code_priv.h"

#define MAX_SYMS ((size_t)1 << 26) /* of all files; a kernel has below a million */
#define MAX_EDGES ((size_t)1 << 28)

struct elf_work {
	struct code_work *w;
	const struct image_reader *r;
	uint32_t *of;     /* by index of the symbol table: symbol, name, or CODE_NONE */
	uint32_t *anchor; /* by index: symbol of the same file whatever others define */
	uint32_t first;   /* symbol of this file */
	uint64_t ro_lo, ro_hi;
	struct code_order order;
};

/* --- Places --------------------------------------------------------------------------------- */

static bool is_part(struct str name, struct str section)
{
	return str_starts(name, section) &&
	       (name.n == section.n || name.p[section.n] == '.' || name.p[section.n] == '$');
}

static enum code_place place_of(const struct elf_work *e, const struct section *s, uint64_t addr)
{
	struct str name = str_of(s->name);

	if (is_part(name, STR(".data..ro_after_init")) ||
	    (e->ro_lo <= addr && addr < e->ro_hi))
		return CODE_RO_AFTER_INIT;
	if (str_starts(name, STR(".exit")) || is_part(name, STR(".exitcall")))
		return CODE_EXIT;
	if (s->flags & SHF_EXECINSTR)
		return is_part(name, STR(".init.text")) || is_part(name, STR(".inittext")) ?
			CODE_INIT_TEXT : CODE_TEXT;
	/* (.initcall and the like are tables of the linker, nothing that code refers to) */
	if (is_part(name, STR(".init.rodata")))
		return CODE_INIT_RODATA;
	if (is_part(name, STR(".init.data")) || is_part(name, STR(".init.setup")) ||
	    is_part(name, STR(".init.bss")))
		return CODE_INIT_DATA;
	return CODE_DATA;
}

static void take_bound(struct image_reader *r, void *own, const struct isym *s)
{
	struct elf_work *e = own;

	(void)r;
	if (s->name[0] != '_' || s->name[1] != '_')
		return;
	if (strcmp(s->name, "__start_ro_after_init") == 0)
		e->ro_lo = s->value;
	else if (strcmp(s->name, "__end_ro_after_init") == 0)
		e->ro_hi = s->value;
}

/* --- Symbols -------------------------------------------------------------------------------- */

static uint32_t name_id(struct code_work *w, const char *name)
{
	uint32_t id = strtab_intern(&w->c->names, str_of(name));

	if (id == w->name.n)
		*VEC_PUSH(&w->name) = (struct code_name){ CODE_NONE, CODE_NONE };
	return id;
}

/* What the compiler and the linker name beside code: markers, and padding before functions. */
static bool is_marker(const char *name)
{
	return name[0] == '$' || (name[0] == '.' && name[1] == 'L') ||
	       strncmp(name, "__pfx_", 6) == 0 || strncmp(name, "__cfi_", 6) == 0;
}

static void take_defined(struct elf_work *e, size_t i, const struct isym *s, unsigned int bind,
			 uint32_t owner)
{
	struct code_work *w = e->w;
	const struct section *sec = &e->r->sec[s->section];
	bool code = sec->flags & SHF_EXECINSTR;
	uint32_t id, sym = (uint32_t)w->c->sym.n;
	struct code_name *n;

	if (is_marker(s->name) || (code && s->kind == ISYM_NOTYPE && bind == STB_LOCAL) ||
	    w->c->sym.n >= MAX_SYMS)
		return;
	id = name_id(w, s->name);
	*VEC_PUSH(&w->c->sym) = (struct code_sym){
		.name = strtab_get(&w->c->names, id),
		.at = image_key(e->r, s->value, s->section), .size = s->size,
		.owner = owner, .place = (uint8_t)place_of(e, sec, s->value),
		.func = code, .global = bind != STB_LOCAL,
	};
	e->of[i] = e->anchor[i] = sym;
	if (bind != STB_LOCAL) {
		n = &w->name.v[id];
		if (bind == STB_WEAK && n->weak == CODE_NONE)
			n->weak = sym;
		else if (bind != STB_WEAK && n->strong == CODE_NONE)
			n->strong = sym;
		/* Another file may have the definition that counts. */
		e->of[i] = id | CODE_BY_NAME;
	}
	if (symbol_is_entry(str_of(s->name)))
		*VEC_PUSH(&w->entry) = (struct code_entry){ sym, 0 };
}

static uint32_t new_owner(struct code *c, const char *name)
{
	*VEC_PUSH(&c->owner) = (struct code_owner){
		.name = arena_strdup(&c->arena, str_of(name)),
	};
	return (uint32_t)c->owner.n - 1;
}

static void read_symbols(struct elf_work *e, uint32_t owner)
{
	const struct symtab *t = &e->r->syms;
	unsigned int at_info = e->r->word == 8 ? 4 : 12;
	uint32_t file = CODE_NONE;

	for (size_t i = 1; i < t->n; i++) {
		const unsigned char *p = t->p + i * t->step;
		uint64_t name = image_get(e->r, p, 4);
		unsigned int type = p[at_info] & 15, bind = p[at_info] >> 4;
		struct isym s;

		e->of[i] = e->anchor[i] = CODE_NONE;
		if (name >= t->nstr || type == STT_SECTION)
			continue;
		if (type == STT_FILE) {
			file = owner == CODE_NONE && t->str[name] ?
				new_owner(e->w->c, t->str + name) : CODE_NONE;
			continue;
		}
		if (!image_sym_get(e->r, i, &s)) {
			if (name && bind != STB_LOCAL)
				e->of[i] = name_id(e->w, t->str + name) | CODE_BY_NAME;
			continue;
		}
		if (name && s.section < e->r->nsec && (e->r->sec[s.section].flags & SHF_ALLOC))
			take_defined(e, i, &s, bind,
				     owner != CODE_NONE ? owner :
				     bind == STB_LOCAL ? file : CODE_NONE);
	}
}

/* --- Order ---------------------------------------------------------------------------------- */

static int by_at(const void *pa, const void *pb, void *own)
{
	const struct code_sym *v = own;
	const struct code_sym *a = &v[*(const uint32_t *)pa], *b = &v[*(const uint32_t *)pb];

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	/* Of several names for one thing the largest and most visible comes first. */
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	if (a->global != b->global)
		return a->global ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void sort(struct elf_work *e)
{
	struct code *c = e->w->c;
	size_t n = c->sym.n - e->first;

	e->order.n = n;
	e->order.v = xmalloc((n + 1) * sizeof(*e->order.v));
	for (size_t i = 0; i < n; i++)
		e->order.v[i] = e->first + (uint32_t)i;
	qsort_r(e->order.v, n, sizeof(*e->order.v), by_at, c->sym.v);
}

/* Another name for the same thing refers to what that does. */
static void add_aliases(struct elf_work *e)
{
	const struct code_sym *v = e->w->c->sym.v;

	for (size_t i = 1, first = 0; i < e->order.n; i++) {
		uint32_t a = e->order.v[first], b = e->order.v[i];

		if (v[a].at != v[b].at)
			first = i;
		else
			*VEC_PUSH(&e->w->edge) = (struct code_edge){
				b, a, v[b].func ? CODE_CALL : CODE_POINTER,
			};
	}
}

uint32_t code_at(const struct code *c, const struct code_order *o, uint64_t at, bool exact)
{
	size_t lo = 0, hi = o->n;
	const struct code_sym *s;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->sym.v[o->v[mid]].at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo)
		return CODE_NONE;
	while (lo > 1 && c->sym.v[o->v[lo - 2]].at == c->sym.v[o->v[lo - 1]].at)
		lo--;
	s = &c->sym.v[o->v[lo - 1]];
	if (s->at == at)
		return o->v[lo - 1];
	/* Without a size it goes as far as the next one, in an object within the section. */
	if (exact || (s->size ? at - s->at >= s->size : (at ^ s->at) >> 40))
		return CODE_NONE;
	return o->v[lo - 1];
}

/*
 * Only the local symbols of a linked file belong to a source file. One that others
 * see is of the files that it lies between: surely so when these are the same.
 */
static void own_globals(struct elf_work *e)
{
	struct code_sym *v = e->w->c->sym.v;
	uint32_t before = CODE_NONE, *after = xmalloc((e->order.n + 1) * sizeof(*after));

	after[e->order.n] = CODE_NONE;
	for (size_t i = e->order.n; i; i--) {
		uint32_t owner = v[e->order.v[i - 1]].owner;

		after[i - 1] = owner != CODE_NONE ? owner : after[i];
	}
	for (size_t i = 0; i < e->order.n; i++) {
		struct code_sym *s = &v[e->order.v[i]];

		if (s->owner != CODE_NONE) {
			before = s->owner;
		} else {
			s->owner = before != CODE_NONE ? before : after[i];
			s->guessed = before != after[i];
		}
	}
	free(after);
}

/* --- Relocations ---------------------------------------------------------------------------- */

struct reloc {
	uint64_t off, addend;
	uint32_t sym, type;
};

/* The addend is in the bytes; false: in a way that is not known here. */
static bool rel_addend(const struct image_reader *r, const struct section *of, struct reloc *x)
{
	uint64_t off = r->rel ? x->off : x->off - of->addr;
	int32_t word;

	if (!of->p || off > of->size || of->size - off < 4)
		return false;
	word = (int32_t)image_get(r, of->p + off, 4);
	if (r->machine == EM_386) {
		x->addend = (uint64_t)(int64_t)word;
		return true;
	}
	if (r->machine != EM_ARM)
		return false;
	switch (x->type) {
	case R_ARM_ABS32:
		x->addend = (uint64_t)(int64_t)word;
		return true;
	case R_ARM_PC24:
	case R_ARM_CALL:
	case R_ARM_JUMP24:
		x->addend = (uint64_t)((int64_t)(int32_t)((uint32_t)word << 8) / 64) + 8;
		return true;
	default:
		return false;
	}
}

static bool is_x86_relative(const struct image_reader *r, unsigned int type)
{
	if (r->machine == EM_386)
		return type == R_386_PC32 || type == R_386_PLT32;
	return type == R_X86_64_PC32 || type == R_X86_64_PLT32 || type == R_X86_64_GOTPCREL;
}

static struct code_operand operand(const struct image_reader *r, const struct section *of,
				   const struct reloc *x)
{
	uint64_t off = r->rel ? x->off : x->off - of->addr;
	bool relative = is_x86_relative(r, x->type);
	struct code_operand op;

	if (!(of->flags & SHF_EXECINSTR))
		return (struct code_operand){ .access = CODE_POINTER, .known = true };
	if (r->machine == EM_X86_64 || r->machine == EM_386) {
		if (r->machine == EM_X86_64 && x->type == R_X86_64_64)
			return (struct code_operand){ .access = CODE_ADDRESS };
		op = code_x86(of->p, (size_t)off, (size_t)of->size, relative);
		/* Only relative ones are called. */
		if (!op.known && !relative)
			op.access = CODE_ADDRESS;
		return op;
	}
	if (r->machine == EM_AARCH64 && off <= of->size && of->size - off >= 4)
		return code_arm64((uint32_t)image_get(r, of->p + off, 4), x->type);
	if (r->machine == EM_ARM && (x->type == R_ARM_CALL || x->type == R_ARM_JUMP24))
		return (struct code_operand){ .access = CODE_CALL };
	return (struct code_operand){ .access = CODE_UNKNOWN };
}

/* Where a relocation leads, as in code_ref.to while files are read. */
static uint32_t target(const struct elf_work *e, const struct section *of, const struct reloc *x,
		       const struct code_operand *op, bool addend)
{
	const struct image_reader *r = e->r;
	uint64_t to;
	struct isym s;

	if (x->sym >= r->syms.n)
		return CODE_NONE;
	if (e->of[x->sym] != CODE_NONE && e->of[x->sym] & CODE_BY_NAME)
		return e->of[x->sym];
	if (!addend)
		return e->anchor[x->sym];
	if (!image_sym_get(r, x->sym, &s))
		return CODE_NONE;
	to = s.value + x->addend;
	/* (the address is relative to the instruction's end) */
	if ((of->flags & SHF_EXECINSTR) && (r->machine == EM_X86_64 || r->machine == EM_386) &&
	    is_x86_relative(r, x->type))
		to += 4 + op->tail;
	return code_at(e->w->c, &e->order, image_key(r, to, s.section), false);
}

/* The address that the relocation makes is in a register; what is made of that one. */
struct anchor {
	struct elf_work *e;
	uint64_t addr;
	uint32_t section, from, to;
	bool itself, others; /* used */
};

static void use_anchor(void *own, uint64_t by, enum code_access access)
{
	struct anchor *a = own;
	struct code *c = a->e->w->c;
	uint32_t to = code_at(c, &a->e->order, image_key(a->e->r, a->addr + by, a->section), false);

	if (to == CODE_NONE || to == a->to || c->sym.v[to].func) {
		a->itself = true;
		return;
	}
	a->others = true;
	*VEC_PUSH(&a->e->w->edge) = (struct code_edge){ a->from, to, (uint8_t)access };
}

/*
 * What is in `bytes` of code behind the relocation at a distance from its address, on arm64. True: the
 * address itself, which is that of symbol `to`, is for nothing else.
 */
static bool is_anchor(struct elf_work *e, const struct section *of, const struct reloc *x, uint32_t from,
		      uint32_t to, uint64_t bytes)
{
	const struct image_reader *r = e->r;
	uint64_t off = (r->rel ? x->off : x->off - of->addr) + 4;
	struct anchor a = { .e = e, .from = from, .to = to };
	struct isym s;
	bool whole;

	if (r->machine != EM_AARCH64 || !(of->flags & SHF_EXECINSTR) || r->img->big_endian ||
	    off > of->size || x->sym >= r->syms.n ||
	    (e->of[x->sym] != CODE_NONE && e->of[x->sym] & CODE_BY_NAME) ||
	    !image_sym_get(r, x->sym, &s))
		return false;
	a.addr = s.value + x->addend;
	a.section = s.section;
	if (bytes > of->size - off)
		bytes = of->size - off;
	whole = code_arm64_uses(of->p + off, (size_t)bytes,
				(unsigned int)image_get(r, of->p + off - 4, 4) & 31, use_anchor, &a);
	return whole && a.others && !a.itself;
}

static size_t read_relocs(struct elf_work *e, const struct section *s)
{
	const struct image_reader *r = e->r;
	const struct section *of = &r->sec[s->info];
	unsigned int w = r->word;
	size_t step = (s->type == SHT_RELA ? 3 : 2) * (size_t)w, n = s->size / step;
	const unsigned char *p = s->p;
	uint32_t from = CODE_NONE;
	uint64_t until = 0, since = 0;

	for (size_t i = 0; i < n && e->w->edge.n < MAX_EDGES; i++, p += step) {
		uint64_t info = image_get(r, p + w, w), at;
		struct reloc x = {
			.off = image_get(r, p, w),
			.sym = (uint32_t)(w == 8 ? info >> 32 : info >> 8),
			.type = (uint32_t)(w == 8 ? info & UINT32_MAX : info & 255),
		};
		bool addend = true;
		struct code_operand op;
		uint32_t to;

		if (s->type == SHT_RELA) {
			x.addend = image_get(r, p + 2 * w, w);
			if (w == 4)
				x.addend = (uint64_t)(int64_t)(int32_t)x.addend;
		} else {
			addend = rel_addend(r, of, &x);
		}
		at = image_key(r, x.off, s->info);
		if (from == CODE_NONE || at < since || at >= until) {
			from = code_at(e->w->c, &e->order, at, false);
			if (from == CODE_NONE)
				continue;
			since = e->w->c->sym.v[from].at;
			until = since + e->w->c->sym.v[from].size;
		}
		op = operand(r, of, &x);
		if (op.half)
			continue;
		to = target(e, of, &x, &op, addend);
		if (x.type == R_AARCH64_ADD_ABS_LO12_NC && at + 4 <= until &&
		    is_anchor(e, of, &x, from, to, until - at - 4))
			continue;
		if (to != CODE_NONE && to != from)
			*VEC_PUSH(&e->w->edge) = (struct code_edge){ from, to, op.access };
	}
	return n;
}

/* Tables that the compiler and macros leave beside the code: nothing that the code does. */
static bool is_aside(const char *section)
{
	static const char *const names[] = {
		"__mcount_loc", "__patchable_function_entries", "__bug_table", "__ex_table",
		"__jump_table", "__ksymtab", ".discard", ".smp_locks", ".altinstructions",
		".orc_unwind", ".retpoline_sites", ".return_sites", ".call_sites",
		".ibt_endbr_seal", ".export_symbol", ".static_call_sites", ".cfi_sites",
		".initcall_info", ".init.initcall_info", ".debug", ".eh_frame", ".exitcall",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strncmp(section, names[i], strlen(names[i])) == 0)
			return true;
	}
	return false;
}

size_t code_elf(struct code_work *w, const struct image_reader *r, uint32_t owner,
		struct code_order *o)
{
	struct elf_work e = { .w = w, .r = r, .first = (uint32_t)w->c->sym.n };
	size_t n = 0;

	e.of = xmalloc((r->syms.n + 1) * sizeof(*e.of));
	e.anchor = xmalloc((r->syms.n + 1) * sizeof(*e.anchor));
	e.of[0] = e.anchor[0] = CODE_NONE;
	if (!r->rel)
		image_sym_each((struct image_reader *)r, take_bound, &e);
	read_symbols(&e, owner);
	sort(&e);
	add_aliases(&e);
	if (owner == CODE_NONE)
		own_globals(&e);
	for (size_t i = 0; i < r->nsec; i++) {
		const struct section *s = &r->sec[i], *of;

		if ((s->type != SHT_RELA && s->type != SHT_REL) || (s->flags & SHF_ALLOC) ||
		    !s->info || s->info >= r->nsec || !s->p)
			continue;
		of = &r->sec[s->info];
		if (!(of->flags & SHF_ALLOC) || is_aside(of->name))
			continue;
		if (of->flags & SHF_EXECINSTR)
			n += of->p ? read_relocs(&e, s) : 0;
		else
			read_relocs(&e, s);
	}
	/* (a linked kernel without relocations is searched later, and for more) */
	if (r->rel || n)
		code_local_calls(w, r, &e.order);
	free(e.of);
	free(e.anchor);
	if (o)
		*o = e.order;
	else
		free(e.order.v);
	return n;
}
