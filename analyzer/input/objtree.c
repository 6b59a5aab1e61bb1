// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which objects a kernel was linked of. Since 6.2 vmlinux.a has them all; before,
 * each folder's built-in.a. Of a lib.a only what is missed is linked.
 */
#include "input/objtree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/strtab.h"

#define WHAT_TO_GIVE "give the folder that the kernel was built in (make O=DIR)"
#define MAX_DEPTH 8            /* archives in archives */
#define MAX_OBJECTS 200000
#define CMD_BYTES (1u << 16)   /* of a .cmd: its first line, and which source */

struct lister {
	struct objtree *t;
	struct strtab *seen; /* names of objects, numbered as they are */
	const char *archive; /* the one that is read */
	bool lib;
	int depth;
};

static bool add_archive(struct lister *l, const char *name, bool lib);

static char *joined(const char *a, const char *b)
{
	struct buf s = { 0 };

	if (b[0] != '/' && a[0])
		buf_printf(&s, "%s/", a);
	buf_puts(&s, b);
	return s.p;
}

/* Members are named as seen from the archive's folder, or from the root. */
static char *member_path(const struct lister *l, struct str name)
{
	const char *slash = strrchr(l->archive, '/');
	struct buf s = { 0 };
	size_t n = strlen(l->t->dir);

	if (name.p[0] != '/' && slash)
		buf_add(&s, l->archive, (size_t)(slash + 1 - l->archive));
	buf_add(&s, name.p, name.n);
	path_normalise(s.p);
	if (strncmp(s.p, l->t->dir, n) == 0 && s.p[n] == '/')
		memmove(s.p, s.p + n + 1, strlen(s.p + n));
	return s.p;
}

static void add_member(void *own, struct str name)
{
	struct lister *l = own;
	uint32_t id;
	char *path;

	if (memchr(name.p, '\0', name.n) || l->t->v.n >= MAX_OBJECTS)
		return;
	path = member_path(l, name);
	if (str_ends(str_of(path), STR(".a"))) {
		if (l->depth < MAX_DEPTH)
			add_archive(l, path, l->lib);
	} else if (path[0]) {
		/* Of those that are there twice, the first counts. */
		id = strtab_intern(l->seen, str_of(path));
		if (id == l->t->v.n)
			*VEC_PUSH(&l->t->v) = (struct object){
				.name = strtab_get(l->seen, id), .lib = l->lib,
			};
	}
	free(path);
}

/* False when there is no such archive. */
static bool add_archive(struct lister *l, const char *name, bool lib)
{
	struct lister in = *l;
	char *path = joined(l->t->dir, name);
	struct image_bytes b;
	struct err ignored;
	bool good = image_load(&b, path, &ignored) == 0;

	if (good) {
		in.archive = name;
		in.lib = lib;
		in.depth++;
		if (!ar_each(b.p, b.n, add_member, &in) && !l->t->broken)
			l->t->broken = arena_strdup(&l->t->arena, str_of(name));
		if (!l->t->from)
			l->t->from = arena_strdup(&l->t->arena, str_of(name));
		image_unload(&b);
	}
	free(path);
	return good;
}

/* --- What there is to read ------------------------------------------------------------------ */

static int by_name(const void *pa, const void *pb)
{
	return strcmp(*(char *const *)pa, *(char *const *)pb);
}

/* Folders in a folder, sorted: the answer shall not depend on the file system. */
static size_t folders(const char *path, char ***v)
{
	VEC(char *) names = { 0 };
	DIR *dir = opendir(path);
	struct dirent *de;

	while (dir && (de = readdir(dir))) {
		if (de->d_name[0] != '.' && de->d_type != DT_REG && de->d_type != DT_LNK)
			*VEC_PUSH(&names) = xstrdup(de->d_name);
	}
	if (dir)
		closedir(dir);
	if (names.n)
		qsort(names.v, names.n, sizeof(*names.v), by_name);
	*v = names.v;
	return names.n;
}

/* DIR/SUB/NAME for each folder SUB of the tree's folder `in`. */
static void add_each(struct lister *l, const char *in, const char *name, bool lib)
{
	char *path = joined(l->t->dir, in), **v;
	size_t n = folders(path, &v);

	for (size_t i = 0; i < n; i++) {
		char *sub = joined(in, v[i]), *archive = joined(sub, name);

		add_archive(l, archive, lib);
		free(archive);
		free(sub);
		free(v[i]);
	}
	free(v);
	free(path);
}

static void list(struct lister *l)
{
	/* A built-in.a at the top lists those of folders since 6.1. */
	if (!add_archive(l, "vmlinux.a", false) && !l->t->v.n)
		add_archive(l, "built-in.a", false);
	if (!l->t->v.n) {
		add_each(l, "", "built-in.a", false);
		add_each(l, "arch", "built-in.a", false);
	}
	add_archive(l, "lib/lib.a", true);
	add_each(l, "arch", "lib/lib.a", true);
	add_archive(l, "drivers/firmware/efi/libstub/lib.a", true);
}

/* --- Each object ---------------------------------------------------------------------------- */

static struct str read_head(int dir, const char *name, char *buf, size_t size)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	size_t n = 0;
	ssize_t got;

	while (fd >= 0 && n < size && (got = read(fd, buf + n, size - n)) > 0)
		n += (size_t)got;
	if (fd >= 0)
		close(fd);
	return (struct str){ buf, n };
}

/* The source is beside the object, so far as the tree is the same; its name may be another. */
static const char *source_of(struct arena *a, const char *name, struct str source)
{
	const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.'), *s;
	struct buf b = { 0 };
	struct str base = source;

	for (size_t at; (at = str_chr(base, '/', 0)) < base.n;)
		base = str_from(base, at + 1);
	if (base.n) {
		buf_add(&b, name, slash ? (size_t)(slash + 1 - name) : 0);
		buf_add(&b, base.p, base.n);
	} else {
		buf_add(&b, name, dot ? (size_t)(dot - name) : strlen(name));
		buf_puts(&b, ".c");
	}
	s = arena_strdup(a, (struct str){ b.p, b.n });
	buf_release(&b);
	return s;
}

static void describe(struct objtree *t, int dir, struct object *o, char *text)
{
	const char *slash = strrchr(o->name, '/');
	size_t n = slash ? (size_t)(slash + 1 - o->name) : 0;
	struct buf b = { 0 };
	struct objcmd c;

	buf_add(&b, o->name, n);
	buf_printf(&b, ".%s.cmd", o->name + n);
	objcmd_parse(&c, read_head(dir, b.p, text, CMD_BYTES));
	buf_clear(&b);
	if (c.modfile.n) {
		buf_add(&b, c.modfile.p, c.modfile.n);
		path_normalise(b.p);
	} else if (c.modname.n) {
		buf_add(&b, o->name, n);
		buf_add(&b, c.modname.p, c.modname.n);
	}
	if (!b.n || !b.p[0]) {
		struct str s = str_of(o->name);

		buf_clear(&b);
		buf_add(&b, s.p, s.n - (str_ends(s, STR(".o")) ? 2 : 0));
	}
	o->module = arena_strdup(&t->arena, str_of(b.p));
	o->source = source_of(&t->arena, o->name, c.source);
	buf_release(&b);
}

int objtree_read(struct objtree *t, const char *dir, struct err *e)
{
	struct strtab seen;
	struct lister l = { .t = t, .seen = &seen };
	size_t n = strlen(dir);
	char *text;
	int fd;

	*t = (struct objtree){ .from = NULL };
	while (n > 1 && dir[n - 1] == '/')
		n--;
	t->dir = arena_strdup(&t->arena, (struct str){ dir, n });
	fd = open(t->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		err_set(e, dir, 0, "cannot open: %s; " WHAT_TO_GIVE, strerror(errno));
		objtree_release(t);
		return -1;
	}
	strtab_init(&seen, &t->arena);
	list(&l);
	strtab_release(&seen);
	text = xmalloc(CMD_BYTES);
	for (size_t i = 0; i < t->v.n; i++)
		describe(t, fd, &t->v.v[i], text);
	free(text);
	close(fd);
	if (t->v.n && !t->broken)
		return 0;
	if (t->broken)
		err_set(e, dir, 0, "%s is no archive or is cut off; finish the build of the kernel "
			"(make)", t->broken);
	else
		err_set(e, dir, 0, "has neither a vmlinux.a nor a built-in.a with objects; "
			WHAT_TO_GIVE);
	objtree_release(t);
	return -1;
}

void objtree_release(struct objtree *t)
{
	free(t->v.v);
	arena_release(&t->arena);
	*t = (struct objtree){ .from = NULL };
}
