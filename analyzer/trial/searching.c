// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/searching.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/xalloc.h"
#include "trial/identity.h"

/* Of one round: boots that do not wait for each other. */
struct round {
	struct searching *s;
	const struct trial_opts *o;
	const struct searching_opts *so;
	struct planned *planned;
	struct err *e;
};

/* On its way from the thread that booted to who judges. */
struct made {
	struct trial_boot boot;
	struct err e;
	int r;
};

/* --- Candidates in the order of their calls -------------------------------------------------- */

struct place {
	const char *name;
	size_t at; /* in the log */
	size_t i;  /* as the user has it */
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static void put_in_order(struct searching *s, const struct trial_opts *o, struct str log)
{
	struct place *v = xcalloc(o->ndefer + 1, sizeof(*v));
	struct buf line = { 0 };

	for (size_t i = 0; i < o->ndefer; i++) {
		const char *colon = strchr(o->defer[i], ':');

		buf_clear(&line);
		buf_printf(&line, "calling  %s+0x", colon ? colon + 1 : o->defer[i]);
		v[i] = (struct place){ o->defer[i], str_find(log, (struct str){ line.p, line.n }), i };
	}
	qsort(v, o->ndefer, sizeof(*v), by_place);
	for (size_t i = 0; i < o->ndefer; i++)
		*VEC_PUSH(&s->names) = v[i].name;
	buf_release(&line);
	free(v);
}

/* --- Judging a boot -------------------------------------------------------------------------- */

/*
 * Whether init comes sooner is asked of the final set alone: a few calls may well save nothing.
 * Of a boot in which nothing is deferred, only what does not ask for deferred calls.
 */
static bool counts(const struct check *c, bool control)
{
	static const char *const always[] = { "boot", "first job", "devices", "messages", "memory" };

	if (!control)
		return strcmp(c->name, "time to init") != 0;
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++) {
		if (strcmp(c->name, always[i]) == 0)
			return true;
	}
	return false;
}

static const struct check *find_check(const struct proof *p, enum check_status status, bool control)
{
	for (size_t i = 0; i < p->checks.n; i++) {
		const struct check *c = &p->checks.v[i];

		if (c->status == status && counts(c, control))
			return c;
	}
	return NULL;
}

static int judge(struct round *r, const struct trial_boot *b, const struct trial_order *order,
		 struct buf *why, bool *passed)
{
	struct proof_opts po = *r->so->proof;
	struct proof_boot v[2];
	const struct check *c;
	struct proof p;
	int rc;

	po.defer = order->defer;
	po.ndefer = order->ndefer;
	po.predicted_us = TIME_NONE;
	trial_view(&v[0], &r->s->trial.boots.v[0]);
	trial_view(&v[1], b);
	v[1].side = AFTER;
	rc = proof_make(&p, v, 2, &po, r->e);
	if (rc == 0) {
		c = find_check(&p, CHECK_FAIL, !order->ndefer);
		if (!c)
			c = find_check(&p, CHECK_UNSURE, !order->ndefer);
		*passed = !c;
		if (c)
			buf_printf(why, "%s: %s", c->name, c->text);
		else if (p.measured_us != TIME_NONE)
			buf_printf(why, "init %.1f ms %s", (double)llabs(p.measured_us) / 1e3,
				   p.measured_us < 0 ? "later" : "sooner");
	}
	proof_release(&p);
	return rc;
}

/* --- A round --------------------------------------------------------------------------------- */

static size_t count(const bool *set, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += set[i];
	return k;
}

/* A boot of the round, made ready before the first begins: threads change nothing that others read. */
struct planned {
	const bool *set;
	const char **names;
	struct trial_order order;
};

static struct planned *plan_round(const struct searching *s, size_t n)
{
	struct planned *v = xcalloc(n, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		struct trial_order *order = &v[i].order;

		v[i].set = s->plan.next.v[i];
		v[i].names = xcalloc(s->plan.n + 1, sizeof(*v[i].names));
		for (size_t k = 0; k < s->plan.n; k++) {
			if (v[i].set[k])
				v[i].names[order->ndefer++] = s->names.v[k];
		}
		order->defer = v[i].names;
		/* A boot of the empty set is one without deferral. */
		order->side = order->ndefer ? AFTER : BEFORE;
		order->control = !order->ndefer;
		snprintf(order->name, sizeof(order->name), "search-%zu", s->plan.boots.n + i + 1);
	}
	return v;
}

static void *make_boot(void *ctx, size_t i)
{
	struct round *r = ctx;
	struct made *m = xcalloc(1, sizeof(*m));

	m->r = trial_boot(&m->boot, &r->s->trial, r->o, &r->planned[i].order, &m->e);
	if (m->r == 0)
		m->r = trial_check_after(&m->boot, &m->e);
	return m;
}

static void drop_boot(void *ctx, void *result)
{
	struct made *m = result;

	(void)ctx;
	trial_boot_release(&m->boot);
	free(m);
}

/* The final set is most often the largest that passed: its boot needs not be made again. */
static void keep_best(struct searching *s, struct trial_boot *b, const bool *set)
{
	if (s->best_set && count(set, s->plan.n) <= count(s->best_set, s->plan.n))
		return;
	trial_boot_release(&s->best);
	if (!s->best_set)
		s->best_set = xcalloc(s->plan.n + 1, sizeof(*s->best_set));
	memcpy(s->best_set, set, s->plan.n * sizeof(*set));
	s->best = *b;
	memset(b, 0, sizeof(*b));
}

static int take_boot(void *ctx, size_t i, void *result)
{
	struct round *r = ctx;
	struct searching *s = r->s;
	const struct planned *x = &r->planned[i];
	struct made *m = result;
	struct buf why = { 0 };
	bool passed = false;
	int rc = m->r;

	if (rc != 0)
		*r->e = m->e;
	if (rc == 0)
		rc = judge(r, &m->boot, &x->order, &why, &passed);
	if (rc == 0)
		rc = search_state_add(&s->state, x->set, passed, buf_str(&why), r->e);
	if (rc == 0) {
		s->booted++;
		search_learn(&s->plan, x->set, passed, buf_str(&why));
		if (r->so->done)
			rc = r->so->done(r->so->ctx, &m->boot, x->order.ndefer, buf_str(&why), passed,
					 r->e);
	}
	if (rc == 0 && passed && x->order.ndefer)
		keep_best(s, &m->boot, x->set);
	buf_release(&why);
	drop_boot(ctx, m);
	return rc;
}

static int make_round(struct round *r, size_t n)
{
	struct ordered work = { .n = n, .jobs = r->so->jobs, .ctx = r, .make = make_boot,
				.take = take_boot, .drop = drop_boot };
	int rc;

	r->planned = plan_round(r->s, n);
	rc = ordered_run(&work);
	for (size_t i = 0; i < n; i++)
		free(r->planned[i].names);
	free(r->planned);
	return rc;
}

/* --- The whole ------------------------------------------------------------------------------- */

static int boot_before(struct round *r, unsigned nth)
{
	struct trial *t = &r->s->trial;

	r->s->booted++;
	if (trial_boot_nth(t, r->o, BEFORE, nth, r->e) != 0)
		return -1;
	return r->so->done ? r->so->done(r->so->ctx, &t->boots.v[t->boots.n - 1], 0, NULL, true, r->e)
			   : 0;
}

static int begin(struct round *r)
{
	struct searching *s = r->s;
	struct trial *t = &s->trial;
	struct str log;

	if (trial_begin(t, r->o, r->e) != 0 || boot_before(r, 1) != 0)
		return -1;
	log = t->boots.v[0].handover.log;
	if (trial_check_names(r->o, log, r->e) != 0)
		return -1;
	put_in_order(s, r->o, log);
	if (search_state_open(&s->state, r->so->state, trial_identity(t, r->o), s->names.v, s->names.n,
			      r->e) != 0)
		return -1;
	/* (what ran at the same time as others may have another place in another boot) */
	memcpy(s->names.v, s->state.names.v, s->names.n * sizeof(*s->names.v));
	search_init(&s->plan, s->names.n, r->so->jobs);
	for (size_t i = 0; i < s->state.boots.n; i++) {
		const struct known_boot *b = &s->state.boots.v[i];

		search_learn(&s->plan, b->set, b->passed, b->why);
	}
	s->known = s->plan.boots.n;
	return 0;
}

/* Boots of the final set, and as many without deferral: they are judged as those of any trial. */
static int finish(struct round *r)
{
	struct searching *s = r->s;
	struct trial *t = &s->trial;
	struct trial_opts o = *r->o;
	bool had;

	for (size_t i = 0; i < s->plan.n; i++) {
		if (!s->plan.out[i])
			*VEC_PUSH(&s->kept) = s->names.v[i];
	}
	if (s->plan.control_failed)
		return err_set(r->e, NULL, 0, "two boots without deferral are not the same, so no search can "
			       "be judged: %s; give --settle more seconds, or a machine with less that "
			       "changes", s->plan.boots.v[s->plan.boots.n - 1].why);
	if (!s->kept.n)
		return 0;
	o.defer = s->kept.v;
	o.ndefer = s->kept.n;
	had = s->best_set && count(s->best_set, s->plan.n) == s->kept.n;
	for (size_t i = 0; i < s->plan.n && had; i++)
		had = s->best_set[i] == !s->plan.out[i];
	if (had) {
		*VEC_PUSH(&t->boots) = s->best;
		memset(&s->best, 0, sizeof(s->best));
		snprintf(t->boots.v[t->boots.n - 1].name, sizeof(t->boots.v[0].name), "after-1");
	}
	for (unsigned nth = 1; nth <= o.runs; nth++) {
		if (nth > 1 && boot_before(r, nth) != 0)
			return -1;
		if (nth == 1 && had)
			continue;
		s->booted++;
		if (trial_boot_nth(t, &o, AFTER, nth, r->e) != 0)
			return -1;
		if (r->so->done && r->so->done(r->so->ctx, &t->boots.v[t->boots.n - 1], o.ndefer, NULL,
					       true, r->e) != 0)
			return -1;
	}
	trial_end(t);
	return 0;
}

int searching_run(struct searching *s, const struct trial_opts *o, const struct searching_opts *so,
		  struct err *e)
{
	struct round r = { .s = s, .o = o, .so = so, .e = e };
	struct sigaction ours, plain = { .sa_handler = SIG_DFL };
	size_t n;
	int rc;

	memset(s, 0, sizeof(*s));
	s->state.fd = -1;
	/* Each boot sets this and puts it back; on threads they would do so at the wrong time. */
	sigemptyset(&plain.sa_mask);
	sigaction(SIGCHLD, &plain, &ours);
	rc = begin(&r);
	while (rc == 0 && (n = search_next(&s->plan)) > 0)
		rc = make_round(&r, n);
	if (rc == 0)
		rc = finish(&r);
	sigaction(SIGCHLD, &ours, NULL);
	return rc;
}

void searching_release(struct searching *s)
{
	trial_release(&s->trial);
	trial_boot_release(&s->best);
	free(s->best_set);
	search_release(&s->plan);
	search_state_release(&s->state);
	free(s->names.v);
	free(s->kept.v);
}
