// SPDX-License-Identifier: GPL-2.0-or-later
/* The time to init by release. */
#include "report/trend.h"

#include <math.h>
#include <stdlib.h>

#include "base/vec.h"
#include "compare/stats.h"
#include "model/group.h"

/* What a clock that counts microseconds cannot tell apart. */
#define RESOLUTION_US 1.0
/* With more releases than that nobody reads the third digit of an interval. */
#define MANY 50

static double *as_doubles(const struct hist_inits *x)
{
	double *v = xmalloc((x->n + 1) * sizeof(*v));

	for (size_t i = 0; i < x->n; i++)
		v[i] = (double)x->v[i];
	return v;
}

static struct trend_value value_of(const struct hist_inits *x)
{
	struct trend_value t = { .runs = x->n, .median_us = TIME_NONE, .min_us = TIME_NONE,
				 .max_us = TIME_NONE, .low_us = TIME_NONE, .high_us = TIME_NONE };

	if (!x->n)
		return t;
	t.median_us = median_of(x->v, x->n);
	t.min_us = x->v[0];
	t.max_us = x->v[x->n - 1];
	if (x->n > 1) {
		double *v = as_doubles(x), half;

		half = stats_median_half(fmax(sqrt(stats_squares(v, x->n) / (double)(x->n - 1)),
					      RESOLUTION_US), x->n);
		t.low_us = t.median_us - llround(half);
		t.high_us = t.median_us + llround(half);
		free(v);
	}
	return t;
}

static void set_side(struct total *side, const struct trend_value *v, size_t boots)
{
	*side = (struct total){ boots, v->runs, v->median_us, v->min_us, v->max_us };
}

/* The verdict of compare, with what it takes for the same when nobody says otherwise. */
static void judge(bool quick, struct trend_point *p, const struct trend_point *before,
		  const struct hist_inits *a, const struct hist_inits *b)
{
	struct comparison c = { .o = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
				       .margin_us = LEAST_US, .margin_share = MARGIN_SHARE,
				       .quick = quick } };
	double *x[SIDES], share;

	if (!a->n || !b->n)
		return;
	set_side(&c.side[BEFORE], &before->init, before->boots);
	set_side(&c.side[AFTER], &p->init, p->boots);
	p->delta_us = c.delta_us = add_us(p->init.median_us, -before->init.median_us);
	share = MARGIN_SHARE * (double)before->init.median_us;
	c.margin_us = share > LEAST_US ? llround(share) : LEAST_US;
	x[BEFORE] = as_doubles(a);
	x[AFTER] = as_doubles(b);
	compare_verdict(&c, x[BEFORE], a->n, x[AFTER], b->n);
	p->verdict = c.verdict;
	p->delta_low_us = c.low_us;
	p->delta_high_us = c.high_us;
	free(x[BEFORE]);
	free(x[AFTER]);
}

void trend_init(struct trend *t, const struct hist_items *names, const struct hist_series *s)
{
	size_t from = s->n > names->n ? s->n - names->n : 0;

	*t = (struct trend){ .n = s->n - from };
	t->v = xcalloc(t->n + 1, sizeof(*t->v));
	for (size_t i = 0; i < t->n; i++) {
		const struct hist_inits *x = &s->v[from + i];
		struct trend_point *p = &t->v[i];

		*p = (struct trend_point){
			.release = x->release,
			.name = names->v[i].name,
			.boots = x->boots,
			.init = value_of(x),
			.delta_us = TIME_NONE,
			.delta_low_us = TIME_NONE,
			.delta_high_us = TIME_NONE,
		};
		if (i)
			judge(t->n > MANY, p, p - 1, x - 1, x);
		else if (from)
			judge(t->n > MANY, p, &(struct trend_point){ .boots = x[-1].boots,
							.init = value_of(x - 1) }, x - 1, x);
	}
}

void trend_release(struct trend *t)
{
	free(t->v);
	*t = (struct trend){ 0 };
}
