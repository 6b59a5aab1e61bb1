// SPDX-License-Identifier: GPL-2.0-or-later
/* The first job: what the machine was started for. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP (50 * 1000)

/* Where the command sees what the user's system sees: by now that of process 1. */
static int enter_init(void)
{
	int ns = open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC);
	int root = open("/proc/1/root", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		return -1;
	if (ns >= 0)
		setns(ns, CLONE_NEWNS); /* else its mounts cannot be changed, only used */
	return fchdir(root) || chroot(".") || chdir("/") ? -1 : 0;
}

static int enter_root(void)
{
	mounts_below(HOME "/root");
	return chroot(HOME "/root") || chdir("/") ? -1 : 0;
}

/* In the child; returns only when it fails. */
static void exec_command(struct guest *g)
{
	char sh[] = "/bin/sh", c[] = "-c";
	char *args[] = { sh, c, (char *)(uintptr_t)g->job.command, NULL };
	char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	char home[] = "HOME=/", term[] = "TERM=linux";
	char *env[] = { path, home, term, NULL };
	int null, console;

	setsid();
	child_signals();
	if (g->monitor ? enter_init() : g->job.root ? enter_root() : 0)
		return;
	null = open("/dev/null", O_RDWR);
	console = open("/dev/console", O_WRONLY | O_NOCTTY);
	if (console < 0)
		console = null;
	if (null >= 0) {
		dup2(null, 0);
		dup2(console, 1);
		dup2(console, 2);
	}
	execve(sh, args, env);
}

static void run_command(struct guest *g)
{
	int fd[2], to, error = 0;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC)) {
		trouble(g, "make", "a pipe", errno);
		return;
	}
	pid = fork();
	if (pid == 0) {
		close(fd[0]);
		/* 0 to 2 may have been closed, and are taken */
		to = fcntl(fd[1], F_DUPFD_CLOEXEC, 10);
		exec_command(g);
		error = errno;
		write_all(to, (char *)&error, sizeof(error));
		_exit(127);
	}
	close(fd[1]);
	if (pid < 0)
		trouble(g, "fork", NULL, errno);
	else if (read(fd[0], &error, sizeof(error)) > 0)
		trouble(g, "run", "/bin/sh", error);
	else
		g->job_status = child_wait(pid, g->job.job_us);
	close(fd[0]);
	if (pid > 0 && g->job_status == CHILD_TIMEOUT)
		kill(-pid, SIGKILL);
}

/* The user's system says when it is done; if it does not, it is when all is quiet. */
static void wait_line(struct guest *g)
{
	int64_t end = now_us() + g->job.job_us;

	g->job_status = 0;
	for (;;) {
		klog_read(&g->log);
		if (g->log.job_done_us >= 0)
			return;
		if (now_us() >= end)
			break;
		sleep_us(STEP);
	}
	settle(g, g->job.settle_us);
}

void first_job(struct guest *g)
{
	g->job_status = -1;
	if (*g->trouble)
		return;
	if (g->job.root && !g->monitor && root_mount(g))
		return;
	if (g->job.command)
		run_command(g);
	else if (g->monitor)
		wait_line(g);
	else
		g->job_status = 0;
	if (g->job_status < 0 || *g->trouble)
		return;
	/* (without a line of the user's init the time is not known) */
	if (g->job.command || !g->monitor) {
		/* (a line of that name may have come from others) */
		klog_read(&g->log);
		g->log.job_done_us = -1;
		g->job_us = now_us();
		klog_say(JOB_DONE);
	}
	/* That of the log is on the clock that everything else is on. */
	klog_read(&g->log);
	if (g->log.job_done_us >= 0)
		g->job_us = g->log.job_done_us;
}
