/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The layouts that mkelf writes, and how: the writing itself is below, for want of a second user. */
#ifndef TESTS_TOOLS_MKELF_H
#define TESTS_TOOLS_MKELF_H

#include <gelf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

enum entry { POINTER, RELATIVE };
enum names { NEW, OLD, ANDROID, STUB, NAMELESS };
enum rela { NO_RELA, RELA_TOO, RELA_ALONE, RELA_NOT_LOADED };
enum desc { NO_DESC, OPD24, OPD32 };
enum bounds { LEVELS, NO_LEVELS, STRIPPED, NO_BOUNDS, REVERSED, ODD, FAR_AWAY, EMPTY };

struct layout {
	const char *name;
	unsigned int machine;
	bool is32, big, thumb, underscore, rust, lsm, relr, deferred, garbage, nobits, interp;
	unsigned int flags, type, sections, calls;
	enum entry entry;
	enum names names;
	enum rela rela;
	enum desc desc;
	enum bounds bounds;
	const char *suffix;
};

struct call {
	const char *id, *fn, *module;
	unsigned int line;
};

/* In the order of the table; console calls have a table of their own behind it. */
static const struct call calls[] = {
	{ "early", "early_fn", "core", 10 },
	{ "0", "pure_fn", "net_namespace", 20 },
	{ "1", "init_1s", "a__b", 30 },
	{ "1", "foo1", "foo", 31 },
	{ "1s", "core_sync_fn", "core", 32 },
	{ "2", "post_fn", "bus", 40 },
	{ "3", "arch_fn", "setup", 50 },
	{ "4", "subsys_fn", "usbcore", 60 },
	{ "5", "fs_fn", "pipe", 70 },
	{ "rootfs", "populate_rootfs", "initramfs", 80 },
	{ "6", "foo6_driver_init", "foo6", 90 },
	{ "6", "twin_init", "one", 91 },
	{ "6", "twin_init", "two", 92 },
	{ "6s", "devs", "devs", 93 },
	{ "7", "late_fn7", "late", 100 },
	{ "7s", "late_sync_fn", "late", 101 },
	{ "con", "con_init", "vt", 3687 },
};

#define NCALLS (sizeof(calls) / sizeof(calls[0]))
#define FN_SIZE 0x40
#define MAX_SYMS 256

struct bytes {
	unsigned char *p;
	size_t n, cap;
};

struct sym {
	size_t name;
	uint64_t value, size;
	unsigned char info;
	unsigned int section;
};

struct out {
	const struct layout *l;
	struct bytes text, data, opd, rela, ro, strtab, shstrtab;
	struct sym sym[MAX_SYMS];
	size_t nsym;
	uint64_t base;
	unsigned int word;
};

enum section { SEC_NULL, SEC_TEXT, SEC_DATA, SEC_RODATA, SEC_OPD };

#define TEXT_AT 0x1000
#define OPD_AT 0x4000
#define DATA_AT 0x5000
#define RO_AT 0x7000

static void put(struct bytes *b, const void *p, size_t n)
{
	if (b->n + n > b->cap) {
		b->cap = (b->n + n) * 2;
		b->p = realloc(b->p, b->cap);
		if (!b->p)
			abort();
	}
	if (p)
		memcpy(b->p + b->n, p, n);
	else
		memset(b->p + b->n, 0, n);
	b->n += n;
}

static void put_word(struct out *o, struct bytes *b, uint64_t v, unsigned int n)
{
	unsigned char x[8];

	for (unsigned int i = 0; i < n; i++)
		x[o->l->big ? n - 1 - i : i] = (unsigned char)(v >> 8 * i);
	put(b, x, n);
}

static size_t put_name(struct bytes *b, const char *s)
{
	size_t at = b->n;

	put(b, s, strlen(s) + 1);
	return at;
}

static void add_sym(struct out *o, const char *name, uint64_t value, uint64_t size,
		    unsigned int type, unsigned int section)
{
	struct sym *s = &o->sym[o->nsym++];

	if (o->nsym > MAX_SYMS)
		abort();
	*s = (struct sym){ put_name(&o->strtab, name), value, size,
			   (unsigned char)GELF_ST_INFO(STB_LOCAL, type), section };
}

static void bound(struct out *o, const char *name, uint64_t value)
{
	char s[64];

	if (o->l->bounds == NO_BOUNDS)
		return;
	snprintf(s, sizeof(s), "%s%s", o->l->underscore ? "_" : "", name);
	add_sym(o, s, value, 0, STT_NOTYPE, SEC_DATA);
}

/* The symbol of entry i, as kernels of that time had it. */
static void entry_name(const struct layout *l, size_t i, char *s, size_t n)
{
	const struct call *c = &calls[i];
	const char *id = strcmp(c->id, "con") == 0 && l->names != NEW && l->names != STUB ? "" : c->id;

	switch (l->names) {
	case OLD:
		snprintf(s, n, "%s__initcall_%s%s", l->underscore ? "_" : "", c->fn, id);
		break;
	case ANDROID:
		snprintf(s, n, "__initcall_%zu_%u_%s%s", i + 100, c->line, c->fn, id);
		break;
	default:
		snprintf(s, n, "__initcall__kmod_%s__%zu_%u_%s%s", c->module, i + 100, c->line, c->fn,
			 id);
		break;
	}
	if (l->rust && strcmp(c->fn, "devs") == 0)
		snprintf(s, n, "__devs_initcall");
}

static void rela(struct out *o, uint64_t at, uint64_t value)
{
	put_word(o, &o->rela, at, o->word);
	put_word(o, &o->rela, 22, o->word); /* a RELATIVE one; which, does not matter */
	put_word(o, &o->rela, value, o->word);
}

/* A word that points to something; in a relocatable kernel with its relocation. */
static void pointer(struct out *o, struct bytes *b, uint64_t at, uint64_t value)
{
	if (o->l->rela == RELA_NOT_LOADED)
		rela(o, at, 0xdead);
	else if (o->l->rela)
		rela(o, at, value);
	put_word(o, b, o->l->rela == RELA_ALONE ? 0 : value, o->word);
}

/* Function i with its symbols; returns what an entry points to. */
static uint64_t function(struct out *o, const char *fn, const char *stub)
{
	const struct layout *l = o->l;
	uint64_t at = o->base + TEXT_AT + o->text.n, value = at | l->thumb, desc;
	char name[160];

	put(&o->text, NULL, FN_SIZE);
	snprintf(name, sizeof(name), "%s%s%s", l->underscore ? "_" : l->desc == OPD24 ? "." : "",
		 stub ? stub : fn, l->suffix ? l->suffix : "");
	if (l->machine == EM_ARM)
		add_sym(o, "$a", at, 0, STT_NOTYPE, SEC_TEXT);
	if (!l->garbage)
		add_sym(o, name + l->underscore, value, FN_SIZE - 4, STT_FUNC, SEC_TEXT);
	if (l->desc == NO_DESC)
		return value;
	desc = o->base + OPD_AT + o->opd.n;
	if (l->desc == OPD24) {
		add_sym(o, fn, desc, 24, STT_NOTYPE, SEC_OPD);
		pointer(o, &o->opd, desc, at);
		put(&o->opd, NULL, 16);
	} else {
		put(&o->opd, NULL, 16);
		put_word(o, &o->opd, at, 8);
		put(&o->opd, NULL, 8);
	}
	return desc;
}

static void entry(struct out *o, size_t i)
{
	const struct layout *l = o->l;
	uint64_t at = o->base + DATA_AT + o->data.n, fn;
	char name[160], stub[160];

	entry_name(l, i, name, sizeof(name));
	snprintf(stub, sizeof(stub), "__initstub__%s", name + 12);
	fn = function(o, calls[i].fn, l->names == STUB ? stub : NULL);
	if (l->garbage)
		fn = 0x123456;
	if (l->names != NAMELESS)
		add_sym(o, name, at, l->entry == POINTER ? o->word : 0,
			l->entry == POINTER ? STT_OBJECT : STT_NOTYPE, SEC_DATA);
	if (l->entry == RELATIVE)
		put_word(o, &o->data, fn - at, 4);
	else
		pointer(o, &o->data, at, fn);
}

/* security_initcall_LEVEL() in the table, and the structs that these walk. */
static void lsm(struct out *o)
{
	static const char *const levels[] = { "pure", "early", "core", "subsys", "fs", "device",
					      "late" };
	uint64_t start = o->base + RO_AT + o->ro.n;

	for (size_t i = 0; i < 7; i++) {
		char name[64];
		uint64_t at = o->base + DATA_AT + o->data.n, fn;

		snprintf(name, sizeof(name), "security_initcall_%s", levels[i]);
		fn = function(o, name, NULL);
		if (o->l->entry == RELATIVE)
			put_word(o, &o->data, fn - at, 4);
		else
			pointer(o, &o->data, at, fn);
	}
	add_sym(o, "__start_lsm_info", start, 0, STT_NOTYPE, SEC_RODATA);
	for (size_t k = 0; k < 2; k++) {
		add_sym(o, k ? "__lsm_two" : "__lsm_one", o->base + RO_AT + o->ro.n, 13 * o->word,
			STT_OBJECT, SEC_RODATA);
		put(&o->ro, NULL, 6 * o->word);
		for (size_t i = 0; i < 7; i++) {
			bool has = k ? i == 4 || i == 6 : i == 4;

			put_word(o, &o->ro, has ? function(o, k ? "two_init" : "one_init", NULL) : 0,
				 o->word);
		}
	}
	add_sym(o, "__end_lsm_info", o->base + RO_AT + o->ro.n, 0, STT_NOTYPE, SEC_RODATA);
}

static uint64_t here(const struct out *o)
{
	return o->base + DATA_AT + o->data.n;
}

static void table(struct out *o)
{
	const struct layout *l = o->l;
	size_t n = l->calls ? l->calls : NCALLS - 1;
	const char *level = "early";
	uint64_t start;

	put(&o->data, NULL, 16); /* something is before it */
	start = here(o) + (l->bounds == FAR_AWAY ? 0x10000000 : 0);
	bound(o, "__initcall_start", l->bounds == REVERSED ? start + 0x80 : start);
	for (size_t i = 0; i < n && l->bounds != EMPTY; i++) {
		const char *id = calls[i].id;
		char name[32];

		if (strncmp(id, level, strlen(level)) != 0) {
			level = id;
			snprintf(name, sizeof(name), "__initcall%s_start", id);
			if (l->bounds == NO_LEVELS && i == 1)
				bound(o, "__early_initcall_end", here(o));
			else if (l->bounds == LEVELS)
				bound(o, name, here(o));
		}
		entry(o, i);
	}
	if (l->lsm)
		lsm(o);
	bound(o, "__initcall_end", l->bounds == REVERSED ? start :
				   l->bounds == FAR_AWAY ? start + 64 :
				   l->bounds == EMPTY ? start : here(o) + (l->bounds == ODD));
	if (l->deferred) {
		bound(o, "__deferred_initcall_start", here(o));
		put_word(o, &o->data, function(o, "slow_init", NULL) - here(o), 4);
		add_sym(o, "__initcall_slow_init", here(o) - 4, 0, STT_NOTYPE, SEC_DATA);
		bound(o, "__deferred_initcall_end", here(o));
	}
	if (l->calls || l->bounds == EMPTY)
		return;
	bound(o, "__con_initcall_start", here(o));
	entry(o, NCALLS - 1);
	bound(o, "__con_initcall_end", here(o));
	/* Two look-alikes: neither is a bound, neither an entry. */
	add_sym(o, "str__initcall__trace_system_name", here(o), 8, STT_OBJECT, SEC_DATA);
	add_sym(o, "initcall_level_names", here(o), 64, STT_OBJECT, SEC_DATA);
}

/* --- The file ------------------------------------------------------------------------------- */

static Elf_Scn *section(struct out *o, Elf *elf, const char *name, unsigned int type,
			uint64_t flags, uint64_t addr, struct bytes *b, Elf_Type data_type)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *d = elf_newdata(scn);
	GElf_Shdr h;

	gelf_getshdr(scn, &h);
	h.sh_name = (GElf_Word)put_name(&o->shstrtab, name);
	h.sh_type = type;
	h.sh_flags = flags;
	h.sh_addr = addr;
	h.sh_addralign = 1;
	gelf_update_shdr(scn, &h);
	d->d_buf = b->p;
	d->d_size = b->n;
	d->d_type = data_type;
	d->d_align = 8;
	d->d_version = EV_CURRENT;
	return scn;
}

static void link_to(Elf_Scn *scn, unsigned int link, unsigned int info, unsigned int entsize)
{
	GElf_Shdr h;

	gelf_getshdr(scn, &h);
	h.sh_link = link;
	h.sh_info = info;
	h.sh_entsize = entsize;
	gelf_update_shdr(scn, &h);
}

static void symbols(struct out *o, Elf *elf, struct bytes *raw)
{
	size_t step = o->word == 8 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	Elf_Scn *scn;

	put(raw, NULL, step);
	for (size_t i = 0; i < o->nsym; i++) {
		const struct sym *s = &o->sym[i];

		put_word(o, raw, s->name, 4);
		if (o->word == 8) {
			put(raw, &s->info, 1);
			put_word(o, raw, 0, 1);
			put_word(o, raw, s->section, 2);
		}
		put_word(o, raw, s->value, o->word);
		put_word(o, raw, s->size, o->word);
		if (o->word == 4) {
			put(raw, &s->info, 1);
			put_word(o, raw, 0, 1);
			put_word(o, raw, s->section, 2);
		}
	}
	scn = section(o, elf, ".symtab", SHT_SYMTAB, 0, 0, raw, ELF_T_BYTE);
	link_to(scn, (unsigned int)elf_ndxscn(scn) + 1, (unsigned int)o->nsym + 1, (unsigned int)step);
	section(o, elf, ".strtab", SHT_STRTAB, 0, 0, &o->strtab, ELF_T_BYTE);
}

/* All but the names of the sections, which are last: more of them come along. */
static void sections(struct out *o, Elf *elf, struct bytes *raw)
{
	const struct layout *l = o->l;
	static struct bytes none;
	Elf_Scn *scn;

	section(o, elf, l->interp ? ".text" : ".init.text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR,
		o->base + TEXT_AT, &o->text, ELF_T_BYTE);
	section(o, elf, ".init.data", l->nobits ? SHT_NOBITS : SHT_PROGBITS, SHF_ALLOC | SHF_WRITE,
		o->base + DATA_AT, &o->data, ELF_T_BYTE);
	section(o, elf, ".rodata", SHT_PROGBITS, SHF_ALLOC, o->base + RO_AT, &o->ro, ELF_T_BYTE);
	if (l->desc)
		section(o, elf, ".opd", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, o->base + OPD_AT, &o->opd,
			ELF_T_BYTE);
	if (l->interp)
		section(o, elf, ".interp", SHT_PROGBITS, SHF_ALLOC, o->base, &o->ro, ELF_T_BYTE);
	if (l->rela) {
		scn = section(o, elf, ".rela.dyn", SHT_RELA, l->rela == RELA_NOT_LOADED ? 0 : SHF_ALLOC,
			      l->rela == RELA_NOT_LOADED ? 0 : o->base + 0x9000, &o->rela, ELF_T_BYTE);
		link_to(scn, 0, 0, 3 * o->word);
	}
	if (l->relr)
		section(o, elf, ".relr.dyn", 19, SHF_ALLOC, o->base + 0x9000, &none, ELF_T_BYTE);
	for (unsigned int i = 0; i < l->sections; i++)
		section(o, elf, ".note", SHT_PROGBITS, 0, 0, &none, ELF_T_BYTE);
	if (l->bounds != STRIPPED)
		symbols(o, elf, raw);
}

static int write_file(struct out *o, Elf *elf)
{
	struct bytes raw = { 0 };
	size_t strings;
	GElf_Ehdr h;
	Elf_Scn *scn;
	int bad;

	if (!gelf_newehdr(elf, o->word == 8 ? ELFCLASS64 : ELFCLASS32))
		return -1;
	sections(o, elf, &raw);
	scn = section(o, elf, ".shstrtab", SHT_STRTAB, 0, 0, &o->shstrtab, ELF_T_BYTE);
	strings = elf_ndxscn(scn);
	gelf_getehdr(elf, &h);
	h.e_ident[EI_DATA] = o->l->big ? ELFDATA2MSB : ELFDATA2LSB;
	h.e_machine = (GElf_Half)o->l->machine;
	h.e_type = (GElf_Half)(o->l->type ? o->l->type : ET_EXEC);
	h.e_flags = o->l->flags;
	h.e_version = EV_CURRENT;
	h.e_shstrndx = (GElf_Half)(strings < SHN_LORESERVE ? strings : SHN_XINDEX);
	gelf_update_ehdr(elf, &h);
	if (strings >= SHN_LORESERVE)
		link_to(elf_getscn(elf, 0), (unsigned int)strings, 0, 0);
	bad = elf_update(elf, ELF_C_WRITE) < 0;
	if (bad)
		fprintf(stderr, "mkelf: %s\n", elf_errmsg(-1));
	free(raw.p);
	return bad ? -1 : 0;
}

static int mkelf_write(const struct layout *l, const char *file)
{
	struct out o = { .l = l, .word = l->is32 ? 4 : 8 };
	static const char banner[] = "Linux version 6.6.6-mkelf (nobody@nowhere) #1";
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0666), ret;
	Elf *elf;

	elf_version(EV_CURRENT);
	if (fd < 0 || !(elf = elf_begin(fd, ELF_C_WRITE, NULL))) {
		fprintf(stderr, "mkelf: cannot write %s\n", file);
		return -1;
	}
	o.base = l->is32 ? 0xc0000000 : 0xffffffff80000000;
	put(&o.strtab, "", 1);
	put(&o.shstrtab, "", 1);
	put(&o.ro, banner, sizeof(banner));
	put(&o.ro, NULL, 64 - o.ro.n % 8 - sizeof(banner) % 8);
	add_sym(&o, "linux_banner", o.base + RO_AT, sizeof(banner), STT_OBJECT, SEC_RODATA);
	table(&o);
	add_sym(&o, "_einittext", o.base + TEXT_AT + o.text.n, 0, STT_NOTYPE, SEC_TEXT);
	ret = write_file(&o, elf);
	elf_end(elf);
	close(fd);
	free(o.text.p);
	free(o.data.p);
	free(o.opd.p);
	free(o.rela.p);
	free(o.ro.p);
	free(o.strtab.p);
	free(o.shstrtab.p);
	return ret;
}

#endif
