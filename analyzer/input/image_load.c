// SPDX-License-Identifier: GPL-2.0-or-later
/* The bytes of an image: mapped, so that only what is looked at is read. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "input/image_priv.h"

#define WHAT_TO_GIVE "give the vmlinux of the kernel build or of the debug package"

static int slurp(struct image_bytes *b, int fd, const char *name, struct err *e)
{
	struct buf buf = { 0 };
	ssize_t got;

	for (;;) {
		buf_reserve(&buf, (size_t)1 << 20);
		got = read(fd, buf.p + buf.n, (size_t)1 << 20);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		buf.n += (size_t)got;
		if (buf.n > IMAGE_MAX_BYTES) {
			buf_release(&buf);
			return err_set(e, name, 0, "is larger than %zu GiB; " WHAT_TO_GIVE,
				       IMAGE_MAX_BYTES >> 30);
		}
	}
	b->p = b->heap = buf.p;
	b->n = buf.n;
	return got < 0 ? err_set(e, name, 0, "cannot read: %s; " WHAT_TO_GIVE, strerror(errno)) : 0;
}

static int map(struct image_bytes *b, int fd, size_t n, const char *name, struct err *e)
{
	/* libelf may unpack a section in place: writes stay ours. */
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		return err_set(e, name, 0, "cannot map %zu bytes: %s; " WHAT_TO_GIVE, n,
			       strerror(errno));
	b->p = b->map = p;
	b->n = b->nmap = n;
	return 0;
}

int image_load(struct image_bytes *b, const char *name, struct err *e)
{
	bool is_stdin = strcmp(name, "-") == 0;
	const char *shown = is_stdin ? "<stdin>" : name;
	int fd = is_stdin ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	int ret;

	*b = (struct image_bytes){ .format = "ELF" };
	if (fd < 0)
		return err_set(e, name, 0, "cannot open: %s; " WHAT_TO_GIVE, strerror(errno));
	if (fstat(fd, &st) != 0)
		ret = err_set(e, shown, 0, "cannot read: %s; " WHAT_TO_GIVE, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		ret = err_set(e, shown, 0, "is a directory; " WHAT_TO_GIVE);
	else if (S_ISREG(st.st_mode) && st.st_size > 0 &&
		 (uint64_t)st.st_size <= SIZE_MAX && lseek(fd, 0, SEEK_CUR) == 0)
		ret = map(b, fd, (size_t)st.st_size, shown, e);
	else
		ret = slurp(b, fd, shown, e);
	if (!is_stdin)
		close(fd);
	if (ret == 0 && b->n == 0)
		ret = err_set(e, shown, 0, "is empty; " WHAT_TO_GIVE);
	if (ret != 0)
		image_unload(b);
	return ret;
}

void image_unload(struct image_bytes *b)
{
	if (b->map)
		munmap(b->map, b->nmap);
	free(b->heap);
	*b = (struct image_bytes){ 0 };
}
