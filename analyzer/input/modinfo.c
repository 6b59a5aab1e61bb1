// SPDX-License-Identifier: GPL-2.0-or-later
#include "input/modinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define WHAT_TO_GIVE "give the modules.builtin.modinfo of the kernel's build"
#define MAX_BYTES ((size_t)64 << 20) /* real ones: 2 MB */
#define MAX_NAME 255

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 0x7f || c == '/')
			return false;
	}
	return s.n > 0 && s.n <= MAX_NAME;
}

void modinfo_parse(struct modinfo *m, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\0', at);
		struct str s = str_head(str_from(text, at), end - at);
		size_t eq = str_chr(s, '=', 0), dot = str_chr(str_head(s, eq), '.', 0);
		struct modinfo_entry x;

		at = end + 1;
		if (eq == s.n || dot == eq)
			continue;
		x.module = str_head(s, dot);
		x.key = str_head(str_from(s, dot + 1), eq - dot - 1);
		x.value = str_from(s, eq + 1);
		if (is_name(x.module) && is_name(x.key))
			*VEC_PUSH(&m->v) = x;
	}
}

/* modules.builtin: "kernel/drivers/ata/libata.ko" a line. */
static void parse_list(struct modinfo *m, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\n', at), slash;
		struct str s = str_trim(str_head(str_from(text, at), end - at));
		struct modinfo_entry x = { .key = STR("file") };

		at = end + 1;
		if (str_starts(s, STR("kernel/")))
			s = str_from(s, 7);
		for (slash = s.n; slash && s.p[slash - 1] != '/'; slash--)
			;
		s.n -= str_ends(s, STR(".ko")) ? 3 : 0;
		x.value = s;
		x.module = str_from(s, slash);
		if (is_name(x.module))
			*VEC_PUSH(&m->v) = x;
	}
}

int modinfo_read(struct modinfo *m, const char *file, struct err *e)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC), failed = 0;
	struct str text;

	*m = (struct modinfo){ .text = { 0 } };
	if (fd < 0)
		return err_set(e, file, 0, "cannot open: %s; " WHAT_TO_GIVE, strerror(errno));
	while (m->text.n < MAX_BYTES) {
		ssize_t got;

		buf_reserve(&m->text, 1 << 16);
		got = read(fd, m->text.p + m->text.n, 1 << 16);
		if (got < 0 && errno == EINTR)
			continue;
		failed = got < 0 ? errno : 0;
		if (got <= 0)
			break;
		m->text.n += (size_t)got;
	}
	close(fd);
	text = (struct str){ m->text.p, m->text.n };
	if (!failed && memchr(text.p, '\0', text.n))
		modinfo_parse(m, text);
	else if (!failed)
		parse_list(m, text);
	if (m->v.n)
		return 0;
	modinfo_release(m);
	if (failed)
		return err_set(e, file, 0, "cannot read: %s; " WHAT_TO_GIVE, strerror(failed));
	return err_set(e, file, 0, "names no module; " WHAT_TO_GIVE);
}

void modinfo_release(struct modinfo *m)
{
	buf_release(&m->text);
	free(m->v.v);
	*m = (struct modinfo){ .text = { 0 } };
}

struct str modinfo_softdep(struct str value, size_t *at, bool *post)
{
	for (;;) {
		struct str s;

		while (*at < value.n && (value.p[*at] == ' ' || value.p[*at] == '\t'))
			++*at;
		s = str_from(value, *at);
		s = str_head(s, str_chr(s, ' ', 0));
		*at += s.n;
		if (str_eq(s, STR("pre:")))
			*post = false;
		else if (str_eq(s, STR("post:")))
			*post = true;
		else
			return s;
	}
}
