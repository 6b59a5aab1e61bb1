// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: the state of a search. A search that is told of its boots, whatever they say, comes
 * to an end, with no more boots than were planned.
 */
#include "replay.h"

#include <string.h>

#include "trial/search.h"
#include "trial/search_state.h"

/* The plan with that state, on a machine that likes everything but call `bad`. */
static void check_plan(const struct search_state *s, size_t bad)
{
	struct search plan;
	size_t rounds = 0, n;

	search_init(&plan, s->names.n, 1 + bad % 5);
	for (size_t i = 0; i < s->boots.n; i++)
		search_learn(&plan, s->boots.v[i].set, s->boots.v[i].passed, s->boots.v[i].why);
	while ((n = search_next(&plan)) > 0) {
		MUST(n <= plan.jobs);
		/* (boots that were made up may blame every call) */
		MUST(rounds++ < search_bound(s->names.n, s->names.n) + 3);
		for (size_t i = 0; i < n; i++)
			search_learn(&plan, plan.next.v[i], !plan.next.v[i][bad], "");
	}
	for (size_t i = 0; i < plan.n; i++) {
		if (plan.out[i])
			MUST(plan.bad[i].failed < plan.boots.n);
	}
	search_release(&plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct search_state s;
	struct err e = { "" };

	if (search_state_parse(&s, "f", (struct str){ (const char *)data, size }, &e) == 0) {
		MUST(s.names.n > 0 && s.names.n <= SEARCH_MOST && s.whole <= size);
		if (s.names.n <= 64)
			check_plan(&s, size % s.names.n);
	} else {
		MUST(strncmp(e.msg, "f:", 2) == 0);
	}
	search_state_release(&s);
	return 0;
}
