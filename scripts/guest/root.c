// SPDX-License-Identifier: GPL-2.0-or-later
/* The user's root file system, and the user's own init. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT HOME "/root"
#define WORLD HOME "/world"
#define WAIT_STEP (20 * 1000)

/* Waits until the device is there. Returns 0 or an errno. */
static int wait_device(const char *name, int64_t limit_us)
{
	int64_t end = now_us() + limit_us;
	int fd;

	for (;;) {
		node_need(name);
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd >= 0) {
			close(fd);
			return 0;
		}
		if (now_us() >= end)
			return errno;
		sleep_us(WAIT_STEP);
	}
}

/* Tries each file system that the kernel knows. Returns 0 or the errno that tells most. */
static int mount_any(const char *device, unsigned long flags)
{
	struct text t = { 0 };
	char *p, *end;
	int error = ENODEV;

	text_load(&t, "/proc/filesystems", 1 << 16);
	for (p = t.p; p && *p; p = end + 1) {
		end = strchr(p, '\n');
		if (!end)
			break;
		*end = '\0';
		if (*p != '\t')
			continue; /* "nodev" */
		if (!mount(device, ROOT, p + 1, flags, NULL)) {
			error = 0;
			break;
		}
		if (errno != EINVAL || error == ENODEV)
			error = errno;
	}
	text_free(&t);
	return error;
}

int root_mount(struct guest *g)
{
	int error = wait_device(g->job.root, g->job.job_us);

	mkdir(ROOT, 0755);
	if (!error)
		error = mount_any(g->job.root, MS_SILENT);
	if (error == EROFS || error == EACCES)
		error = mount_any(g->job.root, MS_SILENT | MS_RDONLY);
	if (error) {
		trouble(g, "mount", g->job.root, error);
		return -1;
	}
	return 0;
}

/* The root of init: the user's device, or the initramfs as the kernel left it. */
static void enter_system(struct guest *g)
{
	static const char *const folders[] = { "/dev", "/proc", "/sys" };
	char to[64];

	if (!g->job.root) {
		for (int i = 0; i < 3; i++)
			umount2(folders[i], MNT_DETACH);
		return;
	}
	if (root_mount(g))
		return;
	for (int i = 0; i < 3; i++) {
		snprintf(to, sizeof(to), ROOT "%s", folders[i]);
		mkdir(to, 0755);
		if (mount(folders[i], to, NULL, MS_MOVE, NULL))
			umount2(folders[i], MNT_DETACH);
	}
	if (chdir(ROOT) || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		trouble(g, "enter", g->job.root, errno);
}

/*
 * The monitor's own world: nobody can delete or cover it. (An init that deletes
 * the initramfs takes away what is mounted there, from others' views, too.)
 */
static void enter_world(struct guest *g)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
		trouble(g, "unshare", "mounts", errno);
		return;
	}
	mkdir(WORLD, 0755);
	if (mount("ramfs", WORLD, "ramfs", 0, NULL) || chdir(WORLD)) {
		trouble(g, "mount", "ramfs", errno);
		return;
	}
	mounts_below(".");
	if (mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		trouble(g, "enter", "a root of its own", errno);
}

static void become_init(struct guest *g, int ready, int out)
{
	char c;

	/* The monitor has its mounts when this comes. */
	if (read(ready, &c, 1) < 0)
		trouble(g, "read", "a pipe", errno);
	enter_system(g);
	if (!*g->trouble) {
		child_signals();
		g->argv[0] = (char *)(uintptr_t)g->job.init;
		execv(g->job.init, g->argv);
		trouble(g, "run", g->job.init, errno);
	}
	write_all(out, g->trouble, strlen(g->trouble));
	close(out);
	for (;;)
		child_wait(-1, 3600 * SECOND);
}

void init_begin(struct guest *g)
{
	int ready[2], out[2];
	char c = 0;
	ssize_t n;
	pid_t pid;

	if (pipe2(ready, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) {
		trouble(g, "make", "a pipe", errno);
		return;
	}
	pid = fork();
	if (pid > 0)
		become_init(g, ready[0], out[1]);
	if (pid < 0) {
		trouble(g, "fork", NULL, errno);
		return;
	}
	g->monitor = true;
	close(ready[0]);
	close(out[1]);
	setsid();
	enter_world(g);
	write_all(ready[1], &c, 1);
	/* It ends when init runs: the other end was closed by that. */
	n = read(out[0], g->trouble, sizeof(g->trouble) - 1);
	if (n > 0)
		g->trouble[n] = '\0';
	close(out[0]);
	close(ready[1]);
}
