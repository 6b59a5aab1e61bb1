// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/sym.h"

#include "base/vec.h"

#define NAME_MAX_BYTES 512 /* KSYM_NAME_LEN of kernels with Rust */

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
	       c == '.' || c == '$';
}

static bool take_hex(struct str s, size_t *i, uint64_t *v)
{
	size_t start;

	if (!str_starts(str_from(s, *i), STR("0x")))
		return false;
	*i += 2;
	start = *i;
	*v = 0;
	for (; *i < s.n && hex_value(s.p[*i]) >= 0; (*i)++)
		*v = *v << 4 | (uint64_t)hex_value(s.p[*i]);
	return *i > start && *i - start <= 16;
}

/* " [mod]", also " [mod 0123abcd...]" with a build id. */
static bool take_module(struct str s, size_t i, struct arena *a, const char **module)
{
	size_t close, end;

	if (i == s.n)
		return true;
	if (!str_starts(str_from(s, i), STR(" [")) || s.p[s.n - 1] != ']')
		return false;
	i += 2;
	close = str_chr(s, ']', i);
	end = str_chr(str_head(s, close), ' ', i);
	if (close != s.n - 1 || end == i)
		return false;
	for (size_t k = i; k < end; k++) {
		if (!name_char(s.p[k]) && s.p[k] != '-')
			return false;
	}
	*module = arena_strdup(a, (struct str){ s.p + i, end - i });
	return true;
}

/* kernel/async.c prints "%lli_%pS": a cookie before the function. */
static bool is_async(struct str name)
{
	size_t i = 0;

	while (i < name.n && is_digit(name.p[i]))
		i++;
	return i > 0 && i < name.n && name.p[i] == '_';
}

static void sym_parse(struct sym *sym, struct str raw, struct arena *a)
{
	uint64_t off, size = 0;
	size_t i = 0;

	if (raw.n == 0 || raw.n > NAME_MAX_BYTES)
		return;
	while (i < raw.n && name_char(raw.p[i]))
		i++;
	if (i == 0)
		return;
	sym->name = arena_strdup(a, str_head(raw, i));
	sym->async = is_async(str_head(raw, i));
	if (i < raw.n && raw.p[i] == '+') {
		i++;
		if (!take_hex(raw, &i, &off) || i >= raw.n || raw.p[i] != '/')
			return;
		i++;
		if (!take_hex(raw, &i, &size))
			return;
	}
	sym->size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
	sym->valid = take_module(raw, i, a, &sym->module);
	/* A number is an address (no KALLSYMS) or the cookie of an async function. */
	if (is_digit(raw.p[0]) && !sym->async && !str_starts(raw, STR("0x")))
		sym->valid = false;
}

struct sym *bootset_sym(struct bootset *s, struct str raw)
{
	uint32_t id = strtab_intern(&s->names, raw);

	if (id == s->nsyms) {
		if (s->nsyms == s->symcap) {
			s->symcap = vec_more(s->symcap);
			s->syms = xreallocarray(s->syms, s->symcap, sizeof(*s->syms));
		}
		s->syms[id] = arena_alloc(&s->arena, sizeof(struct sym));
		*s->syms[id] = (struct sym){ .name = strtab_get(&s->names, id), .id = id };
		s->syms[id]->raw = (struct str){ s->syms[id]->name, raw.n };
		sym_parse(s->syms[id], raw, &s->arena);
		s->syms[id]->name_id = strtab_intern(&s->strings, str_of(s->syms[id]->name));
		s->nsyms++;
	}
	return s->syms[id];
}
