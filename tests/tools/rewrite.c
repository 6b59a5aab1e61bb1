/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite - write a plain boot log in another form that people capture logs in.
 *
 *   rewrite FORM < plain.log > other.log
 *   rewrite --list
 *
 * A plain log has lines "[    0.123456] message". `--list` prints one form a line with what
 * survives of it: "exact" (the same stamps, so the boot model must be the same), "caller" (the same
 * and which task printed it, as far as that can be guessed), "relative" (the stamps differ by a
 * constant), "notime" (only the number that the kernel printed remains) or
 * "trace" (the tracepoints' stamps, without that number). Forms chain: rewrite caller | rewrite
 * syslog. A line without a stamp is passed on with the stamp of the line before it.
 */
#include "rewrite.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct form {
	const char *name;
	const char *survives;
	void (*line)(const struct rec *r);
	const char *head;
	const char *tail;
};

/* ------------------------------------------------------------------ bracketed forms */

/* The line as it was behind a prefix; a line without a stamp stays bare. */
static void put_plain(const struct rec *r)
{
	printf("%s\n", r->raw);
}

static void put_caller(const struct rec *r)
{
	char id[16];

	snprintf(id, sizeof(id), "T%d", r->pid);
	printf("[%.*s][%6s] %s\n", r->stamp_len, r->stamp, id, r->msg);
}

static void put_caller_utillinux(const struct rec *r)
{
	char id[16];

	snprintf(id, sizeof(id), "T%d", r->pid);
	printf("[%.*s] [%5s] %s\n", r->stamp_len, r->stamp, id, r->msg);
}

static void put_raw(const struct rec *r)
{
	printf("<%d>%s\n", r->level, r->raw);
}

static void put_dmesg_x(const struct rec *r)
{
	printf("kern  :%-6s: %s\n", level_name[r->level], r->raw);
}

static void put_dmesg_d(const struct rec *r)
{
	printf("[%.*s <%12.6f>]%s\n", r->stamp_len, r->stamp, delta_of(r), r->rest);
}

static void put_dmesg_delta(const struct rec *r)
{
	printf("[<%12.6f>]%s\n", delta_of(r), r->rest);
}

static void put_dmesg_e(const struct rec *r)
{
	struct wall now = wall_of(r->us), before = wall_of(r->prev_us < 0 ? 0 : r->prev_us);
	double delta = delta_of(r);

	if (r->prev_us < 0 || now.min != before.min || now.hour != before.hour)
		printf("[Feb%2d %02d:%02d]%s\n", now.day, now.hour, now.min, r->rest);
	else
		printf(delta < 10 ? "[  %+8.6f]%s\n" : "[ %+9.6f]%s\n", delta, r->rest);
}

static void put_dmesg_ctime(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("[%s Feb %2d %02d:%02d:%02d 2025]%s\n", weekday(w.day), w.day, w.hour, w.min,
	       w.sec, r->rest);
}

static void put_iso(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("2025-02-%02dT%02d:%02d:%02d,%06d+01:00%s\n", w.day, w.hour, w.min, w.sec, w.usec,
	       r->rest);
}

static void put_notime(const struct rec *r)
{
	printf("%s\n", r->msg);
}

static void put_ansi(const struct rec *r)
{
	static const char *const colour[] = { "\033[7m\033[31m", "\033[7m\033[31m",
		"\033[1m\033[31m", "\033[31m", "\033[1m" };
	const char *set = r->level < 5 ? colour[r->level] : "";
	const char *colon = strstr(r->msg, ": ");

	printf("\033[32m[%.*s] \033[0m", r->stamp_len, r->stamp);
	if (colon)
		printf("\033[33m%.*s\033[0m", (int)(colon + 2 - r->msg), r->msg);
	printf("%s%s%s\n", set, colon ? colon + 2 : r->msg, *set ? "\033[0m" : "");
}

static void put_crlf(const struct rec *r)
{
	printf("%s\r\n", r->raw);
}

/* ------------------------------------------------------------------ recorders and consoles */

static void put_grabserial(const struct rec *r)
{
	int64_t at = r->us + SERIAL_US;
	int64_t gap = r->prev_us < 0 ? at : r->us - r->prev_us;

	if (gap < 0)
		gap = 0;
	printf("[%d.%06d %d.%06d] %s\n", (int)(at / 1000000), (int)(at % 1000000),
	       (int)(gap / 1000000), (int)(gap % 1000000), r->raw);
}

static void put_grabserial_nostamp(const struct rec *r)
{
	struct rec bare = *r;

	bare.raw = r->msg;
	put_grabserial(&bare);
}

static void put_minicom(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("[2025-02-%02d %02d:%02d:%02d] %s\n", w.day, w.hour, w.min, w.sec, r->raw);
}

static void put_logcat(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("02-%02d %02d:%02d:%02d.%03d     0     0 D         : %s\n", w.day, w.hour, w.min,
	       w.sec, w.usec / 1000, r->raw);
}

static void put_vendor(const struct rec *r)
{
	printf("[%.*s] [%d:%12s:%5d] %s\n", r->stamp_len, r->stamp, r->pid % 4, comm_of(r->pid),
	       r->pid, r->msg);
}

static void put_vendor_short(const struct rec *r)
{
	printf("[%.*s] [%d: %s: %d] %s\n", r->stamp_len, r->stamp, r->pid % 4, comm_of(r->pid),
	       r->pid, r->msg);
}

static void put_vendor_mtk(const struct rec *r)
{
	printf("[%.*s] (%d)[%d:%s]%s\n", r->stamp_len, r->stamp, r->pid % 4, r->pid,
	       comm_of(r->pid), r->msg);
}

/* ------------------------------------------------------------------ system logs */

static void put_syslog_stamp(const struct rec *r, const char *text, const char *sep)
{
	struct wall w = wall_of(r->us);

	printf("Feb %2d %02d:%02d:%02d host kernel:%s%s\n", w.day, w.hour, w.min, w.sec, sep, text);
}

static void put_syslog(const struct rec *r)
{
	put_syslog_stamp(r, r->raw, " ");
}

static void put_syslog_nostamp(const struct rec *r)
{
	put_syslog_stamp(r, r->msg, " ");
}

static void put_journal_short(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("Feb %02d %02d:%02d:%02d host kernel: %s\n", w.day, w.hour, w.min, w.sec, r->msg);
}

static void put_journal_precise(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("Feb %02d %02d:%02d:%02d.%06d host kernel: %s\n", w.day, w.hour, w.min, w.sec,
	       w.usec, r->msg);
}

static void put_journal_monotonic(const struct rec *r)
{
	printf("[%.*s] host kernel: %s\n", r->stamp_len, r->stamp, r->msg);
}

/* ------------------------------------------------------------------ JSON */

static void put_journal_json(const struct rec *r)
{
	struct wall w = wall_of(r->us + 2500000);	/* read by the journal later, in one go */

	printf("{\"__CURSOR\":\"s=0;i=%x\",\"__REALTIME_TIMESTAMP\":\"%lld\",", r->seq,
	       (long long)w.epoch_us);
	printf("\"__MONOTONIC_TIMESTAMP\":\"%lld\",\"PRIORITY\":\"%d\",",
	       (long long)r->us + 2500000, r->level);
	printf("\"_BOOT_ID\":\"0123456789abcdef0123456789abcdef\",\"_TRANSPORT\":\"kernel\",");
	printf("\"_SOURCE_MONOTONIC_TIMESTAMP\":\"%lld\",", (long long)r->us);
	printf("\"SYSLOG_FACILITY\":\"0\",\"SYSLOG_IDENTIFIER\":\"kernel\",\"MESSAGE\":");
	put_journal_field(r->msg);
	printf(",\"_HOSTNAME\":\"host\"}\n");
}

static void put_dmesg_json(const struct rec *r)
{
	printf("%s{\n         \"pri\": %d,\n         \"time\": %.*s,\n         \"msg\": ",
	       r->seq ? "," : "      ", r->level, r->stamp_len, r->stamp);
	put_json_string(r->msg);
	printf("\n      }");
}

/* As "dmesg --json | jq -c" prints it: the shortest form of the number, so 1.6e-05 too. */
static void put_dmesg_json_compact(const struct rec *r)
{
	printf("%s{\"pri\":%d,\"time\":%.15g,\"msg\":", r->seq ? "," : "", r->level,
	       (double)r->us / 1e6);
	put_json_string(r->msg);
	putchar('}');
}

static void put_lava_object(const struct rec *r, void (*string)(const char *s))
{
	struct wall w = wall_of(r->us);

	printf("{\"dt\": \"2025-02-%02dT%02d:%02d:%02d.%06d\", \"lvl\": \"target\", \"msg\": ",
	       w.day, w.hour, w.min, w.sec, w.usec);
	string(r->raw);
	putchar('}');
}

static void put_lava_yaml(const struct rec *r)
{
	printf("- ");
	put_lava_object(r, put_json_string);
	putchar('\n');
}

static void put_lava_text(const struct rec *r)
{
	struct wall w = wall_of(r->us);

	printf("2025-02-%02dT%02d:%02d:%02d.%06d %s\n", w.day, w.hour, w.min, w.sec, w.usec, r->raw);
}

static void put_kernelci_json(const struct rec *r)
{
	printf(",\n");
	put_lava_object(r, put_json_string);
}

/* ------------------------------------------------------------------ the kernel's own records */

static void put_kmsg_record(const struct rec *r, const char *caller)
{
	const char *s;

	printf("%d,%u,%lld,-%s;", r->level, r->seq, (long long)r->us, caller);
	for (s = r->msg; *s; s++) {
		unsigned char c = *s;

		if (c < 0x20 || c >= 0x7f || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	putchar('\n');
	if (!strncmp(r->msg, "pci 0000:", 9) && strlen(r->msg) > 16)
		printf(" SUBSYSTEM=pci\n DEVICE=+pci:%.12s\n", r->msg + 4);
}

static void put_kmsg(const struct rec *r)
{
	put_kmsg_record(r, "");
}

static void put_kmsg_caller(const struct rec *r)
{
	char caller[32];

	snprintf(caller, sizeof(caller), ",caller=T%d", r->pid);
	put_kmsg_record(r, caller);
}

/* "initcall_start: func=F" or "initcall_finish: func=F ret=R"; false for any other message. */
static bool put_tracepoint(const struct rec *r, const char *fmt_head, bool task)
{
	const char *func, *ret;
	enum call call;
	char who[40];
	size_t len;
	int pid;

	call = call_of(r->msg, &func, &len, &pid);
	if (call == NOT_A_CALL)
		return false;
	snprintf(who, sizeof(who), "%s-%d", comm_of(r->pid), r->pid);
	if (task)
		printf("%23s   [%03d] .....  ", who, r->pid % 4);
	else
		printf("%s", fmt_head);
	printf(task ? "%.*s: " : "%.*s] ", r->stamp_len, r->stamp);
	if (call == CALLING) {
		printf("initcall_start: func=%.*s\n", (int)len, func);
		return true;
	}
	ret = func + len + strlen(" returned ");
	printf("initcall_finish: func=%.*s ret=%d\n", (int)len, func, atoi(ret));
	return true;
}

static void put_ftrace(const struct rec *r)
{
	static bool early;
	const char *func;
	size_t len;
	int pid = 0;

	if (!early && call_of(r->msg, &func, &len, &pid) == CALLING && pid == 1) {
		early = true;
		printf("%23s   [000] .....  %.*s: initcall_level: level=early\n", "swapper/0-1",
		       r->stamp_len, r->stamp);
	}
	put_tracepoint(r, "", true);
}

static void put_tp_printk(const struct rec *r)
{
	if (!put_tracepoint(r, "[", false))
		put_plain(r);
}

/* ------------------------------------------------------------------ the table */

#define LAVA_START "- {\"dt\": \"2025-02-04T14:55:30.000001\", \"lvl\": \"info\", " \
	"\"msg\": \"start: 2.4 auto-login-action (timeout 00:04:50) [common]\"}\n"
#define LAVA_END "- {\"dt\": \"2025-02-04T14:59:30.000001\", \"lvl\": \"results\", " \
	"\"msg\": {\"case\": \"auto-login-action\", \"result\": \"pass\"}}\n"
#define BOOTDATA_HEAD "=== Machine Info ==============================\n" \
	"== UPTIME ==\n 00:00:57 up 0 min,  0 users,  load average: 0.00, 0.00, 0.00\n\n" \
	"== GRAB-BOOT-DATA INFO ==\nGBD_ARGS=\"-l lab -m board\"\nGBD_VERSION=\"1.3\"\n\n" \
	"== PROCESSES ==\n    1 root      2880 S    init\n\n" \
	"== CONFIG ==\n# Automatically generated file; DO NOT EDIT.\nCONFIG_64BIT=y\n" \
	"# CONFIG_PRINTK_CALLER is not set\nCONFIG_INITRAMFS_SOURCE=\"\"\n\n" \
	"== KERNEL MESSAGES ==\n"
#define FTRACE_HEAD "# tracer: nop\n#\n# entries-in-buffer/entries-written: 2/2   #P:4\n#\n" \
	"#                                _-----=> irqs-off/BH-disabled\n" \
	"#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n" \
	"#              | |         |   |||||     |         |\n"

static const struct form forms[] = {
	{ "plain", "exact", put_plain, NULL, NULL },
	{ "caller", "caller", put_caller, NULL, NULL },
	{ "caller-utillinux", "caller", put_caller_utillinux, NULL, NULL },
	{ "raw", "exact", put_raw, NULL, NULL },
	{ "dmesg-x", "exact", put_dmesg_x, NULL, NULL },
	{ "kmsg", "exact", put_kmsg, NULL, NULL },
	{ "kmsg-caller", "caller", put_kmsg_caller, NULL, NULL },
	{ "journal-short", "notime", put_journal_short, NULL, NULL },
	{ "journal-short-precise", "relative", put_journal_precise, NULL, NULL },
	{ "journal-short-monotonic", "exact", put_journal_monotonic, NULL, NULL },
	{ "journal-json", "exact", put_journal_json, NULL, NULL },
	{ "syslog", "exact", put_syslog, NULL, NULL },
	{ "syslog-nostamp", "notime", put_syslog_nostamp, NULL, NULL },
	{ "dmesg-json", "exact", put_dmesg_json, "{\n   \"dmesg\": [\n", "\n   ]\n}\n" },
	{ "dmesg-json-compact", "exact", put_dmesg_json_compact, "{\"dmesg\":[", "]}\n" },
	{ "dmesg-T", "notime", put_dmesg_ctime, NULL, NULL },
	{ "dmesg-d", "exact", put_dmesg_d, NULL, NULL },
	{ "dmesg-delta", "relative", put_dmesg_delta, NULL, NULL },
	{ "dmesg-e", "relative", put_dmesg_e, NULL, NULL },
	{ "iso", "relative", put_iso, NULL, NULL },
	{ "notime", "notime", put_notime, NULL, NULL },
	{ "grabserial", "exact", put_grabserial, NULL, NULL },
	{ "grabserial-nostamp", "relative", put_grabserial_nostamp, NULL, NULL },
	{ "minicom", "exact", put_minicom, NULL, NULL },
	{ "crlf", "exact", put_crlf, NULL, NULL },
	{ "ansi", "exact", put_ansi, NULL, NULL },
	{ "logcat", "exact", put_logcat, "--------- beginning of kernel\n", NULL },
	{ "vendor", "caller", put_vendor_short, NULL, NULL },
	{ "vendor-padded", "caller", put_vendor, NULL, NULL },
	{ "vendor-mtk", "caller", put_vendor_mtk, NULL, NULL },
	{ "pstore", "exact", put_raw, "Panic#1 Part1\n", NULL },
	{ "lava-yaml", "exact", put_lava_yaml, LAVA_START, LAVA_END },
	{ "lava-text", "exact", put_lava_text, NULL, NULL },
	{ "kernelci-json", "exact", put_kernelci_json,
	  "[{\"dt\": \"2025-02-04T14:55:30.000001\", \"lvl\": \"info\", \"msg\": \"start\"}", "\n]\n" },
	{ "bootdata", "exact", put_plain, BOOTDATA_HEAD, NULL },
	{ "capture", "exact", put_raw, "# bootcheck-capture 1\n# board: test\n# note: a b: c\n",
	  NULL },
	{ "ftrace", "trace", put_ftrace, FTRACE_HEAD, NULL },
	{ "tp-printk", "trace", put_tp_printk, NULL, NULL },
};

static const struct form *form_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!strcmp(forms[i].name, name))
			return &forms[i];
	}
	return NULL;
}

/* "[    0.123456]": the bracket may also hold a delta or anything else; then it is no stamp. */
static bool rec_parse(struct rec *r, const char *line)
{
	const char *p = line, *dot;
	int64_t us;
	char *end;

	r->raw = line;
	if (*p++ != '[')
		return false;
	us = strtoll(p, &end, 10) * 1000000;
	if (end == p || *end != '.')
		return false;
	dot = end;
	us += strtoll(dot + 1, &end, 10);
	if (end != dot + 7 || *end != ']')
		return false;
	r->us = us;
	r->stamp = p;
	r->stamp_len = (int)(end - p);
	r->rest = end + 1;
	r->msg = *r->rest == ' ' ? r->rest + 1 : r->rest;
	return true;
}

/* A line without a stamp, with the blank that would follow the stamp's bracket. */
static const char *spaced_line(char **buf, const char *line)
{
	size_t size = strlen(line) + 2;

	*buf = realloc(*buf, size);
	if (!*buf)
		exit(1);
	snprintf(*buf, size, " %s", line);
	return *buf;
}

static int rewrite(const struct form *form)
{
	static char stamp[32] = "    0.000000";
	struct rec r = { .prev_us = -1, .stamp = stamp, .stamp_len = 12 };
	char *line = NULL, *spaced = NULL;
	size_t size = 0;
	ssize_t n;

	if (form->head)
		fputs(form->head, stdout);
	while ((n = getline(&line, &size, stdin)) > 0) {
		if (line[n - 1] == '\n')
			line[--n] = '\0';
		if (rec_parse(&r, line)) {
			snprintf(stamp, sizeof(stamp), "%.*s", r.stamp_len, r.stamp);
		} else {
			r.rest = spaced_line(&spaced, line);
			r.msg = r.rest + 1;
		}
		r.stamp = stamp;
		r.pid = pid_of(r.msg);
		r.level = level_of(r.msg);
		form->line(&r);
		r.prev_us = r.us;
		r.clock_ran = r.clock_ran || r.us != 0;
		r.seq++;
	}
	free(line);
	free(spaced);
	if (form->tail)
		fputs(form->tail, stdout);
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}

int main(int argc, char **argv)
{
	const struct form *form;
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
			printf("%s %s\n", forms[i].name, forms[i].survives);
		return 0;
	}
	form = argc == 2 ? form_find(argv[1]) : NULL;
	if (!form) {
		fprintf(stderr, "usage: rewrite FORM < plain.log > other.log, or rewrite --list\n");
		return 2;
	}
	return rewrite(form);
}
