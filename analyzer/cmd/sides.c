// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/sides.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"

void sides_release(struct sides *s)
{
	for (enum side side = BEFORE; side < SIDES; side++)
		free(s->files[side].v);
}

error_t sides_check_stdin(struct sides *s, const char *name, struct argp_state *state)
{
	if (strcmp(name, "-") != 0)
		return 0;
	if (s->stdin_given)
		return opts_bad(state, "standard input ('-') is given twice");
	s->stdin_given = true;
	return 0;
}

error_t sides_add(struct sides *s, enum side side, const char *name, struct argp_state *state)
{
	error_t r = sides_check_stdin(s, name, state);

	if (!r)
		*VEC_PUSH(&s->files[side]) = name;
	return r;
}

error_t sides_add_all(struct sides *s, enum side side, const char *arg, struct argp_state *state)
{
	error_t r = sides_add(s, side, arg, state);

	while (!r && state->next < state->argc) {
		const char *word = state->argv[state->next];

		if (word[0] == '-' && word[1])
			break;
		r = sides_add(s, side, word, state);
		state->next++;
	}
	return r;
}

error_t sides_check(const struct sides *s, const struct argp_state *state)
{
	if (s->files[BEFORE].n && s->files[AFTER].n)
		return 0;
	return opts_bad(state, "%s; give --before LOG... --after LOG...",
			s->files[BEFORE].n ? "no log after the change" :
					     "no log before the change");
}

int sides_read(const struct sides *s, const struct joiner *joiner, struct bootset *set,
	       size_t *nbefore, struct err *e)
{
	struct progress p;
	size_t read = 0;
	int r = 0;

	progress_begin(&p, "logs", s->files[BEFORE].n + s->files[AFTER].n);
	for (enum side side = BEFORE; side < SIDES; side++) {
		for (size_t i = 0; i < s->files[side].n && r == 0; i++) {
			r = bootset_read(set, s->files[side].v[i], e);
			progress_step(&p, ++read);
		}
		if (side == BEFORE)
			*nbefore = set->n;
	}
	progress_end(&p);
	if (r == 0 && joiner)
		bootset_join(set, joiner);
	return r;
}
