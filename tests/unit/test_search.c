// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/search.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST 200

/* What a machine is like: which sets it likes is played. */
struct world {
	size_t n;
	bool bad[MOST];          /* never may wait */
	size_t provider[MOST];   /* this call needs that one to be as early as it is; n: none */
	bool stays[MOST];        /* something that is no candidate needs it: like bad */
	bool broken;             /* not even the empty set passes */
	size_t boots;
	size_t at_once;          /* the largest batch */
};

static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static bool passes(const struct world *w, const bool *set)
{
	if (w->broken)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		if (set[i] && (w->bad[i] || w->stays[i]))
			return false;
		/* it runs now, and what it needs comes later */
		if (!set[i] && w->provider[i] < w->n && set[w->provider[i]])
			return false;
	}
	return true;
}

/* Runs until the end, or until so many boots were made: then false. */
static bool play(struct search *s, struct world *w, size_t most)
{
	size_t n;

	while ((n = search_next(s)) > 0) {
		if (n > w->at_once)
			w->at_once = n;
		for (size_t i = 0; i < n; i++) {
			bool *set = malloc(w->n * sizeof(*set));
			bool good;

			if (w->boots == most) {
				free(set);
				return false;
			}
			memcpy(set, s->next.v[i], w->n * sizeof(*set));
			assert_true(search_find(s, set) == SEARCH_NONE);
			good = passes(w, set);
			search_learn(s, set, good, good ? "" : "bad");
			w->boots++;
			free(set);
		}
	}
	return true;
}

/* What may wait, by reasoning: bad ones, and what they need, and so on. */
static void expect(const struct world *w, bool *out)
{
	for (size_t i = w->n; i-- > 0;) {
		out[i] = w->bad[i] || w->stays[i];
		for (size_t k = i + 1; k < w->n; k++)
			out[i] = out[i] || (out[k] && w->provider[k] == i);
	}
}

static size_t check(const struct search *s, const struct world *w)
{
	bool out[MOST], kept[MOST];
	size_t n = 0, final = search_final(s);

	expect(w, out);
	for (size_t i = 0; i < w->n; i++) {
		assert_int_equal(s->out[i], out[i]);
		kept[i] = !out[i];
		n += out[i];
	}
	assert_true(passes(w, kept));
	if (n < w->n) {
		/* it was booted as a whole */
		assert_true(final != SEARCH_NONE && s->boots.v[final].passed);
		assert_memory_equal(s->boots.v[final].set, kept, w->n * sizeof(*kept));
	} else {
		assert_true(final == SEARCH_NONE);
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct search_bad *b = &s->bad[i];

		if (!out[i])
			continue;
		/* with it: fails, the same without it: passes */
		assert_false(s->boots.v[b->failed].passed);
		assert_true(s->boots.v[b->failed].set[i]);
		for (size_t k = 0; k < w->n && b->passed != SEARCH_NONE; k++)
			assert_int_equal(s->boots.v[b->passed].set[k],
					 k != i && s->boots.v[b->failed].set[k]);
		assert_true(b->passed == SEARCH_NONE || s->boots.v[b->passed].passed);
	}
	return n;
}

static void check_bound(const struct world *w, size_t bad)
{
	size_t most = search_bound(w->n, bad) + (w->n < 3);

	/* and that without deferral */
	if (w->boots + 1 > most)
		fail_msg("%zu boots of %zu candidates, %zu bad: at most %zu", w->boots + 1, w->n, bad,
			 most);
}

static void make_world(struct world *w, uint64_t *x, size_t n, size_t bad, bool needs)
{
	memset(w, 0, sizeof(*w));
	w->n = n;
	for (size_t i = 0; i < n; i++)
		w->provider[i] = needs && i && next_random(x) % 3 == 0 ? next_random(x) % i : n;
	for (size_t i = 0; i < bad; i++)
		(next_random(x) % 2 ? w->bad : w->stays)[next_random(x) % n] = true;
}

static void one_world(struct world *w, unsigned jobs)
{
	struct search s;

	w->boots = w->at_once = 0;
	search_init(&s, w->n, jobs);
	assert_true(play(&s, w, SIZE_MAX));
	assert_true(w->at_once <= jobs);
	check_bound(w, check(&s, w));
	search_release(&s);
}

static void random_worlds(void **state)
{
	uint64_t x = 0x9e3779b97f4a7c15u;

	(void)state;
	for (unsigned i = 0; i < 6000; i++) {
		size_t n = 1 + next_random(&x) % (i % 10 ? 40 : MOST - 1);
		struct world w;

		make_world(&w, &x, n, next_random(&x) % 6, i % 2);
		for (unsigned jobs = 1; jobs <= 8; jobs *= 2)
			one_world(&w, jobs);
	}
}

/* Every place for one and for two bad ones */
static void all_places(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 17; n++) {
		for (size_t i = 0; i < n; i++) {
			for (size_t k = i; k < n; k++) {
				struct world w = { .n = n };

				for (size_t j = 0; j < n; j++)
					w.provider[j] = n;
				w.bad[i] = w.bad[k] = true;
				one_world(&w, 1);
				one_world(&w, 3);
			}
		}
	}
}

static void nothing_bad(void **state)
{
	struct world w = { .n = 30 };
	struct search s;

	(void)state;
	for (size_t i = 0; i < w.n; i++)
		w.provider[i] = w.n;
	search_init(&s, w.n, 4);
	assert_true(play(&s, &w, SIZE_MAX));
	assert_int_equal(w.boots, 1);
	assert_int_equal(check(&s, &w), 0);
	search_release(&s);
	/* no candidates at all */
	search_init(&s, 0, 1);
	assert_int_equal(search_next(&s), 0);
	assert_true(search_final(&s) == SEARCH_NONE);
	search_release(&s);
}

/* A machine that is never the same: said, instead of calls that are blamed one by one. */
static void broken_machine(void **state)
{
	struct world w = { .n = 100, .broken = true };
	struct search s;

	(void)state;
	search_init(&s, w.n, 1);
	assert_true(play(&s, &w, SIZE_MAX));
	assert_true(s.control_failed);
	assert_true(w.boots <= 10);
	search_release(&s);
}

/* Killed after every number of boots: it goes on with what is known, and makes none twice. */
static void goes_on(void **state)
{
	struct world w;
	uint64_t x = 77;
	size_t whole;
	struct search s;

	(void)state;
	make_world(&w, &x, 30, 3, true);
	search_init(&s, w.n, 2);
	assert_true(play(&s, &w, SIZE_MAX));
	whole = w.boots;
	assert_true(whole > 5);
	search_release(&s);
	for (size_t cut = 0; cut < whole; cut++) {
		struct search first, second;

		w.boots = 0;
		search_init(&first, w.n, 2);
		assert_false(play(&first, &w, cut));
		search_init(&second, w.n, 2);
		for (size_t i = 0; i < first.boots.n; i++)
			search_learn(&second, first.boots.v[i].set, first.boots.v[i].passed, "");
		assert_true(play(&second, &w, SIZE_MAX));
		check(&second, &w);
		assert_int_equal(w.boots, whole);
		search_release(&first);
		search_release(&second);
	}
}

/*
 * Not monotone: a call that fails beside later ones alone, and passes with an earlier one deferred, too.
 * It is found bad at first; the boot on top of the final set takes that back.
 */
static void taken_back(void **state)
{
	enum { N = 16, ODD = 9, PARTNER = 2 };
	struct search s;
	size_t n;

	(void)state;
	search_init(&s, N, 1);
	while ((n = search_next(&s)) > 0) {
		for (size_t i = 0; i < n; i++) {
			const bool *set = s.next.v[i];

			search_learn(&s, set, !(set[ODD] && !set[PARTNER]) && !set[5], "");
		}
	}
	for (size_t i = 0; i < N; i++)
		assert_int_equal(s.out[i], i == 5);
	assert_true(s.boots.v[search_final(&s)].passed);
	assert_true(search_recheck(&s, 5) == SEARCH_NONE || !s.boots.v[search_recheck(&s, 5)].passed);
	search_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_worlds), cmocka_unit_test(all_places),
		cmocka_unit_test(nothing_bad),   cmocka_unit_test(broken_machine),
		cmocka_unit_test(goes_on),       cmocka_unit_test(taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
