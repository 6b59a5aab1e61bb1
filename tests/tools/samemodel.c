/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * samemodel - do two reports of `bootcheck analyze --json` tell the same boot?
 *
 *   samemodel MODE A.json B.json
 *
 * A is the report of the plain log, B that of the same log in another form. MODE says what the
 * form can still tell (see rewrite --list): exact, caller, relative, notime, trace; or "prefix": A
 * is the report of a cut log, B of the whole. Prints the first difference; exit status 0, 1, or 3
 * when a file is no such report.
 */
#include "model.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define N_OF(a) (sizeof(a) / sizeof((a)[0]))

static bool same_list(const json_t *a, const json_t *b, const char *list,
		      const char *const *keys, size_t nkeys, struct why *why)
{
	const json_t *la = json_object_get(a, list), *lb = json_object_get(b, list);
	size_t i, k;

	if (!json_is_array(la) || !json_is_array(lb))
		return differ(why, "%s[] is missing", list);
	for (i = 0; i < json_array_size(la) && i < json_array_size(lb); i++) {
		for (k = 0; k < nkeys; k++) {
			if (!same_member(json_array_get(la, i), json_array_get(lb, i), keys[k],
					 list, i, why))
				return false;
		}
	}
	if (json_array_size(la) != json_array_size(lb))
		return differ(why, "%s[]: %zu / %zu elements", list, json_array_size(la),
			      json_array_size(lb));
	return true;
}

/* A form may have other lines than the plain log; a line number is no part of the model. */
static bool is_line(const char *key)
{
	const char *end = strstr(key, "_line");

	return end && !end[5];
}

static bool same_object(const json_t *a, const json_t *b, const char *key, struct why *why)
{
	const json_t *va = json_object_get(a, key), *vb = json_object_get(b, key);
	const char *name;
	json_t *member;

	if (!json_is_object(va) || !json_is_object(vb))
		return differ(why, "%s is missing", key);
	json_object_foreach((json_t *)va, name, member) {
		if (is_line(name))
			continue;
		if (!same_member(va, vb, name, key, 0, why))
			return false;
	}
	return true;
}

static bool all_null(const json_t *boot, const char *key, struct why *why)
{
	const json_t *o = json_object_get(boot, key);
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)o, name, member) {
		if (!is_line(name) && !json_is_null(member))
			return differ(why, "%s.%s is not null without stamps", key, name);
	}
	return true;
}

static bool same_all_but_probes(const json_t *a, const json_t *b, struct why *why)
{
	static const char *const call[] = { "name", "module", "level", "ordinal", "pid", "ret",
		"errno", "reported_us", "start_us", "end_us", "phase", "flags", "clock",
		"duration_us" };

	return same_list(a, b, "initcalls", call, N_OF(call), why) &&
	       same_object(a, b, "marks", why) && same_object(a, b, "accounting", why) &&
	       same_object(a, b, "system", why);
}

static const char *const probe_keys[] = { "device", "driver", "ret", "errno", "start_us", "end_us",
	"duration_us", "initcall" };

static bool same_exact(const json_t *a, const json_t *b, struct why *why)
{
	return same_all_but_probes(a, b, why) &&
	       same_list(a, b, "probes", probe_keys, N_OF(probe_keys), why);
}

/* B says which task printed a line, A does not: only B may know which call a probe ran in. */
static bool same_caller(const json_t *a, const json_t *b, struct why *why)
{
	const json_t *la = json_object_get(a, "probes"), *lb = json_object_get(b, "probes");
	size_t i;

	if (!same_all_but_probes(a, b, why) ||
	    !same_list(a, b, "probes", probe_keys, N_OF(probe_keys) - 1, why))
		return false;
	for (i = 0; i < json_array_size(la); i++) {
		if (!same_or_null(json_array_get(la, i), json_array_get(lb, i), "initcall", "probes",
				  i, why))
			return false;
	}
	return true;
}

/* Both stamps of B are those of A plus *shift, which the first call with a real stamp sets. */
static bool shifted(const json_t *a, const json_t *b, size_t i, bool *known, json_int_t *shift,
		    struct why *why)
{
	static const char *const key[] = { "start_us", "end_us" };
	const char *name = json_string_value(json_object_get(a, "name"));
	size_t k;

	for (k = 0; k < N_OF(key); k++) {
		const json_t *va = json_object_get(a, key[k]), *vb = json_object_get(b, key[k]);
		json_int_t ta = json_integer_value(va), tb = json_integer_value(vb);

		if (json_is_null(va) || ta == 0)
			continue;	/* before the kernel's clock ran */
		if (!json_is_integer(vb))
			return differ(why, "initcalls[%zu].%s (%s) is not known", i, key[k], name);
		if (!*known)
			*shift = tb - ta;
		*known = true;
		if (tb - ta != *shift)
			return differ(why, "initcalls[%zu].%s (%s): shift %lld, not %lld", i,
				      key[k], name, (long long)(tb - ta), (long long)*shift);
	}
	return true;
}

static bool pre_clock(const json_t *call)
{
	return json_integer_value(json_object_get(call, "start_us")) == 0;
}

static bool same_relative(const json_t *a, const json_t *b, struct why *why)
{
	static const char *const call[] = { "name", "module", "ordinal", "pid", "ret", "errno",
		"reported_us", "phase" };
	static const char *const figure[] = { "clock", "duration_us" };
	static const char *const probe[] = { "device", "ret" };
	const json_t *la = json_object_get(a, "initcalls"), *lb = json_object_get(b, "initcalls");
	json_int_t shift = 0;
	bool known = false;
	size_t i, k;

	if (!same_list(a, b, "initcalls", call, N_OF(call), why) ||
	    !same_list(a, b, "probes", probe, N_OF(probe), why))
		return false;
	for (i = 0; i < json_array_size(la); i++) {
		const json_t *ca = json_array_get(la, i), *cb = json_array_get(lb, i);

		if (!shifted(ca, cb, i, &known, &shift, why))
			return false;
		for (k = 0; k < N_OF(figure) && !pre_clock(ca); k++) {
			if (!same_member(ca, cb, figure[k], "initcalls", i, why))
				return false;
		}
	}
	return true;
}

static bool has_finding(const json_t *boot, const char *code)
{
	const json_t *list = json_object_get(boot, "findings");
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		const json_t *c = json_object_get(json_array_get(list, i), "code");

		if (c && !strcmp(json_string_value(c), code))
			return true;
	}
	return false;
}

static bool same_notime(const json_t *a, const json_t *b, struct why *why)
{
	static const char *const call[] = { "name", "module", "ordinal", "pid", "ret", "errno",
		"reported_us" };
	const json_t *lb = json_object_get(b, "initcalls");
	size_t i;

	if (!same_list(a, b, "initcalls", call, N_OF(call), why))
		return false;
	for (i = 0; i < json_array_size(lb); i++) {
		const json_t *c = json_array_get(lb, i);

		if (!json_is_null(json_object_get(c, "start_us")) ||
		    !json_is_null(json_object_get(c, "end_us")))
			return differ(why, "initcalls[%zu] has stamps, the log has none", i);
	}
	if (!has_finding(b, "no-timestamps"))
		return differ(why, "no finding no-timestamps");
	return all_null(b, "marks", why) && all_null(b, "accounting", why) &&
	       same_object(a, b, "system", why);
}

static bool same_trace(const json_t *a, const json_t *b, struct why *why)
{
	static const char *const call[] = { "name", "module", "ordinal", "ret", "errno",
		"start_us", "end_us" };

	return same_list(a, b, "initcalls", call, N_OF(call), why);
}

static const struct mode {
	const char *name;
	bool (*same)(const json_t *a, const json_t *b, struct why *why);
} modes[] = {
	{ "exact", same_exact },
	{ "caller", same_caller },
	{ "relative", same_relative },
	{ "notime", same_notime },
	{ "trace", same_trace },
};

static bool same_boots(const struct mode *m, const json_t *a, const json_t *b, struct why *why)
{
	const json_t *ba = json_object_get(a, "boots"), *bb = json_object_get(b, "boots");
	size_t i;

	if (json_array_size(ba) != json_array_size(bb))
		return differ(why, "%zu / %zu boots", json_array_size(ba), json_array_size(bb));
	for (i = 0; i < json_array_size(ba); i++) {
		if (!m->same(json_array_get(ba, i), json_array_get(bb, i), why))
			return false;
	}
	return true;
}

static json_t *load(const char *name)
{
	json_error_t error;
	json_t *root = json_load_file(name, JSON_REJECT_DUPLICATES, &error);

	if (!root)
		fprintf(stderr, "samemodel: %s:%d: %s\n", name, error.line, error.text);
	return root;
}

int main(int argc, char **argv)
{
	const struct mode *m = NULL;
	struct why why = { "" };
	bool prefix, same;
	json_t *a, *b;
	size_t i;

	for (i = 0; argc == 4 && i < N_OF(modes); i++) {
		if (!strcmp(argv[1], modes[i].name))
			m = &modes[i];
	}
	prefix = argc == 4 && !strcmp(argv[1], "prefix");
	if (!m && !prefix) {
		fprintf(stderr, "usage: samemodel exact|caller|relative|notime|trace|prefix A.json B.json\n");
		return 2;
	}
	a = load(argv[2]);
	b = load(argv[3]);
	if (!a || !b) {
		json_decref(a);
		json_decref(b);
		return 3;
	}
	same = prefix ? is_prefix(a, b, &why) : same_boots(m, a, b, &why);
	if (!same)
		printf("%s\n", why.text);
	json_decref(a);
	json_decref(b);
	return same ? 0 : 1;
}
