/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what the dependencies between modules are read from. The first byte says what the
 * others are: an archive, a .cmd file, modules.builtin.modinfo, a device tree, an object file, a
 * match table, messages of a log.
 */
#include "input/deps_log.h"
#include "input/dtb.h"
#include "input/modinfo.h"
#include "input/objtree.h"
#include "replay.h"

#include <string.h>

struct bytes {
	const char *p;
	size_t n;
	size_t seen;
};

/* Views lie within the text that they are of. */
static void inside(const struct bytes *b, struct str s)
{
	MUST(s.n == 0 || (s.p >= b->p && s.p + s.n <= b->p + b->n));
}

static void member(void *own, struct str name)
{
	inside(own, name);
	MUST(name.n > 0);
}

static void cmd(const struct bytes *b)
{
	struct objcmd c;

	objcmd_parse(&c, (struct str){ b->p, b->n });
	inside(b, c.modfile);
	inside(b, c.modname);
	inside(b, c.source);
}

static void modinfo(const struct bytes *b)
{
	struct modinfo m = { .text = { 0 } };

	modinfo_parse(&m, (struct str){ b->p, b->n });
	for (size_t i = 0; i < m.v.n; i++) {
		size_t at = 0, words = 0;
		bool post = false;

		inside(b, m.v.v[i].module);
		inside(b, m.v.v[i].key);
		inside(b, m.v.v[i].value);
		MUST(m.v.v[i].module.n && m.v.v[i].key.n);
		while (modinfo_softdep(m.v.v[i].value, &at, &post).n)
			MUST(++words <= b->n);
	}
	modinfo_release(&m);
}

static void tree(const struct bytes *b)
{
	struct err e = { "" };
	struct dtb t;

	if (dtb_parse(&t, "fuzz", b->p, b->n, &e) != 0) {
		MUST(strncmp(e.msg, "fuzz: ", 6) == 0 && strchr(e.msg, ';'));
		return;
	}
	for (size_t i = 0; i < t.dev.n; i++) {
		MUST(t.dev.v[i].path[0] == '/' && t.dev.v[i].compatible[0]);
		MUST(t.dev.v[i].parent == DTB_NONE || t.dev.v[i].parent < i);
	}
	for (size_t i = 0; i < t.link.n; i++) {
		MUST(t.link.v[i].consumer < t.dev.n && t.link.v[i].supplier < t.dev.n);
		MUST(t.link.v[i].consumer != t.link.v[i].supplier);
		MUST(t.link.v[i].property[0]);
	}
	dtb_release(&t);
}

static void symbol(void *own, const struct objsym *s)
{
	struct bytes *b = own;

	MUST(s->name >= b->p && s->name < b->p + b->n && s->name[0]);
	b->seen += strlen(s->name);
}

static void object(struct bytes *b)
{
	struct err e = { "" };
	struct objfile f;

	if (objfile_open_memory(&f, "fuzz", b->p, b->n, &e) != 0) {
		MUST(strncmp(e.msg, "fuzz: ", 6) == 0 && strchr(e.msg, ';'));
		return;
	}
	objfile_symbols(&f, symbol, b);
	objfile_init_bytes(&f);
	objfile_close(&f);
}

static void match(void *own, size_t at, const char *compatible)
{
	struct bytes *b = own;

	MUST(at + 128 <= b->n && compatible == b->p + at);
	MUST(strlen(compatible) < 128 && strlen(compatible) > 2);
}

static void messages(const struct bytes *b)
{
	struct str s = { b->p, b->n };
	const struct dep_hint *v;
	struct devlinks l;
	size_t n;

	devlinks_init(&l);
	for (size_t at = 0; at < s.n;) {
		size_t end = str_chr(s, '\n', at);

		devlinks_message(&l, str_head(str_from(s, at), end - at));
		at = end + 1;
	}
	n = devlinks_hints(&l, &v);
	for (size_t i = 0; i < n; i++)
		MUST(v[i].from[0] && v[i].to[0] && v[i].what[0]);
	devlinks_release(&l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b;
	char *copy;

	if (!size)
		return 0;
	/* (of its own, so that a read past its end is seen; and libelf may write to it) */
	copy = malloc(size);
	MUST(copy);
	memcpy(copy, data + 1, size - 1);
	b = (struct bytes){ copy, size - 1, 0 };
	switch (data[0]) {
	case 'a':
		ar_each((const unsigned char *)b.p, b.n, member, &b);
		break;
	case 'c':
		cmd(&b);
		break;
	case 'm':
		modinfo(&b);
		break;
	case 'd':
		tree(&b);
		break;
	case 'o':
		object(&b);
		break;
	case 't':
		dtb_matches((const unsigned char *)b.p, b.n, 8, match, &b);
		break;
	default:
		messages(&b);
		break;
	}
	free(copy);
	return 0;
}
