// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/noise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "compare/stats.h"

/* Calls shorter than that tell nothing about the speed of a boot. */
#define SPEED_LEAST_US 20
/* Added to durations before the logarithm: shorter calls are all alike, and 0 is one of them. */
#define OFFSET_US 100
/* Speeds that differ by less are left alone: 0.5 %. */
#define SPEED_LEAST 0.005
#define SPEED_ROUNDS 3
/* So many calls it takes to know a speed, or how wide the bulk is. */
#define BULK_LEAST 20
/* Neighbours by length, on each side, that the common noise is taken from. */
#define TREND_REACH 40
/* The common noise is worth at most as much as that many boots. */
#define PRIOR_MOST 60
/* A call so noisy that chance makes one such of 20 is judged by its own noise, more and more. */
#define WILD 0.05
/* Share of false alarms among the calls that are called changed. */
#define FALSE_ALARMS 0.05

struct fit {
	struct noise *n;
	const double *us;
	double *y;    /* logarithms, NAN where not known */
	double *tmp;  /* max(ncalls, nboots) */
	double *mid;  /* by call: median of y less the speeds */
	double *s2;   /* by call: own variance */
	double *own;  /* by call: its degrees of freedom, 0: none */
	double *reach; /* by call: about the length that it has on the side where it is longer */
	double least_us;
	double floor; /* least logarithmic variance, from the resolution: floor / us squared */
};

static double median_of_known(const double *v, size_t n, double *tmp)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(v[i]))
			tmp[k++] = v[i];
	}
	return k ? stats_median(tmp, k) : NAN;
}

static void find_middles(struct fit *f)
{
	const struct noise *n = f->n;
	double *v = xmalloc(n->nboots * sizeof(*v));

	for (size_t c = 0; c < n->ncalls; c++) {
		for (size_t b = 0; b < n->nboots; b++)
			v[b] = f->y[c * n->nboots + b] - n->speed[b];
		f->mid[c] = median_of_known(v, n->nboots, f->tmp);
	}
	free(v);
}

/* Calls that both sides have and that are long enough, each against its own middle. */
static void find_speeds(struct fit *f)
{
	struct noise *n = f->n;
	double most = 0, centre;

	for (int round = 0; round < SPEED_ROUNDS; round++) {
		find_middles(f);
		for (size_t b = 0; b < n->nboots; b++) {
			size_t k = 0;

			for (size_t c = 0; c < n->ncalls; c++) {
				double y = f->y[c * n->nboots + b];

				if (!isnan(y) && !isnan(n->call[c].effect) &&
				    f->mid[c] >= log(SPEED_LEAST_US + OFFSET_US))
					f->tmp[k++] = y - f->mid[c];
			}
			n->speed[b] = k >= BULK_LEAST ? stats_median(f->tmp, k) : 0;
		}
	}
	centre = median_of_known(n->speed, n->nboots, f->tmp);
	for (size_t b = 0; b < n->nboots; b++) {
		n->speed[b] -= centre;
		most = fmax(most, fabs(n->speed[b]));
	}
	n->levelled = most >= SPEED_LEAST;
	for (size_t b = 0; b < n->nboots && !n->levelled; b++)
		n->speed[b] = 0;
	find_middles(f);
}

/* Values of a call on one side, at one speed; returns how many. */
static size_t side(const struct fit *f, size_t call, bool after, double *v)
{
	const struct noise *n = f->n;
	size_t from = after ? n->nbefore : 0, to = after ? n->nboots : n->nbefore, k = 0;

	for (size_t b = from; b < to; b++) {
		double y = f->y[call * n->nboots + b];

		if (!isnan(y))
			v[k++] = y - n->speed[b];
	}
	return k;
}

static void own_variances(struct fit *f)
{
	const struct noise *n = f->n;

	for (size_t c = 0; c < n->ncalls; c++) {
		double squares = 0;

		f->own[c] = 0;
		for (int after = 0; after < 2; after++) {
			size_t k = side(f, c, after, f->tmp);

			if (k < 2)
				continue;
			squares += stats_squares(f->tmp, k);
			f->own[c] += (double)(k - 1);
		}
		f->s2[c] = f->own[c] > 0 ? squares / f->own[c] : NAN;
		f->s2[c] = fmax(f->s2[c], f->floor * exp(-2 * f->mid[c]));
	}
}

struct place {
	double mid;
	size_t call;
};

static int by_mid(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int r = (a->mid > b->mid) - (a->mid < b->mid);

	return r ? r : (a->call > b->call) - (a->call < b->call);
}

/*
 * Logarithm of a variance from df degrees of freedom, without the bias that
 * the logarithm brings.
 */
static double unbiased_log(double s2, double df)
{
	return log(s2) - stats_digamma(df / 2) + log(df / 2);
}

/*
 * The common noise by length of call: the median over its neighbours in length;
 * and from how far the calls stray from it, what it is worth.
 */
static void common_noise(struct fit *f)
{
	struct noise *n = f->n;
	struct place *v = xmalloc(n->ncalls * sizeof(*v));
	double *e = xmalloc(n->ncalls * sizeof(*e)), *off = xmalloc(n->ncalls * sizeof(*off));
	double spread, own = 0;
	size_t m = 0;

	for (size_t c = 0; c < n->ncalls; c++) {
		n->sd[c] = NAN;
		if (f->own[c] > 0 && f->reach[c] >= f->least_us)
			v[m++] = (struct place){ f->mid[c], c };
	}
	if (m)
		qsort(v, m, sizeof(*v), by_mid);
	for (size_t i = 0; i < m; i++) {
		size_t c = v[i].call;

		e[i] = unbiased_log(f->s2[c], f->own[c]);
		own += stats_trigamma(f->own[c] / 2);
	}
	for (size_t i = 0; i < m; i++) {
		size_t from = i > TREND_REACH ? i - TREND_REACH : 0;
		size_t to = i + TREND_REACH + 1 < m ? i + TREND_REACH + 1 : m;

		memcpy(f->tmp, e + from, (to - from) * sizeof(*e));
		n->sd[v[i].call] = stats_median(f->tmp, to - from);
		off[i] = fabs(e[i] - n->sd[v[i].call]);
	}
	/* Robust: from the middle of the deviations, as tails are heavy. */
	spread = m ? 1.4826 * stats_median(off, m) : 0;
	own = m ? own / (double)m : 0;
	spread = spread * spread - own;
	n->prior_df = m > 2 ? fmin(2 * stats_trigamma_inverse(spread), PRIOR_MOST) : 0;
	for (size_t i = 0; i < m; i++)
		n->sd[v[i].call] = exp(n->sd[v[i].call] / 2);
	free(v);
	free(e);
	free(off);
}

/*
 * How long a call gets, without a look at which boot is of which side: only
 * those that may have changed by as much as counts are tested.
 */
static void find_reaches(struct fit *f)
{
	const struct noise *n = f->n;
	size_t fewer = n->nbefore < n->nboots - n->nbefore ? n->nbefore : n->nboots - n->nbefore;
	double q = 1 - 0.5 * (double)fewer / (double)n->nboots;

	for (size_t c = 0; c < n->ncalls; c++) {
		size_t k = side(f, c, false, f->tmp);

		for (size_t b = n->nbefore; b < n->nboots; b++) {
			double y = f->y[c * n->nboots + b];

			if (!isnan(y))
				f->tmp[k++] = y - n->speed[b];
		}
		stats_sort(f->tmp, k);
		f->reach[c] = k ? exp(stats_quantile(f->tmp, k, q)) - OFFSET_US : 0;
	}
}

/* How much of the common noise a call's own is mixed with: less when it is far noisier. */
static double worth(const struct noise *n, double ratio, double own)
{
	double tail;

	if (!(own > 0))
		return n->prior_df;
	tail = stats_f_tail(ratio, own, n->prior_df);
	return tail < WILD ? n->prior_df * tail / WILD : n->prior_df;
}

static void test_call(struct fit *f, size_t c, double scale)
{
	struct noise *n = f->n;
	struct call_test *t = &n->call[c];
	double *v = f->tmp, s2, prior, before;
	size_t na, nb;

	na = side(f, c, false, v);
	before = na ? stats_mean(v, na) : NAN;
	for (size_t i = 0; i < na; i++)
		v[i] = exp(v[i]) - OFFSET_US;
	t->length = na ? stats_median(v, na) : NAN;
	nb = side(f, c, true, v);
	t->effect = nb ? stats_mean(v, nb) - before : NAN;
	t->se = t->p = NAN;
	if (isnan(t->effect) || isnan(n->sd[c]) || f->reach[c] < f->least_us ||
	    !(n->prior_df + f->own[c] > 0))
		return;
	s2 = n->sd[c] * n->sd[c];
	prior = worth(n, f->own[c] > 0 ? f->s2[c] / s2 : 1, f->own[c]);
	t->df = prior + f->own[c];
	if (f->own[c] > 0)
		s2 = (prior * s2 + f->own[c] * f->s2[c]) / t->df;
	t->se = sqrt(s2 * (1.0 / (double)na + 1.0 / (double)nb)) * scale;
	t->p = t->se > 0 ? stats_t_tail(t->effect / t->se, t->df) : t->effect == 0;
}

/* The bulk of the statistics, as normal ones: 1 when it is as chance makes it. */
static double bulk_width(struct fit *f)
{
	const struct noise *n = f->n;
	double *z = xmalloc(n->ncalls * sizeof(*z)), width;
	size_t k = 0;

	for (size_t c = 0; c < n->ncalls; c++) {
		if (!isnan(n->call[c].p))
			z[k++] = -stats_normal_quantile(fmax(n->call[c].p, 1e-300) / 2);
	}
	width = k >= BULK_LEAST ? stats_median(z, k) / 0.6744898 : 1;
	free(z);
	return width > 1 ? width : 1;
}

static void take_logarithms(struct fit *f)
{
	const struct noise *n = f->n;

	for (size_t i = 0; i < n->ncalls * n->nboots; i++)
		f->y[i] = f->us[i] < 0 ? NAN : log(f->us[i] + OFFSET_US);
	for (size_t c = 0; c < n->ncalls; c++) {
		bool has[2] = { false, false };

		for (size_t b = 0; b < n->nboots; b++)
			has[b >= n->nbefore] |= f->us[c * n->nboots + b] >= 0;
		n->call[c].effect = has[0] && has[1] ? 0 : NAN;
	}
}

void noise_fit(struct noise *n, const double *us, size_t ncalls, size_t nbefore, size_t nafter,
	       double resolution, double least_us)
{
	size_t nboots = nbefore + nafter, most = ncalls > nboots ? ncalls : nboots;
	struct fit f = { .n = n, .us = us, .least_us = least_us,
			 .floor = resolution * resolution / 6 };
	double *p = xmalloc(ncalls * sizeof(*p)), *q = xmalloc(ncalls * sizeof(*q));

	*n = (struct noise){ .ncalls = ncalls, .nboots = nboots, .nbefore = nbefore, .width = 1 };
	n->call = xcalloc(ncalls, sizeof(*n->call));
	n->speed = xcalloc(nboots, sizeof(*n->speed));
	n->sd = xcalloc(ncalls, sizeof(*n->sd));
	f.y = xmalloc(ncalls * nboots * sizeof(*f.y));
	f.tmp = xmalloc(most * sizeof(*f.tmp));
	f.mid = xmalloc(ncalls * sizeof(*f.mid));
	f.s2 = xmalloc(ncalls * sizeof(*f.s2));
	f.reach = xmalloc(ncalls * sizeof(*f.reach));
	f.own = xmalloc(ncalls * sizeof(*f.own));
	take_logarithms(&f);
	find_speeds(&f);
	own_variances(&f);
	find_reaches(&f);
	common_noise(&f);
	for (size_t c = 0; c < ncalls; c++)
		test_call(&f, c, 1);
	n->width = bulk_width(&f);
	for (size_t c = 0; c < ncalls && n->width > 1; c++)
		test_call(&f, c, n->width);
	for (size_t c = 0; c < ncalls; c++)
		p[c] = n->call[c].p;
	stats_false_discovery(p, q, ncalls);
	for (size_t c = 0; c < ncalls; c++)
		n->call[c].q = q[c];
	free(p);
	free(q);
	free(f.y);
	free(f.tmp);
	free(f.mid);
	free(f.s2);
	free(f.own);
	free(f.reach);
}

void noise_release(struct noise *n)
{
	free(n->call);
	free(n->speed);
	free(n->sd);
	*n = (struct noise){ 0 };
}

double noise_common(const struct noise *n)
{
	size_t nafter = n->nboots - n->nbefore;

	return stats_mean(n->speed + n->nbefore, nafter) - stats_mean(n->speed, n->nbefore);
}

void noise_interval(const struct call_test *t, double *low, double *high)
{
	double half = stats_t_quantile(0.975, t->df) * t->se;

	*low = t->effect - half;
	*high = t->effect + half;
}

bool noise_says_changed(const struct call_test *t, double least_us, double least_share)
{
	double us = fabs(noise_us(t->length, t->effect));

	return t->q <= FALSE_ALARMS && us >= least_us && us >= least_share * t->length;
}

double noise_us(double length_us, double effect)
{
	return (length_us + OFFSET_US) * expm1(effect);
}
