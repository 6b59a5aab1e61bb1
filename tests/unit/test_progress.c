// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What runs between the two comes to `text`, not to standard error. */
struct catch {
	int saved, pipe[2];
	char text[256];
};

static void catch_begin(struct catch *c)
{
	fflush(stderr);
	c->saved = dup(STDERR_FILENO);
	assert_int_equal(pipe(c->pipe), 0);
	dup2(c->pipe[1], STDERR_FILENO);
}

static void catch_end(struct catch *c)
{
	ssize_t n;

	fflush(stderr);
	dup2(c->saved, STDERR_FILENO);
	close(c->saved);
	close(c->pipe[1]);
	n = read(c->pipe[0], c->text, sizeof(c->text) - 1);
	c->text[n > 0 ? n : 0] = '\0';
	close(c->pipe[0]);
}

/* A pipe is no terminal: nothing is shown, however long it takes. */
static void test_no_terminal(void **state)
{
	struct progress p;
	struct catch c;

	(void)state;
	catch_begin(&c);
	progress_begin(&p, "logs", 10);
	p.start_ms -= 5000;
	p.last_ms -= 5000;
	progress_step(&p, 5);
	progress_end(&p);
	catch_end(&c);
	assert_string_equal(c.text, "");
}

static void test_shown(void **state)
{
	struct progress p;
	struct catch c;

	(void)state;
	catch_begin(&c);
	progress_begin(&p, "logs", 10);
	p.terminal = true;
	p.start_ms = p.last_ms = 0; /* the clock counts from the start of the machine */
	progress_step(&p, 0);
	progress_step(&p, 5);
	progress_step(&p, 6); /* too soon after that one */
	progress_end(&p);
	progress_end(&p);
	catch_end(&c);
	assert_non_null(strstr(c.text, "\r\033[K5 of 10 logs, about "));
	assert_null(strstr(c.text, "6 of 10"));
	/* The line is gone at the end, once. */
	assert_string_equal(c.text + strlen(c.text) - 4, "\r\033[K");
}

/* Short work shows nothing. */
static void test_short(void **state)
{
	struct progress p;
	struct catch c;

	(void)state;
	catch_begin(&c);
	progress_begin(&p, "logs", 10);
	p.terminal = true;
	p.start_ms = p.last_ms = INT64_MAX / 2;
	progress_step(&p, 5);
	progress_end(&p);
	catch_end(&c);
	assert_string_equal(c.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_terminal),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
