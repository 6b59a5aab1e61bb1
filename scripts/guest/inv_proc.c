// SPDX-License-Identifier: GPL-2.0-or-later
/* The inventory, from /proc: what a driver registers without being a device. */
#include "guest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* For each line of a file */
static void lines(struct text *t, const char *path, void (*add)(struct text *t, char *line))
{
	struct text v = { 0 };
	char *p, *end;

	text_load(&v, path, 1 << 20);
	for (p = v.p; p && *p; p = end + 1) {
		end = strchr(p, '\n');
		if (!end)
			break;
		*end = '\0';
		add(t, p);
	}
	text_free(&v);
}

/* The word at the blanks p[0]; returns its length. */
static size_t word(const char **p)
{
	*p += strspn(*p, " \t");
	return strcspn(*p, " \t");
}

static void name(struct text *t, const char *kind, const char *p)
{
	size_t n = word(&p);

	if (!n)
		return;
	inv_begin(t, kind, p, n);
	inv_end(t);
}

/*
 * Of no account: the kernel's own pieces lie elsewhere in each boot, and these ROMs are whatever the
 * firmware left in memory that looks like one, before any initcall.
 */
static bool not_of_drivers(const char *name)
{
	static const char *const names[] = { "Kernel ", "System RAM", "Crash kernel", "Video ROM",
					     "Adapter ROM" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

/* " RANGE : NAME" */
static void resource(struct text *t, const char *kind, char *line)
{
	char *colon = strstr(line, " : ");
	const char *p = line;
	size_t n = word(&p);

	if (!colon || not_of_drivers(colon + 3))
		return;
	inv_begin(t, kind, p, n);
	inv_detail(t, colon + 3);
	inv_end(t);
}

static void iomem(struct text *t, char *line)
{
	resource(t, "iomem", line);
}

static void ioport(struct text *t, char *line)
{
	resource(t, "ioport", line);
}

/* " NUMBER NAME" */
static void major_name(struct text *t, char *line)
{
	const char *p = line;
	size_t n = word(&p);

	if (n && isdigit((unsigned char)*p))
		name(t, "major", p + n);
}

/* "nodev\tNAME", "\tNAME" */
static void filesystem(struct text *t, char *line)
{
	char *tab = strchr(line, '\t');

	if (tab)
		name(t, "filesystem", tab);
}

static void misc(struct text *t, char *line)
{
	const char *p = line;
	size_t n = word(&p);

	name(t, "misc", p + n);
}

static void crypto(struct text *t, char *line)
{
	char *colon = strchr(line, ':');

	if (!strncmp(line, "driver", 6) && colon)
		name(t, "crypto", colon + 1);
}

static void protocol(struct text *t, char *line)
{
	if (strncmp(line, "protocol", 8))
		name(t, "protocol", line);
}

/* Without /sys/kernel/irq: the last word of "NUMBER: COUNT... CHIP NAME" */
static void interrupt(struct text *t, char *line)
{
	const char *p = line;
	char *blank = strrchr(line, ' ');

	p += strspn(p, " ");
	if (isdigit((unsigned char)*p) && p[strspn(p, "0123456789")] == ':' && blank)
		name(t, "interrupt", blank);
}

static bool not_proc(const char *path)
{
	static const char trigger[] = "/proc/deferred_";

	/* Processes, what the trial itself is about, and what counts interrupts by number */
	return isdigit((unsigned char)path[strlen("/proc/")]) ||
	       !strncmp(path, trigger, strlen(trigger)) || !strcmp(path, "/proc/irq") ||
	       !strcmp(path, "/proc/self") || !strcmp(path, "/proc/thread-self") ||
	       !strcmp(path, "/proc/sys");
}

void inv_proc(struct text *t)
{
	size_t before = t->n;

	lines(t, "/proc/iomem", iomem);
	lines(t, "/proc/ioports", ioport);
	lines(t, "/proc/devices", major_name);
	lines(t, "/proc/filesystems", filesystem);
	lines(t, "/proc/misc", misc);
	lines(t, "/proc/crypto", crypto);
	lines(t, "/proc/net/protocols", protocol);
	if (!before || !strstr(t->p, "\ninterrupt "))
		lines(t, "/proc/interrupts", interrupt);
	inv_names(t, "proc", "/proc", 2, not_proc);
	inv_names(t, "proc", "/proc/sys", 2, NULL);
}
