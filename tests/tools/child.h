/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running a program from a test tool: feed its standard input, collect its two outputs, see its
 * exit status, peak memory and time. The child's output belongs to struct child; child_release()
 * frees it.
 */
#ifndef TESTS_TOOLS_CHILD_H
#define TESTS_TOOLS_CHILD_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct child_out {
	char *p;	/* NUL-terminated */
	size_t n, cap;
};

struct child {
	struct child_out out, err;
	int status;	/* exit status, or 128 + signal */
	long maxrss_kib;
	int64_t wall_us, cpu_us;
};

static inline int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static inline void child_fail(const char *what)
{
	perror(what);
	exit(99);
}

/* Reads what is there; false at the end of the stream. */
static inline bool child_drain(int fd, struct child_out *o)
{
	ssize_t n;

	if (o->cap - o->n < 65536) {
		o->cap = o->cap ? o->cap * 2 : 131072;
		o->p = realloc(o->p, o->cap + 1);
		if (!o->p)
			child_fail("realloc");
	}
	n = read(fd, o->p + o->n, o->cap - o->n);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0)
		return false;
	o->n += (size_t)n;
	o->p[o->n] = '\0';
	return true;
}

static inline void child_exec(char *const *argv, int in, int out, int err)
{
	if (in >= 0)
		dup2(in, 0);
	if (out >= 0)
		dup2(out, 1);
	if (err >= 0)
		dup2(err, 2);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static inline void child_wait(struct child *c, pid_t pid, int64_t start)
{
	struct rusage ru;
	int st;

	while (wait4(pid, &st, 0, &ru) < 0) {
		if (errno != EINTR)
			child_fail("wait4");
	}
	c->wall_us = now_us() - start;
	c->cpu_us = (int64_t)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) * 1000000 +
		    ru.ru_utime.tv_usec + ru.ru_stime.tv_usec;
	c->maxrss_kib = ru.ru_maxrss;
	c->status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

/* Runs argv with the bytes in[0..n) on its standard input and fills c. */
static inline void child_run(struct child *c, char *const *argv, const char *in, size_t n)
{
	int pin[2], pout[2], perr[2];
	struct pollfd fd[3];
	int64_t start;
	pid_t pid;
	int i;

	memset(c, 0, sizeof(*c));
	if (pipe2(pin, O_CLOEXEC) || pipe2(pout, O_CLOEXEC) || pipe2(perr, O_CLOEXEC))
		child_fail("pipe");
	start = now_us();
	pid = fork();
	if (pid < 0)
		child_fail("fork");
	if (pid == 0)
		child_exec(argv, pin[0], pout[1], perr[1]);
	close(pin[0]);
	close(pout[1]);
	close(perr[1]);
	fcntl(pin[1], F_SETFL, O_NONBLOCK);
	signal(SIGPIPE, SIG_IGN);
	fd[0] = (struct pollfd){ .fd = pin[1], .events = POLLOUT };
	fd[1] = (struct pollfd){ .fd = pout[0], .events = POLLIN };
	fd[2] = (struct pollfd){ .fd = perr[0], .events = POLLIN };
	while (fd[1].fd >= 0 || fd[2].fd >= 0) {
		if (fd[0].fd >= 0 && n == 0) {
			close(fd[0].fd);
			fd[0].fd = -1;
		}
		if (poll(fd, 3, -1) < 0 && errno != EINTR)
			child_fail("poll");
		if (fd[0].fd >= 0 && fd[0].revents) {
			ssize_t w = write(fd[0].fd, in, n);

			if (w > 0) {
				in += w;
				n -= (size_t)w;
			} else if (w < 0 && errno != EAGAIN && errno != EINTR) {
				n = 0;	/* the child does not want the rest */
			}
		}
		for (i = 1; i < 3; i++) {
			if (fd[i].fd < 0 || !fd[i].revents)
				continue;
			if (!child_drain(fd[i].fd, i == 1 ? &c->out : &c->err)) {
				close(fd[i].fd);
				fd[i].fd = -1;
			}
		}
	}
	if (fd[0].fd >= 0)
		close(fd[0].fd);
	child_wait(c, pid, start);
}

static inline void child_release(struct child *c)
{
	free(c->out.p);
	free(c->err.p);
	memset(c, 0, sizeof(*c));
}

/* A whole file as bytes; the caller frees it. */
static inline char *file_bytes(const char *name, size_t *n)
{
	struct child_out o = { NULL, 0, 0 };
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		child_fail(name);
	while (child_drain(fd, &o))
		;
	close(fd);
	*n = o.n;
	return o.p;
}

#endif
