// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

static int open_tmp(struct out *o, const char *name, struct err *e)
{
	struct buf b = { 0 };
	mode_t mask;
	int fd;

	buf_printf(&b, "%s.XXXXXX", name);
	fd = mkstemp(b.p);
	if (fd < 0) {
		err_set(e, name, 0, "cannot write: %s; choose a directory that you may write to",
			strerror(errno));
		buf_release(&b);
		return -1;
	}
	mask = umask(0);
	umask(mask);
	if (fchmod(fd, 0666 & ~mask) != 0 || !(o->f = fdopen(fd, "w"))) {
		err_set(e, name, 0, "cannot write: %s; choose another file", strerror(errno));
		close(fd);
		unlink(b.p);
		buf_release(&b);
		return -1;
	}
	o->name = xstrdup(name);
	o->tmp = b.p;
	return 0;
}

int out_open(struct out *o, const char *name, struct err *e)
{
	struct stat st;

	*o = (struct out){ 0 };
	if (!name || strcmp(name, "-") == 0) {
		o->f = stdout;
		return 0;
	}
	/* A device, a pipe: there is nothing to rename onto, write to it. */
	if (stat(name, &st) == 0 && !S_ISREG(st.st_mode)) {
		if (S_ISDIR(st.st_mode))
			return err_set(e, name, 0, "is a directory; give a file name");
		o->f = fopen(name, "we");
		if (!o->f)
			return err_set(e, name, 0, "cannot write: %s; choose another file",
				       strerror(errno));
		o->name = xstrdup(name);
		return 0;
	}
	return open_tmp(o, name, e);
}

static int finish(struct out *o, struct err *e)
{
	const char *name = o->name ? o->name : "standard output";
	int bad = fflush(o->f) != 0 || ferror(o->f);
	int no = errno;

	if (o->f != stdout) {
		if (fclose(o->f) != 0 && !bad) {
			bad = 1;
			no = errno;
		}
	}
	o->f = NULL;
	if (bad && no == EPIPE)
		return 0;
	if (bad)
		return err_set(e, name, 0, "cannot write: %s; free some space or choose another file",
			       strerror(no));
	if (o->tmp && rename(o->tmp, o->name) != 0)
		return err_set(e, name, 0, "cannot rename onto it: %s; choose another file",
			       strerror(errno));
	free(o->tmp);
	o->tmp = NULL;
	return 0;
}

int out_close(struct out *o, struct err *e)
{
	int r = finish(o, e);

	out_abort(o);
	return r;
}

void out_abort(struct out *o)
{
	if (o->f && o->f != stdout)
		fclose(o->f);
	if (o->tmp)
		unlink(o->tmp);
	free(o->tmp);
	free(o->name);
	*o = (struct out){ 0 };
}
