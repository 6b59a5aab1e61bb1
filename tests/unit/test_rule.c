// SPDX-License-Identifier: GPL-2.0-or-later
#include "advice/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "advice/rule_check.h"
#include "advice/rule_pattern.h"
#include "base/buf.h"
#include "input/image.h"

static bool fits(enum rule_field f, const char *pattern, const char *s)
{
	struct rule_pattern p;
	const char *bad = rule_pattern_parse(&p, f, pattern);

	if (bad)
		fail_msg("'%s' %s", pattern, bad);
	return f >= RULE_CMDLINE ? rule_pattern_fits_word(&p, s) : rule_pattern_fits(&p, s);
}

static void test_pattern(void **state)
{
	static const struct {
		enum rule_field f;
		const char *pattern, *s;
		bool fits;
	} v[] = {
		{ RULE_INITCALL, "a_init", "a_init", true },
		{ RULE_INITCALL, "a_init", "a_init2", false },
		{ RULE_INITCALL, "a_init", "a_ini", false },
		{ RULE_INITCALL, "a_*", "a_", true },
		{ RULE_INITCALL, "a_*", "a", false },
		{ RULE_INITCALL, "*_init", "b_init_init", true },
		{ RULE_INITCALL, "*_init", "b_init_", false },
		{ RULE_INITCALL, "a*b*c", "aXbXbXc", true },
		{ RULE_INITCALL, "a*b*c", "aXbXbX", false },
		{ RULE_INITCALL, "**", "", true },
		{ RULE_INITCALL, "?", "", false },
		{ RULE_INITCALL, "a?c", "abc", true },
		{ RULE_INITCALL, "a[bx-z]c", "ayc", true },
		{ RULE_INITCALL, "a[bx-z]c", "awc", false },
		{ RULE_INITCALL, "a[!bx-z]c", "awc", true },
		{ RULE_INITCALL, "a[!bx-z]c", "abc", false },
		{ RULE_INITCALL, "a[]-]c", "a]c", true },
		{ RULE_INITCALL, "a[]-]c", "a-c", true },
		{ RULE_INITCALL, "[a]*[b]", "axb", true },
		{ RULE_INITCALL, "*[0-9]", "hda12", true },
		{ RULE_INITCALL, "*[0-9]x", "1y2x", true },
		{ RULE_SOURCE, "drivers/usb/", "drivers/usb/core/usb.c", true },
		{ RULE_SOURCE, "drivers/usb/", "drivers/usbip/a.c", false },
		{ RULE_SOURCE, "drivers/usb", "drivers/usb/core/usb.c", false },
		{ RULE_SOURCE, "fs/*.c", "fs/ext4/super.c", true },
		{ RULE_CMDLINE, "root=/dev/sd*", "root=/dev/sda1", true },
		{ RULE_CMDLINE, "dm-mod.create=*", "dm_mod.create=x", true },
		{ RULE_CMDLINE, "dm_mod.create=*", "dm-mod.create=x", true },
		{ RULE_CMDLINE, "a=x-y", "a=x_y", false },
		{ RULE_CMDLINE, "quiet", "quiet=", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		if (fits(v[i].f, v[i].pattern, v[i].s) != v[i].fits)
			fail_msg("'%s' and '%s'", v[i].pattern, v[i].s);
	}
}

/* Many stars must not take a time that grows with their power. */
static void test_pattern_time(void **state)
{
	char pattern[400] = "", s[2001];

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(pattern); i += 2)
		memcpy(pattern + i, "a*", 3);
	memset(s, 'a', sizeof(s) - 1);
	s[sizeof(s) - 1] = '\0';
	memcpy(pattern + strlen(pattern) - 1, "b", 2);
	assert_false(fits(RULE_INITCALL, pattern, s));
}

struct bench {
	struct rulebook book;
	struct rule_hits hits;
};

static void load(struct bench *t, const char *text)
{
	struct err e;

	memset(t, 0, sizeof(*t));
	if (rulebook_parse(&t->book, "t.rules", str_of(text), &e) != 0)
		fail_msg("%s", e.msg);
	rulebook_ready(&t->book);
}

static void unload(struct bench *t)
{
	rule_hits_release(&t->hits);
	rulebook_release(&t->book);
}

/* "id:verdict" of each hit, in order; in brackets what does not count, with '?' what is unsure. */
static const char *match(struct bench *t, const struct rule_subject *s)
{
	static char out[1000];
	size_t n = rulebook_match(&t->book, s, &t->hits), at = 0;

	out[0] = '\0';
	assert_int_equal(n, t->hits.hit.n);
	for (size_t i = 0; i < n; i++) {
		const struct rule_hit *h = &t->hits.hit.v[i];

		at += (size_t)snprintf(out + at, sizeof(out) - at,
				       h->counts ? "%s%s:%s%s" : "%s(%s:%s%s)", i ? " " : "",
				       h->rule->id, rule_verdict_name(h->verdict),
				       h->unsure ? "?" : "");
	}
	return out;
}

#define RULE(id, patterns, verdict) \
	"rule " id "\n" patterns "\nverdict " verdict "\nwhy Because it is so.\n"
#define FIX(id, patterns) \
	"rule " id "\n" patterns "\nverdict fix\nwhy Because it is so.\ninstead Do that.\n"

static void test_fields(void **state)
{
	static const char *const symbols[] = { "printk", "usb_register", "request_firmware" };
	struct rule_subject s = {
		.initcall = "a_init", .module = "a_mod", .file = "drivers/a/a.c", .level = "device",
		.symbols = symbols, .nsymbols = 3,
	};
	struct bench t;

	(void)state;
	load(&t, RULE("by-name", "initcall b_init a_init", "ask") RULE(
			 "by-glob", "initcall a_*", "ask") RULE("by-module", "module a_mod", "ask")
			 RULE("by-source", "source drivers/",
			      "ask") RULE("by-level", "level device*",
					  "ask") RULE("by-symbol", "symbol usb_register", "ask")
				 RULE("by-symbols", "symbol usb_* request_firmware",
				      "ask") RULE("by-all",
						  "initcall a_init\nmodule a*\nsource "
						  "drivers/a/\nlevel device\nsymbol printk",
						  "ask") RULE("not-name", "initcall a_ini", "ask")
					 RULE("not-taken", "source drivers/ !drivers/a/",
					      "ask") RULE("not-but", "source !drivers/b/", "ask")
						 RULE("not-all", "initcall a_init\nlevel late",
						      "ask") RULE("not-symbol",
								  "symbol printk !usb_*", "ask"));
	assert_string_equal(match(&t, &s), "by-name:ask by-glob:ask by-module:ask by-source:ask "
			    "by-level:ask by-symbol:ask by-symbols:ask by-all:ask not-but:ask");
	assert_string_equal(t.hits.hit.v[6].symbol, "usb_register");
	s = (struct rule_subject){ .initcall = "a_init" };
	assert_string_equal(match(&t, &s), "by-name:ask by-glob:ask");
	s = (struct rule_subject){ .initcall = NULL };
	assert_string_equal(match(&t, &s), "");
	unload(&t);
}

static void test_precedence(void **state)
{
	struct rule_subject s = {.initcall = "a_init", .file = "drivers/a/a.c", .level = "subsys"};
	struct bench t;

	(void)state;
	/* The most cautious counts, whatever the order. */
	load(&t, RULE("d", "initcall a_init", "defer") FIX("f", "initcall a_*")
		 RULE("k", "source drivers/", "keep") RULE("a", "source drivers/a/", "ask"));
	assert_string_equal(match(&t, &s), "k:keep f:fix a:ask d:defer");
	unload(&t);
	/* A default counts where nothing else fits. */
	load(&t, RULE("d", "initcall a_init", "defer") RULE("k", "level subsys", "keep default"));
	assert_string_equal(match(&t, &s), "d:defer (k:keep)");
	s.initcall = "b_init";
	assert_string_equal(match(&t, &s), "k:keep");
	unload(&t);
	/* The last word. */
	s.initcall = "a_init";
	load(&t, RULE("f", "initcall a_init", "defer final") RULE("k", "source drivers/", "keep")
		 RULE("l", "level subsys", "keep default"));
	assert_string_equal(match(&t, &s), "f:defer (k:keep) (l:keep)");
	unload(&t);
}

static void test_condition(void **state)
{
	struct rule_subject s = { .initcall = "a_init" };
	struct bench t;

	(void)state;
	load(&t, RULE("k", "initcall a_init\ncmdline ip=* !ip=off nfsroot=*", "keep")
		 RULE("d", "initcall a_init\ncmdline quiet", "defer")
		 RULE("e", "initcall a_init", "defer"));
	/* Not known: what would keep it says ask, what would defer it says nothing. */
	assert_string_equal(match(&t, &s), "k:ask? e:defer");
	rulebook_cmdline(&t.book, "");
	assert_string_equal(match(&t, &s), "e:defer");
	rulebook_cmdline(&t.book, "  quiet\tip=off \"\" ");
	assert_string_equal(match(&t, &s), "d:defer e:defer");
	rulebook_cmdline(&t.book, "init=\"a ip=x\" root=/dev/sda");
	assert_string_equal(match(&t, &s), "e:defer");
	rulebook_cmdline(&t.book, "ip=off ip=dhcp quiet");
	assert_string_equal(match(&t, &s), "k:keep d:defer e:defer");
	assert_string_equal(t.hits.hit.v[0].word, "ip=dhcp");
	rulebook_cmdline(&t.book, "\"nfsroot=a b\"");
	assert_string_equal(match(&t, &s), "k:keep e:defer");
	assert_string_equal(t.hits.hit.v[0].word, "nfsroot=a b");
	unload(&t);
	/* Two conditions. */
	load(&t, RULE("k", "initcall a_init\ncmdline root=*\nand rootwait rootdelay=*", "keep"));
	assert_string_equal(match(&t, &s), "k:ask?");
	rulebook_cmdline(&t.book, "root=/dev/sda rootdelay=3");
	assert_string_equal(match(&t, &s), "k:keep");
	assert_string_equal(t.hits.hit.v[0].word, "root=/dev/sda");
	rulebook_cmdline(&t.book, "rootwait");
	assert_string_equal(match(&t, &s), "");
	rulebook_cmdline(&t.book, "root=/dev/sda");
	assert_string_equal(match(&t, &s), "");
	unload(&t);
	/* That a command line is not known takes nothing of the caution of a default. */
	load(&t, RULE("k", "initcall a_init\ncmdline quiet", "keep")
		 RULE("l", "initcall a_*", "keep default"));
	assert_string_equal(match(&t, &s), "l:keep k:ask?");
	rulebook_cmdline(&t.book, "x");
	assert_string_equal(match(&t, &s), "l:keep");
	unload(&t);
}

static void test_text(void **state)
{
	const struct rule *r;
	struct bench t;

	(void)state;
	load(&t,
	     "# head\r\n\nrule x-1\ninitcall a_init\n\tb_init\n# between\n  c_init\nverdict\tfix\n"
	     "why One\n two.\ncheck This.\ninstead  That \n");
	assert_int_equal(t.book.rules.n, 1);
	r = &t.book.rules.v[0];
	assert_string_equal(r->id, "x-1");
	assert_string_equal(r->file, "t.rules");
	assert_int_equal(r->line, 3);
	assert_int_equal(r->field[RULE_INITCALL].n, 3);
	assert_string_equal(r->why, "One two.");
	assert_string_equal(r->check, "This.");
	assert_string_equal(r->instead, "That");
	assert_true(r->verdict == RULE_FIX && r->weight == RULE_NORMAL && !r->builtin);
	unload(&t);
}

static size_t problems(const char *text)
{
	struct rule_problems p = { .list = { .v = NULL } };
	struct bench t;
	size_t n;

	load(&t, text);
	rulebook_check(&t.book, &p);
	n = p.list.n;
	rule_problems_release(&p);
	unload(&t);
	return n;
}

static void test_check(void **state)
{
	(void)state;
	assert_int_equal(problems(RULE("a", "initcall x", "ask") RULE("b", "initcall y", "keep")),
			 0);
	assert_int_equal(problems(RULE("a", "initcall x", "ask") RULE("a", "initcall y", "keep")),
			 1);
	assert_int_equal(
		problems(RULE("a", "initcall x", "ask") RULE("b", "initcall y x", "keep")), 1);
	assert_int_equal(problems(RULE("a", "initcall x", "ask") RULE("b", "initcall x", "ask")),
			 1);
	assert_int_equal(
		problems(RULE("a", "initcall x", "ask") RULE("b", "initcall x", "ask default")),
		1);
	assert_int_equal(
		problems(RULE("a", "initcall x", "ask") RULE("b", "initcall x", "keep final")), 0);
	assert_int_equal(problems(RULE("a", "initcall x", "ask")
				  RULE("b", "initcall x\ncmdline quiet", "keep")), 0);
	assert_int_equal(problems(RULE("a", "source x/ !x/a\nlevel late device", "ask")
				  RULE("b", "level device late\nsource x/ !x/a", "keep")), 3);
	assert_int_equal(
		problems(RULE("a", "source x/ !x/a", "ask") RULE("b", "source x/", "keep")), 0);
	assert_int_equal(problems("rule a\ninitcall x\nverdict ask\nwhy no\n"), 1);
}

/* The names are all different, so nothing is found by luck. */
static void test_speed(void **state)
{
	struct buf text = { .p = NULL }, name = { .p = NULL };
	char (*symbols)[32] = calloc(100, sizeof(*symbols));
	const char *v[100];
	struct bench t;
	size_t hits = 0;

	(void)state;
	assert_non_null(symbols);
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(symbols[i], sizeof(symbols[i]), "symbol_%u", i);
		v[i] = symbols[i];
	}
	for (unsigned int i = 0; i < 100; i++)
		buf_printf(&text, RULE("i-%u", "initcall call_%u_init", "ask")
			   RULE("s-%u", "source drivers/d%u/ !drivers/d%u/a*", "keep")
			   RULE("y-%u", "symbol symbol_%u", "defer"), i, i, i, i, i, i, i);
	load(&t, text.p);
	for (unsigned int i = 0; i < 3000; i++) {
		struct rule_subject s = { .symbols = v, .nsymbols = 100, .file = "drivers/d7/x.c" };

		buf_clear(&name);
		buf_printf(&name, "call_%u_init", i);
		s.initcall = name.p;
		hits += rulebook_match(&t.book, &s, &t.hits);
	}
	assert_int_equal(hits, 3000 * 101 + 100);
	unload(&t);
	buf_release(&text);
	buf_release(&name);
	free(symbols);
}

/* What is built in is in order, and the indexes find what a look at each rule finds. */
static void test_builtin(void **state)
{
	struct rule_problems p = { .list = { .v = NULL } };
	struct bench t = { .hits = { .maybe = { .v = NULL } } };
	struct err e;

	(void)state;
	assert_int_equal(rulebook_builtin(&t.book, &e), 0);
	rulebook_ready(&t.book);
	rulebook_cmdline(&t.book, "");
	assert_true(t.book.rules.n >= 150);
	rulebook_check(&t.book, &p);
	assert_int_equal(p.list.n, 0);
	rule_problems_release(&p);
	for (size_t i = 0; i < t.book.rules.n; i++) {
		const struct rule *r = &t.book.rules.v[i];
		bool found = false;

		assert_true(r->builtin && r->weight != RULE_FINAL);
		/* One that is found by its name alone. */
		if (r->field[RULE_CMDLINE].n || r->field[RULE_SOURCE].n || r->field[RULE_LEVEL].n ||
		    !r->field[RULE_INITCALL].n)
			continue;
		match(&t, &(struct rule_subject){ .initcall = r->field[RULE_INITCALL].v[0].text });
		for (size_t k = 0; k < t.hits.hit.n; k++)
			found |= t.hits.hit.v[k].rule == r;
		assert_true(found);
	}
	unload(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pattern),	   cmocka_unit_test(test_pattern_time),
		cmocka_unit_test(test_fields),	   cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_condition),  cmocka_unit_test(test_text),
		cmocka_unit_test(test_check),	   cmocka_unit_test(test_speed),
		cmocka_unit_test(test_builtin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
