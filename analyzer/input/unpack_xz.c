// SPDX-License-Identifier: GPL-2.0-or-later
#include <lzma.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "input/unpack.h"

/* `xz -9` needs 65 MiB; nothing that packs logs needs more. */
#define XZ_MEMORY ((uint64_t)80 << 20)

static ssize_t xz_read(struct unpack *u, struct raw *in, void *buf, size_t n, struct err *e)
{
	lzma_stream *z = u->state;
	lzma_ret r;

	z->next_out = buf;
	z->avail_out = n;
	while (z->avail_out == n) {
		ssize_t got = raw_fill(in, e);

		if (got < 0)
			return -1;
		z->next_in = in->buf + in->at;
		z->avail_in = (size_t)got;
		r = lzma_code(z, got ? LZMA_RUN : LZMA_FINISH);
		in->at = in->n - z->avail_in;
		if (r == LZMA_STREAM_END)
			break;
		if (r == LZMA_MEMLIMIT_ERROR)
			return unpack_broken(u, in, "it wants more than 80 MiB of memory", e);
		if (r == LZMA_BUF_ERROR || (r == LZMA_OK && got == 0 && z->avail_out == n))
			return unpack_cut(u, in, e);
		if (r != LZMA_OK)
			return unpack_broken(u, in, "liblzma refuses it", e);
	}
	return (ssize_t)(n - z->avail_out);
}

static void xz_free(struct unpack *u)
{
	lzma_end(u->state);
	free(u->state);
}

int unpack_xz(struct unpack *u, const char *name, struct err *e)
{
	lzma_stream *z = xcalloc(1, sizeof(*z));

	if (lzma_stream_decoder(z, XZ_MEMORY, LZMA_CONCATENATED) != LZMA_OK) {
		free(z);
		return err_set(e, name, 0, "liblzma does not start; unpack the file first: xz -dc");
	}
	*u = (struct unpack){ "xz", z, xz_read, xz_free };
	return 0;
}
