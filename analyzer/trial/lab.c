// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/lab.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/slurp.h"

#define MAX_FILE ((size_t)1 << 20)
#define MAX_LIST 100

struct field {
	const char *key;
	size_t offset; /* of a const char * in struct lab */
	bool needed;
};

#define FIELD(key, name, needed) { key, offsetof(struct lab, name), needed }

static const struct field fields[] = {
	FIELD("device-type", device_type, true), FIELD("method", method, true),
	FIELD("commands", commands, false),      FIELD("kernel-type", kernel_type, false),
	FIELD("ramdisk-header", header, false),  FIELD("dtb", dtb, false),
	FIELD("publish", publish, true),         FIELD("url", url, true),
	FIELD("client", client, false),          FIELD("identity", identity, false),
	FIELD("visibility", visibility, false),  FIELD("priority", priority, false),
};

static const char **value_of(struct lab *l, const struct field *f)
{
	return (const char **)(void *)((char *)l + f->offset);
}

static struct str word(struct str *s)
{
	size_t n = 0;
	struct str w;

	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\t')
		n++;
	w = str_head(*s, n);
	*s = str_trim(str_from(*s, n));
	return w;
}

static int list_line(struct lab *l, const char *file, unsigned long no, struct str key,
		     struct str value, struct err *e)
{
	if (l->tags.n + l->context.n == MAX_LIST)
		return err_set(e, file, no, "more than %d tags and variables; give fewer", MAX_LIST);
	if (str_eq(key, STR("tag"))) {
		*VEC_PUSH(&l->tags) = arena_strdup(&l->arena, value);
	} else {
		struct str name = word(&value);

		if (!value.n)
			return err_set(e, file, no, "a variable without a value; write context NAME VALUE");
		*VEC_PUSH(&l->context) = (struct lab_context){ arena_strdup(&l->arena, name),
							       arena_strdup(&l->arena, value) };
	}
	return 0;
}

static int line(struct lab *l, const char *file, unsigned long no, struct str s, struct err *e)
{
	struct str key, value = s;

	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t')
			return err_set(e, file, no, "no text; give a lab as samples/executors/lava.lab");
	}
	key = word(&value);
	if (!value.n)
		return err_set(e, file, no, "'%.*s' has no value; write KEY VALUE",
			       STR_ARG(str_head(key, 80)));
	if (str_eq(key, STR("tag")) || str_eq(key, STR("context")))
		return list_line(l, file, no, key, value, e);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const char **at = value_of(l, &fields[i]);

		if (!str_eq(key, str_of(fields[i].key)))
			continue;
		if (*at)
			return err_set(e, file, no, "%s is '%s' already; give it once", fields[i].key, *at);
		*at = arena_strdup(&l->arena, value);
		return 0;
	}
	return err_set(e, file, no, "unknown key '%.*s'; bootcheck-trial(1) lists them, under LABS",
		       STR_ARG(str_head(key, 80)));
}

int lab_parse(struct lab *l, const char *file, struct str text, struct err *e)
{
	unsigned long no = 0;

	memset(l, 0, sizeof(*l));
	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\n', at);
		struct str s = str_trim(str_head(str_from(text, at), end - at));

		no++;
		at = end + 1;
		if (s.n && s.p[0] != '#' && line(l, file, no, s, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (fields[i].needed && !*value_of(l, &fields[i]))
			return err_set(e, file, 0, "does not say its %s; add a line \"%s VALUE\"",
				       fields[i].key, fields[i].key);
	}
	if (!l->commands)
		l->commands = "ramdisk";
	if (!l->client)
		l->client = "lavacli";
	if (!l->visibility)
		l->visibility = "personal";
	if (!l->priority)
		l->priority = "medium";
	return 0;
}

int lab_read(struct lab *l, const char *file, struct err *e)
{
	struct buf text = { 0 };
	int r;

	memset(l, 0, sizeof(*l));
	r = slurp(&text, file, MAX_FILE, e);
	if (r == 0)
		r = lab_parse(l, file, (struct str){ buf_str(&text), text.n }, e);
	buf_release(&text);
	return r;
}

void lab_release(struct lab *l)
{
	free(l->tags.v);
	free(l->context.v);
	arena_release(&l->arena);
	memset(l, 0, sizeof(*l));
}
