// SPDX-License-Identifier: GPL-2.0-or-later
/* Text: what is wrong with the logs themselves. */
#include <stdlib.h>

#include "base/vec.h"
#include "report/analyze_text.h"
#include "report/fmt.h"

/* Findings of one code that are listed, unless -v; of several boots each has much the same. */
#define SHOWN_OF_ONE 5
#define SHOWN_OF_SEVERAL 2

struct found {
	const struct finding *f;
	const struct boot *boot;
	size_t nth; /* in the order of boots and lines */
};

/* Errors first; findings of a code stay together. */
static int by_weight(const void *pa, const void *pb)
{
	const struct found *a = pa, *b = pb;

	if (a->f->severity != b->f->severity)
		return a->f->severity > b->f->severity ? -1 : 1;
	if (a->f->code != b->f->code)
		return a->f->code < b->f->code ? -1 : 1;
	return a->nth < b->nth ? -1 : 1;
}

static void one_finding(struct text_report *r, const struct found *v)
{
	if (r->several) {
		text_file(&r->b, v->boot);
		buf_puts(&r->b, ": ");
	}
	buf_printf(&r->b, "%s: %s", severity_name(v->f->severity), finding_name(v->f->code));
	if (v->f->line)
		buf_printf(&r->b, " (line %lu)", v->f->line);
	buf_puts(&r->b, ": ");
	fmt_text(&r->b, v->f->message);
	text_wrap(r, 2);
}

void text_findings(struct text_report *r)
{
	size_t limit = r->several ? SHOWN_OF_SEVERAL : SHOWN_OF_ONE;
	VEC(struct found) v = { 0 };
	size_t end;

	for (size_t i = 0; i < r->s->n; i++) {
		const struct boot *b = r->s->v[i];

		for (size_t k = 0; k < b->nfindings; k++) {
			size_t nth = v.n;

			*VEC_PUSH(&v) = (struct found){ &b->findings[k], b, nth };
		}
	}
	if (v.n) {
		qsort(v.v, v.n, sizeof(*v.v), by_weight);
		buf_puts(&r->b, "About the log");
		buf_puts(&r->b, r->several ? "s" : "");
		text_heading(r);
	}
	for (size_t i = 0; i < v.n; i = end) {
		size_t shown;

		for (end = i; end < v.n && v.v[end].f->code == v.v[i].f->code &&
			      v.v[end].f->severity == v.v[i].f->severity; end++)
			;
		shown = r->o->verbose || end - i <= limit + 1 ? end - i : limit;
		for (size_t k = 0; k < shown; k++)
			one_finding(r, &v.v[i + k]);
		if (shown < end - i)
			fprintf(r->f, "  and %zu more like this (%s; -v lists all)\n",
				end - i - shown, finding_name(v.v[i].f->code));
	}
	free(v.v);
}
