// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: probes of devices, and what deferred ones cost. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

enum column {
	COL_DURATION,
	COL_MIN,
	COL_MAX,
	COL_RUNS,
	COL_TRIES,
	COL_START,
	COL_RESULT,
	COL_DEVICE,
	COL_DRIVER,
	COL_INITCALL,
	COL_COUNT
};

static const struct table_column columns[COL_COUNT] = {
	[COL_DURATION] = { "duration", COL_RIGHT },
	[COL_MIN] = { "min", COL_RIGHT },
	[COL_MAX] = { "max", COL_RIGHT },
	[COL_RUNS] = { "runs", COL_RIGHT },
	[COL_TRIES] = { "tries", COL_RIGHT },
	[COL_START] = { "start", COL_RIGHT },
	[COL_RESULT] = { "ret", 0 },
	[COL_DEVICE] = { "device", COL_CUT },
	[COL_DRIVER] = { "driver", 0 },
	[COL_INITCALL] = { "in initcall", COL_SPARE },
};

static int by_duration(const void *pa, const void *pb)
{
	const struct probe *a = *(const struct probe *const *)pa;
	const struct probe *b = *(const struct probe *const *)pb;

	if (a->duration_us != b->duration_us)
		return a->duration_us < b->duration_us ? 1 : -1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* Whether a probe of the list ran within another one of it; looks at the first few. */
static bool any_within(const struct probe *const *v, size_t n)
{
	if (n > 100)
		n = 100;
	for (size_t i = 1; i < n; i++) {
		for (size_t k = 0; k < i; k++) {
			if (v[i]->start_us != TIME_NONE && v[k]->start_us != TIME_NONE &&
			    v[i]->start_us >= v[k]->start_us && v[i]->end_us <= v[k]->end_us &&
			    v[i]->call == v[k]->call)
				return true;
		}
	}
	return false;
}

static void probe_row(struct text_report *r, struct table *t, const struct boot *b,
		      const struct probe *p)
{
	table_row(t);
	fmt_ms(&r->b, p->duration_us);
	table_take(t, COL_DURATION, &r->b);
	if (p->start_us != TIME_NONE)
		fmt_ms(&r->b, p->start_us);
	table_take(t, COL_START, &r->b);
	fmt_probe_result(&r->b, p->ret);
	table_take(t, COL_RESULT, &r->b);
	if (p->ret && !probe_deferred(p))
		table_colour(t, COL_RESULT, CELL_RED);
	table_set(t, COL_DEVICE, p->device);
	if (p->driver)
		table_set(t, COL_DRIVER, p->driver);
	if (p->call != CALL_NONE)
		text_name(&r->b, b->calls[p->call].sym);
	table_take(t, COL_INITCALL, &r->b);
}

static void probes_of_one(struct text_report *r, const struct boot *b)
{
	const struct probe **v = xmalloc(b->nprobes * sizeof(*v));
	struct table t;
	size_t n = 0, shown;

	for (size_t i = 0; i < b->nprobes; i++) {
		if (probe_wanted(b, &b->probes[i], r->o->before_init))
			v[n++] = &b->probes[i];
	}
	shown = text_rows(r, n);
	if (n) {
		qsort(v, n, sizeof(const struct probe *), by_duration);
		if (shown < n)
			buf_printf(&r->b, "Top %zu of ", shown);
		fmt_count(&r->b, n, "probe");
		buf_printf(&r->b, "%s, longest first",
			   r->o->before_init ? " before init" : "");
		text_heading(r);
		table_init(&t, columns, COL_COUNT);
		for (size_t i = 0; i < shown; i++)
			probe_row(r, &t, b, v[i]);
		text_table(r, &t);
		table_release(&t);
		if (any_within(v, shown)) {
			buf_puts(&r->b, "A probe that adds devices holds the time of their probes.");
			text_wrap(r, 2);
		}
	}
	free(v);
}

static void device_row(struct text_report *r, struct table *t, const struct device *d)
{
	int64_t us[] = { d->median_us, d->min_us, d->max_us };
	size_t count[] = { d->runs, d->tries };

	table_row(t);
	for (size_t i = 0; i < 3; i++) {
		fmt_ms(&r->b, us[i]);
		table_take(t, COL_DURATION + i, &r->b);
	}
	for (size_t i = 0; i < 2; i++) {
		buf_printf(&r->b, "%zu", count[i]);
		table_take(t, COL_RUNS + i, &r->b);
	}
	table_set(t, COL_DEVICE, d->device);
	if (d->driver)
		table_set(t, COL_DRIVER, d->driver);
}

/* Which try of a device comes when is chance: boots are compared by all tries of it. */
static void probes_of_many(struct text_report *r)
{
	struct table_column many[COL_COUNT];
	struct devices d;
	struct table t;
	size_t shown;

	devices_of(&d, r->series, PROBES_ALL);
	shown = text_rows(r, d.n);
	if (d.n) {
		memcpy(many, columns, sizeof(many));
		many[COL_DURATION].head = "median";
		if (shown < d.n)
			buf_printf(&r->b, "Top %zu of ", shown);
		fmt_count(&r->b, d.n, "probed device");
		buf_printf(&r->b, " in %zu boots, all tries of a device together", r->s->n);
		text_heading(r);
		table_init(&t, many, COL_COUNT);
		for (size_t i = 0; i < shown; i++)
			device_row(r, &t, &d.v[i]);
		text_table(r, &t);
		table_release(&t);
	}
	devices_release(&d);
}

static void worst(struct text_report *r, const char *what, const struct device *d)
{
	buf_printf(&r->b, "; %s: ", what);
	fmt_text(&r->b, d->device);
	buf_printf(&r->b, " (%zu %s, ", d->tries, d->tries == 1 ? "try" : "tries");
	fmt_ms(&r->b, d->median_us);
	buf_addc(&r->b, ')');
}

static void deferrals(struct text_report *r)
{
	const struct device *most;
	struct devices d;
	int64_t tries, us;

	devices_of(&d, r->series, PROBES_DEFERRED);
	if (!d.n) {
		devices_release(&d);
		return;
	}
	most = &d.v[0];
	for (size_t i = 1; i < d.n; i++) {
		if (d.v[i].tries > most->tries)
			most = &d.v[i];
	}
	/* Of the boot in the middle. */
	tries = pile_spread(&r->series->deferred_tries).median_us;
	us = pile_spread(&r->series->deferred_us).median_us;
	buf_puts(&r->b, "Deferred probes: ");
	fmt_count(&r->b, (size_t)tries, "probe");
	buf_puts(&r->b, " on ");
	fmt_count(&r->b, d.n, "device");
	buf_puts(&r->b, " returned EPROBE_DEFER, ");
	fmt_ms(&r->b, us);
	buf_puts(&r->b, r->several ? " for nothing (medians)" : " for nothing");
	worst(r, "most time", &d.v[0]);
	if (most != &d.v[0])
		worst(r, "most tries", most);
	putc('\n', r->f);
	text_wrap(r, 0);
	devices_release(&d);
}

void text_probes(struct text_report *r)
{
	if (r->several)
		probes_of_many(r);
	else
		probes_of_one(r, r->s->v[0]);
	deferrals(r);
}
