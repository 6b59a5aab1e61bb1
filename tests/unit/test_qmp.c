// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/qmp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void say(struct qmp *q, const char *s)
{
	qmp_take(q, s, strlen(s));
}

/* What we sent to the other end. */
static const char *heard(int fd, char *to, size_t size)
{
	ssize_t n = recv(fd, to, size - 1, MSG_DONTWAIT);

	to[n > 0 ? n : 0] = '\0';
	return to;
}

static void test_handshake(void **state)
{
	struct qmp q;
	char text[200];
	int fd[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	qmp_init(&q, fd[0]);
	say(&q, "{\"QMP\": {\"version\": {}, \"capab");
	assert_int_equal(q.state, QMP_GREETING);
	say(&q, "ilities\": [\"oob\"]}}\r\n");
	assert_int_equal(q.state, QMP_CAPABLE);
	assert_string_equal(heard(fd[1], text, sizeof(text)), "{\"execute\":\"qmp_capabilities\"}\n");
	say(&q, "{\"return\": {}}\r\n");
	assert_int_equal(q.state, QMP_RUNNING);
	assert_string_equal(heard(fd[1], text, sizeof(text)), "{\"execute\":\"cont\"}\n");
	say(&q, "{\"return\": {}}\n{\"timestamp\": {}, \"event\": \"RESUME\"}\n");
	assert_false(q.shutdown);
	say(&q, "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}\n");
	assert_true(q.shutdown);
	assert_true(q.by_guest);
	assert_string_equal(q.reason, "guest-reset");
	/* The first one counts. */
	say(&q, "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"host-qmp-quit\"}}\n");
	assert_string_equal(q.reason, "guest-reset");
	qmp_release(&q);
	close(fd[0]);
	close(fd[1]);
}

static void test_noise(void **state)
{
	struct qmp q;

	(void)state;
	qmp_init(&q, -1);
	say(&q, "\n{}\n[]\nnull\n{\"QMP\"\n{\"event\": 5}\n{\"error\": {\"desc\": \"no such thing\"}}\n");
	assert_int_equal(q.state, QMP_GREETING);
	assert_string_equal(q.error, "no such thing");
	say(&q, "{\"event\": \"GUEST_PANICKED\", \"data\": {}}\n{\"event\": \"SHUTDOWN\"}\n");
	assert_true(q.panicked);
	assert_true(q.shutdown);
	assert_false(q.by_guest);
	/* A line without end is not kept. */
	for (int i = 0; i < 3000; i++)
		say(&q, "{\"a\": \"................................................................"
			"................................................................................"
			"................................................................................"
			"................................................................................"
			"................................................................................"
			"................................................................................");
	assert_true(q.in.n < 2000000);
	qmp_release(&q);
}

static void test_end(void **state)
{
	struct qmp q;
	int fd[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	qmp_init(&q, fd[0]);
	qmp_listen(&q, 0);
	assert_int_equal(q.state, QMP_GREETING);
	assert_int_equal(write(fd[1], "{\"QMP\":{}}\n", 11), 11);
	qmp_listen(&q, 1000);
	assert_int_equal(q.state, QMP_CAPABLE);
	close(fd[1]);
	qmp_listen(&q, 1000);
	assert_int_equal(q.state, QMP_CLOSED);
	/* Neither waits for what is gone nor dies of it. */
	qmp_send(&q, "quit");
	qmp_listen(&q, 0);
	qmp_release(&q);
	close(fd[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
