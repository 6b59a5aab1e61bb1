// SPDX-License-Identifier: GPL-2.0-or-later
/* The inventory, from /sys and /dev. */
#include "guest.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define MAX_PATH 4096

static bool dots(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Adds the last part of where a link leads to, "-" if there is no link. */
static void link_detail(struct text *t, const char *folder, const char *name)
{
	char path[MAX_PATH + 16], to[MAX_PATH];
	char *slash;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	n = readlink(path, to, sizeof(to) - 1);
	if (n <= 0) {
		inv_detail(t, "-");
		return;
	}
	to[n] = '\0';
	slash = strrchr(to, '/');
	inv_detail(t, slash ? slash + 1 : to);
}

/* A folder with "uevent" is a device. path has room for MAX_PATH bytes. */
static void devices(struct text *t, char *path, size_t n)
{
	DIR *d = opendir(path);
	bool device = false, subsystem = false, driver = false;
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (e->d_type == DT_DIR) {
			/* (what has no devices in it, but many files) */
			if (dots(e->d_name) || !strcmp(e->d_name, "power") ||
			    !strcmp(e->d_name, "statistics") || n + 1 + len >= MAX_PATH)
				continue;
			path[n] = '/';
			memcpy(path + n + 1, e->d_name, len + 1);
			devices(t, path, n + 1 + len);
			path[n] = '\0';
		} else if (!strcmp(e->d_name, "uevent")) {
			device = true;
		} else if (!strcmp(e->d_name, "subsystem")) {
			subsystem = true;
		} else if (!strcmp(e->d_name, "driver")) {
			driver = true;
		}
	}
	closedir(d);
	if (!device)
		return;
	inv_begin(t, "device", path, n);
	if (subsystem)
		link_detail(t, path, "subsystem");
	else
		inv_detail(t, "-");
	if (driver)
		link_detail(t, path, "driver");
	else
		inv_detail(t, "-");
	inv_end(t);
}

/* For each entry of a folder. What only a link leads to is an entry, too. */
static void each(struct text *t, const char *folder,
		 void (*add)(struct text *t, const char *path, const char *name))
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[MAX_PATH];

	if (!d)
		return;
	while ((e = readdir(d))) {
		if (!dots(e->d_name) &&
		    snprintf(path, sizeof(path), "%s/%s", folder, e->d_name) < (int)sizeof(path))
			add(t, path, e->d_name);
	}
	closedir(d);
}

static void driver(struct text *t, const char *path, const char *name)
{
	(void)name;
	inv_begin(t, "driver", path, strlen(path));
	inv_end(t);
}

static void bus(struct text *t, const char *path, const char *name)
{
	char drivers[MAX_PATH + 16];

	(void)name;
	snprintf(drivers, sizeof(drivers), "%s/drivers", path);
	each(t, drivers, driver);
}

static void node(struct text *t, const char *path, const char *name)
{
	struct stat s;
	char number[32];

	(void)name;
	if (lstat(path, &s))
		return;
	if (S_ISDIR(s.st_mode)) {
		each(t, path, node);
		return;
	}
	if (!S_ISCHR(s.st_mode) && !S_ISBLK(s.st_mode))
		return;
	snprintf(number, sizeof(number), "%u:%u", major(s.st_rdev), minor(s.st_rdev));
	inv_begin(t, "node", path, strlen(path));
	inv_detail(t, S_ISCHR(s.st_mode) ? "char" : "block");
	inv_detail(t, number);
	inv_end(t);
}

/* Adds the first line of a file as a detail, "-" if it cannot be read or is empty. */
static bool value(struct text *t, const char *folder, const char *name)
{
	struct text v = { 0 };
	char path[MAX_PATH + 32];
	bool found;

	snprintf(path, sizeof(path), "%s%s%s", folder, *name ? "/" : "", name);
	found = !text_load(&v, path, 200);
	if (v.n && strchr(v.p, '\n'))
		*strchr(v.p, '\n') = '\0';
	inv_detail(t, v.n && *v.p ? v.p : "-");
	text_free(&v);
	return found;
}

static void input(struct text *t, const char *path, const char *name)
{
	if (strncmp(name, "input", 5))
		return;
	inv_begin(t, "input", name, strlen(name));
	value(t, path, "name");
	value(t, path, "phys");
	inv_end(t);
}

static void sound(struct text *t, const char *path, const char *name)
{
	if (strncmp(name, "card", 4))
		return;
	inv_begin(t, "sound", name, strlen(name));
	value(t, path, "id");
	inv_end(t);
}

static void block(struct text *t, const char *path, const char *name)
{
	inv_begin(t, "block", name, strlen(name));
	value(t, path, "size");
	inv_end(t);
}

static void net(struct text *t, const char *path, const char *name)
{
	struct stat s;

	if (stat(path, &s) || !S_ISDIR(s.st_mode))
		return;
	inv_begin(t, "netdev", name, strlen(name));
	value(t, path, "address");
	inv_end(t);
}

/* The kernel measures this one. */
static const char measured[] = "workqueue.cpu_intensive_thresh_us";

/* path: that of a file NAME in MODULE/parameters */
static void parameter(struct text *t, const char *path, const char *name)
{
	const char *module = path + strlen("/sys/module/");
	char full[512];

	snprintf(full, sizeof(full), "%.*s.%s", (int)strcspn(module, "/"), module, name);
	inv_begin(t, "param", full, strlen(full));
	if (strcmp(full, measured) != 0)
		value(t, path, "");
	inv_end(t);
}

static void module(struct text *t, const char *path, const char *name)
{
	char parameters[MAX_PATH + 16];

	(void)name;
	snprintf(parameters, sizeof(parameters), "%s/parameters", path);
	each(t, parameters, parameter);
}

/* The names behind a number; several share one. */
static void interrupt(struct text *t, const char *path, const char *name)
{
	struct text v = { 0 };
	char file[MAX_PATH + 16];
	char *p, *end;

	(void)name;
	snprintf(file, sizeof(file), "%s/actions", path);
	text_load(&v, file, 4096);
	for (p = v.p; p && *p && *p != '\n'; p = *end == ',' ? end + 1 : end) {
		end = p + strcspn(p, ",\n");
		inv_begin(t, "interrupt", p, (size_t)(end - p));
		inv_end(t);
	}
	text_free(&v);
}

static bool not_kernel(const char *path)
{
	/* Others' (debug, tracing), or a name for each size of an object, or listed otherwise */
	return !strcmp(path, "/sys/kernel/debug") || !strcmp(path, "/sys/kernel/tracing") ||
	       !strcmp(path, "/sys/kernel/slab") || !strcmp(path, "/sys/kernel/irq");
}

void inv_sys(struct text *t)
{
	char path[MAX_PATH] = "/sys/devices";

	devices(t, path, strlen(path));
	each(t, "/sys/bus", bus);
	each(t, "/dev", node);
	each(t, "/sys/class/input", input);
	each(t, "/sys/class/sound", sound);
	each(t, "/sys/block", block);
	each(t, "/sys/class/net", net);
	each(t, "/sys/module", module);
	each(t, "/sys/kernel/irq", interrupt);
	inv_names(t, "kernel", "/sys/kernel", 2, not_kernel);
	inv_names(t, "kernel", "/sys/module", 2, NULL);
	inv_names(t, "kernel", "/sys/fs", 2, NULL);
}
