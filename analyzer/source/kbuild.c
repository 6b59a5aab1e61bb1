// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/kbuild.h"

#include "source/ctok.h"
#include "source/tree.h"

struct search {
	struct kbuild *k;
	struct arena *a;
	struct str text; /* of the makefile */
	bool unsure;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\\';
}

/* The next word of s, which is cut off it. */
static struct str next_word(struct str *s)
{
	struct str w;
	size_t n = 0;

	while (s->n && is_space(s->p[0]))
		*s = str_from(*s, 1);
	while (n < s->n && !is_space(s->p[n]))
		n++;
	w = str_head(*s, n);
	*s = str_from(*s, n);
	return w;
}

static bool has_word(struct str list, struct str word)
{
	struct str w;

	while ((w = next_word(&list)).n) {
		if (w.p[0] == '#')
			return false;
		if (str_eq(w, word))
			return true;
	}
	return false;
}

/* A line with what continues it; comments are left out. */
static bool next_line(struct str *rest, struct str *line)
{
	size_t end = 0;

	if (!rest->n)
		return false;
	do {
		end = str_chr(*rest, '\n', end ? end + 1 : 0);
	} while (end > 0 && end < rest->n && rest->p[end - 1] == '\\');
	*line = str_head(*rest, end);
	*rest = str_from(*rest, end + 1);
	return true;
}

static bool split(struct str line, struct str *left, struct str *right)
{
	size_t at = str_chr(line, '=', 0);

	if (at == line.n || str_chr(line, '#', 0) < at || line.p[0] == '\t')
		return false;
	*right = str_from(line, at + 1);
	while (at && (line.p[at - 1] == '+' || line.p[at - 1] == ':' || line.p[at - 1] == '?'))
		at--;
	*left = str_trim(str_head(line, at));
	return left->n > 0;
}

static void add_name(struct search *s, struct str name)
{
	char *n = arena_strdup(s->a, name);

	for (char *c = n; *c; c++)
		*c = *c == '-' ? '_' : *c;
	if (kbuild_has(s->k, n))
		return;
	if (s->k->n < KBUILD_NAMES)
		s->k->name[s->k->n++] = n;
	else
		s->unsure = true;
}

/* Whether an obj-... line of the makefile has this object. */
static bool is_object(struct str text, struct str object)
{
	struct str line, left, right;

	while (next_line(&text, &line)) {
		if (split(line, &left, &right) && str_starts(left, STR("obj-")) &&
		    has_word(right, object))
			return true;
	}
	return false;
}

/* "NAME-y", "NAME-objs", "NAME-$(CONFIG_X)" */
static void see_composite(struct search *s, struct str left)
{
	size_t cut = str_find(left, STR("-$("));
	struct buf object = { .p = NULL };
	struct str name;

	if (cut == left.n && str_ends(left, STR("-y")))
		cut = left.n - 2;
	else if (cut == left.n && str_ends(left, STR("-objs")))
		cut = left.n - 5;
	if (cut == left.n || str_chr(left, '$', 0) < cut) {
		s->unsure = true;
		return;
	}
	name = str_head(left, cut);
	buf_add(&object, name.p, name.n);
	buf_puts(&object, ".o");
	if (is_object(s->text, (struct str){ object.p, object.n }))
		add_name(s, name);
	else
		s->unsure = true;
	buf_release(&object);
}

static void see_makefile(struct search *s, struct str object)
{
	struct str text = s->text, line, left, right, base = str_head(object, object.n - 2);

	/* Most makefiles above a file say nothing of it. */
	if (str_find(text, object) == text.n)
		return;
	while (next_line(&text, &line)) {
		if (!split(line, &left, &right) || !has_word(right, object))
			continue;
		for (size_t at; (at = str_chr(base, '/', 0)) < base.n;)
			base = str_from(base, at + 1);
		if (str_starts(left, STR("obj-")) || str_starts(left, STR("lib-")))
			add_name(s, base);
		else if (!str_starts(left, STR("targets")) && !str_starts(left, STR("CFLAGS")))
			see_composite(s, left);
	}
}

void kbuild_modules(struct kbuild *k, struct arena *a, const char *dir, const char *file)
{
	struct search s = { .k = k, .a = a };
	struct buf text = { .p = NULL }, path = { .p = NULL }, object = { .p = NULL };
	struct str f = str_of(file);

	*k = (struct kbuild){ .n = 0 };
	for (size_t cut = f.n; cut > 0 && f.n > 2;) {
		static const char *const names[] = { "Makefile", "Kbuild" };

		while (cut && f.p[cut - 1] != '/')
			cut--;
		buf_clear(&object);
		buf_add(&object, f.p + cut, f.n - cut - 2);
		buf_puts(&object, ".o");
		for (unsigned i = 0; i < 2; i++) {
			buf_clear(&path);
			buf_add(&path, f.p, cut);
			buf_puts(&path, names[i]);
			if (!tree_read(dir, path.p, &text))
				continue;
			s.text = (struct str){ buf_str(&text), text.n };
			see_makefile(&s, (struct str){ object.p, object.n });
		}
		if (cut)
			cut--;
	}
	buf_release(&text);
	buf_release(&path);
	buf_release(&object);
	k->sure = k->n && !s.unsure;
}

bool kbuild_has(const struct kbuild *k, const char *module)
{
	for (unsigned i = 0; i < k->n; i++) {
		const char *a = k->name[i], *b = module;

		while (*a && (*a == *b || (*a == '_' && *b == '-'))) {
			a++;
			b++;
		}
		if (!*a && !*b)
			return true;
	}
	return false;
}
