// SPDX-License-Identifier: GPL-2.0-or-later
/* Suppliers of the device tree: from devices to the drivers that match them. */
#include <stdlib.h>

#include "input/deps_priv.h"
#include "input/dtb.h"

#define MAX_FACTS 2000000

struct drivers {
	const struct deps_work *w;
	struct strtab names;      /* compatible strings */
	VEC(uint32_t) first;      /* by name: the match + 1 */
	uint32_t *next;           /* by match */
};

static void by_compatible(struct drivers *m)
{
	m->next = xcalloc(m->w->match.n + 1, sizeof(*m->next));
	for (size_t i = m->w->match.n; i; i--) {
		uint32_t id = strtab_intern(&m->names, str_of(m->w->match.v[i - 1].compatible));

		if (id == m->first.n)
			*VEC_PUSH(&m->first) = 0;
		m->next[i - 1] = m->first.v[id];
		m->first.v[id] = (uint32_t)i;
	}
}

/* The first match of the best compatible string that any driver has, + 1; 0: none. */
static uint32_t drivers_of(struct drivers *m, const struct dtb_device *dev)
{
	for (size_t i = 0; dev->compatible[i]; i++) {
		uint32_t id = strtab_intern(&m->names, str_of(dev->compatible[i]));

		if (id < m->first.n)
			return m->first.v[id];
		*VEC_PUSH(&m->first) = 0;
	}
	return 0;
}

/* Other drivers may match as well: which one has the device nobody knows. */
static enum dep_sure sure_of(const struct drivers *m, uint32_t consumer, uint32_t supplier)
{
	return m->next[consumer - 1] || m->next[supplier - 1] ? DEP_MAYBE : DEP_LIKELY;
}

void deps_tree(struct deps_work *w, const struct dtb *t)
{
	struct drivers m = { .w = w };
	struct arena arena = { 0 };
	uint32_t *of = xcalloc(t->dev.n + 1, sizeof(*of));
	size_t without = 0;

	strtab_init(&m.names, &arena);
	by_compatible(&m);
	for (size_t i = 0; i < t->dev.n; i++) {
		of[i] = drivers_of(&m, &t->dev.v[i]);
		without += !of[i];
	}
	/* (hostile trees have many links, and hostile kernels many drivers) */
	for (size_t i = 0; i < t->link.n && w->fact.n < MAX_FACTS; i++) {
		const struct dtb_link *l = &t->link.v[i];
		struct buf b = { 0 };
		const char *what;
		enum dep_sure sure;

		if (!of[l->consumer] || !of[l->supplier])
			continue;
		buf_printf(&b, "%s of %s: %s", l->property, t->dev.v[l->consumer].path,
			   t->dev.v[l->supplier].path);
		what = arena_strdup(&w->d->arena, (struct str){ b.p, b.n });
		buf_release(&b);
		sure = sure_of(&m, of[l->consumer], of[l->supplier]);
		for (uint32_t c = of[l->consumer]; c; c = m.next[c - 1]) {
			for (uint32_t s = of[l->supplier]; s; s = m.next[s - 1])
				deps_fact(w, w->match.v[c - 1].node, w->match.v[s - 1].node,
					  DEP_TREE, sure, DEPS_TREE, what);
		}
	}
	if (without)
		deps_note(w, "device tree: no driver in this kernel for %zu of %zu devices", without,
			  t->dev.n);
	free(of);
	free(m.next);
	free(m.first.v);
	strtab_release(&m.names);
	arena_release(&arena);
}
