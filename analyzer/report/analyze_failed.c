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

/* The first error of a row's call; the boot that has it first need not be the one that failed. */
static int32_t error_of(const struct bootset *s, const struct row *row)
{
	if (call_failed(row->call))
		return -row->call->ret;
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < s->v[i]->ncalls; k++) {
			const struct call *c = &s->v[i]->calls[k];

			if (c->sym == row->sym && c->nth == row->call->nth && call_failed(c))
				return -c->ret;
		}
	}
	return 0;
}

static void failed_calls(struct text_report *r)
{
	failures f = { 0 };

	for (size_t i = 0; i < r->rows.n; i++) {
		const struct row *row = &r->rows.v[i];

		if (!row->failed)
			continue;
		*VEC_PUSH(&f) = (struct failure){ error_of(r->s, row), row->sym->id, row, NULL };
	}
	by_errors(r, &f, "failed initcall");
	free(f.v);
}

/* Deferred ones are no failures, they have a line of their own. */
static void failed_probes(struct text_report *r)
{
	failures f = { 0 };
	struct arena arena = { 0 };
	struct strtab names;

	strtab_init(&names, &arena);
	for (size_t i = 0; i < r->s->n; i++) {
		const struct boot *b = r->s->v[i];

		for (size_t k = 0; k < b->nprobes; k++) {
			const struct probe *p = &b->probes[k];
			int32_t error = p->ret < 0 ? -p->ret : p->ret;
			uint32_t seen = names.n, id;

			if (!p->ret || probe_deferred(p) ||
			    !probe_wanted(b, p, r->o->before_init))
				continue;
			id = strtab_intern(&names, str_of(p->device));
			/* Of several boots each device counts once. */
			if (r->several && id < seen)
				continue;
			*VEC_PUSH(&f) = (struct failure){ error, id, NULL, p->device };
		}
	}
	by_errors(r, &f, "failed probe");
	free(f.v);
	strtab_release(&names);
	arena_release(&arena);
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
	VEC(struct { const struct boot *b; const struct call *c; }) v = { 0 };
	size_t shown;

	for (size_t i = 0; i < r->s->n; i++) {
		const struct boot *b = r->s->v[i];

		for (size_t k = 0; k < b->ncalls; k++) {
			if (!(b->calls[k].flags & CALL_HUNG) ||
			    !call_wanted(&b->calls[k], r->o->before_init))
				continue;
			VEC_PUSH(&v);
			v.v[v.n - 1].b = b;
			v.v[v.n - 1].c = &b->calls[k];
		}
	}
	if (v.n) {
		fmt_count(&r->b, v.n, "initcall");
		buf_puts(&r->b, " did not return");
		text_heading(r);
	}
	shown = r->o->verbose || r->o->all || v.n <= HUNG_SHOWN + 1 ? v.n : HUNG_SHOWN;
	for (size_t i = 0; i < shown; i++)
		one_hung(r, v.v[i].b, v.v[i].c);
	if (shown < v.n)
		fprintf(r->f, "  and %zu more (-v lists all)\n", v.n - shown);
	free(v.v);
}
