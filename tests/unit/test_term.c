// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/term.h"

static void test_colour(void **state)
{
	FILE *f = tmpfile();

	(void)state;
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	assert_true(term_colour(COLOUR_ALWAYS, f));
	assert_false(term_colour(COLOUR_NEVER, f));
	assert_false(term_colour(COLOUR_AUTO, f)); /* a file */
	setenv("NO_COLOR", "1", 1);
	assert_true(term_colour(COLOUR_ALWAYS, f)); /* an option weighs more */
	assert_false(term_colour(COLOUR_AUTO, f));
	fclose(f);
}

static void test_width(void **state)
{
	FILE *f = tmpfile();

	(void)state;
	/* What goes to a file is never cut, whatever COLUMNS says. */
	setenv("COLUMNS", "80", 1);
	assert_int_equal(term_width(f), 0);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colour),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
