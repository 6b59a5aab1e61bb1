// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/macros.h"

#include <stdlib.h>
#include <string.h>

static const struct initcall_form forms[] = {
	{ "module_init", "6", FORM_DEVICE, NULL },
	{ "__initcall", "6", FORM_DEVICE, NULL },
	{ "device_initcall", "6", FORM_DEVICE, NULL },
	{ "device_initcall_sync", "6s", FORM_DEVICE, NULL },
	{ "late_initcall", "7", FORM_DEVICE, NULL },
	{ "late_initcall_sync", "7s", FORM_DEVICE, NULL },
	{ "pure_initcall", "0", FORM_CORE, NULL },
	{ "core_initcall", "1", FORM_CORE, NULL },
	{ "core_initcall_sync", "1s", FORM_CORE, NULL },
	{ "postcore_initcall", "2", FORM_CORE, NULL },
	{ "postcore_initcall_sync", "2s", FORM_CORE, NULL },
	{ "arch_initcall", "3", FORM_CORE, NULL },
	{ "arch_initcall_sync", "3s", FORM_CORE, NULL },
	{ "subsys_initcall", "4", FORM_CORE, NULL },
	{ "subsys_initcall_sync", "4s", FORM_CORE, NULL },
	{ "fs_initcall", "5", FORM_CORE, NULL },
	{ "fs_initcall_sync", "5s", FORM_CORE, NULL },
	{ "rootfs_initcall", "rootfs", FORM_CORE, NULL },
	{ "early_initcall", "early", FORM_NEVER,
	  "early initcalls run before the other processors start and cannot be deferred" },
	{ "console_initcall", "con", FORM_NEVER,
	  "console initcalls are in a table of their own and cannot be deferred" },
	{ "security_initcall", "security", FORM_NEVER,
	  "security modules are in a table of their own and cannot be deferred" },
	{ "DEFINE_LSM", "lsm", FORM_NEVER,
	  "security modules are in a table of their own and cannot be deferred" },
	{ "DEFINE_EARLY_LSM", "lsm", FORM_NEVER,
	  "security modules are in a table of their own and cannot be deferred" },
	{ "__define_initcall", "", FORM_NEVER,
	  "its macro uses __define_initcall() itself; change that macro by hand" },
	{ "deferred_module_init", "6", FORM_DEFERRED, NULL },
	{ "deferred_initcall", "6", FORM_DEFERRED, NULL },
	{ "deferred_initcall_group", "6", FORM_DEFERRED, NULL },
	{ "deferred_initcall_level", "", FORM_DEFERRED, NULL },
	{ "deferred_module_driver", "6", FORM_DEFERRED, NULL },
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

const struct initcall_form *form_of(struct str name)
{
	for (size_t i = 0; i < FORMS; i++) {
		const char *f = forms[i].name;

		if (name.n && f[0] == name.p[0] && strncmp(f, name.p, name.n) == 0 && !f[name.n])
			return &forms[i];
	}
	return NULL;
}

const struct initcall_form *form_of_id(struct str id)
{
	/* Past the two synonyms of device_initcall(). */
	for (size_t i = 2; i < FORMS; i++) {
		if (forms[i].kind <= FORM_CORE && str_eq(id, str_of(forms[i].id)))
			return &forms[i];
	}
	return NULL;
}

static size_t slot_of(struct str name)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	return h % MACROS_SLOTS;
}

/* Words without which a definition leads to no initcall, even by another macro. */
static bool may_declare(struct str d)
{
	return str_find(d, STR("initcall")) < d.n || str_find(d, STR("module_")) < d.n ||
	       str_find(d, STR("_driver")) < d.n || str_find(d, STR("builtin_")) < d.n ||
	       str_find(d, STR("FBTFT_")) < d.n || str_find(d, STR("_LSM")) < d.n ||
	       str_find(d, STR("_INIT")) < d.n || str_find(d, STR("REGISTER_")) < d.n;
}

/* "(a, b, c...)": false when it is something else. */
static bool take_params(struct macro *mc, struct ctok_reader *r)
{
	struct ctok_args a;

	if (!ctok_args(r, &a))
		return false;
	for (unsigned i = 0; i < a.n; i++) {
		struct str p = a.v[i];

		if (str_ends(p, STR("..."))) {
			mc->variadic = true;
			p = str_trim(str_head(p, p.n - 3));
			if (!p.n)
				p = STR("__VA_ARGS__");
		}
		if (p.n)
			mc->param[mc->nparams++] = p;
	}
	return true;
}

static void see_define(struct macros *m, const char *file, uint32_t line, struct str rest)
{
	struct macro mc = { .file = file, .line = line }, *new;
	struct ctok_reader r;
	struct ctok t;
	char *copy;

	if (!may_declare(rest))
		return;
	copy = arena_strdup(&m->arena, rest);
	ctok_start(&r, (struct str){ copy, rest.n });
	if (!ctok_next(&r, &t) || t.kind != CTOK_WORD || form_of(t.s))
		return;
	mc.name = t.s;
	if (r.at >= r.text.n || r.text.p[r.at] != '(' || !take_params(&mc, &r))
		return;
	mc.body = str_from(r.text, r.at);
	new = arena_copy(&m->arena, &mc, sizeof(mc));
	new->next = m->slot[slot_of(mc.name)];
	m->slot[slot_of(mc.name)] = new;
	*VEC_PUSH(&m->all) = new;
}

/* What is defined between push_macro and pop_macro holds for what stands between, which is ours. */
void macros_read_text(struct macros *m, const char *file, struct str text)
{
	struct ctok_reader r;
	struct ctok t;
	bool pushed = false;

	ctok_start(&r, text);
	while (ctok_next(&r, &t)) {
		struct str rest, name;

		if (t.kind != CTOK_DIRECTIVE)
			continue;
		name = ctok_directive(t.s, &rest);
		if (str_eq(name, STR("pragma")))
			pushed = str_starts(rest, STR("push_macro")) ||
				 (pushed && !str_starts(rest, STR("pop_macro")));
		else if (!pushed && str_eq(name, STR("define")))
			see_define(m, file, t.line, rest);
	}
}

/*
 * Headers without any of these define no wrapper. Most have none of the first words, and the
 * largest are tables of registers: so few words are looked for at first.
 */
static bool is_worth(struct str text)
{
	if (str_find(text, STR("initcall")) < text.n)
		return true;
	if (str_find(text, STR("module_")) < text.n &&
	    (str_find(text, STR("module_init")) < text.n ||
	     str_find(text, STR("module_driver")) < text.n ||
	     str_find(text, STR("define module_")) < text.n))
		return true;
	return str_find(text, STR("builtin_")) < text.n || str_find(text, STR("_LSM")) < text.n;
}

static bool leads_on(const struct macros *m, const struct macro *mc)
{
	struct ctok_reader r;
	struct ctok t;

	ctok_start(&r, mc->body);
	while (ctok_next(&r, &t)) {
		if (t.kind == CTOK_WORD && !str_eq(t.s, mc->name) && macros_known(m, t.s))
			return true;
	}
	return false;
}

/* A bit for the slot of each name that macros_known() knows: most words have none. */
static void know(struct macros *m, struct str name)
{
	size_t at = slot_of(name);

	m->known[at / 8] |= (unsigned char)(1u << at % 8);
}

void macros_settle(struct macros *m)
{
	bool more = true;

	for (size_t i = 0; i < FORMS; i++)
		know(m, str_of(forms[i].name));
	while (more) {
		more = false;
		for (size_t i = 0; i < m->all.n; i++) {
			struct macro *mc = m->all.v[i];

			if (!mc->wrapper && leads_on(m, mc)) {
				know(m, mc->name);
				more = mc->wrapper = true;
			}
		}
	}
}

void macros_read(struct macros *m, const struct tree *t)
{
	struct buf text = { .p = NULL };

	*m = (struct macros){ .all = { .v = NULL } };
	for (size_t i = 0; i < t->h.n; i++) {
		struct str s;

		if (!tree_read(t->dir, t->h.v[i], &text))
			continue;
		s = (struct str){ buf_str(&text), text.n };
		if (is_worth(s))
			macros_read_text(m, t->h.v[i], s);
	}
	buf_release(&text);
	macros_settle(m);
}

void macros_release(struct macros *m)
{
	free(m->all.v);
	arena_release(&m->arena);
	*m = (struct macros){ .all = { .v = NULL } };
}

bool macros_known(const struct macros *m, struct str name)
{
	size_t at = slot_of(name);

	if (!(m->known[at / 8] >> at % 8 & 1))
		return false;
	if (form_of(name))
		return true;
	for (const struct macro *mc = m->slot[at]; mc; mc = mc->next) {
		if (mc->wrapper && str_eq(mc->name, name))
			return true;
	}
	return false;
}

/*
 * How near a definition is: 0 is out of sight. A header in a folder above the file
 * is its own; then come the common ones, and last what is reached by other paths.
 */
static size_t nearness(const char *def, const char *file)
{
	size_t dir = 0, arch = 0;

	if (strcmp(def, file) == 0)
		return 10000;
	if (str_ends(str_of(def), STR(".c")))
		return 0;
	if (strncmp(def, "include/", 8) == 0)
		return 2;
	for (size_t i = 0; def[i]; i++) {
		dir = def[i] == '/' ? i + 1 : dir;
		arch = def[i] == '/' && i > 4 && !arch ? i + 1 : arch;
	}
	if (strncmp(def, "arch/", 5) == 0 && strncmp(file, "arch/", 5) == 0)
		return strncmp(def, file, arch) == 0 ? 100 + dir : 0;
	return strncmp(def, file, dir) == 0 ? 100 + dir : 1;
}

const struct macro *macros_find(const struct macros *m, const char *file, struct str name,
				bool *twice)
{
	const struct macro *found = NULL;
	size_t best = 0;

	*twice = false;
	for (const struct macro *mc = m->slot[slot_of(name)]; mc; mc = mc->next) {
		size_t near = str_eq(mc->name, name) ? nearness(mc->file, file) : 0;

		if (near && near == best)
			*twice = true;
		if (near > best) {
			best = near;
			found = mc;
			*twice = false;
		}
	}
	return found;
}
