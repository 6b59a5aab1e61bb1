// SPDX-License-Identifier: GPL-2.0-or-later
/* A growing string, whole files, the clock. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void reserve(struct text *t, size_t more)
{
	if (t->n + more + 1 <= t->cap)
		return;
	t->cap = (t->n + more + 1) * 2 + 256;
	t->p = realloc(t->p, t->cap);
	if (!t->p) {
		klog_say("bootcheck: out of memory");
		_exit(111);
	}
}

void text_add(struct text *t, const char *p, size_t n)
{
	reserve(t, n);
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

void text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void text_printf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	reserve(t, 256);
	va_start(ap, fmt);
	n = vsnprintf(t->p + t->n, 256, fmt, ap);
	va_end(ap);
	if (n >= 256) {
		reserve(t, (size_t)n);
		va_start(ap, fmt);
		vsnprintf(t->p + t->n, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	if (n > 0)
		t->n += (size_t)n;
}

void text_word(struct text *t, const char *p, size_t n)
{
	static const char hex[] = "0123456789abcdef";

	reserve(t, 4 * n);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c <= ' ' || c == 127 || c == '\\') {
			t->p[t->n++] = '\\';
			t->p[t->n++] = 'x';
			t->p[t->n++] = hex[c >> 4];
			t->p[t->n++] = hex[c & 15];
		} else {
			t->p[t->n++] = (char)c;
		}
	}
	t->p[t->n] = '\0';
}

void text_free(struct text *t)
{
	free(t->p);
	*t = (struct text){ 0 };
}

int text_load(struct text *t, const char *path, size_t most)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int error = 0;
	ssize_t n;

	if (fd < 0)
		return errno;
	while (most) {
		size_t want = most < 4096 ? most : 4096;

		reserve(t, want);
		n = read(fd, t->p + t->n, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			error = errno;
		if (n <= 0)
			break;
		t->n += (size_t)n;
		most -= (size_t)n;
	}
	if (t->p)
		t->p[t->n] = '\0';
	close(fd);
	return error;
}

int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return errno;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

void sleep_us(int64_t us)
{
	struct timespec t = { .tv_sec = us / SECOND, .tv_nsec = us % SECOND * 1000 };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}
