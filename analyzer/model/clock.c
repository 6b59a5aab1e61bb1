// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/clock.h"

#include <stdlib.h>

/* 5.18 prints microseconds; before it "usecs" is nanoseconds >> 10. */
#define RELEASE_USECS 5018
/* Steps of the stamps that show whether they tick in jiffies. */
#define STEPS_ENOUGH 20
#define STEP_COARSE_US 900
/* Calls that are looked at for the cost of a line: the median needs no more. */
#define COST_SAMPLES 201
/* Calls that are long enough to tell units apart, or stamps of a relay from the kernel's. */
#define LONG_US 5000

/* The distance of the two stamps; TIME_NONE when there is none. */
static int64_t stamp_distance(const struct call *c)
{
	if (c->start_us == TIME_NONE || c->end_us == TIME_NONE || c->end_us < c->start_us)
		return TIME_NONE;
	if (c->start_us == 0 && c->end_us == 0)
		return TIME_NONE;
	return c->end_us - c->start_us;
}

/* What the kernel printed, in microseconds; TIME_NONE when it printed nothing. */
static int64_t own_figure(const struct boot *b, const struct call *c)
{
	if (c->reported_us == TIME_NONE || !b->ns_units)
		return c->reported_us;
	return c->reported_us * 1024 / 1000;
}

static bool figure_is_own(const struct call *c)
{
	return c->reported_us != TIME_NONE &&
	       !(c->flags & (CALL_OVERWRITTEN | CALL_QUANTISED));
}

/* A stamp of a clock in jiffies is a whole number of milliseconds, twice in a row by chance never. */
static bool jiffies_stamps(const struct call *c)
{
	return c->start_us != 0 && c->start_us % 1000 == 0 && c->end_us % 1000 == 0;
}

static bool multiple_of_tick(int64_t n)
{
	/* Whole milliseconds, or those in units of 1,024 ns. */
	if (n % 1000 == 0)
		return true;
	if (n < 0 || n > INT64_MAX / 2048)
		return false;
	return (n * 1024 + 999999) / 1000000 * 1000000 / 1024 == n;
}

/*
 * Calls before the switch to a real clocksource: the kernel's own figures tick
 * in jiffies. Without the line of the switch (a filtered log), up to the first
 * figure that is no multiple of a jiffy.
 */
static void mark_quantised(struct builder *w)
{
	size_t until = w->calls.n;

	if (!w->clocksource_at) {
		for (until = 0; until < w->calls.n; until++) {
			const struct call *c = &w->calls.v[until];

			if (c->reported_us != TIME_NONE && !multiple_of_tick(c->reported_us))
				break;
		}
	}
	for (size_t i = 0; i < w->calls.n; i++) {
		struct call *c = &w->calls.v[i];
		uint32_t at = c->at[0] ? c->at[0] : c->at[1];
		bool before = w->clocksource_at ? at < w->clocksource_at : i < until;

		if (!before || c->reported_us == TIME_NONE)
			continue;
		c->flags |= CALL_QUANTISED;
		if (c->reported_us > 0 && multiple_of_tick(c->reported_us) &&
		    (!w->b->tick_us || c->reported_us < w->b->tick_us))
			w->b->tick_us = c->reported_us;
	}
}

/* Without a banner: long calls tell whether the figures are 2.3 % low. */
static bool units_by_ratio(const struct builder *w)
{
	size_t low = 0, right = 0;

	for (size_t i = 0; i < w->calls.n; i++) {
		const struct call *c = &w->calls.v[i];
		int64_t d = stamp_distance(c), n = c->reported_us;

		if (d == TIME_NONE || d < LONG_US * 4 || !figure_is_own(c) ||
		    d > INT64_MAX / 1000 || n > INT64_MAX / 1000)
			continue;
		if (n * 1000 >= d * 973 && n * 1000 <= d * 978)
			low++;
		else if (n * 1000 > d * 990)
			right++;
	}
	return low > right * 4;
}

static bool ns_units(const struct builder *w, unsigned int release)
{
	/* A jiffy of 10 ms reads 9,765 in units of 1,024 ns. */
	if (!release && w->b->tick_us >= 900)
		return w->b->tick_us % 1000 != 0;
	if (!release)
		return units_by_ratio(w);
	/* Before 2.6.28 the unit was msecs; "2.6" does not say which. */
	if (release == 2006)
		return units_by_ratio(w);
	return release < RELEASE_USECS;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The median over calls of what their stamps show more than their own figure. */
static int64_t line_cost(const struct builder *w)
{
	int64_t v[COST_SAMPLES];
	size_t n = 0, step = w->calls.n / COST_SAMPLES + 1;

	for (size_t i = 0; i < w->calls.n && n < COST_SAMPLES; i += step) {
		const struct call *c = &w->calls.v[i];
		int64_t d = stamp_distance(c);

		if (d == TIME_NONE || !figure_is_own(c) || jiffies_stamps(c) ||
		    c->phase != PHASE_KERNEL || c->flags & CALL_CONCURRENT)
			continue;
		v[n++] = d - own_figure(w->b, c);
	}
	if (n < 3)
		return 0;
	qsort(v, n, sizeof(v[0]), by_value);
	return v[n / 2];
}

/*
 * Stamps of the tool that captured the log may be those of delivery: a burst
 * that shows long calls as short ones. Then they are no clock.
 */
static bool stamps_believable(const struct builder *w)
{
	size_t longs = 0, wrong = 0;

	/* systemd 257 shows the time of receipt in the columns of the kernel's stamp. */
	if (w->printk_stamps && !w->forms[FORM_JOURNAL])
		return true;
	if (w->wall_jump)
		return false;
	for (size_t i = 0; i < w->calls.n; i++) {
		const struct call *c = &w->calls.v[i];
		int64_t d;

		if (!figure_is_own(c) || c->reported_us < LONG_US || c->start_us == TIME_NONE ||
		    c->end_us == TIME_NONE)
			continue;
		d = c->end_us - c->start_us;
		longs++;
		wrong += d < c->reported_us / 2;
	}
	return longs < 3 || wrong * 2 < longs;
}

static void set_duration(struct call *c, enum call_clock clock, int64_t us)
{
	c->duration_us = us;
	c->clock = us == TIME_NONE ? CLOCK_NONE : clock;
}

/* See HACKING.md, "Two clocks": the rule, and why it is this one. */
static void choose(const struct boot *b, struct call *c)
{
	int64_t d = b->stamps ? stamp_distance(c) : TIME_NONE;
	int64_t n = own_figure(b, c);
	bool coarse = d != TIME_NONE && (b->coarse || jiffies_stamps(c));
	bool zero = b->stamps && c->start_us == 0 && c->end_us != TIME_NONE;

	if (zero)
		c->flags |= CALL_PRE_CLOCK;
	if (b->ns_units && c->reported_us != TIME_NONE)
		c->flags |= CALL_NS_UNITS;
	if (!c->has_ret || c->flags & CALL_BLACKLISTED)
		return;
	if (d != TIME_NONE && !coarse && (b->line_cost_us < LINE_COST_SLOW_US || !figure_is_own(c))) {
		set_duration(c, CLOCK_PRINTK, d);
		return;
	}
	if (figure_is_own(c)) {
		set_duration(c, CLOCK_KTIME, n);
		return;
	}
	if (d != TIME_NONE) {
		if (coarse)
			c->flags |= CALL_QUANTISED;
		set_duration(c, CLOCK_PRINTK, d);
		return;
	}
	/* No clock ran: a printed 0 is not a measurement. */
	if (zero && n == 0)
		return;
	set_duration(c, CLOCK_KTIME, n);
}

/* Times that are no clock must not reach a report as if they were one. */
static void forget_stamps(struct builder *w)
{
	struct boot *b = w->b;

	b->first_us = b->last_us = b->clocksource_us = TIME_NONE;
	b->free_initmem_us = b->init_us = TIME_NONE;
	for (size_t i = 0; i < w->calls.n; i++)
		w->calls.v[i].start_us = w->calls.v[i].end_us = TIME_NONE;
	for (size_t i = 0; i < w->asyncs.n; i++)
		w->asyncs.v[i].start_us = w->asyncs.v[i].end_us = TIME_NONE;
	for (size_t i = 0; i < w->probes.n; i++)
		w->probes.v[i].start_us = w->probes.v[i].end_us = TIME_NONE;
	for (size_t i = 0; i < w->waits.n; i++)
		w->waits.v[i].start_us = w->waits.v[i].end_us = TIME_NONE;
}

void clock_settle(struct builder *w, unsigned int release)
{
	struct boot *b = w->b;

	mark_quantised(w);
	w->fault = b->first_us == TIME_NONE ? STAMPS_NONE :
		   w->steps == 0		? STAMPS_SAME :
		   !stamps_believable(w)	? STAMPS_DELIVERY :
						  STAMPS_GOOD;
	b->stamps = w->fault == STAMPS_GOOD;
	if (!b->stamps)
		forget_stamps(w);
	b->coarse = b->stamps && w->steps >= STEPS_ENOUGH && w->min_step >= STEP_COARSE_US &&
		    w->whole * 10 >= w->steps * 9;
	b->ns_units = ns_units(w, release);
	b->line_cost_us = b->stamps && !b->coarse ? line_cost(w) : 0;
	for (size_t i = 0; i < w->calls.n; i++)
		choose(b, &w->calls.v[i]);
	for (size_t i = 0; i < w->asyncs.n; i++)
		choose(b, &w->asyncs.v[i]);
}
