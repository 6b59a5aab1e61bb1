// SPDX-License-Identifier: GPL-2.0-or-later
/* Before and after on one scale, with what lies between. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "report/chart_page.h"
#include "report/compare_text.h"
#include "report/fmt.h"

/* Deferred calls that run so much later than init are not drawn: init would be a stripe. */
#define LATE_SHARE 1.5
/* Parts of the sum that are listed. */
#define PARTS_MAX 8

int chart_sides(struct timeline side[SIDES], const struct comparison *c, struct err *e)
{
	const struct boot *before = chart_pick(c->s, 0, c->nbefore);
	const struct boot *after = chart_pick(c->s, c->nbefore, c->nboots);

	if (timeline_build(&side[BEFORE], before, false, e) != 0)
		return -1;
	if (timeline_build(&side[AFTER], after, false, e) == 0)
		return 0;
	timeline_release(&side[BEFORE]);
	return -1;
}

void chart_sides_release(struct timeline side[SIDES])
{
	timeline_release(&side[BEFORE]);
	timeline_release(&side[AFTER]);
}

/* What became of each call of a boot. */
static struct chart_change *changes_of(const struct comparison *c, const struct boot *boot)
{
	struct chart_change *v = xcalloc(boot->ncalls + 1, sizeof(*v));
	size_t nth = 0;

	while (c->s->v[nth] != boot)
		nth++;
	for (size_t i = 0; i < c->n; i++) {
		const struct delta *d = &c->v[i];

		if (!d->call[nth])
			continue;
		v[d->call[nth] - boot->calls] =
			(struct chart_change){ d->change, d->timing == CHANGE_SLOWER,
					       d->timing == CHANGE_FASTER };
	}
	return v;
}

static int64_t last_deferred(const struct timeline *t)
{
	int64_t last = t->init_us;

	for (size_t i = 0; i < t->nlanes; i++) {
		const struct tl_lane *l = &t->lanes[i];

		for (size_t j = 0; j < l->n && l->kind == TL_LANE_DEFERRED; j++)
			last = l->v[j].end_us > last ? l->v[j].end_us : last;
	}
	return last;
}

/* One scale for both: from the earlier start to the later init, and deferred calls soon after. */
static void common_scale(const struct timeline side[SIDES], int64_t *from_us, int64_t *to_us)
{
	int64_t init, last;

	*from_us = side[BEFORE].from_us < side[AFTER].from_us ? side[BEFORE].from_us :
								side[AFTER].from_us;
	init = side[BEFORE].init_us > side[AFTER].init_us ? side[BEFORE].init_us :
							    side[AFTER].init_us;
	*to_us = init;
	for (enum side s = BEFORE; s < SIDES; s++) {
		last = last_deferred(&side[s]);
		if (last > *to_us &&
		    (double)(last - *from_us) <= LATE_SHARE * (double)(init - *from_us))
			*to_us = last;
	}
	/* So that the mark of init and its label are not at the very edge. */
	if (*to_us < INT64_MAX / 2)
		*to_us += (*to_us - *from_us) / 100;
}

static void say_head(struct page *page, const struct comparison *c)
{
	buf_puts(&page->b, "Before and after: ");
	chart_say_system(&page->b, c->s->v[c->nbefore]);
	page_title(page);
	buf_puts(&page->b, "time to init: ");
	say_verdict(&page->b, c);
	page_line(page, "verdict");
	if (c->low_us != TIME_NONE) {
		buf_puts(&page->b, "95 % interval of the change: ");
		say_change(&page->b, c->low_us);
		buf_puts(&page->b, " to ");
		say_change(&page->b, c->high_us);
		buf_printf(&page->b, "; %zu boots before, %zu after", c->side[BEFORE].runs,
			   c->side[AFTER].runs);
	} else {
		say_advice(&page->b, c);
	}
	page_line(page, "sub");
	say_barriers(&page->b, c);
	page_line(page, "warning");
}

static void plan_side(struct page *page, const struct comparison *c, const struct timeline *t,
		      enum side side, const int64_t scale[2], const struct chart_change *changes)
{
	size_t from = side == BEFORE ? 0 : c->nbefore;
	size_t to = side == BEFORE ? c->nbefore : c->nboots;
	struct panel *p;

	buf_puts(&page->b, side == BEFORE ? "Before: " : "After: ");
	if (t->boot->init_us == TIME_NONE)
		buf_puts(&page->b, "the log does not reach the start of init");
	else
		chart_say_init(&page->b, t->boot, c->s, from, to);
	buf_printf(&page->b, ", %s", t->boot->file);
	p = page_panel(page, page_keep(page));
	p->t = t;
	p->changes = changes;
	axis_init(&p->axis, scale[0], scale[1], page->x0, page->x1);
	panel_plan(p, PANEL_COMPARE, &page->arena);
}

static int64_t part_size(const struct ledger *sum, size_t i)
{
	return llabs(sum->v[i].us[AFTER] - sum->v[i].us[BEFORE]);
}

/* A row without a colour: what is in page->b, and a change. */
static void add_figure(struct page *page, int64_t us)
{
	struct list_row *r = page_row(page);

	r->name = page_keep(page);
	say_change(&page->b, us);
	r->figure = page_keep(page);
	r->kind = KIND_MAX;
}

/* The parts of the sum that changed most; together they are the change of the boots in the middle. */
static void list_sum(struct page *page, const struct comparison *c)
{
	const struct ledger *sum = &c->sum;
	size_t *v = xcalloc(sum->n + 1, sizeof(*v));
	struct chart_list *l;
	int64_t rest = 0;
	size_t n = 0;

	for (size_t i = 0; i < sum->n; i++) {
		size_t at = n++;

		for (; at > 0 && part_size(sum, v[at - 1]) < part_size(sum, i); at--)
			v[at] = v[at - 1];
		v[at] = i;
	}
	if (sum->total_us[BEFORE] == TIME_NONE)
		n = 0;
	else
		l = page_list(page, "Where the change is from");
	for (size_t i = 0; i < n; i++) {
		const struct ledger_line *x = &sum->v[v[i]];

		if (i < PARTS_MAX) {
			say_part(&page->b, c, x);
			add_figure(page, x->us[AFTER] - x->us[BEFORE]);
		} else {
			rest += x->us[AFTER] - x->us[BEFORE];
		}
	}
	if (n > PARTS_MAX) {
		buf_puts(&page->b, "the rest");
		add_figure(page, rest);
	}
	if (n) {
		buf_puts(&page->b, "time to init");
		add_figure(page, sum->total_us[AFTER] - sum->total_us[BEFORE]);
		l->rows.v[l->rows.n - 1].total = true;
		l->more = sum->boots[BEFORE][0] != sum->boots[BEFORE][1] ||
					  sum->boots[AFTER][0] != sum->boots[AFTER][1] ?
				  "(means of the two boots in the middle)" : NULL;
	}
	free(v);
}

/* What a call took before init: one that ran later, or not at all, took nothing of it. */
static int64_t cost(const struct call_side *s)
{
	return s->state == STATE_RAN && s->us != TIME_NONE ? s->us : 0;
}

static int64_t magnitude(const struct delta *d)
{
	int64_t us = cost(&d->side[AFTER]) - cost(&d->side[BEFORE]);

	return us < 0 ? -us : us;
}

static int by_magnitude(const void *x, const void *y)
{
	const struct delta *const *a = x, *const *b = y;
	int64_t ma = magnitude(*a), mb = magnitude(*b);

	if (ma != mb)
		return ma > mb ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

/* Whether a call is worth a row: it changed, or, untested, it took another time. */
static bool differs(const struct comparison *c, const struct delta *d)
{
	if (magnitude(d) < c->o.least_us)
		return false;
	return d->change == CHANGE_UNKNOWN || d->change != CHANGE_SAME;
}

static void list_changes(struct page *page, const struct comparison *c)
{
	const struct delta **v = xcalloc(c->n + 1, sizeof(*v));
	struct chart_list *l;
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (differs(c, &c->v[i]))
			v[n++] = &c->v[i];
	}
	qsort(v, n, sizeof(*v), by_magnitude);
	l = page_list(page, c->tested ? "Largest changes up to init" :
					"Largest differences up to init (not tested)");
	for (size_t i = 0; i < n && i < page->o->top; i++) {
		struct list_row *r = page_row(page);

		buf_puts(&page->b, delta_sym(v[i])->name);
		r->name = page_keep(page);
		say_change(&page->b, cost(&v[i]->side[AFTER]) - cost(&v[i]->side[BEFORE]));
		r->figure = page_keep(page);
		r->remark = change_name(v[i]->change);
		r->colour = timeline_colour(delta_sym(v[i])->name);
		r->kind = KIND_CALL;
	}
	if (n > page->o->top) {
		buf_printf(&page->b, "and %zu more", n - page->o->top);
		l->more = page_keep(page);
	} else if (!n) {
		l->more = "none";
	}
	free(v);
}

void chart_compare(const struct comparison *c, const struct timeline side[SIDES],
		   const struct chart_opts *o, FILE *f)
{
	struct chart_change *changes[SIDES];
	int64_t scale[2];
	struct page page;

	page_init(&page, o);
	say_head(&page, c);
	common_scale(side, &scale[0], &scale[1]);
	for (enum side s = BEFORE; s < SIDES; s++) {
		changes[s] = changes_of(c, side[s].boot);
		plan_side(&page, c, &side[s], s, scale, changes[s]);
	}
	if (side[BEFORE].boot->init_us != TIME_NONE && side[AFTER].boot->init_us != TIME_NONE) {
		page.saving_us[0] = side[BEFORE].init_us;
		page.saving_us[1] = side[AFTER].init_us;
		/* The figure of the verdict, where the boots that are drawn are not the medians. */
		say_change(&page.b, c->delta_us);
		if (c->delta_us != side[AFTER].init_us - side[BEFORE].init_us)
			buf_puts(&page.b, " (medians)");
		page.saving = page_keep(&page);
	}
	list_sum(&page, c);
	list_changes(&page, c);
	page.foot = "Both on one scale. Bars are where the time stamps of the two logs are; figures "
		    "are medians over the boots of a side.";
	page_draw(&page, f);
	for (enum side s = BEFORE; s < SIDES; s++)
		free(changes[s]);
	page_release(&page);
}
