// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/tally.h"

#include <stdlib.h>

#include "base/vec.h"
#include "model/group.h"

static size_t find_key(struct tally *t, struct strtab *strings, const char *name)
{
	uint32_t id = strtab_intern(strings, str_of(name));

	while (t->nkey_of <= id) {
		size_t more = vec_more(t->nkey_of);

		t->key_of = xreallocarray(t->key_of, more, sizeof(*t->key_of));
		for (; t->nkey_of < more; t->nkey_of++)
			t->key_of[t->nkey_of] = 0;
	}
	if (!t->key_of[id]) {
		*VEC_PUSH(t) = (struct tally_key){ .name = strtab_get(strings, id) };
		t->key_of[id] = (uint32_t)t->n;
	}
	return t->key_of[id] - 1;
}

struct tally_key *tally_add(struct tally *t, struct strtab *strings, const char *name,
			    int64_t us, bool failed)
{
	size_t key = find_key(t, strings, name);
	struct tally_key *k = &t->v[key];

	if (!k->now_n) {
		*VEC_PUSH(&t->now) = (uint32_t)key;
		k->now_us = TIME_NONE;
	}
	k->now_n++;
	k->now_failed += failed;
	if (us != TIME_NONE)
		k->now_us = k->now_us == TIME_NONE ? us : add_us(k->now_us, us);
	return k;
}

void tally_end_boot(struct tally *t, struct arena *a)
{
	for (size_t i = 0; i < t->now.n; i++) {
		struct tally_key *k = &t->v[t->now.v[i]];

		pile_add(&k->n, a, (int64_t)k->now_n);
		if (k->now_us != TIME_NONE)
			pile_add(&k->us, a, k->now_us);
		if (k->now_n > k->most)
			k->most = k->now_n;
		if (k->now_failed > k->failed)
			k->failed = k->now_failed;
		k->now_n = k->now_failed = 0;
	}
	t->now.n = 0;
}

void tally_release(struct tally *t)
{
	free(t->v);
	free(t->now.v);
	free(t->key_of);
	*t = (struct tally){ 0 };
}
