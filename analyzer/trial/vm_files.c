// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/vm_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define CHUNK ((size_t)1 << 20)
/* More data than that in one disk, and the host is short of memory. */
#define MAX_DATA ((off_t)4 << 30)

static int no_memory(struct err *e)
{
	return err_set(e, NULL, 0, "cannot keep the machine's files in memory: %s; free some memory",
		       strerror(errno));
}

int memory_file(struct err *e)
{
	int fd = memfd_create("bootcheck", MFD_CLOEXEC);

	if (fd < 0)
		return no_memory(e);
	if (fd_above_std(&fd) != 0) {
		no_memory(e);
		fd_close(&fd);
		return -1;
	}
	return fd;
}

static int write_at(int fd, const char *p, size_t n, off_t at)
{
	while (n) {
		ssize_t done = pwrite(fd, p, n, at);

		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
			at += done;
		}
	}
	return 0;
}

int memory_file_of(struct str bytes, struct err *e)
{
	int fd = memory_file(e);

	if (fd < 0)
		return -1;
	if (write_at(fd, bytes.p, bytes.n, 0) != 0) {
		no_memory(e);
		close(fd);
		return -1;
	}
	return fd;
}

/* One stretch of data. */
static int copy_data(int to, int from, off_t at, off_t end, const char *file, struct err *e)
{
	static const size_t size = CHUNK;
	struct buf b = { 0 };
	int r = 0;

	buf_reserve(&b, size);
	while (at < end && r == 0) {
		size_t want = end - at < (off_t)size ? (size_t)(end - at) : size;
		ssize_t n = pread(from, b.p, want, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			r = err_set(e, file, 0, "%s; check the disk", strerror(errno));
		else if (n == 0)
			break;
		else if (write_at(to, b.p, (size_t)n, at) != 0)
			r = no_memory(e);
		else
			at += n;
	}
	buf_release(&b);
	return r;
}

static int copy_all(int to, int from, const char *file, struct err *e)
{
	off_t size, copied = 0;
	struct stat st;

	if (fstat(from, &st) != 0)
		return err_set(e, file, 0, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, file, 0, "is no file; give the image of a disk");
	size = st.st_size;
	if (ftruncate(to, size) != 0)
		return no_memory(e);
	for (off_t at = 0; at < size;) {
		off_t data = lseek(from, at, SEEK_DATA), end;

		if (data < 0)
			break; /* nothing but a hole is left */
		end = lseek(from, data, SEEK_HOLE);
		if (end < 0)
			end = size;
		copied += end - data;
		if (copied > MAX_DATA)
			return err_set(e, file, 0, "has more than %d GiB of data, and disks are kept in "
				       "memory; give a smaller one", (int)(MAX_DATA >> 30));
		if (copy_data(to, from, data, end, file, e) != 0)
			return -1;
		at = end;
	}
	return 0;
}

int memory_file_copy(const char *file, struct err *e)
{
	int from = open(file, O_RDONLY | O_CLOEXEC), to, r;

	if (from < 0)
		return err_set(e, file, 0, "%s; give the image of a disk", strerror(errno));
	to = memory_file(e);
	if (to < 0) {
		close(from);
		return -1;
	}
	r = copy_all(to, from, file, e);
	close(from);
	if (r != 0) {
		close(to);
		return -1;
	}
	return to;
}

int memory_file_read(struct buf *b, int fd, struct err *e)
{
	off_t at = 0;

	for (;;) {
		ssize_t n;

		buf_reserve(b, CHUNK);
		n = pread(fd, b->p + b->n, CHUNK, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return no_memory(e);
		if (n == 0)
			break;
		b->n += (size_t)n;
		at += n;
	}
	b->p[b->n] = '\0';
	return 0;
}
