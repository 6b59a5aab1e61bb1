// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/tree.h"

#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The largest file of 6.12 has 24 MB, and is a table of registers. */
#define MAX_FILE ((off_t)4 << 20)

bool tree_is_other(const FTSENT *f)
{
	static const char *const names[] = { "Documentation", "LICENSES", "samples", "scripts",
					     "tools" };

	for (size_t i = 0; f->fts_level == 1 && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(f->fts_name, names[i]) == 0)
			return true;
	}
	return f->fts_name[0] == '.' && f->fts_level > 0;
}

int tree_by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void see_file(struct tree *t, struct str path)
{
	if (str_ends(path, STR(".c")))
		*VEC_PUSH(&t->c) = arena_strdup(&t->arena, path);
	else if (str_ends(path, STR(".h")))
		*VEC_PUSH(&t->h) = arena_strdup(&t->arena, path);
	else if (str_ends(path, STR(".rs")))
		*VEC_PUSH(&t->rust) = arena_strdup(&t->arena, path);
}

int tree_list(struct tree *t, const char *dir, struct err *e)
{
	char *top = xstrdup(dir), *paths[] = { top, NULL };
	size_t n = strlen(dir);
	FTSENT *f;
	FTS *fts;

	*t = (struct tree){ .dir = dir };
	while (n > 1 && top[n - 1] == '/')
		top[--n] = '\0';
	fts = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR | FTS_NOSTAT, tree_by_name);
	while (fts && (f = fts_read(fts))) {
		if (f->fts_info == FTS_D && tree_is_other(f))
			fts_set(fts, f, FTS_SKIP);
		else if (f->fts_info == FTS_F || f->fts_info == FTS_NSOK)
			see_file(t, (struct str){ f->fts_path + n + 1, f->fts_pathlen - n - 1 });
	}
	if (fts)
		fts_close(fts);
	free(top);
	for (size_t i = 0; i < t->h.n; i++) {
		if (strcmp(t->h.v[i], "include/linux/init.h") == 0)
			return 0;
	}
	tree_release(t);
	return err_set(e, dir, 0, "is no kernel source tree (it has no include/linux/init.h); "
		       "give the top folder of one");
}

void tree_release(struct tree *t)
{
	free(t->c.v);
	free(t->h.v);
	free(t->rust.v);
	arena_release(&t->arena);
	*t = (struct tree){ .dir = NULL };
}

bool tree_read(const char *dir, const char *file, struct buf *text)
{
	struct buf path = { .p = NULL };
	struct stat st;
	ssize_t n = -1;
	int fd;

	buf_printf(&path, "%s/%s", dir, file);
	fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	buf_release(&path);
	if (fd < 0)
		return false;
	buf_clear(text);
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size <= MAX_FILE) {
		buf_reserve(text, (size_t)st.st_size + 1);
		n = 0;
		while (n < st.st_size) {
			ssize_t got = read(fd, text->p + n, (size_t)(st.st_size - n));

			if (got <= 0)
				break;
			n += got;
		}
		text->n = (size_t)n;
		text->p[text->n] = '\0';
	}
	close(fd);
	return n >= 0;
}
