// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What there is of devices and drivers, as sorted lines "KIND NAME [DETAIL]...".
 * Two inventories of a machine are the same if nothing was added or lost; the
 * numbers in names are as the kernel gave them. Blanks within a word are \x20.
 */
#include "guest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void inv_begin(struct text *t, const char *kind, const char *name, size_t n)
{
	text_puts(t, kind);
	text_puts(t, " ");
	text_word(t, name, n);
}

void inv_detail(struct text *t, const char *word)
{
	text_puts(t, " ");
	text_word(t, word, strlen(word));
}

void inv_end(struct text *t)
{
	text_puts(t, "\n");
}

static bool is_folder(const char *path, const struct dirent *e)
{
	struct stat s;

	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_DIR;
	return !lstat(path, &s) && S_ISDIR(s.st_mode);
}

void inv_names(struct text *t, const char *kind, const char *folder, int depth,
	       bool (*skip)(const char *path))
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[4096];

	if (!d)
		return;
	while ((e = readdir(d))) {
		int n = snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") || n >= (int)sizeof(path) ||
		    (skip && skip(path)))
			continue;
		inv_begin(t, kind, path, (size_t)n);
		inv_end(t);
		if (depth > 1 && is_folder(path, e))
			inv_names(t, kind, path, depth - 1, skip);
	}
	closedir(d);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void inventory_write(void *arg, int fd)
{
	struct text t = { 0 }, sorted = { 0 };
	size_t n = 0, i = 0;
	char **line, *end;

	(void)arg;
	inv_sys(&t);
	inv_proc(&t);
	for (char *p = t.p; p && (p = strchr(p, '\n')); p++)
		n++;
	line = calloc(n + 1, sizeof(*line));
	if (!line)
		return;
	for (char *p = t.p; i < n; p = end + 1) {
		end = strchr(p, '\n');
		*end = '\0';
		line[i++] = p;
	}
	qsort(line, n, sizeof(*line), by_text);
	for (i = 0; i < n; i++) {
		text_puts(&sorted, line[i]);
		text_puts(&sorted, "\n");
	}
	write_all(fd, sorted.p ? sorted.p : "", sorted.n);
}
