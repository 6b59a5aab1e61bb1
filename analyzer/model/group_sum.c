// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums over the calls of a module or level, and over the probes of a device. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/series.h"

/* Largest first; equals by name. */
static int by_us(int64_t a, int64_t b, const char *name_a, const char *name_b)
{
	return a != b ? (a < b) - (a > b) : strcmp(name_a, name_b);
}

static int cmp_sum(const void *pa, const void *pb)
{
	const struct sum *a = pa, *b = pb;

	return by_us(a->us, b->us, a->name, b->name);
}

static int cmp_device(const void *pa, const void *pb)
{
	const struct device *a = pa, *b = pb;

	return by_us(a->median_us, b->median_us, a->device, b->device);
}

const char *row_by_name(enum row_by by)
{
	static const char *const names[] = { "initcall", "module", "subsystem", "level" };

	return names[by];
}

void sums_of(struct sums *r, const struct series *s)
{
	const struct tally *t = &s->groups;

	r->n = t->n;
	r->v = xmalloc(t->n * sizeof(*r->v));
	for (size_t i = 0; i < t->n; i++) {
		const struct tally_key *k = &t->v[i];
		struct spread us = pile_spread(&k->us);

		r->v[i] = (struct sum){ k->name, us.median_us, us.min_us, us.max_us, k->n.n,
					k->most, k->failed };
	}
	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), cmp_sum);
}

void sums_release(struct sums *r)
{
	free(r->v);
	*r = (struct sums){ 0 };
}

bool probe_wanted(const struct boot *b, const struct probe *p, bool before_init)
{
	int64_t at = p->start_us != TIME_NONE ? p->start_us : p->end_us;

	if (!before_init || b->init_us == TIME_NONE)
		return true;
	return at == TIME_NONE ? p->at < b->init_at : at < b->init_us;
}

void devices_of(struct devices *r, const struct series *s, enum probe_pick pick)
{
	const struct tally *t = pick == PROBES_DEFERRED ? &s->deferred : &s->devices;

	r->n = t->n;
	r->v = xmalloc(t->n * sizeof(*r->v));
	for (size_t i = 0; i < t->n; i++) {
		const struct tally_key *k = &t->v[i];
		struct spread us = pile_spread(&k->us);

		r->v[i] = (struct device){
			.device = k->name,
			.driver = k->driver,
			.runs = k->n.n,
			.tries = (size_t)pile_spread(&k->n).median_us,
			.median_us = us.median_us,
			.min_us = us.min_us,
			.max_us = us.max_us,
		};
	}
	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), cmp_device);
}

void devices_release(struct devices *r)
{
	free(r->v);
	*r = (struct devices){ 0 };
}
