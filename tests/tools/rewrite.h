/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One line of a plain boot log, and what can be told from it: who printed it, at which level, at
 * what time of day; shared by the forms of rewrite.c. Pointers in a struct rec are views into the
 * line being rewritten.
 */
#ifndef TESTS_TOOLS_REWRITE_H
#define TESTS_TOOLS_REWRITE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPEN 256		/* calls in flight whose PID is remembered */
#define SERIAL_US 1200000	/* a serial recorder's clock, ahead of the kernel's */
#define EPOCH 1738677336LL	/* 2025-02-04 14:55:36 +01:00: when the kernel's clock read 0 */
#define DAY_SEC (14 * 3600 + 55 * 60 + 36)

struct rec {
	const char *raw;	/* the whole line, without its line end */
	const char *stamp;	/* "    0.123456", as long as stamp_len */
	int stamp_len;
	const char *rest;	/* after the stamp's bracket: " message" or "[    T1] message" */
	const char *msg;	/* the message */
	int64_t us;
	int64_t prev_us;	/* stamp of the line before, -1 at the first */
	bool clock_ran;		/* a stamp before this line was not 0 */
	int pid;
	int level;
	unsigned int seq;
};

enum call { NOT_A_CALL, CALLING, RETURNED };

/* ------------------------------------------------------------------ what a message tells */

static inline enum call call_of(const char *msg, const char **func, size_t *len, int *pid)
{
	const char *end;

	if (!strncmp(msg, "calling  ", 9)) {
		*func = msg + 9;
		end = strstr(*func, " @ ");
		if (!end)
			return NOT_A_CALL;
		*len = end - *func;
		*pid = atoi(end + 3);
		return CALLING;
	}
	if (!strncmp(msg, "initcall ", 9)) {
		*func = msg + 9;
		end = strstr(*func, " returned ");
		if (!end)
			return NOT_A_CALL;
		*len = end - *func;
		return RETURNED;
	}
	return NOT_A_CALL;
}

/* Who printed this line: the caller itself, the PID of its calling line, or the last caller. */
static inline int pid_of(const char *msg)
{
	static struct open {
		char func[160];
		int pid;
	} open[MAX_OPEN];
	static int n;
	const char *func;
	size_t len;
	int pid = 0, i;

	switch (call_of(msg, &func, &len, &pid)) {
	case CALLING:
		if (len >= sizeof(open[0].func) || n == MAX_OPEN)
			return pid;
		memcpy(open[n].func, func, len);
		open[n].func[len] = '\0';
		open[n++].pid = pid;
		return pid;
	case RETURNED:
		for (i = n - 1; i >= 0; i--) {
			if (strlen(open[i].func) != len || memcmp(open[i].func, func, len))
				continue;
			pid = open[i].pid;
			memmove(&open[i], &open[i + 1], (n - i - 1) * sizeof(open[0]));
			n--;
			return pid;
		}
		return 1;
	default:
		return n ? open[n - 1].pid : 1;
	}
}

static inline int level_of(const char *msg)
{
	const char *func;
	size_t len;
	int pid;

	if (call_of(msg, &func, &len, &pid) != NOT_A_CALL || !strncmp(msg, "probe of ", 9))
		return 7;
	if (!strncmp(msg, "Linux version ", 14))
		return 5;
	if (strstr(msg, "arning"))
		return 4;
	return strstr(msg, "rror") ? 3 : 6;
}

static inline const char *comm_of(int pid)
{
	return pid <= 1 ? "swapper/0" : "modprobe";
}

/* ------------------------------------------------------------------ clocks */

struct wall {
	int day, hour, min, sec, usec;
	int64_t epoch_us;
};

static inline struct wall wall_of(int64_t us)
{
	int64_t sec = DAY_SEC + us / 1000000;
	struct wall w;

	w.day = 4 + (int)(sec / 86400);
	w.hour = (int)(sec / 3600 % 24);
	w.min = (int)(sec / 60 % 60);
	w.sec = (int)(sec % 60);
	w.usec = (int)(us % 1000000);
	w.epoch_us = EPOCH * 1000000 + us;
	return w;
}

static inline const char *weekday(int day)
{
	static const char *const name[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	return name[(day - 3) % 7];
}

/*
 * dmesg's delta: the distance to the line before, and 0 as long as all stamps are 0. (The real tool
 * also loses the step after a stamp of 0 further down; a form that loses one cannot be compared.)
 */
static inline double delta_of(const struct rec *r)
{
	return r->clock_ran ? (double)(r->us - r->prev_us) / 1e6 : 0.0;
}

static const char *const level_name[] = {
	"emerg", "alert", "crit", "err", "warn", "notice", "info", "debug",
};

/* ------------------------------------------------------------------ JSON strings */

static inline void put_escaped(const char *s)
{
	for (; *s; s++) {
		unsigned char c = *s;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c == '\t')
			fputs("\\t", stdout);
		else if (c == '\n')
			fputs("\\n", stdout);
		else if (c < 0x20 || c == 0x7f)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
}

static inline void put_json_string(const char *s)
{
	putchar('"');
	put_escaped(s);
	putchar('"');
}

/* journalctl writes a field that is not printable UTF-8 as an array of byte values. */
static inline void put_journal_field(const char *s)
{
	const char *p;

	for (p = s; *p; p++) {
		if (((unsigned char)*p < 0x20 && *p != '\t') || (unsigned char)*p >= 0x7f)
			break;
	}
	if (!*p) {
		put_json_string(s);
		return;
	}
	putchar('[');
	for (p = s; *p; p++)
		printf("%s%u", p == s ? "" : ",", (unsigned char)*p);
	putchar(']');
}

#endif
