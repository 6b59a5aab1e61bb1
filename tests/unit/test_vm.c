// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial/vm.h"

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
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "trial/kernel_arch.h"
#include "trial/vm_files.h"

static char dir[4096];

static size_t open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/* A program that takes the place of QEMU: a shell script, with the monitor as $m. */
static int run(struct vm_result *r, const char *script, unsigned seconds, struct err *e)
{
	struct machine m = { .arch = "x86_64", .qemu = "no-such-qemu", .package = "qemu-of-ours",
			     .memory = "1M", .disk = "x" };
	struct vm vm = { .machine = &m, .kernel = "kernel", .initrd = STR("initrd"),
			 .cmdline = "a b", .cpus = 1, .seconds = seconds };
	struct buf name = { 0 };
	size_t files = open_files();
	FILE *f;
	int rc;

	memset(e, 0, sizeof(*e));
	if (script) {
		buf_printf(&name, "%s/qemu", dir);
		f = fopen(name.p, "w");
		assert_non_null(f);
		fprintf(f, "#!/bin/bash\n"
			   "for w; do case $w in\n"
			   "socket,*fd=*) m=${w##*fd=} ;;\n"
			   "file,id=console,*) c=${w#*path=} ;;\n"
			   "file,id=channel,*) h=${w#*path=} ;;\n"
			   "esac; done\n"
			   "greet() { echo '{\"QMP\":{}}' >&$m; read -r x <&$m; echo '{\"return\":{}}' >&$m;\n"
			   "read -r x <&$m; }\n"
			   "down() { echo '{\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\"'$1'\"}}' >&$m; }\n"
			   "%s\n", script);
		assert_int_equal(fclose(f), 0);
		assert_int_equal(chmod(name.p, 0755), 0);
		vm.qemu = name.p;
	}
	rc = vm_run(r, &vm, e);
	buf_release(&name);
	assert_int_equal(open_files(), files);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	return rc;
}

static void ends(const char *script, unsigned seconds, enum vm_how how, const char *why)
{
	struct vm_result r;
	struct err e;

	if (run(&r, script, seconds, &e) != 0)
		fail_msg("%s: %s", script, e.msg);
	if (r.how != how || !strstr(r.why, why))
		fail_msg("%s: %s: %s", script, vm_how_name(r.how), r.why);
	vm_result_release(&r);
}

static void test_ends(void **state)
{
	struct vm_result r;
	struct err e;

	(void)state;
	ends("greet; down guest-shutdown", 20, VM_POWERED_OFF, "");
	ends("greet; down guest-reset", 20, VM_RESET, "reset itself");
	ends("greet; echo 'Oops: 0000 [#1]' >$c; down guest-reset", 20, VM_RESET,
	     "reset itself after \"Oops: 0000 [#1]\"");
	ends("greet; echo 'Kernel panic - not syncing: Attempted to kill init!' >$c; down guest-reset", 20,
	     VM_PANICKED, "panicked: Attempted to kill init!");
	ends("greet; echo '{\"event\":\"GUEST_PANICKED\"}' >&$m; down guest-shutdown", 20, VM_PANICKED,
	     "the kernel panicked");
	ends("greet; kill -9 $$", 20, VM_DIED, "QEMU was killed by signal 9");
	ends("greet; echo one >&2; echo 'no more of it' >&2; exit 1", 20, VM_DIED,
	     "QEMU ended by itself: no more of it");
	/* It says why when it is asked, or not. */
	ends("greet; read -r x <&$m; echo \"$x\" >$c; down guest-reset", 1, VM_HUNG, "no end within 1 s");
	ends("sleep 60", 1, VM_HUNG, "no end within 1 s");
	ends("greet; while :; do head -c 1000000 /dev/zero >>$c; done", 60, VM_HUNG,
	     "it prints without end");

	assert_int_equal(run(&r, "greet; printf 'on it' >$c; printf here >$h; down guest-shutdown", 20, &e),
			 0);
	assert_string_equal(r.console.p, "on it");
	assert_string_equal(r.channel.p, "here");
	assert_non_null(strstr(r.command.p, "-append 'a b'"));
	vm_result_release(&r);
}

static void test_no_start(void **state)
{
	struct vm_result r;
	struct err e;

	(void)state;
	assert_int_equal(run(&r, NULL, 5, &e), -1);
	assert_string_equal(e.msg, "no-such-qemu is not installed; install it (Debian: qemu-of-ours)");
	vm_result_release(&r);
	assert_int_equal(run(&r, "echo 'qemu: -device x: no such device' >&2; exit 1", 5, &e), -1);
	assert_string_equal(e.msg, "QEMU does not start: qemu: -device x: no such device");
	vm_result_release(&r);
	assert_int_equal(unlink("kernel"), 0);
	assert_int_equal(run(&r, "exit 1", 5, &e), -1);
	assert_non_null(strstr(e.msg, "kernel: No such file or directory; give the kernel's image"));
	vm_result_release(&r);
	fclose(fopen("kernel", "w"));
}

/* When we are killed, QEMU is, too. */
static void test_orphan(void **state)
{
	char text[32] = "";
	int fd[2];
	pid_t pid, qemu;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		struct vm_result r;
		struct buf script = { 0 };
		struct err e;

		setpgid(0, 0);
		buf_printf(&script, "echo $$ >/proc/%d/fd/%d; exec sleep 60", (int)getpid(), fd[1]);
		run(&r, script.p, 60, &e);
		_exit(0);
	}
	assert_true(pid > 0);
	assert_true(read(fd[0], text, sizeof(text) - 1) > 0);
	qemu = (pid_t)atoi(text);
	assert_true(qemu > 1);
	assert_int_equal(kill(qemu, 0), 0);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	for (int i = 0; i < 250 && kill(qemu, 0) == 0; i++) {
		char name[64], state_of = 0;
		FILE *f;

		/* (it may wait for somebody to reap it) */
		snprintf(name, sizeof(name), "/proc/%d/stat", (int)qemu);
		f = fopen(name, "r");
		if (f) {
			if (fscanf(f, "%*d (%*[^)]) %c", &state_of) != 1)
				state_of = 'Z';
			fclose(f);
		}
		if (state_of == 'Z')
			break;
		usleep(20000);
		assert_true(i < 249);
	}
	close(fd[0]);
	close(fd[1]);
}

static void test_panic_text(void **state)
{
	char why[60];

	(void)state;
	assert_false(vm_find_panic(why, sizeof(why), STR("all is well\n")));
	assert_false(vm_find_panic(why, sizeof(why), STR("Oops: 0\n")));
	assert_true(vm_find_oops(why, sizeof(why), STR("x\n[ 1.0] BUG: kernel NULL pointer\r\nOops: 0\n")));
	assert_string_equal(why, "BUG: kernel NULL pointer");
	assert_true(vm_find_panic(why, sizeof(why),
				  STR("BUG: a\nKernel panic - not syncing: Fatal exception")));
	assert_string_equal(why, "Fatal exception");
}

static void write_file(const char *name, const char *p, size_t at, size_t n)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void test_copy(void **state)
{
	struct buf b = { 0 };
	struct stat st;
	struct err e;
	int fd;

	(void)state;
	/* A disk with holes: the copy has them, too. */
	write_file("disk", "end of it", (size_t)300 << 20, 9);
	fd = memory_file_copy("disk", &e);
	assert_true(fd > 2);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, ((size_t)300 << 20) + 9);
	assert_true(st.st_blocks < 10000);
	assert_int_equal(pread(fd, dir + sizeof(dir) - 16, 9, (off_t)300 << 20), 9);
	assert_memory_equal(dir + sizeof(dir) - 16, "end of it", 9);
	close(fd);
	unlink("disk");
	assert_int_equal(memory_file_copy("disk", &e), -1);
	assert_string_equal(e.msg, "disk: No such file or directory; give the image of a disk");
	assert_int_equal(memory_file_copy("/", &e), -1);
	assert_non_null(strstr(e.msg, "is no file"));
	fd = memory_file_of(STR("some"), &e);
	assert_int_equal(memory_file_read(&b, fd, &e), 0);
	assert_string_equal(b.p, "some");
	close(fd);
	buf_release(&b);
}

static void test_arch(void **state)
{
	struct err e;

	(void)state;
	write_file("image", "HdrS", 0x202, 4);
	assert_string_equal(kernel_arch("image", &e), "x86_64");
	write_file("image", "ARM\x64", 0x38, 4);
	assert_string_equal(kernel_arch("image", &e), "aarch64");
	write_file("image", "RSC\x05", 0x38, 4);
	assert_string_equal(kernel_arch("image", &e), "riscv64");
	write_file("image", "\x18\x28\x6f\x01", 0x24, 4);
	assert_string_equal(kernel_arch("image", &e), "arm");
	write_file("image", "Hdr", 0x202, 3);
	assert_string_equal(kernel_arch("image", &e), "");
	unlink("image");
	assert_null(kernel_arch("image", &e));
	assert_non_null(strstr(e.msg, "image: No such file"));
}

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir) - 32, "%s/bootcheck-test-XXXXXX", tmp ? tmp : P_tmpdir);
	if (!mkdtemp(dir) || chdir(dir) != 0)
		return -1;
	fclose(fopen("kernel", "w"));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink("kernel");
	unlink("qemu");
	return chdir("/") == 0 && rmdir(dir) == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),   cmocka_unit_test(test_no_start),
		cmocka_unit_test(test_orphan), cmocka_unit_test(test_panic_text),
		cmocka_unit_test(test_copy),   cmocka_unit_test(test_arch),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
