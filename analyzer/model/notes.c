// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes of a boot: what its messages tell besides calls and probes. */
#include <stdlib.h>

#include "base/vec.h"
#include "model/build.h"

static const char *intern(struct builder *w, struct str s)
{
	struct strtab *t = &w->set->strings;

	return s.n ? strtab_get(t, strtab_intern(t, s)) : NULL;
}

/* Drivers tell many things of one device; one note is enough. Interned: pointers tell. */
static bool told(const struct builder *w, const struct note *n)
{
	for (size_t i = w->notes.n, k = 0; i-- > 0 && k < NOTES_BACK; k++) {
		const struct note *o = &w->notes.v[i];

		if (o->kind == n->kind && o->name == n->name && o->with == n->with &&
		    o->by == n->by)
			return true;
	}
	return false;
}

/* The call that this message was printed in: that of its task, or the only one that runs. */
static uint32_t call_of(const struct builder *w, const struct line *l)
{
	uint32_t only = CALL_NONE;

	for (size_t i = w->open.n; i-- > 0;) {
		uint32_t at = w->open.v[i].at;

		if (w->open.v[i].async)
			continue;
		if (l->pid >= 0 && w->calls.v[at].pid >= 0) {
			if (l->pid == w->calls.v[at].pid)
				return at;
			continue;
		}
		if (only != CALL_NONE)
			return CALL_NONE;
		only = at;
	}
	return only;
}

static void add(struct builder *w, const struct line *l, const struct said *s, struct str name)
{
	struct note n = {
		.kind = s->kind,
		.name = intern(w, name),
		.with = intern(w, s->with),
		.by = intern(w, s->by),
		.line = line32(l->no),
		.at = l->at,
	};

	if (told(w, &n))
		return;
	n.call = call_of(w, l);
	*VEC_PUSH(&w->notes) = n;
	w->nnotes[s->kind]++;
}

void builder_note(struct builder *w, const struct line *l)
{
	struct said s;

	if (!note_parse(l->msg, l->cut, &s))
		return;
	if (w->nnotes[s.kind] >= (s.kind == NOTE_DEVICE ? NOTES_OF_DEVICES : NOTES_PER_KIND))
		return;
	add(w, l, &s, s.name);
	if (s.also.n)
		add(w, l, &s, s.also);
}
