// SPDX-License-Identifier: GPL-2.0-or-later
/* What every process finds: /proc, /sys, /dev and the nodes in it. */
#include "guest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const struct {
	const char *type, *folder;
} mounts[] = {
	{ "devtmpfs", "dev" },
	{ "proc", "proc" },
	{ "sysfs", "sys" },
};

static const struct {
	const char *name;
	unsigned major, minor;
} nodes[] = {
	{ "/dev/console", 5, 1 },
	{ "/dev/null", 1, 3 },
	{ "/dev/kmsg", 1, 11 },
};

/* For kernels without devtmpfs: the serial ports and disks that there are. */
static void make_node(const char *name)
{
	static const char *const classes[] = { "tty", "block" };
	char path[128];

	for (size_t i = 0; i < 2; i++) {
		struct text t = { 0 };
		char *colon;

		snprintf(path, sizeof(path), "/sys/class/%s/%s/dev", classes[i],
			 name + strlen("/dev/"));
		if (!text_load(&t, path, 64) && t.n && (colon = strchr(t.p, ':')))
			mknod(name, (i ? S_IFBLK : S_IFCHR) | 0600,
			      makedev((unsigned)strtoul(t.p, NULL, 10),
				      (unsigned)strtoul(colon + 1, NULL, 10)));
		text_free(&t);
	}
}

void mounts_below(const char *folder)
{
	char path[128];

	for (size_t i = 0; i < sizeof(mounts) / sizeof(*mounts); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, mounts[i].folder);
		mkdir(path, 0755);
		mount(mounts[i].type, path, mounts[i].type, 0, NULL);
	}
}

void mounts_begin(struct guest *g)
{
	mounts_below("");
	for (size_t i = 0; i < sizeof(nodes) / sizeof(*nodes); i++) {
		if (access(nodes[i].name, F_OK))
			mknod(nodes[i].name, S_IFCHR | 0600,
			      makedev(nodes[i].major, nodes[i].minor));
	}
	if (access("/proc/self", F_OK))
		trouble(g, "mount", "/proc", ENODEV);
	else if (access("/sys/devices", F_OK))
		trouble(g, "mount", "/sys", ENODEV);
}

void node_need(const char *name)
{
	if (!strncmp(name, "/dev/", 5) && access(name, F_OK))
		make_node(name);
}
