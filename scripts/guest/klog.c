// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's log by /dev/kmsg, written as "dmesg -r" does. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KMSG "/dev/kmsg"
#define MAX_RECORD 16384 /* the kernel's largest has 2 KB, or 8 KB when escaped */

void klog_open(struct klog *k)
{
	*k = (struct klog){ .job_done_us = -1 };
	k->fd = open(KMSG, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

void klog_say(const char *line)
{
	int fd = open(KMSG, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	write_all(fd, line, strlen(line));
	close(fd);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Takes the \xHH out, in place; returns the length. */
static size_t unescape(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\\' && i + 3 < n && p[i + 1] == 'x' && digit(p[i + 2]) >= 0 &&
		    digit(p[i + 3]) >= 0) {
			p[to++] = (char)(digit(p[i + 2]) << 4 | digit(p[i + 3]));
			i += 3;
		} else {
			p[to++] = p[i];
		}
	}
	return to;
}

/* "PRI,NUMBER,US,FLAGS[,caller=C];TEXT\n KEY=VALUE\n..." */
static void record(struct klog *k, char *p, size_t n)
{
	char *end = p + n, *semi = memchr(p, ';', n), *caller, *text, *at;
	unsigned long pri;
	uint64_t number;
	int64_t us;
	struct text t = { 0 };

	if (!semi)
		return;
	*semi = '\0';
	pri = strtoul(p, &p, 10);
	number = strtoull(*p ? p + 1 : p, &p, 10);
	us = (int64_t)strtoull(*p ? p + 1 : p, &p, 10);
	caller = strstr(p, "caller=");
	if (number > k->next && k->next)
		k->lost += number - k->next;
	k->next = number + 1;

	text = semi + 1;
	at = memchr(text, '\n', (size_t)(end - text));
	end = text + unescape(text, (size_t)((at ? at : end) - text));
	if ((size_t)(end - text) >= strlen(JOB_DONE) && k->job_done_us < 0 &&
	    !memcmp(text, JOB_DONE, strlen(JOB_DONE)))
		k->job_done_us = us;

	text_printf(&t, "<%lu>[%5lu.%06lu]", pri, (unsigned long)(us / SECOND),
		    (unsigned long)(us % SECOND));
	if (caller)
		text_printf(&t, "[%6.20s]", caller + strlen("caller="));
	text_puts(&t, " ");
	/* each line of a record has the prefix */
	for (; text <= end; text = at + 1) {
		at = memchr(text, '\n', (size_t)(end - text));
		if (!at)
			at = end;
		text_add(&k->text, t.p, t.n);
		text_add(&k->text, text, (size_t)(at - text));
		text_puts(&k->text, "\n");
	}
	text_free(&t);
}

size_t klog_read(struct klog *k)
{
	char buf[MAX_RECORD];
	size_t count = 0;
	ssize_t n;

	if (k->fd < 0)
		return 0;
	for (;;) {
		n = read(k->fd, buf, sizeof(buf) - 1);
		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue; /* EPIPE: the numbers tell how many are gone */
		if (n <= 0)
			return count;
		buf[n] = '\0';
		record(k, buf, (size_t)n);
		count++;
	}
}
