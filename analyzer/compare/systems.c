// SPDX-License-Identifier: GPL-2.0-or-later
/* Can these boots be compared: what is not the same about them, and which logs are unfit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "compare/compare.h"

struct lists {
	struct comparison *c;
	VEC(struct difference) diff;
	VEC(struct unfit) unfit;
	bool cpus_online; /* some boot of each side says how many run */
};

enum fact { FACT_KERNEL, FACT_ARCH, FACT_MACHINE, FACT_CPUS, FACT_CMDLINE, FACT_MAX };

/*
 * The number of processors that run is the better one; that of those which may counts where no
 * log says more. The two are not compared with each other.
 */
static const char *cpus_of(struct lists *l, const struct boot *b)
{
	uint32_t n = l->cpus_online ? b->cpus : b->cpus_possible;
	char s[16];

	if (!n)
		return NULL;
	snprintf(s, sizeof(s), "%u", n);
	return arena_strdup(&l->c->arena, str_of(s));
}

static const char *fact_of(struct lists *l, const struct boot *b, enum fact f)
{
	const char *const v[] = {
		[FACT_KERNEL] = b->kernel,   [FACT_ARCH] = b->arch,
		[FACT_MACHINE] = b->machine, [FACT_CMDLINE] = b->cmdline,
	};

	return f == FACT_CPUS ? cpus_of(l, b) : v[f];
}

static size_t first_of(const struct comparison *c, enum side side)
{
	return side == BEFORE ? 0 : c->nbefore;
}

static size_t end_of(const struct comparison *c, enum side side)
{
	return side == BEFORE ? c->nbefore : c->nboots;
}

static const char *first_known(struct lists *l, enum side side, enum fact f)
{
	for (size_t b = first_of(l->c, side); b < end_of(l->c, side); b++) {
		const char *v = fact_of(l, l->c->s->v[b], f);

		if (v)
			return v;
	}
	return NULL;
}

static bool has_word(const char *line, const char *word, size_t n)
{
	while (line && *line) {
		size_t len = strcspn(line, " ");

		if (len == n && memcmp(line, word, n) == 0)
			return true;
		line += len;
		line += strspn(line, " ");
	}
	return false;
}

/* The words of a that b has not, in their order; NULL when there are none. */
static const char *words_only_in(struct comparison *c, const char *a, const char *b)
{
	struct buf out = { 0 };
	const char *s;

	for (const char *w = a; *w; w += strspn(w, " ")) {
		size_t n = strcspn(w, " ");

		if (n && !has_word(b, w, n)) {
			if (out.n)
				buf_addc(&out, ' ');
			buf_add(&out, w, n);
		}
		w += n;
	}
	s = out.n ? arena_strdup(&c->arena, (struct str){ out.p, out.n }) : NULL;
	buf_release(&out);
	return s;
}

/* The name of a PC ends in the version of its firmware, which is no other machine. */
static bool same_board(const char *a, const char *b)
{
	const char *end_a = strstr(a, ", BIOS "), *end_b = strstr(b, ", BIOS ");

	return end_a && end_b && end_a - a == end_b - b &&
	       memcmp(a, b, (size_t)(end_a - a)) == 0;
}

static void add_difference(struct lists *l, enum fact f, const char *a, const char *b)
{
	static const char *const names[] = {
		[FACT_KERNEL] = "kernel", [FACT_ARCH] = "arch",
		[FACT_MACHINE] = "machine", [FACT_CPUS] = "number of processors",
		[FACT_CMDLINE] = "cmdline",
	};
	struct difference *d = VEC_PUSH(&l->diff);

	*d = (struct difference){ .what = names[f], .value = { a, b } };
	d->machine = f == FACT_ARCH || f == FACT_CPUS || (f == FACT_MACHINE && !same_board(a, b));
	d->barrier = d->machine;
	if (f == FACT_CMDLINE) {
		d->value[BEFORE] = words_only_in(l->c, a, b);
		d->value[AFTER] = words_only_in(l->c, b, a);
	}
}

/* The latest difference is one among the boots of a side; b is the first that is not as others. */
static void set_within(struct lists *l, enum side side, const struct boot *b)
{
	struct difference *d = &l->diff.v[l->diff.n - 1];

	d->within = true;
	d->side = side;
	d->boot = b;
}

/* Boots of one side that are not the same thing: the first that differs. */
static void within(struct lists *l, enum side side, enum fact f)
{
	const char *first = first_known(l, side, f);

	for (size_t b = first_of(l->c, side); b < end_of(l->c, side); b++) {
		const struct boot *boot = l->c->s->v[b];
		const char *v = fact_of(l, boot, f);

		if (!v || strcmp(v, first) == 0)
			continue;
		add_difference(l, f, first, v);
		set_within(l, side, boot);
		/* Boots of two kernels are no sample of either. */
		l->diff.v[l->diff.n - 1].barrier |= f == FACT_KERNEL;
		return;
	}
}

/* Which clock most durations of a boot are from; CLOCK_NONE when it has none. */
static enum call_clock main_clock(const struct boot *b)
{
	size_t n[CLOCK_KTIME + 1] = { 0 };

	for (size_t i = 0; i < b->ncalls; i++)
		n[b->calls[i].clock]++;
	if (!n[CLOCK_KTIME] && !n[CLOCK_PRINTK])
		return CLOCK_NONE;
	return n[CLOCK_KTIME] > n[CLOCK_PRINTK] ? CLOCK_KTIME : CLOCK_PRINTK;
}

static void add_clocks(struct lists *l, enum call_clock a, enum call_clock b)
{
	static const char *const names[] = {
		[CLOCK_PRINTK] = "printk stamps",
		[CLOCK_KTIME] = "the kernel's own figures",
	};

	*VEC_PUSH(&l->diff) = (struct difference){ .what = "clock of the durations",
						   .value = { names[a], names[b] } };
}

/* The clock of most boots of a side; lists the first that has another one. */
static enum call_clock clock_of_side(struct lists *l, enum side side)
{
	size_t n[CLOCK_KTIME + 1] = { 0 };
	enum call_clock first = CLOCK_NONE;
	const struct boot *odd = NULL;

	for (size_t b = first_of(l->c, side); b < end_of(l->c, side); b++) {
		enum call_clock clock = main_clock(l->c->s->v[b]);

		n[clock]++;
		if (first == CLOCK_NONE)
			first = clock;
		else if (!odd && clock != CLOCK_NONE && clock != first)
			odd = l->c->s->v[b];
	}
	if (odd) {
		add_clocks(l, first, main_clock(odd));
		set_within(l, side, odd);
	}
	if (first == CLOCK_NONE)
		return CLOCK_NONE;
	return n[CLOCK_KTIME] > n[CLOCK_PRINTK] ? CLOCK_KTIME : CLOCK_PRINTK;
}

static void compare_clocks(struct lists *l)
{
	enum call_clock a = clock_of_side(l, BEFORE), b = clock_of_side(l, AFTER);

	if (a != b && a != CLOCK_NONE && b != CLOCK_NONE)
		add_clocks(l, a, b);
}

static bool makes_unfit(const struct finding *f)
{
	switch (f->code) {
	case FIND_HEAD_LOST:
	case FIND_TAIL_LOST:
	case FIND_NO_INITCALL_DEBUG:
	case FIND_NO_TIMESTAMPS:
	case FIND_DROPPED_MESSAGES:
	case FIND_CLOCK_BACKWARDS:
		return f->severity >= SEV_WARNING;
	case FIND_HUNG_INITCALL:
		return f->severity == SEV_ERROR;
	default:
		return false;
	}
}

static void judge_log(struct lists *l, const struct boot *b, enum side side)
{
	size_t n = l->unfit.n;

	for (size_t i = 0; i < b->nfindings; i++) {
		const struct finding *f = &b->findings[i];

		if (makes_unfit(f))
			*VEC_PUSH(&l->unfit) = (struct unfit){ b, side, finding_name(f->code),
							       f->line, f->message };
	}
	if (l->unfit.n == n && b->init_us == TIME_NONE)
		*VEC_PUSH(&l->unfit) = (struct unfit){ b, side, "tail-lost", b->last_line,
						       "the time to init is not known" };
}

static bool side_knows_cpus(const struct comparison *c, enum side side)
{
	for (size_t b = first_of(c, side); b < end_of(c, side); b++) {
		if (c->s->v[b]->cpus)
			return true;
	}
	return false;
}

void compare_systems(struct comparison *c)
{
	struct lists l = { .c = c };

	l.cpus_online = side_knows_cpus(c, BEFORE) && side_knows_cpus(c, AFTER);
	for (enum fact f = 0; f < FACT_MAX; f++) {
		const char *a = first_known(&l, BEFORE, f), *b = first_known(&l, AFTER, f);

		if (a && b && strcmp(a, b) != 0)
			add_difference(&l, f, a, b);
		within(&l, BEFORE, f);
		within(&l, AFTER, f);
	}
	compare_clocks(&l);
	for (size_t i = 0; i < c->nboots; i++)
		judge_log(&l, c->s->v[i], comparison_side(c, i));
	c->diffs = l.diff.v;
	c->ndiffs = l.diff.n;
	c->unfit = l.unfit.v;
	c->nunfit = l.unfit.n;
}
