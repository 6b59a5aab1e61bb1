/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rows of a report: the calls of one boot, or of several boots of the same
 * system side by side, each row with its median, minimum and maximum; sums by
 * module or level; and what the probes of each device cost.
 *
 * All of it points into the struct series (model/series.h), which must outlive
 * it.
 */
#pragma once

#include "model/boot.h"

struct series;

/*
 * Calls of several boots share a row when they have the same symbol (name,
 * module and size) and are the same occurrence of it: the n-th call of a name
 * may be another module's in the next boot, as modules load in any order.
 */
struct row {
	const struct sym *sym;
	uint32_t ordinal;         /* of the name, in the first boot that has it */
	uint32_t nth;             /* the order in which the rows were met, from 0 */
	const struct boot *boot;  /* the first boot that has it */
	const struct call *call;  /* there */
	size_t n;                 /* durations that are known */
	size_t runs;              /* boots that have this call */
	int64_t median_us, min_us, max_us; /* TIME_NONE when n is 0 */
	int64_t start_us;         /* median of the starts, TIME_NONE when unknown */
	size_t failed;            /* boots in which it failed */
	int32_t ret;              /* what it returned in the first of them */
	uint32_t flags;           /* enum call_flag: of any boot */
	bool async;               /* not an initcall but a function of kernel/async.c */
};

struct rows {
	struct row *v;
	size_t n;
};

enum row_sort { SORT_DURATION, SORT_START, SORT_NAME };
enum row_by { BY_INITCALL, BY_MODULE, BY_SUBSYSTEM, BY_LEVEL };
const char *row_by_name(enum row_by by);

/* In the order they ran. */
void rows_of(struct rows *r, const struct series *s);
/* The same for the async functions. */
void rows_of_async(struct rows *r, const struct series *s);
/*
 * Longest first, earliest first, or by name; what is unknown comes last, and
 * equals stay in the order they ran, so that the order is always the same.
 */
void rows_sort(struct rows *r, enum row_sort by);
void rows_release(struct rows *r);

struct sum {
	const char *name; /* a module, a subsystem, a level; "(built-in)", "(not known)", ... */
	int64_t us;       /* median over the boots that have it of the sum of durations in each */
	int64_t min_us, max_us;
	size_t runs;  /* boots that have it */
	size_t calls; /* in the boot that has most */
	size_t failed;
};

struct sums {
	struct sum *v; /* largest first */
	size_t n;
};

/* Sums by what the series was told to sum by. */
void sums_of(struct sums *r, const struct series *s);
void sums_release(struct sums *r);

/* All probes of a device, deferred tries and all. */
struct device {
	const char *device;
	const char *driver;                /* of the first probe that names one; NULL */
	size_t runs;                       /* boots that have it */
	size_t tries;                      /* median over these boots */
	int64_t median_us, min_us, max_us; /* of the sum in each of them; TIME_NONE */
};

struct devices {
	struct device *v; /* largest first */
	size_t n;
};

enum probe_pick {
	PROBES_ALL,
	PROBES_DEFERRED, /* only those that returned EPROBE_DEFER: the time was wasted */
};

void devices_of(struct devices *r, const struct series *s, enum probe_pick pick);
void devices_release(struct devices *r);

/* Whether a probe gave EPROBE_DEFER; kernels print it with both signs. */
static inline bool probe_deferred(const struct probe *p)
{
	return p->ret == -517 || p->ret == 517;
}

/* What --before-init leaves out. */
static inline bool call_wanted(const struct call *c, bool before_init)
{
	return !before_init || c->phase == PHASE_KERNEL;
}
bool probe_wanted(const struct boot *b, const struct probe *p, bool before_init);

/* a + b, held at the ends of the range: figures in a log can be anything. */
int64_t add_us(int64_t a, int64_t b);
/* Ascending, in place. */
void sort_us(int64_t *v, size_t n);
/* The middle of n > 0 sorted values; the mean of the two middle ones, rounded to even. */
int64_t median_of(const int64_t *sorted, size_t n);
