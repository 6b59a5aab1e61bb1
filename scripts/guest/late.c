// SPDX-License-Identifier: GPL-2.0-or-later
/* The trigger of the deferred calls, the wait for what follows, and the end. */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#define TRIGGER "/proc/deferred_initcalls"
#define STATUS "/proc/deferred_initcalls_status"
#define QUIET (2 * SECOND) /* a disk behind USB comes a second after its host */
#define STEP (100 * 1000)
#define LIMIT (20 * SECOND) /* for what takes far less, unless the kernel hangs */

/* Writes "US RESULT" */
static void read_trigger(void *arg, int fd)
{
	struct text t = { 0 }, line = { 0 };
	int64_t begin = now_us(), took;
	int error = text_load(&t, TRIGGER, 64);

	(void)arg;
	took = now_us() - begin;
	while (t.n && (unsigned char)t.p[t.n - 1] <= ' ')
		t.p[--t.n] = '\0';
	text_printf(&line, "%lld %s", (long long)took,
		    error ? strerrorname_np(error) : t.n ? t.p : "");
	write_all(fd, line.p, line.n);
}

void trigger(struct guest *g)
{
	struct text t = { 0 };
	int64_t begin = now_us();
	int status = child_run(&t, read_trigger, NULL, g->job.trigger_us);
	char *result;

	if (status == 0 && t.n) {
		g->trigger_took_us = strtoll(t.p, &result, 10);
		snprintf(g->trigger, sizeof(g->trigger), "%s", *result ? result + 1 : "");
	} else if (status == CHILD_TIMEOUT) {
		snprintf(g->trigger, sizeof(g->trigger), "timeout");
		g->trigger_took_us = now_us() - begin;
	} else {
		snprintf(g->trigger, sizeof(g->trigger), "killed by signal %d", status - 128);
		g->trigger_took_us = now_us() - begin;
	}
	text_free(&t);
}

void take_inventory(struct guest *g, struct text *to)
{
	struct text t = { 0 };
	int status = child_run(&t, inventory_write, NULL, LIMIT);

	text_free(to);
	if (status == 0)
		*to = t;
	else
		text_free(&t);
	if (status == CHILD_TIMEOUT)
		trouble(g, "take the inventory: timeout", NULL, 0);
	else if (status)
		trouble(g, "take the inventory: killed", NULL, 0);
}

static void read_status(void *arg, int fd)
{
	struct text t = { 0 };

	(void)arg;
	if (!text_load(&t, STATUS, 1 << 24))
		write_all(fd, t.p ? t.p : "", t.n);
}

void take_status(struct guest *g)
{
	int status = child_run(&g->status, read_status, NULL, LIMIT);

	if (status)
		trouble(g, status == CHILD_TIMEOUT ? "read the status: timeout" :
						     "read the status: killed",
			NULL, 0);
}

/* How many events the kernel has sent about devices */
static unsigned long long events(void)
{
	struct text t = { 0 };
	unsigned long long n = 0;

	if (!text_load(&t, "/sys/kernel/uevent_seqnum", 64) && t.n)
		n = strtoull(t.p, NULL, 10);
	text_free(&t);
	return n;
}

struct watch {
	unsigned long long events;
	int64_t last; /* when something happened */
};

/* Waits until nothing happened for so long. Returns false at the end of the time. */
static bool quiet(struct guest *g, int64_t span, struct watch *w, int64_t end)
{
	for (;;) {
		unsigned long long now = events();

		if (klog_read(&g->log) || now != w->events)
			w->last = now_us();
		w->events = now;
		if (now_us() - w->last >= span)
			return true;
		if (now_us() >= end)
			return false;
		sleep_us(STEP);
	}
}

void settle(struct guest *g, int64_t limit_us)
{
	struct watch w = { .events = events(), .last = now_us() };
	int64_t end = w.last + limit_us, seen;
	struct text earlier = { 0 };

	g->settled = false;
	while (!g->settled && quiet(g, QUIET / 2, &w, end)) {
		take_inventory(g, &earlier);
		seen = w.last;
		if (!earlier.n || !quiet(g, QUIET, &w, end))
			break;
		if (w.last != seen)
			continue; /* it is of no use */
		take_inventory(g, &g->inventory);
		g->settled = earlier.n == g->inventory.n &&
			     !memcmp(earlier.p, g->inventory.p, earlier.n);
		w.last = now_us();
	}
	if (!g->settled)
		take_inventory(g, &g->inventory);
	text_free(&earlier);
}

static void end_machine(void *arg, int fd)
{
	(void)arg;
	(void)fd;
	sync();
	/* (a kernel that cannot turn the machine off would halt; each can restart it) */
	reboot(RB_AUTOBOOT);
}

void power_off(struct guest *g)
{
	struct text t = { 0 };
	int fd;

	if (!g->monitor)
		kill(-1, SIGKILL);
	child_run(&t, end_machine, NULL, LIMIT);
	/* A crash may hold locks that this needs; the next way asks for none. */
	fd = open("/proc/sysrq-trigger", O_WRONLY);
	if (fd >= 0)
		write_all(fd, "b", 1);
	for (;;)
		sleep_us(3600 * SECOND);
}
