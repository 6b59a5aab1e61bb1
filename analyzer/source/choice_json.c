// SPDX-License-Identifier: GPL-2.0-or-later
/* What `bootcheck suggest --json` wrote. */
#include <jansson.h>
#include <string.h>

#include "base/slurp.h"
#include "source/choice.h"

#define SCHEMA "bootcheck/suggest/1"

struct reader {
	struct choice *c;
	const char *name;
	struct str text;
	size_t index; /* of the candidate */
	struct err *e;
};

/* Past the string that begins at p. */
static size_t skip_string(struct str s, size_t p)
{
	for (p++; p < s.n && s.p[p] != '"'; p++)
		p += s.p[p] == '\\';
	return p;
}

/*
 * The line on which candidate `index` begins, for messages: jansson does not keep
 * it. The text is known to be JSON. 0 when it cannot be told.
 */
static unsigned long line_of_candidate(struct str s, size_t index)
{
	static const struct str key = STR("\"candidates\"");
	unsigned long line = 1;
	size_t depth = 0, n = 0;
	bool inside = false;

	for (size_t p = 0; p < s.n; p++) {
		if (s.p[p] == '\n') {
			line++;
		} else if (s.p[p] == '"') {
			inside |= depth == 1 && str_starts(str_from(s, p), key);
			p = skip_string(s, p);
		} else if (s.p[p] == '{' || s.p[p] == '[') {
			if (inside && ++depth == 3 && n++ == index)
				return line;
			depth += !inside;
		} else if (s.p[p] == '}' || s.p[p] == ']') {
			depth--;
			if (inside && depth == 1)
				return 0;
		}
	}
	return 0;
}

static int bad(const struct reader *r, const char *key, const char *what)
{
	return err_set(r->e, r->name, line_of_candidate(r->text, r->index),
		       "candidate %zu: \"%s\" %s; is it what `bootcheck suggest --json` wrote?",
		       r->index + 1, key, what);
}

/* A string or null (or nothing), copied. */
static int take_string(const struct reader *r, const json_t *o, const char *key, const char **v)
{
	const json_t *x = json_object_get(o, key);

	*v = NULL;
	if (!x || json_is_null(x))
		return 0;
	if (!json_is_string(x))
		return bad(r, key, "is no string");
	*v = arena_strdup(&r->c->arena, str_of(json_string_value(x)));
	return 0;
}

static int take_number(const struct reader *r, const json_t *o, const char *key, int64_t most,
		       int64_t *v)
{
	const json_t *x = json_object_get(o, key);

	if (!x || json_is_null(x))
		return 0;
	if (!json_is_integer(x) || json_integer_value(x) < 0 || json_integer_value(x) > most)
		return bad(r, key, "is no number that could be");
	*v = json_integer_value(x);
	return 0;
}

static int take_reasons(const struct reader *r, const json_t *o, struct chosen *x)
{
	const json_t *list = json_object_get(o, "reasons");
	struct choice_reason *v;
	size_t n = json_array_size(list);

	if (list && !json_is_array(list))
		return bad(r, "reasons", "is no list");
	v = arena_alloc(&r->c->arena, (n + 1) * sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(list, i);

		if (take_string(r, one, "text", &v[i].text) != 0 ||
		    take_string(r, one, "evidence", &v[i].evidence) != 0)
			return -1;
		if (!v[i].text)
			return bad(r, "reasons", "has one without a text");
	}
	x->reasons = v;
	x->nreasons = n;
	return 0;
}

static int take_call(const struct reader *r, const json_t *o, struct chosen *x)
{
	int64_t line = 0;

	*x = (struct chosen){ .duration_us = TIME_NONE, .saving_us = TIME_NONE };
	if (take_string(r, o, "name", &x->name) != 0 ||
	    take_string(r, o, "module", &x->module) != 0 ||
	    take_string(r, o, "file", &x->file) != 0 ||
	    take_string(r, o, "check", &x->check) != 0 ||
	    take_number(r, o, "line", INT32_MAX, &line) != 0 ||
	    take_number(r, o, "duration_us", INT64_MAX, &x->duration_us) != 0 ||
	    take_number(r, o, "saving_us", INT64_MAX, &x->saving_us) != 0 ||
	    take_number(r, o, "runs", INT32_MAX, &x->runs) != 0)
		return -1;
	if (!x->name || !choice_is_function(str_of(x->name)))
		return bad(r, "name", "is no name of an initcall");
	if (x->module && !choice_is_module(str_of(x->module)))
		return bad(r, "module", "is no name of a module");
	if (x->file && !choice_is_file(x->file))
		return bad(r, "file", "is no file below the source tree");
	x->line = (uint32_t)line;
	return take_reasons(r, o, x);
}

/* How often each name comes, as an object of numbers. */
static void count_names(json_t *counts, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *s = json_string_value(json_object_get(json_array_get(list, i), "name"));
		json_int_t n = s ? json_integer_value(json_object_get(counts, s)) : 0;

		if (s)
			json_object_set_new(counts, s, json_integer(n + 1));
	}
}

static bool known_verdict(const char *s)
{
	return strcmp(s, "defer") == 0 || strcmp(s, "proved") == 0 || strcmp(s, "ask") == 0;
}

static int take_candidates(struct reader *r, const json_t *root, const json_t *counts)
{
	const json_t *list = json_object_get(root, "candidates");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *verdict = json_string_value(json_object_get(o, "verdict"));
		struct chosen x;

		r->index = i;
		if (!verdict || !known_verdict(verdict))
			return bad(r, "verdict", "is not \"defer\", \"proved\" or \"ask\"");
		if (strcmp(verdict, "ask") == 0)
			continue;
		if (take_call(r, o, &x) != 0)
			return -1;
		x.shared = json_integer_value(json_object_get(counts, x.name)) > 1;
		choice_add(r->c, &x);
	}
	return 0;
}

static int read_candidates(struct reader *r, const json_t *root)
{
	json_t *counts = json_object();
	int ret;

	count_names(counts, json_object_get(root, "candidates"));
	count_names(counts, json_object_get(root, "kept"));
	ret = take_candidates(r, root, counts);
	json_decref(counts);
	return ret;
}

int choice_json(struct choice *c, const char *name, struct str text, struct err *e)
{
	struct reader r = { .c = c, .name = name, .text = text, .e = e };
	json_error_t why;
	json_t *root = json_loadb(text.n ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
	const char *schema;
	int ret;

	if (!root)
		return err_set(e, name, why.line > 0 ? (unsigned long)why.line : 0, "is no JSON: %s; "
			       "give what `bootcheck suggest --json` wrote", why.text);
	schema = json_string_value(json_object_get(root, "schema"));
	if (!schema || strcmp(schema, SCHEMA) != 0)
		ret = err_set(e, name, 0, "its schema is not \"" SCHEMA "\"; give what `bootcheck "
			      "suggest --json` wrote");
	else if (!json_is_array(json_object_get(root, "candidates")))
		ret = err_set(e, name, 0, "has no list of \"candidates\"; give what `bootcheck "
			      "suggest --json` wrote");
	else
		ret = read_candidates(&r, root);
	json_decref(root);
	return ret;
}

/* Far more than a report of suggest has. */
#define FILE_MOST ((size_t)256 << 20)

int choice_file(struct choice *c, const char *name, struct err *e)
{
	struct buf b = { 0 };
	int r = slurp(&b, name, FILE_MOST, e);

	if (r == 0)
		r = choice_json(c, strcmp(name, "-") == 0 ? "standard input" : name,
				(struct str){ b.p, b.n }, e);
	buf_release(&b);
	return r;
}
