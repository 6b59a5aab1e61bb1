// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/proc.h"

/* Runs a shell command; what it writes to *out, if that is wanted. */
static int sh(const char *script, FILE *input, struct buf *out, unsigned int seconds, struct err *e)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	FILE *f = tmpfile();
	struct proc p = { .argv = argv, .input = input, .output = f, .seconds = seconds };
	char chunk[65536];
	size_t n;
	int rc;

	assert_non_null(f);
	memset(e, 0, sizeof(*e));
	rc = proc_run(&p, e);
	rewind(f);
	while (out && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
	/* Whatever became of it: no child is left. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	return rc;
}

static size_t open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	if (!d)
		return 0;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void test_success(void **state)
{
	struct buf out = { 0 };
	size_t files = open_files();
	struct err e;

	(void)state;
	assert_int_equal(sh("printf 'a b'; echo talk >&2", NULL, &out, 10, &e), 0);
	assert_string_equal(buf_str(&out), "a b");
	assert_string_equal(e.msg, "");
	buf_clear(&out);
	/* Without an input it reads nothing, and does not wait for a terminal. */
	assert_int_equal(sh("cat; echo end", NULL, &out, 10, &e), 0);
	assert_string_equal(buf_str(&out), "end\n");
	buf_release(&out);
	assert_int_equal(open_files(), files);
}

static void test_missing(void **state)
{
	const char *argv[] = { "no-such-program-of-ours", "x", NULL };
	const char *folder[] = { "/", NULL };
	struct proc p = { .argv = argv, .package = "ours-bin", .output = stdout, .seconds = 10 };
	size_t files = open_files();
	struct err e;

	(void)state;
	assert_int_equal(proc_run(&p, &e), -1);
	assert_string_equal(e.msg, "no-such-program-of-ours is not installed; install it "
				   "(Debian: ours-bin)");
	p.package = NULL;
	assert_int_equal(proc_run(&p, &e), -1);
	assert_string_equal(e.msg, "no-such-program-of-ours is not installed; install it");
	p.argv = folder;
	assert_int_equal(proc_run(&p, &e), -1);
	assert_non_null(strstr(e.msg, "cannot run /: "));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(open_files(), files);
}

static void test_failing(void **state)
{
	struct buf out = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(sh("echo half; echo first >&2; echo 'the reason' >&2; echo >&2; exit 3",
			    NULL, &out, 10, &e), -1);
	assert_string_equal(e.msg, "sh failed: the reason");
	/* Nothing of a run that failed is handed over. */
	assert_string_equal(buf_str(&out), "");
	assert_int_equal(sh("exit 3", NULL, NULL, 10, &e), -1);
	assert_string_equal(e.msg, "sh failed with status 3 and did not say why");
	assert_int_equal(sh("kill -9 $$", NULL, NULL, 10, &e), -1);
	assert_string_equal(e.msg, "sh was killed by signal 9; try again");
	/* What it says is data: no control bytes, and not all of 10 MB of it. */
	assert_int_equal(sh("head -c 10000000 /dev/zero | tr '\\0' x >&2; printf '\\nred \\033[31m' >&2;"
			    "exit 1", NULL, NULL, 30, &e), -1);
	assert_string_equal(e.msg, "sh failed: red ?[31m");
	assert_int_equal(sh("head -c 5000 /dev/zero | tr '\\0' y >&2; exit 1", NULL, NULL, 30, &e), -1);
	assert_non_null(strstr(e.msg, "sh failed: yyyy"));
	buf_release(&out);
}

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Waits a little for a process to be gone; init may take a moment to reap it. */
static int gone(pid_t pid)
{
	for (int i = 0; i < 100; i++) {
		char name[64], state = 'Z';
		FILE *f;

		if (kill(pid, 0) != 0)
			return 1;
		snprintf(name, sizeof(name), "/proc/%d/stat", (int)pid);
		f = fopen(name, "r");
		if (!f)
			return 1;
		if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
			state = 'Z';
		fclose(f);
		if (state == 'Z')
			return 1;
		usleep(20000);
	}
	return 0;
}

static void test_timeout(void **state)
{
	const char *const scripts[] = {
		"echo $$ >&3; sleep 60",
		/* it ignores what can be ignored, and closes what is listened to */
		"trap '' TERM INT HUP; exec 2>&-; echo $$ >&3; while :; do sleep 60; done",
		/* what it started goes with it */
		"sleep 60 & echo $! >&3; wait",
		"while :; do echo noise >&2; done & echo $! >&3; wait",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		double start = seconds_now();
		struct buf script = { 0 };
		char name[] = "bootcheck-test-XXXXXX";
		int fd = mkstemp(name), pid = 0;
		struct err e;
		FILE *f;

		assert_true(fd >= 0);
		buf_printf(&script, "exec 3>%s; %s", name, scripts[i]);
		assert_int_equal(sh(script.p, NULL, NULL, 1, &e), -1);
		assert_non_null(strstr(e.msg, "sh took longer than 1 s and was stopped; "));
		/* (to the millisecond) */
		assert_true(seconds_now() - start > 0.99);
		assert_true(seconds_now() - start < 20);
		f = fdopen(fd, "r");
		assert_int_equal(fscanf(f, "%d", &pid), 1);
		fclose(f);
		unlink(name);
		assert_true(pid > 1);
		assert_true(gone(pid));
		buf_release(&script);
	}
}

/* It ended; what it left behind holds its stderr open, and ends as well. */
static void test_left_behind(void **state)
{
	double start = seconds_now();
	struct buf out = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(sh("sleep 60 & echo $!", NULL, &out, 30, &e), 0);
	assert_true(seconds_now() - start < 20);
	assert_true(gone((pid_t)strtol(buf_str(&out), NULL, 10)));
	buf_release(&out);
}

static void test_large(void **state)
{
	FILE *f = tmpfile();
	struct buf out = { 0 };
	struct err e;

	(void)state;
	assert_non_null(f);
	for (int i = 0; i < 800000; i++)
		fprintf(f, "%09d\n", i);
	/* From its beginning, and what is still in the buffer, too; twice. */
	for (int i = 0; i < 2; i++) {
		buf_clear(&out);
		assert_int_equal(sh("cat; cat >&2 <&-; exit 0", f, &out, 60, &e), 0);
		assert_int_equal(out.n, 8000000);
		assert_memory_equal(out.p, "000000000\n000000001\n", 20);
		assert_memory_equal(out.p + out.n - 10, "000799999\n", 10);
	}
	/* It may end without having read any of it. */
	buf_clear(&out);
	assert_int_equal(sh("echo no", f, &out, 60, &e), 0);
	assert_string_equal(out.p, "no\n");
	fclose(f);
	buf_release(&out);
}

/* A stream without a file behind it, and a pipe. */
static void test_streams(void **state)
{
	char text[] = "from memory", *got = NULL;
	const char *argv[] = { "cat", NULL };
	FILE *in = fmemopen(text, strlen(text), "r"), *to;
	struct proc p = { .argv = argv, .input = in, .seconds = 10 };
	size_t n = 0;
	struct err e;
	int fd[2];

	(void)state;
	assert_non_null(in);
	to = open_memstream(&got, &n);
	assert_non_null(to);
	fputs("before, ", to);
	p.output = to;
	assert_int_equal(proc_run(&p, &e), 0);
	fputs(", after", to);
	fclose(to);
	fclose(in);
	assert_string_equal(got, "before, from memory, after");
	free(got);

	/* Nobody reads the output: an error of the stream, no signal. */
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	p.input = NULL;
	argv[0] = "env";
	p.output = fdopen(fd[1], "w");
	assert_int_equal(proc_run(&p, &e), 0);
	assert_int_not_equal(fclose(p.output), 0);
	signal(SIGPIPE, SIG_DFL);
}

static void test_env(void **state)
{
	static const char *const env[] = { "BOOTCHECK_T1=new", "BOOTCHECK_T3=a=b", NULL };
	const char *argv[] = { "sh", "-c",
		"env | grep ^BOOTCHECK_T | sort; trap >&2; kill -PIPE $$; echo no", NULL };
	struct proc p = { .argv = argv, .seconds = 10, .env = env };
	char *got = NULL;
	size_t n = 0;
	struct err e;

	(void)state;
	setenv("BOOTCHECK_T1", "old", 1);
	setenv("BOOTCHECK_T2", "kept", 1);
	p.output = open_memstream(&got, &n);
	/* SIGPIPE, which we ignore, ends the child as it should. */
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(proc_run(&p, &e), -1);
	assert_string_equal(e.msg, "sh was killed by signal 13; try again");
	signal(SIGPIPE, SIG_DFL);
	argv[2] = "env | grep ^BOOTCHECK_T | sort";
	assert_int_equal(proc_run(&p, &e), 0);
	fclose(p.output);
	assert_string_equal(got, "BOOTCHECK_T1=new\nBOOTCHECK_T2=kept\nBOOTCHECK_T3=a=b\n");
	assert_string_equal(getenv("BOOTCHECK_T1"), "old");
	free(got);
}

/* Children are ignored by who started us: the status is seen all the same. */
static void test_ignored(void **state)
{
	struct sigaction now;
	struct err e;

	(void)state;
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(sh("exit 0", NULL, NULL, 10, &e), 0);
	assert_int_equal(sh("echo why >&2; exit 1", NULL, NULL, 10, &e), -1);
	assert_string_equal(e.msg, "sh failed: why");
	sigaction(SIGCHLD, NULL, &now);
	assert_ptr_equal(now.sa_handler, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
}

static void on_alarm(int sig)
{
	(void)sig;
}

/* Signals that come by while it runs change nothing. */
static void test_interrupted(void **state)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct buf out = { 0 };
	struct err e;

	(void)state;
	sigaction(SIGALRM, &sa, NULL);
	ualarm(2000, 2000);
	assert_int_equal(sh("sleep 0.3; echo done; echo said >&2", NULL, &out, 30, &e), 0);
	assert_int_equal(sh("sleep 0.1; echo said >&2; exit 1", NULL, NULL, 30, &e), -1);
	ualarm(0, 0);
	assert_string_equal(e.msg, "sh failed: said");
	assert_string_equal(buf_str(&out), "done\n");
	buf_release(&out);
	/* Ignored from here on: valgrind may deliver the last one late, and by default it kills. */
	signal(SIGALRM, SIG_IGN);
}

/* Started without standard streams: descriptors 0 to 2 are then ordinary ones. */
static void test_no_std(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		const char *argv[] = { "sh", "-c", "cat; echo said >&2; exit 1", NULL };
		struct proc p = { .argv = argv, .seconds = 10 };
		char *got = NULL;
		size_t n = 0;
		struct err e;

		p.output = open_memstream(&got, &n);
		close(0);
		close(1);
		close(2);
		_exit(proc_run(&p, &e) == -1 && strcmp(e.msg, "sh failed: said") == 0 ? 42 : 1);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
}

static char dir[4096];

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir), "%s/bootcheck-test-XXXXXX", tmp ? tmp : P_tmpdir);
	return mkdtemp(dir) && chdir(dir) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(dir) == 0 ? 0 : -1;
}

/* For who wants to know how it ended: a status is no failure, and what was written stays. */
static void test_end(void **state)
{
	static const struct {
		const char *script;
		int status;
		bool late;
		const char *said;
	} cases[] = {
		{ "printf a", 0, false, "" },
		{ "printf a; echo no power >&2; exit 7", 7, false, "no power" },
		{ "printf a; kill -9 $$", 128 + 9, false, "" },
		{ "printf a; exec sleep 100", 128 + 9, true, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *argv[] = { "sh", "-c", cases[i].script, NULL };
		struct proc_end end = { .status = -1 };
		FILE *f = tmpfile();
		struct proc p = { .argv = argv, .output = f, .seconds = cases[i].late ? 1 : 20,
				  .end = &end };
		struct err e;

		assert_non_null(f);
		assert_int_equal(proc_run(&p, &e), 0);
		assert_int_equal(end.status, cases[i].status);
		assert_int_equal(end.late, cases[i].late);
		assert_string_equal(end.said, cases[i].said);
		assert_int_equal(ftell(f), 1);
		fclose(f);
	}
	/* that it is not there is one */
	const char *none[] = { "no-such-program-here", NULL };
	struct proc_end end = { .status = -1 };
	struct proc p = { .argv = none, .output = stdout, .seconds = 1, .end = &end };
	struct err e;

	assert_int_equal(proc_run(&p, &e), -1);
	assert_non_null(strstr(e.msg, "not installed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_success),     cmocka_unit_test(test_missing),
		cmocka_unit_test(test_failing),     cmocka_unit_test(test_timeout),
		cmocka_unit_test(test_left_behind), cmocka_unit_test(test_large),
		cmocka_unit_test(test_streams),     cmocka_unit_test(test_env),
		cmocka_unit_test(test_ignored),     cmocka_unit_test(test_interrupted),
		cmocka_unit_test(test_no_std),      cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
