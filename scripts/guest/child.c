// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Work in a process of its own: what a kernel that crashed half-way holds locked
 * must not keep the guest from telling of it.
 */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void child_prepare(void)
{
	sigset_t set;

	/* Blocked, it can be waited for. */
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void child_signals(void)
{
	sigset_t set;

	for (int i = 1; i < 32; i++)
		signal(i, SIG_DFL);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

int child_wait(pid_t pid, int64_t limit_us)
{
	int64_t end = now_us() + limit_us;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (;;) {
		int64_t left = end - now_us();
		struct timespec t;
		int status;
		pid_t got;

		while ((got = waitpid(-1, &status, WNOHANG)) > 0) {
			if (got != pid)
				continue;
			return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		}
		if (left <= 0)
			return CHILD_TIMEOUT;
		t = (struct timespec){ .tv_sec = left / SECOND, .tv_nsec = left % SECOND * 1000 };
		sigtimedwait(&set, NULL, &t);
	}
}

/* Reads until the other side closes. Returns false when that takes too long. */
static bool collect(struct text *out, int fd, int64_t end)
{
	char buf[4096];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = end - now_us();
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)(left / 1000 + 1)) == 0)
			return false;
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		text_add(out, buf, (size_t)n);
	}
}

int child_run(struct text *out, void (*work)(void *arg, int fd), void *arg, int64_t limit_us)
{
	int64_t end = now_us() + limit_us;
	int fd[2], status = CHILD_TIMEOUT;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC))
		return 127;
	pid = fork();
	if (pid == 0) {
		close(fd[0]);
		work(arg, fd[1]);
		_exit(0);
	}
	close(fd[1]);
	if (pid < 0)
		status = 127;
	else if (collect(out, fd[0], end))
		status = child_wait(pid, end - now_us());
	if (pid > 0 && status == CHILD_TIMEOUT)
		kill(pid, SIGKILL);
	close(fd[0]);
	return status;
}
