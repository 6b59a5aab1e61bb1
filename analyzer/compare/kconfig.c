// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/kconfig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/vec.h"
#include "input/text.h"

#define WHAT_TO_GIVE "give a kernel's .config, or what /proc/config.gz holds"

static bool is_symbol(struct str s)
{
	size_t i = STR("CONFIG_").n;

	if (!str_starts(s, STR("CONFIG_")) || s.n == i)
		return false;
	for (; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !is_digit(c) &&
		    c != '_')
			return false;
	}
	return true;
}

/* "CONFIG_A=y", "# CONFIG_A is not set"; all other lines are comments. */
static void read_line(struct kconfig *k, struct str s, unsigned long no)
{
	struct str off = STR(" is not set"), value = STR("n"), name;
	size_t at;

	s = str_trim(s);
	if (str_starts(s, STR("# ")) && str_ends(s, off)) {
		name = str_head(str_from(s, 2), s.n - 2 - off.n);
	} else {
		at = str_chr(s, '=', 0);
		if (at == s.n)
			return;
		name = str_head(s, at);
		value = str_from(s, at + 1);
	}
	if (is_symbol(name))
		*VEC_PUSH(k) = (struct kconfig_symbol){ arena_strdup(&k->arena, name),
							arena_strdup(&k->arena, value), no };
}

static int by_name(const void *pa, const void *pb)
{
	const struct kconfig_symbol *a = pa, *b = pb;
	int r = strcmp(a->name, b->name);

	return r ? r : (a->line > b->line) - (a->line < b->line);
}

/* As with the kernel's own tools the last line of a symbol counts. */
static void settle(struct kconfig *k)
{
	size_t n = 0;

	qsort(k->v, k->n, sizeof(*k->v), by_name);
	for (size_t i = 0; i < k->n; i++) {
		if (i + 1 == k->n || strcmp(k->v[i].name, k->v[i + 1].name) != 0)
			k->v[n++] = k->v[i];
	}
	k->n = n;
}

/* Says here what text_open() would say of logs. */
static int check_file(const char *file, struct err *e)
{
	struct stat st;

	if (strcmp(file, "-") == 0)
		return 0;
	if (stat(file, &st) != 0 || access(file, R_OK) != 0)
		return err_set(e, file, 0, "cannot open: %s; " WHAT_TO_GIVE,
			       strerror(errno));
	if (S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && st.st_size == 0))
		return err_set(e, file, 0, "is %s; " WHAT_TO_GIVE,
			       S_ISDIR(st.st_mode) ? "a directory" : "empty");
	return 0;
}

int kconfig_read(struct kconfig *k, const char *file, struct err *e)
{
	struct text_line l;
	struct text *t;
	int got;

	*k = (struct kconfig){ 0 };
	if (check_file(file, e) != 0 || text_open(&t, file, e) != 0)
		return -1;
	while ((got = text_next(t, &l, e)) > 0)
		read_line(k, l.s, l.no);
	text_close(t);
	if (got == 0 && !k->n)
		got = err_set(e, file, 0, "no CONFIG_ line in it; " WHAT_TO_GIVE);
	if (got < 0) {
		kconfig_release(k);
		return -1;
	}
	settle(k);
	return 0;
}

void kconfig_release(struct kconfig *k)
{
	free(k->v);
	arena_release(&k->arena);
	*k = (struct kconfig){ 0 };
}

void kconfig_compare(struct kconfig_changes *c, const struct kconfig *a,
		     const struct kconfig *b)
{
	size_t i = 0, k = 0;

	*c = (struct kconfig_changes){ 0 };
	while (i < a->n || k < b->n) {
		int r = i == a->n   ? 1
			: k == b->n ? -1
				    : strcmp(a->v[i].name, b->v[k].name);
		const char *name = r <= 0 ? a->v[i].name : b->v[k].name;
		const char *before = r <= 0 ? a->v[i].value : "n";
		const char *after = r >= 0 ? b->v[k].value : "n";

		if (strcmp(before, after) != 0)
			*VEC_PUSH(c) = (struct kconfig_change){ name, before, after };
		i += r <= 0;
		k += r >= 0;
	}
}

void kconfig_changes_release(struct kconfig_changes *c)
{
	free(c->v);
	*c = (struct kconfig_changes){ 0 };
}
