// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a linked kernel without relocations refers to: fields of four bytes that,
 * read as those of an instruction, lead to a function or into a variable. A number
 * that does so by chance is rare: of 4 GiB a kernel's symbols are a small part.
 */
#include "input/code_priv.h"

#define MAX_CODE ((uint64_t)1 << 18) /* bytes of a function */
#define MAX_DATA ((uint64_t)1 << 20) /* bytes of a variable */
#define MAX_FOUND 8192 /* of one symbol */
#define REGISTERS 32

struct scan {
	struct code *c;
	const struct code_sym *s;
};

bool code_can_scan(const struct image_reader *r)
{
	return !r->rel && !r->img->big_endian &&
	       (r->machine == EM_X86_64 || r->machine == EM_AARCH64);
}

static void found(struct scan *w, uint64_t to, enum code_access access)
{
	struct code_reader *r = w->c->r;
	const struct section *s = image_section_at(&r->r, to);
	bool code = s && (s->flags & SHF_EXECINSTR);
	uint32_t sym;

	/* (variables of each processor have addresses near 0, as numbers do) */
	if (!s || strncmp(s->name, ".data..percpu", 13) == 0)
		return;
	if (access == CODE_CALL ? !code : code && access != CODE_ADDRESS && access != CODE_POINTER)
		return;
	/* Into the middle of a function go only its own jumps. */
	sym = code_at(w->c, &r->order, to, code);
	if (sym == CODE_NONE || &w->c->sym.v[sym] == w->s || r->found.n >= MAX_FOUND)
		return;
	for (size_t i = 0; i < r->found.n; i++) {
		if (r->found.v[i].to == sym && r->found.v[i].access == access)
			return;
	}
	*VEC_PUSH(&r->found) = (struct code_ref){ sym, (uint8_t)access };
}

static int32_t field(const unsigned char *p)
{
	return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
			 (uint32_t)p[3] << 24);
}

static void scan_x86(struct scan *w, const unsigned char *p, size_t n)
{
	for (size_t i = 1; i + 4 <= n; i++) {
		int64_t v = field(p + i);
		struct code_operand op = code_x86(p, i, n, true);

		if (op.known)
			found(w, w->s->at + i + 4 + op.tail + (uint64_t)v, op.access);
		op = code_x86(p, i, n, false);
		if (op.known)
			found(w, (uint64_t)v, op.access);
	}
}

/* What an instruction does to pages that registers hold. */
static void forget(uint64_t *page, uint32_t insn)
{
	/* A call, and what goes elsewhere for good (b, br, ret): as if at a start. */
	if ((insn & 0x7c000000) == 0x14000000 || (insn & 0xfe000000) == 0xd6000000) {
		for (unsigned int i = 0; i < (insn >> 31 ? ARM64_CALL_KEEPS : REGISTERS); i++)
			page[i] = 0;
		return;
	}
	/* Other branches and stores write no register of theirs. */
	if ((insn & 0x1c000000) != 0x14000000 &&
	    ((insn & 0x0a000000) != 0x08000000 || insn >> 22 & 3))
		page[insn & 31] = 0;
}

/* An address in a register, and what is used of it */
struct made {
	struct scan *w;
	uint64_t addr;
	uint32_t sym;
	bool itself, others;
};

static uint32_t symbol_at(const struct scan *w, uint64_t at)
{
	return code_at(w->c, &w->c->r->order, at, false);
}

static void found_from(void *own, uint64_t by, enum code_access access)
{
	struct made *m = own;
	uint32_t sym = symbol_at(m->w, m->addr + by);

	if (sym == CODE_NONE || sym == m->sym || m->w->c->sym.v[sym].func) {
		m->itself = true;
		return;
	}
	m->others = true;
	found(m->w, m->addr + by, access);
}

/* An address is there for others when nothing else is done with it (GCC's section anchors). */
static void found_address(struct scan *w, uint64_t addr, const unsigned char *p, size_t n,
			  unsigned int reg)
{
	struct made m = { .w = w, .addr = addr, .sym = symbol_at(w, addr) };
	bool whole = code_arm64_uses(p, n, reg, found_from, &m);

	if (!whole || !m.others || m.itself)
		found(w, addr, CODE_ADDRESS);
}

/* An address is made of its page (adrp) and the rest (add, or a load or a store). */
static void scan_arm64(struct scan *w, const unsigned char *p, size_t n)
{
	uint64_t page[REGISTERS] = { 0 };

	for (size_t i = 0; i + 4 <= n; i += 4) {
		uint32_t insn = (uint32_t)field(p + i), rd = insn & 31, rn = insn >> 5 & 31;
		uint64_t pc = w->s->at + i;

		if ((insn & 0x7c000000) == 0x14000000) { /* b, bl */
			int64_t by = (int64_t)(int32_t)(insn << 6) / 16;

			found(w, pc + (uint64_t)by, CODE_CALL);
			forget(page, insn);
		} else if ((insn & 0x1f000000) == 0x10000000) { /* adrp, adr (lld makes one of two) */
			int64_t by = (int64_t)(int32_t)((insn >> 5 & 0x7ffff) << 13) / 2048 +
				     (insn >> 29 & 3);

			if (insn >> 31) {
				page[rd] = (pc & ~UINT64_C(4095)) + (uint64_t)by * 4096;
			} else {
				found_address(w, pc + (uint64_t)by, p + i + 4, n - i - 4, rd);
				page[rd] = 0;
			}
		} else if ((insn & 0xffc00000) == 0x91000000 && page[rn]) { /* add */
			found_address(w, page[rn] + (insn >> 10 & 4095), p + i + 4, n - i - 4, rd);
			page[rd] = 0;
		} else if ((insn & 0x3b000000) == 0x39000000 && page[rn]) { /* ldr, str */
			found(w, page[rn] + ((uint64_t)(insn >> 10 & 4095) << (insn >> 30)),
			      insn >> 22 & 3 ? CODE_LOAD : CODE_STORE);
			forget(page, insn);
		} else {
			forget(page, insn);
		}
	}
}

static void scan_data(struct scan *w, uint64_t size)
{
	const struct image_reader *r = &w->c->r->r;
	uint64_t end = w->s->at + (size < MAX_DATA ? size : MAX_DATA);

	for (uint64_t at = (w->s->at + r->word - 1) & ~(uint64_t)(r->word - 1);
	     at < end && end - at >= r->word; at += r->word) {
		bool ok;
		uint64_t v = image_word(r, at, &ok);

		if (!ok)
			return;
		if (v)
			found(w, v, CODE_POINTER);
	}
}

/* As far as the next symbol, when the size is not known. */
static uint64_t size_of(const struct code *c, const struct code_sym *s)
{
	const struct code_order *o = &c->r->order;
	size_t lo = 0, hi = o->n;

	if (s->size)
		return s->size;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->sym.v[o->v[mid]].at <= s->at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < o->n ? c->sym.v[o->v[lo]].at - s->at : 0;
}

void code_scan(struct code *c, const struct code_sym *s)
{
	struct scan w = { .c = c, .s = s };
	const struct image_reader *r = &c->r->r;
	uint64_t size = size_of(c, s);
	const unsigned char *p;

	c->r->found.n = 0;
	if (!s->func) {
		scan_data(&w, size);
		return;
	}
	if (size > MAX_CODE)
		size = MAX_CODE;
	p = image_at(r, s->at, size);
	if (!p)
		return;
	if (r->machine == EM_X86_64)
		scan_x86(&w, p, (size_t)size);
	else
		scan_arm64(&w, p, (size_t)size);
}

/* --- Calls that the assembler resolved ------------------------------------------------------ */

struct local {
	struct code_work *w;
	const struct image_reader *r;
	const struct code_order *o;
	uint32_t from;
};

static const unsigned char *bytes_of(const struct local *l, const struct code_sym *s)
{
	const struct section *sec;
	uint64_t off;

	if (!l->r->rel)
		return image_at(l->r, s->at, s->size);
	if (!(s->at >> 40) || (s->at >> 40) - 1 >= l->r->nsec)
		return NULL;
	sec = &l->r->sec[(s->at >> 40) - 1];
	off = s->at & ((UINT64_C(1) << 40) - 1);
	return sec->p && off <= sec->size && s->size <= sec->size - off ? sec->p + off : NULL;
}

static void found_local(const struct local *l, uint64_t to, enum code_access access)
{
	const struct code *c = l->w->c;
	uint32_t sym;

	if (l->r->rel && (to ^ c->sym.v[l->from].at) >> 40)
		return;
	sym = code_at(c, l->o, to, true);
	if (sym != CODE_NONE && sym != l->from && c->sym.v[sym].func)
		*VEC_PUSH(&l->w->edge) = (struct code_edge){ l->from, sym, access };
}

/* (a field that waits for its relocation is 0) */
static void local_x86(const struct local *l, const unsigned char *p, size_t n, uint64_t at)
{
	for (size_t i = 0; i + 2 <= n; i++) {
		if (p[i] == 0xeb)
			found_local(l, at + i + 2 + (uint64_t)(int64_t)(signed char)p[i + 1],
				    CODE_CALL);
		if (i + 5 > n)
			continue;
		if (p[i] == 0xe8 || p[i] == 0xe9 ||
		    (i && p[i - 1] == 0x0f && (p[i] & 0xf0) == 0x80)) {
			int64_t by = field(p + i + 1);

			if (by && by != -4)
				found_local(l, at + i + 5 + (uint64_t)by, CODE_CALL);
		}
		/* lea function(%rip), of code that may lie anywhere */
		if (i && p[i - 1] == 0x8d && (p[i] & 0xc7) == 0x05)
			found_local(l, at + i + 5 + (uint64_t)(int64_t)field(p + i + 1),
				    CODE_ADDRESS);
	}
}

static void local_arm64(const struct local *l, const unsigned char *p, size_t n, uint64_t at)
{
	for (size_t i = 0; i + 4 <= n; i += 4) {
		uint32_t insn = (uint32_t)field(p + i);
		int64_t by = (int64_t)(int32_t)(insn << 6) / 16;

		if ((insn & 0x7c000000) == 0x14000000 && by)
			found_local(l, at + i + (uint64_t)by, CODE_CALL);
	}
}

void code_local_calls(struct code_work *w, const struct image_reader *r,
		      const struct code_order *o)
{
	struct local l = { .w = w, .r = r, .o = o };
	bool x86 = r->machine == EM_X86_64 || r->machine == EM_386;

	if (!x86 && (r->machine != EM_AARCH64 || r->img->big_endian)) {
		w->unsure = true;
		return;
	}
	for (size_t i = 0; i < o->n; i++) {
		const struct code_sym *s = &w->c->sym.v[o->v[i]];
		const unsigned char *p = s->func && s->size ? bytes_of(&l, s) : NULL;

		l.from = o->v[i];
		if (!p)
			continue;
		if (x86)
			local_x86(&l, p, (size_t)s->size, s->at);
		else
			local_arm64(&l, p, (size_t)s->size, s->at);
	}
}
