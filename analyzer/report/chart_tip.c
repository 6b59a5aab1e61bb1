// SPDX-License-Identifier: GPL-2.0-or-later
/* What one reads when the pointer rests on a bar. */
#include <string.h>

#include "compare/compare.h"
#include "report/chart_priv.h"
#include "report/fmt.h"

static void tip_span(struct buf *b, int64_t start_us, int64_t end_us)
{
	buf_puts(b, "\nfrom ");
	fmt_ms(b, start_us);
	buf_puts(b, " to ");
	fmt_ms(b, end_us);
}

static void tip_call(struct buf *b, const struct panel *p, const struct tl_item *i,
		     const struct call *c)
{
	const struct boot *boot = p->t->boot;

	buf_puts(b, c->sym->name);
	if (c->sym->module)
		buf_printf(b, " [%s]", c->sym->module);
	if (c->ordinal > 1)
		buf_printf(b, " (call %u of this name)", c->ordinal);
	buf_puts(b, ": ");
	fmt_ms(b, c->duration_us);
	if (clock_name((enum call_clock)c->clock))
		buf_printf(b, " (%s clock)", clock_name((enum call_clock)c->clock));
	tip_span(b, i->start_us, i->end_us);
	if (i->open)
		buf_puts(b, ", where the log ends: it did not return");
	if (c->has_ret) {
		buf_puts(b, "\nreturned ");
		fmt_result(b, c);
	}
	if (i->kind == TL_ASYNC)
		buf_puts(b, "\nasync function");
	else if (call_level(boot, c))
		buf_printf(b, "\nlevel %s", call_level(boot, c));
	if (c->pid >= 0)
		buf_printf(b, ", pid %d", (int)c->pid);
	if (c->line[0] || c->line[1])
		buf_printf(b, "\nline %u of the log", c->line[0] ? c->line[0] : c->line[1]);
	if (i->kind == TL_CALL && p->changes) {
		const char *change = change_name(p->changes[i->index].change);

		if (change && p->changes[i->index].change != CHANGE_SAME)
			buf_printf(b, "\ncompared: %s", change);
	}
}

static void tip_probe(struct buf *b, const struct panel *p, const struct tl_item *i)
{
	const struct probe *x = &p->t->boot->probes[i->index];

	buf_printf(b, "probe of %s", x->device);
	if (x->driver)
		buf_printf(b, " by %s", x->driver);
	buf_puts(b, ": ");
	fmt_ms(b, x->duration_us);
	tip_span(b, i->start_us, i->end_us);
	buf_puts(b, "\nreturned ");
	fmt_probe_result(b, x->ret);
	if (x->call != CALL_NONE)
		buf_printf(b, "\nin %s", p->t->boot->calls[x->call].sym->name);
}

static void tip_gap(struct buf *b, const struct panel *p, const struct tl_item *i)
{
	const struct boot *boot = p->t->boot;
	const struct gap *g = &boot->gaps[i->index];

	buf_puts(b, "no initcall runs: ");
	fmt_ms(b, i->end_us - i->start_us);
	tip_span(b, i->start_us, i->end_us);
	if (g->after != CALL_NONE)
		buf_printf(b, "\nafter %s", boot->calls[g->after].sym->name);
	if (g->before != CALL_NONE)
		buf_printf(b, "\nbefore %s", boot->calls[g->before].sym->name);
	else
		buf_puts(b, "\nbefore the start of init");
}

void chart_tip(struct buf *b, const struct panel *p, const struct tl_item *i)
{
	switch ((enum tl_kind)i->kind) {
	case TL_CALL:
		tip_call(b, p, i, &p->t->boot->calls[i->index]);
		break;
	case TL_ASYNC:
		tip_call(b, p, i, &p->t->boot->asyncs[i->index]);
		break;
	case TL_PROBE:
		tip_probe(b, p, i);
		break;
	case TL_WAIT:
		buf_puts(b, "waits for async functions: ");
		fmt_ms(b, i->end_us - i->start_us);
		tip_span(b, i->start_us, i->end_us);
		break;
	case TL_GAP:
		tip_gap(b, p, i);
		break;
	}
}

void chart_tip_many(struct buf *b, size_t n, int64_t sum_us, int64_t from_us, int64_t to_us)
{
	fmt_count(b, n, "short one");
	buf_puts(b, ": ");
	fmt_ms(b, sum_us);
	buf_puts(b, " together");
	tip_span(b, from_us, to_us);
}
