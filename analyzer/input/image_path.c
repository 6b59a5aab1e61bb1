// SPDX-License-Identifier: GPL-2.0-or-later
/* Paths as the compiler saw them, to paths within the kernel's source tree. */
#include "base/buf.h"
#include "base/str.h"
#include "input/image_priv.h"

char *path_normalise(char *s)
{
	char *from = s, *to = s;
	size_t depth = 0; /* components that ".." can take back */

	if (*from == '/')
		to++, from++;
	while (*from) {
		size_t n = strcspn(from, "/");
		bool more = from[n] == '/', up = n == 2 && from[0] == '.' && from[1] == '.';
		char *next = from + n + more;

		if (up && depth) {
			for (to--; to > s && to[-1] != '/'; to--)
				;
			depth--;
		} else if (n && !(n == 1 && from[0] == '.') && !(up && *s == '/')) {
			/* (above the root there is nothing) */
			memmove(to, from, n);
			to += n;
			if (more)
				*to++ = '/';
			depth += !up;
		}
		from = next;
	}
	if (to > s + 1 && to[-1] == '/')
		to--;
	*to = '\0';
	return s;
}

char *path_below(const char *file, struct str dir)
{
	struct buf b = { 0 };
	char *s;

	if (file[0] != '/' && dir.n && dir.p[0] == '/') {
		buf_add(&b, dir.p, dir.n);
		buf_addc(&b, '/');
	}
	buf_puts(&b, file);
	s = path_normalise(b.p ? b.p : xstrdup(""));
	if (dir.n && strlen(s) > dir.n && memcmp(s, dir.p, dir.n) == 0 && s[dir.n] == '/')
		memmove(s, s + dir.n + 1, strlen(s) - dir.n);
	return s;
}

/* Folders at the top of every kernel tree since 2.6. */
static bool is_top(struct str s)
{
	static const char *const tops[] = {
		"arch", "block", "certs", "crypto", "drivers", "fs", "include", "init", "io_uring",
		"ipc", "kernel", "lib", "mm", "net", "rust", "security", "sound", "usr", "virt",
	};

	for (size_t i = 0; i < sizeof(tops) / sizeof(tops[0]); i++) {
		if (str_eq(s, str_of(tops[i])))
			return true;
	}
	return false;
}

/* The next place at or after `at` where a top folder's name begins; s.n when there is none. */
static size_t next_top(struct str s, size_t at)
{
	while (at < s.n) {
		size_t end = str_chr(s, '/', at);

		if (end < s.n && is_top((struct str){ s.p + at, end - at }))
			return at;
		at = end + 1;
	}
	return s.n;
}

static size_t count_prefix(const char *const *path, size_t n, struct str prefix)
{
	size_t have = 0;

	for (size_t i = 0; i < n; i++) {
		struct str s = str_of(path[i]);

		have += str_starts(s, prefix) && next_top(s, prefix.n) == prefix.n;
	}
	return have;
}

/*
 * Nearly all paths have the tree's place in common, and a folder of the tree's
 * top after it. Of several such places the longest is it: a tree may lie in a
 * folder called "kernel".
 */
struct str tree_prefix(const char *const *path, size_t n)
{
	struct str best = STR_NONE;
	size_t most = 0;

	for (size_t i = 0; i < n && i < 8; i++) {
		struct str s = str_of(path[i * (n / 8 ? n / 8 : 1)]);

		for (size_t at = next_top(s, 0); at < s.n; at = next_top(s, at + 1)) {
			size_t have = count_prefix(path, n, str_head(s, at));

			if (have > most + most / 10 || (have >= most - most / 10 && at > best.n)) {
				best = str_head(s, at);
				most = have > most ? have : most;
			}
		}
	}
	return best;
}

struct str subsystem_of(const char *file)
{
	struct str s = str_of(file);
	bool deep = str_starts(s, STR("drivers/")) || str_starts(s, STR("arch/"));
	size_t parts = deep ? 3 : 2, at = 0, end = 0;

	/* Folders only; the last part is the file. */
	for (; parts; parts--) {
		at = str_chr(s, '/', at);
		if (at == s.n)
			break;
		end = at++;
	}
	return str_head(s, end);
}

void initcall_set_place(struct image *img, struct initcall *c, struct str file, uint32_t line)
{
	struct str part;

	c->file = arena_strdup(&img->arena, file);
	part = subsystem_of(c->file);
	c->subsystem = part.n ? arena_strdup(&img->arena, part) : NULL;
	if (line)
		c->line = line;
}
