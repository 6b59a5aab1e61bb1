// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Units without an initcall to the modules that they are a part of. Debug information
 * does not say so; but built-in code that cannot be a module must link without those
 * that can. So in a module's folder what it needs and what needs it is its own, and
 * so is what nobody else needs.
 */
#include <stdlib.h>

#include "input/deps_priv.h"

struct fold {
	struct deps_work *w;
	const struct image *img;
	uint32_t *node;        /* by unit */
	bool *single;          /* by unit: its node is itself, and no module */
	uint32_t *first[2];    /* by unit: where its part of other[] begins: needs, users */
	uint32_t *other[2];
	uint32_t *claim;       /* by unit: the module that it is mutual with, or SEVERAL */
	uint8_t *seen;         /* by unit: bit 0 forwards, bit 1 backwards */
	uint32_t *todo;
};

#define SEVERAL (DEP_NONE - 1)

/* Neighbours of each unit, forwards (0) and backwards (1). */
static void index_refs(struct fold *f, int way)
{
	const struct image *img = f->img;
	uint32_t *at = xcalloc(img->nunits + 2, sizeof(*at));

	f->other[way] = xcalloc(img->nrefs + 1, sizeof(uint32_t));
	for (size_t i = 0; i < img->nrefs; i++)
		at[(way ? img->refs[i].to : img->refs[i].from) + 2]++;
	for (size_t i = 2; i < img->nunits + 2; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < img->nrefs; i++) {
		uint32_t from = way ? img->refs[i].to : img->refs[i].from;

		f->other[way][at[from + 1]++] = way ? img->refs[i].from : img->refs[i].to;
	}
	f->first[way] = at;
}

static struct str folder_of(const struct fold *f, uint32_t module)
{
	const char *path = f->w->node.v[module].path, *slash = strrchr(path, '/');

	return (struct str){ path, slash ? (size_t)(slash + 1 - path) : 0 };
}

static bool is_below(const struct fold *f, uint32_t unit, struct str folder)
{
	return folder.n && str_starts(str_of(f->img->units[unit].path), folder);
}

/* From the module's units through the single ones of its folder. */
static size_t spread(struct fold *f, uint32_t module, int way, size_t n)
{
	struct str folder = folder_of(f, module);
	size_t own = n;

	for (size_t i = 0; i < n; i++) {
		uint32_t u = f->todo[i];

		for (uint32_t k = f->first[way][u]; k < f->first[way][u + 1]; k++) {
			uint32_t v = f->other[way][k];

			if (!f->single[v] || f->seen[v] & 1u << way || !is_below(f, v, folder))
				continue;
			f->seen[v] |= (uint8_t)(1u << way);
			f->todo[n++] = v;
		}
	}
	/* (what comes back is what was found, behind the own units) */
	return n - own;
}

static void claim_mutual(struct fold *f, uint32_t module, const uint32_t *own, size_t nown)
{
	for (int way = 0; way < 2; way++) {
		size_t n;

		memcpy(f->todo, own, nown * sizeof(*own));
		n = spread(f, module, way, nown);
		for (size_t i = nown; way && i < nown + n; i++) {
			uint32_t u = f->todo[i];

			if (f->seen[u] == 3)
				f->claim[u] = f->claim[u] == DEP_NONE ? module : SEVERAL;
		}
	}
	memset(f->seen, 0, f->img->nunits);
}

/* Units that all those of one module, and only they, need. */
static bool claim_private(struct fold *f, uint32_t unit)
{
	uint32_t owner = DEP_NONE;

	for (uint32_t k = f->first[1][unit]; k < f->first[1][unit + 1]; k++) {
		uint32_t node = f->node[f->other[1][k]];

		if (owner != DEP_NONE && node != owner)
			return false;
		owner = node;
	}
	if (owner == DEP_NONE || !f->w->node.v[owner].tristate ||
	    !is_below(f, unit, folder_of(f, owner)))
		return false;
	f->node[unit] = owner;
	f->single[unit] = false;
	return true;
}

static int by_node(const void *pa, const void *pb, void *own)
{
	const struct fold *f = own;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	if (f->node[a] != f->node[b])
		return f->node[a] < f->node[b] ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void fold_units(struct fold *f)
{
	size_t n = f->img->nunits, k;
	uint32_t *v = xcalloc(n + 1, sizeof(*v));
	bool more = true;

	for (uint32_t i = 0; i < n; i++)
		v[i] = i;
	qsort_r(v, n, sizeof(*v), by_node, f);
	for (size_t i = 0; i < n; i = k) {
		for (k = i + 1; k < n && f->node[v[k]] == f->node[v[i]]; k++)
			;
		if (f->w->node.v[f->node[v[i]]].tristate)
			claim_mutual(f, f->node[v[i]], v + i, k - i);
	}
	free(v);
	for (size_t i = 0; i < n; i++) {
		if (f->claim[i] >= SEVERAL)
			continue;
		f->node[i] = f->claim[i];
		f->single[i] = false;
	}
	while (more) {
		more = false;
		for (uint32_t i = 0; i < n; i++)
			more |= f->single[i] && claim_private(f, i);
	}
}

/* Units of a node, and whether these have an initcall. */
static void find_single(struct fold *f)
{
	uint32_t *units = xcalloc(f->w->node.n + 1, sizeof(*units));

	for (size_t i = 0; i < f->img->nunits; i++)
		units[f->node[i]]++;
	for (size_t i = 0; i < f->w->call.n; i++)
		units[f->w->call.v[i].node] = UINT32_MAX;
	for (size_t i = 0; i < f->img->nunits; i++)
		f->single[i] = units[f->node[i]] == 1 && !f->w->node.v[f->node[i]].tristate;
	free(units);
}

void deps_fold(struct deps_work *w, uint32_t *node)
{
	size_t n = w->img->nunits;
	struct fold f = {
		.w = w, .img = w->img, .node = node, .single = xcalloc(n + 1, sizeof(bool)),
		.claim = xcalloc(n + 1, sizeof(uint32_t)), .seen = xcalloc(n + 1, 1),
		.todo = xcalloc(n + 1, sizeof(uint32_t)),
	};

	for (size_t i = 0; i < n; i++)
		f.claim[i] = DEP_NONE;
	for (int way = 0; way < 2; way++)
		index_refs(&f, way);
	find_single(&f);
	fold_units(&f);
	for (int way = 0; way < 2; way++) {
		free(f.first[way]);
		free(f.other[way]);
	}
	free(f.single);
	free(f.claim);
	free(f.seen);
	free(f.todo);
}
