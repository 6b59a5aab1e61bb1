// SPDX-License-Identifier: GPL-2.0-or-later
#include "source/choice_proved.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/version.h"

struct writer {
	const struct proved *p;
	json_t *all;        /* texts of the advice, parsed */
	json_t *candidates, *kept;
};

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static bool is_call(const json_t *o, const struct chosen *c)
{
	const char *name = text_of(o, "name"), *module = text_of(o, "module");

	return name && strcmp(name, c->name) == 0 &&
	       (!module || !c->module || str_same_module(str_of(module), str_of(c->module)));
}

/* What the advice tells of a call, or what is known of it without. */
static json_t *object_of(const struct writer *w, const struct chosen *c)
{
	for (size_t i = 0; i < json_array_size(w->all); i++) {
		const json_t *list = json_object_get(json_array_get(w->all, i), "candidates");

		for (size_t k = 0; k < json_array_size(list); k++) {
			if (is_call(json_array_get(list, k), c))
				return json_deep_copy(json_array_get(list, k));
		}
	}
	return json_pack("{s:s, s:s?, s:s?, s:[]}", "name", c->name, "module", c->module, "file",
			 c->file, "reasons");
}

/* The boot's word comes before what was thought of it. */
static void add_call(struct writer *w, const struct proved_call *x)
{
	const char *verdict = x->proved ? "proved" : "disproved";
	json_t *o = object_of(w, x->call);
	json_t *reasons = json_object_get(o, "reasons");
	json_t *why = json_pack("{s:s, s:s, s:s, s:s}", "code", verdict, "text", x->text, "evidence",
				x->evidence, "says", x->proved ? "defer" : "keep");

	json_object_set_new(o, "verdict", json_string(verdict));
	if (json_is_array(reasons))
		json_array_insert_new(reasons, 0, why);
	else
		json_object_set_new(o, "reasons", json_pack("[o]", why));
	json_array_append_new(x->proved ? w->candidates : w->kept, o);
}

/* Calls that the search was not about: as they were. */
static void add_rest(struct writer *w, const json_t *advice)
{
	const json_t *list = json_object_get(advice, "candidates");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *verdict = text_of(json_array_get(list, i), "verdict");

		if (verdict && strcmp(verdict, "ask") == 0)
			json_array_append(w->candidates, json_array_get(list, i));
	}
	list = json_object_get(advice, "kept");
	for (size_t i = 0; i < json_array_size(list); i++)
		json_array_append(w->kept, json_array_get(list, i));
}

static int parse_all(struct writer *w, struct err *e)
{
	for (size_t i = 0; i < w->p->nadvice; i++) {
		const struct str *s = &w->p->advice[i];
		json_error_t why;
		json_t *root = json_loadb(s->n ? s->p : "", s->n, JSON_REJECT_DUPLICATES, &why);

		if (!root)
			return err_set(e, NULL, 0, "the advice is no JSON: %s; give what `bootcheck "
				       "suggest --json` wrote", why.text);
		json_array_append_new(w->all, root);
	}
	return 0;
}

static int write_it(struct writer *w, FILE *f, struct err *e)
{
	const struct proved *p = w->p;
	json_t *root = json_object(), *us = json_null();
	int rc = 0;

	for (size_t i = 0; i < p->n; i++)
		add_call(w, &p->v[i]);
	for (size_t i = 0; i < json_array_size(w->all); i++)
		add_rest(w, json_array_get(w->all, i));
	if (p->saving_us != TIME_NONE)
		us = json_integer(p->saving_us);
	json_object_set_new(root, "schema", json_string("bootcheck/suggest/1"));
	json_object_set_new(root, "version", json_string(bootcheck_version()));
	json_object_set_new(root, "total_saving_us", us);
	json_object_set_new(root, "cmdline", p->cmdline ? json_string(p->cmdline) : json_null());
	json_object_set(root, "candidates", w->candidates);
	json_object_set(root, "kept", w->kept);
	if (json_dumpf(root, f, JSON_INDENT(2)) != 0 || fputc('\n', f) == EOF)
		rc = err_set(e, NULL, 0, "cannot write what was proved: %s", strerror(errno));
	json_decref(root);
	return rc;
}

int choice_proved_write(const struct proved *p, FILE *f, struct err *e)
{
	struct writer w = { p, json_array(), json_array(), json_array() };
	int rc = parse_all(&w, e);

	if (rc == 0)
		rc = write_it(&w, f, e);
	json_decref(w.all);
	json_decref(w.candidates);
	json_decref(w.kept);
	return rc;
}
