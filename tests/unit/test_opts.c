// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>

#include "base/opts.h"

/* What the program writes to stdout (fd 1) or stderr (fd 2) meanwhile. */
struct capture {
	FILE *f;
	int fd, saved;
	char text[8192];
};

static void capture_begin(struct capture *c, int fd)
{
	fflush(NULL);
	c->f = tmpfile();
	c->fd = fd;
	c->saved = dup(fd);
	dup2(fileno(c->f), fd);
}

static const char *capture_end(struct capture *c)
{
	size_t n;

	fflush(NULL);
	dup2(c->saved, c->fd);
	close(c->saved);
	rewind(c->f);
	n = fread(c->text, 1, sizeof(c->text) - 1, c->f);
	c->text[n] = '\0';
	fclose(c->f);
	return c->text;
}

struct seen {
	long level;
	int kind;
	const char *word;
	int nargs;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	static const char *const kinds[] = { "start", "name", "names" };
	struct seen *seen = opts_own(state);

	switch (key) {
	case 'l':
		return opts_number(state, "level", arg, 1, 9, &seen->level);
	case OPT_OWN:
		return opts_choice(state, "kind", arg, kinds, 3, &seen->kind);
	case ARGP_KEY_ARG:
		if (seen->nargs++)
			return opts_bad(state, "one word only");
		seen->word = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{ NULL, 0, NULL, 0, "Own:", 1 },
	{ "level", 'l', "N", 0, "a number", 1 },
	{ "kind", OPT_OWN, "KIND", 0, "a choice", 1 },
	{ "hidden", OPT_OWN + 1, NULL, OPTION_HIDDEN, "not shown", 1 },
	{ 0 },
};

static const struct command_line cl = {
	.name = "test",
	.args = "[WORD]",
	.about = "A command for this test.",
	.example = "    bootcheck test --level 3 word\n",
	.options = options,
	.parse = parse,
};

static int run(struct common *c, struct seen *seen, char *const *args)
{
	char *argv[16];
	int n = 0;

	for (; args[n]; n++)
		argv[n] = args[n];
	argv[n] = NULL;
	*seen = (struct seen){ 0 };
	return opts_parse(&cl, n, argv, c, seen);
}

#define A(s) ((char *)(s))

static void test_good(void **state)
{
	struct common c;
	struct seen s;

	(void)state;
	assert_int_equal(run(&c, &s, (char *[]){ A("test"), NULL }), -1);
	assert_null(c.output);
	assert_int_equal(c.json, JSON_OFF);
	assert_int_equal(c.colour, COLOUR_AUTO);
	assert_false(c.quiet || c.verbose);
	assert_int_equal(run(&c, &s, (char *[]){ A("test"), A("word"), A("-ofile"), A("--lev=3"),
						 A("--json"), A("--color"), A("never"), A("-q"),
						 NULL }), -1);
	assert_string_equal(c.output, "file");
	assert_int_equal(s.level, 3);
	assert_string_equal(s.word, "word");
	assert_int_equal(c.json, JSON_AUTO);
	assert_int_equal(c.colour, COLOUR_NEVER);
	assert_true(c.quiet);
	assert_int_equal(run(&c, &s, (char *[]){ A("test"), A("--json=pretty"), A("-q"), A("-v"),
						 A("--kind=name"), A("--"), A("-x"), NULL }), -1);
	assert_int_equal(c.json, JSON_PRETTY);
	assert_true(c.verbose && !c.quiet);
	assert_int_equal(s.kind, 1); /* the whole word, though it begins another one */
	assert_string_equal(s.word, "-x");
	assert_int_equal(run(&c, &s, (char *[]){ A("test"), A("--kind"), A("s"), NULL }), -1);
	assert_int_equal(s.kind, 0);
}

static void bad(const char *a, const char *b, const char *want)
{
	char line[256];
	struct capture cap;
	struct common c;
	struct seen s;
	int r;

	capture_begin(&cap, 2);
	r = run(&c, &s, (char *[]){ A("test"), A(a), A(b), NULL });
	capture_end(&cap);
	snprintf(line, sizeof(line), "bootcheck test: %s; try 'bootcheck test --help'\n", want);
	assert_string_equal(cap.text, line);
	assert_int_equal(r, 2);
}

static void test_bad(void **state)
{
	(void)state;
	bad("--nonsense", NULL, "unknown option '--nonsense'");
	bad("--levle=3", NULL, "unknown option '--levle'; did you mean '--level'?");
	bad("--outptu", "x", "unknown option '--outptu'; did you mean '--output'?");
	bad("-x", NULL, "unknown option '-x'");
	bad("-qx", NULL, "unknown option '-x'");
	bad("-xq", NULL, "unknown option '-x'");
	bad("-vxq", "word", "unknown option '-x'");
	bad("--level", NULL, "--level needs a value");
	bad("-l", NULL, "-l needs a value: N");
	bad("-o", NULL, "-o needs a value: FILE");
	bad("-o", "", "--output takes the name of a file");
	bad("--quiet=1", NULL, "--quiet takes no value");
	bad("--ver", NULL, "--ver is short for more than one option");
	bad("--level=0", NULL, "--level takes a number from 1 to 9, not '0'");
	bad("--level=3x", NULL, "--level takes a number from 1 to 9, not '3x'");
	bad("--level=", NULL, "--level takes a number from 1 to 9, not ''");
	bad("--level=99999999999999999999", NULL,
	    "--level takes a number from 1 to 9, not '99999999999999999999'");
	bad("--kind=", NULL, "--kind takes start, name or names, not ''");
	bad("--kind=x", NULL, "--kind takes start, name or names, not 'x'");
	bad("--kind=na", NULL, "--kind takes start, name or names, not 'na'");
	bad("--json=xml", NULL, "--json takes short, pretty or off, not 'xml'");
	bad("--color=red", NULL, "--color takes auto, always or never, not 'red'");
	bad("a", "b", "one word only");
	bad("--kind=\033[2J\n", NULL, "--kind takes start, name or names, not '?[2J?'");
}

static const char *shows(struct capture *cap, const char *a, const char *b)
{
	struct common c;
	struct seen s;
	int r;

	capture_begin(cap, 1);
	r = run(&c, &s, (char *[]){ A("test"), A(a), A(b), NULL });
	capture_end(cap);
	assert_int_equal(r, 0);
	return cap->text;
}

static void test_help(void **state)
{
	struct capture cap;
	const char *text;

	(void)state;
	text = shows(&cap, "--help", NULL);
	assert_non_null(strstr(text, "Usage: bootcheck test [OPTION...] [WORD]\n"));
	assert_non_null(strstr(text, "A command for this test."));
	assert_non_null(strstr(text, "--level=N"));
	assert_non_null(strstr(text, "--output=FILE"));
	assert_null(strstr(text, "hidden"));
	assert_null(strstr(text, "list-options"));
	assert_null(strstr(text, "Mandatory"));
	assert_non_null(strstr(text, "Example:\n    bootcheck test --level 3 word\n"));
	for (const char *p = text; *p; p += strcspn(p, "\n") + 1)
		assert_true(strcspn(p, "\n") <= 90);
	/* What comes after it does not matter. */
	assert_non_null(strstr(shows(&cap, "-h", "--nonsense"), "Usage:"));
	text = shows(&cap, "-V", NULL);
	assert_memory_equal(text, "bootcheck ", 10);
}

static void test_list(void **state)
{
	struct capture cap;

	(void)state;
	assert_string_equal(shows(&cap, "--list-options", NULL),
			    "--level\n--kind\n--output\n--quiet\n--verbose\n--color\n--help\n"
			    "--version\n--json\n");
}

static void test_nearest(void **state)
{
	static const char *const names[] = { "analyze", "compare", "trial" };

	(void)state;
	assert_string_equal(opts_nearest("analyse", names, 3), "analyze");
	assert_string_equal(opts_nearest("anlayze", names, 3), "analyze");
	assert_string_equal(opts_nearest("compre", names, 3), "compare");
	assert_string_equal(opts_nearest("trail", names, 3), "trial");
	assert_null(opts_nearest("blame", names, 3));
	assert_null(opts_nearest("", names, 3));
	assert_null(opts_nearest("a-word-that-is-longer-than-any-command-of-ours", names, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good), cmocka_unit_test(test_bad),
		cmocka_unit_test(test_help), cmocka_unit_test(test_list),
		cmocka_unit_test(test_nearest),
	};

	unsetenv("ARGP_HELP_FMT");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
