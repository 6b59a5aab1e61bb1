// SPDX-License-Identifier: GPL-2.0-or-later
#include "compare/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "input/line.h"
#include "model/group.h"

/* A number of digits at *s, of at most that many; -1: there is none. */
static int64_t take_digits(struct str *s, size_t most)
{
	int64_t v = 0;
	size_t n = 0;

	for (; n < s->n && n < most && is_digit(s->p[n]); n++)
		v = v * 10 + (s->p[n] - '0');
	*s = str_from(*s, n);
	return n ? v : -1;
}

int64_t proof_job_us(struct str log)
{
	static const struct str mark = { "bootcheck: first job done", 25 };
	size_t at = str_find(log, mark), from = at;
	struct str stamp;
	int64_t s, us;

	if (at == log.n)
		return TIME_NONE;
	while (from && log.p[from - 1] != '\n')
		from--;
	/* "<12>[    0.683461] " */
	stamp = str_head(str_from(log, from), at - from);
	stamp = str_from(stamp, str_chr(stamp, '[', 0) + 1);
	while (stamp.n && stamp.p[0] == ' ')
		stamp = str_from(stamp, 1);
	s = take_digits(&stamp, 9);
	if (s < 0 || !stamp.n || stamp.p[0] != '.')
		return TIME_NONE;
	stamp = str_from(stamp, 1);
	us = take_digits(&stamp, 6);
	return us < 0 ? TIME_NONE : s * 1000000 + us;
}

/* Its boot goes into the set; a log that has none tells nothing. */
static int add_log(struct proof *p, const struct proof_boot *b, struct err *e)
{
	struct text *t;
	size_t had = p->set.n;
	int r;

	if (text_open_memory(&t, b->name, b->log.p, b->log.n, e) != 0)
		return -1;
	r = bootset_read_text(&p->set, t, b->name, e);
	text_close(t);
	if (r == 0 && p->set.n > had + 1)
		return err_set(e, b->name, 0, "%zu boots in one log; the machine started anew",
			       p->set.n - had);
	return r;
}

static int read_logs(struct proof *p, const struct proof_boot *v, size_t n, struct err *e)
{
	struct err ignored;

	for (size_t i = 0; i < n; i++) {
		if (v[i].side == BEFORE && add_log(p, &v[i], e) != 0)
			return -1;
	}
	p->nbefore = p->set.n;
	for (size_t i = 0; i < n; i++) {
		if (v[i].side == AFTER && !v[i].why)
			(void)add_log(p, &v[i], &ignored);
	}
	return 0;
}

static void check_boots(struct proof *p, const struct proof_boot *v, size_t n)
{
	const struct proof_boot *bad = NULL;
	size_t after = 0, failed = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].side != AFTER)
			continue;
		after++;
		if (v[i].why) {
			failed++;
			bad = bad ? bad : &v[i];
		}
	}
	if (!bad)
		checks_add(&p->checks, CHECK_PASS, "boot", "it comes up and ends as it should");
	else if (after == 1)
		checks_add(&p->checks, CHECK_FAIL, "boot", "%s", bad->why);
	else
		checks_add(&p->checks, CHECK_FAIL, "boot", "%zu of %zu: %s", failed, after, bad->why);
}

static void check_job(struct proof *p, const struct proof_boot *v, size_t n)
{
	bool done = false;

	for (size_t i = 0; i < n; i++) {
		if (v[i].side != AFTER || v[i].why)
			continue;
		done = true;
		if (v[i].job_status == 0)
			continue;
		if (v[i].job_status < 0)
			checks_add(&p->checks, CHECK_FAIL, "first job", "it did not end in time (%s)",
				   v[i].name);
		else
			checks_add(&p->checks, CHECK_FAIL, "first job",
				   "it ended with status %d (%s)", v[i].job_status, v[i].name);
		return;
	}
	if (done)
		checks_add(&p->checks, CHECK_PASS, "first job", "done, before the deferred calls ran");
}

static void check_trigger(struct proof *p, const struct proof_boot *v, size_t n)
{
	bool asked = false;

	for (size_t i = 0; i < n; i++) {
		if (v[i].side != AFTER || v[i].why || !v[i].trigger)
			continue;
		asked = true;
		if (strcmp(v[i].trigger, "0") == 0)
			continue;
		checks_add(&p->checks, CHECK_FAIL, "trigger", "reading it gave \"%s\" instead of \"0\"%s",
			   v[i].trigger, strcmp(v[i].trigger, "1") == 0 ?
			   ": something had run the calls already" : "");
		return;
	}
	if (asked)
		checks_add(&p->checks, CHECK_PASS, "trigger", "it ran what was left");
}

static const struct proof_boot *first_before(const struct proof_boot *v)
{
	return &v[0];
}

/* The difference of one boot after; the first that there is stays. */
static bool take_inventory(struct proof *p, const struct proof_boot *before,
			   const struct proof_boot *after)
{
	if (p->inventoried)
		inventory_diff_release(&p->inventory);
	inventory_compare(&p->inventory, before->inventory, after->inventory);
	p->inventoried = true;
	return p->inventory.missing.n || p->inventory.extra.n;
}

static void check_inventory(struct proof *p, const struct proof_boot *v, size_t n)
{
	const struct inventory_diff *d = &p->inventory;
	const char *unsettled = v[0].settled ? NULL : v[0].name;
	const char *where = NULL;

	for (size_t i = 0; i < n && !where; i++) {
		if (v[i].side != AFTER || v[i].why || !v[i].inventory.n)
			continue;
		if (!v[i].settled)
			unsettled = v[i].name;
		if (take_inventory(p, first_before(v), &v[i]))
			where = v[i].name;
	}
	if (!p->inventoried)
		return;
	if (where && d->missing.n)
		checks_add(&p->checks, CHECK_FAIL, "devices", "%zu missing and %zu new of %zu, as \"%s\" "
			   "(%s)", d->missing.n, d->extra.n, d->same + d->missing.n, d->missing.v[0],
			   where);
	else if (where)
		checks_add(&p->checks, CHECK_FAIL, "devices", "%zu new beside %zu, as \"%s\" (%s)",
			   d->extra.n, d->same, d->extra.v[0], where);
	else if (unsettled)
		checks_add(&p->checks, CHECK_UNSURE, "devices", "the same, but they still changed when "
			   "the time was over (%s)", unsettled);
	else
		checks_add(&p->checks, CHECK_PASS, "devices", "the same %zu devices, drivers, files; %zu "
			   "have other numbers", d->same, d->renumbered.n);
}

static void check_messages(struct proof *p, const struct proof_boot *v, size_t n)
{
	const struct message_diff *d = &p->messages;
	const char *where = NULL;
	bool up = false;

	for (size_t i = 0; i < n && !where; i++) {
		if (v[i].side != AFTER)
			continue;
		up = up || !v[i].why;
		message_diff_release(&p->messages);
		messages_compare(&p->messages, first_before(v)->log, v[i].log);
		if (d->added.n || (d->protection.n && !v[i].why))
			where = v[i].name;
	}
	if (!d->read_before || (up && !d->read_after)) {
		checks_add(&p->checks, CHECK_UNSURE, "messages", "there is no log to look at");
		return;
	}
	if (d->added.n)
		checks_add(&p->checks, CHECK_FAIL, "messages", "%zu new, as \"%s\" (%s)",
			   d->added.n, d->added.v[0].text, where);
	else if (up)
		checks_add(&p->checks, CHECK_PASS, "messages", "no new error, warning or report");
	/* A boot that ended early has not said all that it would have. */
	if (!up)
		p->messages.protection.n = 0;
	if (up)
		checks_add(&p->checks, d->protection.n ? CHECK_FAIL : CHECK_PASS, "memory",
			   d->protection.n ? "not said any more: \"%s\""
					   : "init memory is freed, and memory protected, as before",
			   d->protection.n ? d->protection.v[0].text : "");
}

static void find_jobs(struct proof *p, const struct proof_boot *v, size_t n)
{
	int64_t *us = xcalloc(n + 1, sizeof(*us));

	for (enum side side = BEFORE; side < SIDES; side++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++) {
			int64_t t = v[i].side == side && !v[i].why ? proof_job_us(v[i].log) : TIME_NONE;

			if (t != TIME_NONE)
				us[k++] = t;
		}
		sort_us(us, k);
		p->job_us[side] = k ? median_of(us, k) : TIME_NONE;
	}
	free(us);
}

static void check_time(struct proof *p)
{
	const struct comparison *c = &p->comparison;
	double ms = p->compared && c->delta_us != TIME_NONE ? (double)-c->delta_us / 1e3 : 0;

	if (!p->compared || c->delta_us == TIME_NONE) {
		checks_add(&p->checks, CHECK_UNSURE, "time to init", "not known");
		return;
	}
	p->measured_us = -c->delta_us;
	switch (c->verdict) {
	case VERDICT_FASTER:
		checks_add(&p->checks, CHECK_PASS, "time to init", "%.1f ms sooner", ms);
		break;
	case VERDICT_SLOWER:
		checks_add(&p->checks, CHECK_FAIL, "time to init", "%.1f ms later", -ms);
		break;
	case VERDICT_SAME:
		checks_add(&p->checks, CHECK_FAIL, "time to init", "no sooner: %.1f ms", ms);
		break;
	case VERDICT_INCONCLUSIVE:
		checks_add(&p->checks, CHECK_UNSURE, "time to init",
			   "%.1f ms %s, which may be chance; boot more often (--runs), or in "
			   "virtual time", ms < 0 ? -ms : ms, ms < 0 ? "later" : "sooner");
		break;
	}
}

int proof_make(struct proof *p, const struct proof_boot *v, size_t n, const struct proof_opts *o,
	       struct err *e)
{
	memset(p, 0, sizeof(*p));
	bootset_init(&p->set);
	p->predicted_us = o->predicted_us;
	if (o->unseen)
		p->unseen = arena_strdup(&p->arena, str_of(o->unseen));
	p->measured_us = TIME_NONE;
	p->exact = o->exact;
	if (read_logs(p, v, n, e) != 0)
		return -1;
	if (p->set.n > p->nbefore) {
		struct compare_opts how = o->compare;

		how.exact = o->exact;
		compare_boots(&p->comparison, &p->set, p->nbefore, &how);
		p->compared = true;
	}
	find_jobs(p, v, n);
	check_boots(p, v, n);
	check_job(p, v, n);
	check_trigger(p, v, n);
	proof_calls(p, v, n, o);
	check_inventory(p, v, n);
	check_messages(p, v, n);
	check_time(p);
	p->passed = checks_exit(&p->checks) == EXIT_DONE;
	return 0;
}

void proof_release(struct proof *p)
{
	if (p->compared)
		comparison_release(&p->comparison);
	if (p->inventoried)
		inventory_diff_release(&p->inventory);
	message_diff_release(&p->messages);
	checks_release(&p->checks);
	bootset_release(&p->set);
	arena_release(&p->arena);
}
