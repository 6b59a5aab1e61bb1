// SPDX-License-Identifier: GPL-2.0-or-later
/* Process 1 of a trial's machine: does its job, hands over what it found, ends the machine. */
#include "guest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void trouble(struct guest *g, const char *what, const char *name, int error)
{
	const char *why = error ? strerrorname_np(error) : NULL;

	if (*g->trouble)
		return;
	snprintf(g->trouble, sizeof(g->trouble), "%s%s%s%s%s", what, name ? " " : "",
		 name ? name : "", error ? ": " : "", error ? why ? why : "unknown error" : "");
}

int main(int argc, char **argv)
{
	struct guest g = { .job_status = -1, .job_us = -1, .trigger_took_us = -1 };
	int error;

	(void)argc;
	g.argv = argv;
	if (getpid() != 1) {
		fprintf(stderr, "%s: runs as the first process of a trial's machine\n", argv[0]);
		return 2;
	}
	child_prepare();
	mounts_begin(&g);
	klog_say("bootcheck: user space");
	error = job_read(&g.job, HOME "/job");
	if (error)
		trouble(&g, "read", HOME "/job", error);
	if (g.job.init && !error) {
		/* systemd spares processes of such a name when it cleans up */
		*argv[0] = '@';
		init_begin(&g);
	}
	klog_open(&g.log);
	channel_announce(&g);
	first_job(&g);
	channel_progress(&g);
	if (g.job.trigger) {
		take_inventory(&g, &g.first);
		trigger(&g);
	}
	settle(&g, g.job.settle_us);
	take_status(&g);
	klog_read(&g.log);
	if (g.log.fd < 0)
		trouble(&g, "open /dev/kmsg", NULL, 0);
	else if (g.log.lost)
		trouble(&g, "read /dev/kmsg: messages were lost", NULL, 0);
	channel_send(&g);
	power_off(&g);
}
