/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program that runs in the machine of a trial, as process 1: its parts. It
 * is static, needs nothing of the system it runs in, and looks at no clock but
 * that since the machine's start, so that the same machine gives the same bytes.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define HOME "/bootcheck"
#define JOB_DONE "bootcheck: first job done"

#define SECOND ((int64_t)1000000)

/* --- text.c: a growing string, files ------------------------------------------------------- */

struct text {
	char *p; /* NULL while empty, else with a NUL behind it */
	size_t n, cap;
};

void text_add(struct text *t, const char *p, size_t n);
void text_puts(struct text *t, const char *s);
void text_printf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Adds a word: blanks, control bytes and backslashes as \xHH. */
void text_word(struct text *t, const char *p, size_t n);
void text_free(struct text *t);
/* Adds what a file holds, at most so much. Returns 0 or an errno. */
int text_load(struct text *t, const char *path, size_t most);
/* Writes all of it; returns 0 or an errno. */
int write_all(int fd, const char *p, size_t n);
int64_t now_us(void);
void sleep_us(int64_t us);

/* --- job.c: what is to be done ------------------------------------------------------------- */

struct job {
	struct text memory; /* the strings are in here */
	const char *channel, *command, *init, *root;
	bool trigger;
	int64_t job_us, trigger_us, settle_us; /* limits */
};

/* Returns 0 or an errno; all that is not in the file has its default. */
int job_read(struct job *j, const char *path);

/* --- klog.c: the kernel's log -------------------------------------------------------------- */

struct klog {
	int fd;             /* of /dev/kmsg, -1: there is none */
	struct text text;   /* so far, as "dmesg -r" has it */
	uint64_t next;      /* number of the next record */
	uint64_t lost;      /* records that were gone before they were read */
	int64_t job_done_us; /* stamp of the line that says so, -1: not seen */
};

void klog_open(struct klog *k);
/* Takes what is new. Returns how many records that were. */
size_t klog_read(struct klog *k);
void klog_say(const char *line);

/* --- guest.c: all that is known ------------------------------------------------------------ */

struct guest {
	struct job job;
	struct klog log;
	struct text first, inventory, status;
	char **argv;        /* of this program; the user's init gets them, too */
	bool monitor;       /* another program is process 1 */
	bool announced;     /* the other side knows that it began */
	bool settled;
	int job_status;
	int64_t job_us;
	int64_t trigger_took_us;
	char trigger[64];   /* "": it was not read */
	char trouble[160];  /* the first; "": none */
};

/* Notes what could not be done: "WHAT NAME: ENOENT"; name may be NULL, error 0. */
void trouble(struct guest *g, const char *what, const char *name, int error);

/* --- child.c: work that may hang or die, in a process of its own --------------------------- */

enum { CHILD_TIMEOUT = -1 };

/*
 * Runs work(arg, fd) in a child and collects what it writes to fd. Returns the
 * exit status, 128 + N if signal N ended it, or CHILD_TIMEOUT: it may live on.
 */
int child_run(struct text *out, void (*work)(void *arg, int fd), void *arg, int64_t limit_us);
/* Waits for a child; the same results. Other children are reaped meanwhile. */
int child_wait(pid_t pid, int64_t limit_us);
/* In a new child: signals as a program expects them. */
void child_signals(void);
/* In process 1, at the start: children can be waited for with a time limit. */
void child_prepare(void);

/* --- mounts.c, root.c ---------------------------------------------------------------------- */

/* Mounts /dev, /proc and /sys, and makes the nodes that must be there. */
void mounts_begin(struct guest *g);
/* Makes the node of a serial port or disk if the kernel does not do it itself. */
void node_need(const char *name);
/* Mounts dev, proc and sysfs below a folder. */
void mounts_below(const char *folder);
/* Mounts the job's root at HOME "/root". Returns 0, or -1 with the trouble noted. */
int root_mount(struct guest *g);
/*
 * Process 1 becomes the user's init; returns in a child that watches it, from a
 * root of its own. Notes the trouble when that fails: process 1 does nothing then.
 */
void init_begin(struct guest *g);

/* --- first.c: the first job ---------------------------------------------------------------- */

/* Runs it, or waits for it, and says in the log when it was done. */
void first_job(struct guest *g);

/* --- late.c: the trigger, and what comes after --------------------------------------------- */

void trigger(struct guest *g);
/* Waits until nothing changes any more, at most so long; the inventory is then up to date. */
void settle(struct guest *g, int64_t limit_us);
void take_inventory(struct guest *g, struct text *to);
void take_status(struct guest *g);
/* Ends the machine by restarting it: QEMU runs with -no-reboot. */
void power_off(struct guest *g) __attribute__((noreturn));

/* --- inventory.c, inv_sys.c, inv_proc.c ---------------------------------------------------- */

/* Writes the inventory to fd; the arg is not used. */
void inventory_write(void *arg, int fd);
/* Adds "KIND NAME", further words by the other two, and the end of the line. */
void inv_begin(struct text *t, const char *kind, const char *name, size_t n);
void inv_detail(struct text *t, const char *word);
void inv_end(struct text *t);
void inv_sys(struct text *t);
void inv_proc(struct text *t);
/* Adds the names below a folder; skip says which of them not to, with what is below them. */
void inv_names(struct text *t, const char *kind, const char *folder, int depth,
	       bool (*skip)(const char *path));

/* --- channel.c, lz.c: handing over --------------------------------------------------------- */

/* Says that the guest began, when the channel is there already. */
void channel_announce(struct guest *g);
/* Sends what is known of the first job. */
void channel_progress(struct guest *g);
/* Sends everything. */
void channel_send(struct guest *g);

/* Packs p[from..to); matches may begin before from. */
void lz_pack(struct text *out, const char *p, size_t from, size_t to);
