/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gives files to a fuzz target, so that its corpus is a test that needs no fuzzing compiler.
 *
 *   replay_fuzz_X FILE|FOLDER...
 *
 * Each file goes in as a whole, then without its last byte and with its middle byte changed. A
 * failure aborts; the file's name was printed before. Exit status 2 when there is no input at all.
 */
#include "replay.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void feed(const char *bytes, size_t n)
{
	/* A copy that is exactly as long, so that reading past its end is seen. */
	uint8_t *copy = malloc(n ? n : 1);

	MUST(copy);
	memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static unsigned long replay_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	char *bytes = NULL;
	size_t n = 0, cap = 0, got;

	if (!f) {
		perror(name);
		exit(2);
	}
	do {
		cap = cap ? cap * 2 : 65536;
		bytes = realloc(bytes, cap);
		MUST(bytes);
		got = fread(bytes + n, 1, cap - n, f);
		n += got;
	} while (n == cap);
	fclose(f);
	fprintf(stderr, "%s\n", name);
	feed(bytes, n);
	if (n) {
		feed(bytes, n - 1);
		bytes[n / 2] ^= 0x20;
		feed(bytes, n);
	}
	free(bytes);
	return 1;
}

static unsigned long replay(const char *name)
{
	struct dirent **list;
	unsigned long files = 0;
	struct stat st;
	char *path;
	int n, i;

	if (stat(name, &st) || !S_ISDIR(st.st_mode))
		return replay_file(name);
	n = scandir(name, &list, NULL, alphasort);
	for (i = 0; i < n; i++) {
		if (list[i]->d_name[0] != '.') {
			if (asprintf(&path, "%s/%s", name, list[i]->d_name) < 0)
				exit(2);
			files += replay(path);
			free(path);
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return files;
}

int main(int argc, char **argv)
{
	unsigned long files = 0;
	int i;

	for (i = 1; i < argc; i++)
		files += replay(argv[i]);
	fprintf(stderr, "%lu inputs\n", files);
	return files ? 0 : 2;
}
