// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rule book against what an expert says of well-known initcalls
 * (tests/advice/expert.tsv). The book looks at one call at a time and is not all
 * that judges, but it must never be less cautious than the expert, and it has to
 * say the same of nearly all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "advice/rule.h"
#include "base/xalloc.h"

#define TABLE "tests/advice/expert.tsv"
#define FIELDS 7
#define SCENARIOS 32

enum column { NAME, MODULE, PLACE, LEVEL, SCENARIO, VERDICT, REASON };

struct scenario {
	char name[32], cmdline[256];
};

struct table {
	struct scenario scenario[SCENARIOS];
	size_t scenarios;
	size_t rows, same, bolder;
};

static size_t split(char *line, char **field)
{
	size_t n = 0;

	line[strcspn(line, "\n")] = '\0';
	while (n < FIELDS && line) {
		field[n++] = line;
		line = strchr(line, '\t');
		if (line)
			*line++ = '\0';
	}
	return line ? FIELDS + 1 : n;
}

static void take_scenario(struct table *t, char *line)
{
	struct scenario *s = &t->scenario[t->scenarios++];
	char *field[FIELDS];

	assert_true(t->scenarios < SCENARIOS);
	assert_int_equal(split(line, field), 3);
	snprintf(s->name, sizeof(s->name), "%s", field[0] + 2);
	snprintf(s->cmdline, sizeof(s->cmdline), "%s", field[2]);
}

static const char *cmdline_of(const struct table *t, const char *scenario)
{
	for (size_t i = 0; i < t->scenarios; i++) {
		if (strcmp(t->scenario[i].name, scenario) == 0)
			return t->scenario[i].cmdline;
	}
	fail_msg("no scenario '%s'", scenario);
	return NULL;
}

/* 0 defer, 1 ask, 2 keep; what should be fixed otherwise stays, too. */
static int caution_of(const char *verdict)
{
	static const char *const names[] = { "defer", "ask", "keep", "fix" };

	for (int i = 0; i < 4; i++) {
		if (strcmp(names[i], verdict) == 0)
			return i < 2 ? i : 2;
	}
	fail_msg("no verdict '%s'", verdict);
	return -1;
}

static void take_row(struct table *t, struct rulebook *b, struct rule_hits *h, char *line)
{
	struct rule_subject s = { .nsymbols = 0 };
	const char *book = "ask", *rule = "no rule";
	char *field[FIELDS];

	assert_int_equal(split(line, field), FIELDS);
	field[PLACE][strcspn(field[PLACE], ":")] = '\0';
	s.initcall = field[NAME];
	s.module = field[MODULE];
	s.file = field[PLACE];
	s.level = field[LEVEL];
	rulebook_cmdline(b, cmdline_of(t, field[SCENARIO]));
	if (rulebook_match(b, &s, h)) {
		book = rule_verdict_name(h->hit.v[0].verdict);
		rule = h->hit.v[0].rule->id;
	}
	t->rows++;
	if (caution_of(book) == caution_of(field[VERDICT])) {
		t->same++;
		return;
	}
	t->bolder += caution_of(book) < caution_of(field[VERDICT]);
	printf("# %s (%s): the expert says %s, the book %s (%s)\n", s.initcall, field[SCENARIO],
	       field[VERDICT], book, rule);
}

static void test_expert(void **state)
{
	struct rulebook b = { .conditions = NULL };
	struct table t = { .rows = 0 };
	struct rule_hits h = { .maybe = { .v = NULL } };
	FILE *f = fopen(TABLE, "r");
	char line[1024];
	struct err e;

	(void)state;
	assert_non_null(f);
	assert_int_equal(rulebook_builtin(&b, &e), 0);
	rulebook_ready(&b);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "#@", 2) == 0)
			take_scenario(&t, line);
		else if (line[0] != '#')
			take_row(&t, &b, &h, line);
	}
	fclose(f);
	rule_hits_release(&h);
	rulebook_release(&b);
	printf("# %zu rows, %zu with the same verdict\n", t.rows, t.same);
	assert_true(t.rows >= 60);
	assert_int_equal(t.bolder, 0);
	assert_true(t.same * 100 >= t.rows * 95);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expert),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
