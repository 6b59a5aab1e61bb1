// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the tests of the kernel patch need in the guest and a shell cannot do. Linked statically,
 * /lab/guest-tool there. Each command prints one line and ends with 0 when it could find out.
 *
 *	guest-tool read FILE		the file's bytes, or the name of the error
 *	guest-tool write FILE TEXT	"ok" or the name of the error of one write()
 *	guest-tool write-long FILE N	the same with N bytes of 'x'
 *	guest-tool poll FILE MS		"pri" or "timeout", after reading the file
 *	guest-tool uevent TEXT MS	waits for a uevent with TEXT in it; its strings, or "timeout"
 *	guest-tool many N read|write FILE [TEXT]
 *					N processes at once; how many got what
 *	guest-tool kill MS read|write FILE [TEXT]
 *					SIGKILL after MS milliseconds; "killed" or "ended"
 *	guest-tool kexec FILE CMDLINE	boots that kernel; the name of the error if it does not
 *	guest-tool nobody ARGS...	the command ARGS as another user
 *	guest-tool nocap ARGS...	the command ARGS as root without CAP_SYS_ADMIN
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/kexec.h>
#include <linux/netlink.h>
#include <linux/reboot.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int command(int argc, char **argv);

static long ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What one read of the file gives: its first line, or the error. */
static void read_file(const char *path, char *what, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, what, size - 1);

	if (n < 0) {
		snprintf(what, size, "%s", strerrorname_np(errno));
	} else {
		what[n] = '\0';
		what[strcspn(what, "\n")] = '\0';
	}
	if (fd >= 0)
		close(fd);
}

static void write_file(const char *path, const char *text, size_t len, char *what, size_t size)
{
	int fd = open(path, O_WRONLY);
	ssize_t n = fd < 0 ? -1 : write(fd, text, len);

	if (n < 0)
		snprintf(what, size, "%s", strerrorname_np(errno));
	else if ((size_t)n != len)
		snprintf(what, size, "short: %zd of %zu", n, len);
	else
		snprintf(what, size, "ok");
	if (fd >= 0)
		close(fd);
}

/* ARGV is "read FILE" or "write FILE TEXT". */
static int access_file(int argc, char **argv, char *what, size_t size)
{
	if (argc == 2 && !strcmp(argv[0], "read"))
		read_file(argv[1], what, size);
	else if (argc == 3 && !strcmp(argv[0], "write"))
		write_file(argv[1], argv[2], strlen(argv[2]), what, size);
	else
		return -1;
	return 0;
}

static int write_long(const char *path, size_t len)
{
	char what[64], *text = malloc(len + 1);

	if (!text)
		return 1;
	memset(text, 'x', len);
	write_file(path, text, len, what, sizeof(what));
	puts(what);
	free(text);
	return 0;
}

static int poll_file(const char *path, int ms)
{
	struct pollfd p = { .events = POLLPRI };
	char buf[4096];
	long begin;

	p.fd = open(path, O_RDONLY);
	if (p.fd < 0) {
		puts(strerrorname_np(errno));
		return 1;
	}
	while (read(p.fd, buf, sizeof(buf)) > 0)
		;
	begin = ms_now();
	if (poll(&p, 1, ms) < 0)
		puts(strerrorname_np(errno));
	else if (p.revents & POLLPRI)
		printf("pri %ld ms\n", ms_now() - begin);
	else
		puts("timeout");
	return 0;
}

static int uevent(const char *text, int ms)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT);
	long end = ms_now() + ms;
	char buf[8192];

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to))) {
		puts(strerrorname_np(errno));
		return 1;
	}
	puts("listening");
	fflush(stdout);
	while (ms_now() < end) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t i, n;

		if (poll(&p, 1, (int)(end - ms_now())) <= 0)
			continue;
		n = recv(fd, buf, sizeof(buf) - 1, 0);
		for (i = 0; i < n; i++)
			if (!buf[i])
				buf[i] = ' ';
		buf[n > 0 ? n : 0] = '\0';
		if (strstr(buf, text)) {
			puts(buf);
			return 0;
		}
	}
	puts("timeout");
	return 0;
}

/* All N wait for one word in shared memory, so that they go at the same moment. */
static int many(int n, int argc, char **argv)
{
	struct shared {
		volatile int go;
		char what[1000][32];
	} *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int i, j, bad = 0;

	if (s == MAP_FAILED || n < 1 || n > 1000)
		return 1;
	for (i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (!pid) {
			while (!s->go)
				usleep(1000);
			_exit(access_file(argc, argv, s->what[i], sizeof(s->what[i])) ? 1 : 0);
		}
	}
	s->go = 1;
	for (i = 0; i < n; i++) {
		int status;

		if (wait(&status) < 0 || status)
			bad++;
	}
	for (i = 0; i < n; i++) {
		int same = 0;

		for (j = 0; j < i && strcmp(s->what[i], s->what[j]); j++)
			;
		if (j < i)
			continue;
		for (j = i; j < n; j++)
			same += !strcmp(s->what[i], s->what[j]);
		printf("[%s] x %d ", s->what[i], same);
	}
	printf("broken %d\n", bad);
	return 0;
}

static int kill_it(int ms, int argc, char **argv)
{
	int status;
	long begin;
	pid_t pid = fork();

	if (pid < 0)
		return 1;
	if (!pid) {
		char what[64];

		_exit(access_file(argc, argv, what, sizeof(what)) ? 1 : 0);
	}
	usleep((useconds_t)ms * 1000);
	begin = ms_now();
	kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		return 1;
	printf("%s %s\n", WIFSIGNALED(status) ? "killed" : "ended",
	       ms_now() - begin < 150 ? "at once" : "late");
	return 0;
}

static int as_nobody(int argc, char **argv)
{
	if (setgroups(0, NULL) || setresgid(65534, 65534, 65534) ||
	    setresuid(65534, 65534, 65534)) {
		puts(strerrorname_np(errno));
		return 1;
	}
	return command(argc, argv);
}

/* Files opened by an all but mighty root: the mode bits let it in, the kernel must not. */
static int without_cap(int argc, char **argv)
{
	if (prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0)) {
		puts(strerrorname_np(errno));
		return 1;
	}
	/* root gets what the bounding set has left when it starts a program */
	execv("/proc/self/exe", argv - 1);
	(void)argc;
	return 1;
}

/* Another kernel in place of this one, without a root file system. Returns only if it cannot. */
static int next_kernel(const char *path, const char *cmdline)
{
	int fd = open(path, O_RDONLY);

	if (fd >= 0 && !syscall(SYS_kexec_file_load, fd, -1, strlen(cmdline) + 1, cmdline,
				KEXEC_FILE_NO_INITRAMFS))
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
	puts(strerrorname_np(errno));
	return 1;
}

static int command(int argc, char **argv)
{
	char what[4096];

	if (argc >= 2 && !access_file(argc, argv, what, sizeof(what))) {
		puts(what);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[0], "write-long"))
		return write_long(argv[1], strtoul(argv[2], NULL, 10));
	if (argc == 3 && !strcmp(argv[0], "poll"))
		return poll_file(argv[1], (int)strtol(argv[2], NULL, 10));
	if (argc == 3 && !strcmp(argv[0], "uevent"))
		return uevent(argv[1], (int)strtol(argv[2], NULL, 10));
	if (argc >= 4 && !strcmp(argv[0], "many"))
		return many((int)strtol(argv[1], NULL, 10), argc - 2, argv + 2);
	if (argc >= 4 && !strcmp(argv[0], "kill"))
		return kill_it((int)strtol(argv[1], NULL, 10), argc - 2, argv + 2);
	if (argc == 3 && !strcmp(argv[0], "kexec"))
		return next_kernel(argv[1], argv[2]);
	if (argc >= 2 && !strcmp(argv[0], "nobody"))
		return as_nobody(argc - 1, argv + 1);
	if (argc >= 2 && !strcmp(argv[0], "nocap"))
		return without_cap(argc - 1, argv + 1);
	fprintf(stderr, "guest-tool: wrong arguments\n");
	return 2;
}

int main(int argc, char **argv)
{
	return command(argc - 1, argv + 1);
}
