// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/buf.h"
#include "base/version.h"
#include "report/json.h"
#include "report/rules.h"

static void one_rule(struct json *j, const struct rules_report *r, uint32_t at)
{
	const struct rule *rule = &r->book->rules.v[at];

	jw_object(j, NULL);
	jw_string(j, "id", rule->id);
	jw_string(j, "file", rule->file);
	jw_int(j, "line", (int64_t)rule->line);
	jw_bool(j, "builtin", rule->builtin);
	jw_string(j, "verdict", rule_verdict_name(rule->verdict));
	jw_string(j, "weight", rule_weight_name(rule->weight));
	jw_object(j, "patterns");
	for (int f = 0; f < RULE_FIELDS; f++) {
		const struct rule_patterns *ps = &rule->field[f];
		struct buf text = { .p = NULL };

		jw_array(j, rule_field_name((enum rule_field)f));
		for (size_t i = 0; i < ps->n; i++) {
			buf_clear(&text);
			buf_printf(&text, "%s%s", ps->v[i].not ? "!" : "", ps->v[i].text);
			jw_string(j, NULL, text.p);
		}
		jw_end(j);
		buf_release(&text);
	}
	jw_end(j);
	jw_string(j, "why", rule->why);
	jw_string(j, "check", rule->check);
	jw_string(j, "instead", rule->instead);
	jw_end(j);
}

static void one_call(struct json *j, const struct rules_report *r, size_t *at, uint32_t call)
{
	const struct rule_image *m = r->image;
	const struct initcall *c = &m->img->v[call];
	bool any = *at < m->hits.n && m->hits.v[*at].call == call;

	jw_object(j, NULL);
	jw_string(j, "name", c->name);
	jw_string(j, "module", c->module);
	jw_string(j, "level", c->level);
	jw_string(j, "file", c->file);
	jw_string(j, "verdict", any ? rule_verdict_name(m->hits.v[*at].verdict) : NULL);
	jw_array(j, "rules");
	for (; *at < m->hits.n && m->hits.v[*at].call == call; ++*at) {
		const struct rule_image_hit *h = &m->hits.v[*at];

		jw_object(j, NULL);
		jw_string(j, "id", r->book->rules.v[h->rule].id);
		jw_string(j, "verdict", rule_verdict_name(h->verdict));
		jw_bool(j, "counts", h->counts);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
}

static void kernel(struct json *j, const struct rules_report *r)
{
	size_t at = 0;

	jw_object(j, "kernel");
	jw_string(j, "source", r->image->img->file);
	jw_int(j, "total", (int64_t)r->image->img->n);
	for (int v = 0; v < RULE_VERDICTS; v++)
		jw_int(j, rule_verdict_name((enum rule_verdict)v), (int64_t)r->image->calls[v]);
	jw_int(j, "silent", (int64_t)r->image->silent);
	jw_array(j, "initcalls");
	for (uint32_t i = 0; i < r->image->img->n; i++)
		one_call(j, r, &at, i);
	jw_end(j);
	jw_end(j);
}

static void problems(struct json *j, const struct rule_problems *p)
{
	jw_array(j, "problems");
	for (size_t i = 0; i < p->list.n; i++) {
		jw_object(j, NULL);
		jw_string(j, "file", p->list.v[i].file);
		jw_int(j, "line", (int64_t)p->list.v[i].line);
		jw_string(j, "text", p->list.v[i].text);
		jw_end(j);
	}
	jw_end(j);
}

void rules_json(const struct rules_report *r, bool pretty, FILE *f)
{
	struct json j;

	jw_init(&j, f, pretty);
	jw_object(&j, NULL);
	jw_string(&j, "schema", "bootcheck/rules/1");
	jw_string(&j, "version", bootcheck_version());
	jw_int(&j, "total", (int64_t)r->book->rules.n);
	if (r->list) {
		jw_array(&j, "rules");
		for (uint32_t i = 0; i < r->book->rules.n; i++)
			one_rule(&j, r, i);
		jw_end(&j);
	}
	if (r->problems)
		problems(&j, r->problems);
	if (r->image)
		kernel(&j, r);
	jw_end(&j);
	jw_finish(&j);
}
