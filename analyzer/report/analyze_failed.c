// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: what failed, by error: initcalls and probes; and initcalls that did not return. */
#include <stdlib.h>
#include <string.h>

#include "base/errname.h"
#include "base/vec.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

/* Names after an error, unless -v or --all. ENODEV is what a driver without a device says. */
#define NAMES_SHOWN 24
#define ENODEV_SHOWN 8
#define HUNG_SHOWN 5
#define KERNEL_ENODEV 19

struct failure {
	int32_t error;         /* positive */
	uint32_t name;         /* number of the name, by first appearance */
	const struct row *row; /* of an initcall; or ... */
	const char *device;    /* ... what was probed */
};

typedef VEC(struct failure) failures;

/* By error, ENODEV last; within one as they were met, the same names together. */
static int by_error(const void *pa, const void *pb)
{
	const struct failure *a = pa, *b = pb;
	bool none_a = a->error == KERNEL_ENODEV, none_b = b->error == KERNEL_ENODEV;

	if (none_a != none_b)
		return none_a - none_b;
	if (a->error != b->error)
		return a->error < b->error ? -1 : 1;
	return (a->name > b->name) - (a->name < b->name);
}

static void one_name(struct text_report *r, const struct failure *f, size_t times)
{
	if (f->row)
		text_name(&r->b, f->row->sym);
	else
		fmt_text(&r->b, f->device);
	if (times > 1)
		buf_printf(&r->b, " (%zu times)", times);
	else if (f->row && f->row->failed < f->row->runs)
		buf_printf(&r->b, " (%zu of %zu boots)", f->row->failed, f->row->runs);
}

/* "ENODEV (35): a, b, c [mod] (2 times) and 31 more" */
static void one_error(struct text_report *r, const struct failure *v, size_t n)
{
	bool all = r->o->all || r->o->verbose;
	size_t limit = v->error == KERNEL_ENODEV ? ENODEV_SHOWN : NAMES_SHOWN, shown = 0, end;
	const char *name = errname(v->error);

	if (name)
		buf_puts(&r->b, name);
	else
		buf_printf(&r->b, "error %d", (int)v->error);
	buf_printf(&r->b, " (%zu): ", n);
	for (size_t i = 0; i < n; i = end) {
		for (end = i; end < n && v[end].name == v[i].name; end++)
			;
		if (!all && shown == limit && end < n) {
			buf_printf(&r->b, " and %zu more (-v lists all)", n - i);
			break;
		}
		buf_puts(&r->b, i ? ", " : "");
		one_name(r, &v[i], end - i);
		shown++;
	}
	text_wrap(r, 2);
}

static void by_errors(struct text_report *r, failures *f, const char *what)
{
	size_t end;

	if (!f->n)
		return;
	qsort(f->v, f->n, sizeof(*f->v), by_error);
	fmt_count(&r->b, f->n, what);
	text_heading(r);
	for (size_t i = 0; i < f->n; i = end) {
		for (end = i; end < f->n && f->v[end].error == f->v[i].error; end++)
			;
		one_error(r, &f->v[i], end - i);
	}
}

static void failed_calls(struct text_report *r)
{
	failures f = { 0 };

	for (size_t i = 0; i < r->rows.n; i++) {
		const struct row *row = &r->rows.v[i];

		if (!row->failed)
			continue;
		*VEC_PUSH(&f) = (struct failure){ -row->ret, row->sym->id, row, NULL };
	}
	by_errors(r, &f, "failed initcall");
	free(f.v);
}

/* Of one boot every failure counts, of several each device once. */
static void probes_of_one(struct text_report *r, failures *f)
{
	const struct boot *b = r->s->v[0];
	struct arena arena = { 0 };
	struct strtab names;

	strtab_init(&names, &arena);
	for (size_t i = 0; i < b->nprobes; i++) {
		const struct probe *p = &b->probes[i];
		int32_t error = p->ret < 0 ? -p->ret : p->ret;

		if (p->ret && !probe_deferred(p) && probe_wanted(b, p, r->o->before_init))
			*VEC_PUSH(f) = (struct failure){
				error, strtab_intern(&names, str_of(p->device)), NULL, p->device
			};
	}
	strtab_release(&names);
	arena_release(&arena);
}

static void probes_of_many(const struct text_report *r, failures *f)
{
	for (size_t i = 0; i < r->series->failed.n; i++) {
		const struct failed_probe *p = &r->series->failed.v[i];

		*VEC_PUSH(f) = (struct failure){ p->error, (uint32_t)i, NULL, p->device };
	}
}

/* Deferred ones are no failures, they have a line of their own. */
static void failed_probes(struct text_report *r)
{
	failures f = { 0 };

	if (r->several)
		probes_of_many(r, &f);
	else
		probes_of_one(r, &f);
	by_errors(r, &f, "failed probe");
	free(f.v);
}

void text_failed(struct text_report *r)
{
	failed_calls(r);
	failed_probes(r);
}

static void one_hung(struct text_report *r, const struct boot *b, const struct call *c)
{
	if (r->several) {
		text_file(&r->b, b);
		buf_puts(&r->b, ": ");
	}
	text_name(&r->b, c->sym);
	if (c->start_us != TIME_NONE) {
		buf_puts(&r->b, ", called at ");
		fmt_ms(&r->b, c->start_us);
	}
	buf_printf(&r->b, " (line %lu)", (unsigned long)c->line[0]);
	if (c->start_us != TIME_NONE && b->last_us != TIME_NONE && b->last_us > c->start_us) {
		buf_puts(&r->b, ", ");
		fmt_ms(&r->b, b->last_us - c->start_us);
		buf_puts(&r->b, " before the log ends");
	}
	text_wrap(r, 2);
}

/* A call that hangs has no duration, so no list would show it: it goes first. */
void text_hung(struct text_report *r)
{
	const struct hung_call *v = r->series->hung.v;
	size_t n = r->series->hung.n, shown;

	if (n) {
		fmt_count(&r->b, n, "initcall");
		buf_puts(&r->b, " did not return");
		text_heading(r);
	}
	shown = r->o->verbose || r->o->all || n <= HUNG_SHOWN + 1 ? n : HUNG_SHOWN;
	for (size_t i = 0; i < shown; i++)
		one_hung(r, v[i].boot, v[i].call);
	if (shown < n)
		fprintf(r->f, "  and %zu more (-v lists all)\n", n - shown);
}
