// SPDX-License-Identifier: GPL-2.0-or-later
/* The time to init: how much it changed, how sure that is, and what would settle it. */
#include <math.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "compare/compare.h"
#include "compare/stats.h"
#include "model/group.h"

/* From so many boots a side on the interval is of resamples, with fewer Student's. */
#define BOOTSTRAP_LEAST 8
#define BOOTSTRAP_TIMES 9999
/* With so many boots the interval is narrow, and resamples cost. */
#define RUNS_MANY 400
#define BOOTSTRAP_FEW 499
#define PERMUTATIONS 20000
#define PERMUTATIONS_FEW 999
/* The clock's resolution, and what the boots' spread is at least, in us. */
#define SPREAD_LEAST_US 1.0
/* Any number will do, so long as it is always the same. */
#define SEED 20

static size_t collect(const struct comparison *c, enum side side, int64_t *v)
{
	size_t to = side == BEFORE ? c->nbefore : c->nboots, n = 0;

	for (size_t b = side == BEFORE ? 0 : c->nbefore; b < to; b++) {
		if (c->s->v[b]->init_us != TIME_NONE)
			v[n++] = c->s->v[b]->init_us;
	}
	sort_us(v, n);
	return n;
}

static struct interval find_interval(const double *a, size_t na, const double *b, size_t nb,
				     bool quick)
{
	if (na >= BOOTSTRAP_LEAST && nb >= BOOTSTRAP_LEAST)
		return stats_bootstrap(a, na, b, nb,
				       quick || na + nb > RUNS_MANY ? BOOTSTRAP_FEW : BOOTSTRAP_TIMES,
				       SEED);
	return stats_t_interval(a, na, b, nb, SPREAD_LEAST_US);
}

/* Half of the interval that n boots a side would give, of that spread. */
static double half_width(double sd, double n)
{
	return stats_t_quantile(0.975, 2 * n - 2) * sd * sqrt(2 / n) * (n > 2 ? 1.16 : 1);
}

/* Would n boots a side settle it, if the difference is what it looks like? */
static bool settles(const struct comparison *c, double sd, size_t n)
{
	double d = fabs((double)c->delta_us), half = half_width(sd, (double)n);

	if (stats_permutation_least(n, n) > ALPHA)
		return false;
	return (d >= (double)c->o.least_us && half < d) || d + half < (double)c->margin_us;
}

static void find_more(struct comparison *c, double sd, size_t fewer)
{
	c->more_runs = -1;
	c->hopeless = false;
	if (c->verdict != VERDICT_INCONCLUSIVE)
		return;
	for (size_t n = fewer + 1; n <= fewer + RUNS_HOPELESS; n++) {
		if (settles(c, sd, n)) {
			c->more_runs = (int)(n - fewer);
			return;
		}
	}
	c->hopeless = true;
}

void compare_verdict(struct comparison *c, const double *a, size_t na, const double *b, size_t nb)
{
	double d = (double)c->delta_us, sd, margin = (double)c->margin_us;
	struct interval x;
	bool surely;

	c->verdict = VERDICT_INCONCLUSIVE;
	c->low_us = c->high_us = TIME_NONE;
	c->chance = NAN;
	c->more_runs = -1;
	if (na == 1 && nb == 1)
		c->more_runs = RUNS_SURE - 1;
	if (!na || !nb || na + nb < 3)
		return;
	x = find_interval(a, na, b, nb, c->o.quick);
	c->low_us = (int64_t)llround(fmin(x.low, d));
	c->high_us = (int64_t)llround(fmax(x.high, d));
	surely = c->low_us > 0 || c->high_us < 0;
	/* Of a thousand verdicts only those that it may change are worth it. */
	if (!c->o.quick || surely)
		c->chance = stats_permutation(a, na, b, nb,
					      c->o.quick ? PERMUTATIONS_FEW : PERMUTATIONS, SEED);
	/* With so few boots that no relabelling is rare, normal noise has to be believed. */
	if (stats_permutation_least(na, nb) <= ALPHA && c->chance > ALPHA)
		surely = false;
	if (surely && fabs(d) >= (double)c->o.least_us)
		c->verdict = d < 0 ? VERDICT_FASTER : VERDICT_SLOWER;
	else if ((double)c->low_us > -margin && (double)c->high_us < margin)
		c->verdict = VERDICT_SAME;
	if (c->o.quick)
		return;
	sd = sqrt((stats_squares(a, na) + stats_squares(b, nb)) / (double)(na + nb - 2));
	find_more(c, fmax(sd, SPREAD_LEAST_US), na < nb ? na : nb);
}

void compare_total(struct comparison *c)
{
	int64_t *v = xmalloc(c->nboots * sizeof(*v));
	double *x[SIDES];

	for (enum side s = BEFORE; s < SIDES; s++) {
		struct total *t = &c->side[s];
		size_t n = collect(c, s, v);

		*t = (struct total){ s == BEFORE ? c->nbefore : c->nboots - c->nbefore, n,
				     TIME_NONE, TIME_NONE, TIME_NONE };
		x[s] = xmalloc(n * sizeof(*x[s]));
		for (size_t i = 0; i < n; i++)
			x[s][i] = (double)v[i];
		if (n) {
			t->median_us = median_of(v, n);
			t->min_us = v[0];
			t->max_us = v[n - 1];
		}
	}
	c->delta_us = c->margin_us = TIME_NONE;
	c->verdict = VERDICT_INCONCLUSIVE;
	c->low_us = c->high_us = TIME_NONE;
	c->chance = NAN;
	c->more_runs = -1;
	if (c->side[BEFORE].known && c->side[AFTER].known) {
		double share = c->o.margin_share * (double)c->side[BEFORE].median_us;

		c->delta_us = add_us(c->side[AFTER].median_us, -c->side[BEFORE].median_us);
		c->margin_us = c->o.margin_us;
		if (share > (double)c->margin_us)
			c->margin_us = (int64_t)llround(share);
		compare_verdict(c, x[BEFORE], c->side[BEFORE].known, x[AFTER],
				c->side[AFTER].known);
	}
	free(x[BEFORE]);
	free(x[AFTER]);
	free(v);
}
