// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/declared.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/str.h"
#include "source/tree.h"

/* The largest file of 6.12 has 24 MB, and is a table of registers. */
#define MAX_FILE ((size_t)4 << 20)

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static struct str word_of(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_word(s.p[n]))
		n++;
	return str_head(s, n);
}

/* Wrappers whose function has a name of its own, whatever the argument. */
static const char *fixed_name(struct str macro)
{
	static const char *const names[][2] = {
		{ "module_phy_driver", "phy_module_init" },
		{ "mdio_module_driver", "mdio_module_init" },
		{ "module_dsa_tag_driver", "dsa_tag_driver_module_init" },
		{ "module_dsa_tag_drivers", "dsa_tag_driver_module_init" },
		{ "module_usb_serial_driver", "usb_serial_module_init" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_eq(macro, str_of(names[i][0])))
			return names[i][1];
	}
	return NULL;
}

/* What precedes "_initcall" in the macro, and "_sync" behind it: "late_sync". */
static const char *level_of(struct declared *d, struct str macro)
{
	size_t at = str_find(macro, STR("_initcall"));
	struct str before = str_head(macro, at);
	struct buf level = { .p = NULL };
	const char *s;

	for (size_t i = 0; i < before.n; i++) {
		/* omap_late_initcall() */
		if (before.p[i] == '_' && i > 0)
			before = str_from(before, i + 1);
	}
	buf_add(&level, before.p, before.n);
	if (str_ends(macro, STR("_sync")))
		buf_puts(&level, "_sync");
	s = arena_strdup(&d->arena, (struct str){ buf_str(&level), level.n });
	buf_release(&level);
	return s;
}

static void add_call(struct declared *d, const char *file, struct str name, const char *suffix,
		     const char *level)
{
	struct buf b = { .p = NULL };

	buf_add(&b, name.p, name.n);
	buf_puts(&b, suffix);
	*VEC_PUSH(&d->calls) = (struct declared_call){
		arena_strdup(&d->arena, (struct str){ buf_str(&b), b.n }), file, level,
	};
	buf_release(&b);
}

static bool is_wrapper(struct str macro)
{
	if (str_starts(macro, STR("module_param")) || str_ends(macro, STR("exit")))
		return false;
	return str_starts(macro, STR("module_")) || str_starts(macro, STR("builtin_")) ||
	       str_starts(macro, STR("drm_module_")) || str_eq(macro, STR("mdio_module_driver"));
}

/* "MACRO(ARGUMENT" at the start of a line. */
static void see_macro(struct declared *d, const char *file, struct str macro, struct str arg)
{
	const char *fixed;

	/* powerpc puts the board into the name of the function. */
	if (str_starts(macro, STR("machine_")))
		return;
	if (str_eq(macro, STR("module_init")) || str_eq(macro, STR("__initcall")))
		add_call(d, file, arg, "", "device");
	else if (str_find(macro, STR("_initcall")) < macro.n)
		add_call(d, file, arg, "", level_of(d, macro));
	else if (str_eq(macro, STR("cpufreq_governor_init")))
		add_call(d, file, arg, "_init", "core");
	else if ((fixed = fixed_name(macro)))
		add_call(d, file, str_of(fixed), "", "device");
	else if (is_wrapper(macro))
		add_call(d, file, arg, "_init", "device");
	else if (str_starts(macro, STR("EXPORT_SYMBOL")))
		*VEC_PUSH(&d->symbols) = arena_strdup(&d->arena, arg);
}

static void see_source(struct declared *d, struct str file, struct str text)
{
	const char *name = arena_strdup(&d->arena, file);

	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\n', at);
		struct str line = { text.p + at, end - at }, macro, arg;

		at = end + 1;
		if (line.n < 5 || !is_word(line.p[0]))
			continue;
		macro = word_of(line);
		arg = str_trim(str_from(line, macro.n));
		if (!arg.n || arg.p[0] != '(')
			continue;
		arg = word_of(str_trim(str_from(arg, 1)));
		if (arg.n)
			see_macro(d, name, macro, arg);
	}
}

/* Each NAME.o of a makefile. */
static void see_makefile(struct declared *d, struct str text)
{
	for (size_t at = 0; (at = at + str_find(str_from(text, at), STR(".o"))) < text.n; at += 2) {
		size_t from = at;
		char *name;

		while (from && (is_word(text.p[from - 1]) || text.p[from - 1] == '-'))
			from--;
		if (from == at || (at + 2 < text.n && is_word(text.p[at + 2])))
			continue;
		name = arena_strdup(&d->arena, (struct str){ text.p + from, at - from });
		for (char *c = name; *c; c++)
			*c = *c == '-' ? '_' : *c;
		*VEC_PUSH(&d->objects) = name;
	}
}

static void see_file(struct declared *d, const FTSENT *f, size_t dir, struct buf *text)
{
	struct str name = { f->fts_path, f->fts_pathlen };
	FILE *in;

	if ((size_t)f->fts_statp->st_size > MAX_FILE || !(in = fopen(f->fts_accpath, "r")))
		return;
	buf_clear(text);
	buf_reserve(text, (size_t)f->fts_statp->st_size);
	text->n = fread(text->p, 1, (size_t)f->fts_statp->st_size, in);
	fclose(in);
	if (str_ends(name, STR(".c")))
		see_source(d, str_from(name, dir), (struct str){ text->p, text->n });
	else
		see_makefile(d, (struct str){ text->p, text->n });
}

static bool is_wanted(const FTSENT *f)
{
	return strcmp(f->fts_name, "Makefile") == 0 || strcmp(f->fts_name, "Kbuild") == 0 ||
	       (f->fts_namelen > 2 && strcmp(f->fts_name + f->fts_namelen - 2, ".c") == 0);
}

int declared_read(struct declared *d, const char *dir, struct err *e)
{
	char *top = xstrdup(dir), *paths[] = { top, NULL };
	struct buf text = { .p = NULL };
	size_t n = strlen(dir);
	FTSENT *f;
	FTS *fts;

	*d = (struct declared){ .calls = { .v = NULL } };
	while (n > 1 && top[n - 1] == '/')
		top[--n] = '\0';
	fts = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, tree_by_name);
	while (fts && (f = fts_read(fts))) {
		if (f->fts_info == FTS_D && tree_is_other(f))
			fts_set(fts, f, FTS_SKIP);
		else if (f->fts_info == FTS_F && is_wanted(f))
			see_file(d, f, n + 1, &text);
	}
	if (fts)
		fts_close(fts);
	free(top);
	buf_release(&text);
	if (d->calls.n)
		return 0;
	declared_release(d);
	return err_set(e, dir, 0, "no initcalls in it; give the top folder of a kernel's source");
}

void declared_release(struct declared *d)
{
	free(d->calls.v);
	free(d->symbols.v);
	free(d->objects.v);
	arena_release(&d->arena);
	*d = (struct declared){ .calls = { .v = NULL } };
}
