// SPDX-License-Identifier: GPL-2.0-or-later
/* `bootcheck trial --search` */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "base/slurp.h"
#include "cmd/trying_priv.h"
#include "source/choice_proved.h"

/* --- While it boots -------------------------------------------------------------------------- */

static int booted(void *ctx, const struct trial_boot *b, size_t deferred, const char *why,
		  bool passed, struct err *e)
{
	struct run *r = ctx;
	const struct search *plan = &r->searching.plan;

	/* (what comes is not known; so much is for the next bad one) */
	r->progress.of = search_bound(plan->n, plan->nout + 1);
	if (r->begun >= r->progress.of)
		r->progress.of = r->begun + 1;
	progress_step(&r->progress, ++r->begun);
	if (r->t->view.verbose) {
		progress_end(&r->progress);
		fprintf(stderr, "bootcheck: boot %s: %zu of %zu deferred%s%s%s%s\n", b->name, deferred,
			r->t->o.ndefer, why ? passed ? ": passed" : ": failed" : "",
			why && *why ? " (" : "", why ? why : "", why && *why ? ")" : "");
	}
	return trying_keep(r, b, e);
}

/* --- What it found --------------------------------------------------------------------------- */

static const char *keep_text(struct run *r, struct buf *b)
{
	const char *s = arena_strdup(&r->arena, (struct str){ buf_str(b), b->n });

	buf_clear(b);
	return s;
}

static size_t members(const struct search *s, size_t boot)
{
	size_t k = 0;

	for (size_t i = 0; i < s->n; i++)
		k += s->boots.v[boot].set[i];
	return k;
}

/* Later calls that stay: what may need this one, and is the reason. */
static void say_stay(struct buf *b, const struct searching *s, size_t i)
{
	size_t n = 0;

	for (size_t k = i + 1; k < s->plan.n; k++) {
		if (s->plan.out[k])
			buf_printf(b, "%s%s", n++ ? ", " : "; at their usual place stayed ", s->names.v[k]);
	}
}

static void say_bad(struct run *r, struct search_call *x, size_t i)
{
	const struct searching *s = &r->searching;
	const struct search_bad *bad = &s->plan.bad[i];
	size_t again = search_recheck(&s->plan, i);
	size_t later = members(&s->plan, bad->failed) - 1;
	const struct search_boot *failed = &s->plan.boots.v[bad->failed];
	struct buf b = { 0 };

	buf_printf(&b, "%s", failed->why);
	x->text = keep_text(r, &b);
	buf_printf(&b, "boot %zu, with it%s", bad->failed + 1, later ? "" : " alone");
	if (later)
		buf_printf(&b, " and %zu later", later);
	buf_puts(&b, ": failed; ");
	if (bad->passed == SEARCH_NONE)
		buf_puts(&b, "without it nothing is deferred");
	else
		buf_printf(&b, "boot %zu, without it: passed", bad->passed + 1);
	if (again == SEARCH_NONE)
		buf_puts(&b, "; not booted with the final set");
	else if (again != bad->failed)
		buf_printf(&b, "; boot %zu, with the final set: failed", again + 1);
	say_stay(&b, s, i);
	x->evidence = keep_text(r, &b);
	buf_release(&b);
}

static void say_proved(struct run *r, struct search_call *x)
{
	const struct search *plan = &r->searching.plan;
	size_t boot = search_final(plan);
	struct buf b = { 0 };

	buf_puts(&b, "deferred with all others that are proved, everything is there once they ran");
	x->text = keep_text(r, &b);
	buf_printf(&b, "boot %zu, the final set of %zu as a whole: passed (%s)", boot + 1,
		   r->searching.kept.n, boot == SEARCH_NONE ? "" : plan->boots.v[boot].why);
	x->evidence = keep_text(r, &b);
	buf_release(&b);
}

static void make_report(struct run *r)
{
	const struct searching *s = &r->searching;
	struct search_report *p = &r->report;

	*p = (struct search_report){ .n = s->plan.n, .bad = s->plan.n - s->kept.n, .known = s->known,
				     .booted = s->booted, .boots = s->known + s->booted,
				     .bound = search_bound(s->plan.n, s->plan.nout) };
	p->v = arena_alloc(&r->arena, (p->n + 1) * sizeof(*p->v));
	for (size_t i = 0; i < p->n; i++) {
		struct search_call *x = &p->v[i];

		x->name = s->names.v[i];
		x->proved = !s->plan.out[i];
		if (x->proved)
			say_proved(r, x);
		else
			say_bad(r, x, i);
	}
	r->t->view.search = p;
}

int trying_search(struct run *r, struct err *e)
{
	struct proof_opts po = trying_proof(r);
	struct searching_opts so = { .state = r->t->state, .jobs = r->t->jobs, .proof = &po,
				     .done = booted, .ctx = r };
	int rc;

	progress_begin(&r->progress, "boots", search_bound(r->t->o.ndefer, 1));
	rc = searching_run(&r->searching, &r->t->o, &so, e);
	progress_end(&r->progress);
	r->trial = &r->searching.trial;
	if (rc != 0)
		return -1;
	make_report(r);
	return 0;
}

/* --- The file of --proved -------------------------------------------------------------------- */

static const struct search_call *find_call(const struct run *r, const char *name)
{
	for (size_t i = 0; i < r->report.n; i++) {
		if (strcmp(r->report.v[i].name, name) == 0)
			return &r->report.v[i];
	}
	return NULL;
}

static int write_proved(const struct proved *p, const char *file, struct err *e)
{
	struct out out;

	if (out_open(&out, file, e) != 0)
		return -1;
	if (choice_proved_write(p, out.f, e) != 0) {
		out_abort(&out);
		return -1;
	}
	return out_close(&out, e);
}

int trying_search_write(struct run *r, struct err *e)
{
	const struct choice *c = &r->t->choice;
	struct proved_call *v;
	struct proved p = { .n = c->v.n, .advice = r->t->advice.v, .nadvice = r->t->advice.n,
			    .saving_us = r->proof.compared ? r->proof.measured_us : TIME_NONE };
	struct buf b = { 0 };
	int rc;

	if (!r->t->proved)
		return 0;
	v = arena_alloc(&r->arena, (p.n + 1) * sizeof(*v));
	/* (r->t->o.defer has the names of the choice, one for one) */
	for (size_t i = 0; i < p.n; i++) {
		const struct search_call *x = find_call(r, r->t->o.defer[i]);

		if (!x)
			return err_set(e, NULL, 0, "%s was not searched for; report this",
				       r->t->o.defer[i]);
		v[i] = (struct proved_call){ &c->v.v[i], x->proved, x->text, x->evidence };
		if (x->proved)
			buf_printf(&b, "%s%s", b.n ? "," : "deferred_initcalls=", x->name);
	}
	p.v = v;
	p.cmdline = b.p;
	rc = write_proved(&p, r->t->proved, e);
	buf_release(&b);
	return rc;
}
