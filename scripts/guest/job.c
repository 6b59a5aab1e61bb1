// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The job: lines "KEY VALUE", where \n stands for a line feed and \\ for a
 * backslash. What is written here is read there: analyzer/trial/guest.c.
 */
#include "guest.h"

#include <stdlib.h>
#include <string.h>

/* Takes the escapes out, in place. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\' && s[1]) {
			s++;
			*to++ = *s == 'n' ? '\n' : *s;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

static int64_t seconds(const char *s)
{
	return (int64_t)strtoul(s, NULL, 10) * SECOND;
}

static void line(struct job *j, const char *key, char *value)
{
	unescape(value);
	if (!strcmp(key, "channel"))
		j->channel = value;
	else if (!strcmp(key, "command"))
		j->command = value;
	else if (!strcmp(key, "init"))
		j->init = value;
	else if (!strcmp(key, "root"))
		j->root = value;
	else if (!strcmp(key, "trigger"))
		j->trigger = !strcmp(value, "1");
	else if (!strcmp(key, "job_seconds"))
		j->job_us = seconds(value);
	else if (!strcmp(key, "trigger_seconds"))
		j->trigger_us = seconds(value);
	else if (!strcmp(key, "settle_seconds"))
		j->settle_us = seconds(value);
}

int job_read(struct job *j, const char *path)
{
	int error = text_load(&j->memory, path, 1 << 20);
	char *p = j->memory.p, *end, *blank;

	j->channel = "/dev/ttyS1";
	j->job_us = j->trigger_us = j->settle_us = 30 * SECOND;
	if (error)
		return error;
	for (; p && *p; p = end + 1) {
		end = strchr(p, '\n');
		if (!end)
			break;
		*end = '\0';
		blank = strchr(p, ' ');
		if (!blank)
			continue;
		*blank = '\0';
		line(j, p, blank + 1);
	}
	return 0;
}
