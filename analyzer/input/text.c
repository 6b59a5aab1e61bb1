// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "input/unpack.h"

#define WINDOW (2 * TEXT_LINE_MAX)
#define RAW_BYTES ((size_t)64 * 1024)

struct text {
	const char *name;
	bool own_fd;
	bool packed;
	bool eof;
	bool skipping; /* inside the rest of a line that was too long */
	bool long_json; /* that line is JSON, handed out in pieces */
	bool binary;
	struct raw raw;
	unsigned char *own_buf;
	struct unpack unpack;
	char *win;
	size_t at, end; /* win[at..end) is not handed out yet */
	unsigned long no;
	unsigned long long bytes;
};

static ssize_t read_plain(struct text *t, char *p, size_t n, struct err *e)
{
	ssize_t got;
	size_t have = t->raw.n - t->raw.at;

	if (t->packed)
		return t->unpack.read(&t->unpack, &t->raw, p, n, e);
	/* The bytes that detection has looked at come first. */
	if (have || t->raw.fd < 0) {
		have = have < n ? have : n;
		if (have)
			memcpy(p, t->raw.buf + t->raw.at, have);
		t->raw.at += have;
		return (ssize_t)have;
	}
	if (t->raw.eof)
		return 0;
	do
		got = read(t->raw.fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_set(e, t->name, 0, "cannot read: %s; give a readable file",
			       strerror(errno));
	return got;
}

/* Control bytes that neither a terminal nor a serial line puts in a log. */
static bool looks_binary(const char *p, size_t n)
{
	size_t odd = 0;

	n = n < 4096 ? n : 4096;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		odd += c < 0x07 || (c > 0x0d && c < 0x1b);
	}
	return odd * 20 > n;
}

static int refill(struct text *t, struct err *e)
{
	ssize_t got;

	if (t->at) {
		memmove(t->win, t->win + t->at, t->end - t->at);
		t->end -= t->at;
		t->at = 0;
	}
	got = read_plain(t, t->win + t->end, WINDOW - t->end, e);
	if (got < 0)
		return -1;
	if (got == 0)
		t->eof = true;
	if (t->bytes == 0)
		t->binary = looks_binary(t->win, (size_t)got);
	t->bytes += (unsigned long long)got;
	t->end += (size_t)got;
	return 0;
}

/* Enough raw bytes to know the format; a pipe may give them in pieces. */
static int look(struct text *t, struct err *e)
{
	struct raw *r = &t->raw;
	int packed;

	while (r->fd >= 0 && !r->eof && r->n < UNPACK_MAGIC) {
		ssize_t got = read(r->fd, r->buf + r->n, r->cap - r->n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, t->name, 0, "cannot read: %s; give a readable file",
				       strerror(errno));
		if (got == 0)
			r->eof = true;
		r->n += (size_t)got;
	}
	if (r->n == 0)
		return err_set(e, t->name, 0, "is empty; capture the log again, with dmesg");
	packed = unpack_detect(&t->unpack, t->name, r->buf, r->n, e);
	if (packed < 0)
		return -1;
	t->packed = packed;
	if (!packed && r->n >= 3 && memcmp(r->buf, "\xef\xbb\xbf", 3) == 0)
		r->at = 3;
	return 0;
}

static struct text *text_new(const char *name)
{
	struct text *t = xcalloc(1, sizeof(*t));

	t->name = name;
	t->raw.name = name;
	t->raw.fd = -1;
	t->win = xmalloc(WINDOW);
	return t;
}

static int finish_open(struct text **out, struct text *t, struct err *e)
{
	if (look(t, e) < 0) {
		text_close(t);
		return -1;
	}
	*out = t;
	return 0;
}

int text_open(struct text **out, const char *name, struct err *e)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct text *t;
	struct stat st;
	int fd = STDIN_FILENO;

	if (!is_stdin) {
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return err_set(e, name, 0, "cannot open: %s; give a readable boot log",
				       strerror(errno));
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		if (!is_stdin)
			close(fd);
		return err_set(e, name, 0, "is a directory; give a boot log, a file");
	}
	t = text_new(is_stdin ? "<stdin>" : name);
	t->raw.fd = fd;
	t->own_fd = !is_stdin;
	t->own_buf = xmalloc(RAW_BYTES);
	t->raw.buf = t->own_buf;
	t->raw.cap = RAW_BYTES;
	return finish_open(out, t, e);
}

int text_open_memory(struct text **out, const char *name, const void *p, size_t n, struct err *e)
{
	struct text *t = text_new(name);

	/* Nothing writes through raw.buf when there is no descriptor to refill from. */
	t->raw.buf = (unsigned char *)p;
	t->raw.n = n;
	return finish_open(out, t, e);
}

static int give(struct text *t, struct text_line *l, size_t n, size_t skip, bool cut)
{
	l->s = (struct str){ t->win + t->at, n };
	l->no = t->no;
	l->cut = cut;
	t->at += n + skip;
	return 1;
}

/*
 * A line longer than the limit. JSON without line breaks is handed out in
 * pieces that end with an object; of anything else only the beginning counts.
 */
static int give_long(struct text *t, struct text_line *l)
{
	const char *p = t->win + t->at;
	const char *close = NULL;

	if (*p == '{' || *p == '[' || *p == ',')
		close = memrchr(p, '}', TEXT_LINE_MAX);
	if (!t->skipping) {
		t->no++;
		t->long_json = close;
	}
	t->skipping = true;
	if (close)
		return give(t, l, (size_t)(close - p) + 1, 0, false);
	give(t, l, TEXT_LINE_MAX, 0, true);
	return 1;
}

int text_next(struct text *t, struct text_line *l, struct err *e)
{
	size_t seen = 0;

	for (;;) {
		size_t have = t->end - t->at;
		const char *p = t->win + t->at;
		const char *nl = have > seen ? memchr(p + seen, '\n', have - seen) : NULL;
		bool json = t->skipping && t->long_json && have && (*p == '{' || *p == ',' || *p == ']');

		if (nl && (size_t)(nl - p) <= TEXT_LINE_MAX) {
			if (t->skipping && !json) {
				t->skipping = false;
				t->at += (size_t)(nl - p) + 1;
				seen = 0;
				continue;
			}
			if (!t->skipping)
				t->no++;
			t->skipping = false;
			return give(t, l, (size_t)(nl - p), 1, false);
		}
		if (have > TEXT_LINE_MAX) {
			if (!t->skipping || json)
				return give_long(t, l);
			t->at += TEXT_LINE_MAX;
			seen = 0;
			continue;
		}
		if (t->eof) {
			if (!have || (t->skipping && !json))
				return 0;
			if (!t->skipping)
				t->no++;
			return give(t, l, have, 0, true);
		}
		seen = have;
		if (refill(t, e) < 0)
			return -1;
	}
}

void text_close(struct text *t)
{
	if (!t)
		return;
	if (t->packed)
		t->unpack.free(&t->unpack);
	if (t->own_fd)
		close(t->raw.fd);
	free(t->own_buf);
	free(t->win);
	free(t);
}

const char *text_packed(const struct text *t)
{
	return t->packed ? t->unpack.format : NULL;
}

bool text_binary(const struct text *t)
{
	return t->binary;
}

unsigned long long text_bytes(const struct text *t)
{
	return t->bytes;
}
