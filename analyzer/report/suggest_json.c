// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "report/json.h"
#include "report/suggest.h"

static void put_reasons(struct json *j, const struct advised *x)
{
	jw_array(j, "reasons");
	for (size_t i = 0; i < x->reasons.n; i++) {
		const struct reason *r = &x->reasons.v[i];

		jw_object(j, NULL);
		jw_string(j, "code", r->code);
		jw_string(j, "text", r->text);
		jw_string(j, "evidence", r->evidence);
		jw_string(j, "says", advice_verdict_name(r->says));
		jw_end(j);
	}
	jw_end(j);
}

static void put_names(struct json *j, const char *key, const struct advice *a, const uint32_t *v,
		      size_t n)
{
	jw_array(j, key);
	for (size_t i = 0; i < n; i++)
		jw_string(j, NULL, a->v[v[i]].call->name);
	jw_end(j);
}

static void put_us(struct json *j, const char *key, int64_t us)
{
	if (us == TIME_NONE)
		jw_null(j, key);
	else
		jw_int(j, key, us);
}

static void put_call(struct json *j, const struct advice *a, const struct advised *x,
		     const struct suggest_view *v)
{
	jw_object(j, NULL);
	jw_string(j, "name", x->call->name);
	jw_string(j, "module", x->call->module);
	jw_string(j, "level", x->call->level);
	put_us(j, "duration_us", x->row->median_us);
	jw_int(j, "runs", (int64_t)x->row->n);
	jw_int(j, "saving_us", x->saving_us);
	jw_string(j, "verdict", advice_verdict_name(x->verdict));
	put_reasons(j, x);
	jw_string(j, "check", x->check);
	jw_string(j, "instead", x->instead);
	jw_bool(j, "root", x->root);
	put_names(j, "dependents", a, x->dependents, x->ndependents);
	put_names(j, "needs", a, x->needs, x->nneeds);
	jw_string(j, "file", x->file);
	if (x->call->line)
		jw_int(j, "line", x->call->line);
	else
		jw_null(j, "line");
	jw_string(j, "macro", v->macro ? v->macro[x - a->v] : NULL);
	jw_end(j);
}

static void put_list(struct json *j, const struct advice *a, const struct suggest_view *v,
		     const struct advised **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_call(j, a, list[i], v);
}

/* "Defer" and "ask" are one list by saving, as interface and users have it. */
static void put_candidates(struct json *j, const struct advice *a, const struct suggest_view *v)
{
	const struct advised **d, **q;
	size_t nd = suggest_pick(a, ADVICE_DEFER, &d), nq = suggest_pick(a, ADVICE_ASK, &q);
	size_t i = 0, k = 0;

	jw_array(j, "candidates");
	while (i < nd || k < nq) {
		bool first = k == nq || (i < nd && d[i]->saving_us >= q[k]->saving_us);

		put_call(j, a, first ? d[i++] : q[k++], v);
	}
	jw_end(j);
	free(d);
	free(q);
}

static void put_roots(struct json *j, const struct roots *r)
{
	jw_array(j, "roots");
	for (size_t i = 0; i < r->n; i++) {
		const struct root *x = &r->v[i];

		jw_object(j, NULL);
		jw_string(j, "kind", root_kind_name(x->kind));
		jw_string(j, "what", x->what);
		jw_string(j, "evidence", x->evidence);
		if (x->line)
			jw_int(j, "line", (int64_t)x->line);
		else
			jw_null(j, "line");
		jw_string(j, "sure", root_sure_name(x->sure));
		jw_string(j, "unknown", x->unknown);
		jw_end(j);
	}
	jw_end(j);
}

void suggest_json(const struct advice *a, const struct suggest_view *v, bool pretty, FILE *f)
{
	const struct advised **kept;
	const struct suggest_step *s;
	struct json j;
	size_t n, at = 0;

	jw_init(&j, f, pretty);
	jw_object(&j, NULL);
	jw_string(&j, "schema", "bootcheck/suggest/1");
	jw_string(&j, "version", bootcheck_version());
	jw_int(&j, "runs", (int64_t)a->series->set.n);
	put_us(&j, "init_us", a->init_us);
	jw_int(&j, "total_saving_us", a->total_us);
	jw_int(&j, "sum_saving_us", a->sum_us);
	jw_string(&j, "held_by", a->held_by);
	jw_string(&j, "held_by_initcall", a->holder ? a->holder->call->name : NULL);
	jw_string(&j, "unseen_initcall", a->unseen ? a->unseen->call->name : NULL);
	jw_string(&j, "cmdline", a->cmdline);
	jw_object(&j, "dependencies");
	jw_string(&j, "source", dep_source_name(a->deps->source));
	jw_string(&j, "from", a->deps->from);
	jw_int(&j, "edges", (int64_t)a->deps->n);
	jw_end(&j);
	put_roots(&j, &a->roots);
	put_candidates(&j, a, v);
	n = suggest_pick(a, ADVICE_KEEP, &kept);
	jw_array(&j, "kept");
	put_list(&j, a, v, kept, n);
	jw_end(&j);
	free(kept);
	jw_array(&j, "after_trigger");
	while ((s = suggest_next_step(a, &at)))
		jw_string(&j, NULL, s->text);
	jw_end(&j);
	jw_end(&j);
	jw_finish(&j);
}
