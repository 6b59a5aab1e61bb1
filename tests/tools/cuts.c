/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cuts - cut a log at many places and see that the program survives each.
 *
 *   cuts [--step N | --random COUNT --seed S] LOG PROGRAM [ARG...]
 *
 * Runs PROGRAM with the first k bytes of LOG on standard input, for every k (or each N-th, or
 * COUNT random ones). The exit status must be 0 or 3; with 0 its standard output must be a report
 * whose calls are the first calls of the whole log's report (model.h); with 3 standard output must
 * be empty and standard error one line. Prints what is wrong (at most MAX_SHOWN) and the counts;
 * exit status 0 or 1.
 */
#include "child.h"
#include "model.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SHOWN 10

struct cuts {
	char *const *argv;
	const char *log;
	size_t size;
	json_t *whole;
	unsigned int done, reports, bad;
};

static bool one_line(const struct child_out *o)
{
	const char *end = o->n ? memchr(o->p, '\n', o->n) : NULL;

	return end == o->p + o->n - 1;
}

static bool check_status(const struct child *c, struct why *why)
{
	if (c->err.n && (strstr(c->err.p, "Sanitizer") || strstr(c->err.p, "runtime error")))
		return differ(why, "sanitizer: %.300s", c->err.p);
	if (c->status != 0 && c->status != 3)
		return differ(why, "exit status %d: %.200s", c->status, c->err.p ? c->err.p : "");
	if (c->status == 3 && c->out.n)
		return differ(why, "exit status 3 with %zu bytes of output", c->out.n);
	if (c->status == 3 && !one_line(&c->err))
		return differ(why, "exit status 3 without one line of error: %.200s",
			      c->err.p ? c->err.p : "(none)");
	return true;
}

static bool check_report(const struct child *c, const struct cuts *cuts, struct why *why)
{
	json_error_t error;
	json_t *part = json_loadb(c->out.p ? c->out.p : "", c->out.n, JSON_REJECT_DUPLICATES,
				  &error);
	bool ok;

	if (!part)
		return differ(why, "no JSON: line %d: %s", error.line, error.text);
	ok = is_prefix(part, cuts->whole, why);
	json_decref(part);
	return ok;
}

static void cut_at(struct cuts *cuts, size_t n)
{
	struct why why = { "" };
	struct child c;
	bool ok;

	child_run(&c, cuts->argv, cuts->log, n);
	ok = check_status(&c, &why);
	if (ok && c.status == 0) {
		cuts->reports++;
		ok = check_report(&c, cuts, &why);
	}
	cuts->done++;
	if (!ok && cuts->bad++ < MAX_SHOWN)
		printf("first %zu bytes: %s\n", n, why.text);
	child_release(&c);
}

static json_t *report_of(const struct cuts *cuts)
{
	struct child c;
	json_t *root = NULL;

	child_run(&c, cuts->argv, cuts->log, cuts->size);
	if (c.status == 0)
		root = json_loadb(c.out.p ? c.out.p : "", c.out.n, 0, NULL);
	if (!root)
		printf("no report of the whole log, exit status %d: %s\n", c.status,
		       c.err.p ? c.err.p : "");
	child_release(&c);
	return root;
}

static uint64_t next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

int main(int argc, char **argv)
{
	struct cuts cuts = { 0 };
	uint64_t seed = 1;
	unsigned long step = 1, count = 0, i;
	char *log;
	size_t n;
	int a = 1;

	for (; a + 1 < argc && !strncmp(argv[a], "--", 2); a += 2) {
		if (!strcmp(argv[a], "--step"))
			step = strtoul(argv[a + 1], NULL, 10);
		else if (!strcmp(argv[a], "--random"))
			count = strtoul(argv[a + 1], NULL, 10);
		else if (!strcmp(argv[a], "--seed"))
			seed = strtoul(argv[a + 1], NULL, 10) * 2654435769u + 1;
	}
	if (argc - a < 2 || !step) {
		fprintf(stderr, "usage: cuts [--step N | --random N --seed S] LOG PROGRAM ARG...\n");
		return 2;
	}
	log = file_bytes(argv[a], &cuts.size);
	cuts.log = log;
	cuts.argv = argv + a + 1;
	cuts.whole = report_of(&cuts);
	if (!cuts.whole) {
		free(log);
		return 1;
	}
	for (i = 0; i < count; i++)
		cut_at(&cuts, next_random(&seed) % cuts.size);
	for (n = 0; !count && n < cuts.size; n += step)
		cut_at(&cuts, n);
	printf("%u cuts, %u reports, %u wrong\n", cuts.done, cuts.reports, cuts.bad);
	json_decref(cuts.whole);
	free(log);
	return cuts.bad ? 1 : 0;
}
