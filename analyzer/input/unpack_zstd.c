// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <zstd.h>

#include "base/xalloc.h"
#include "input/unpack.h"

/* 2^25 bytes of window: more than `zstd -19` asks for. */
#define ZSTD_WINDOW_LOG 25

/* What kernels are packed with: `zstd -22 --ultra`. */
#define ZSTD_KERNEL_WINDOW_LOG 27

struct zs {
	ZSTD_DStream *z;
	size_t want; /* 0: a frame ended */
};

static ssize_t zs_read(struct unpack *u, struct raw *in, void *buf, size_t n, struct err *e)
{
	struct zs *s = u->state;
	ZSTD_outBuffer o = { buf, n, 0 };

	while (o.pos == 0) {
		ssize_t got = raw_fill(in, e);
		ZSTD_inBuffer i;
		size_t before;

		if (got < 0)
			return -1;
		if (got == 0 && s->want == 0)
			return 0;
		i = (ZSTD_inBuffer){ in->buf + in->at, (size_t)got, 0 };
		before = s->want;
		s->want = ZSTD_decompressStream(s->z, &o, &i);
		in->at += i.pos;
		if (ZSTD_isError(s->want))
			return unpack_broken(u, in, ZSTD_getErrorName(s->want), e);
		if (got == 0 && o.pos == 0 && (s->want == before || s->want))
			return unpack_cut(u, in, e);
	}
	return (ssize_t)o.pos;
}

static void zs_free(struct unpack *u)
{
	struct zs *s = u->state;

	ZSTD_freeDStream(s->z);
	free(s);
}

static int open_window(struct unpack *u, const char *name, int window_log, struct err *e)
{
	struct zs *s = xcalloc(1, sizeof(*s));

	s->z = ZSTD_createDStream();
	s->want = 1;
	if (!s->z || ZSTD_isError(ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax,
							 window_log))) {
		ZSTD_freeDStream(s->z);
		free(s);
		return err_set(e, name, 0, "libzstd does not start; unpack the file first: zstd -dc");
	}
	*u = (struct unpack){ "zstd", s, zs_read, zs_free };
	return 0;
}

int unpack_zstd(struct unpack *u, const char *name, struct err *e)
{
	return open_window(u, name, ZSTD_WINDOW_LOG, e);
}

int unpack_zstd_kernel(struct unpack *u, const char *name, struct err *e)
{
	return open_window(u, name, ZSTD_KERNEL_WINDOW_LOG, e);
}
