// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/machine.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/slurp.h"
#include "trial/machine_builtin.h"

#define MAX_FILE ((size_t)1 << 20)
#define MAX_OPTIONS 1000

struct field {
	const char *key;
	size_t offset; /* of a const char * in struct machine */
};

#define FIELD(name) { #name, offsetof(struct machine, name) }

static const struct field fields[] = {
	FIELD(arch),	FIELD(qemu), FIELD(package), FIELD(console),
	FIELD(channel), FIELD(disk), FIELD(memory),
};

static const char **field_of(struct machine *m, struct str key)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (str_eq(key, str_of(fields[i].key)))
			return (const char **)(void *)((char *)m + fields[i].offset);
	}
	return NULL;
}

static int add_option(struct machine *m, struct str option, struct str value)
{
	if (m->options.n + 2 > MAX_OPTIONS)
		return -1;
	*VEC_PUSH(&m->options) = arena_strdup(&m->arena, option);
	if (value.n)
		*VEC_PUSH(&m->options) = arena_strdup(&m->arena, value);
	return 0;
}

static int parse_line(struct machine *m, const char *file, unsigned long no, struct str line,
		      struct err *e)
{
	size_t at = 0;
	struct str key, value;
	const char **field;

	while (at < line.n && line.p[at] != ' ' && line.p[at] != '\t')
		at++;
	key = str_head(line, at);
	value = str_trim(str_from(line, at));
	if (memchr(line.p, '\0', line.n))
		return err_set(e, file, no, "no text; give a machine as those in samples/machines");
	if (key.p[0] == '-') {
		if (add_option(m, key, value) != 0)
			return err_set(e, file, no, "more than %d options; give fewer", MAX_OPTIONS);
		return 0;
	}
	if (!value.n)
		return err_set(e, file, no, "'%.*s' has no value; write KEY VALUE or -OPTION VALUE",
			       STR_ARG(str_head(key, 80)));
	if (str_eq(key, STR("append"))) {
		*VEC_PUSH(&m->append) = arena_strdup(&m->arena, value);
		return 0;
	}
	field = field_of(m, key);
	if (!field)
		return err_set(e, file, no, "unknown key '%.*s'; there are arch, qemu, package, console, "
			       "channel, disk, memory, append, and options of QEMU",
			       STR_ARG(str_head(key, 80)));
	if (*field && !str_eq(str_of(*field), value) && field != &m->memory)
		return err_set(e, file, no, "%.*s is '%s' already; name one machine, and sets of devices",
			       STR_ARG(key), *field);
	*field = arena_strdup(&m->arena, value);
	return 0;
}

int machine_parse(struct machine *m, const char *file, struct str text, struct err *e)
{
	unsigned long no = 0;

	for (size_t at = 0; at < text.n;) {
		size_t end = str_chr(text, '\n', at);
		struct str line = str_trim(str_head(str_from(text, at), end - at));

		no++;
		at = end + 1;
		if (line.n && line.p[0] != '#' && parse_line(m, file, no, line, e) != 0)
			return -1;
	}
	return 0;
}

static const struct machine_builtin *find_builtin(struct str name)
{
	for (const struct machine_builtin *b = machine_builtins; b->name; b++) {
		if (str_eq(name, str_of(b->name)))
			return b;
	}
	return NULL;
}

static int unknown(struct str name, struct err *e)
{
	struct buf b = { 0 };
	int r;

	for (const struct machine_builtin *p = machine_builtins; p->name; p++)
		buf_printf(&b, "%s%s", b.n ? ", " : "", p->name);
	r = err_set(e, NULL, 0, "there is no machine or set of devices '%.*s'; there are %s; a file's "
		    "name has a '/' or a '.'", STR_ARG(str_head(name, 80)), buf_str(&b));
	buf_release(&b);
	return r;
}

static int read_one(struct machine *m, struct str name, struct err *e)
{
	const struct machine_builtin *b = find_builtin(name);
	struct buf text = { 0 };
	const char *file;
	int r;

	if (b)
		return machine_parse(m, b->name, str_of(b->text), e);
	if (!memchr(name.p, '/', name.n) && !memchr(name.p, '.', name.n))
		return unknown(name, e);
	file = arena_strdup(&m->arena, name);
	r = slurp(&text, file, MAX_FILE, e);
	if (r == 0)
		r = machine_parse(m, file, (struct str){ text.p, text.n }, e);
	buf_release(&text);
	return r;
}

static int read_all(struct machine *m, const char *names, bool board, struct err *e)
{
	struct str s = str_of(names);

	memset(m, 0, sizeof(*m));
	for (size_t at = 0; at <= s.n;) {
		size_t end = str_chr(s, '+', at);
		struct str name = str_head(str_from(s, at), end - at);

		at = end + 1;
		if (!name.n)
			return err_set(e, NULL, 0, "'%s' lacks a name; write MACHINE+SET+SET, as in "
				       "pc+usb", names);
		if (read_one(m, name, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char **field = field_of(m, str_of(fields[i].key));

		if (!*field && (board ? field == &m->arch || field == &m->console
				      : field != &m->package))
			return err_set(e, NULL, 0, "'%s' does not say the machine's %s; begin with a "
				       "machine: pc, q35, ...", names, fields[i].key);
	}
	return 0;
}

int machine_read(struct machine *m, const char *names, struct err *e)
{
	return read_all(m, names, false, e);
}

int machine_read_board(struct machine *m, const char *names, struct err *e)
{
	return read_all(m, names, true, e);
}

void machine_release(struct machine *m)
{
	free(m->append.v);
	free(m->options.v);
	arena_release(&m->arena);
	memset(m, 0, sizeof(*m));
}

const char *machine_default(const char *arch)
{
	static const struct {
		const char *arch, *machine;
	} machines[] = {
		{ "x86_64", "pc+usb+disks+ide+net+sound+input+display" },
		{ "aarch64", "virt-arm64+usb+disks+net+sound+input+display" },
		{ "arm", "virt-arm+usb+disks+net+sound+input+display" },
		{ "riscv64", "virt-riscv64+usb+disks+net+sound+input+display" },
	};

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (strcmp(arch, machines[i].arch) == 0)
			return machines[i].machine;
	}
	return NULL;
}
