/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What two reports of `bootcheck analyze --json` must have in common: shared by samemodel.c and
 * cuts.c. A comparison returns true, or false with the first difference in `why`.
 */
#ifndef TESTS_TOOLS_MODEL_H
#define TESTS_TOOLS_MODEL_H

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct why {
	char text[512];
};

__attribute__((format(printf, 2, 3)))
static inline bool differ(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why->text, sizeof(why->text), fmt, ap);
	va_end(ap);
	return false;
}

/* The value as compact JSON; the caller frees it. An absent member reads as "(absent)". */
static inline char *json_text(const json_t *v)
{
	char *s = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;

	return s ? s : strdup("(absent)");
}

/* Whether member `key` of both is the same; `where` and `i` say which object it is. */
static inline bool same_member(const json_t *a, const json_t *b, const char *key,
			       const char *where, size_t i, struct why *why)
{
	const json_t *va = json_object_get(a, key), *vb = json_object_get(b, key);
	const char *name = json_string_value(json_object_get(a, "name"));
	char *ta, *tb;

	if (va && vb && json_equal(va, vb))
		return true;
	ta = json_text(va);
	tb = json_text(vb);
	differ(why, "%s[%zu].%s (%s): %s / %s", where, i, key, name ? name : "-", ta, tb);
	free(ta);
	free(tb);
	return false;
}

/* The same, but a null in `a` is no claim and so no difference. */
static inline bool same_or_null(const json_t *a, const json_t *b, const char *key,
				const char *where, size_t i, struct why *why)
{
	return json_is_null(json_object_get(a, key)) || same_member(a, b, key, where, i, why);
}

/*
 * A report of the head of a log: its calls are the first calls of the whole log, none is made up
 * and none says what the whole log does not say.
 */
static inline bool is_prefix(const json_t *part, const json_t *whole, struct why *why)
{
	static const char *const same[] = { "name", "module", "ordinal" };
	static const char *const known[] = { "start_us", "end_us", "ret", "errno", "reported_us" };
	const json_t *pb = json_object_get(part, "boots"), *wb = json_object_get(whole, "boots");
	const json_t *pc, *wc;
	size_t i, k;

	if (json_array_size(pb) > json_array_size(wb))
		return differ(why, "%zu boots / %zu", json_array_size(pb), json_array_size(wb));
	pc = json_object_get(json_array_get(pb, 0), "initcalls");
	wc = json_object_get(json_array_get(wb, 0), "initcalls");
	if (!json_array_size(pc))
		return differ(why, "a report without initcalls");
	if (json_array_size(pc) > json_array_size(wc))
		return differ(why, "%zu calls / %zu", json_array_size(pc), json_array_size(wc));
	for (i = 0; i < json_array_size(pc); i++) {
		const json_t *p = json_array_get(pc, i), *w = json_array_get(wc, i);

		for (k = 0; k < sizeof(same) / sizeof(same[0]); k++) {
			if (!same_member(p, w, same[k], "initcalls", i, why))
				return false;
		}
		for (k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
			if (!same_or_null(p, w, known[k], "initcalls", i, why))
				return false;
		}
	}
	return true;
}

#endif
