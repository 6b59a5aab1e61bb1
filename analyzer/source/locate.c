// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/locate.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/xalloc.h"

/* The largest file of 6.12 has 24 MB, and is a table of registers. */
#define MAX_FILE ((size_t)4 << 20)

struct wanted {
	struct initcall *call;
	struct buf file;   /* the best so far */
	uint32_t line;
	int score;         /* of it; 0: none */
	bool doubt;        /* two files are as good */
};

struct search {
	struct wanted *v; /* those with a line first, by line; then the others, by name */
	size_t n, nlines;
	const char *arch; /* folder of the image's machine, or NULL */
	struct str dir;
	struct buf text;
};

static int by_line_or_name(const void *pa, const void *pb)
{
	const struct initcall *a = ((const struct wanted *)pa)->call;
	const struct initcall *b = ((const struct wanted *)pb)->call;

	if (!a->line != !b->line)
		return !a->line - !b->line;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (!a->line && strcmp(a->name, b->name) != 0)
		return strcmp(a->name, b->name);
	return a->index < b->index ? -1 : 1;
}

/* The folder below arch/ that a machine's code is in. */
static const char *arch_of(const char *machine)
{
	static const char *const pairs[][2] = {
		{ "x86_64", "x86" },	 { "i386", "x86" },	  { "arm64", "arm64" },
		{ "arm", "arm" },	 { "riscv64", "riscv" },  { "riscv32", "riscv" },
		{ "ppc", "powerpc" },	 { "ppc64", "powerpc" },  { "ppc64le", "powerpc" },
		{ "s390x", "s390" },	 { "mips", "mips" },	  { "mips64", "mips" },
		{ "sparc", "sparc" },	 { "sparc64", "sparc" },  { "parisc", "parisc" },
		{ "m68k", "m68k" },	 { "parisc64", "parisc" },
		{ "loongarch64", "loongarch" },
	};

	for (size_t i = 0; machine && i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (strcmp(pairs[i][0], machine) == 0)
			return pairs[i][1];
	}
	return NULL;
}

/* Modules are named as files are, with "_" for "-". */
static bool same_name(struct str part, const char *module)
{
	if (part.n != strlen(module))
		return false;
	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] != module[i] && !(part.p[i] == '-' && module[i] == '_'))
			return false;
	}
	return true;
}

/* How well a file fits a module: by its own name, by that of a folder it is in, not. */
static int fits(struct str file, const char *module)
{
	int score = 1;

	for (size_t at = 0; module && at < file.n;) {
		size_t end = str_chr(file, '/', at);
		struct str part = { file.p + at, end - at };

		if (end == file.n && part.n > 2)
			part.n -= 2; /* ".c" */
		if (same_name(part, module))
			score = end == file.n ? 3 : 2;
		at = end + 1;
	}
	return score;
}

static void offer(struct wanted *w, struct str file, uint32_t line)
{
	int score = fits(file, w->call->module);

	if (score == w->score && !str_eq(file, (struct str){ buf_str(&w->file), w->file.n }))
		w->doubt = true;
	if (score <= w->score)
		return;
	w->score = score;
	w->doubt = false;
	w->line = line;
	buf_clear(&w->file);
	buf_add(&w->file, file.p, file.n);
}

/* Calls of this line whose function is named after the macro's argument. */
static void see_line(struct search *s, struct str file, uint32_t line, struct str arg)
{
	size_t lo = 0, hi = s->nlines;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->v[mid].call->line < line)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->nlines && s->v[lo].call->line == line; lo++) {
		struct str name = str_of(s->v[lo].call->name);

		if (str_find(name, arg) < name.n)
			offer(&s->v[lo], file, line);
	}
}

/* Calls without a line: the function is ARG or ARG_init. */
static void see_name(struct search *s, struct str file, uint32_t line, struct str arg)
{
	size_t lo = s->nlines, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const char *name = s->v[mid].call->name;
		int c = strncmp(name, arg.p, arg.n);

		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->n && strncmp(s->v[lo].call->name, arg.p, arg.n) == 0; lo++) {
		const char *rest = s->v[lo].call->name + arg.n;

		if (!*rest || strcmp(rest, "_init") == 0)
			offer(&s->v[lo], file, line);
	}
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static size_t word_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_word(s.p[n]))
		n++;
	return n;
}

/* "MACRO(ARG" at the start of a line. */
static void see_macro(struct search *s, struct str file, uint32_t line, struct str text)
{
	struct str macro = str_head(text, word_length(text)), arg;
	bool telling;

	arg = str_trim(str_from(text, macro.n));
	if (!arg.n || arg.p[0] != '(')
		return;
	arg = str_trim(str_from(arg, 1));
	arg = str_head(arg, word_length(arg));
	if (!arg.n)
		return;
	see_line(s, file, line, arg);
	telling = str_find(macro, STR("init")) < macro.n || str_starts(macro, STR("module_")) ||
		  str_starts(macro, STR("builtin_"));
	if (telling && s->nlines < s->n)
		see_name(s, file, line, arg);
}

static void see_text(struct search *s, struct str file, struct str text)
{
	uint32_t line = 1;

	for (size_t at = 0; at < text.n; line++) {
		size_t end = str_chr(text, '\n', at);

		/* No declaration is indented, and none is longer than a few lines. */
		if (end > at + 4 && is_word(text.p[at]))
			see_macro(s, file, line, (struct str){ text.p + at, end - at });
		at = end + 1;
	}
}

static bool is_source(struct str name)
{
	return str_ends(name, STR(".c")) || str_ends(name, STR(".h"));
}

/* Folders whose files are not of this kernel. */
static bool is_other(const struct search *s, struct str path)
{
	static const char *const others[] = {
		"Documentation", "samples", "scripts", "tools", ".git",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (str_eq(path, str_of(others[i])))
			return true;
	}
	return s->arch && str_starts(path, STR("arch/")) && str_chr(path, '/', 5) == path.n &&
	       !str_eq(str_from(path, 5), str_of(s->arch));
}

static void read_file(struct search *s, const char *name, struct str path, size_t size)
{
	FILE *f = size && size <= MAX_FILE ? fopen(name, "re") : NULL;

	if (!f)
		return;
	buf_clear(&s->text);
	buf_reserve(&s->text, size);
	s->text.n = fread(s->text.p, 1, size, f);
	fclose(f);
	see_text(s, path, (struct str){ s->text.p, s->text.n });
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void walk(struct search *s, FTS *fts)
{
	FTSENT *f;

	while ((f = fts_read(fts))) {
		struct str path = { f->fts_path, f->fts_pathlen };

		path = str_from(path, s->dir.n + 1);
		if (f->fts_info == FTS_D && is_other(s, path))
			fts_set(fts, f, FTS_SKIP);
		else if (f->fts_info == FTS_F && is_source(path))
			read_file(s, f->fts_path, path, (size_t)f->fts_statp->st_size);
	}
}

static void settle(struct image *img, struct search *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct wanted *w = &s->v[i];

		if (w->score && !w->doubt)
			initcall_set_place(img, w->call, (struct str){ w->file.p, w->file.n },
					   w->line);
		buf_release(&w->file);
	}
	free(s->v);
	buf_release(&s->text);
}

static void prepare(struct search *s, struct image *img)
{
	s->v = xcalloc(img->n + 1, sizeof(*s->v));
	for (size_t i = 0; i < img->n; i++) {
		if (!img->v[i].file)
			s->v[s->n++].call = &img->v[i];
	}
	if (s->n)
		qsort(s->v, s->n, sizeof(*s->v), by_line_or_name);
	while (s->nlines < s->n && s->v[s->nlines].call->line)
		s->nlines++;
}

/* An open but unread FTS is not freed by all C libraries, so it is opened only for a walk. */
static int look(struct search *s, char *const *paths, struct err *e)
{
	struct buf main_c = { 0 };
	struct stat st;
	int missing;
	FTS *fts;

	buf_printf(&main_c, "%s/init/main.c", paths[0]);
	missing = stat(main_c.p, &st);
	buf_release(&main_c);
	if (missing)
		return err_set(e, paths[0], 0, "is no kernel source tree (it has no init/main.c); "
			       "give the one that the kernel was built from");
	if (!s->n)
		return 0;
	fts = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	if (!fts)
		return err_set(e, paths[0], 0, "cannot read: %s; give a readable folder",
			       strerror(errno));
	walk(s, fts);
	fts_close(fts);
	return 0;
}

int source_locate(struct image *img, const char *dir, struct err *e)
{
	struct search s = { .arch = arch_of(img->machine) };
	char *paths[2] = { xstrdup(dir), NULL };
	int ret;

	s.dir = str_of(dir);
	while (s.dir.n > 1 && dir[s.dir.n - 1] == '/')
		paths[0][--s.dir.n] = '\0';
	prepare(&s, img);
	ret = look(&s, paths, e);
	settle(img, &s);
	free(paths[0]);
	return ret;
}
