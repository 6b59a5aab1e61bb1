// SPDX-License-Identifier: GPL-2.0-or-later
/* Can these boots be compared: what is not the same about them, and which logs are unfit. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "compare/compare.h"

struct lists {
	struct comparison *c;
	VEC(struct difference) diff;
	VEC(struct unfit) unfit;
};

enum fact { FACT_KERNEL, FACT_ARCH, FACT_MACHINE, FACT_CMDLINE, FACT_MAX };

static const char *fact_of(const struct boot *b, enum fact f)
{
	const char *const v[] = { b->kernel, b->arch, b->machine, b->cmdline };

	return v[f];
}

static const char *first_known(const struct comparison *c, enum side side, enum fact f)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots;

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		if (fact_of(c->s->v[b], f))
			return fact_of(c->s->v[b], f);
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

static void add_difference(struct lists *l, enum fact f, const char *a, const char *b, bool within)
{
	static const char *const names[] = { "kernel", "arch", "machine", "cmdline" };
	struct difference *d = VEC_PUSH(&l->diff);

	*d = (struct difference){ .what = names[f], .value = { a, b }, .within = within,
				  .barrier = f == FACT_ARCH ||
					     (f == FACT_MACHINE && !same_board(a, b)) };
	if (f == FACT_CMDLINE) {
		d->value[BEFORE] = words_only_in(l->c, a, b);
		d->value[AFTER] = words_only_in(l->c, b, a);
	}
}

/* Boots of one side that are not the same thing: the first that differs. */
static void within(struct lists *l, enum side side, enum fact f)
{
	const struct comparison *c = l->c;
	const char *first = first_known(c, side, f);
	size_t to = side == BEFORE ? c->nbefore : c->nboots;

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		const char *v = fact_of(c->s->v[b], f);

		if (v && strcmp(v, first) != 0) {
			add_difference(l, f, first, v, true);
			return;
		}
	}
}

/* Which clock most durations of a side are from. */
static const char *main_clock(const struct comparison *c, enum side side)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots, n[CLOCK_KTIME + 1] = { 0 };

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		for (size_t i = 0; i < c->s->v[b]->ncalls; i++)
			n[c->s->v[b]->calls[i].clock]++;
	}
	return n[CLOCK_KTIME] > n[CLOCK_PRINTK] ? "the kernel's own figures" : "printk stamps";
}

static void compare_clocks(struct lists *l)
{
	const char *a = main_clock(l->c, BEFORE), *b = main_clock(l->c, AFTER);

	if (strcmp(a, b) != 0)
		*VEC_PUSH(&l->diff) = (struct difference){ .what = "clock of the durations",
							   .value = { a, b } };
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

void compare_systems(struct comparison *c)
{
	struct lists l = { .c = c };

	for (enum fact f = 0; f < FACT_MAX; f++) {
		const char *a = first_known(c, BEFORE, f), *b = first_known(c, AFTER, f);

		if (a && b && strcmp(a, b) != 0)
			add_difference(&l, f, a, b, false);
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
