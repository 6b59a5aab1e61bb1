// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <zlib.h>

#include "base/xalloc.h"
#include "input/unpack.h"

struct gz {
	z_stream z;
	bool between; /* a member ended; another may follow */
};

/* Zero padding after a member is legal and ignored, as gzip does. */
static bool padding(struct raw *in, struct err *e, ssize_t *got)
{
	for (;;) {
		*got = raw_fill(in, e);
		if (*got <= 0)
			return true;
		if (in->buf[in->at])
			return false;
		in->at++;
	}
}

static ssize_t gz_read(struct unpack *u, struct raw *in, void *buf, size_t n, struct err *e)
{
	struct gz *g = u->state;
	int r;

	g->z.next_out = buf;
	g->z.avail_out = (uInt)n;
	while (g->z.avail_out == n) {
		ssize_t got;

		if (g->between) {
			if (padding(in, e, &got))
				return got;
			if (inflateReset(&g->z) != Z_OK)
				return unpack_broken(u, in, "reset", e);
			g->between = false;
		}
		got = raw_fill(in, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return unpack_cut(u, in, e);
		g->z.next_in = in->buf + in->at;
		g->z.avail_in = (uInt)got;
		r = inflate(&g->z, Z_NO_FLUSH);
		in->at = in->n - g->z.avail_in;
		if (r == Z_STREAM_END)
			g->between = true;
		else if (r != Z_OK && r != Z_BUF_ERROR)
			return unpack_broken(u, in, g->z.msg ? g->z.msg : "inflate", e);
	}
	return (ssize_t)(n - g->z.avail_out);
}

static void gz_free(struct unpack *u)
{
	struct gz *g = u->state;

	inflateEnd(&g->z);
	free(g);
}

int unpack_gzip(struct unpack *u, const char *name, struct err *e)
{
	struct gz *g = xcalloc(1, sizeof(*g));

	if (inflateInit2(&g->z, 15 + 16) != Z_OK) {
		free(g);
		return err_set(e, name, 0, "zlib does not start; unpack the file first: gzip -dc");
	}
	*u = (struct unpack){ "gzip", g, gz_read, gz_free };
	return 0;
}
