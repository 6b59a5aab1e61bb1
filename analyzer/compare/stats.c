// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* --- Random numbers --- */

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

void rng_seed(struct rng *r, uint64_t seed)
{
	for (size_t i = 0; i < 4; i++)
		r->s[i] = splitmix(&seed);
}

uint64_t rng_next(struct rng *r)
{
	uint64_t *s = r->s, out = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return out;
}

double rng_unit(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) * 0x1p-53;
}

size_t rng_below(struct rng *r, size_t n)
{
	uint64_t limit = UINT64_MAX - UINT64_MAX % n, x;

	do
		x = rng_next(r);
	while (x >= limit);
	return (size_t)(x % n);
}

double rng_normal(struct rng *r)
{
	double u = rng_unit(r), v = rng_unit(r);

	return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* --- Order and moments --- */

static int ascending(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

void stats_sort(double *v, size_t n)
{
	if (n > 32) {
		qsort(v, n, sizeof(*v), ascending);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		double x = v[i];
		size_t j = i;

		for (; j && v[j - 1] > x; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

double stats_mean(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum / (double)n;
}

double stats_squares(const double *v, size_t n)
{
	double mean = stats_mean(v, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (v[i] - mean) * (v[i] - mean);
	return sum;
}

double stats_median(double *v, size_t n)
{
	stats_sort(v, n);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double stats_quantile(const double *sorted, size_t n, double q)
{
	double at = q * (double)(n - 1);
	size_t i = (size_t)at;

	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

/* --- Distributions --- */

double stats_normal_cdf(double z)
{
	return erfc(-z / M_SQRT2) / 2;
}

/* Halves [low, high] until nothing is left; f rises. */
static double solve(double (*f)(double x, double arg), double arg, double want, double low,
		    double high)
{
	for (int i = 0; i < 200 && high - low > 1e-13 * (1 + fabs(low)); i++) {
		double mid = (low + high) / 2;

		if (f(mid, arg) < want)
			low = mid;
		else
			high = mid;
	}
	return (low + high) / 2;
}

static double normal_cdf(double z, double unused)
{
	(void)unused;
	return stats_normal_cdf(z);
}

double stats_normal_quantile(double p)
{
	return solve(normal_cdf, 0, p, -38, 38);
}

/* The continued fraction of the incomplete beta function (Lentz). */
static double beta_fraction(double a, double b, double x)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;

	d = 1 / (fabs(d) < tiny ? tiny : d);
	h = d;
	for (int m = 1; m < 1000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 + even * d;
		c = 1 + even / c;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = fabs(c) < tiny ? tiny : c;
		h *= d * c;
		d = 1 + odd * d;
		c = 1 + odd / c;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = fabs(c) < tiny ? tiny : c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < 1e-14)
			break;
	}
	return h;
}

/* lgamma() would set the global signgam. */
static double log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

/* Regularised incomplete beta function. */
static double beta_part(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double stats_t_tail(double t, double df)
{
	if (df > 1e5)
		return erfc(fabs(t) / M_SQRT2);
	return beta_part(df / 2, 0.5, df / (df + t * t));
}

double stats_f_tail(double f, double df, double df2)
{
	if (!(f > 0))
		return 1;
	return beta_part(df2 / 2, df / 2, df2 / (df2 + df * f));
}

static double t_cdf(double t, double df)
{
	double tail = stats_t_tail(t, df) / 2;

	return t < 0 ? tail : 1 - tail;
}

double stats_t_quantile(double p, double df)
{
	return solve(t_cdf, df, p, -1e5, 1e5);
}

double stats_digamma(double x)
{
	double sum = 0, y;

	for (; x < 8; x++)
		sum -= 1 / x;
	y = 1 / (x * x);
	return sum + log(x) - 0.5 / x - y * (1.0 / 12 - y * (1.0 / 120 - y / 252));
}

double stats_trigamma(double x)
{
	double sum = 0, y;

	for (; x < 8; x++)
		sum += 1 / (x * x);
	y = 1 / (x * x);
	return sum + 1 / x + y / 2 + y / x * (1.0 / 6 - y * (1.0 / 30 - y / 42));
}

static double minus_trigamma(double log_x, double unused)
{
	(void)unused;
	return -stats_trigamma(exp(log_x));
}

double stats_trigamma_inverse(double y)
{
	if (y <= 1e-8)
		return INFINITY;
	return exp(solve(minus_trigamma, 0, -y, -20, 20));
}

/* --- Two sides --- */

/* By how much the median of n normal values strays more than their mean. */
static double median_cost(size_t n)
{
	static const double cost[] = { 1, 1, 1, 1.160, 1.092, 1.198, 1.135, 1.214, 1.160 };

	return n < sizeof(cost) / sizeof(cost[0]) ? cost[n] : 1.2533;
}

double stats_median_half(double sd, size_t n)
{
	return stats_t_quantile(0.975, (double)n - 1) * sd * median_cost(n) / sqrt((double)n);
}

static double difference(const double *a, size_t na, const double *b, size_t nb, double *tmp)
{
	double before;

	memcpy(tmp, a, na * sizeof(*tmp));
	before = stats_median(tmp, na);
	memcpy(tmp, b, nb * sizeof(*tmp));
	return stats_median(tmp, nb) - before;
}

struct interval stats_t_interval(const double *a, size_t na, const double *b, size_t nb,
				 double floor)
{
	size_t most = na > nb ? na : nb;
	double *tmp = xmalloc(most * sizeof(*tmp));
	double d = difference(a, na, b, nb, tmp), least = floor * floor, df, half;
	double va, vb, ca = median_cost(na), cb = median_cost(nb);

	free(tmp);
	if (na < 3 || nb < 3) {
		df = (double)(na + nb - 2);
		va = vb = (stats_squares(a, na) + stats_squares(b, nb)) / df;
	} else {
		va = stats_squares(a, na) / (double)(na - 1);
		vb = stats_squares(b, nb) / (double)(nb - 1);
		df = 0;
	}
	va = fmax(va, least) / (double)na;
	vb = fmax(vb, least) / (double)nb;
	if (!(df > 0))
		df = va + vb > 0 ? (va + vb) * (va + vb) / (va * va / (double)(na - 1) +
							    vb * vb / (double)(nb - 1))
				 : (double)(na + nb - 2);
	half = stats_t_quantile(0.975, df) * sqrt(va * ca * ca + vb * cb * cb);
	return (struct interval){ d - half, d + half };
}

/* The acceleration costs the square of the number of values, and is next to 0 for many. */
#define JACKKNIFE_MOST 400

/* How the difference leans when one value at a time is left out. */
static double acceleration(const double *a, size_t na, const double *b, size_t nb, double *tmp)
{
	size_t n = na + nb;
	double *d = xmalloc(n * sizeof(*d)), *less = xmalloc(n * sizeof(*less));
	double mean, cubes = 0, squares = 0, out;

	for (size_t i = 0; i < n; i++) {
		bool in_a = i < na;
		const double *from = in_a ? a : b;
		size_t size = in_a ? na : nb, skip = in_a ? i : i - na, k = 0;

		for (size_t j = 0; j < size; j++) {
			if (j != skip)
				less[k++] = from[j];
		}
		d[i] = in_a ? difference(less, k, b, nb, tmp) : difference(a, na, less, k, tmp);
	}
	mean = stats_mean(d, n);
	for (size_t i = 0; i < n; i++) {
		double x = mean - d[i];

		squares += x * x;
		cubes += x * x * x;
	}
	out = squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
	free(d);
	free(less);
	return out;
}

static double shifted(double z0, double z, double accel)
{
	return stats_normal_cdf(z0 + (z0 + z) / (1 - accel * (z0 + z)));
}

struct interval stats_bootstrap(const double *a, size_t na, const double *b, size_t nb,
				size_t times, uint64_t seed)
{
	size_t n = na > nb ? na : nb;
	double *pick = xmalloc(2 * n * sizeof(*pick)), *tmp = xmalloc(n * sizeof(*tmp));
	double *d = xmalloc(times * sizeof(*d)), was = difference(a, na, b, nb, tmp), below = 0;
	struct interval out;
	double z0, accel;
	struct rng r;

	rng_seed(&r, seed);
	for (size_t t = 0; t < times; t++) {
		for (size_t i = 0; i < na; i++)
			pick[i] = a[rng_below(&r, na)];
		for (size_t i = 0; i < nb; i++)
			pick[n + i] = b[rng_below(&r, nb)];
		d[t] = difference(pick, na, pick + n, nb, tmp);
		below += d[t] < was ? 1 : d[t] == was ? 0.5 : 0;
	}
	stats_sort(d, times);
	below = fmin(fmax(below, 0.5), (double)times - 0.5);
	z0 = stats_normal_quantile(below / (double)times);
	accel = na > 2 && nb > 2 && na + nb <= JACKKNIFE_MOST ? acceleration(a, na, b, nb, tmp) : 0;
	out.low = stats_quantile(d, times, shifted(z0, -1.959964, accel));
	out.high = stats_quantile(d, times, shifted(z0, 1.959964, accel));
	free(pick);
	free(tmp);
	free(d);
	return out;
}

double stats_choices(size_t n, size_t k)
{
	double c = 1;

	for (size_t i = 1; i <= k && c < 1e15; i++)
		c = c * (double)(n - k + i) / (double)i;
	return c;
}

double stats_permutation_least(size_t na, size_t nb)
{
	/* With equal sides each split has a mirror image that is as far out. */
	return (na == nb ? 2 : 1) / stats_choices(na + nb, na);
}

bool stats_next_choice(size_t *at, size_t n, size_t k)
{
	size_t i = k;

	while (i && at[i - 1] == n - k + i - 1)
		i--;
	if (!i)
		return false;
	at[i - 1]++;
	for (; i < k; i++)
		at[i] = at[i - 1] + 1;
	return true;
}

double stats_permutation(const double *a, size_t na, const double *b, size_t nb, size_t most,
			 uint64_t seed)
{
	size_t n = na + nb, *at = xmalloc(n * sizeof(*at));
	double *v = xmalloc(n * sizeof(*v)), total = 0, expect, far, sum, hits = 0, tried = 0;
	bool exact = stats_choices(n, na) <= (double)most;
	struct rng r;

	memcpy(v, a, na * sizeof(*v));
	memcpy(v + na, b, nb * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		total += v[i];
	expect = total * (double)na / (double)n;
	far = fabs(stats_mean(a, na) * (double)na - expect) * (1 - 1e-12);
	for (size_t i = 0; i < n; i++)
		at[i] = i;
	rng_seed(&r, seed);
	do {
		if (!exact) {
			for (size_t i = 0; i < na; i++) {
				size_t j = i + rng_below(&r, n - i), x = at[i];

				at[i] = at[j];
				at[j] = x;
			}
		}
		sum = 0;
		for (size_t i = 0; i < na; i++)
			sum += v[at[i]];
		hits += fabs(sum - expect) >= far;
		tried++;
	} while (exact ? stats_next_choice(at, n, na) : tried < (double)most);
	free(at);
	free(v);
	return exact ? hits / tried : (hits + 1) / (tried + 1);
}

struct ranked {
	double p;
	size_t at;
};

static int by_p(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;
	int r = (a->p > b->p) - (a->p < b->p);

	return r ? r : (a->at > b->at) - (a->at < b->at);
}

void stats_false_discovery(const double *p, double *q, size_t n)
{
	struct ranked *v = xmalloc(n * sizeof(*v));
	double least = 1;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		q[i] = p[i];
		if (!isnan(p[i]))
			v[m++] = (struct ranked){ p[i], i };
	}
	if (m)
		qsort(v, m, sizeof(*v), by_p);
	for (size_t i = m; i-- > 0;) {
		double x = v[i].p * (double)m / (double)(i + 1);

		least = x < least ? x : least;
		q[v[i].at] = least;
	}
	free(v);
}
