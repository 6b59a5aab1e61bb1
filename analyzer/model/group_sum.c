// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums over the calls of a module or level, and over the probes of a device. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/group.h"
#include "model/join.h"

#define KNOWN 1024

/* What one boot has under one key. */
struct record {
	uint32_t key;
	int64_t us;
	bool known; /* there was a duration at all */
	size_t n, failed;
};

/* Which record a key has in the boot that is being read. */
struct current {
	uint32_t boot; /* number + 1 */
	size_t record;
};

struct tally {
	struct arena arena;
	struct strtab keys;
	VEC(struct current) cur; /* by key */
	VEC(struct record) rec;
	struct known {
		const char *name;
		uint32_t key;
	} known[KNOWN]; /* what pointers stand for, as names are interned: most are found here */
};

/* The figures of one key over the boots that have it. */
struct figures {
	size_t runs, n, tries, failed;
	int64_t median_us, min_us, max_us;
};

static struct tally *tally_new(void)
{
	struct tally *t = xcalloc(1, sizeof(*t));

	strtab_init(&t->keys, &t->arena);
	return t;
}

static void tally_free(struct tally *t)
{
	strtab_release(&t->keys);
	arena_release(&t->arena);
	free(t->cur.v);
	free(t->rec.v);
	free(t);
}

static uint32_t tally_key(struct tally *t, const char *name)
{
	struct known *known = &t->known[((uintptr_t)name >> 4) % KNOWN];
	uint32_t key;

	if (known->name == name)
		return known->key;
	key = strtab_intern(&t->keys, str_of(name));
	*known = (struct known){ name, key };
	while (t->cur.n <= key)
		*VEC_PUSH(&t->cur) = (struct current){ 0 };
	return key;
}

static void tally_add(struct tally *t, size_t boot, uint32_t key, int64_t us, bool failed)
{
	struct current *cur = &t->cur.v[key];
	struct record *r;

	if (cur->boot != boot + 1) {
		*cur = (struct current){ (uint32_t)boot + 1, t->rec.n };
		*VEC_PUSH(&t->rec) = (struct record){ .key = key };
	}
	r = &t->rec.v[cur->record];
	r->n++;
	r->failed += failed;
	if (us != TIME_NONE) {
		r->us = add_us(r->us, us);
		r->known = true;
	}
}

static void figures_of(struct figures *f, const struct record *const *rec, size_t n, int64_t *tmp)
{
	size_t known = 0;

	*f = (struct figures){ .runs = n };
	for (size_t i = 0; i < n; i++) {
		tmp[i] = (int64_t)rec[i]->n;
		if (rec[i]->failed > f->failed)
			f->failed = rec[i]->failed;
	}
	sort_us(tmp, n);
	f->n = (size_t)tmp[n - 1];
	f->tries = (size_t)median_of(tmp, n);
	for (size_t i = 0; i < n; i++) {
		if (rec[i]->known)
			tmp[known++] = rec[i]->us;
	}
	sort_us(tmp, known);
	f->median_us = known ? median_of(tmp, known) : TIME_NONE;
	f->min_us = known ? tmp[0] : TIME_NONE;
	f->max_us = known ? tmp[known - 1] : TIME_NONE;
}

/* The figures of each key, by key; the caller frees them. */
static struct figures *tally_figures(const struct tally *t)
{
	size_t nkeys = t->keys.n, n = t->rec.n;
	struct figures *f = xcalloc(nkeys, sizeof(*f));
	size_t *end = xcalloc(nkeys + 1, sizeof(*end));
	const struct record **by_key = xmalloc(n * sizeof(*by_key));
	int64_t *tmp = xmalloc(n * sizeof(*tmp));

	for (size_t i = 0; i < n; i++)
		end[t->rec.v[i].key + 1]++;
	for (size_t k = 0; k < nkeys; k++)
		end[k + 1] += end[k];
	/* end[k] is where key k begins; it moves to where it ends */
	for (size_t i = 0; i < n; i++)
		by_key[end[t->rec.v[i].key]++] = &t->rec.v[i];
	for (size_t k = 0; k < nkeys; k++) {
		size_t from = k ? end[k - 1] : 0;

		if (end[k] > from)
			figures_of(&f[k], by_key + from, end[k] - from, tmp);
	}
	free(end);
	free(by_key);
	free(tmp);
	return f;
}

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

static const char *group_name(const struct boot *b, const struct call *c, enum row_by by)
{
	const char *level = call_level(b, c);
	const char *module = call_module(c);

	switch (by) {
	case BY_MODULE:
		return module ? module : "(built-in)";
	case BY_SUBSYSTEM:
		if (c->image && c->image->subsystem)
			return c->image->subsystem;
		return c->sym->module ? "(modules)" : "(not known)";
	case BY_LEVEL:
		return level ? level : "(not known)";
	default:
		return c->sym->name;
	}
}

const char *row_by_name(enum row_by by)
{
	static const char *const names[] = { "initcall", "module", "subsystem", "level" };

	return names[by];
}

void sums_of(struct sums *r, const struct bootset *s, enum row_by by, bool before_init)
{
	struct tally *t = tally_new();
	struct figures *f;
	VEC(const char *) names = { 0 };

	*r = (struct sums){ 0 };
	for (size_t i = 0; i < s->n; i++) {
		const struct boot *b = s->v[i];

		for (size_t k = 0; k < b->ncalls; k++) {
			const struct call *c = &b->calls[k];
			const char *name = group_name(b, c, by);
			uint32_t key;

			if (!call_wanted(c, before_init))
				continue;
			key = tally_key(t, name);
			if (key == names.n)
				*VEC_PUSH(&names) = name;
			tally_add(t, i, key, c->duration_us, call_failed(c));
		}
	}
	f = tally_figures(t);
	r->n = t->keys.n;
	r->v = xmalloc(r->n * sizeof(*r->v));
	for (size_t k = 0; k < r->n; k++)
		r->v[k] = (struct sum){ names.v[k], f[k].median_us, f[k].min_us, f[k].max_us,
					f[k].runs, f[k].n, f[k].failed };
	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), cmp_sum);
	free(f);
	free(names.v);
	tally_free(t);
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

void devices_of(struct devices *r, const struct bootset *s, enum probe_pick pick,
		bool before_init)
{
	VEC(struct device) dev = { 0 };
	struct tally *t = tally_new();
	struct figures *f;

	for (size_t i = 0; i < s->n; i++) {
		const struct boot *b = s->v[i];

		for (size_t k = 0; k < b->nprobes; k++) {
			const struct probe *p = &b->probes[k];
			uint32_t key;

			if ((pick == PROBES_DEFERRED && !probe_deferred(p)) ||
			    !probe_wanted(b, p, before_init))
				continue;
			key = tally_key(t, p->device);
			if (key == dev.n)
				*VEC_PUSH(&dev) = (struct device){ .device = p->device };
			if (!dev.v[key].driver)
				dev.v[key].driver = p->driver;
			tally_add(t, i, key, p->duration_us, p->ret != 0);
		}
	}
	f = tally_figures(t);
	for (size_t k = 0; k < dev.n; k++) {
		dev.v[k].runs = f[k].runs;
		dev.v[k].tries = f[k].tries;
		dev.v[k].median_us = f[k].median_us;
		dev.v[k].min_us = f[k].min_us;
		dev.v[k].max_us = f[k].max_us;
	}
	if (dev.n)
		qsort(dev.v, dev.n, sizeof(*dev.v), cmp_device);
	*r = (struct devices){ dev.v, dev.n };
	free(f);
	tally_free(t);
}

void devices_release(struct devices *r)
{
	free(r->v);
	*r = (struct devices){ 0 };
}
