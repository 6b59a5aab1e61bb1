// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/vm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "trial/qmp.h"
#include "trial/vm_args.h"
#include "trial/vm_files.h"

/* How often we look whether it is still there. */
#define TICK_MS 100
/* A machine that hung gets so long to say why, QEMU so long to end when it was told. */
#define SAY_WHY_MS 30000
#define QUIT_MS 5000
/* A machine that prints more than that will not stop printing. */
#define MAX_OUTPUT ((off_t)256 << 20)

struct run {
	const struct vm *vm;
	struct vm_result *out;
	struct vm_fds fds;
	int ours;      /* end of the monitor */
	int said;      /* what QEMU itself printed */
	int exec_r, exec_w; /* tell why it could not be started */
	pid_t pid;
	struct qmp qmp;
	int status;    /* of QEMU, -1: not known */
	bool hung, flood;
};

const char *vm_how_name(enum vm_how h)
{
	static const char *const names[] = { "powered-off", "panicked", "reset", "hung", "died" };

	return names[h];
}

static int broken(const char *what, struct err *e)
{
	return err_set(e, NULL, 0, "cannot start QEMU: %s: %s; free some memory and files", what,
		       strerror(errno));
}

static int open_pairs(struct run *r, struct err *e)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) != 0)
		return broken("socketpair", e);
	r->ours = fd[0];
	r->fds.monitor = fd[1];
	if (pipe2(fd, O_CLOEXEC) != 0)
		return broken("pipe", e);
	r->exec_r = fd[0];
	r->exec_w = fd[1];
	if (fd_above_std(&r->ours) != 0 || fd_above_std(&r->fds.monitor) != 0 ||
	    fd_above_std(&r->exec_r) != 0 || fd_above_std(&r->exec_w) != 0)
		return broken("fcntl", e);
	return 0;
}

static int open_files(struct run *r, struct err *e)
{
	if (access(r->vm->kernel, R_OK) != 0)
		return err_set(e, r->vm->kernel, 0, "%s; give the kernel's image (bzImage, Image)",
			       strerror(errno));
	r->fds.console = memory_file(e);
	if (r->fds.console < 0)
		return -1;
	r->fds.channel = memory_file(e);
	if (r->fds.channel < 0)
		return -1;
	r->said = memory_file(e);
	if (r->said < 0)
		return -1;
	r->fds.initrd = memory_file_of(r->vm->initrd, e);
	if (r->fds.initrd < 0)
		return -1;
	for (size_t i = 0; i < r->vm->ndisks; i++) {
		int fd = memory_file_copy(r->vm->disks[i].file, e);

		if (fd < 0)
			return -1;
		*VEC_PUSH(&r->fds.disks) = fd;
	}
	return open_pairs(r, e);
}

static void inherit(int fd)
{
	fcntl(fd, F_SETFD, 0);
}

/* In the child, where only what is safe in a signal handler may be called. */
static void become(const struct run *r, char *const *argv, pid_t parent)
{
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	/* Not in our group, since it ends when we do, whatever ends us. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	inherit(r->fds.monitor);
	inherit(r->fds.initrd);
	inherit(r->fds.console);
	inherit(r->fds.channel);
	for (size_t i = 0; i < r->fds.disks.n; i++)
		inherit(r->fds.disks.v[i]);
	if (dup2(null, STDIN_FILENO) >= 0 && dup2(r->said, STDOUT_FILENO) >= 0 &&
	    dup2(r->said, STDERR_FILENO) >= 0)
		execvp(argv[0], argv);
	(void)!write(r->exec_w, &errno, sizeof(errno));
	_exit(127);
}

static int not_started(const struct run *r, const char *name, int no, struct err *e)
{
	const char *package = r->vm->qemu ? NULL : r->vm->machine->package;

	if (no != ENOENT && no != ENOTDIR)
		return err_set(e, NULL, 0, "cannot run %s: %s; install it anew", name, strerror(no));
	return err_set(e, NULL, 0, "%s is not installed; install it%s%s%s", name,
		       package ? " (Debian: " : "", package ? package : "", package ? ")" : "");
}

static int start(struct run *r, struct err *e)
{
	pid_t parent = getpid();
	struct vm_args args;
	int why = 0, rc = 0;
	ssize_t n;

	vm_args(&args, r->vm, &r->fds);
	vm_args_print(&r->out->command, &args);
	r->pid = fork();
	if (r->pid == 0)
		become(r, (char *const *)(uintptr_t)args.v.v, parent);
	if (r->pid < 0)
		rc = broken("fork", e);
	fd_close(&r->fds.monitor);
	fd_close(&r->exec_w);
	if (rc == 0) {
		/* The pipe closes when the program is there in the child's place. */
		do {
			n = read(r->exec_r, &why, sizeof(why));
		} while (n < 0 && errno == EINTR);
		if (n == sizeof(why))
			rc = not_started(r, args.v.v[0], why, e);
	}
	vm_args_release(&args);
	return rc;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool reap(struct run *r, int flags)
{
	pid_t got;

	if (r->pid <= 0)
		return true;
	do {
		got = waitpid(r->pid, &r->status, flags);
	} while (got < 0 && errno == EINTR);
	if (got == 0)
		return false;
	if (got < 0)
		r->status = -1;
	r->pid = -1;
	return true;
}

static bool floods(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_size > MAX_OUTPUT;
}

/* Until it is gone, or the time is up: then false. */
static bool wait_until(struct run *r, double end)
{
	struct timespec nap = { 0, TICK_MS * 1000000L / 10 };

	while (!reap(r, WNOHANG)) {
		double left = end - now();

		r->flood = floods(r->fds.console) || floods(r->fds.channel) || floods(r->said);
		if (left <= 0 || r->flood)
			return false;
		if (r->qmp.state == QMP_CLOSED)
			nanosleep(&nap, NULL);
		else
			qmp_listen(&r->qmp, left * 1000 < TICK_MS ? (int)(left * 1000) + 1 : TICK_MS);
	}
	/* What it said last is still in the socket. */
	for (int i = 0; i < 64 && r->qmp.state != QMP_CLOSED; i++)
		qmp_listen(&r->qmp, 0);
	return true;
}

static void end_it(struct run *r)
{
	if (r->pid <= 0)
		return;
	kill(-r->pid, SIGKILL);
	kill(r->pid, SIGKILL);
	reap(r, 0);
}

/* Its kernel is asked to panic, which prints the log; then it is over. */
static void ask_why(struct run *r)
{
	r->hung = true;
	if (r->flood) {
		end_it(r);
		return;
	}
	/* What does not listen cannot be asked. */
	if (r->qmp.state != QMP_RUNNING) {
		end_it(r);
		return;
	}
	qmp_send(&r->qmp, "inject-nmi");
	if (wait_until(r, now() + SAY_WHY_MS / 1e3))
		return;
	qmp_send(&r->qmp, "quit");
	if (!wait_until(r, now() + QUIT_MS / 1e3))
		end_it(r);
}

/* The last line that QEMU printed. */
static void last_words(struct run *r, char *to, size_t size)
{
	struct buf b = { 0 };
	struct err e;
	size_t from;

	to[0] = '\0';
	if (memory_file_read(&b, r->said, &e) == 0) {
		while (b.n && strchr(" \t\r\n", b.p[b.n - 1]))
			b.p[--b.n] = '\0';
		for (from = b.n; from && b.p[from - 1] != '\n'; from--)
			;
		snprintf(to, size, "%s", b.n ? b.p + from : "");
	}
	buf_release(&b);
}

static bool find_line(char *why, size_t size, struct str console, struct str words, size_t skip)
{
	size_t at = str_find(console, words), end;

	if (at == console.n)
		return false;
	at += skip;
	end = str_chr(console, '\n', at);
	snprintf(why, size, "%.*s", STR_ARG(str_trim(str_head(str_from(console, at), end - at))));
	return true;
}

bool vm_find_panic(char *why, size_t size, struct str console)
{
	static const struct str words = { "Kernel panic - not syncing: ", 28 };

	return find_line(why, size, console, words, words.n);
}

bool vm_find_oops(char *why, size_t size, struct str console)
{
	return find_line(why, size, console, STR("BUG: "), 0) ||
	       find_line(why, size, console, STR("Oops: "), 0);
}

static void judge_end(struct run *r)
{
	struct vm_result *out = r->out;
	struct str console = { out->console.p, out->console.n };
	char said[200], panic[200];
	bool panicked = vm_find_panic(panic, sizeof(panic), console);

	last_words(r, said, sizeof(said));
	if (r->hung) {
		out->how = VM_HUNG;
		if (r->flood)
			snprintf(out->why, sizeof(out->why), "it prints without end");
		else
			snprintf(out->why, sizeof(out->why), "no end within %u s", r->vm->seconds);
	} else if (!r->qmp.shutdown || !r->qmp.by_guest) {
		out->how = VM_DIED;
		if (r->status >= 0 && WIFSIGNALED(r->status))
			snprintf(out->why, sizeof(out->why), "QEMU was killed by signal %d",
				 WTERMSIG(r->status));
		else
			snprintf(out->why, sizeof(out->why), "QEMU ended by itself%s%s",
				 *said ? ": " : "", said);
	} else if (panicked || r->qmp.panicked) {
		out->how = VM_PANICKED;
		snprintf(out->why, sizeof(out->why), "the kernel panicked%s%s", panicked ? ": " : "",
			 panicked ? panic : "");
	} else if (strcmp(r->qmp.reason, "guest-reset") == 0) {
		out->how = VM_RESET;
		if (vm_find_oops(panic, sizeof(panic), console))
			snprintf(out->why, sizeof(out->why), "the machine reset itself after \"%s\"", panic);
		else
			snprintf(out->why, sizeof(out->why),
				 "the machine reset itself and did not say why");
	} else {
		out->how = VM_POWERED_OFF;
	}
}

static int run(struct run *r, struct err *e)
{
	double began;
	char said[300];

	if (open_files(r, e) != 0 || start(r, e) != 0)
		return -1;
	qmp_init(&r->qmp, r->ours);
	began = now();
	if (!wait_until(r, began + r->vm->seconds))
		ask_why(r);
	r->out->seconds = now() - began;
	if (memory_file_read(&r->out->console, r->fds.console, e) != 0 ||
	    memory_file_read(&r->out->channel, r->fds.channel, e) != 0)
		return -1;
	if (!r->qmp.went && !r->qmp.shutdown && !r->hung &&
	    r->out->console.n == 0 && !(r->status >= 0 && WIFSIGNALED(r->status))) {
		last_words(r, said, sizeof(said));
		return err_set(e, NULL, 0, "QEMU does not start: %s",
			       *said ? said : "it does not say why");
	}
	judge_end(r);
	return 0;
}

int vm_run(struct vm_result *out, const struct vm *vm, struct err *e)
{
	struct run r = { .vm = vm, .out = out, .fds = { -1, -1, -1, -1, { NULL, 0, 0 } }, .ours = -1,
			 .said = -1, .exec_r = -1, .exec_w = -1, .pid = -1, .status = -1 };
	struct sigaction ours, plain = { .sa_handler = SIG_DFL };
	int rc;

	memset(out, 0, sizeof(*out));
	/* Who started us may have had children ignored: their status would be lost. */
	sigemptyset(&plain.sa_mask);
	sigaction(SIGCHLD, &plain, &ours);
	rc = run(&r, e);
	end_it(&r);
	sigaction(SIGCHLD, &ours, NULL);
	fd_close(&r.fds.monitor);
	fd_close(&r.fds.initrd);
	fd_close(&r.fds.console);
	fd_close(&r.fds.channel);
	for (size_t i = 0; i < r.fds.disks.n; i++)
		fd_close(&r.fds.disks.v[i]);
	free(r.fds.disks.v);
	fd_close(&r.ours);
	fd_close(&r.said);
	fd_close(&r.exec_r);
	fd_close(&r.exec_w);
	qmp_release(&r.qmp);
	return rc;
}

void vm_result_release(struct vm_result *r)
{
	buf_release(&r->console);
	buf_release(&r->channel);
	buf_release(&r->command);
}
