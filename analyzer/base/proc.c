// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/xalloc.h"

/* How often we look whether it ended while something else holds its stderr open. */
#define TICK_MS 50

/* The end of what it said on stderr: the last line is in there. */
struct tail {
	char v[1024 + 1]; /* and a NUL */
	size_t n;
};

/* One run. Descriptors are -1 when closed, and never 0 to 2: those become the child's. */
struct run {
	const struct proc *p;
	int in, out, err;  /* ours: its input, what it wrote, what it said */
	int err_w, exec_w; /* its ends of the pipes */
	int exec_r;        /* tells why it could not be started; nothing when it was */
	pid_t pid;
	struct tail tail;
};

static int broken(const struct run *r, const char *what, int no, struct err *e)
{
	return err_set(e, NULL, 0, "cannot run %s: %s: %s; free some memory and files",
		       r->p->argv[0], what, strerror(no));
}

static int make_pipe(int *read_end, int *write_end)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) != 0)
		return -1;
	*read_end = fd[0];
	*write_end = fd[1];
	return fd_above_std(read_end) == 0 && fd_above_std(write_end) == 0 ? 0 : -1;
}

static int memory_file(int *fd)
{
	*fd = memfd_create("bootcheck", MFD_CLOEXEC);
	return *fd < 0 ? -1 : fd_above_std(fd);
}

/* A stream without a file, or one that cannot go back: the child gets a copy of it. */
static int copy_input(struct run *r)
{
	char chunk[16384];
	size_t n;

	rewind(r->p->input);
	if (memory_file(&r->in) != 0)
		return -1;
	while ((n = fread(chunk, 1, sizeof(chunk), r->p->input)) > 0) {
		if (fd_write_all(r->in, chunk, n) != 0)
			return -1;
	}
	if (ferror(r->p->input))
		return -1;
	return lseek(r->in, 0, SEEK_SET) == 0 ? 0 : -1;
}

static int open_input(struct run *r)
{
	int fd;

	if (!r->p->input) {
		r->in = open("/dev/null", O_RDONLY | O_CLOEXEC);
		return r->in < 0 ? -1 : fd_above_std(&r->in);
	}
	if (fflush(r->p->input) != 0)
		return -1;
	fd = fileno(r->p->input);
	if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
		return copy_input(r);
	r->in = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return r->in < 0 ? -1 : 0;
}

/* The environment of the child: ours, with p->env in the place of what it names. */
static char **child_env(const struct proc *p)
{
	size_t n = 0, more = 0, at = 0;
	char **env;

	while (environ && environ[n])
		n++;
	while (p->env && p->env[more])
		more++;
	env = xreallocarray(NULL, n + more + 1, sizeof(*env));
	for (size_t i = 0; i < n; i++) {
		bool ours = false;

		for (size_t k = 0; k < more && !ours; k++) {
			size_t len = strcspn(p->env[k], "=") + 1;

			ours = strncmp(environ[i], p->env[k], len) == 0;
		}
		if (!ours)
			env[at++] = environ[i];
	}
	for (size_t k = 0; k < more; k++)
		env[at++] = (char *)(uintptr_t)p->env[k];
	env[at] = NULL;
	return env;
}

/* In the child, where only what is safe in a signal handler may be called. */
static void become(const struct run *r, char **env, pid_t parent)
{
	sigset_t none;

	/* A group of its own, so that what it starts ends with it. */
	setpgid(0, 0);
	/* That group does not get our ^C: when we end, it ends. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(r->in, STDIN_FILENO) >= 0 && dup2(r->out, STDOUT_FILENO) >= 0 &&
	    dup2(r->err_w, STDERR_FILENO) >= 0)
		execvpe(r->p->argv[0], (char *const *)(uintptr_t)r->p->argv, env);
	fd_write_all(r->exec_w, (const char *)&errno, sizeof(errno));
	_exit(127);
}

static int not_started(const struct run *r, int no, struct err *e)
{
	const char *name = r->p->argv[0];

	if (no != ENOENT && no != ENOTDIR)
		return err_set(e, NULL, 0, "cannot run %s: %s; install it anew", name, strerror(no));
	if (!r->p->package)
		return err_set(e, NULL, 0, "%s is not installed; install it", name);
	return err_set(e, NULL, 0, "%s is not installed; install it (Debian: %s)", name,
		       r->p->package);
}

static int start(struct run *r, struct err *e)
{
	char **env = child_env(r->p);
	pid_t parent = getpid();
	int why = 0;
	ssize_t n;

	r->pid = fork();
	if (r->pid == 0)
		become(r, env, parent);
	n = errno;
	free(env);
	if (r->pid < 0)
		return broken(r, "fork", (int)n, e);
	fd_close(&r->err_w);
	fd_close(&r->exec_w);
	/* The pipe closes when the program is there in the child's place. */
	do {
		n = read(r->exec_r, &why, sizeof(why));
	} while (n < 0 && errno == EINTR);
	return n == sizeof(why) ? not_started(r, why, e) : 0;
}

static void tail_add(struct tail *t, const char *p, size_t n)
{
	const size_t room = sizeof(t->v) - 1;

	if (n > room) {
		p += n - room;
		n = room;
	}
	if (t->n + n > room) {
		size_t gone = t->n + n - room;

		t->n -= gone;
		memmove(t->v, t->v + gone, t->n);
	}
	memcpy(t->v + t->n, p, n);
	t->n += n;
}

/* Its last line that says anything, NUL-terminated within t. */
static const char *tail_line(struct tail *t)
{
	size_t from;

	while (t->n && strchr(" \t\r\n", t->v[t->n - 1]))
		t->n--;
	t->v[t->n] = '\0';
	for (from = t->n; from && t->v[from - 1] != '\n'; from--)
		;
	return t->v + from;
}

/* Takes what is there, or waits up to ms for something. */
static void listen_to(struct run *r, int ms)
{
	struct pollfd fd = { .fd = r->err, .events = POLLIN };
	char chunk[4096];
	ssize_t n;

	if (poll(&fd, 1, ms) <= 0) /* (a descriptor of -1 is waited for in vain) */
		return;
	n = read(r->err, chunk, sizeof(chunk));
	if (n > 0)
		tail_add(&r->tail, chunk, (size_t)n);
	else if (n == 0 || errno != EINTR)
		fd_close(&r->err);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* It ended, and still is there to be reaped: its number is nobody else's. */
static bool ended(const struct run *r)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0
		       ? errno != EINTR
		       : info.si_pid == r->pid;
}

/* Returns false when its time is over. */
static bool wait_for(struct run *r)
{
	int64_t end = now_ms() + (int64_t)r->p->seconds * 1000;
	int nap = 1;

	while (!ended(r)) {
		int64_t left = end - now_ms();
		int ms;

		if (left <= 0)
			return false;
		/* When its stderr is closed it will end any moment. */
		if (r->err < 0 && nap < TICK_MS)
			nap *= 2;
		ms = r->err < 0 ? nap : TICK_MS;
		listen_to(r, left < ms ? (int)left : ms);
	}
	return true;
}

/* Nothing of it is left after that; returns its status, -1 when that is lost. */
static int reap(struct run *r)
{
	int status = -1;

	kill(-r->pid, SIGKILL);
	kill(r->pid, SIGKILL); /* should it not have got to its own group */
	while (waitpid(r->pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	/* What it said last may still be in the pipe. */
	for (int i = 0; i < 64 && r->err >= 0; i++)
		listen_to(r, 0);
	return status;
}

static void tell_end(struct run *r, bool in_time, int status)
{
	struct proc_end *end = r->p->end;

	end->late = !in_time;
	end->status = status < 0 ? 255 : WIFSIGNALED(status) ? 128 + WTERMSIG(status)
							     : WEXITSTATUS(status);
	snprintf(end->said, sizeof(end->said), "%s", tail_line(&r->tail));
}

static int judge(struct run *r, bool in_time, int status, struct err *e)
{
	const char *name = r->p->argv[0], *said = tail_line(&r->tail);

	if (!in_time)
		return err_set(e, NULL, 0,
			       "%s took longer than %u s and was stopped; give it less to do, or "
			       "try again on an idle machine",
			       name, r->p->seconds);
	if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (*said)
		return err_set(e, NULL, 0, "%s failed: %s", name, said);
	if (status >= 0 && WIFSIGNALED(status))
		return err_set(e, NULL, 0, "%s was killed by signal %d; try again", name,
			       WTERMSIG(status));
	return err_set(e, NULL, 0, "%s failed with status %d and did not say why", name,
		       status >= 0 ? WEXITSTATUS(status) : -1);
}

/* Whole or not at all: it wrote to memory, and only what a good end has goes on. */
static int hand_over(struct run *r, struct err *e)
{
	char chunk[16384];
	ssize_t n;

	if (lseek(r->out, 0, SEEK_SET) != 0)
		return broken(r, "its output", errno, e);
	while ((n = read(r->out, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return broken(r, "its output", errno, e);
		/* A full disk is seen by who closes the stream. */
		if (fwrite(chunk, 1, (size_t)n, r->p->output) != (size_t)n)
			break;
	}
	return 0;
}

static int run(struct run *r, struct err *e)
{
	bool in_time = true;
	int rc, status;

	if (open_input(r) != 0)
		return broken(r, "its input", errno, e);
	if (memory_file(&r->out) != 0)
		return broken(r, "its output", errno, e);
	if (make_pipe(&r->err, &r->err_w) != 0 || make_pipe(&r->exec_r, &r->exec_w) != 0)
		return broken(r, "pipe", errno, e);
	rc = start(r, e);
	if (r->pid < 0)
		return -1;
	if (rc == 0)
		in_time = wait_for(r);
	status = reap(r);
	if (rc == 0) {
		if (r->p->end)
			tell_end(r, in_time, status);
		else
			rc = judge(r, in_time, status, e);
	}
	return rc == 0 ? hand_over(r, e) : -1;
}

int proc_run(const struct proc *p, struct err *e)
{
	struct run r = { .p = p, .in = -1, .out = -1, .err = -1, .err_w = -1, .exec_w = -1,
		.exec_r = -1, .pid = -1 };
	struct sigaction ours, plain = { .sa_handler = SIG_DFL };
	int rc;

	/* Who started us may have had children ignored: their status would be lost. */
	sigemptyset(&plain.sa_mask);
	sigaction(SIGCHLD, &plain, &ours);
	rc = run(&r, e);
	sigaction(SIGCHLD, &ours, NULL);
	fd_close(&r.in);
	fd_close(&r.out);
	fd_close(&r.err);
	fd_close(&r.err_w);
	fd_close(&r.exec_r);
	fd_close(&r.exec_w);
	return rc;
}
