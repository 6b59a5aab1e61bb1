// SPDX-License-Identifier: GPL-2.0-or-later
/* Strings of an object that are names of what it asks for at run time. */
#include "input/deps_priv.h"
#include "input/dtb.h"
#include "input/objtree.h"

#define MAX_NAME 64

static bool has(struct str s, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_starts(s, str_of(v[i])))
			return true;
	}
	return false;
}

/* By this symbol an object asks for names of this kind; DEP_SYMBOL: it does not. */
enum dep_kind deps_asks(const char *symbol)
{
	static const char *const algorithms[] = {
		"crypto_alloc_", "crypto_has_", "crypto_grab_", "crypto_find_alg",
		"cryptd_alloc_", "fsverity_", "simd_aead_create", "simd_skcipher_create",
	};
	static const char *const modules[] = { "__request_module", "request_module" };
	struct str s = str_of(symbol);

	if (has(s, algorithms, sizeof(algorithms) / sizeof(*algorithms)))
		return DEP_CRYPTO;
	return has(s, modules, sizeof(modules) / sizeof(*modules)) ? DEP_ALIAS : DEP_SYMBOL;
}

/* (a name with "%" is known at run time only) */
static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c >= 0x7f || c == '%')
			return false;
	}
	return s.n > 1 && s.n <= MAX_NAME;
}

static void take(struct deps_work *w, uint32_t kinds, uint32_t object, struct str s)
{
	const char *name;

	if (!is_name(s))
		return;
	name = arena_strdup(&w->d->arena, s);
	for (unsigned int k = 0; k < DEP_KINDS; k++) {
		if (kinds & 1u << k)
			*VEC_PUSH(&w->ask) = (struct dep_ask){ object, (uint8_t)k, name };
	}
}

void deps_strings(struct deps_work *w, const struct objfile *f, uint32_t kinds, uint32_t object)
{
	for (size_t i = 0; i < f->r.nsec; i++) {
		const struct section *s = &f->r.sec[i];
		struct str text = { (const char *)s->p, s->p ? (size_t)s->size : 0 };

		if (!(s->flags & SHF_ALLOC) || !(s->flags & SHF_STRINGS))
			continue;
		for (size_t at = 0; at < text.n;) {
			size_t end = str_chr(text, '\0', at);

			if (end < text.n)
				take(w, kinds, object, str_head(str_from(text, at), end - at));
			at = end + 1;
		}
	}
}

struct matcher {
	struct deps_work *w;
	uint32_t object;
};

static void take_match(void *own, size_t at, const char *compatible)
{
	struct matcher *m = own;

	(void)at;
	*VEC_PUSH(&m->w->match) = (struct dep_match){
		m->object, arena_strdup(&m->w->d->arena, str_of(compatible)),
	};
}

void deps_match_tables(struct deps_work *w, const struct objfile *f, uint32_t object)
{
	struct matcher m = { w, object };

	for (size_t i = 0; i < f->r.nsec; i++) {
		const struct section *s = &f->r.sec[i];

		if ((s->flags & SHF_ALLOC) && !(s->flags & (SHF_EXECINSTR | SHF_STRINGS)) && s->p)
			dtb_matches(s->p, (size_t)s->size, f->r.word, take_match, &m);
	}
}
