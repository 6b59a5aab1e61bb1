// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first line is "bootcheck-search 1 IDENTITY N", then N lines "call NAME", then lines
 * "boot SET passed|failed WHY". A set is hex digits, the first candidate in the highest bit.
 */
#include "trial/search_state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fd.h"
#include "base/slurp.h"
#include "base/xalloc.h"

#define MAX_FILE ((size_t)1 << 30)
#define MAX_WHY 400

struct reader {
	struct search_state *s;
	const char *file;
	unsigned long no;
	size_t n;   /* candidates that the first line tells of */
	bool begun; /* the first line was there */
	struct err *e;
};

static int bad(const struct reader *r, const char *what)
{
	return err_set(r->e, r->file, r->no, "%s; it is no state of a search, or was changed: name another "
		       "file with --state, or remove it to begin anew", what);
}

static struct str word(struct str *s)
{
	size_t n = str_chr(*s, ' ', 0);
	struct str w = str_head(*s, n);

	*s = str_from(*s, n < s->n ? n + 1 : n);
	return w;
}

static int read_header(struct reader *r, struct str line)
{
	struct str id, count;

	if (!str_eq(word(&line), STR("bootcheck-search")) || !str_eq(word(&line), STR("1")))
		return bad(r, "does not begin with \"bootcheck-search 1\"");
	id = word(&line);
	count = word(&line);
	if (id.n != 16 || !count.n || count.n > 5 || line.n)
		return bad(r, "lacks the number of candidates");
	for (size_t i = 0; i < id.n; i++) {
		int v = hex_value(id.p[i]);

		if (v < 0)
			return bad(r, "has no identity");
		r->s->identity = r->s->identity << 4 | (unsigned)v;
	}
	for (size_t i = 0; i < count.n; i++) {
		if (!is_digit(count.p[i]))
			return bad(r, "lacks the number of candidates");
		r->n = r->n * 10 + (size_t)(count.p[i] - '0');
	}
	if (r->n == 0 || r->n > SEARCH_MOST)
		return bad(r, "has no number of candidates that could be");
	r->begun = true;
	return 0;
}

static int read_boot(struct reader *r, struct str line)
{
	struct str set = word(&line), result = word(&line);
	size_t n = r->s->names.n;
	struct known_boot b;
	bool *v;

	if (n != r->n)
		return bad(r, "a boot before all candidates");
	if (set.n != (n + 3) / 4)
		return bad(r, "a set that is no set of these candidates");
	v = arena_alloc(&r->s->arena, set.n * 4 * sizeof(*v));
	for (size_t i = 0; i < set.n; i++) {
		int d = hex_value(set.p[i]);

		for (int k = 0; k < 4; k++)
			v[4 * i + (size_t)k] = d >= 0 && (d & 8 >> k);
		if (d < 0)
			return bad(r, "a set that is no set of these candidates");
	}
	for (size_t i = n; i < set.n * 4; i++) {
		if (v[i])
			return bad(r, "a set that is no set of these candidates");
	}
	b.set = v;
	b.passed = str_eq(result, STR("passed"));
	if (!b.passed && !str_eq(result, STR("failed")))
		return bad(r, "a boot that neither passed nor failed");
	b.why = arena_strdup(&r->s->arena, str_head(line, MAX_WHY));
	*VEC_PUSH(&r->s->boots) = b;
	return 0;
}

static int read_line(struct reader *r, struct str line)
{
	struct str key;

	if (memchr(line.p, '\0', line.n))
		return bad(r, "no text");
	if (!r->begun)
		return read_header(r, line);
	key = word(&line);
	if (str_eq(key, STR("call"))) {
		if (r->s->names.n == r->n || !line.n || line.n > 1100)
			return bad(r, "more candidates than it has");
		*VEC_PUSH(&r->s->names) = arena_strdup(&r->s->arena, line);
		return 0;
	}
	if (str_eq(key, STR("boot")))
		return read_boot(r, line);
	return bad(r, "neither a call nor a boot");
}

int search_state_parse(struct search_state *s, const char *file, struct str text, struct err *e)
{
	struct reader r = { .s = s, .file = file, .e = e };

	*s = (struct search_state){ .fd = -1, .file = file };
	while (s->whole < text.n) {
		size_t end = str_chr(text, '\n', s->whole);

		if (end == text.n && r.begun && s->names.n == r.n)
			break; /* it was killed while it wrote this */
		r.no++;
		if (read_line(&r, str_head(str_from(text, s->whole), end - s->whole)) != 0)
			return -1;
		s->whole = end < text.n ? end + 1 : end;
	}
	r.no = 0;
	if (!r.begun || s->names.n != r.n)
		return bad(&r, "ends before all candidates");
	return 0;
}

/* --- The file -------------------------------------------------------------------------------- */

static int broken(const char *file, const char *what, struct err *e)
{
	return err_set(e, file, 0, "cannot %s: %s; name a file with --state that can be written", what,
		       strerror(errno));
}

/* On disk, not only written: what a search learnt outlives a crash. */
static int write_sync(int fd, const struct buf *b)
{
	return fd_write_all(fd, b->p, b->n) ? -1 : fsync(fd);
}

/* Whole or not at all, and never over one that another search has just made. */
static int make(const char *file, uint64_t identity, const char *const *names, size_t n,
		struct err *e)
{
	struct buf text = { 0 }, tmp = { 0 };
	int fd, rc = 0;

	buf_printf(&text, "bootcheck-search 1 %016" PRIx64 " %zu\n", identity, n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "call %s\n", names[i]);
	buf_printf(&tmp, "%s.%ld.tmp", file, (long)getpid());
	fd = open(tmp.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0 || write_sync(fd, &text) != 0 ||
	    (link(tmp.p, file) != 0 && errno != EEXIST))
		rc = broken(file, "be made", e);
	if (fd >= 0) {
		close(fd);
		unlink(tmp.p);
	}
	buf_release(&text);
	buf_release(&tmp);
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool same_names(const struct search_state *s, const char *const *names, size_t n)
{
	const char **x = xcalloc(n + 1, sizeof(*x)), **y = xcalloc(n + 1, sizeof(*y));
	bool same = s->names.n == n;

	if (same) {
		memcpy(x, names, n * sizeof(*x));
		memcpy(y, s->names.v, n * sizeof(*y));
		qsort(x, n, sizeof(*x), by_name);
		qsort(y, n, sizeof(*y), by_name);
		for (size_t i = 0; i < n && same; i++)
			same = strcmp(x[i], y[i]) == 0;
	}
	free(x);
	free(y);
	return same;
}

static int read_it(struct search_state *s, const char *file, uint64_t identity,
		   const char *const *names, size_t n, struct err *e)
{
	struct buf text = { 0 };
	int fd = s->fd, rc = slurp(&text, file, MAX_FILE, e);

	if (rc == 0)
		rc = search_state_parse(s, file, (struct str){ buf_str(&text), text.n }, e);
	s->fd = fd;
	if (rc == 0 && s->identity != identity)
		rc = err_set(e, file, 0, "is of another search: the kernel, the initramfs, the machine or "
			     "options are not the same; name another file with --state, or remove it");
	if (rc == 0 && !same_names(s, names, n))
		rc = err_set(e, file, 0, "is of a search among other candidates; name another file with "
			     "--state, or remove it");
	if (rc == 0 && s->whole < text.n && ftruncate(fd, (off_t)s->whole) != 0)
		rc = broken(file, "cut its last line", e);
	buf_release(&text);
	return rc;
}

int search_state_open(struct search_state *s, const char *file, uint64_t identity,
		      const char *const *names, size_t n, struct err *e)
{
	*s = (struct search_state){ .fd = -1, .file = file };
	if (access(file, F_OK) != 0 && make(file, identity, names, n, e) != 0)
		return -1;
	s->fd = open(file, O_RDWR | O_APPEND | O_CLOEXEC);
	if (s->fd < 0 || fd_above_std(&s->fd) != 0)
		return broken(file, "be opened", e);
	if (flock(s->fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(e, file, 0, "another search is under way in it; wait for its end, or name "
			       "another file with --state");
	return read_it(s, file, identity, names, n, e);
}

int search_state_add(struct search_state *s, const bool *set, bool passed, const char *why,
		     struct err *e)
{
	struct buf line = { 0 };
	int rc = 0;

	buf_puts(&line, "boot ");
	for (size_t i = 0; i < s->names.n; i += 4) {
		unsigned d = 0;

		for (size_t k = 0; k < 4; k++)
			d = d << 1 | (i + k < s->names.n && set[i + k]);
		buf_printf(&line, "%x", d);
	}
	buf_printf(&line, " %s ", passed ? "passed" : "failed");
	for (const char *p = why; *p && p - why < MAX_WHY; p++)
		buf_addc(&line, (unsigned char)*p < ' ' || *p == 127 ? '?' : *p);
	buf_addc(&line, '\n');
	if (write_sync(s->fd, &line) != 0)
		rc = broken(s->file, "be written", e);
	buf_release(&line);
	return rc;
}

void search_state_release(struct search_state *s)
{
	fd_close(&s->fd);
	free(s->names.v);
	free(s->boots.v);
	arena_release(&s->arena);
}
