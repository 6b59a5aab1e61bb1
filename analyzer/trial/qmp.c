// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/qmp.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* QEMU's lines are short; what never ends is no line. */
#define MAX_LINE ((size_t)1 << 20)

void qmp_init(struct qmp *q, int fd)
{
	memset(q, 0, sizeof(*q));
	q->fd = fd;
}

void qmp_release(struct qmp *q)
{
	buf_release(&q->in);
}

void qmp_send(struct qmp *q, const char *command)
{
	char line[128];
	int n = snprintf(line, sizeof(line), "{\"execute\":\"%s\"}\n", command);

	/* When it is gone, the end of the stream tells. */
	if (q->state != QMP_CLOSED)
		(void)!send(q->fd, line, (size_t)n, MSG_NOSIGNAL);
}

static void copy_word(char *to, size_t size, const json_t *word)
{
	const char *s = json_string_value(word);

	snprintf(to, size, "%s", s ? s : "");
}

static void take_event(struct qmp *q, const char *event, const json_t *data)
{
	if (strcmp(event, "SHUTDOWN") == 0 && !q->shutdown) {
		q->shutdown = true;
		q->by_guest = json_is_true(json_object_get(data, "guest"));
		copy_word(q->reason, sizeof(q->reason), json_object_get(data, "reason"));
	} else if (strcmp(event, "GUEST_PANICKED") == 0) {
		q->panicked = true;
	}
}

static void take_return(struct qmp *q)
{
	if (q->state == QMP_CAPABLE) {
		q->state = QMP_RUNNING;
		q->went = true;
		qmp_send(q, "cont");
	}
}

static void take_line(struct qmp *q, const char *p, size_t n)
{
	json_t *j = json_loadb(p, n, 0, NULL);
	const char *event = json_string_value(json_object_get(j, "event"));

	if (json_object_get(j, "QMP") && q->state == QMP_GREETING) {
		q->state = QMP_CAPABLE;
		qmp_send(q, "qmp_capabilities");
	} else if (event) {
		take_event(q, event, json_object_get(j, "data"));
	} else if (json_object_get(j, "error")) {
		copy_word(q->error, sizeof(q->error),
			  json_object_get(json_object_get(j, "error"), "desc"));
	} else if (json_object_get(j, "return")) {
		take_return(q);
	}
	json_decref(j);
}

void qmp_take(struct qmp *q, const char *p, size_t n)
{
	size_t from = 0;

	buf_add(&q->in, p, n);
	for (;;) {
		const char *end = memchr(q->in.p + from, '\n', q->in.n - from);

		if (!end)
			break;
		take_line(q, q->in.p + from, (size_t)(end - q->in.p) - from);
		from = (size_t)(end - q->in.p) + 1;
	}
	q->in.n -= from;
	memmove(q->in.p, q->in.p + from, q->in.n);
	if (q->in.n > MAX_LINE)
		buf_clear(&q->in);
}

void qmp_listen(struct qmp *q, int ms)
{
	struct pollfd fd = { .fd = q->state == QMP_CLOSED ? -1 : q->fd, .events = POLLIN };
	char chunk[4096];
	ssize_t n;

	if (poll(&fd, 1, ms) <= 0)
		return;
	n = recv(q->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
	if (n > 0)
		qmp_take(q, chunk, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		q->state = QMP_CLOSED;
}
