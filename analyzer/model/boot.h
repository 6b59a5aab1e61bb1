/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct boot, the central type: one boot of a kernel as its log tells it.
 * Built by model/build.c, then never changed; every reader of it only reads.
 * A struct bootset owns everything that its boots point to.
 *
 * Times are int64_t microseconds on the log's own clock (0 is the start of the
 * kernel), TIME_NONE where the log does not say.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strtab.h"
#include "input/line.h"
#include "input/note.h"

/* What is before a call's "+0x0/0x1c [mod]": shared by all boots of a set. */
struct sym {
	struct str raw;     /* the text */
	const char *name;
	const char *module; /* NULL: built-in, or not known */
	uint32_t size;      /* of the function in bytes, 0 when not printed */
	uint32_t id;        /* index in bootset.syms */
	uint32_t name_id;   /* of the name alone, in bootset.strings */
	bool valid;         /* false: the text is not a symbol */
	bool async;         /* COOKIE_function of kernel/async.c: not an initcall */
};

enum call_clock {
	CLOCK_NONE,   /* no duration is known */
	CLOCK_PRINTK, /* distance of the stamps of the two lines */
	CLOCK_KTIME,  /* the kernel's own "after N usecs" */
};

enum call_phase { PHASE_KERNEL, PHASE_USER, PHASE_DEFERRED };

enum call_flag {
	CALL_QUANTISED = 1 << 0,   /* a clock ticked in jiffies when it was read */
	CALL_CONCURRENT = 1 << 1,  /* another call was running at the same time */
	CALL_PRE_CLOCK = 1 << 2,   /* before the printk clock ran: stamps are 0 */
	CALL_NS_UNITS = 1 << 3,    /* "usecs" is ns >> 10 (kernels before 5.18) */
	CALL_HUNG = 1 << 4,        /* no return: the call did not end in this log */
	CALL_NO_START = 1 << 5,    /* only the return is in the log */
	CALL_BLACKLISTED = 1 << 6, /* initcall_blacklist= kept it from running */
	CALL_NESTED = 1 << 7,      /* ran within another call */
	CALL_NO_RETURN = 1 << 8,   /* its return line is lost; the task went on */
	CALL_OVERWRITTEN = 1 << 9, /* another call started within it: N is not its own */
};

#define CALL_NONE UINT32_MAX

struct call {
	const struct sym *sym;
	int64_t start_us, end_us; /* stamps of the two lines */
	int64_t duration_us;      /* the best figure; `clock` says whence */
	int64_t reported_us;      /* as the kernel printed it, in us */
	int64_t probes_us;        /* time in probes of this call, as a union */
	uint32_t line[2];         /* lines of "calling" and "returned", 0: none */
	uint32_t at[2];           /* the same as numbers of messages: what came first */
	uint32_t ordinal;         /* n-th call of that name in this boot, from 1 */
	uint32_t nth;             /* n-th call of this very symbol, from 1: pairs the calls of boots */
	uint32_t parent;          /* index of the call it ran in, or CALL_NONE */
	int32_t pid;              /* -1: not known */
	int32_t ret;
	uint16_t flags;
	uint8_t clock; /* enum call_clock */
	uint8_t phase; /* enum call_phase */
	uint8_t level; /* index in boot.levels + 1, 0: not known */
	bool has_ret;
	const char *trouble; /* "preemption imbalance", ...; or NULL */
	const struct initcall *image; /* its entry in the vmlinux (model/join.h), or NULL */
};

struct probe {
	const char *device;
	const char *driver; /* NULL: not known */
	int64_t start_us, end_us, duration_us;
	uint32_t call; /* index of the initcall it ran in, or CALL_NONE */
	uint32_t at;
	uint32_t line;
	int32_t ret; /* as printed; both signs occur */
	int32_t pid;
};

/* What a message tells of the devices and of the way to init; see input/note.h. */
struct note {
	enum note_kind kind;
	const char *name, *with, *by; /* NULL: not told; note.h says which always are */
	uint32_t call; /* that ran when it was printed, so far as one can tell; or CALL_NONE */
	uint32_t line, at;
};

/* async_waiting ... async_continuing */
struct wait {
	int64_t start_us, end_us;
	int64_t reported_us;
	int32_t pid;
	uint32_t line, at;
};

enum severity { SEV_NOTE, SEV_WARNING, SEV_ERROR };

enum finding_code {
	FIND_HEAD_LOST,
	FIND_TAIL_LOST,
	FIND_NO_INITCALL_DEBUG,
	FIND_NO_TIMESTAMPS,
	FIND_DROPPED_MESSAGES,
	FIND_MERGED_LINE,
	FIND_SEVERAL_BOOTS,
	FIND_CLOCK_BACKWARDS,
	FIND_CONSOLE_SLOW,
	FIND_HUNG_INITCALL,
	FIND_UNPARSED_LINE,
	FIND_DUPLICATE_NAME,
	FIND_CONCURRENT_CALLS,
	FIND_QUANTISED_CLOCK,
	FIND_VMLINUX_MISMATCH,
	FIND_INITCALL_TROUBLE, /* returned with preemption imbalance or interrupts off */
	FIND_NOT_RUN,     /* in the vmlinux, and not in the log */
	FIND_OTHER_ORDER, /* not the order of the vmlinux */
	FIND_MAX
};

struct finding {
	enum finding_code code;
	enum severity severity;
	unsigned long line; /* in the file, 0: the log as a whole */
	const char *message;
};

/* The time to init and its parts. All TIME_NONE when the log cannot say. */
/* Time before init in which no call ran, and what stands at its two ends. */
struct gap {
	int64_t start_us, end_us;
	uint32_t after, before; /* calls, or CALL_NONE: start of the log, init */
};

#define GAPS_MAX 10

struct accounting {
	int64_t total_us;
	int64_t initcalls_us;  /* calls before init, each moment counted once */
	int64_t async_wait_us; /* waits for async functions outside of calls */
	int64_t gaps_us;       /* neither */
	int64_t residual_us;   /* total less the parts */
	/* Parts of gaps_us */
	int64_t before_first_us; /* up to the first call */
	int64_t after_last_us;   /* from the last return to init */
};

struct boot {
	/* where it was read */
	const char *file;
	const char *packed; /* "gzip", ..., or NULL */
	enum form form;
	unsigned long lines;                 /* of the boot */
	unsigned long first_line, last_line; /* in the file */
	unsigned int nth, of;                /* n-th boot of the file, of how many */

	/* what ran; NULL: not known */
	const char *kernel, *arch, *machine, *cmdline;
	unsigned long cmdline_line;
	const char *init_path; /* of "Run X as init process" */
	uint32_t cpus, cpus_possible; /* processors that run, that may; 0: not known */

	/* marks */
	int64_t first_us, clocksource_us, free_initmem_us, init_us, last_us;
	unsigned long init_line;
	uint32_t init_at; /* message number of it, 0: not seen */
	bool init_is_free; /* init_us is the free of init memory, as no better line exists */

	struct call *calls; /* in the order they ran */
	size_t ncalls;
	struct call *asyncs; /* async functions, same type, parent as in calls */
	size_t nasyncs;
	struct probe *probes;
	size_t nprobes;
	struct wait *waits;
	size_t nwaits;
	struct note *notes; /* in the order of the log, some of each kind; bootset.want_notes */
	size_t nnotes;
	struct finding *findings;
	size_t nfindings;
	const char **levels;
	size_t nlevels;

	struct accounting acc;
	struct gap gaps[GAPS_MAX]; /* the longest, longest first */
	size_t ngaps;
	int64_t tick_us;      /* a jiffy as the figures show it, 0: not seen */
	int64_t line_cost_us; /* median of stamps' distance less N: what printing a line costs */
	bool stamps;          /* the stamps are usable as a clock */
	bool coarse;          /* the printk clock itself ticks in jiffies */
	bool ns_units;
};

struct bootset {
	struct arena arena;
	struct strtab names;   /* raw symbol text; its numbers index syms */
	struct strtab strings; /* devices, drivers, levels */
	struct sym **syms;
	size_t nsyms, symcap;
	struct boot **v;
	size_t n, cap;
	bool want_notes; /* set before reading: fill the notes of boots, which costs time */
};

void bootset_init(struct bootset *s);
void bootset_release(struct bootset *s);
/*
 * Reads every boot of a log (a file name, "-" for standard input) into s.
 * Returns 0, or -1 with e set when there is no initcall in the file or it
 * cannot be read; s then holds what it held before.
 */
int bootset_read(struct bootset *s, const char *name, struct err *e);
/* The same from an open text, which stays open. */
int bootset_read_text(struct bootset *s, struct text *t, const char *name, struct err *e);

const char *call_flag_name(enum call_flag f);
/* The flags that JSON and people see, in this order; 0 ends. */
extern const enum call_flag call_flags_shown[];
const char *phase_name(enum call_phase p);
const char *clock_name(enum call_clock c); /* NULL for CLOCK_NONE */
const char *finding_name(enum finding_code c);
const char *severity_name(enum severity s);

/* Adds a finding to a finished boot, in the order of lines; the text is copied. */
void boot_add_finding(struct bootset *s, struct boot *b, enum finding_code code,
		      enum severity sev, unsigned long line, const char *message);

static inline bool call_failed(const struct call *c)
{
	return c->has_ret && c->ret < 0;
}

static inline const char *call_level(const struct boot *b, const struct call *c)
{
	return c->level ? b->levels[c->level - 1] : NULL;
}
