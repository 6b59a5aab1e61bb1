/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * jsonpick - print parts of a JSON file, for tests that must not need another interpreter.
 *
 *   jsonpick FILE PATH...
 *
 * A path is a chain of steps, told apart by dots:
 *   name              member of an object; of an array: that member of every element (members
 *                     that are arrays themselves become one)
 *   3                 element 3 of an array
 *   #                 the number of elements
 *   [k=v,k2!=w]       the elements whose members match: = and != compare the text (v|w: either;
 *                     an array is equal when one of its elements is), < and > compare numbers
 *                     (never true for null)
 *   @sort:k @rsort:k  the elements by number k, lowest or highest first (stable)
 *   @head:n           the first n elements
 *   @sum @uniq        the sum of the numbers; each distinct value once
 *   @group:k          {"key", "count"} of each distinct k, most frequent first
 * Scalars are printed one a line, strings bare; arrays element by element; objects as JSON.
 * Exit status: 0, 1 when a path leads nowhere, 3 when FILE is no JSON. FILE "-" is standard input.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STEP 256

static void die(int status, const char *what, const char *detail)
{
	fprintf(stderr, "jsonpick: %s: %s\n", what, detail);
	exit(status);
}

static double number_of(const json_t *v)
{
	return json_is_number(v) ? json_number_value(v) : 0.0;
}

/* A scalar as it is printed: strings bare. The buffer is good for numbers. */
static const char *text_of(const json_t *v, char *buf, size_t size)
{
	if (json_is_string(v))
		return json_string_value(v);
	if (json_is_integer(v))
		snprintf(buf, size, "%lld", (long long)json_integer_value(v));
	else if (json_is_real(v))
		snprintf(buf, size, "%.17g", json_real_value(v));
	else if (json_is_boolean(v))
		return json_is_true(v) ? "true" : "false";
	else if (json_is_null(v))
		return "null";
	else
		return v ? "(compound)" : "(absent)";
	return buf;
}

static json_t *map_member(const json_t *list, const char *key)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		json_t *v = json_object_get(json_array_get(list, i), key);

		if (json_is_array(v))
			json_array_extend(out, v);
		else
			json_array_append(out, v ? v : json_null());
	}
	return out;
}

/* Is the text of v one of the alternatives in "a|b|c"? */
static bool one_of(const json_t *v, const char *alts)
{
	const char *alt, *have;
	char buf[64];
	size_t i, n;

	if (json_is_array(v)) {
		for (i = 0; i < json_array_size(v); i++) {
			if (one_of(json_array_get(v, i), alts))
				return true;
		}
		return false;
	}
	have = text_of(v, buf, sizeof(buf));
	for (alt = alts; *alt; alt += n + (alt[n] == '|')) {
		n = strcspn(alt, "|");
		if (strlen(have) == n && !memcmp(have, alt, n))
			return true;
	}
	return false;
}

/* One condition, "key OP value": does the element meet it? */
static bool matches_one(const json_t *elem, char *cond)
{
	size_t at = strcspn(cond, "=!<>");
	char op = cond[at], *want = cond + at + 1;
	const json_t *v;

	if (!op)
		die(2, "condition without = != < >", cond);
	cond[at] = '\0';
	v = json_object_get(elem, cond);
	if (op == '<' || op == '>') {
		if (!json_is_number(v))
			return false;
		return op == '<' ? number_of(v) < atof(want) : number_of(v) > atof(want);
	}
	return op == '!' ? !one_of(v, want + 1) : one_of(v, want);
}

static json_t *filter(const json_t *list, const char *conds)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		json_t *elem = json_array_get(list, i);
		char copy[MAX_STEP], *save = NULL, *cond;
		bool all = true;

		snprintf(copy, sizeof(copy), "%s", conds);
		for (cond = strtok_r(copy, ",", &save); cond && all;
		     cond = strtok_r(NULL, ",", &save))
			all = matches_one(elem, cond);
		if (all)
			json_array_append(out, elem);
	}
	return out;
}

/* Insertion by binary search keeps equal elements in their order. */
static json_t *sorted(const json_t *list, const char *key, bool highest_first)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		json_t *elem = json_array_get(list, i);
		double n = number_of(json_object_get(elem, key));
		size_t lo = 0, hi = json_array_size(out);

		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			double m = number_of(json_object_get(json_array_get(out, mid), key));

			if (highest_first ? m >= n : m <= n)
				lo = mid + 1;
			else
				hi = mid;
		}
		json_array_insert(out, lo, elem);
	}
	return out;
}

static json_t *head(const json_t *list, size_t n)
{
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < n && i < json_array_size(list); i++)
		json_array_append(out, json_array_get(list, i));
	return out;
}

static json_t *sum(const json_t *list)
{
	long long total = 0;
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		total += json_integer_value(json_array_get(list, i));
	return json_integer(total);
}

/* {"key", "count"} for each distinct text of member k (k NULL: of the element itself). */
static json_t *group(const json_t *list, const char *k)
{
	json_t *seen = json_object(), *out = json_array(), *ordered;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		const json_t *elem = json_array_get(list, i);
		char buf[64];
		const char *key = text_of(k ? json_object_get(elem, k) : elem, buf, sizeof(buf));
		json_t *entry = json_object_get(seen, key);

		if (!entry) {
			entry = json_pack("{s:s, s:i}", "key", key, "count", 0);
			json_object_set_new(seen, key, entry);
			json_array_append(out, entry);
		}
		json_object_set_new(entry, "count",
			json_integer(json_integer_value(json_object_get(entry, "count")) + 1));
	}
	ordered = sorted(out, "count", true);
	json_decref(out);
	json_decref(seen);
	return ordered;
}

static json_t *verb(const json_t *v, const char *name)
{
	const char *colon = strchr(name, ':');
	const char *arg = colon ? colon + 1 : "";
	json_t *out, *groups;

	if (!strncmp(name, "sort:", 5) || !strncmp(name, "rsort:", 6))
		return sorted(v, arg, *name == 'r');
	if (!strncmp(name, "head:", 5))
		return head(v, strtoul(arg, NULL, 10));
	if (!strcmp(name, "sum"))
		return sum(v);
	if (!strncmp(name, "group:", 6))
		return group(v, arg);
	if (!strcmp(name, "uniq")) {
		groups = group(v, NULL);
		out = map_member(groups, "key");
		json_decref(groups);
		return out;
	}
	die(2, "no such step", name);
	return NULL;
}

/* A new reference, or NULL. */
static json_t *step(const json_t *v, const char *s)
{
	if (*s == '@')
		return verb(v, s + 1);
	if (*s == '[')
		return filter(v, s + 1);
	if (!strcmp(s, "#"))
		return json_is_array(v) ? json_integer((json_int_t)json_array_size(v)) : NULL;
	if (json_is_array(v)) {
		if (strspn(s, "0123456789") == strlen(s))
			return json_incref(json_array_get(v, strtoul(s, NULL, 10)));
		return map_member(v, s);
	}
	return json_incref(json_object_get(v, s));
}

/* Takes the next step off a path: up to a dot, "[...]" as a whole without its last bracket. */
static const char *next_step(const char *path, char *buf)
{
	size_t n = *path == '[' ? strcspn(path, "]") : strcspn(path, ".[");
	const char *end = path + n;

	if (n >= MAX_STEP)
		die(2, "step too long", path);
	memcpy(buf, path, n);
	buf[n] = '\0';
	if (*end == ']')
		end++;
	return *end == '.' ? end + 1 : end;
}

static void show(const json_t *v)
{
	char buf[64];
	size_t i;

	if (json_is_array(v)) {
		for (i = 0; i < json_array_size(v); i++)
			show(json_array_get(v, i));
	} else if (json_is_object(v)) {
		json_dumpf(v, stdout, JSON_COMPACT);
		putchar('\n');
	} else {
		puts(text_of(v, buf, sizeof(buf)));
	}
}

static int pick(json_t *root, const char *path)
{
	json_t *v = json_incref(root), *next;
	const char *rest = path;
	char buf[MAX_STEP];

	while (*rest) {
		rest = next_step(rest, buf);
		next = step(v, buf);
		json_decref(v);
		v = next;
		if (!v) {
			fprintf(stderr, "jsonpick: %s: nothing at \"%s\"\n", path, buf);
			return 1;
		}
	}
	show(v);
	json_decref(v);
	return 0;
}

int main(int argc, char **argv)
{
	json_error_t error;
	int status = 0, i;
	json_t *root;

	if (argc < 2)
		die(2, "usage", "jsonpick FILE PATH...");
	if (!strcmp(argv[1], "-"))
		root = json_loadf(stdin, JSON_REJECT_DUPLICATES, &error);
	else
		root = json_load_file(argv[1], JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		fprintf(stderr, "jsonpick: %s:%d: %s\n", argv[1], error.line, error.text);
		return 3;
	}
	for (i = 2; i < argc; i++) {
		if (pick(root, argv[i]))
			status = 1;
	}
	json_decref(root);
	return status;
}
