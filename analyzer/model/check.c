// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with the log itself, with the line and what to do about it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/build.h"
#include "model/clock.h"

#define HOW_TO_BOOT "`initcall_debug log_buf_len=16M quiet printk.time=1`"

/* Names listed in one message. */
#define NAMES_SHOWN 4

static void check_head(struct builder *w)
{
	const struct boot *b = w->b;
	const struct call *first = b->ncalls ? &b->calls[0] : NULL;
	bool early = b->first_us != TIME_NONE && b->first_us < 50000;

	if (b->form == FORM_FTRACE)
		return; /* it has no other lines */

	if (w->first_seq > 1) {
		builder_find(w, FIND_HEAD_LOST, SEV_ERROR, b->first_line,
			     "the first %llu messages are gone from the kernel's ring buffer; boot "
			     "with log_buf_len=16M and capture again",
			     (unsigned long long)(w->first_seq - 1));
		return;
	}
	if (b->kernel || !first)
		return;
	if (w->nreturned > 10 && w->ncalling < w->nreturned / 10 && early) {
		builder_find(w, FIND_HEAD_LOST, SEV_WARNING, b->first_line,
			     "`returned` lines without their `calling` lines: this log was filtered, "
			     "so only the kernel's own figures are left; give the whole log");
		return;
	}
	if (first->flags & CALL_NO_START)
		builder_find(w, FIND_HEAD_LOST, SEV_ERROR, first->line[1],
			     "the log begins in the middle of the boot, in %s; boot with "
			     "log_buf_len=16M and capture again", first->sym->name);
	else if (!early)
		builder_find(w, FIND_HEAD_LOST, SEV_WARNING, b->first_line,
			     "no line of the start of the kernel (\"Linux version\"): an excerpt, or "
			     "the head is lost; boot with log_buf_len=16M and capture again");
	else
		builder_find(w, FIND_HEAD_LOST, SEV_NOTE, b->first_line,
			     "the first lines are missing (\"Linux version\"), so the kernel's "
			     "release is not known; no initcall seems to be lost");
}

static void check_tail(struct builder *w)
{
	const struct boot *b = w->b;

	if (w->last_cut)
		builder_find(w, FIND_TAIL_LOST, SEV_WARNING, b->last_line,
			     "the last line is cut off; capture the log again, to its end");
	if (b->form == FORM_FTRACE) {
		if (!b->init_at)
			builder_find(w, FIND_TAIL_LOST, SEV_NOTE, b->last_line,
				     "tracepoints do not tell the start of init, so the time to init is "
				     "not known; give the output of dmesg for it");
		return;
	}
	if (b->ncalls && !b->init_at)
		builder_find(w, FIND_TAIL_LOST, SEV_WARNING, b->last_line,
			     "the log ends before the start of init, so the time to init is not "
			     "known; capture it again after the boot is over");
}

static void check_hung(struct builder *w)
{
	const struct boot *b = w->b;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];
		/* After init, with text of user space between, a lost line is likelier. */
		enum severity sev = c->phase == PHASE_KERNEL ? SEV_ERROR : SEV_WARNING;

		if (c->flags & CALL_NO_RETURN) {
			builder_find(w, FIND_HUNG_INITCALL, SEV_WARNING, c->line[0],
				     "no return of %s in the log, though its task went on: the line "
				     "is lost; how long the call took is not known", c->sym->name);
		} else if (c->flags & CALL_HUNG) {
			if (c->start_us != TIME_NONE && b->last_us != TIME_NONE)
				builder_find(w, FIND_HUNG_INITCALL, sev, c->line[0],
					     "%s was called at %lld us and did not return; the log "
					     "goes on for %lld us; it hangs, or the log is cut",
					     c->sym->name, (long long)c->start_us,
					     (long long)(b->last_us - c->start_us));
			else
				builder_find(w, FIND_HUNG_INITCALL, sev, c->line[0],
					     "%s was called and did not return; it hangs, or the "
					     "log is cut", c->sym->name);
		}
	}
}

static void check_stamps(struct builder *w)
{
	const struct boot *b = w->b;

	if (!b->stamps)
		builder_find(w, FIND_NO_TIMESTAMPS, SEV_WARNING, 0,
			     "%s: no time to init, and only the kernel's own figures (\"after N "
			     "usecs\"), which are wrong for calls that overlap; capture with plain "
			     "dmesg, boot with printk.time=1",
			     w->fault == STAMPS_SAME	? "all stamps are the same" :
			     w->fault == STAMPS_DELIVERY ? "the stamps are those of delivery, not the kernel's" :
							   "no usable time stamps");
	else if (w->lost_steps > 1)
		builder_find(w, FIND_NO_TIMESTAMPS, SEV_NOTE, w->lost_step_line,
			     "dmesg -e hides the step where a minute begins (%zu times); use plain "
			     "dmesg", w->lost_steps - 1);
	if (w->nstray)
		builder_find(w, FIND_CLOCK_BACKWARDS, SEV_NOTE, w->stray_line,
			     "%zu times the log shows another processor's clock, up to %lld us behind; "
			     "nothing is computed from those lines", w->nstray, (long long)w->stray_us);
	if (b->coarse)
		builder_find(w, FIND_QUANTISED_CLOCK, SEV_WARNING, 0,
			     "the stamps tick in steps of %lld us, so a call by its stamps is "
			     "known to that only; the kernel's own figure is used where it is good",
			     (long long)w->min_step);
}

static void check_quantised(struct builder *w)
{
	const struct boot *b = w->b;
	size_t n = 0, zero = 0, stamped = 0;
	uint32_t line = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (!(c->flags & CALL_QUANTISED) || c->reported_us == TIME_NONE)
			continue;
		n++;
		zero += c->reported_us == 0;
		stamped += c->clock == CLOCK_PRINTK;
		line = line ? line : c->line[1];
	}
	if (n < 2)
		return;
	if (w->clocksource_at)
		builder_find(w, FIND_QUANTISED_CLOCK, SEV_NOTE, w->clocksource_line,
			     "%zu calls ran before the kernel had a clocksource; its own figures "
			     "for them are multiples of a jiffy (%zu are 0)%s", n, zero,
			     stamped ? "; their stamps are used instead" : "");
	else
		builder_find(w, FIND_QUANTISED_CLOCK, SEV_NOTE, line,
			     "the kernel's own figures of %zu calls are whole milliseconds or jiffies "
			     "(%zu are 0)%s", n, zero,
			     stamped ? "; their stamps are used instead" : "");
}

/* How many printed figures are wrong because calls overlapped: by > 1 ms and > 10 %. */
static void check_concurrent(struct builder *w)
{
	const struct boot *b = w->b;
	size_t n = 0, wrong = 0;
	uint32_t line = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];
		int64_t off;

		if (!(c->flags & CALL_CONCURRENT))
			continue;
		n++;
		line = line ? line : c->line[0];
		if (c->clock != CLOCK_PRINTK || c->reported_us == TIME_NONE)
			continue;
		off = c->duration_us - c->reported_us;
		wrong += off > 1000 && off > c->duration_us / 10;
	}
	if (n)
		builder_find(w, FIND_CONCURRENT_CALLS, b->stamps ? SEV_NOTE : SEV_WARNING, line,
			     "%zu calls overlapped another one; the kernel keeps one start time for "
			     "all, and %zu of the figures it printed %s too small by more than 1 ms "
			     "and 10 %%%s", n, wrong, wrong == 1 ? "is" : "are",
			     b->stamps ? "; the stamps are used instead" : "");
}

static void check_duplicates(struct builder *w)
{
	const struct boot *b = w->b;
	struct buf names = { 0 };
	size_t n = 0;
	uint32_t line = 0;

	for (size_t i = 0; i < b->ncalls; i++) {
		const struct call *c = &b->calls[i];

		if (c->ordinal != 2)
			continue;
		if (n < NAMES_SHOWN)
			buf_printf(&names, "%s%s", n ? ", " : "", c->sym->name);
		else if (n == NAMES_SHOWN)
			buf_puts(&names, ", ...");
		n++;
		line = line ? line : c->line[0] ? c->line[0] : c->line[1];
	}
	if (n)
		builder_find(w, FIND_DUPLICATE_NAME, SEV_NOTE, line,
			     "%zu name%s more than once (%s); they are kept apart by order, module "
			     "and size", n, n == 1 ? " occurs" : "s occur", buf_str(&names));
	buf_release(&names);
}

static void check_console(struct builder *w)
{
	const struct boot *b = w->b;

	if (b->line_cost_us >= LINE_COST_SLOW_US)
		builder_find(w, FIND_CONSOLE_SLOW, SEV_WARNING, 0,
			     "printing slows this boot: a line costs about %lld us on the console; "
			     "boot with `quiet` and read the log with dmesg. The kernel's own "
			     "figures are used where they are good", (long long)b->line_cost_us);
}

static void check_calls(struct builder *w)
{
	if (w->b->ncalls == 0)
		builder_find(w, FIND_NO_INITCALL_DEBUG, SEV_ERROR, w->b->first_line,
			     "this boot has no initcall line; boot with " HOW_TO_BOOT);
}

/* One more finding for those of a code that were not kept. */
static void sum_up(struct builder *w)
{
	for (enum finding_code c = 0; c < FIND_MAX; c++) {
		size_t more = w->count[c] - FINDINGS_PER_CODE;
		enum severity sev = SEV_NOTE;

		if (w->count[c] <= FINDINGS_PER_CODE)
			continue;
		for (size_t i = 0; i < w->findings.n; i++) {
			if (w->findings.v[i].code == c && w->findings.v[i].severity > sev)
				sev = w->findings.v[i].severity;
		}
		w->count[c] = 0;
		builder_find(w, c, sev, 0, "%zu more of these are not listed", more);
	}
}

static int by_line(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return strcmp(x->message, y->message);
}

void builder_check(struct builder *w)
{
	check_calls(w);
	check_head(w);
	check_tail(w);
	check_hung(w);
	check_stamps(w);
	check_console(w);
	check_quantised(w);
	check_concurrent(w);
	check_duplicates(w);
	sum_up(w);
	if (w->findings.n)
		qsort(w->findings.v, w->findings.n, sizeof(*w->findings.v), by_line);
	w->b->nfindings = w->findings.n;
	w->b->findings = arena_copy(&w->set->arena, w->findings.v,
				    w->findings.n * sizeof(*w->findings.v));
}

void boot_add_finding(struct bootset *s, struct boot *b, enum finding_code code,
		      enum severity sev, unsigned long line, const char *message)
{
	struct finding *v = arena_alloc(&s->arena, (b->nfindings + 1) * sizeof(*v));

	if (b->nfindings)
		memcpy(v, b->findings, b->nfindings * sizeof(*v));
	v[b->nfindings++] =
		(struct finding){ code, sev, line, arena_strdup(&s->arena, str_of(message)) };
	qsort(v, b->nfindings, sizeof(*v), by_line);
	b->findings = v;
}
