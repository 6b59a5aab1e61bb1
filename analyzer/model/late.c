// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lines told after the stamps had stepped back, on its way to the boot that turns out to have
 * begun there. No call has come since then: none of it is in one.
 */
#include "model/late.h"

#include <stdlib.h>

#include "base/vec.h"

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

/* The last come first out, and go first in again. */
void late_take(struct late *to, struct builder *w, unsigned long from)
{
	*to = (struct late){ .level = from == w->back.line ? w->back.level : NULL };
	take_marks(to, w, from);
	for (; w->notes.n && w->notes.v[w->notes.n - 1].line >= from; w->notes.n--)
		*VEC_PUSH(&to->notes) = w->notes.v[w->notes.n - 1];
	for (; w->probes.n && w->probes.v[w->probes.n - 1].line >= from; w->probes.n--)
		*VEC_PUSH(&to->probes) = w->probes.v[w->probes.n - 1];
	for (; w->waits.n && w->waits.v[w->waits.n - 1].line >= from; w->waits.n--)
		*VEC_PUSH(&to->waits) = w->waits.v[w->waits.n - 1];
}

void late_give(struct late *l, struct builder *w)
{
	give_marks(l, w);
	while (l->notes.n) {
		struct note *n = VEC_PUSH(&w->notes);

		*n = l->notes.v[--l->notes.n];
		n->call = CALL_NONE;
		w->nnotes[n->kind]++;
	}
	while (l->probes.n) {
		struct probe *p = VEC_PUSH(&w->probes);

		*p = l->probes.v[--l->probes.n];
		p->call = CALL_NONE;
	}
	while (l->waits.n)
		*VEC_PUSH(&w->waits) = l->waits.v[--l->waits.n];
	if (l->level) {
		*VEC_PUSH(&w->levels) = l->level;
		w->level = (uint8_t)w->levels.n;
	}
	free(l->notes.v);
	free(l->probes.v);
	free(l->waits.v);
}
