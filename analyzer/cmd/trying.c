// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmd/trying.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"
#include "base/progress.h"
#include "cmd/advising.h"
#include "cmd/common.h"
#include "cmd/trying_priv.h"
#include "report/html.h"
#include "trial/vm_files.h"

static void begin_boot(void *ctx, const struct trial_order *order)
{
	struct run *r = ctx;

	if (r->t->view.verbose)
		fprintf(stderr, "bootcheck: boot %s\n", order->name);
	progress_step(&r->progress, r->begun++);
}

/* The choice as the kernel takes it, name by name. */
static void split_names(struct run *r)
{
	char *at;

	choice_list(&r->list, &r->t->choice, NULL);
	for (at = r->list.p; at && *at;) {
		char *comma = strchr(at, ',');

		*VEC_PUSH(&r->all) = at;
		if (!comma)
			break;
		*comma = '\0';
		at = comma + 1;
	}
	r->t->o.defer = r->names = r->all.v;
	r->t->o.ndefer = r->nnames = r->all.n;
}

/* --- What the boots said, for who wants to look --- */

static int keep_text(struct run *r, const char *name, const char *end, struct str text,
		     struct err *e)
{
	struct buf file = { 0 };
	struct out out;
	int rc;

	if (!text.n)
		return 0;
	buf_printf(&file, "%s/%s%s", r->t->keep, name, end);
	rc = out_open(&out, file.p, e);
	if (rc == 0) {
		fwrite(text.p, 1, text.n, out.f);
		rc = out_close(&out, e);
	}
	buf_release(&file);
	return rc;
}

int trying_keep(struct run *r, const struct trial_boot *b, struct err *e)
{
	const struct handover *h = &b->handover;
	struct buf command = { 0 };
	int rc;

	if (!r->t->keep)
		return 0;
	if (mkdir(r->t->keep, 0777) != 0 && errno != EEXIST)
		return err_set(e, r->t->keep, 0, "%s; name a folder that can be made",
			       strerror(errno));
	buf_printf(&command, "%s\n", buf_str(&b->vm.command));
	rc = keep_text(r, b->name, ".log", h->log, e) ||
	     keep_text(r, b->name, ".console", (struct str){ b->vm.console.p, b->vm.console.n }, e) ||
	     keep_text(r, b->name, ".first", h->first, e) ||
	     keep_text(r, b->name, ".inventory", h->inventory, e) ||
	     keep_text(r, b->name, ".status", h->status, e) ||
	     keep_text(r, b->name, ".qemu", (struct str){ command.p, command.n }, e);
	buf_release(&command);
	return rc ? -1 : 0;
}

static int keep(struct run *r, struct err *e)
{
	for (size_t i = 0; i < r->trial->boots.n; i++) {
		if (trying_keep(r, &r->trial->boots.v[i], e) != 0)
			return -1;
	}
	return 0;
}

/* --- What the log before says the choice will save --- */

static int predict(struct run *r, struct proof_opts *po, struct err *e)
{
	struct advising_opts o = { .vmlinux = r->t->vmlinux };
	struct advising all;
	const char *log;
	char name[40];
	int fd, rc;

	po->predicted_us = TIME_NONE;
	if (!r->t->vmlinux || !r->nnames)
		return 0;
	fd = memory_file_of(r->trial->views.v[0].log, e);
	if (fd < 0)
		return -1;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	log = name;
	o.logs = &log;
	o.nlogs = 1;
	o.advice.exactly = r->names;
	o.advice.nexactly = r->nnames;
	rc = advising_read(&all, &o, e);
	if (rc == 0) {
		po->predicted_us = all.advice.total_us;
		if (all.advice.unseen) {
			buf_puts(&r->unseen, all.advice.unseen->call->name);
			po->unseen = r->unseen.p;
		}
	}
	advising_release(&all);
	close(fd);
	return rc;
}

/* --- Reports --- */

static int write_html(struct run *r, struct err *e)
{
	struct timeline side[SIDES];
	struct out out;
	struct err no_picture;
	bool drawn;

	if (!r->t->html)
		return 0;
	if (!r->proof.compared)
		return err_set(e, r->t->html, 0, "no boot with deferral came up: there is nothing to "
			       "show side by side; leave out --html");
	if (out_open(&out, r->t->html, e) != 0)
		return -1;
	drawn = chart_sides(side, &r->proof.comparison, &no_picture) == 0;
	html_compare(&r->proof.comparison, &r->proof.checks, drawn ? side : NULL, out.f);
	if (drawn)
		chart_sides_release(side);
	return out_close(&out, e);
}

static void describe(struct run *r)
{
	const struct trial_opts *o = &r->t->o;
	const struct executor *x = o->executor;
	double seconds = 0;

	for (size_t i = 0; i < r->trial->boots.n; i++)
		seconds += r->trial->boots.v[i].vm.seconds;
	if (x->script)
		buf_printf(&r->machine, "Machine: a board, by %s", x->script);
	else if (x->lab)
		buf_printf(&r->machine, "Machine: %s, in a LAVA lab", x->lab->device_type);
	else
		buf_printf(&r->machine, "Machine: %s (%s), %u processor%s, %s", r->trial->machine.qemu,
			   o->machine ? o->machine : "all sets of devices", o->cpus,
			   o->cpus == 1 ? "" : "s", r->trial->machine.memory);
	buf_printf(&r->machine, "; a boot took %.1f s here", seconds / (double)r->trial->boots.n);
	r->t->view.machine = r->machine.p;
}

static int write_report(struct run *r, struct err *e)
{
	const struct common *c = r->t->common;
	struct out out;

	if (write_html(r, e) != 0 || out_open(&out, c->output, e) != 0)
		return -1;
	if (cmd_format(false, c) == FORMAT_JSON)
		trial_json(&r->proof, &r->t->view, c->json == JSON_PRETTY ||
			   (c->json == JSON_AUTO && isatty(fileno(out.f))), out.f);
	else
		trial_text(&r->proof, &r->t->view, out.f);
	return out_close(&out, e);
}

/* One line that says why it is no proof. */
static int judge(const struct proof *p)
{
	const struct check *why = checks_reason(&p->checks);
	enum exit_status status = checks_exit(&p->checks);
	struct err e;

	if (!why)
		return EXIT_DONE;
	err_set(&e, NULL, 0, "%s: %s", why->name, why->text);
	fprintf(stderr, "bootcheck: trial %s: %s\n",
		status == EXIT_REGRESSION ? "failed" : "cannot tell", e.msg);
	return status;
}

struct proof_opts trying_proof(const struct run *r)
{
	return (struct proof_opts){ .defer = r->names, .ndefer = r->nnames,
				    .exact = r->t->o.virtual_clock, .predicted_us = TIME_NONE,
				    .compare = { .least_us = LEAST_US, .least_share = LEAST_SHARE,
						 .margin_us = LEAST_US,
						 .margin_share = MARGIN_SHARE } };
}

/* A search that has nothing left: there is no boot to judge. */
static void nothing_left(struct run *r)
{
	memset(&r->proof, 0, sizeof(r->proof));
	bootset_init(&r->proof.set);
	r->proof.predicted_us = r->proof.measured_us = TIME_NONE;
	r->proof.job_us[BEFORE] = r->proof.job_us[AFTER] = TIME_NONE;
	r->proof.exact = r->t->o.virtual_clock;
	checks_add(&r->proof.checks, CHECK_FAIL, "search", "none of the %zu candidates can be deferred",
		   r->report.n);
}

static int judge_and_write(struct run *r, int *status, struct err *e)
{
	struct proof_opts o = trying_proof(r);
	int rc = 0;

	if (r->t->search && !r->nnames)
		nothing_left(r);
	else if (predict(r, &o, e) != 0)
		return -1;
	else
		rc = proof_make(&r->proof, r->trial->views.v, r->trial->views.n, &o, e);
	if (rc == 0) {
		describe(r);
		rc = r->t->search ? trying_search_write(r, e) : 0;
	}
	if (rc == 0)
		rc = write_report(r, e);
	if (rc == 0)
		*status = judge(&r->proof);
	proof_release(&r->proof);
	return rc;
}

static int boot_all(struct run *r, struct err *e)
{
	int rc;

	r->t->o.ctx = r;
	if (r->t->search) {
		rc = trying_search(r, e);
		r->names = r->searching.kept.v;
		r->nnames = r->searching.kept.n;
		return rc;
	}
	r->t->o.begin = begin_boot;
	progress_begin(&r->progress, "boots", 2 * (size_t)r->t->o.runs);
	rc = trial_run(r->trial, &r->t->o, e);
	progress_end(&r->progress);
	return rc;
}

/* The jobs of the first two boots; which come after those depends on what they say. */
static int print_jobs(struct run *r, struct err *e)
{
	struct trial_order before = { .side = BEFORE, .name = "before-1" };
	struct trial_order after = { .side = AFTER, .name = "after-1", .defer = r->names,
				     .ndefer = r->nnames };
	struct trial_boot a = { .name = "" }, b = { .name = "" };
	struct out out;
	int rc;

	if (out_open(&out, r->t->common->output, e) != 0)
		return -1;
	r->t->executor.dry = out.f;
	rc = trial_begin(r->trial, &r->t->o, e);
	if (rc == 0)
		rc = trial_boot(&a, r->trial, &r->t->o, &before, e);
	if (rc == 0)
		rc = trial_boot(&b, r->trial, &r->t->o, &after, e);
	trial_boot_release(&a);
	trial_boot_release(&b);
	if (rc == 0)
		return out_close(&out, e);
	out_abort(&out);
	return -1;
}

int trying_run(struct trying *t)
{
	struct run r = { .t = t, .trial = &r.own };
	int status = EXIT_DONE, rc;
	struct err e, kept;

	split_names(&r);
	if (t->dry_run) {
		rc = print_jobs(&r, &e);
		goto out;
	}
	rc = boot_all(&r, &e);
	/* What there is helps to find out why there is no more. */
	if (keep(&r, &kept) != 0) {
		e = kept;
		rc = -1;
	}
	if (rc == 0)
		rc = judge_and_write(&r, &status, &e);
out:
	trial_release(&r.own);
	searching_release(&r.searching);
	arena_release(&r.arena);
	buf_release(&r.list);
	buf_release(&r.machine);
	buf_release(&r.unseen);
	free(r.all.v);
	return rc == 0 ? status : cmd_unusable(&e);
}
