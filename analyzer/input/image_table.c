// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the table is: the labels that linker scripts put around it.
 *
 *  2.6.27 to 3.3:  __initcall_start .. __early_initcall_end .. __initcall_end
 *  3.4 and later:  __initcall_start (early), __initcall0_start, ..., __initcall_end
 *
 * and of their own: __con_initcall_*, __security_initcall_* (to 4.19), and what
 * vendors add. Sections are not looked at: they have had many names.
 */
#include <stdlib.h>

#include "input/image_priv.h"

static const struct bound *find(const struct image_reader *r, const char *name, bool end)
{
	struct str s = str_of(name);

	for (size_t i = 0; i < r->bounds.n; i++) {
		if (r->bounds.v[i].end == end && str_eq(r->bounds.v[i].name, s))
			return &r->bounds.v[i];
	}
	return NULL;
}

static int reversed(const struct image_reader *r, struct str id, uint64_t lo, uint64_t hi,
		    struct err *e)
{
	return err_set(e, r->name, 0,
		       "the bounds of its initcall table are reversed or too far apart "
		       "(%.*s%s0x%llx to 0x%llx); give an undamaged "
		       "vmlinux", STR_ARG(id), id.n ? ": " : "",
		       (unsigned long long)lo, (unsigned long long)hi);
}

static int add_range(struct image_reader *r, struct str id, uint64_t lo, uint64_t hi,
		     struct err *e)
{
	struct range *g;

	if (hi < lo || hi - lo > IMAGE_MAX_TABLE)
		return reversed(r, id, lo, hi, e);
	if (hi == lo)
		return 0;
	g = VEC_PUSH(&r->ranges);
	*g = (struct range){ .lo = lo, .hi = hi, .id = id };
	/* Without level labels all after the early ones is one run. */
	level_name(r, id.n ? id : STR("0"), false, &g->rank);
	return 0;
}

/* The levels that lie between __initcall_start and __initcall_end, in this order. */
static const char *const inner[] = { "0", "1", "2", "3", "4", "5", "rootfs", "6", "7", "8" };

#define NINNER (sizeof(inner) / sizeof(inner[0]))

static const struct bound *find_level(const struct image_reader *r, const char *level, bool end)
{
	char name[32] = "initcall";

	memcpy(name + 8, level, strlen(level) + 1);
	return find(r, name, end);
}

/* Levels that have a label each. */
static int level_ranges(struct image_reader *r, uint64_t lo, uint64_t hi, struct err *e)
{
	struct str id = STR("early");

	for (size_t i = 0; i < NINNER; i++) {
		const struct bound *b = find_level(r, inner[i], false);

		/* A level behind the end is one that must not run with the others. */
		if (!b || (b->value > hi && inner[i][0] == '8'))
			continue;
		if (add_range(r, id, lo, b->value, e) != 0)
			return -1;
		id = str_of(inner[i]);
		lo = b->value;
	}
	return add_range(r, id, lo, hi, e);
}

static int main_range(struct image_reader *r, struct err *e)
{
	const struct bound *lo = find(r, "initcall", false), *hi = find(r, "initcall", true);
	const struct bound *early = find(r, "early_initcall", true);

	if (!lo || !hi)
		return err_set(e, r->name, 0, "has no %s%s%s, so no initcall table: it is no Linux "
			       "kernel, or an incomplete one; give the vmlinux of the kernel build "
			       "or of the debug package", lo ? "" : "__initcall_start",
			       lo || hi ? "" : " and ", hi ? "" : "__initcall_end");
	if (find_level(r, "1", false) || find_level(r, "6", false))
		return level_ranges(r, lo->value, hi->value, e);
	if (early && early->value >= lo->value && early->value <= hi->value)
		return add_range(r, STR("early"), lo->value, early->value, e) != 0 ? -1 :
		       add_range(r, STR_NONE, early->value, hi->value, e);
	return add_range(r, STR_NONE, lo->value, hi->value, e);
}

static bool is_inner(struct str id)
{
	for (size_t i = 0; i + 1 < NINNER; i++) {
		if (str_eq(id, str_of(inner[i])))
			return true;
	}
	return false;
}

/* "con_initcall" -> "con", "initcall8" -> "8"; n 0 for the main table's own labels. */
static struct str own_id(struct str name)
{
	struct str id = str_head(name, str_find(name, STR("initcall")));

	if (id.n)
		id.n--; /* "_" */
	else
		id = str_from(name, 8);
	return is_inner(id) ? STR_NONE : id;
}

/* Tables of their own; what is inside of the main one is a level of it. */
static int own_ranges(struct image_reader *r, struct err *e)
{
	const struct bound *main_lo = find(r, "initcall", false);
	const struct bound *main_hi = find(r, "initcall", true);

	for (size_t i = 0; i < r->bounds.n; i++) {
		const struct bound *b = &r->bounds.v[i], *end = NULL;
		struct str id = own_id(b->name);

		if (b->end || !id.n)
			continue;
		for (size_t k = 0; k < r->bounds.n && !end; k++) {
			if (r->bounds.v[k].end && str_eq(r->bounds.v[k].name, b->name))
				end = &r->bounds.v[k];
		}
		if (!end || (b->value >= main_lo->value && b->value < main_hi->value))
			continue;
		if (add_range(r, id, b->value, end->value, e) != 0)
			return -1;
	}
	return 0;
}

static int by_rank(const void *pa, const void *pb)
{
	const struct range *a = pa, *b = pb;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return a->hi < b->hi ? -1 : a->hi > b->hi;
}

int image_ranges(struct image_reader *r, struct err *e)
{
	uint64_t total = 0;

	if (main_range(r, e) != 0 || own_ranges(r, e) != 0)
		return -1;
	for (size_t i = 0; i < r->ranges.n; i++)
		total += r->ranges.v[i].hi - r->ranges.v[i].lo;
	if (!total)
		return err_set(e, r->name, 0,
			       "its initcall table is empty; give the vmlinux of a whole kernel");
	if (total > IMAGE_MAX_TABLE)
		return err_set(e, r->name, 0, "its initcall table has %llu bytes, more than any "
			       "kernel's; give an undamaged vmlinux", (unsigned long long)total);
	qsort(r->ranges.v, r->ranges.n, sizeof(*r->ranges.v), by_rank);
	return 0;
}
