// SPDX-License-Identifier: GPL-2.0-or-later
/* The picture of one boot: heading, panels, the longest calls, legend. */
#include "report/chart.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/chart_page.h"
#include "report/fmt.h"

/* What comes after init is drawn on the same scale when it is at most this share of it. */
#define ONE_PANEL_SHARE 0.5

static int by_init(const void *x, const void *y)
{
	const struct boot *const *a = x, *const *b = y;

	if ((*a)->init_us != (*b)->init_us)
		return (*a)->init_us < (*b)->init_us ? -1 : 1;
	return 0;
}

const struct boot *chart_pick(const struct bootset *s, size_t from, size_t to)
{
	const struct boot **v = xcalloc(to - from + 1, sizeof(*v)), *r = s->v[from];
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		if (s->v[i]->init_us != TIME_NONE && s->v[i]->stamps)
			v[n++] = s->v[i];
	}
	qsort(v, n, sizeof(*v), by_init);
	if (n)
		r = v[(n - 1) / 2];
	free(v);
	return r;
}

void chart_say_system(struct buf *b, const struct boot *boot)
{
	buf_puts(b, "Linux");
	if (boot->kernel)
		buf_printf(b, " %s", boot->kernel);
	if (boot->arch)
		buf_printf(b, " %s", boot->arch);
	if (boot->machine)
		buf_printf(b, ", %s", boot->machine);
}

/* "1072.594 ms; 8 boots, 1070.001 ms to 1080.120 ms" */
void chart_say_init(struct buf *b, const struct boot *boot, const struct bootset *s, size_t from,
		    size_t to)
{
	int64_t min = INT64_MAX, max = INT64_MIN;
	size_t known = 0;

	fmt_ms(b, boot->init_us);
	for (size_t i = from; i < to; i++) {
		if (s->v[i]->init_us == TIME_NONE)
			continue;
		min = s->v[i]->init_us < min ? s->v[i]->init_us : min;
		max = s->v[i]->init_us > max ? s->v[i]->init_us : max;
		known++;
	}
	if (to - from < 2 || !known)
		return;
	buf_puts(b, ", the boot in the middle of ");
	fmt_count(b, known, "boot");
	buf_puts(b, " (");
	fmt_ms(b, min);
	buf_puts(b, " to ");
	fmt_ms(b, max);
	buf_puts(b, ")");
}

static void add_share(struct buf *b, const char *what, int64_t us, int64_t total_us)
{
	if (us == 0)
		return;
	buf_printf(b, ", %s ", what);
	fmt_ms(b, us);
	buf_puts(b, " (");
	fmt_share(b, us, total_us);
	buf_puts(b, ")");
}

/* The sum, so that the picture and the figures can be laid side by side. */
static void say_sum(struct buf *b, const struct boot *boot)
{
	const struct accounting *a = &boot->acc;

	if (a->total_us == TIME_NONE)
		return;
	buf_puts(b, "of it: initcalls ");
	fmt_ms(b, a->initcalls_us);
	buf_puts(b, " (");
	fmt_share(b, a->initcalls_us, a->total_us);
	buf_puts(b, ")");
	add_share(b, "waits for async functions", a->async_wait_us, a->total_us);
	add_share(b, "no initcall runs", a->gaps_us, a->total_us);
	add_share(b, "rest", a->residual_us, a->total_us);
}

static void say_warnings(struct page *page, const struct timeline *t)
{
	const struct boot *boot = t->boot;
	size_t bad = 0;

	for (size_t i = 0; i < boot->nfindings; i++)
		bad += boot->findings[i].severity != SEV_NOTE;
	if (bad) {
		fmt_count(&page->b, bad, "warning");
		buf_puts(&page->b, " on this log; `bootcheck analyze` lists them");
		page_line(page, "warning");
	}
	if (!boot->nlevels) {
		buf_puts(&page->b, "the log does not say the levels of the initcalls; --vmlinux does");
		page_line(page, "sub");
	}
	if (t->unplaced) {
		fmt_count(&page->b, t->unplaced, "initcall");
		buf_puts(&page->b, " ran before the clock of the log did, and cannot be drawn");
		page_line(page, "sub");
	}
	if (boot->coarse && boot->tick_us) {
		buf_puts(&page->b, "the stamps tick every ");
		fmt_ms(&page->b, boot->tick_us);
		buf_puts(&page->b, ": nothing shorter can be told apart");
		page_line(page, "warning");
	}
}

static void say_head(struct page *page, const struct chart_of *what)
{
	const struct boot *boot = what->t->boot;

	buf_puts(&page->b, "Boot timeline: ");
	chart_say_system(&page->b, boot);
	page_title(page);
	buf_puts(&page->b, boot->file);
	if (boot->of > 1)
		buf_printf(&page->b, ", boot %u of %u", boot->nth, boot->of);
	page_line(page, "sub");
	if (boot->init_us == TIME_NONE) {
		buf_puts(&page->b, "the log does not reach the start of init");
		page_line(page, "warning");
	} else {
		buf_puts(&page->b, "time to init ");
		chart_say_init(&page->b, boot, what->s, what->from, what->to);
		page_line(page, "verdict");
		say_sum(&page->b, boot);
		page_line(page, "sub");
	}
	say_warnings(page, what->t);
}

static int by_duration(const void *x, const void *y)
{
	const struct call *const *a = x, *const *b = y;

	if ((*a)->duration_us != (*b)->duration_us)
		return (*a)->duration_us > (*b)->duration_us ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

/* The longest calls of the boot that is drawn. */
static void list_longest(struct page *page, const struct boot *boot, const struct chart_opts *o)
{
	const struct call **v = xcalloc(boot->ncalls + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < boot->ncalls; i++) {
		const struct call *c = &boot->calls[i];

		if (c->duration_us != TIME_NONE && c->duration_us > 0 &&
		    (c->phase == PHASE_KERNEL || !o->before_init))
			v[n++] = c;
	}
	qsort(v, n, sizeof(*v), by_duration);
	page_list(page, "Longest initcalls, share of the time to init");
	for (size_t i = 0; i < n && i < o->top; i++) {
		struct buf *b = &page->b;
		struct list_row *r = page_row(page);

		buf_puts(b, v[i]->sym->name);
		if (v[i]->ordinal > 1)
			buf_printf(b, " (%u)", v[i]->ordinal);
		r->name = page_keep(page);
		fmt_ms(b, v[i]->duration_us);
		r->figure = page_keep(page);
		if (v[i]->phase == PHASE_KERNEL)
			fmt_share(b, v[i]->duration_us, boot->init_us);
		else
			buf_puts(b, "after init");
		r->remark = page_keep(page);
		r->colour = timeline_colour(v[i]->sym->name);
		r->kind = KIND_CALL;
	}
	free(v);
}

static void plan_panel(struct page *page, enum panel_part part, const struct timeline *t,
		       int64_t from_us, int64_t to_us, const char *title)
{
	struct panel *p = page_panel(page, title);

	p->t = t;
	axis_init(&p->axis, from_us, to_us, page->x0, page->x1);
	panel_plan(p, part, &page->arena);
}

static bool has_user_lanes(const struct timeline *t)
{
	for (size_t i = 0; i < t->nlanes; i++) {
		if (t->lanes[i].section == TL_USER)
			return true;
	}
	return false;
}

static void plan_panels(struct page *page, const struct timeline *t)
{
	struct buf b = { 0 };

	if (!has_user_lanes(t)) {
		/* Async functions may go on after it. */
		plan_panel(page, PANEL_ALL, t, t->from_us, t->to_us, NULL);
		return;
	}
	if ((double)(t->to_us - t->init_us) <=
	    ONE_PANEL_SHARE * (double)(t->init_us - t->from_us)) {
		plan_panel(page, PANEL_ALL, t, t->from_us, t->to_us, NULL);
		return;
	}
	plan_panel(page, PANEL_KERNEL, t, t->from_us, t->init_us, "Up to the start of init");
	fmt_ms(&b, t->to_us - t->init_us);
	buf_puts(&page->b, "After the start of init: ");
	buf_puts(&page->b, buf_str(&b));
	buf_puts(&page->b, " on a scale of its own");
	plan_panel(page, PANEL_USER, t, t->init_us, t->to_us, page_keep(page));
	buf_release(&b);
}

void chart_boot(const struct chart_of *what, const struct chart_opts *o, FILE *f)
{
	struct page page;

	page_init(&page, o);
	say_head(&page, what);
	plan_panels(&page, what->t);
	list_longest(&page, what->t->boot, o);
	page.foot = "Bars are where the log's time stamps are; figures are those of the better clock "
		    "of each call.";
	page_draw(&page, f);
	page_release(&page);
}
