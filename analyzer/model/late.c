// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lines told after the stamps had stepped back, on its way to the boot that turns out to have
 * begun there. No call has come since then: none of it is in one.
 */
#include "model/late.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "base/xalloc.h"

static void take_marks(struct late *to, struct builder *w, unsigned long from)
{
	struct boot *b = w->b;

	to->clocksource_us = to->free_us = to->init_us = TIME_NONE;
	if (w->clocksource_line >= from) {
		to->clocksource_us = b->clocksource_us;
		to->clocksource_line = w->clocksource_line;
		to->clocksource_at = w->clocksource_at;
		b->clocksource_us = TIME_NONE;
		w->clocksource_line = w->clocksource_at = 0;
	}
	if (w->free_line >= from) {
		to->free_us = b->free_initmem_us;
		to->free_line = w->free_line;
		to->free_at = w->free_at;
		b->free_initmem_us = TIME_NONE;
		w->free_line = w->free_at = 0;
	}
	if (b->init_line >= from) {
		to->init_us = b->init_us;
		to->init_line = b->init_line;
		to->init_at = b->init_at;
		to->init_path = b->init_path;
		b->init_us = TIME_NONE;
		b->init_line = b->init_at = 0;
		b->init_path = NULL;
	}
	if (b->cmdline && b->cmdline_line >= from) {
		to->cmdline = b->cmdline;
		to->cmdline_line = b->cmdline_line;
		b->cmdline = w->first_cmdline_line < from ? w->first_cmdline : NULL;
		b->cmdline_line = b->cmdline ? w->first_cmdline_line : 0;
	}
	if (w->lost_step_line >= from)
		w->lost_steps = 0;
}

static void give_marks(const struct late *m, struct builder *w)
{
	struct boot *b = w->b;

	b->clocksource_us = m->clocksource_us;
	w->clocksource_line = m->clocksource_line;
	w->clocksource_at = m->clocksource_at;
	b->free_initmem_us = m->free_us;
	w->free_line = m->free_line;
	w->free_at = m->free_at;
	b->init_us = m->init_us;
	b->init_line = m->init_line;
	b->init_at = m->init_at;
	b->init_path = m->init_path;
	b->cmdline = m->cmdline;
	b->cmdline_line = m->cmdline_line;
	w->first_cmdline = m->cmdline;
	w->first_cmdline_line = m->cmdline_line;
	w->ncmdline = m->cmdline != NULL;
}

/* The end of an array whose elements came by line after line. */
#define TAKE_TAIL(to, vec, from)                                                                 \
	do {                                                                                     \
		size_t first_ = (vec).n;                                                         \
                                                                                                 \
		while (first_ > 0 && (vec).v[first_ - 1].line >= (from))                         \
			first_--;                                                                \
		(to).n = (vec).n - first_;                                                       \
		(to).v = xcalloc((to).n, sizeof(*(to).v));                                       \
		if ((to).n)                                                                      \
			memcpy((to).v, &(vec).v[first_], (to).n * sizeof(*(to).v));              \
		(vec).n = first_;                                                                \
	} while (0)

void late_take(struct late *to, struct builder *w, unsigned long from)
{
	*to = (struct late){ .level = from == w->back.line ? w->back.level : NULL };
	take_marks(to, w, from);
	TAKE_TAIL(to->notes, w->notes, from);
	TAKE_TAIL(to->probes, w->probes, from);
	TAKE_TAIL(to->waits, w->waits, from);
}

void late_give(struct late *l, struct builder *w)
{
	give_marks(l, w);
	for (size_t i = 0; i < l->notes.n; i++) {
		l->notes.v[i].call = CALL_NONE;
		*VEC_PUSH(&w->notes) = l->notes.v[i];
		w->nnotes[l->notes.v[i].kind]++;
	}
	for (size_t i = 0; i < l->probes.n; i++) {
		l->probes.v[i].call = CALL_NONE;
		*VEC_PUSH(&w->probes) = l->probes.v[i];
	}
	for (size_t i = 0; i < l->waits.n; i++)
		*VEC_PUSH(&w->waits) = l->waits.v[i];
	if (l->level) {
		*VEC_PUSH(&w->levels) = l->level;
		w->level = (uint8_t)w->levels.n;
	}
	free(l->notes.v);
	free(l->probes.v);
	free(l->waits.v);
}
